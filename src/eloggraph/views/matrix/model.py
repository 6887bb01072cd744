"""What the matrix shows of a network: groups by groups, actors by actors, coverage by area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.actor_matrix import MOST_ACTORS, ActorMatrix, arrange_actors
from eloggraph.analysis.group_pairs import GroupPairs, measure_group_pairs
from eloggraph.analysis.outcome import Listing, Row
from eloggraph.analysis.sentences import write_decimals
from eloggraph.text import Text, capitalise, say
from eloggraph.views.map.model import give_hues
from eloggraph.views.matrix.claim import (
    claim_coverage,
    claim_pairs,
    join_sentences,
    name_group,
    tell_basis,
)
from eloggraph.views.matrix.coverage import CoveragePart, build_coverage, list_coverage
from eloggraph.views.matrix.grid import Grid, draw_grid
from eloggraph.views.matrix.half import HalfTable, lay_out_half
from eloggraph.views.page.source import cite_rows
from eloggraph.views.page.view import Answer

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.group_pairs import GroupPair
    from eloggraph.analysis.question import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixModel:
    """The parts of the page: each is None or empty where there is nothing to show.

    Parameters
    ----------
    answer
        The sentence that opens the page, its basis, and where it was drawn from.
    halves
        Half a table for each grouping, the main one first.
    grid
        Who is tied to whom; None where there are too many actors, which ``crowded`` then counts.
    coverage, coverage_claim
        Coverage, and what it says.
    opens_with_coverage
        Whether the sentence that opens the page is that of coverage.
    twins
        The same in rows.

    """

    answer: Answer
    halves: tuple[HalfTable, ...]
    grid: Grid | None
    crowded: int | None
    coverage: CoveragePart | None
    coverage_claim: Text | None
    opens_with_coverage: bool
    twins: tuple[Listing, ...]

    @property
    def most_actors(self) -> int:
        """Return beyond how many actors there is no grid of them."""
        return MOST_ACTORS


def build_matrix(analysis: Analysis, material: Material) -> MatrixModel | None:
    """Return what the matrix shows, or None where there are neither groups with ties nor coverage.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.analyse import analyse
    >>> from eloggraph.analysis.question import Material
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> material = Material(network=nothing, on=date(2024, 1, 1))
    >>> build_matrix(analyse(material), material)
    """
    found = measure_group_pairs(material, analysis)
    measured = next((each.found for each in analysis.outcomes if each.key == "coverage"), None)
    coverage = build_coverage(measured, material) if measured else None
    if not found and coverage is None:
        return None
    departs = claim_pairs(found[0]) if found else None
    actors = arrange_actors(material, analysis, found[0]) if found else None
    answer, opens_with_coverage = _answer(found, departs, coverage, material)
    return MatrixModel(
        answer=answer,
        halves=tuple(lay_out_half(pairs) for pairs in found),
        grid=_draw(actors, found[0], material) if actors and actors.actors else None,
        crowded=actors.total if actors and not actors.actors else None,
        coverage=coverage,
        coverage_claim=claim_coverage(coverage.coverage) if coverage else None,
        opens_with_coverage=opens_with_coverage,
        twins=tuple(_list_twins(found, coverage, material)),
    )


def _answer(
    found: tuple[GroupPairs, ...],
    departs: Text | None,
    coverage: CoveragePart | None,
    material: Material,
) -> tuple[Answer, bool]:
    """Return what opens the page, and whether that is coverage.

    What departs from chance comes first, then what is missing, then that nothing departs.
    """
    source = _cite(found, coverage, material)
    judged = bool(found) and found[0].count_judged() > 0
    wanting = coverage is not None and coverage.coverage.count("missing") > 0
    shown = coverage is not None and (bool(coverage.tables) or not found)
    if coverage is not None and departs is None and (wanting or (shown and not judged)):
        claim = claim_coverage(coverage.coverage)
        return Answer(claim=claim, basis=coverage.coverage.sentence, source=source), True
    if departs is None:
        told = {"grouping": capitalise(found[0].label)}
        departs = say(f"matrix.claim.{'nothing' if judged else 'too-little'}", **told)
    basis = join_sentences([tell_basis(found[0]), *found[0].lacking])
    return Answer(claim=departs, basis=basis, source=source), False


def _draw(actors: ActorMatrix, pairs: GroupPairs, material: Material) -> Grid:
    by_key = {grouping.key: grouping for grouping in material.network.groupings}
    apart = {iri for group in pairs.groups if group.apart for iri in group.members}
    hued = give_hues(by_key[pairs.grouping], material.network.actors(), apart)
    return draw_grid(actors, pairs, {group.iri: group.category for group in hued.groups})


def _cite(found: tuple[GroupPairs, ...], coverage: CoveragePart | None, material: Material) -> Text:
    ties = material.of("silos").working.ties if found else ()
    cells = coverage.coverage.cells if coverage else ()
    rows = {tie.statement for tie in ties if tie.statement}
    used = {iri for cell in cells for iri in (*cell.norms, *cell.services)}
    used |= {actor.iri for actor in material.network.actors()} if found else set()
    place = material.records.place
    return cite_rows(map(place, sorted(rows)), also=map(place, sorted(used)))


def _list_twins(
    found: tuple[GroupPairs, ...], coverage: CoveragePart | None, material: Material
) -> Iterator[Listing]:
    if found:
        yield list_pairs(found[0])
    if coverage is not None and coverage.tables:
        yield list_coverage(coverage, material)


_COLUMNS = ("group", "other", "counted", "expected", "limits", "verdict")


def list_pairs(found: GroupPairs) -> Listing:
    """Return the cells of half a table as rows."""
    return Listing(
        title=say(f"matrix.{found.counted}.title", grouping=found.label),
        columns=tuple(
            capitalise(say(f"matrix.{found.counted if key == 'counted' else 'pairs'}.column-{key}"))
            for key in _COLUMNS
        ),
        rows=tuple(_list_pair(found, pair) for pair in found.pairs),
    )


def _list_pair(found: GroupPairs, pair: GroupPair) -> Row:
    other = name_group(found.groups[pair.second])
    inside = pair.first == pair.second
    return Row(
        cells=(
            capitalise(name_group(found.groups[pair.first])),
            say("matrix.pairs.inside-itself") if inside else capitalise(other),
            pair.ties,
            write_decimals(pair.expected, 1),
            say("matrix.pairs.limits", low=pair.low, high=pair.high) if pair.judged else None,
            tell_departure(pair),
        )
    )


def tell_departure(pair: GroupPair) -> Text:
    """Return in words whether there are more or fewer ties than chance explains."""
    if not pair.judged:
        return say("matrix.pairs.not-judged")
    entries = {"more": "more-1", "fewer": "fewer-1", None: "as-chance"}
    return say(f"matrix.pairs.{entries[pair.departure]}")

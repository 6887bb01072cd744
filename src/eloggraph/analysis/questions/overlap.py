"""Who offers the same to the same groups in the same areas? Overlap, or a reserve: told as both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.coverage_reading import read_running
from eloggraph.analysis.outcome import (
    ActionRank,
    Gauge,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.overlap_profiles import (
    FEWEST_MANY,
    FEWEST_SHARED,
    LEAST_SHARE,
    CrowdedCell,
    Place,
    SharedProfile,
    find_crowded,
    find_pairs,
    read_profiles,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.questions.coverage import measure_recorded
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPair:
    """A pair with its names, and the cells that it shares by name."""

    pair: SharedProfile
    label: Text
    cells: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """A crowded cell with its name, and the names of those in it."""

    cell: CrowdedCell
    label: Text
    providers: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Pairs that offer mostly the same, and cells with far more providers than usual.

    ``actors`` and ``cells`` are those that were compared, of ``services`` on record.
    """

    pairs: tuple[NamedPair, ...]
    crowded: tuple[NamedCell, ...]
    actors: int
    cells: int
    services: int


def measure_overlap(material: Material) -> Overlap:
    """Compare what organisations offer: form × target group × area.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_overlap(Material(network=nothing, on=date(2024, 1, 1))).actors
    0
    """
    offers = read_running(material)
    profiles = read_profiles(offers)
    crowded = find_crowded(profiles, measure_recorded(material).cells if profiles else ())
    return Overlap(
        pairs=tuple(_name_pair(pair, material) for pair in find_pairs(profiles)),
        crowded=tuple(_name_cell(cell, material) for cell in crowded),
        actors=len({who for here in profiles.values() for who in here}),
        cells=len(profiles),
        services=len({offer.service for offer in offers}),
    )


def _name_pair(pair: SharedProfile, material: Material) -> NamedPair:
    names = tuple(material.name(iri) for iri in (pair.first, pair.second))
    label = Text.each(lambda language: " – ".join(name.say(language) for name in names))
    cells = join_names([_name_place(place, material) for place in pair.places])
    return NamedPair(pair=pair, label=label, cells=cells)


def _name_cell(cell: CrowdedCell, material: Material) -> NamedCell:
    names = [material.name(iri) for iri in cell.providers]
    return NamedCell(
        cell=cell,
        label=_name_place(cell.place, material),
        providers=join_names(names, most=len(names)),
    )


def _name_place(place: Place, material: Material) -> Text:
    names = tuple(material.name(iri) for iri in place)
    return Text.each(lambda language: " – ".join(name.say(language) for name in names))


def _tell(found: Overlap) -> Iterator[Text]:
    if found.actors < 2:
        yield say(f"overlap.{'one' if found.actors else 'incomplete'}")
        return
    if found.pairs:
        counted = [
            say("overlap.pair", pair=each.label, shared=each.pair.shared, of=each.pair.of)
            for each in found.pairs
        ]
        names = join_names(counted, separator="; ")
        yield say("overlap.pairs", n=len(counted), names=names)
    if found.crowded:
        yield say("overlap.crowded", n=len(found.crowded), names=_name_crowded(found.crowded))
    if found.pairs or found.crowded:
        yield say("overlap.readings")
    else:
        yield say("overlap.none")


def _name_crowded(crowded: Sequence[NamedCell]) -> Text:
    named = [say("overlap.cell", cell=each.label, n=len(each.cell.providers)) for each in crowded]
    return join_names(named, separator="; ")


def _observe(found: Overlap) -> Iterator[Remark]:
    if found.crowded:
        text = say("overlap.crowded", n=len(found.crowded), names=_name_crowded(found.crowded))
        yield Remark(rank=ObservationRank.PATTERN, text=text)


def _advise(found: Overlap, _: object) -> Iterator[Remark]:
    told = [*(each.label for each in found.pairs), *(each.label for each in found.crowded)]
    if told:
        text = say("overlap.action", names=join_names(told, separator="; "))
        yield Remark(rank=ActionRank.LOOK, text=text)


def _gauge(found: Overlap) -> Iterator[Gauge]:
    yield Gauge(label=say("overlap.gauge.pairs"), value=len(found.pairs))
    yield Gauge(label=say("overlap.gauge.crowded"), value=len(found.crowded))


def _list(found: Overlap) -> Iterator[Listing]:
    heads = ("pair", "shared", "of", "cells")
    yield Listing(
        title=say("overlap.pairs-title"),
        columns=tuple(say(f"overlap.head.{key}") for key in heads),
        rows=tuple(
            Row(cells=(each.label, each.pair.shared, each.pair.of, each.cells))
            for each in found.pairs
        ),
        table="overlap_pairs",
    )
    yield Listing(
        title=say("overlap.crowded-title"),
        columns=tuple(say(f"overlap.head.{key}") for key in ("cell", "number", "providers")),
        rows=tuple(
            Row(cells=(each.label, len(each.cell.providers), each.providers))
            for each in found.crowded
        ),
        table="overlap_cells",
    )


def _make_tables(found: Overlap) -> Iterator[ReportTable]:
    pairs: dict[str, type] = {
        **{"first": str, "second": str, "label": Text, "shared": int, "of": int, "share": float},
    }
    yield ReportTable(
        name="overlap_pairs",
        columns=pairs,
        rows=tuple(
            (
                *(each.pair.first, each.pair.second, each.label),
                *(each.pair.shared, each.pair.of, round(each.pair.shared / each.pair.of, 6)),
            )
            for each in found.pairs
        ),
    )
    cells: dict[str, type] = {
        **{"group": str, "area": str, "form": str, "label": Text, "number": int, "providers": str},
    }
    yield ReportTable(
        name="overlap_cells",
        columns=cells,
        rows=tuple(
            (
                *(*each.cell.place, each.label),
                *(len(each.cell.providers), "|".join(each.cell.providers)),
            )
            for each in found.crowded
        ),
    )


def _explain(*_: object) -> Iterator[Text]:
    limits = {"share": round(100 * LEAST_SHARE), "shared": FEWEST_SHARED, "many": FEWEST_MANY}
    yield say("overlap.method", **limits)


def _lack(found: Overlap) -> tuple[str, ...]:
    return () if found.services else ("elo:GuidanceService",)


QUESTION = Question(
    key="overlap",
    order=31,
    section_order=25,
    measure=measure_overlap,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_list,
    explain=_explain,
    lack=_lack,
    gauges=_gauge,
)

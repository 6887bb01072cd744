"""What the view of the service chains is made of: a picture for each chain, and its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.analyse import Analysis
from eloggraph.analysis.chain_projects import ChainProject, read_projects
from eloggraph.analysis.outcome import Cell, Lack, Listing, Row
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.service_chains import Chain, Step
from eloggraph.finding import Place
from eloggraph.snapshot.days import a_year_later, last_day
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.chain.lanes import Lanes, draw_lanes, name_service, number_step, tell_gap
from eloggraph.views.chain.term import Term, draw_term
from eloggraph.views.chain.words import tell_basis, tell_claim
from eloggraph.views.page.source import cite_rows
from eloggraph.views.page.view import Answer

if TYPE_CHECKING:
    from eloggraph.analysis.question import Material
    from eloggraph.analysis.questions.chain import Chains


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step for a narrow screen: its lines, what is wanting, and how it goes on."""

    name: Text
    service: Text | None
    providers: tuple[Text, ...]
    gaps: tuple[Text, ...]
    passing: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnChain:
    """One chain: its picture and the terms of its projects in each language, and its steps."""

    chain: Chain
    lanes: Mapping[Language, Lanes]
    terms: Mapping[Language, tuple[Term, ...]]
    steps: tuple[StepLine, ...]
    projects: tuple[ChainProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainModel:
    """The view."""

    answer: Answer
    chains: tuple[DrawnChain, ...]
    twins: tuple[Listing, ...]


def build_chain(analysis: Analysis, material: Material) -> ChainModel | None:
    """Return the view of the service chains, or None where there is none."""
    found: Chains = analysis.chain
    if not found.chains:
        return None
    limit = a_year_later(material.on)
    ending = {
        each.node: each.ends
        for each in found.endings
        if each.kind == "service" and last_day(each.ends) <= limit
    }
    of = {chain.chain: read_projects(material, chain) for chain in found.chains}
    projects = {each.project: each for several in of.values() for each in several}
    return ChainModel(
        answer=Answer(
            claim=tell_claim(found),
            basis=tell_basis(found, tuple(projects.values())),
            source=cite_rows(_list_rows(found, material), also=_list_others(found, of, material)),
        ),
        chains=tuple(_draw(chain, of[chain.chain], ending, analysis.on) for chain in found.chains),
        twins=(_list_steps(found), *_list_endings(analysis)),
    )


_COLUMNS = ("step", "service", "role", "providers", "next", "gaps")


def _list_steps(found: Chains) -> Listing:
    """Return every step with all of its providers by name."""
    rows: list[Row] = []
    for chain in found.chains:
        owners = say("chain.coordinated", names=_name_all(chain.coordinators))
        coordinated = owners if chain.coordinators else None
        lack = None if chain.steps else Lack(say("chain.no-steps"))
        rows.append(Row(cells=(chain.label, chain.status, None, coordinated, None, lack)))
        rows += [Row(level=1, cells=_list_cells(step)) for step in chain.steps]
    return Listing(
        title=say("chain.listing.steps"),
        columns=tuple(say(f"chain.listing.{name}") for name in _COLUMNS),
        rows=tuple(rows),
    ).filled()


def _list_cells(step: Step) -> tuple[Cell, ...]:
    gaps = [tell_gap(gap) for gap in step.gaps]
    after: Cell = step.next_label
    if step.next_label and step.passing and step.passing != "unknown":
        after = say(f"chain.next.{step.passing}", name=step.next_label)
    return (
        number_step(step),
        step.service_label,
        step.role,
        _name_all(step.provider_labels) if step.providers else None,
        after,
        Lack(join_names(gaps, most=len(gaps), separator="; ")) if gaps else None,
    )


def _name_all(names: Sequence[Text]) -> Text:
    return join_names(names, most=len(names))


def _list_endings(analysis: Analysis) -> tuple[Listing, ...]:
    """Return what ends, as the question lists it after the steps."""
    return next(each.listings[1:] for each in analysis.outcomes if each.key == "chain")


def _draw(
    chain: Chain, projects: tuple[ChainProject, ...], ending: Mapping[str, str], on: str
) -> DrawnChain:
    lanes = {code: draw_lanes(chain, ending, code) for code in LANGUAGES}
    terms = {
        code: tuple(draw_term(each, on, lanes[code].width, code) for each in projects)
        for code in LANGUAGES
    }
    return DrawnChain(
        chain=chain,
        lanes=lanes,
        terms=terms,
        steps=tuple(map(_list_step, chain.steps)),
        projects=projects,
    )


def _list_step(step: Step) -> StepLine:
    return StepLine(
        name=number_step(step),
        service=name_service(step),
        providers=step.provider_labels,
        gaps=tuple(map(tell_gap, step.gaps)),
        passing=say(f"lanes.passing.{step.passing}") if step.passing else None,
    )


def _list_rows(found: Chains, material: Material) -> Iterator[Place | None]:
    for chain in found.chains:
        yield material.records.place(chain.chain)
        yield from (material.records.place(step.step) for step in chain.steps)


def _list_others(
    found: Chains, projects: Mapping[str, tuple[ChainProject, ...]], material: Material
) -> Iterator[Place | None]:
    for chain in found.chains:
        yield from (each.place for each in projects[chain.chain])
        for step in chain.steps:
            yield material.records.place(step.service) if step.service else None

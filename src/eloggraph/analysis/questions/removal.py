"""What would follow if an actor left, beside what follows when one chosen at random does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.losses import count_cut_off, find_held_up, list_cut_off
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Gauge,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.questions.coverage import measure_recorded
from eloggraph.analysis.sentences import join_names, join_titles, write_decimals
from eloggraph.text import Text, say

MOST_LISTED = 10
LEAST_MEAN = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What would follow if one actor left: so many others cut off, and what it alone holds up.

    ``parted`` names those cut off, of the actors whose leaving weighs most. ``cells`` are required
    services, ``services`` any of them where no norm says what is required, ``goals`` those that
    nobody else works for, ``measures`` and ``collectives`` those that nobody else answers for or
    co-ordinates.
    """

    actor: str
    label: Text
    cut_off: int
    parted: tuple[Text, ...]
    cells: tuple[Text, ...]
    services: tuple[Text, ...]
    goals: tuple[Text, ...]
    measures: tuple[Text, ...]
    collectives: tuple[Text, ...]

    @property
    def weight(self) -> tuple[int, ...]:
        """What is compared, first things first: nobody can be made up for by many services."""
        held = (self.cells or self.services, self.goals, self.measures, self.collectives)
        return (self.cut_off, *map(len, held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """The actors whose leaving has a consequence, the gravest first, of ``actors``.

    ``cut_off_at_random`` is how many others are cut off on average when any of them leaves.
    ``has_norm`` tells whether required services are told apart, and ``asked`` whether there is
    an actor, and anything on record that one holds up or together.
    """

    losses: tuple[Loss, ...]
    actors: int
    cut_off_at_random: float
    has_norm: bool
    asked: bool


def measure_removal(material: Material) -> Removal:
    """Find what each actor of the network leaves behind, if it goes.

    The rule is lexicographic: others that are cut off, then required services that nobody else
    provides, then goals, measures, and networks or projects. How many are cut off is what the
    question on brokers counts.

    Notes
    -----
    Albert, R., Jeong, H. & Barabási, A.-L. (2000), Error and attack tolerance of complex networks,
    *Nature* 406:378: the loss of one chosen is read beside the loss of one at random.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_removal(Material(network=nothing, on=date(2024, 1, 1))).losses
    ()
    """
    coverage = measure_recorded(material)
    held = find_held_up(material, coverage)
    cut_off = count_cut_off(material.of("brokerage").projected, material.drawn)
    actors = material.network.actors()
    found = [
        Loss(
            actor=actor.iri,
            label=actor.label,
            cut_off=cut_off.get(actor.iri, 0),
            parted=(),
            cells=tuple(coverage.name_each(held.cells.get(actor.iri, ()))),
            services=tuple(map(material.name, held.services.get(actor.iri, ()))),
            goals=tuple(map(material.name, held.goals.get(actor.iri, ()))),
            measures=tuple(map(material.name, held.measures.get(actor.iri, ()))),
            collectives=tuple(map(material.name, held.collectives.get(actor.iri, ()))),
        )
        for actor in actors
    ]
    ranked = sorted((each for each in found if any(each.weight)), key=_order)
    gravest = [_name_parted(each, material) for each in ranked[:MOST_LISTED]]
    return Removal(
        losses=(*gravest, *ranked[MOST_LISTED:]),
        actors=len(actors),
        cut_off_at_random=sum(each.cut_off for each in found) / len(found) if found else 0.0,
        has_norm=coverage.has_norm,
        asked=bool(actors and (held.judged or ranked)),
    )


def _order(loss: Loss) -> tuple[tuple[int, ...], tuple[str, ...], str]:
    return tuple(-n for n in loss.weight), loss.label.said, loss.actor


def _name_parted(loss: Loss, material: Material) -> Loss:
    if not loss.cut_off:
        return loss
    labels = {node.iri: node.label for node in material.network.actors()}
    parted = list_cut_off(material.drawn, loss.actor)
    return replace(loss, parted=tuple(labels[actor] for actor in parted))


def _tell(found: Removal) -> Iterator[Text]:
    if not found.losses:
        yield say(f"removal.none.{'required' if found.has_norm else 'any'}")
        return
    gravest = found.losses[0]
    parts = [say(f"removal.part.{key}", n=n) for key, n in _count(gravest) if n]
    yield say("removal.gravest", name=gravest.label, parts=_enumerate(parts))
    if gravest.cut_off:
        mean = found.cut_off_at_random
        entry = "random" if mean >= LEAST_MEAN else "random-hardly"
        yield say(f"removal.{entry}", mean=write_decimals(mean, 1 if mean >= 0.1 else 2))
    yield say("removal.several", n=len(found.losses), total=found.actors)


def _count(loss: Loss) -> Iterator[tuple[str, int]]:
    services = "cells" if loss.cells else "services"
    keys = ("cut-off", services, "goals", "measures", "collectives")
    yield from zip(keys, loss.weight, strict=True)


def _enumerate(parts: Sequence[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    first = join_names(parts[:-1], most=len(parts))
    return say("removal.part.both", first=first, last=parts[-1])


def _find_provider(found: Removal) -> Loss | None:
    """Return whose leaving would leave most required services without a provider."""
    return max(
        (loss for loss in found.losses if loss.cells),
        key=lambda loss: len(loss.cells),
        default=None,
    )


def _observe(found: Removal) -> Iterator[Remark]:
    if loss := _find_provider(found):
        cells = join_names(loss.cells)
        text = say("removal.observation.cells", n=len(loss.cells), name=loss.label, cells=cells)
        yield Remark(rank=ObservationRank.NARROW, text=text)


def _advise(found: Removal, _: Material) -> Iterator[Remark]:
    if loss := _find_provider(found):
        cells = join_names(loss.cells)
        text = say("removal.action.cells", n=len(loss.cells), name=loss.label, cells=cells)
        yield Remark(rank=ActionRank.DOUBLE, text=text)


def _list(found: Removal) -> Iterator[Listing]:
    columns = ("actor", "parted", "cells", "goals", "measures", "collectives")
    yield Listing(
        title=say("removal.listing"),
        columns=tuple(say(f"removal.head.{column}") for column in columns),
        rows=tuple(_make_row(loss) for loss in found.losses[:MOST_LISTED]),
        note=say("removal.note"),
        table="removal",
    )


def _make_row(loss: Loss) -> Row:
    lists = (loss.parted, loss.cells or loss.services, loss.goals, loss.measures, loss.collectives)
    return Row(cells=(loss.label, *map(_name, lists)))


def _name(names: Sequence[Text]) -> Cell:
    return join_titles(names) if names else None


_COLUMNS: dict[str, type] = {
    **{"actor": str, "actor_label": Text, "cut_off": int, "cells": Text, "goals": Text},
    **{"measures": Text, "collectives": Text},
}


def _make_tables(found: Removal) -> Iterator[ReportTable]:
    rows = tuple(
        (
            *(loss.actor, loss.label, loss.cut_off),
            *(
                join_names(names, most=len(names), separator="|") if names else None
                for names in (
                    loss.cells or loss.services,
                    loss.goals,
                    loss.measures,
                    loss.collectives,
                )
            ),
        )
        for loss in found.losses
    )
    yield ReportTable(name="removal", columns=_COLUMNS, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("removal.method")


def _lack(found: Removal) -> tuple[str, ...]:
    if found.asked:
        return ()
    return (
        ("elo:ServiceNorm", "elo:StrategicGoal", "elo:Measure") if found.actors else ("elo:Actor",)
    )


def _gauge(found: Removal) -> tuple[Gauge, ...]:
    return list_gauges("removal", losses=len(found.losses))


QUESTION = Question(
    key="removal",
    order=45,
    section_order=47,
    working=True,
    measure=measure_removal,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
)

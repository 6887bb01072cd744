"""The coverage of what is on record: named queries into cells, by the one way for all who ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.asking import Ask
from eloggraph.analysis.coverage_cells import Coverage, measure_coverage
from eloggraph.analysis.coverage_closing import find_closing
from eloggraph.analysis.coverage_equity import measure_equity
from eloggraph.analysis.norms import read_norms
from eloggraph.analysis.offers import Offer, read_offers
from eloggraph.private import conceal_address
from eloggraph.snapshot.days import holds
from eloggraph.text import Text

if TYPE_CHECKING:
    from eloggraph.analysis.question import Material


def read_coverage(
    ask: Ask, labels: Mapping[str, Text], on: date, unread: Sequence[str] = ()
) -> Coverage:
    """Measure what the graph has on record, on a day.

    Parameters
    ----------
    ask
        Runs a named query and yields each row as ``{variable: text}``.
    labels
        The name of every node and code by IRI.
    on
        The day that is looked at.
    unread
        Tables that were not read, by file name.

    Examples
    --------
    >>> read_coverage(lambda _: [], {}, date(2024, 1, 1)).cells
    ()
    """
    return _measure(read_axis(ask, "coverage-areas", labels, on), ask, labels, on, unread)[0]


def compare_areas(
    ask: Ask,
    labels: Mapping[str, Text],
    on: date,
    unread: Sequence[str] = (),
    told: Collection[str] = (),
) -> Coverage:
    """Measure the same, with what would close most gaps, and how evenly areas are served.

    What ``told`` names, chains that other services make up, is not counted beside these.

    >>> compare_areas(lambda _: [], {}, date(2024, 1, 1)).equity is None
    True
    """
    areas = read_axis(ask, "coverage-areas", labels, on)
    found, offers = _measure(areas, ask, labels, on, unread, told)
    if not found.cells:
        return found
    regions = {row["area"]: row["region"] for row in ask("coverage-regions")}
    running = _keep_running(offers, on)
    counted = [offer for offer in running if offer.service not in told]
    return replace(
        found,
        closing=find_closing(found.cells, running, regions, labels),
        equity=measure_equity(areas, found.cells, counted, regions),
    )


def _measure(
    areas: Sequence[Group],
    ask: Ask,
    labels: Mapping[str, Text],
    on: date,
    unread: Sequence[str],
    told: Collection[str] = (),
) -> tuple[Coverage, Sequence[Offer]]:
    offers = _read_offers_in(areas, ask, labels)
    found = measure_coverage(
        offers,
        read_norms(ask),
        read_axis(ask, "coverage-groups", labels),
        areas,
        on=on,
        labels=labels,
        unread=unread,
        told=told,
    )
    return found, offers


def read_running(material: Material) -> tuple[Offer, ...]:
    """Read what is on offer on the day, in areas that are there, by providers that are there.

    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.question import Material
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> read_running(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """

    def read() -> tuple[Offer, ...]:
        ask, labels, on = material.ask, material.labels, material.on
        areas = read_axis(ask, "coverage-areas", labels, on)
        return _keep_running(_read_offers_in(areas, ask, labels), on)

    return material.once("running", read)


def _keep_running(offers: Sequence[Offer], on: date) -> tuple[Offer, ...]:
    return tuple(offer.on_day(on) for offer in offers if holds(offer.since, offer.until, on))


def _read_offers_in(
    areas: Sequence[Group], ask: Ask, labels: Mapping[str, Text]
) -> Sequence[Offer]:
    here = {area.iri for area in areas}
    every = read_axis(ask, "coverage-areas", labels)
    return _leave_out_ended(read_offers(ask), {e.iri for e in every if e.iri not in here})


def _leave_out_ended(offers: Sequence[Offer], ended: Collection[str]) -> list[Offer]:
    """Leave out what a service offers in areas that are no more, if it is given elsewhere too."""
    elsewhere = {offer.service for offer in offers if offer.area not in ended}
    return [o for o in offers if o.area not in ended or o.service not in elsewhere]


def read_axis(
    ask: Ask, query: str, labels: Mapping[str, Text], on: date | None = None
) -> tuple[Group, ...]:
    """Read one axis of the coverage table, in the order of its ids.

    With a day, what has ended by then or begins later is left out: nobody is served in a
    municipality that is a part of another one.

    >>> rows = [{"node": "b"}, {"node": "a", "until": "2024"}]
    >>> [group.iri for group in read_axis(lambda _: rows, "areas", {})]
    ['a', 'b']
    >>> [group.iri for group in read_axis(lambda _: rows, "areas", {}, date(2025, 1, 1))]
    ['b']
    """
    rows = [
        row for row in ask(query) if on is None or holds(row.get("since"), row.get("until"), on)
    ]
    iris = sorted({row["node"] for row in rows})
    return tuple(Group(iri=iri, label=_name(labels, iri)) for iri in iris)


def _name(labels: Mapping[str, Text], iri: str) -> Text:
    return labels.get(iri) or Text.same(conceal_address(iri).rpartition("/")[2])

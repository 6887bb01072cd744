"""What is on offer and what is agreed to be needed, as the coverage question takes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eloggraph.analysis.asking import Ask
from eloggraph.snapshot.days import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service of one provider for one target group in one area, and when.

    What nobody wrote down is None, or for the forms empty: such a service may reach any cell.
    ``organisation`` is what the provider is a unit of, or the provider itself; the provider has
    dates of its own.
    """

    service: str
    target_group: str | None = None
    area: str | None = None
    forms: tuple[str, ...] = ()
    provider: str | None = None
    organisation: str | None = None
    provider_since: str | None = None
    provider_until: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def answers_as(self) -> str | None:
        """Who answers for it: units of one organisation are one provider."""
        return self.organisation or self.provider

    def on_day(self, on: date) -> Offer:
        """Return the offer without a provider that has ended by the day, or has not begun."""
        if holds(self.provider_since, self.provider_until, on):
            return self
        return replace(self, provider=None, organisation=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What is agreed for a target group in an area: for one form of service, or for any.

    ``required`` is None when nothing was decided; ``surveyed`` is the date when it was found out
    which services there are, None when nobody has asked. ``area`` is a municipality of ``place``,
    None where none of it is on record.
    """

    target_group: str
    area: str | None
    place: str | None = None
    form: str | None = None
    required: bool | None = None
    surveyed: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """Offers by target group and area, None where nobody wrote it down."""

    offers: Mapping[tuple[str | None, str | None], Sequence[Offer]]

    def reaching(self, group: str, area: str, form: str | None) -> list[Offer]:
        """Return the offers that are known to be for the group, there, in the form."""
        found = self.offers.get((group, area), ())
        return [offer for offer in found if form is None or form in offer.forms]

    def possible(self, group: str, area: str, form: str | None) -> Iterator[Offer]:
        """Yield the offers that would be there if what nobody wrote down of them were so."""
        for place in ((group, area), (group, None), (None, area), (None, None)):
            for offer in self.offers.get(place, ()):
                is_known = place == (group, area) and (form is None or offer.forms)
                if not is_known and (form is None or not offer.forms or form in offer.forms):
                    yield offer


def make_supply(offers: Iterable[Offer]) -> Supply:
    """Return offers by their places.

    >>> supply = make_supply([Offer(service="s", target_group="g", area="a")])
    >>> [offer.service for offer in supply.reaching("g", "a", None)]
    ['s']
    """
    found: defaultdict[tuple[str | None, str | None], list[Offer]] = defaultdict(list)
    for offer in offers:
        found[offer.target_group, offer.area].append(offer)
    return Supply(found)


def read_offers(ask: Ask) -> tuple[Offer, ...]:
    """Read which service reaches which target group where (``coverage-offers``), in what forms.

    >>> row = {"target_group": "youth", "area": "179", "service": "coaching", "provider": "gradia"}
    >>> read_offers(lambda name: [row] if name == "coverage-offers" else [])[0].provider
    'gradia'
    """
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for row in ask("coverage-forms"):
        forms[row["service"]].add(row["form"])
    found = {
        Offer(
            service=row["service"],
            target_group=row.get("target_group"),
            area=row.get("area"),
            forms=tuple(sorted(forms[row["service"]])),
            provider=row.get("provider"),
            organisation=row.get("organisation"),
            provider_since=row.get("provider_since"),
            provider_until=row.get("provider_until"),
            since=row.get("since"),
            until=row.get("until"),
        )
        for row in ask("coverage-offers")
    }
    return tuple(sorted(found, key=repr))


def read_norms(ask: Ask) -> tuple[Norm, ...]:
    """Read what has been declared to be required, and when it was asked (``coverage-norms``).

    >>> row = {"target_group": "youth", "area": "179", "required": "true"}
    >>> read_norms(lambda _: [row])[0].required
    True
    """
    found = {
        Norm(
            target_group=row["target_group"],
            area=row.get("area"),
            place=row.get("place"),
            form=row.get("form"),
            required=row["required"] == "true" if "required" in row else None,
            surveyed=row.get("surveyed"),
            since=row.get("since"),
            until=row.get("until"),
        )
        for row in ask("coverage-norms")
    }
    return tuple(sorted(found, key=repr))

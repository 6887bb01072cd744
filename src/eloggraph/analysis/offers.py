"""What is on offer, as the coverage question takes it, and what may be asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eloggraph.analysis.asking import Ask, Rows
from eloggraph.snapshot.days import holds


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """What a norm asks of a service: a form, and where it says so a channel and a language."""

    form: str = ""
    channel: str = ""
    language: str = ""


ANYTHING = Demand()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service of one provider for one target group in one area, and when.

    What nobody wrote down is None, or empty where there may be several (forms, channels,
    languages): such a service may reach any cell.
    ``organisation`` is what the provider is a unit of, or the provider itself; the provider has
    dates of its own. It goes by its name of the day: a service goes on under one that was renamed.
    """

    service: str
    target_group: str | None = None
    area: str | None = None
    forms: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
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

    def meets(self, demand: Demand) -> bool | None:
        """Tell whether the service is what is asked for; None where what it is was not written.

        >>> guidance = Offer(service="s", forms=("guidance",))
        >>> guidance.meets(Demand("guidance")), guidance.meets(Demand("guidance", language="sv"))
        (True, None)
        """
        said = (self.forms, self.channels, self.languages)
        asked = (demand.form, demand.channel, demand.language)
        pairs = [(want, has) for want, has in zip(asked, said, strict=True) if want]
        if any(has and want not in has for want, has in pairs):
            return False
        return True if all(has for _, has in pairs) else None

    def on_day(self, on: date) -> Offer:
        """Return the offer without a provider that has ended by the day, or has not begun."""
        if holds(self.provider_since, self.provider_until, on):
            return self
        return replace(self, provider=None, organisation=None)


@dataclass(frozen=True, slots=True)
class Supply:
    """Offers by target group and area, None where nobody wrote it down."""

    offers: Mapping[tuple[str | None, str | None], Sequence[Offer]]

    def reaching(self, group: str, area: str, demand: Demand) -> list[Offer]:
        """Return the offers that are known to be for the group, there, and what is asked for."""
        return [offer for offer in self.offers.get((group, area), ()) if offer.meets(demand)]

    def possible(self, group: str, area: str, demand: Demand) -> Iterator[Offer]:
        """Yield the offers that would be there if what nobody wrote down of them were so."""
        for place in ((group, area), (group, None), (None, area), (None, None)):
            for offer in self.offers.get(place, ()):
                meets = offer.meets(demand)
                if meets is None or (meets and place != (group, area)):
                    yield offer


def make_supply(offers: Iterable[Offer]) -> Supply:
    """Return offers by their places.

    >>> supply = make_supply([Offer(service="s", target_group="g", area="a")])
    >>> [offer.service for offer in supply.reaching("g", "a", ANYTHING)]
    ['s']
    """
    found: defaultdict[tuple[str | None, str | None], list[Offer]] = defaultdict(list)
    for offer in offers:
        found[offer.target_group, offer.area].append(offer)
    return Supply(found)


def read_offers(ask: Ask) -> tuple[Offer, ...]:
    """Read which service reaches which target group where (``coverage-offers``), and by whom.

    Who provides it, and of what forms it is, is the same wherever and for whomever it is given.
    Services of all days are there with their dates: a cell also tells what begins later, and some
    ask of a day ahead. Who provides one is read as of the day.

    >>> row = {"target_group": "youth", "area": "179", "service": "coaching", "provider": "gradia"}
    >>> asked = {"coverage-offers": [row], "coverage-providers": [row]}
    >>> read_offers(lambda name: asked.get(name, []))[0].provider
    'gradia'
    """
    forms, channels, languages = (
        _read_kinds(ask(f"coverage-{kind}s"), kind) for kind in ("form", "channel", "language")
    )
    by_service: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in ask("coverage-providers"):
        by_service[row["service"]].append(row)
    different = {
        (
            *(row["service"], row.get("target_group"), row.get("area")),
            *(by.get("provider"), by.get("organisation"), by.get("since"), by.get("until")),
            *(row.get("since"), row.get("until")),
        )
        for row in ask("coverage-offers")
        for by in by_service.get(row["service"], [{}])
    }
    return tuple(
        Offer(
            service=service,
            target_group=group,
            area=area,
            forms=forms.get(service, ()),
            channels=channels.get(service, ()),
            languages=languages.get(service, ()),
            provider=provider,
            organisation=organisation,
            provider_since=begun,
            provider_until=over,
            since=since,
            until=until,
        )
        for service, group, area, provider, organisation, begun, over, since, until in sorted(
            different, key=_nothing_last
        )
    )


def _nothing_last(said: Iterable[str | None]) -> list[tuple[bool, str]]:
    return [(text is None, text or "") for text in said]


def _read_kinds(rows: Rows, kind: str) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["service"]].add(row[kind])
    return {service: tuple(sorted(kinds)) for service, kinds in found.items()}

"""Service chains of a day: their steps in order, who hands over to whom, and what breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.question import Material
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.text import Text

GapKind = Literal[
    "number",  # the number before this step is missing from the chain
    "service",  # no service on record
    "service-ended",
    "service-later",
    "service-aside",  # planned, proposed or wished for, or marked as over
    "provider",  # the service has no provider on record
    "provider-ended",  # and no other is left
    "provider-left",  # and another is left: told, but no break
    "hand-over",  # not the last step, and it leads nowhere
    "skip",  # leads past a step
    "back",  # leads to itself or to an earlier step
]
Passing = Literal["same", "partly", "other", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is wanting at a step, and the names that tell what exactly."""

    kind: GapKind
    names: tuple[Text, ...] = ()

    @property
    def breaks(self) -> bool:
        """Tell whether the client cannot go on as the chain says."""
        return self.kind != "provider-left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its service and who provides it, where the client goes next, and what is wanting.

    ``passing`` compares the providers of the step with those of the next: the ``same``,
    ``partly`` the same, ``other``, or ``unknown`` where either has none; None where there is no
    next step.
    """

    step: str
    label: Text
    order: int | None
    service: str | None
    service_label: Text | None
    providers: tuple[str, ...]
    provider_labels: tuple[Text, ...]
    role: Text | None
    next: str | None
    next_label: Text | None
    passing: Passing | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A service chain with its coordinators and steps; ``status`` where it is not in force."""

    chain: str
    label: Text
    coordinators: tuple[Text, ...]
    status: Text | None
    steps: tuple[Step, ...]


def read_chains(material: Material) -> tuple[Chain, ...]:
    """Return the service chains that are not over, in the order of their rows.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> read_chains(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    reader = _Reader(material)
    chains = material.records.of("elo:ServiceChain")
    statuses = {each: material.records.value(each, "elo:status") for each in chains}
    return tuple(
        reader.read(each) for each in chains if statuses[each] not in LEAVES_OUT["not-over"]
    )


class _Reader:
    """Reads chain after chain of one day."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.records = material.records

    def read(self, chain: str) -> Chain:
        records, name = self.records, self.material.name
        there = records.in_force(chain, self.material.on)
        status = records.value(chain, "elo:status")
        return Chain(
            chain=chain,
            label=name(chain),
            coordinators=tuple(map(name, records.subjects(chain, "elo:coordinates"))),
            status=name(status) if status and not there else None,
            steps=tuple(self._read_steps(chain)),
        )

    def _read_steps(self, chain: str) -> Iterator[Step]:
        orders = {
            step: int(self.records.value(step, "elo:stepOrder") or 0)
            for step in self.records.values(chain, "elo:hasStep")
            if self._there(step)
        }
        for step in sorted(orders, key=lambda each: (orders[each] or len(orders) + 1, each)):
            yield self._read_step(step, orders)

    def _read_step(self, step: str, orders: dict[str, int]) -> Step:
        name, value = self.material.name, self.records.value
        service = value(step, "elo:stepService")
        if service and not self._there(service):
            service = None
        after = value(step, "elo:handsOverTo")
        if after and not self._there(after):
            after = None
        role = value(step, "elo:stepRole")
        providers = self._providers(step)
        return Step(
            step=step,
            label=name(step),
            order=orders[step] or None,
            service=service,
            service_label=name(service) if service else None,
            providers=providers,
            provider_labels=tuple(map(name, providers)),
            role=name(role) if role else None,
            next=after,
            next_label=name(after) if after else None,
            passing=self._compare(step, after) if after else None,
            gaps=(
                *self._find_number_gap(step, orders),
                *(self._find_provider_gaps(service) if service else self._find_service_gap(step)),
                *self._find_hand_over_gaps(step, after, orders),
            ),
        )

    def _there(self, node: str) -> bool:
        return self.records.in_force(node, self.material.on)

    def _providers(self, step: str) -> tuple[str, ...]:
        service = self.records.value(step, "elo:stepService")
        if service is None or not self._there(service):
            return ()
        given = self.records.values(service, "elo:providedBy")
        return tuple(provider for provider in given if self._there(provider))

    def _compare(self, step: str, after: str) -> Passing:
        """Compare who provides two steps; a unit of an organisation is that organisation."""
        here, there = (
            {self._whole(provider) for provider in self._providers(each)} for each in (step, after)
        )
        if not (here and there):
            return "unknown"
        if here == there:
            return "same"
        return "partly" if here & there else "other"

    def _whole(self, provider: str) -> str:
        """Return the organisation that a provider belongs to, itself where it is part of none."""
        above = self.records.above(provider, "org:subOrganizationOf")
        tops = {each for each in above if not self.records.value(each, "org:subOrganizationOf")}
        return min(tops, default=provider)

    def _find_number_gap(self, step: str, orders: dict[str, int]) -> Iterator[Gap]:
        order = orders[step]
        if order > 1 and order - 1 not in orders.values():
            yield Gap(kind="number", names=(Text.same(str(order - 1)),))

    def _find_service_gap(self, step: str) -> Iterator[Gap]:
        name, ended = self.material.name, self.material.ended
        meant = self.material.all_days.value(step, "elo:stepService")
        if meant is None:
            yield Gap(kind="service")
        elif meant in ended:
            yield Gap(kind="service-ended", names=(name(meant),))
        elif self.records.value(step, "elo:stepService"):
            yield Gap(kind="service-aside", names=(name(meant),))
        else:
            yield Gap(kind="service-later", names=(name(meant),))

    def _find_provider_gaps(self, service: str) -> Iterator[Gap]:
        on_record = self.material.all_days.values(service, "elo:providedBy")
        gone = tuple(map(self.material.name, (p for p in on_record if p in self.material.ended)))
        if any(map(self._there, self.records.values(service, "elo:providedBy"))):
            if gone:
                yield Gap(kind="provider-left", names=gone)
        elif gone:
            yield Gap(kind="provider-ended", names=gone)
        else:
            yield Gap(kind="provider")

    def _find_hand_over_gaps(
        self, step: str, after: str | None, orders: dict[str, int]
    ) -> Iterator[Gap]:
        order, name = orders[step], self.material.name
        if after is None:
            following = sorted((at, each) for each, at in orders.items() if at > order)
            if following:
                yield Gap(kind="hand-over", names=(name(following[0][1]),))
            return
        to = orders.get(after)
        if to is None:
            return
        if to <= order:
            yield Gap(kind="back", names=(name(after),))
        passed = sorted((at, each) for each, at in orders.items() if order < at < to)
        if passed:
            yield Gap(kind="skip", names=tuple(name(each) for _, each in passed))

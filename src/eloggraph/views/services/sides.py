"""Who stands at the sides of the picture of services, in which order, and who is one there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.service_reach import ReachedService, ServiceReach
from eloggraph.text import Text, say

MOST_SERVICES = 12
_MOST_ROWS, _FOLD_FROM = 40, 3

RowKind = Literal["served", "unserved", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One at a side of the picture: a name, and the places of the services it is tied to."""

    name: Text
    services: tuple[int, ...]
    kind: RowKind = "served"
    note: Text | None = None


def list_sides(
    reach: ServiceReach, notes: Mapping[str, Text]
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Return who provides and who is served, in the order that lets lines cross least.

    Where very many provide, those who provide just the same are one. ``notes`` are told below the
    names of target groups.
    """
    providers = _gather(reach.services, [one.providers for one in reach.services])
    if len(providers) > _MOST_ROWS // 2:
        providers = _fold(providers)
    left = [Side(name=_name_folded(who), services=tied) for who, tied in providers]
    right = [
        Side(name=group[0].label, services=tied, note=notes.get(group[0].iri))
        for group, tied in _gather(reach.services, [one.groups for one in reach.services])
    ]
    without = [at for at, one in enumerate(reach.services) if not one.providers]
    nameless = [at for at, one in enumerate(reach.services) if not one.groups]
    sides = [
        (*sorted(left, key=_place), *_list_nobody("no-provider", without)),
        (*sorted(right, key=_place), *_list_nobody("no-group", nameless)),
    ]
    unserved = tuple(
        Side(name=each.label, services=(), kind="unserved", note=notes.get(each.iri))
        for each in reach.unserved
    )
    return sides[0], (*sides[1], *unserved)


def fits_lines(reach: ServiceReach) -> bool:
    """Tell whether the services are few enough for lines, and so are those at the sides."""
    if len(reach.services) > MOST_SERVICES:
        return False
    return all(len(side) <= _MOST_ROWS for side in list_sides(reach, {}))


def _gather(
    services: Sequence[ReachedService], sides: Sequence[Iterable[Group]]
) -> list[tuple[tuple[Group, ...], tuple[int, ...]]]:
    found: defaultdict[Group, list[int]] = defaultdict(list)
    for at, groups in enumerate(sides):
        for group in groups:
            found[group].append(at)
    return [((group,), tuple(tied)) for group, tied in found.items()]


def _fold(
    providers: Sequence[tuple[tuple[Group, ...], tuple[int, ...]]],
) -> list[tuple[tuple[Group, ...], tuple[int, ...]]]:
    same: defaultdict[tuple[int, ...], list[Group]] = defaultdict(list)
    for group, tied in providers:
        same[tied] += group
    folded: list[tuple[tuple[Group, ...], tuple[int, ...]]] = []
    for tied, groups in same.items():
        if len(groups) >= _FOLD_FROM:
            folded.append((tuple(groups), tied))
        else:
            folded += [((group,), tied) for group in groups]
    return folded


def _name_folded(groups: Sequence[Group]) -> Text:
    if len(groups) == 1:
        return groups[0].label
    first = groups[0].label
    return say("services.folded", n=len(groups), name=first, others=len(groups) - 1)


def _list_nobody(key: str, tied: Sequence[int]) -> tuple[Side, ...]:
    name = say(f"services.{key}")
    return (Side(name=name, services=tuple(tied), kind="nobody"),) if tied else ()


def _place(side: Side) -> tuple[float, tuple[str, ...]]:
    return (sum(side.services) / len(side.services), side.name.said)

"""Many results of one shape in one column: the first told one by one, the rest counted.

A rule that every row breaks is one fault of the file, not ten thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from eloggraph.finding import Finding, Place
from eloggraph.shacl.model import Result
from eloggraph.tables.bounds import MOST_VALUES, count_told, limit_told, tell_rest

# As many times those that may be told are held before some are let go.
_HELD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result with its code and place; ``say`` puts it into words, which many never need."""

    code: str
    result: Result
    place: Place | None
    say: Callable[[], Finding]


@dataclass(slots=True)
class _Alike:
    """Results of one kind: the first of them by their rows, how many there are, and the last row.

    No more are held than may be told, so that a fault of a hundred thousand rows takes no memory.
    """

    first: list[Told] = field(default_factory=list)
    count: int = 0
    last: int = 0

    def add(self, told: Told, limit: int) -> None:
        self.count += 1
        self.last = max(self.last, _row(told))
        self.first.append(told)
        if len(self.first) > _HELD * (limit + 1):
            self.first = sorted(self.first, key=_row)[: limit + 1]


def tell_together(found: Iterable[Told]) -> tuple[Finding, ...]:
    """Return the findings of results, those of one kind in one column counted together."""
    kinds: dict[object, _Alike] = defaultdict(_Alike)
    limit = limit_told(MOST_VALUES)
    for each in found:
        kinds[_kind(each)].add(each, limit)
    return tuple(finding for alike in kinds.values() for finding in _tell(alike))


def _kind(told: Told) -> object:
    result, place = told.result, told.place
    where = place and (place.file, place.sheet, place.column, place.row is None)
    return told.code, result.shape, result.severity, where


def _tell(alike: _Alike) -> Iterable[Finding]:
    told = count_told(alike.count, MOST_VALUES)
    if told == alike.count:
        yield from (each.say() for each in alike.first)
        return
    ordered = sorted(alike.first, key=_row)
    findings = [each.say() for each in ordered[:told]]
    yield from findings
    first = _row(ordered[told])
    yield tell_rest(findings[-1], alike.count - told, first or None, alike.last)


def _row(told: Told) -> int:
    return (told.place.row if told.place else None) or 0

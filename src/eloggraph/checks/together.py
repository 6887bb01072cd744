"""Many results of one shape in one column: the first told one by one, the rest counted.

A rule that every row breaks is one fault of the file, not ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eloggraph.finding import Finding, Place
from eloggraph.shacl.model import Result
from eloggraph.tables.bounds import MOST_VALUES, count_told, tell_rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result with its code and place; ``say`` puts it into words, which many never need."""

    code: str
    result: Result
    place: Place | None
    say: Callable[[], Finding]


def tell_together(found: Iterable[Told]) -> tuple[Finding, ...]:
    """Return the findings of results, those of one kind in one column counted together."""
    kinds: dict[object, list[Told]] = {}
    for each in found:
        kinds.setdefault(_kind(each), []).append(each)
    return tuple(finding for members in kinds.values() for finding in _tell(members))


def _kind(told: Told) -> object:
    result, place = told.result, told.place
    where = place and (place.file, place.sheet, place.column, place.row is None)
    return told.code, result.shape, result.severity, where


def _tell(members: Sequence[Told]) -> Iterable[Finding]:
    told = count_told(len(members), MOST_VALUES)
    if told == len(members):
        yield from (each.say() for each in members)
        return
    ordered = sorted(members, key=_row)
    findings = [each.say() for each in ordered[:told]]
    yield from findings
    first, last = _row(ordered[told]), _row(ordered[-1])
    yield tell_rest(findings[-1], len(members) - told, first or None, last)


def _row(told: Told) -> int:
    return (told.place.row if told.place else None) or 0

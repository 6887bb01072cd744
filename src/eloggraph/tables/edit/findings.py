"""Which findings came and which went between two checks of a network that is edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eloggraph.finding import Finding, Place
from eloggraph.tables.edit.model import RowMap, SheetName

Move = Callable[[Place], Place | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What differs between two checks: findings that came, that went, and that stayed.

    Those that stayed are as the later check tells them, on the rows where they are now.
    """

    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    stayed: tuple[Finding, ...]


def compare_findings(
    before: Iterable[Finding], after: Iterable[Finding], moved: Move | None = None
) -> Changed:
    """Return which findings came and which went.

    Two findings are the same where they are of one kind, at one place, and of one value.

    Parameters
    ----------
    before, after
        The findings of the earlier and of the later check.
    moved
        Tells where a place of the earlier check is now, or that it is gone: see
        :func:`follow_rows`.

    Examples
    --------
    >>> from eloggraph.finding import tell
    >>> one, two = (tell("table-empty", "violation", Place(file=f"{n}.csv")) for n in "ab")
    >>> changed = compare_findings([one], [one, two])
    >>> changed.came == (two,), changed.went, changed.stayed == (one,)
    (True, (), True)
    """
    earlier = [(_identify(finding, moved), finding) for finding in before]
    there = Counter(identity for identity, _ in earlier)
    came, stayed = list[Finding](), list[Finding]()
    for finding in after:
        identity = _identify(finding, None)
        (stayed if there[identity] > 0 else came).append(finding)
        there[identity] -= 1
    # Of equal ones, those that came last went.
    went = list[Finding]()
    for identity, finding in reversed(earlier):
        if there[identity] > 0:
            there[identity] -= 1
            went.append(finding)
    return Changed(came=tuple(came), went=tuple(reversed(went)), stayed=tuple(stayed))


def _identify(finding: Finding, moved: Move | None) -> tuple[object, ...]:
    place = finding.place
    if place is not None and moved is not None:
        now = moved(place)
        # What was on a row that is gone is nowhere.
        place = replace(place, row=-1) if now is None else now
    return (finding.code, place, finding.value, finding.path, finding.shape)


def follow_rows(then: RowMap, now: RowMap) -> Move:
    """Return what tells where a place is after rows were added or removed.

    ``then`` and ``now`` are what :meth:`Editing.row_map` gave at the two checks.

    >>> at = SheetName("actors.csv")
    >>> follow = follow_rows(RowMap(), RowMap({at: (1, 3)}, {at: 1}))
    >>> follow(Place(file="actors.csv", row=3)).row, follow(Place(file="actors.csv", row=2))
    (2, None)
    """
    numbers = {
        at: {key: row for row, key in enumerate(keys, now.first[at])}
        for at, keys in now.keys.items()
    }

    def follow(place: Place) -> Place | None:
        at = SheetName(place.file, place.sheet)
        if place.row is None or not (at in then.keys or at in now.keys):
            return place
        key = place.row
        if at in then.keys:
            index = place.row - then.first[at]
            key = then.keys[at][index] if 0 <= index < len(then.keys[at]) else 0
        row = numbers[at].get(key) if at in numbers else key if key > 0 else None
        return None if row is None else replace(place, row=row)

    return follow

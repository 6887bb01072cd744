"""Findings told together: equal ones as one with all their places, consequences under their cause.

Every renderer that is read by people starts from these groups; what machines read one by one stays
a flat list. The findings of the groups and of their consequences are always those of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from eloggraph.finding import SEVERITIES, Finding, Place, Severity, name_file_cause


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Equal findings in one column, row, sheet or file, and the groups that they bring about.

    Equal are those of one code, severity, message and remedy in the same column of the same sheet:
    they differ in their rows, and in the value where the message does not name it, or in the shape
    where they share what is said of all. The
    ``consequences`` should go with the cause. They have none of their own, and are joined by
    column, whatever value each message names.

    Examples
    --------
    >>> from eloggraph.finding import tell
    >>> place = Place(file="a.csv", row=2, column="since")
    >>> twice = [tell("file-missing", "warning", replace(place, row=row)) for row in (2, 3)]
    >>> group = group_findings(twice)[0]
    >>> group.place, group.ranges
    (Place(file='a.csv', sheet=None, row=None, column='since'), ((2, 3),))
    """

    findings: tuple[Finding, ...]
    consequences: tuple[FindingGroup, ...] = ()

    @property
    def first(self) -> Finding:
        """The first finding: what is said of it is said of all."""
        return self.findings[0]

    @property
    def is_alike(self) -> bool:
        """Whether the same is said of all."""
        return all(f.message == self.first.message for f in self.findings)

    @property
    def place(self) -> Place | None:
        """What the places of all have in common: the cell of one, the column of several."""
        place = self.first.place
        return replace(place, row=None) if place and len(self.findings) > 1 else place

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The rows or lines, each run of them by its first and last; none where they have none."""
        rows = sorted({f.place.row for f in self.findings if f.place and f.place.row is not None})
        runs: list[tuple[int, int]] = []
        for row in rows:
            if runs and row == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], row)
            else:
                runs.append((row, row))
        return tuple(runs)

    @property
    def count_following(self) -> int:
        """The number of findings in the consequences."""
        return sum(len(group.findings) for group in self.consequences)

    def walk(self) -> Iterator[FindingGroup]:
        """Yield the group and its consequences."""
        yield self
        yield from self.consequences


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """How many findings of each severity there are in one sheet, or in a file without sheets."""

    file: str
    sheet: str | None
    counts: tuple[tuple[Severity, int], ...]


def group_findings(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Return findings in groups: those with consequences first, else in the order of the list.

    A finding follows from another where one of its ``due_to`` is the ``cause`` of that one, or
    where that one tells of its whole file. Where several findings are due to one thing and none
    tells it, the first of them stands for all.

    Examples
    --------
    >>> from eloggraph.finding import tell
    >>> unread = tell("file-missing", "violation", Place(file="b.csv"))
    >>> lost = tell("table-empty", "violation", Place(file="a.csv"))
    >>> unread, lost = replace(unread, cause="table:b"), replace(lost, due_to=("table:b",))
    >>> [(g.first.code, g.count_following) for g in group_findings([lost, unread])]
    [('file-missing', 1)]
    """
    equal: dict[object, list[Finding]] = {}
    for finding in findings:
        equal.setdefault(_key(finding), []).append(finding)
    groups = [FindingGroup(findings=tuple(members)) for members in equal.values()]
    above = _find_causes(groups)
    below: dict[int, list[FindingGroup]] = {}
    for number, group in enumerate(groups):
        root = _climb(number, above)
        if root != number:
            below.setdefault(root, []).append(group)
    told = [
        replace(group, consequences=_join(below.get(number, ())))
        for number, group in enumerate(groups)
        if _climb(number, above) == number
    ]
    return tuple(sorted(told, key=lambda group: not group.consequences))


def count_by_sheet(findings: Iterable[Finding]) -> tuple[SheetCount, ...]:
    """Return the numbers of findings sheet by sheet, in the order of the first of each.

    Findings about the data as a whole are in the file without a name.
    """
    numbers: dict[tuple[str, str | None], dict[Severity, int]] = {}
    for finding in findings:
        place = finding.place or Place(file="")
        here = numbers.setdefault((place.file, place.sheet), {})
        here[finding.severity] = here.get(finding.severity, 0) + 1
    return tuple(
        SheetCount(
            file=file,
            sheet=sheet,
            counts=tuple((each, here[each]) for each in SEVERITIES if each in here),
        )
        for (file, sheet), here in numbers.items()
    )


def _key(finding: Finding) -> object:
    return (finding.shared or finding.message, finding.remedy, _kind(finding))


def _kind(finding: Finding) -> object:
    place = finding.place
    where = place and (place.file, place.sheet, place.column, place.row is None)
    return (finding.code, finding.severity, where)


def _join(groups: Iterable[FindingGroup]) -> tuple[FindingGroup, ...]:
    """Join groups of one kind in one column."""
    kinds: dict[object, list[Finding]] = {}
    for group in groups:
        place = group.first.place
        # Of a row, and not of a column, what each shape asks for is another thing.
        asked = group.first.shape if place is not None and place.column is None else None
        kinds.setdefault((asked, _kind(group.first)), []).extend(group.findings)
    return tuple(
        FindingGroup(findings=tuple(sorted(members, key=Finding.sort_key)))
        for members in kinds.values()
    )


def _find_causes(groups: Sequence[FindingGroup]) -> dict[int, int]:
    """Return the group above each that follows from another, by number."""
    holders: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        if group.first.cause is not None:
            holders.setdefault(group.first.cause, []).append(number)
    for key, numbers in holders.items():
        # What tells the cause itself comes before what only shows it.
        numbers.sort(key=lambda number: (key in groups[number].first.due_to, number))
    above: dict[int, int] = {}
    for number, group in enumerate(groups):
        told = [holders[key][0] for key in _list_causes(group.first) if key in holders]
        if others := [holder for holder in told if holder != number]:
            above[number] = others[0]
    return above


def _list_causes(finding: Finding) -> tuple[str, ...]:
    """Return what a finding may follow from: what it names, then that its file is another thing."""
    place = finding.place
    return (*finding.due_to, *((name_file_cause(place.file),) if place else ()))


def _climb(number: int, above: dict[int, int]) -> int:
    """Return the topmost group over one; in a circle, which no data should make, the lowest."""
    seen = [number]
    while (number := above.get(number, number)) not in seen:
        seen.append(number)
    return number if number == seen[-1] else min(seen)

"""What is to be mended, for the local page: a sheet with its cells marked, and the causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from eloggraph.causes import FindingGroup, group_findings
from eloggraph.finding import SEVERITIES, Finding
from eloggraph.output.ownership import hash_bytes
from eloggraph.tables.edit.conflicts import Conflicts, Difference
from eloggraph.tables.edit.corrections import Correction, correct_text, list_corrections
from eloggraph.tables.edit.editing import Editing
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.text import Text, capitalise
from eloggraph.views.findings.grouped import count_places, list_seen
from eloggraph.views.findings.text import write_place
from eloggraph.views.local.mending_values import (
    Cause,
    Disagreement,
    Mark,
    Mending,
    SheetTab,
)
from eloggraph.views.local.reading import name_letter

WINDOW = 100
# A script gets more rows at a time, but of a wide sheet not so many that it takes long.
_MOST_ROWS, _FEWEST_ROWS, _MOST_CELLS = 500, 20, 20_000
_MOST_CAUSES = 60
_MOST_COLUMNS = 60


def show_mending(
    editing: Editing,
    findings: Sequence[Finding],
    names: Mapping[tuple[str, str | None], Text],
    at: int | None = None,
    first: int | None = None,
    column: int | None = None,
) -> Mending:
    """Return what is to be mended.

    Parameters
    ----------
    names
        What the tables are called, by file and sheet; without a name it is that of the sheet.
    at
        The number of the sheet; by default the first in which something is found.
    first
        The number of the first row to show.
    column
        The number of a column, from nought: the part of the columns is shown in which it is.
    """
    sheets = editing.sheets()
    groups = list_causes(findings)
    called = [names.get((s.file, s.sheet)) or Text.same(s.sheet or s.file) for s in sheets]
    numbers = {sheet: number for number, sheet in enumerate(sheets)}
    places = (_sheet_of(each) for each in findings)
    found = Counter(numbers[place] for place in places if place in numbers)
    causes = tuple(_show_cause(group, editing, numbers, called) for group in groups[:_MOST_CAUSES])
    if at is None or not 0 <= at < len(sheets):
        at = next((c.at for c in causes if c.at is not None), 0)
    rows = editing.rows(sheets[at], first, (first or 1) + WINDOW - 1)
    wide = max(1, rows.wide)
    header = editing.header(sheets[at])
    heads = editing.rows(sheets[at], header, header).rows if header is not None else ()
    left = min(column or 0, wide - 1) // _MOST_COLUMNS * _MOST_COLUMNS
    width = min(wide - left, _MOST_COLUMNS)
    can_undo, can_redo = editing.can_turn()
    return Mending(
        revision=editing.revision,
        tabs=tuple(
            SheetTab(name=capitalise(called[number]), count=found[number])
            for number in range(len(sheets))
        ),
        at=at,
        first=rows.first,
        top=rows.top,
        last=rows.last,
        header=header,
        left=left,
        wide=wide,
        letters=tuple(map(name_letter, range(left, left + width))),
        heads=tuple(_pad(heads[0] if heads else (), wide)),
        window=_count_window(wide),
        rows=[_pad(row[left : left + width], width) for row in rows.rows],
        changed=frozenset((cell.row, cell.column) for cell in rows.changed),
        marks=_mark(editing, sheets[at], findings),
        causes=causes,
        hidden=len(groups) - len(causes),
        counts=tuple((s, sum(f.severity == s for f in findings)) for s in SEVERITIES),
        can_undo=can_undo,
        can_redo=can_redo,
    )


def show_window(editing: Editing, at: int, first: int) -> Mapping[str, object]:
    """Return some rows of a sheet from a row on, all columns of them, as values of JSON.

    Parameters
    ----------
    at
        The number of the sheet; of one that is not there, there are no rows.
    first
        The number of the first row.
    """
    sheets = editing.sheets()
    if not 0 <= at < len(sheets):
        return {"revision": editing.revision, "first": first, "rows": [], "changed": []}
    wide = max(1, editing.rows(sheets[at], first, first).wide)
    rows = editing.rows(sheets[at], first, first + _count_window(wide) - 1)
    return {
        "revision": editing.revision,
        "first": rows.first,
        "rows": [_pad(row, wide) for row in rows.rows],
        "changed": sorted([cell.row, cell.column] for cell in rows.changed),
    }


def _count_window(wide: int) -> int:
    return max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_CELLS // wide))


def _sheet_of(finding: Finding) -> SheetName | None:
    place = finding.place
    return None if place is None else SheetName(place.file, place.sheet)


def list_causes(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Return findings in groups: the most severe first, and of these what others follow from."""
    groups = group_findings(findings)
    return tuple(sorted(groups, key=lambda group: SEVERITIES.index(group.first.severity)))


def _pad(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _mark(editing: Editing, sheet: SheetName, findings: Iterable[Finding]) -> tuple[Mark, ...]:
    """Return the cells of a sheet in which something is found, the worst of it first in each."""
    told: dict[Cell, list[Finding]] = {}
    for finding in findings:
        if _sheet_of(finding) == sheet and finding.place is not None:
            cell = editing.locate(finding.place)
            if cell is not None:
                told.setdefault(cell, []).append(finding)
    return tuple(
        Mark(
            row=cell.row,
            column=cell.column,
            severity=min((f.severity for f in each), key=SEVERITIES.index),
            texts=tuple(dict.fromkeys(f.message for f in each)),
        )
        for cell, each in sorted(told.items())
    )


def _show_cause(
    group: FindingGroup,
    editing: Editing,
    numbers: Mapping[SheetName, int],
    called: Sequence[Text],
) -> Cause:
    first, cell = group.first, None
    for finding in group.findings:
        cell = None if finding.place is None else editing.locate(finding.place)
        if cell is not None:
            break
    return Cause(
        key=_make_key(group),
        severity=first.severity,
        where=_write_place(group) if cell is None else _name_cell(cell, numbers, called),
        many=count_places(group),
        message=first.message,
        seen=list_seen(group),
        remedy=first.remedy,
        following=group.count_following,
        at=None if cell is None else numbers.get(cell.at),
        row=0 if cell is None else cell.row,
        column=0 if cell is None else cell.column,
        correction=_find_correction(group, editing),
        waiting=_count_waiting(group, editing),
    )


def _count_waiting(group: FindingGroup, editing: Editing) -> int:
    if group.first.code != "journal-of-others" or group.place is None:
        return 0
    return editing.count_waiting().get(group.place.file, 0)


def show_disagreements(conflicts: Conflicts) -> tuple[Disagreement, ...]:
    """Return the cells of which it has to be chosen what holds."""
    return tuple(
        Disagreement(
            where=_name_difference(each), before=each.before, ours=each.ours, theirs=each.theirs
        )
        for each in conflicts.both
    )


def choose_by_name(
    conflicts: Conflicts, choices: Mapping[str, str]
) -> dict[Cell, Literal["ours", "theirs"]] | None:
    """Return what was chosen, by cell; None where a choice is missing."""
    chosen: dict[Cell, Literal["ours", "theirs"]] = {}
    for each in conflicts.both:
        match choices.get(_name_difference(each)):
            case "ours":
                chosen[each.cell] = "ours"
            case "theirs":
                chosen[each.cell] = "theirs"
            case _:
                return None
    return chosen


def _name_difference(each: Difference) -> str:
    cell = each.cell
    return f"{cell.at.sheet or cell.at.file} {name_letter(cell.column)}{cell.row}"


def find_cause(findings: Iterable[Finding], key: str) -> tuple[Finding, ...]:
    """Return the findings of a group by its key; none where it is no longer there."""
    found = (group.findings for group in list_causes(findings) if _make_key(group) == key)
    return next(found, ())


def _make_key(group: FindingGroup) -> str:
    """Return what names a group as long as its first finding is there."""
    return hash_bytes(repr(group.first.sort_key()[:-1]).encode())[:12]


def _name_cell(cell: Cell, numbers: Mapping[SheetName, int], called: Sequence[Text]) -> Text:
    """Return what a spreadsheet calls a cell, with its sheet where there are several."""
    at = f"{name_letter(cell.column)}{cell.row}"
    if len(called) == 1 or cell.at not in numbers:
        return Text.same(at)
    return capitalise(called[numbers[cell.at]]).change(lambda name: f"{name} {at}")


def _write_place(group: FindingGroup) -> Text:
    place = group.place
    if place is None:
        return Text.same("")
    return Text.each(lambda language: write_place(place, language))


def _find_correction(group: FindingGroup, editing: Editing) -> Text | None:
    """Return what a click would write; None where a person has to choose.

    What was made of somebody's own cell may be wrong where the cell does not say it so.
    """
    corrections = list_corrections(group.findings)
    if len(corrections) != len(group.findings) or len({c.new for c in corrections}) != 1:
        return None
    return corrections[0].new if all(_fits(each, editing) for each in corrections) else None


def _fits(correction: Correction, editing: Editing) -> bool:
    """Tell whether the cell of a correction says what is to be replaced."""
    place = correction.finding.place
    cell = None if place is None else editing.locate(place)
    return cell is not None and correct_text(editing.cell(cell), correction.old, "x") is not None

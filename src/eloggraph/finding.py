"""A finding: one fault or remark about the data, told in every language, with its cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from eloggraph.private import conceal, conceal_address
from eloggraph.text import Text, say

Severity = Literal["violation", "warning", "info"]
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding is: a cell, or a row, column or file where the fault is larger than a cell.

    ``row`` is the number that a spreadsheet shows beside the row (the header is row 1);
    ``column`` is the header as it stands in the file; ``file`` is relative to the folder. Where the
    file lacks the column, ``column`` is its key, and ``called`` what people call it.

    Examples
    --------
    >>> Place(file="actors.csv", row=3, column="since").row
    3
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    called: Text | None = field(default=None, compare=False, repr=False)

    def sort_key(self) -> tuple[str, str, int, str]:
        """Order by file, sheet, row, column; less exact places first."""
        return (self.file, self.sheet or "", self.row or 0, self.column or "")


def is_lined(place: Place) -> bool:
    """Tell whether a place's file has lines rather than rows: RDF of whatever ending, and settings.

    >>> is_lined(Place(file="stdin", row=1)), is_lined(Place(file="actors.csv"))
    (True, False)
    """
    name = place.file.lower()
    if place.column is not None and not name.endswith(".toml"):  # of settings it is a key
        return False
    return place.sheet is None and not name.endswith(_TABLES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """One fault or remark.

    ``code`` is stable and names the kind; ``message`` says what is wrong and ``remedy`` what
    to do. ``focus``, ``path``, ``value`` and ``shape`` have the meaning they have in SHACL:
    the node that was judged, the property, the offending value, and the shape that judged;
    ``shape_name`` is what a shape without an IRI belongs to, with its path in brackets.
    ``shared`` is what is said of several that differ in their shape alone.
    ``component`` is the constraint component, and ``demand`` what it demands in a shape that is
    not the toolkit's own. ``instead`` is what is written in place of ``value`` where the remedy is
    that alone, and an empty text where it is to be left out. ``cause`` names what this finding
    tells that others follow from, and ``due_to`` what it may itself follow from, the nearest first;
    ``eloggraph.causes`` joins them.
    Whatever is private in them is concealed: a finding is made to be shown to others.

    Examples
    --------
    >>> finding = tell("file-missing", "warning", Place(file="a.csv"))
    >>> finding
    <Finding file-missing (warning) at a.csv>
    >>> finding.place.row is None
    True
    """

    code: str
    severity: Severity
    message: Text
    remedy: Text
    place: Place | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    shape: str | None = None
    component: str | None = None
    demand: Text | None = None
    shared: Text | None = None
    shape_name: str | None = None
    instead: Text | None = None
    cause: str | None = None
    due_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Conceal what is private, wherever the finding got it from."""
        for name in ("message", "remedy", "demand", "shared", "instead"):
            text: Text | None = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, text.change(conceal))
        if self.value is not None:
            object.__setattr__(self, "value", conceal(self.value))
        if self.focus is not None:
            object.__setattr__(self, "focus", conceal_address(self.focus))
        if self.place is not None:
            parts = (self.place.file, self.place.sheet, self.place.column)
            shown = tuple(conceal(part) if part else part for part in parts)
            if shown != parts:
                file, sheet, column = shown
                place = replace(self.place, file=file or "", sheet=sheet, column=column)
                object.__setattr__(self, "place", place)

    def __repr__(self) -> str:
        """Return kind and place on one line."""
        place = self.place
        cell = (place.file, place.sheet, place.row, place.column) if place else (self.focus,)
        where = ", ".join(str(part) for part in cell if part is not None)
        return f"<Finding {self.code} ({self.severity}){' at ' * bool(where)}{where}>"

    def sort_key(self) -> tuple[object, ...]:
        """Order by file, row, column and code, so that reports are the same every time."""
        place = self.place.sort_key() if self.place else ("", "", 0, "")
        return (
            *place,
            self.code,
            self.focus or "",
            self.path or "",
            self.value or "",
            self.shape or "",
            self.message,
        )


def tell(
    code: str,
    severity: Severity,
    place: Place | None = None,
    *,
    focus: str | None = None,
    path: str | None = None,
    value: str | None = None,
    shape: str | None = None,
    variant: str | None = None,
    chapter: str = "findings",
    instead: Text | str | None = None,
    **values: object,
) -> Finding:
    """Make a finding from the catalogue entry ``<chapter>.<code>`` (``message`` and ``remedy``).

    ``variant`` names a sub-entry where one code has several messages, and ``instead`` is the text
    of the remedy, where it is one text.
    """
    shown = {"value": value or "", **values}
    entry = ".".join(part for part in (chapter, code, variant) if part)
    return Finding(
        code=code,
        severity=severity,
        message=say(f"{entry}.message", **shown),
        remedy=say(f"{entry}.remedy", **shown),
        place=place,
        focus=focus,
        path=path,
        value=value,
        shape=shape,
        instead=Text.same(instead) if isinstance(instead, str) else instead,
    )


def name_table_cause(table: str) -> str:
    """Name as a cause that the rows of a table are not there.

    >>> name_table_cause("services")
    'table:services'
    """
    return f"table:{table}"


def name_file_cause(file: str) -> str:
    """Name as a cause that a whole file is another than what it is read as.

    >>> name_file_cause("network.xlsx")
    'file:network.xlsx'
    """
    return f"file:{file}"


def name_row_cause(table: str, text: str) -> str:
    """Name as a cause that several rows of a table are called the same.

    >>> name_row_cause("actors", "Ohjaamo")
    'row:actors:ohjaamo'
    """
    return f"row:{table}:{' '.join(text.casefold().split())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineUse:
    """What an engine did that reads statements where they lie.

    ``version`` is its library with its version, ``rows`` how many rows came here, and ``results``
    how many each shape has, where not all of them are told.
    """

    name: str = ""
    version: str = ""
    statements: int
    rows: int
    results: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """All findings of one check, in order, with how many rows the shape of each table judged.

    ``complete`` is false where something could not be read, so that not everything was checked.
    ``engine`` tells of the engine, where statements were read where they lie.

    Examples
    --------
    >>> report = Report((tell("file-missing", "warning", Place(file="a.csv")),))
    >>> report
    <Report violations=0, warnings=1, infos=0>
    >>> report.reaches("violation"), report.reaches("info")
    (False, True)
    """

    findings: tuple[Finding, ...]
    focus_counts: tuple[tuple[str, int], ...] = ()
    complete: bool = True
    engine: EngineUse | None = field(default=None, kw_only=True, compare=False)

    def __repr__(self) -> str:
        """Return the numbers of findings on one line."""
        counts = ", ".join(f"{severity}s={self.count(severity)}" for severity in SEVERITIES)
        return f"<{type(self).__name__} {counts}{'' if self.complete else ', not complete'}>"

    def count(self, severity: Severity) -> int:
        """Return how many findings have the severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def reaches(self, threshold: Severity) -> bool:
        """Tell whether any finding is at or above the threshold."""
        limit = SEVERITIES.index(threshold)
        return any(SEVERITIES.index(finding.severity) <= limit for finding in self.findings)


def order_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings sorted and without exact repeats."""
    return tuple(sorted(set(findings), key=Finding.sort_key))

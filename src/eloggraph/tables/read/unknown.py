"""Files and sheets that are no tables of the model: meant as such, or the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from fnmatch import fnmatchcase

from eloggraph.finding import Finding, Severity, name_table_cause, tell
from eloggraph.schema.model import Schema, Table
from eloggraph.schema.names import normalise_header
from eloggraph.schema.shown import is_shown
from eloggraph.tables.model import MatchedTable, RawTable
from eloggraph.tables.read.match import column_names, find_nearest, match_table_name
from eloggraph.text import quote_names

# ”servises” for ”services”; ”notes” is another word than any table has.
_SLIP = 0.85


def leave_out_own(
    findings: Iterable[Finding], schema: Schema, fatal: Collection[str]
) -> Iterator[Finding]:
    """Leave out what is told of the cells of sheets that are not read: they are not at fault.

    An empty one is still told of: it may be a table that somebody is about to begin. So is what is
    ``fatal``, after which nothing of the workbook is read.
    """
    for finding in findings:
        sheet = finding.place.sheet if finding.place else None
        if sheet is None or match_table_name(sheet, schema) is not None:
            yield finding
        elif finding.code == "table-empty":
            yield replace(finding, severity="warning")
        elif finding.code in fatal:
            yield finding


def leave_out_folded(findings: Iterable[Finding], matched: MatchedTable) -> list[Finding]:
    """Leave out that columns are hidden which a new workbook folds away: they are meant to be."""
    headers = matched.raw.headers
    folded = {
        headers[matched.positions[column.key]]
        for column in matched.table.columns
        if column.key in matched.positions and not is_shown(matched.table, column)
    }
    at = matched.raw.place()

    def is_fold(finding: Finding) -> bool:
        place = finding.place
        return (
            finding.code == "column-hidden"
            and place is not None
            and (place.file, place.sheet) == (at.file, at.sheet)
            and place.column in folded
        )

    return [finding for finding in findings if not is_fold(finding)]


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a file or a sheet is one that the settings name as the user's own.

    >>> is_ignored("Budjetti 2021", ["budjetti*"]), is_ignored("Toimijat", ["budjetti*"])
    (True, False)
    """
    wanted = normalise_header(name)
    return any(fnmatchcase(wanted, normalise_header(pattern)) for pattern in patterns)


def tell_unknown_table(raw: RawTable, schema: Schema) -> Finding:
    """Tell of a file or sheet that is no table of the model, and how grave that is."""

    def names(table: Table) -> list[str]:
        return [table.name, *dict(table.names.items()).values()]

    near = find_nearest(raw.stem, [name for table in schema.tables for name in names(table)])
    # What is nearly a table of ours was meant to be one, and is missing from every answer.
    severity: Severity = "violation" if near and _is_meant(raw, near[0], schema) else "warning"
    variant = "near" if near else "far"
    if severity == "warning" and raw.sheet and not _is_like_table(raw, schema):
        # People keep notes and sums of their own beside the tables.
        severity, variant = "info", "sheet"
    told = tell(
        "table-unknown",
        severity,
        raw.place(),
        value=raw.stem,
        variant=variant,
        near=quote_names(near),
    )
    return replace(told, cause=_name_cause(near, schema))


def _name_cause(near: Sequence[str], schema: Schema) -> str | None:
    """Name the table that is not there because what is nearly called so was not read."""
    table = match_table_name(near[0], schema) if near else None
    return name_table_cause(table.name) if table else None


def _is_like_table(raw: RawTable, schema: Schema) -> bool:
    """Tell whether the headers of a sheet are those of a table, whatever it is called."""
    return any(_has_headers(raw, table) for table in schema.tables)


def _is_meant(raw: RawTable, known: str, schema: Schema) -> bool:
    """Tell whether a file or sheet was meant to be a table: by its name, or by its headers.

    ”palvelut 2026” with the headers of services is meant, ”palvelut muistiin” with others is not.
    """
    return _is_slip(raw.stem, known) or _has_headers(raw, match_table_name(known, schema))


def _has_headers(raw: RawTable, table: Table | None) -> bool:
    headers = [normalise_header(header) for header in raw.headers if header]
    known = column_names(table) if table else {}
    return len(headers) > 1 and all(header in known for header in headers)


def _is_slip(name: str, known: str) -> bool:
    """Tell whether a name differs from a known one by a letter or so, as a slip of the pen does."""
    return SequenceMatcher(None, name.casefold(), known.casefold()).ratio() >= _SLIP

"""Raw tables to the schema: which table, which column; an unknown header is never dropped."""

from __future__ import annotations

import difflib
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from eloggraph.finding import Finding, tell
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.schema.names import normalise_header
from eloggraph.tables.model import ROW, MatchedTable, RawTable

_LONGEST_NAME = 200
_COMPARED = 50


def find_nearest(value: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known names nearest in spelling to a value, best first; none if all are far."""
    return prepare_nearest(known)(value, count)


def prepare_nearest(known: Iterable[str]) -> Callable[..., tuple[str, ...]]:
    """Return :func:`find_nearest` for names that many values are held against.

    Only the names that share most pairs of letters with a value are compared letter by letter:
    that takes long, and without end for texts that are no names.
    """
    by_folded: dict[str, str] = {}
    by_pair: dict[str, list[str]] = {}
    for name in sorted(known):
        if len(name) <= _LONGEST_NAME:
            by_folded.setdefault(name.casefold(), name)
    for folded in by_folded:
        for pair in _pairs(folded):
            by_pair.setdefault(pair, []).append(folded)

    def find(value: str, count: int = 3) -> tuple[str, ...]:
        if len(value) > _LONGEST_NAME:
            return ()
        wanted = value.casefold()
        shared = Counter(name for pair in _pairs(wanted) for name in by_pair.get(pair, ()))

        def distance(name: str) -> tuple[float, str]:
            return -shared[name] / (len(name) + len(wanted) + 1), name

        close = heapq.nsmallest(_COMPARED, shared, key=distance)
        near = difflib.get_close_matches(wanted, close, n=count, cutoff=0.6)
        return tuple(by_folded[name] for name in near)

    return find


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(f" {text} ")))


def column_names(table: Table) -> Mapping[str, Column]:
    """Return every understood header of a table, normalised: keys, and names in each language."""
    return table.headers


def match_table_name(stem: str, schema: Schema) -> Table | None:
    """Return the table of a file stem or sheet name: its key or its name in any language."""
    return schema.tables_by_name.get(normalise_header(stem))


def match_table(
    raw: RawTable, table: Table, renames: Mapping[str, str]
) -> tuple[MatchedTable, list[Finding]]:
    """Match the headers of a raw table with the columns of a table.

    Parameters
    ----------
    renames
        ``{header in the file: column key}`` of network.toml.
    """
    known = column_names(table)
    renamed = {normalise_header(header): key for header, key in renames.items()}
    positions: dict[str, int] = {}
    findings: list[Finding] = []
    unknown: list[str] = []
    for index, header in enumerate(raw.headers):
        wanted = normalise_header(header)
        column = known.get(normalise_header(renamed.get(wanted, wanted)))
        if not header:
            findings.extend(tell_blank_header(raw, index))
        elif column is None:
            unknown.append(header)
            near = find_nearest(header, _header_choices(table))
            findings.append(
                tell(
                    "header-unknown",
                    "violation",
                    raw.place(raw.header_row, index),
                    value=header,
                    variant="near" if near else "far",
                    near=quote_names(near),
                    table=table.names,
                )
            )
        elif column.key in positions:
            first = raw.headers[positions[column.key]]
            findings.append(tell_repeated_header(raw, index, first))
        else:
            positions[column.key] = index
    excused = _excuse(table, positions, unknown)
    matched = MatchedTable(table=table, raw=raw, positions=positions, excused=excused)
    return matched, [*findings, *_missing_columns(matched)]


def _header_choices(table: Table) -> list[str]:
    return [name for c in table.columns for name in (c.key, *dict(c.names.items()).values())]


def quote_names(names: Sequence[str]) -> str:
    """Return names in quotation marks, separated by commas."""
    return ", ".join(f"”{name}”" for name in names)


def tell_repeated_header(raw: RawTable, index: int, first: str) -> Finding:
    """Tell of a header that means the same column as one before it."""
    header = raw.headers[index]
    return tell(
        "header-repeated",
        "violation",
        raw.place(raw.header_row, index),
        value=header,
        first=first,
        variant="same" if header == first else None,
    )


def tell_blank_header(raw: RawTable, index: int) -> list[Finding]:
    """Tell of a column that holds data without a header over it."""
    rows = raw.frame[ROW].filter(raw.frame[f"c{index}"].is_not_null())
    if rows.is_empty():
        return []
    place = raw.place(raw.header_row, index)
    return [tell("header-blank", "violation", place, n=index + 1, first=str(rows[0]))]


def _excuse(table: Table, positions: Mapping[str, int], unknown: Sequence[str]) -> frozenset[str]:
    """Name the absent columns that an unknown header most likely is."""
    names = column_names(table)
    absent = {name: c.key for name, c in names.items() if c.key not in positions}
    near = (find_nearest(normalise_header(header), absent, 1) for header in unknown)
    return frozenset(absent[found[0]] for found in near if found)


def _missing_columns(matched: MatchedTable) -> list[Finding]:
    place = matched.raw.place(matched.raw.header_row)
    return [
        tell(
            "column-missing",
            column.severity,
            place,
            value=column.key,
            column=column.names,
            table=matched.table.names,
            shape=column.shape,
            path=column.path,
        )
        for column in matched.table.columns
        if column.required
        and column.key not in matched.positions
        and column.key not in matched.excused
    ]

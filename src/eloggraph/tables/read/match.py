"""Raw tables to the schema: which table, which column; an unknown header is never dropped."""

from __future__ import annotations

import difflib
import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from eloggraph.finding import Finding, name_table_cause, tell
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.schema.names import normalise_header
from eloggraph.tables.model import MatchedTable, RawTable
from eloggraph.tables.read.header_faults import HeaderFaults
from eloggraph.tables.read.header_names import find_language_column
from eloggraph.tables.read.meant import choose_meant
from eloggraph.text import quote_names

_LONGEST_NAME = 200
_COMPARED = 50
# How alike two spellings are, from 0 to 1. Of a header little else is known than its spelling, and
# ”palvelut” shares with ”level” as many letters as some slips do.
_CLOSE, _CLOSE_HEADER = 0.6, 0.65
# For so many unknown headers of a table the nearest are looked up, no more.
_LOOKED_FOR = 200


def find_nearest(
    value: str, known: Iterable[str], count: int = 3, cutoff: float = _CLOSE
) -> tuple[str, ...]:
    """Return the known names nearest in spelling to a value, best first; none if all are far."""
    return prepare_nearest(known)(value, count, cutoff)


def prepare_nearest(known: Iterable[str]) -> Callable[..., tuple[str, ...]]:
    """Return :func:`find_nearest` for names that many values are held against."""
    return Nearest(known).find


class Nearest:
    """Names that many values are held against, while more of them come.

    Only the names that share most pairs of letters with a value are compared letter by letter:
    that takes long, and without end for texts that are no names.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._by_folded: dict[str, str] = {}
        self._by_pair: dict[str, list[str]] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        """Add a name; of two that differ in case alone the first in order stays."""
        if len(name) > _LONGEST_NAME:
            return
        folded = name.casefold()
        known = self._by_folded.get(folded)
        self._by_folded[folded] = name if known is None else min(known, name)
        for pair in _pairs(folded) if known is None else ():
            self._by_pair.setdefault(pair, []).append(folded)

    def find(self, value: str, count: int = 3, cutoff: float = _CLOSE) -> tuple[str, ...]:
        """Return the names nearest in spelling to a value, best first; none if all are far."""
        if len(value) > _LONGEST_NAME:
            return ()
        wanted = value.casefold()
        pairs = _pairs(wanted)
        shared = Counter(name for pair in pairs for name in self._by_pair.get(pair, ()))

        def distance(name: str) -> tuple[float, str]:
            return -shared[name] / (len(name) + len(wanted) + 1), name

        close = heapq.nsmallest(_COMPARED, shared, key=distance)
        near = difflib.get_close_matches(wanted, close, n=count, cutoff=cutoff)
        return tuple(self._by_folded[name] for name in near)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(f" {text} ")))


def column_names(table: Table) -> Mapping[str, Column]:
    """Return every understood header of a table, normalised: keys, and names in each language."""
    return table.headers


def match_table_name(stem: str, schema: Schema) -> Table | None:
    """Return the table of a file stem or sheet name: its key or its name in any language."""
    return schema.tables_by_name.get(normalise_header(stem))


def match_table(
    raw: RawTable,
    table: Table,
    renames: Mapping[str, str],
    languages: Collection[str] | None = None,
) -> tuple[MatchedTable, list[Finding]]:
    """Match the headers of a raw table with the columns of a table.

    Parameters
    ----------
    renames
        ``{header in the file: column key}`` of network.toml.
    languages
        Those that the network declares: columns for texts in others are not missed. None: all are.
    """
    known = column_names(table)
    renamed = {normalise_header(header): key for header, key in renames.items()}
    positions: dict[str, int] = {}
    faults = HeaderFaults(raw)
    unknown: list[str] = []
    for index, header in enumerate(raw.headers):
        wanted = normalise_header(header)
        column = known.get(normalise_header(renamed.get(wanted, wanted)))
        if not header:
            faults.add_blank(index)
        elif column is None and (former := table.former_headers.get(wanted)) is not None:
            faults.add_former(index, former, table)
        elif column is None:
            unknown.append(header)
            faults.add_unknown(index, partial(_tell_unknown, raw, index, table, len(unknown)))
        elif column.key in positions:
            faults.add_repeated(index, raw.headers[positions[column.key]])
        else:
            positions[column.key] = index
    excused = _excuse(table, positions, unknown)
    matched = MatchedTable(table=table, raw=raw, positions=positions, excused=excused)
    return matched, [*faults.tell(), *_missing_columns(matched, languages)]


def _tell_unknown(raw: RawTable, index: int, table: Table, number: int) -> Finding:
    """Tell of an unknown header; of the first ones with the known ones that are nearest."""
    header = raw.headers[index]
    meant = find_language_column(header, table) if number <= _LOOKED_FOR else None
    near: tuple[str, ...] = (meant[0],) if meant else ()
    if not near and number <= _LOOKED_FOR:
        near = find_nearest(header, _header_choices(table), cutoff=_CLOSE_HEADER)
    column = column_names(table).get(normalise_header(near[0])) if near else None
    # Without its names or its ids nobody finds a row of the table.
    is_called = column is not None and column in (table.id_column, *table.name_columns)
    told = tell(
        "header-unknown",
        "violation",
        raw.place(raw.header_row, index),
        value=header,
        variant="near" if near else "far",
        near=quote_names(near),
        instead=choose_meant(header, near),
        table=table.names,
    )
    return replace(told, cause=name_table_cause(table.name)) if is_called else told


def _header_choices(table: Table) -> list[str]:
    return [name for c in table.columns for name in (c.key, *dict(c.names.items()).values())]


def _excuse(table: Table, positions: Mapping[str, int], unknown: Sequence[str]) -> frozenset[str]:
    """Name the absent columns that an unknown header most likely is."""
    if not unknown:
        return frozenset()
    names = column_names(table)
    absent = {name: c.key for name, c in names.items() if c.key not in positions}
    find = prepare_nearest(absent)
    excused = set[str]()
    for header in unknown[:_LOOKED_FOR]:
        if meant := find_language_column(header, table):
            excused.add(meant[1].key)
        elif found := find(normalise_header(header), 1, _CLOSE_HEADER):
            excused.add(absent[found[0]])
    return frozenset(excused)


def _missing_columns(matched: MatchedTable, languages: Collection[str] | None) -> list[Finding]:
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
        and (languages is None or column.language is None or column.language in languages)
    ]

"""Ids for the rows that give none: made from names, the same at every reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.tables.ids.names import make_slug
from eloggraph.tables.ids.rows import NamedRow, list_named_rows
from eloggraph.tables.model import ID, NAMED_AT, MatchedTable

_SHOWN = 5


def make_ids(
    tables: Sequence[MatchedTable], languages: Sequence[str] = ()
) -> tuple[list[MatchedTable], list[Finding]]:
    """Give an id to every row that has a name and no id, of tables whose rows have ids.

    It is the name in small letters (:func:`eloggraph.tables.ids.names.make_slug`); where another
    row of the table has that id, a number follows. Of what comes first in the tables the id is the
    shorter one. Rows that give their own id keep it.

    Parameters
    ----------
    tables
        All of a network, as they were read.
    languages
        Those of the network: of several names that of the first language makes the id.

    Returns
    -------
    The tables, with ``made`` where a row lacked its id; and rows of one name, told at each.
    """
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, matched in enumerate(tables):
        if _lacks_ids(matched):
            by_name[matched.table.name].append(number)
    given, findings = list(tables), list[Finding]()
    for name, lacking in by_name.items():
        whole = [n for n, matched in enumerate(tables) if matched.table.name == name]
        rows = {n: list(list_named_rows(tables[n], languages)) for n in whole}
        every = [row for n in whole for row in rows[n]]
        taken = {id_.casefold() for n in whole for id_ in _list_written(tables[n])}
        ids = _choose(every, taken)
        for n in lacking:
            given[n] = replace(tables[n], made=_make_frame(tables[n], rows[n], ids))
        findings += _tell_twins(tables[whole[0]], every)
    return given, findings


def _lacks_ids(matched: MatchedTable) -> bool:
    """Tell whether a table has rows without an id that could have one."""
    key, names = matched.table.id_column, matched.table.name_columns
    if key is None or not any(column.key in matched.positions for column in names):
        return False
    frame = matched.raw.frame
    return key.key not in matched.positions or frame[matched.cells(key.key)].null_count() > 0


def _list_written(matched: MatchedTable) -> Iterable[str]:
    key = matched.table.id_column
    if key is None or key.key not in matched.positions:
        return ()
    return matched.raw.frame[matched.cells(key.key)].drop_nulls().to_list()


def _choose(rows: Iterable[NamedRow], taken: set[str]) -> dict[int, str]:
    """Return an id for each row that gives none, by the identity of the row."""
    found: dict[int, str] = {}
    following: dict[str, int] = {}
    for row in rows:
        if row.id is not None:
            continue
        slug = id_ = make_slug(row.names[0])
        while id_ in taken:
            following[slug] = following.get(slug, 1) + 1
            id_ = f"{slug}-{following[slug]}"
        taken.add(id_)
        found[id(row)] = id_
    return found


def _make_frame(
    matched: MatchedTable, rows: Iterable[NamedRow], ids: dict[int, str]
) -> pl.DataFrame:
    made: list[tuple[str | None, int | None]] = [(None, None)] * matched.raw.frame.height
    for row in rows:
        if (id_ := ids.get(id(row))) is not None:
            made[row.index] = (id_, row.named_at)
    return pl.DataFrame(made, schema={ID: pl.String, NAMED_AT: pl.Int32}, orient="row")


def _tell_twins(matched: MatchedTable, rows: Iterable[NamedRow]) -> Iterator[Finding]:
    """Tell of rows with one name, at each of them: whoever means one cannot name it."""
    by_name: defaultdict[str, list[NamedRow]] = defaultdict(list)
    for row in rows:
        by_name[row.folded[0]].append(row)
    for alike in by_name.values():
        if len(alike) < 2 or all(row.id is not None for row in alike):
            continue
        is_same = len({row.rest for row in alike}) == 1
        for row in alike:
            yield tell(
                "name-twin",
                "violation" if is_same else "warning",
                row.raw.place(row.row, row.named_at),
                value=row.names[0],
                variant="same" if is_same else None,
                rows=_list_places(alike),
                table=matched.table.names,
            )


def _list_places(rows: Sequence[NamedRow]) -> str:
    """Return the numbers of rows; of those in other files than the first with the file."""

    def show(row: NamedRow) -> str:
        if row.raw is rows[0].raw:
            return str(row.row)
        return f"{row.row} ({row.raw.sheet or row.raw.file})"

    shown = [show(row) for row in rows[:_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(rows) > _SHOWN else [])])

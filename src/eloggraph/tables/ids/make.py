"""Ids for the rows that give none: made from names or kept, the same at every reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from eloggraph.finding import Finding, name_row_cause, tell
from eloggraph.tables.ids.kept import KeptId, KeptIds
from eloggraph.tables.ids.rows import NamedRow, list_named_rows
from eloggraph.tables.ids.settle import Settled, settle
from eloggraph.tables.model import FORMER, ID, NAMED_AT, MatchedTable

_SHOWN = 5
_SCHEMA = pl.Schema([(ID, pl.String()), (NAMED_AT, pl.Int32()), (FORMER, pl.List(pl.String))])


@dataclass(frozen=True, kw_only=True)
class IdBook:
    """The ids of a network's rows that gave none: as they were kept, and as they are now."""

    kept: KeptIds = field(default_factory=KeptIds)
    settled: Mapping[str, Settled] = field(default_factory=dict)

    def list_lines(self) -> list[KeptId]:
        """Return what is to be kept; of tables that were not read what was kept of them."""
        others = [line for line in self.kept.lines if line.table not in self.settled]
        return [*others, *(line for each in self.settled.values() for line in each.list_lines())]


def make_ids(
    tables: Sequence[MatchedTable], languages: Sequence[str] = (), kept: KeptIds | None = None
) -> tuple[list[MatchedTable], IdBook, list[Finding]]:
    """Give an id to every row that has a name and no id, of tables whose rows have ids.

    It is the one that is kept for the row; else its name in small letters
    (:func:`eloggraph.tables.ids.names.make_slug`), and where another row of the table has that id,
    a number follows: what comes first in the tables has the shorter one. Rows that give their own
    id keep it.

    Parameters
    ----------
    tables
        All of a network, as they were read.
    languages
        Those of the network: of several names that of the first language makes the id.
    kept
        The ids of earlier readings.

    Returns
    -------
    The tables, with ``made`` where a row lacked its id; the ids to be kept; and what there is to
    tell: rows that have another name than before, and rows of one name, at each of them.

    Examples
    --------
    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> make_ids(net.tables.tables)[1].list_lines()
    []
    """
    kept = kept or KeptIds()
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, matched in enumerate(tables):
        by_name[matched.table.name].append(number)
    given, findings = list(tables), list[Finding]()
    settled: dict[str, Settled] = {}
    for name, numbers in by_name.items():
        lines, lacking = kept.of(name), [n for n in numbers if _lacks_ids(tables[n])]
        if not lines and not lacking:
            continue
        rows = [row for n in numbers for row in list_named_rows(tables[n], languages)]
        taken = [id_ for n in numbers for id_ in _list_written(tables[n])]
        found = settled[name] = settle(tables[numbers[0]].table, rows, lines, taken)
        for n in lacking:
            given[n] = replace(tables[n], made=_make_frame(tables[n], found))
        findings += [*found.findings, *_tell_twins(tables[numbers[0]], rows)]
    return given, IdBook(kept=kept, settled=settled), findings


def _lacks_ids(matched: MatchedTable) -> bool:
    """Tell whether a table has rows without an id that could have one."""
    key, names = matched.table.id_column, matched.table.name_columns
    there = any(column.key in matched.positions for column in names)
    if key is None or not there or not matched.table.makes_ids:
        return False
    frame = matched.raw.frame
    return key.key not in matched.positions or frame[matched.cells(key.key)].null_count() > 0


def _list_written(matched: MatchedTable) -> list[str]:
    key = matched.table.id_column
    if key is None or key.key not in matched.positions:
        return []
    return matched.raw.frame[matched.cells(key.key)].drop_nulls().to_list()


def _make_frame(matched: MatchedTable, settled: Settled) -> pl.DataFrame:
    made: list[tuple[str | None, int | None, tuple[str, ...]]]
    made = [(None, None, ())] * matched.raw.frame.height
    for at, id_ in settled.ids.items():
        row = settled.rows[at]
        if row.raw is matched.raw:
            made[row.index] = (id_, row.named_at, settled.list_former(at))
    return pl.DataFrame(made, schema=_SCHEMA, orient="row")


def _tell_twins(matched: MatchedTable, rows: Sequence[NamedRow]) -> Iterator[Finding]:
    """Tell of rows with one name, at each of them: whoever means one cannot name it."""
    by_name: defaultdict[str, list[NamedRow]] = defaultdict(list)
    for row in rows:
        by_name[row.folded[0]].append(row)
    for alike in by_name.values():
        if len(alike) < 2 or all(row.id is not None for row in alike):
            continue
        is_same = len({row.rest for row in alike}) == 1
        for row in alike:
            told = tell(
                "name-twin",
                "violation" if is_same else "warning",
                row.raw.place(row.row, row.named_at),
                value=row.names[0],
                variant="same" if is_same else None,
                rows=_list_places(alike),
                table=matched.table.names,
            )
            yield replace(told, cause=name_row_cause(matched.table.name, row.names[0]))


def _list_places(rows: Sequence[NamedRow]) -> str:
    """Return the numbers of rows; of those in other files than the first with the file."""

    def show(row: NamedRow) -> str:
        if row.raw is rows[0].raw:
            return str(row.row)
        return f"{row.row} ({row.raw.sheet or row.raw.file})"

    shown = [show(row) for row in rows[:_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(rows) > _SHOWN else [])])

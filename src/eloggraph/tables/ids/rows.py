"""The rows of a table that give no id: what they are called, and what else they say."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from eloggraph.schema.model import Column
from eloggraph.tables.ids.names import fold_names
from eloggraph.tables.model import ROW, MatchedTable, RawTable

# A row that says less than this beside its name is like many others.
_FEWEST = 2
_MARK = 12


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """One row with a name: where it stands, by index too, its names, and what it says besides.

    ``id`` is the one that it gives itself, None where it gives none. The first of the ``names``
    is that of the first language of the network that the row has; ``named_at`` is its column.
    ``folded`` are the same names as a reader compares them.
    """

    raw: RawTable
    index: int
    row: int
    id: str | None
    names: tuple[str, ...]
    folded: tuple[str, ...]
    named_at: int
    rest: tuple[tuple[str, str], ...]

    @cached_property
    def mark(self) -> str:
        """A hash of what the row says beside its name; empty where that is next to nothing."""
        if len(self.rest) < _FEWEST:
            return ""
        text = "\x1e".join(f"{key}\x1f{value}" for key, value in self.rest)
        return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


def list_name_columns(matched: MatchedTable, languages: Sequence[str]) -> list[Column]:
    """Return the name columns that a file has, those of the network's own languages first."""
    order = {language: place for place, language in enumerate(languages)}
    there = [column for column in matched.table.name_columns if column.key in matched.positions]
    return sorted(there, key=lambda column: order.get(column.language or "", len(order)))


def list_named_rows(matched: MatchedTable, languages: Sequence[str]) -> Iterator[NamedRow]:
    """Yield every row that has a name, in order."""
    columns = list_name_columns(matched, languages)
    frame, key = matched.raw.frame, matched.table.id_column
    if not columns or key is None:
        return
    at = [matched.positions[column.key] for column in columns]
    folded = frame.select(fold_names(pl.col(f"c{place}")) for place in at)
    ids: Sequence[str | None] = [None] * frame.height
    if key.key in matched.positions:
        ids = frame[matched.cells(key.key)].to_list()
    rest = _list_rest(matched, {key.key, *(column.key for column in columns)})
    written = frame.select(f"c{place}" for place in at).iter_rows()
    for index, (row, names, plain) in enumerate(
        zip(frame[ROW], written, folded.iter_rows(), strict=True)
    ):
        called = [place for place, name in enumerate(plain) if name is not None]
        if called:
            yield NamedRow(
                raw=matched.raw,
                index=index,
                row=row,
                id=ids[index],
                names=tuple(dict.fromkeys(names[place] for place in called)),
                folded=tuple(dict.fromkeys(plain[place] for place in called)),
                named_at=at[called[0]],
                rest=rest[index],
            )


def _list_rest(matched: MatchedTable, but: Collection[str]) -> list[tuple[tuple[str, str], ...]]:
    """Return what each row says in other columns, but for what is about persons."""
    kept = sorted(
        column.key
        for column in matched.table.columns
        if column.key in matched.positions and column.key not in but and not column.personal
    )
    if not kept:
        return [()] * matched.raw.frame.height
    cells = matched.raw.frame.select(
        fold_names(pl.col(matched.cells(key))).alias(key) for key in kept
    )
    return [
        tuple((key, text) for key, text in zip(kept, row, strict=True) if text is not None)
        for row in cells.iter_rows()
    ]

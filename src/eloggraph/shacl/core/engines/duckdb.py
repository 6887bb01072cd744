"""Frames computed by DuckDB, which puts on disk what does not fit in the memory it may take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from eloggraph.shacl.core.terms import (
    Backend,
    Frame,
    Judge,
    NoRoomError,
    TooManyRowsError,
    bound_rows,
    judge_slices,
    lacks,
)

if TYPE_CHECKING:
    import duckdb

# Of what a process may take, the part that the database may, in per cent: the rest is for what is
# here; what it cannot do without, and the most that it takes for an amount.
_SHARE, _LEAST, _GREATEST = 75, 100_000_000, 10**15
# Rows that come to Python at a time.
_SLICE = 50_000
# Rows that are put beside tables, and the types of what they may have.
_FEW = 2_000
_TYPES: Mapping[pl.DataType | type[pl.DataType], str] = {pl.String: "VARCHAR", pl.Int32: "INTEGER"}
# What a regular expression may be made of to mean the same here as in Polars: ASCII, and no names
# of classes, which here are ASCII too.
_ALIKE = re.compile(
    r"(?!.*(?:--|\(\?[^:]))(?:[A-Za-z0-9 _:;,/=@#<>!'\"%()|+*?.^$\-]|\\[.+*?()\[\]{}|^$\\/-]"
    r"|\{\d{1,2}(?:,\d{0,2})?\}|\[\^?[A-Za-z0-9 _:,;/=+.\-]+\])*",
    re.ASCII,
)
_LONGEST = 500


class DuckBackend(Backend):
    """DuckDB in a database of its own: what is kept is a temporary table there.

    ``memory`` are the bytes that a process with it may take, and ``folder`` is where it puts what
    is more.
    """

    name = "duckdb"

    def __init__(self, memory: int | None = None, folder: Path | None = None) -> None:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {}
        config["preserve_insertion_order"] = False
        if memory is not None:
            config["memory_limit"] = f"{min(max(memory * _SHARE // 100, _LEAST), _GREATEST)}B"
        if folder is not None:
            config["temp_directory"] = str(folder)
        self.large = 50_000
        self.apart = True
        self.came = 0
        self._most = bound_rows(memory)
        self.database: duckdb.DuckDBPyConnection = duckdb.connect(":memory:", config=config)
        self.database.execute("SET enable_progress_bar = false")  # it is drawn amid a report
        self._numbers = count()
        self._kept: dict[int, tuple[Frame, str]] = {}

    def scan(self, file: Path) -> Frame:
        """Return the rows of a file of Parquet, which are read when they are asked for."""
        # The name is a pattern there: what has a meaning in it is quoted.
        pattern = re.sub(r"([*?\[])", r"[\1]", str(file))
        return nw.from_native(self.database.read_parquet(pattern))

    def put(self, frame: pl.DataFrame) -> Frame:
        """Return a frame: few rows as values, more as a table."""
        if frame.height <= _FEW and all(dtype in _TYPES for dtype in frame.dtypes):
            return self._hold(frame)
        name = self._name()
        self.database.register(f"{name}_given", frame)
        try:
            return self._make(f"SELECT * FROM {name}_given", name)
        finally:
            self.database.unregister(f"{name}_given")

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for several uses."""
        name = self._name()
        kept = self._make(frame.to_native().sql_query(), name)
        self._kept[id(kept)] = kept, name
        return kept

    def release(self, frame: Frame) -> None:
        """Drop the table of a frame that was kept."""
        kept = self._kept.pop(id(frame), None)
        if kept is not None:
            self.database.execute(f"DROP TABLE {kept[1]}")

    def close(self) -> None:
        """Close the database, and with it all tables."""
        self._kept.clear()
        self.database.close()

    def has_rows(self, frame: Frame) -> bool:
        """Tell whether a frame that was kept has any rows."""
        return bool(frame.to_native().limit(1).fetchall())

    def distinct(self, frame: Frame) -> Frame:
        """Return the different rows of a frame, without the window that Narwhals opens for it."""
        different: Frame = nw.from_native(frame.to_native().distinct())
        return different

    def fetch(self, frame: Frame, *, most: int | None = None) -> pl.DataFrame:
        """Compute a frame and bring its rows here."""
        native, most = frame.to_native(), self._most if most is None else most
        with _room_told():
            done: pl.DataFrame = (native if most is None else native.limit(most + 1)).pl()
        if most is not None and done.height > most:
            raise TooManyRowsError(most)
        self.came += done.height
        return done

    def reject(self, frame: Frame, names: Sequence[str], judge: Judge) -> Frame | None:
        """Return the rows whose values in some columns a judge rejects; None where it has none."""
        pieces = [judge_slices(each, judge) for each in self._slices(frame.select(*names))]
        bad = [piece for piece in pieces if not piece.is_empty()]
        if not bad:
            return None
        return frame.join(self.put(pl.concat(bad)), on=list(names), how="semi")

    def not_matching(self, frame: Frame, column: str, regex: str) -> Frame | None:
        """Return the rows in which a text does not match; Polars is asked where it may differ."""
        if len(regex) < _LONGEST and _ALIKE.fullmatch(regex):
            return frame.filter(~nw.col(column).str.contains(regex))
        return self.reject(frame, [column], partial(lacks, column, regex))

    def _slices(self, frame: Frame) -> Iterator[pl.DataFrame]:
        """Yield the different rows of a frame, some at a time."""
        with _room_told():
            for batch in frame.to_native().distinct().to_arrow_reader(_SLICE):
                piece = pl.DataFrame(batch)
                self.came += piece.height
                yield piece

    def _hold(self, frame: pl.DataFrame) -> Frame:
        """Return rows without a table, after which every relation there is would be bound again."""
        import duckdb

        given = self.database.values(*(frame.rows() or [(None,) * frame.width]))
        columns = zip(given.columns, frame.schema.items(), strict=True)
        held = given.select(
            *(
                duckdb.ColumnExpression(column).cast(_TYPES[dtype]).alias(name)
                for column, (name, dtype) in columns
            )
        )
        return nw.from_native(held if frame.height else held.limit(0))

    def _name(self) -> str:
        return f"kept{next(self._numbers)}"

    def _make(self, query: str, name: str) -> Frame:
        with _room_told():
            self.database.execute(f"CREATE TEMP TABLE {name} AS {query}")
        return nw.from_native(self.database.table(name))


@contextmanager
def _room_told() -> Iterator[None]:
    """Tell of memory and disk that ended, which DuckDB says in its own words."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        # So it also says that no more may be put on disk.
        is_disk = "max_temp_directory_size" in str(error)
        raise NoRoomError("disk" if is_disk else "memory") from error
    except duckdb.IOException as error:
        if "No space left" not in str(error):
            raise
        raise NoRoomError("disk") from error

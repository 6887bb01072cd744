"""Frames computed by a session of Spark: Spark itself, or another server that speaks its protocol.

Only rows that are asked for come here. What is kept lies in files of a folder that the executors
see as well, so a lost executor loses nothing that is not computed again. What Python has to
judge, patterns among it, is judged on the executors, where this package has to be installed.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import narwhals as nw
import polars as pl
from narwhals import selectors

from eloggraph.shacl.core.engines.spark_session import close_session
from eloggraph.shacl.core.terms import (
    Backend,
    Frame,
    Judge,
    ServerError,
    TooManyRowsError,
    Work,
    bound_rows,
    judge_slices,
    lacks,
)

Session = Any
Batches = Iterable[Any]
# What servers do not take as it stands: a pattern, an escape, the name of a hidden file, and one
# that begins as an address does.
_ODD = re.compile(r"[*?\[\]{}\\%\x00-\x1f]|/[._][^/]*$|:[^/]*$")
_ROW = "row of the batch"
# Rows that go from Python to an executor at a time.
_AT_ONCE = 10_000


class SparkBackend(Backend):
    """A session of Spark; ``folder`` is one that this process and all executors see.

    ``memory`` are the bytes that rows may take here.
    """

    name = "spark"
    elsewhere = True

    def __init__(
        self, session: Session, memory: int | None = None, folder: Path | None = None
    ) -> None:
        # A job has a price of its own, so all of a level is asked at once.
        self.large = sys.maxsize
        self.apart = False
        self.came = 0
        self._most = bound_rows(memory)
        self._session = session
        self._folder = Path(mkdtemp(prefix="eloggraph-", dir=folder))
        self._numbers = count()
        self._kept: dict[int, tuple[Frame, Path]] = {}

    def scan(self, file: Path) -> Frame:
        """Return the rows of a file of Parquet, which are read when they are asked for."""
        if _ODD.search(str(file.absolute())):
            link = self._folder / f"{next(self._numbers)}.parquet"
            link.symlink_to(file.absolute())
            file = link
        found: Frame = nw.from_native(self._session.read.parquet(_locate(file)))
        # Sail has numbers unsigned, and does not read again those that it has written.
        return found.with_columns(selectors.numeric().cast(nw.Int64))

    def put(self, frame: pl.DataFrame) -> Frame:
        """Return a frame as one that is sent along with what is asked of it."""
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        made = self._session.createDataFrame(table, _describe(frame.schema))
        put: Frame = nw.from_native(made)
        return put

    def spread(self, rows: pl.DataFrame, work: Work, schema: Mapping[str, Any]) -> Frame:
        """Return what some work makes of each of a few rows, each a task of an executor."""
        native = self.put(rows).to_native().repartition(max(rows.height, 1))
        done = native.mapInArrow(partial(_work, work, dict(schema)), _describe(schema))
        made: Frame = nw.from_native(done)
        return made

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for several uses, into files that outlive an executor."""
        native, folder = frame.to_native(), self._folder / str(next(self._numbers))
        native.write.parquet(_locate(folder))
        kept: Frame = nw.from_native(
            self._session.read.schema(native.schema).parquet(_locate(folder))
        )
        self._kept[id(kept)] = kept, folder
        return kept

    def release(self, frame: Frame) -> None:
        """Remove the files of a frame that was kept."""
        kept = self._kept.pop(id(frame), None)
        if kept is not None:
            shutil.rmtree(kept[1], ignore_errors=True)

    def close(self) -> None:
        """Remove all files, and end the session."""
        self._kept.clear()
        shutil.rmtree(self._folder, ignore_errors=True)
        close_session(self._session)

    def has_rows(self, frame: Frame) -> bool:
        """Tell whether a frame that was kept has any rows."""
        return bool(frame.to_native().limit(1).toArrow().num_rows)

    def distinct(self, frame: Frame) -> Frame:
        """Return the different rows of a frame."""
        different: Frame = nw.from_native(frame.to_native().distinct())
        return different

    def fetch(self, frame: Frame, *, most: int | None = None) -> pl.DataFrame:
        """Compute a frame and bring its rows here."""
        native, most = frame.to_native(), self._most if most is None else most
        table = (native if most is None else native.limit(most + 1)).toArrow()
        if most is not None and table.num_rows > most:
            raise TooManyRowsError(most)
        self.came += table.num_rows
        done = pl.from_arrow(table)
        assert isinstance(done, pl.DataFrame)
        return done

    def reject(self, frame: Frame, names: Sequence[str], judge: Judge) -> Frame | None:
        """Return the rows whose values in some columns a judge rejects; None where it has none."""
        found = self.keep_any(self._filter(frame, partial(_reject, tuple(names), judge)))
        return found[0] if found else None

    def not_matching(self, frame: Frame, column: str, regex: str) -> Frame | None:
        """Return the rows in which a text does not match, as Polars on the executors has it."""
        judge = partial(lacks, column, regex)
        return self._filter(frame, partial(_reject, (column,), judge))

    def _filter(self, frame: Frame, judge: Callable[[Batches], Batches]) -> Frame:
        native = frame.to_native()
        judged: Frame = nw.from_native(native.mapInArrow(judge, native.schema))
        return judged


def refuse_folder(folder: Path) -> None:
    """Refuse a folder in which servers would take each file for a pattern of files.

    Raises
    ------
    ServerError
        When it is one.

    Examples
    --------
    >>> refuse_folder(Path("odd [name]"))
    Traceback (most recent call last):
        ...
    eloggraph.shacl.core.terms.ServerError: ('folder', 'odd [name]')
    """
    if _ODD.search(f"{folder.absolute()}/"):
        raise ServerError("folder", str(folder))


def _locate(path: Path) -> str:
    """Return a path as the address of a file, whatever file system the server prefers."""
    return f"file://{path.absolute()}"


def _describe(schema: Mapping[str, Any]) -> str:
    """Return a schema of texts and numbers in the words of Spark, which has no number unsigned."""
    kinds = {pl.String: "string", pl.Int32: "int", pl.Int64: "bigint", pl.UInt32: "bigint"}
    named = {name: kinds[kind.base_type()] for name, kind in schema.items()}
    return ", ".join(f"`{name}` {kind}" for name, kind in named.items())


def _work(work: Work, schema: Mapping[str, Any], batches: Batches) -> Iterator[Any]:
    """Yield what some work makes of each row: on an executor."""
    import pyarrow as pa

    texts = {pl.String: pa.string(), pl.Int32: pa.int32()}
    kinds = pa.schema(
        [(name, texts.get(kind.base_type(), pa.int64())) for name, kind in schema.items()]
    )
    for row in (row for batch in batches for row in batch.to_pylist()):
        for made in work(row):
            table = made.select(*schema).to_arrow(compat_level=pl.CompatLevel.oldest())
            yield from table.cast(kinds).to_batches(max_chunksize=_AT_ONCE)


def _reject(names: Sequence[str], judge: Judge, batches: Batches) -> Iterator[Any]:
    """Yield the rows of which a judge rejects what they have in some columns: on an executor."""
    for batch in batches:
        whole = pl.from_arrow(batch.select(names))
        assert isinstance(whole, pl.DataFrame)
        bad = judge_slices(whole.unique(), judge)
        if not bad.is_empty():
            rows = whole.with_row_index(_ROW).join(
                bad, on=list(names), how="semi", nulls_equal=True
            )
            yield batch.take(rows[_ROW].sort().to_arrow())

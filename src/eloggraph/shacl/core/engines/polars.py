"""Frames computed by Polars: in memory, or a part at a time on all cores."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

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
)

# Statements from which on frames are computed a part at a time, on all cores.
_STREAMED = 2_000_000


class PolarsBackend(Backend):
    """Polars; ``height`` is how many statements there are, None of what is not in memory.

    Its streaming engine takes a millisecond to start, which many small frames feel. Of what is not
    in memory it keeps frames in files of a ``folder``, where one is given, and brings here no more
    rows than fill the ``memory``.
    """

    name = "polars"

    def __init__(
        self, height: int | None = 0, folder: Path | None = None, memory: int | None = None
    ) -> None:
        self.large = 50_000
        self.apart = height is None
        self.came = 0
        self._most = bound_rows(memory)
        self._folder = folder
        self._numbers = count()
        self._kept: dict[int, tuple[Frame, Path]] = {}
        self._options: dict[str, Any] = {}
        if height is None:
            self._options = {"engine": "streaming"}
        elif height < _STREAMED:
            self._options = {"engine": "in-memory"}

    def scan(self, file: Path) -> Frame:
        """Return the rows of a file of Parquet, which are read when they are asked for."""
        return nw.from_native(pl.scan_parquet(file, glob=False))

    def put(self, frame: pl.DataFrame) -> Frame:
        """Return a frame as one that is computed when it is asked for."""
        return nw.from_native(frame.lazy())

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for several uses."""
        if self._folder is None:
            return self._compute(frame).lazy()
        file = self._folder / f"{next(self._numbers)}.parquet"
        with _room_told():
            frame.to_native().sink_parquet(file, compression="lz4", engine="streaming")
        kept = self.scan(file)
        self._kept[id(kept)] = kept, file
        return kept

    def release(self, frame: Frame) -> None:
        """Remove the file of a frame that was kept; what is in memory nobody holds then."""
        kept = self._kept.pop(id(frame), None)
        if kept is not None:
            kept[1].unlink()

    def close(self) -> None:
        """Remove all files."""
        for kept, _ in [*self._kept.values()]:
            self.release(kept)

    def keep_any(self, frame: Frame) -> list[Frame]:
        """Compute a frame once; nothing is returned of one that has no rows."""
        if self._folder is None:
            done = self._compute(frame)
            return [done.lazy()] if len(done) else []
        return super().keep_any(frame)

    def has_rows(self, frame: Frame) -> bool:
        """Tell whether a frame that was kept has any rows."""
        return bool(self._compute(frame.select(nw.len())).item())

    def fetch(self, frame: Frame, *, most: int | None = None) -> pl.DataFrame:
        """Compute a frame."""
        done: pl.DataFrame = self._compute(frame).to_native()
        most = self._most if most is None else most
        if most is not None and done.height > most:
            raise TooManyRowsError(most)
        self.came += done.height
        return done

    def reject(self, frame: Frame, names: Sequence[str], judge: Judge) -> Frame | None:
        """Return the rows whose values in some columns a judge rejects; None where it has none."""
        bad = judge_slices(self.fetch(frame.select(*names).unique()), judge)
        if bad.is_empty():
            return None
        return frame.join(self.put(bad), on=list(names), how="semi")

    def not_matching(self, frame: Frame, column: str, regex: str) -> Frame | None:
        """Return the rows in which a text does not match a regular expression."""
        return frame.filter(~nw.col(column).str.contains(regex))

    def _compute(self, frame: Frame) -> nw.DataFrame[pl.DataFrame]:
        return frame.collect(**self._options)


@contextmanager
def _room_told() -> Iterator[None]:
    """Tell of a disk that is full, which Polars says in the words of the system."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        if f"os error {errno.ENOSPC}" not in str(error):
            raise
        raise NoRoomError("disk") from error

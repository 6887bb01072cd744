"""Frames computed by Polars: in memory, or a part at a time on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from eloggraph.shacl.core.terms import Backend, Frame, Judge, TooManyRowsError, judge_slices

# Statements from which on frames are computed a part at a time, on all cores.
_STREAMED = 2_000_000


class PolarsBackend(Backend):
    """Polars; ``height`` is how many statements there are, None of what is not in memory yet.

    Its streaming engine takes a millisecond to start, which many small frames feel.
    """

    name = "polars"

    def __init__(self, height: int | None = 0) -> None:
        self.large = 50_000
        self.apart = height is None
        self.came = 0
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
        return frame.collect(**self._options).lazy()

    def release(self, frame: Frame) -> None:
        """Do nothing: what nobody holds is let go of."""

    def close(self) -> None:
        """Do nothing: what nobody holds is let go of."""

    def keep_any(self, frame: Frame) -> list[Frame]:
        """Compute a frame once; nothing is returned of one that has no rows."""
        done = frame.collect(**self._options)
        return [done.lazy()] if len(done) else []

    def fetch(self, frame: Frame, *, most: int | None = None) -> pl.DataFrame:
        """Compute a frame."""
        done: pl.DataFrame = frame.collect(**self._options).to_native()
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

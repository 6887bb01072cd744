"""What a plan asks of whatever computes frames: the contract of a backend, on each engine.

Oracle: the rows as lists in Python.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial

import narwhals as nw
import polars as pl
import pytest

from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.terms import Backend, Judge, TooManyRowsError, lacks

ROWS = [("a", 1), ("b", 2), ("b", 2), ("ä", 3)]
ENGINES: dict[str, Callable[[], Backend]] = {
    "memory": PolarsBackend,
    "streaming": partial(PolarsBackend, None),
    "duckdb": DuckBackend,
}


@pytest.fixture(params=ENGINES)
def backend(request: pytest.FixtureRequest) -> Backend:
    return ENGINES[request.param]()


def test_frames_come_and_go(backend: Backend) -> None:
    frame = backend.table(("value", "kind"), ROWS)
    assert sorted(backend.rows(frame, most=4)) == ROWS
    assert backend.came == 4
    with pytest.raises(TooManyRowsError, match=r"^$") as caught:
        backend.rows(frame, most=3)
    assert caught.value.most == 3
    kept = backend.keep(frame.filter(nw.col("kind") > 1))
    assert len(backend.rows(kept)) == 3
    backend.release(kept)
    backend.release(frame)  # which was never kept
    assert len(backend.rows(frame)) == 4
    assert backend.keep_any(frame.filter(nw.col("kind") > 9)) == []
    (some,) = backend.keep_any(frame.filter(nw.col("kind") == 3))
    assert backend.rows(some) == [("ä", 3)]
    assert backend.rows(backend.table(("value", "kind"), ())) == []


@pytest.mark.parametrize(
    ("regex", "rejected"),
    [("^[a-z]$", ["ä"]), (r"^\w$", []), ("^[^a]$", ["a"]), ("(?i)^B$", ["a", "ä"])],
)
def test_texts_are_rejected_by_a_pattern(backend: Backend, regex: str, rejected: list[str]) -> None:
    found = backend.not_matching(backend.table(("value", "kind"), ROWS), "value", regex)
    assert (
        sorted({text for text, _ in backend.rows(found)} if found is not None else ()) == rejected
    )


def test_a_judge_is_asked_of_different_rows(backend: Backend) -> None:
    frame, seen = backend.table(("value", "kind"), ROWS), list[str]()

    def judge(rows: pl.DataFrame) -> pl.Series:
        seen.extend(rows["value"])
        return rows["value"] == "b"

    found = backend.reject(frame, ("value",), judge)
    assert found is not None
    assert backend.rows(found) == [("b", 2), ("b", 2)]
    assert sorted(seen) == ["a", "b", "ä"]
    nobody: Judge = partial(lacks, "value", "")
    assert backend.reject(frame, ("value",), nobody) is None
    assert pickle.loads(pickle.dumps(nobody)).args == nobody.args  # type: ignore[attr-defined]


def test_what_is_released_is_dropped() -> None:
    backend = DuckBackend()
    kept = backend.keep(backend.table(("value", "kind"), ROWS))

    def tables() -> int:
        return len(backend.database.execute("FROM duckdb_tables()").fetchall())

    before = tables()
    backend.release(kept)
    assert tables() == before - 1

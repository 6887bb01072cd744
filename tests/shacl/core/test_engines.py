"""What a plan asks of whatever computes frames: the contract of a backend, on each engine.

Oracle: the rows as lists in Python.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from eloggraph.shacl.core.engines import Server, open_engine
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.terms import (
    FEW_ROWS,
    Backend,
    Judge,
    NoRoomError,
    TooManyRowsError,
    lacks,
)

ROWS = [("a", 1), ("b", 2), ("b", 2), ("ä", 3)]
ENGINES: dict[str, Callable[[], Backend]] = {
    "memory": PolarsBackend,
    "streaming": partial(PolarsBackend, None),
    "duckdb": DuckBackend,
}


@pytest.fixture(params=[*ENGINES, "files", "spark"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    if request.param == "spark":
        opened: Backend = request.getfixturevalue("open_spark")()
        return opened
    if request.param == "files":
        return PolarsBackend(None, tmp_path)
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
    assert sorted(backend.rows(backend.distinct(frame))) == sorted(set(ROWS))


@pytest.mark.parametrize("times", [0, 1, 400])
def test_what_is_put_comes_back_as_it_is(backend: Backend, times: int) -> None:
    """Few rows and many, whatever the texts look like; and joined with what was put before."""
    texts = ["", "'", '"', "a\0b", "NULL", "7", "2020-01-01", "$1 ?", "{a}", "\n", "ä𝄞", None]
    numbers = [0, -(2**31), 2**31 - 1, None, *range(8)]
    schema = {"value": pl.String, "kind": pl.Int32}
    frame = pl.DataFrame({"value": texts * times, "kind": numbers * times}, schema=schema)
    put = backend.put(frame)
    came = backend.fetch(put)
    assert came.sort("value", "kind").equals(frame.sort("value", "kind"))
    assert came.schema == schema
    other = backend.put(pl.DataFrame({"kind": [2**31 - 1, 99]}, schema={"kind": pl.Int32}))
    joined = backend.rows(put.join(other, on="kind").select("value"))
    assert sorted(joined) == [('"',)] * times


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
    # Elsewhere another process is asked, which this list is not in.
    assert sorted(seen) == ([] if backend.name == "spark" else ["a", "b", "ä"])
    nobody: Judge = partial(lacks, "value", "")
    assert backend.reject(frame, ("value",), nobody) is None
    assert pickle.loads(pickle.dumps(nobody)).args == nobody.args  # type: ignore[attr-defined]


def test_files_of_what_is_released_are_removed(tmp_path: Path) -> None:
    backend = PolarsBackend(None, tmp_path)
    frame = backend.table(("value", "kind"), ROWS)
    kept = backend.keep(frame)
    assert backend.keep_any(frame.filter(nw.col("kind") > 9)) == []
    assert len([*tmp_path.iterdir()]) == 1
    backend.release(kept)
    assert [*tmp_path.iterdir()] == []
    backend.keep(frame)
    backend.close()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("engine", ["streaming", "duckdb", "spark"])
def test_no_more_rows_come_than_there_is_memory_for(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    remote = request.getfixturevalue("spark_remote") if engine == "spark" else None
    backend = open_engine(engine, memory=300, folder=tmp_path, server=Server(remote=remote))
    frame = backend.table(("value", "kind"), [ROWS[0]] * (FEW_ROWS + 1))
    assert len(backend.rows(frame.head(FEW_ROWS))) == FEW_ROWS  # so many come in any memory
    with pytest.raises(TooManyRowsError):
        backend.rows(frame)
    backend.close()
    assert [*tmp_path.iterdir()] == []


def test_what_is_released_is_dropped() -> None:
    backend = DuckBackend()
    kept = backend.keep(backend.table(("value", "kind"), ROWS))

    def tables() -> int:
        return len(backend.database.execute("FROM duckdb_tables()").fetchall())

    before = tables()
    backend.release(kept)
    assert tables() == before - 1


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    """Polars writes to a device that is always full."""
    if not Path("/dev/full").exists():
        pytest.skip("the system has no device that is always full")
    (tmp_path / "0.parquet").symlink_to("/dev/full")
    backend = PolarsBackend(None, tmp_path)
    with pytest.raises(NoRoomError, match="disk"):
        backend.keep(backend.put(pl.DataFrame({"node": ["urn:n" * 20] * 50_000})))

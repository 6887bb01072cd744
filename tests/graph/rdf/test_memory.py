"""A check that will not fit into the memory it may take is told before it is begun.

The figures behind the estimate are measured by ``python benchmarks/memory.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main
from eloggraph.graph.rdf import memory, size
from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.jobs import free


def write_lines(path: Path) -> str:
    lines = [f'<urn:a{n}> <urn:p> "{n}" .\n' for n in range(2000)]
    path.write_text("".join(lines), "utf-8")
    return str(path)


def test_too_much_is_told_and_nothing_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_FIRST", 1000)
    path = write_lines(tmp_path / "a.nt")
    run = CliRunner().invoke(main, ["check", path, "--memory", "100MB", "--lang", "en"])
    assert run.exit_code == 2
    assert "about 181 MB of memory, and there are 100 MB" in run.output
    assert "--memory" in run.output
    enough = CliRunner().invoke(main, ["check", path, "--memory", "0.2 GB", "--lang", "en"])
    assert "of memory" not in enough.output


def test_what_is_free_is_the_bound_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_FIRST", 1000)
    (tmp_path / "meminfo").write_text("MemFree: 1 kB\nMemAvailable:  50000 kB\n")
    monkeypatch.setattr(free, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(free, "_GROUP", tmp_path)
    path = write_lines(tmp_path / "a.nt")
    run = CliRunner().invoke(main, ["check", path, "--lang", "en"])
    assert "and there are 51 MB" in run.output
    (tmp_path / "memory.max").write_text("30000000")
    (tmp_path / "memory.current").write_text("10000000")
    assert free.measure_free() == 20_000_000
    (tmp_path / "memory.max").write_text("max")
    assert free.measure_free() == 51_200_000


def test_a_size_that_is_none_is_told(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.nt")
    run = CliRunner().invoke(main, ["check", path, "--memory", "much", "--lang", "en"])
    assert run.exit_code == 2
    assert "--memory much is no amount of memory: write a number and a unit" in " ".join(
        run.output.split()
    )


def test_the_rest_of_the_files_is_taken_for_like_what_was_read() -> None:
    bound = memory.MemoryBound(limit=10**9, size=10_000, statements=1_000, texts=500, read=1_000)
    tenfold = memory.MemoryBound(limit=10**9, size=0, statements=10_000, texts=5_000, read=10_000)
    assert bound.estimate() == tenfold.estimate()


@pytest.mark.parametrize(
    ("command", "need", "figure"),
    [
        (["query", "{path}", "ASK {{ ?s ?p ?o }}"], 103, "1.2 GB"),
        (["hash", "{path}"], 106, "2.9 GB"),
    ],
)
@pytest.mark.parametrize("ending", ["nt", "ttl", "parquet"])
def test_what_holds_files_whole_says_so_before_memory_ends(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    need: int,
    figure: str,
    ending: str,
) -> None:
    """Two thousand statements: of a file that is measured by a part, about as many."""
    path = write_lines(tmp_path / f"a.{'ttl' if ending == 'ttl' else 'nt'}")
    if ending == "parquet":
        path = str(pack_statements([Path(path)], tmp_path / "a.parquet").path)
    monkeypatch.setattr(size, "SMALL", 1000)
    monkeypatch.setattr(size, "_SAMPLE", 5000)
    line = [each.format(path=path) for each in command]
    monkeypatch.setattr(free, "measure_free", lambda: 101_000_000)
    run = CliRunner().invoke(main, [*line, "--lang", "en"])
    assert run.exit_code == 2
    told = " ".join(run.output.split())
    assert f"about {need} MB" in told
    assert "101 MB may be used" in told
    assert f"A million statements take about {figure}" in told
    monkeypatch.setattr(free, "measure_free", lambda: 108_000_000)
    assert CliRunner().invoke(main, [*line, "--lang", "en"]).exit_code == 0
    monkeypatch.setattr(free, "measure_free", lambda: 1)
    monkeypatch.setattr(size, "SMALL", 10_000_000)
    assert CliRunner().invoke(main, [*line, "--lang", "en"]).exit_code == 0

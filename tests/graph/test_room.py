"""Work for which there is too little memory is told before it is begun, on both sides of the limit.

The figures are those of whole commands with a million statements.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.graph import room
from eloggraph.graph.rdf import size
from eloggraph.jobs import free

NETWORK = str(Path(__file__).parent.parent.parent / "datasets" / "osaajaks")
COMMANDS = {
    "ntriples": (["build", NETWORK, "--format", "ntriples", "-o", "{out}"], "pack"),
    "turtle": (["build", NETWORK, "--format", "turtle", "-o", "{out}"], "--format ntriples"),
    "store": (["query", NETWORK, "ASK {{ ?s ?p ?o }}", "-o", "{out}"], "--store"),
    "analyse": (["analyse", NETWORK, "sunset", "-o", "{out}"], "each area"),
    "disk": (["build", NETWORK, "--store", "{out}", "--rebuild"], "--format ntriples"),
}


def take_away(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.mark.parametrize("work", COMMANDS)
def test_what_will_not_fit_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: room.Work
) -> None:
    line, remedy = COMMANDS[work]
    out = tmp_path / {"store": "out.txt", "analyse": "out.md"}.get(work, f"out.{work}")
    line = [*(each.format(out=out) for each in line), "--lang", "en"]
    net = eloggraph.open(NETWORK)
    statements = sum(map(len, net.graphs if work in ("store", "disk", "analyse") else [net.graph]))
    each = room.OF_STATEMENT.get(work, 0)
    need = room.IN_PARTS.get(work, 0) + statements * each
    monkeypatch.setattr(room, "SMALL", statements)
    monkeypatch.setattr(free, "measure_free", lambda: need - 1)
    run = CliRunner().invoke(main, line)
    assert run.exit_code == 2
    told = " ".join(run.output.split())
    assert f"{statements:,} statements" in told or f"{statements} statements" in told
    assert (f"A million statements take about {each:,} MB" if each else "for any size") in told
    assert remedy in told
    assert "--memory" in told
    assert not out.exists()
    given = "300MB" if work == "store" else need  # which bounds the query too
    assert CliRunner().invoke(main, [*line, "--memory", str(given)]).exit_code == 0
    take_away(out)
    monkeypatch.setattr(free, "measure_free", lambda: need)
    assert CliRunner().invoke(main, line).exit_code == 0
    monkeypatch.setattr(room, "SMALL", statements + 1)
    monkeypatch.setattr(free, "measure_free", lambda: 1)
    assert CliRunner().invoke(main, line).exit_code == 0
    monkeypatch.setattr(room, "SMALL", 0)
    monkeypatch.setattr(free, "measure_free", lambda: None)
    assert CliRunner().invoke(main, line).exit_code == 0


@pytest.mark.parametrize("work", ["build", "analyse"])
def test_less_than_is_free_may_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    monkeypatch.setattr(room, "SMALL", 1)
    line = [work, NETWORK, *(["sunset"] if work == "analyse" else []), "--lang", "en"]
    line += ["-o", str(tmp_path / "out.md" if work == "analyse" else tmp_path / "out.ttl")]
    refused = CliRunner().invoke(main, [*line, "--memory", "100kB"])
    assert (refused.exit_code, "0 MB may be used" in " ".join(refused.output.split())) == (2, True)
    assert CliRunner().invoke(main, [*line, "--memory", "1GB"]).exit_code == 0


@pytest.mark.parametrize("work", ["query", "hash"])
def test_rdf_files_that_will_not_fit_are_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """A query asks for its bound in MB, and takes less than is free for no limit of files."""
    file = tmp_path / "a.nt"
    file.write_text('<urn:a> <urn:p> "x" .\n' * 100_000, encoding="utf-8")
    line = [work, str(file), *(["ASK { ?s ?p ?o }"] if work == "query" else []), "--lang", "en"]
    assert CliRunner().invoke(main, line).exit_code == 0
    monkeypatch.setattr(size, "SMALL", 1)
    monkeypatch.setattr(free, "measure_free", lambda: 90_000_000)
    refused = CliRunner().invoke(main, line)
    told = " ".join(refused.output.split())
    assert (refused.exit_code, "90 MB may be used" in told, "--memory" in told) == (2, True, True)
    assert CliRunner().invoke(main, [*line, "--memory", "150MB"]).exit_code == 2
    assert CliRunner().invoke(main, [*line, "--memory", "1GB"]).exit_code == 0
    monkeypatch.setattr(free, "measure_free", lambda: 10**9)
    code = CliRunner().invoke(main, [*line, "--memory", "150MB"]).exit_code
    assert code == {"query": 0, "hash": 2}[work]
    assert CliRunner().invoke(main, [*line, "--memory", "much"]).exit_code == 2

"""Work for which there is too little memory is told before it is begun, on both sides of the limit.

The figures are those of whole commands with a million statements.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.graph import room

NETWORK = str(Path(__file__).parent.parent.parent / "datasets" / "osaajaks")
COMMANDS = {
    "ntriples": (["build", NETWORK, "--format", "ntriples", "-o", "{out}"], "pack"),
    "turtle": (["build", NETWORK, "--format", "turtle", "-o", "{out}"], "--format ntriples"),
    "store": (["query", NETWORK, "ASK {{ ?s ?p ?o }}", "-o", "{out}"], "--store"),
    "analyse": (["analyse", NETWORK, "sunset", "-o", "{out}"], "each area"),
    "disk": (["build", NETWORK, "--store", "{out}", "--rebuild"], "--format ntriples"),
}


@pytest.mark.parametrize("work", COMMANDS)
def test_what_will_not_fit_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: room.Work
) -> None:
    line, remedy = COMMANDS[work]
    out = tmp_path / {"store": "out.txt", "analyse": "out.md"}.get(work, f"out.{work}")
    line = [*(each.format(out=out) for each in line), "--lang", "en"]
    net = eloggraph.open(NETWORK)
    statements = sum(map(len, net.graphs if work in ("store", "disk", "analyse") else [net.graph]))
    need = statements * room.OF_STATEMENT[work]
    monkeypatch.setattr(room, "SMALL", statements)
    monkeypatch.setattr(room, "measure_free", lambda: need - 1)
    run = CliRunner().invoke(main, line)
    assert run.exit_code == 2
    told = " ".join(run.output.split())
    assert f"{statements:,} statements" in told or f"{statements} statements" in told
    assert f"A million statements take about {room.OF_STATEMENT[work]:,} MB" in told
    assert remedy in told
    assert not out.exists()
    monkeypatch.setattr(room, "measure_free", lambda: need)
    assert CliRunner().invoke(main, line).exit_code == 0
    monkeypatch.setattr(room, "SMALL", statements + 1)
    monkeypatch.setattr(room, "measure_free", lambda: 1)
    assert CliRunner().invoke(main, line).exit_code == 0
    monkeypatch.setattr(room, "SMALL", 0)
    monkeypatch.setattr(room, "measure_free", lambda: None)
    assert CliRunner().invoke(main, line).exit_code == 0

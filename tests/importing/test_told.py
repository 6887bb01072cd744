"""What the terminal says after an import can be done as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path

from click.testing import CliRunner

from eloggraph.cli.main import main
from eloggraph.cli.run import run


def test_nothing_is_said_of_rows_where_none_were_made(tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_text("Aine;Määrä\nMaito;1\nLeipä;2\n", "utf-8")
    arguments = ["import", str(source), "--to", str(tmp_path / "oma"), "--lang", "fi"]
    told = CliRunner().invoke(main, arguments)
    assert "Tehtiin rivit" not in told.output


def test_the_next_command_can_be_copied(tmp_path: Path) -> None:
    """Whatever the folder is called, and with all that the command requires."""
    source = tmp_path / "lista.csv"
    source.write_text("Organisaatio;Kunta\nAlfa;Kuopio\n", "utf-8")
    folder = tmp_path / "oma verkosto"
    told = CliRunner().invoke(main, ["import", str(source), "--to", str(folder), "--lang", "fi"])
    assert told.exit_code == 0, told.output
    name, command, *arguments = shlex.split(told.output.rsplit("sitten: ", 1)[1])
    parsed = run.make_context(command, arguments).params
    assert (name, command) == ("eloggraph", "run")
    assert folder in {Path(str(value)) for value in parsed.values()}
    assert tmp_path / "oma verkosto-out" in {Path(str(value)) for value in parsed.values()}

"""Questions held against an earlier day or version: what held then, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from networks import SETTINGS, write_tables

HEAD = "id,label@fi,since,until\n"
LINKS = "from,to,type\na,b,referral\nb,c,referral\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    actors = "a,Aalto,,\nb,Berg,,2025\nc,Casa,,\n"
    return write_tables(tmp_path / "t", {"actors.csv": HEAD + actors, "links.csv": LINKS})


def call(*line: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*map(str, line), "--lang", "fi"])
    return done.exit_code, done.output


def test_numbers_and_sentences_of_the_earlier_day_follow_the_answers(folder: Path) -> None:
    code, said = call("analyse", folder, "brokerage", "--against", "2025-06")
    assert code == 0
    before, _, after = said.partition("\nMuutos: 30.6.2025 → 31.1.2026\n")
    assert "Toimijoita, joita ilman osa muista jäisi irralleen: 1 → 0 (−1)" in after
    assert "    Ennen: Berg" in after or "Ennen: " in after
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    assert len(lines) == len(set(lines))
    assert "Muutos" not in before


def test_another_folder_is_a_version_too(folder: Path, tmp_path: Path) -> None:
    settings = SETTINGS.replace("2026-01-31", "2024-12-31")
    other = write_tables(tmp_path / "o", {"actors.csv": HEAD + "a,Aalto,,\n"}, settings)
    code, said = call("analyse", folder, "--against", other, "--format", "json")
    assert code == 0
    against = json.loads(said)["against"]
    assert against["earlier"]["on"] == "2024-12-31"
    counts = against["answers"][0]["numbers"][0]
    assert (counts["old"], counts["new"], counts["difference"]) == (1, 2, 1)


def test_where_nothing_is_held_against_it_nothing_is_said_of_it(folder: Path) -> None:
    assert "Muutos" not in call("analyse", folder)[1]
    assert "against" not in json.loads(call("analyse", folder, "--format", "json")[1])
    assert eloggraph.open(folder).analyse(permutations=9).answers == ()


@pytest.mark.parametrize(
    ("against", "said"),
    [("2026-02", "--against (2026-02-28) on myöhempi"), ("viime", "--against ei ole päivä")],
)
def test_what_is_no_earlier_day_is_refused(folder: Path, against: str, said: str) -> None:
    code, output = call("analyse", folder, "--against", against)
    assert code == 2
    assert said in output
    assert call("analyse", folder, "--against", "2026-01-31")[0] == 0

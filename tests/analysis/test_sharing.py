"""Who shares more than chance gives: worked by hand, from the tables to what is printed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main
from networks import write_tables

ACTORS = "id,label@fi\n" + "".join(
    f"{letter}{at},{letter}{at}\n" for letter in "ab" for at in range(4)
)


def make(folder: Path, *members: str) -> Path:
    """Write a network of two camps of four, with one forum for each list of members."""
    forums = "".join(f"n{at},N{at},{each}\n" for at, each in enumerate(members))
    return write_tables(
        folder, {"actors.csv": ACTORS, "networks.csv": f"id,label@fi,members\n{forums}"}
    )


def camp(letter: str) -> str:
    return "|".join(f"{letter}{at}" for at in range(4))


def say(folder: Path, lang: str) -> str:
    done = CliRunner().invoke(main, ["analyse", str(folder), "--lang", lang])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_two_camps_stand_out_pair_by_pair_in_words_and_in_the_table(tmp_path: Path) -> None:
    """Each of two camps of four meets in twelve forums, and all eight once: 6 + 6 pairs of 28."""
    folder = make(tmp_path / "t", *[camp("a")] * 12, *[camp("b")] * 12, f"{camp('a')}|{camp('b')}")
    assert "12 paria on yhdessä useammissa verkostoissa ja hankkeissa" in say(folder, "fi")
    assert "Antalet par som har något gemensamt är 28." in say(folder, "sv")
    assert "a0 – a1; a0 – a2; a0 – a3 and 9 more. 28 pairs share" in say(folder, "en")
    line = ["run", str(folder), "--output", str(tmp_path / "out"), "--lang", "en"]
    assert CliRunner().invoke(main, line).exit_code == 0
    table = tmp_path / "out" / "tables" / "shared_memberships.csv"
    with table.open(encoding="utf-8-sig", newline="") as opened:
        assert [row["shared"] for row in csv.DictReader(opened)] == ["13"] * 12


@pytest.mark.parametrize(
    ("forums", "told"),
    [
        (0, "No shared networks or projects are on record."),
        (2, "2 networks and projects with at least two actors are on record, and at least 3"),
        (3, "6 pairs share networks or projects, but no pair shares more than chance"),
    ],
)
def test_what_too_few_forums_cannot_say(tmp_path: Path, forums: int, told: str) -> None:
    assert told in say(make(tmp_path / "t", *[camp("a")] * forums), "en")

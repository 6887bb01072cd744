"""Several values in one cell as people type them: a semicolon or a new line between them.

The oracle is the same values with the separator of the model between them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.finding import Finding

SETTINGS = 'id = "net"\nbase = "https://example.org/net/"\ntitle = "Net"\nlanguages = ["fi"]\n'
ACTORS = 'id,label@fi\na,Aava\nb,Berg\n"c","Cygnaeus; ja muut"\n'


def build(folder: Path, members: str) -> tuple[str, list[Finding]]:
    folder.mkdir()
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    (folder / "actors.csv").write_text(ACTORS, "utf-8")
    (folder / "networks.csv").write_text(f'id,label@fi,members\nn,Verkosto,"{members}"\n', "utf-8")
    listed = [f for f in eloggraph.check(folder).findings if f.place and f.place.column]
    return eloggraph.open(folder).build("ntriples", draft=True), listed


@pytest.mark.parametrize("typed", ["Aava; Berg", "Aava\nBerg", "a;\n b ;", "Aava | Berg;"])
def test_a_semicolon_or_a_new_line_is_read_as_the_bar(tmp_path: Path, typed: str) -> None:
    wanted, nothing = build(tmp_path / "bar", "Aava|Berg")
    assert not nothing
    found, told = build(tmp_path / "typed", typed)
    assert found == wanted
    assert [(f.code, f.severity) for f in told] == [("cell-listed", "info")]


def test_a_name_with_a_semicolon_stays_whole(tmp_path: Path) -> None:
    wanted, _ = build(tmp_path / "bar", "c|a")
    found, told = build(tmp_path / "typed", "Cygnaeus; ja muut|a")
    assert found == wanted
    assert not told
    alone, told = build(tmp_path / "alone", "Cygnaeus; ja muut")
    assert alone == build(tmp_path / "id", "c")[0]
    assert not told


def test_one_wrong_name_of_several_is_told_by_itself(tmp_path: Path) -> None:
    _, told = build(tmp_path / "typed", "Aava; Bergg")
    dangling = [f for f in told if f.code == "reference-dangling"]
    assert [f.value for f in dangling] == ["Bergg"]

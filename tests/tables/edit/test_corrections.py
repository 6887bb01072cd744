"""Safe corrections, and the findings that come and go with them."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.edit.corrections import (
    apply_correction,
    correct_text,
    find_correction,
    list_corrections,
)
from eloggraph.tables.edit.editing import open_editing
from eloggraph.tables.edit.findings import compare_findings, follow_rows
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.overlay import read_edited

ACTORS = SheetName("actors.csv")
SETTINGS = 'id = "x"\ntitle = "X"\nbase = "https://example.org/x/"\nuses = ["suomi"]\n'
ACTORS_CSV = """\
tunnus;tyyppi;nimi (suomi);sektori;toiminta-alueet;kotisivv;Y-tunnus;alkaen
a1;oppilaitos;Ohjaamo ;koulutuss;Turku|Raisoi|Salo;www.ohjaamo.fi;02458947;joskus
a2;oppilaitos;Lukio;koulutus;-;https://lukio.fi;;1.2.24
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "net"
    folder.mkdir()
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "actors.csv").write_text(ACTORS_CSV, encoding="utf-8")
    return folder


def test_every_safe_correction_mends_what_it_is_of(folder: Path) -> None:
    """The oracle is the check itself: the finding goes, and nothing comes in its place."""
    before = eloggraph.open(folder).check().findings
    corrections = list_corrections(before)
    assert {(each.old, each.new.fi) for each in corrections} == {
        ("kotisivv", "kotisivu"),
        ("02458947", "0245894-7"),
        ("Ohjaamo ", "Ohjaamo"),
        ("koulutuss", "koulutus"),
        ("Raisoi", "Raisio"),
        ("1.2.24", "1.2.2024"),
        ("-", ""),
    }
    with open_editing([folder / "actors.csv"], folder.parent / "e") as editing:
        apply_correction(editing, *corrections)
        assert len(editing.history()) == 1
        with read_edited(editing):
            after = eloggraph.open(folder).check().findings
        assert editing.cell(Cell(ACTORS, 2, 4)) == "Turku|Raisio|Salo"
    changed = compare_findings(before, after)
    # A value of a header that nobody knew is read now, and it is no address.
    assert {each.finding for each in corrections} <= set(changed.went)
    assert [each.code for each in changed.came] == ["value-not-iri"]
    mend = list_corrections(changed.came)
    assert [(each.old, each.new.en) for each in mend] == [
        ("www.ohjaamo.fi", "https://www.ohjaamo.fi")
    ]


def test_finding_with_a_choice_or_without_a_cell_has_no_safe_correction() -> None:
    place = Place(file="actors.csv", row=2, column="nimi")
    for finding in (
        tell("code-unknown", "violation", place, value="x", variant="far", column="y", list="z"),
        tell("table-empty", "violation", Place(file="actors.csv"), value="x", instead="y"),
        tell("cell-outer-space", "warning", place, value="x", instead="x"),
    ):
        assert find_correction(finding) is None
    told = tell("cell-outer-space", "warning", place, value="131052-308T ", instead="131052-308T")
    assert find_correction(told) is None  # what is private in a finding is no text to write


def test_correction_of_a_cell_that_says_something_else_by_now_is_refused(folder: Path) -> None:
    place = Place(file="actors.csv", row=2, column="nimi (suomi)")
    finding = tell("cell-outer-space", "warning", place, value="Ohjaamo ", instead="Ohjaamo")
    correction = find_correction(finding)
    assert correction is not None
    with open_editing([folder / "actors.csv"], folder.parent / "e") as editing:
        editing.set_cell(Cell(ACTORS, 2, 2), "Työpaja")
        with pytest.raises(InputError) as caught:
            apply_correction(editing, correction)
        assert editing.cell(Cell(ACTORS, 2, 2)) == "Työpaja"
    assert caught.value.findings[0].code == "correction-stale"


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        ("a|b|c", "b", "x", "a|x|c"),
        ("a | b | c", "b", "x", "a | x | c"),
        ("a|b|b", "b", "x", None),
        ("ab|b", "b", "x", "ab|x"),
        ("a;b", "a", "", "b"),
        ("a|-", "-", "", "a"),
        (" a ", " a ", "a", "a"),
        ("abc", "b", "x", None),
    ],
)
def test_only_the_value_is_replaced(text: str, old: str, new: str, after: str | None) -> None:
    assert correct_text(text, old, new) == after


def make(row: int, value: str = "x") -> Finding:
    place = Place(file="actors.csv", row=row, column="nimi")
    return tell("cell-outer-space", "warning", place, value=value)


def test_findings_are_followed_over_rows_that_come_and_go(folder: Path) -> None:
    with open_editing([folder / "actors.csv"], folder.parent / "e") as editing:
        then = editing.row_map()
        editing.remove_row(ACTORS, 2)
        follow = follow_rows(then, editing.row_map())
        changed = compare_findings([make(2), make(3)], [make(2)], follow)
        assert (changed.came, changed.went, changed.stayed) == ((), (make(2),), (make(2),))
        middle = editing.row_map()
        editing.add_row(ACTORS, ["b"], after=1)
        follow = follow_rows(middle, editing.row_map())
        changed = compare_findings([make(2), make(1)], [make(3), make(2)], follow)
        assert (changed.came, changed.went) == ((make(2),), (make(1),))
        editing.undo()
        editing.undo()
        follow = follow_rows(middle, editing.row_map())
        assert compare_findings([make(2)], [make(3)], follow).came == ()


def test_equal_findings_are_counted() -> None:
    changed = compare_findings([make(2), make(2), make(3)], [make(2), make(2), make(2)])
    assert (changed.came, changed.went) == ((make(2),), (make(3),))
    assert len(changed.stayed) == 2

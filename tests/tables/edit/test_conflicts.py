"""A file that changed while it was edited: nothing is chosen silently, and nothing is lost."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest
import xlsxwriter

from eloggraph.errors import InputError
from eloggraph.tables.edit.conflicts import Conflicts, Difference, find_conflicts
from eloggraph.tables.edit.editing import Editing, open_editing
from eloggraph.tables.edit.merging import Choice, merge
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.save import save_copy, save_files

Records = list[list[str]]
HEADER = ["id", "nimi", "kunta", "vuosi"]
BASE = [HEADER, *([f"a{n}", f"Nimi {n}", "Turku", str(2000 + n)] for n in range(1, 7))]


def write(path: Path, rows: Records) -> None:
    if path.suffix == ".csv":
        path.write_bytes("".join(";".join(row) + "\n" for row in rows).encode())
        return
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("T")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    path.write_bytes(stream.getvalue())


class Case:
    """A file that is edited, and can be changed by somebody else."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.path = folder / f"t{suffix}"
        self.at = SheetName(self.path.name, None if suffix == ".csv" else "T")
        write(self.path, BASE)
        self.workspace = folder / "edits"

    def open(self) -> Editing:
        return open_editing([self.path], self.workspace)

    def set(self, editing: Editing, row: int, column: int, text: str) -> None:
        editing.set_cell(Cell(self.at, row, column), text)

    def texts(self, editing: Editing) -> Records:
        rows = [list(row) for row in editing.rows(self.at).rows]
        while rows and not any(rows[-1]):
            rows.pop()
        return [row + [""] * (4 - len(row)) for row in rows]

    def change(self, **rows: list[str] | None) -> Records:
        """Write the file with other rows: ``a1=None`` removes one, others replace or add."""
        new = [rows.get(row[0], list(row)) for row in BASE]
        added = [row for id_, row in rows.items() if row and id_ not in {r[0] for r in BASE}]
        kept = [row for row in new if row is not None]
        write(self.path, [*kept, *added])
        return [*kept, *added]


@pytest.fixture(params=[".csv", ".xlsx"])
def case(tmp_path: Path, request: pytest.FixtureRequest) -> Case:
    return Case(tmp_path, request.param)


def choose(conflicts: Conflicts, choice: Choice) -> dict[Cell, Choice]:
    return {each.cell: choice for each in conflicts.both}


def tell(differences: tuple[Difference, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(each.before, each.ours, each.theirs) for each in differences]


def test_what_both_changed_is_told_cell_by_cell_and_the_rest_is_merged(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 1, "Ohjaamo")
        case.set(editing, 3, 2, "Salo")
        case.set(editing, 4, 2, "Loimaa")
        theirs = case.change(
            a1=["a1", "Ohjamo", "Raisio", "2001"],
            a3=["a3", "Nimi 3", "Loimaa", "2003"],
            b=["b", "Uusi", "", ""],
        )
        assert case.path in editing.changed_files()
        with pytest.raises(InputError) as caught:
            save_copy(editing, case.path.name, case.path.with_name(f"copy{case.path.suffix}"))
        assert caught.value.findings[0].code == "file-changed-meanwhile"
        found = find_conflicts(editing)
        assert tell(found.both) == [("Nimi 1", "Ohjaamo", "Ohjamo")]
        assert found.both[0].cell == Cell(case.at, 2, 1)
        assert tell(found.ours) == [("Turku", "Salo", "Turku")]
        assert tell(found.theirs) == [
            ("Turku", "Turku", "Raisio"), ("", "", "b"), ("", "", "Uusi"),
        ]  # fmt: skip
        with pytest.raises(InputError) as caught:
            merge(editing, found, {})
        assert caught.value.findings[0].code == "choice-missing"
        merge(editing, found, choose(found, "ours"))
        theirs[1][1], theirs[2][2] = "Ohjaamo", "Salo"
        assert case.texts(editing) == theirs
        assert not find_conflicts(editing)
    with case.open() as editing:
        assert case.texts(editing) == theirs
        copy = save_copy(editing, case.path.name, case.path.with_name(f"copy{case.path.suffix}"))
        assert copy.cells == 2
        for _ in range(3):
            editing.undo()
        assert editing.patched() == {}


def test_theirs_holds_where_it_is_chosen(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 1, "Ohjaamo")
        case.set(editing, 2, 1, "Ohjaamo 2")
        theirs = case.change(a1=["a1", "Ohjamo", "Turku", "2001"])
        found = find_conflicts(editing)
        merge(editing, found, choose(found, "theirs"))
        assert case.texts(editing) == theirs


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_row_that_they_removed_comes_again_only_where_ours_is_chosen(
    case: Case, choice: Choice
) -> None:
    with case.open() as editing:
        case.set(editing, 4, 2, "Salo")
        case.set(editing, 7, 2, "Raisio")
        theirs = case.change(a3=None)
        found = find_conflicts(editing)
        assert tell(found.both) == [("Turku", "Salo", None)]
        merge(editing, found, choose(found, choice))
        theirs[5][2] = "Raisio"
        kept = [["a3", "Nimi 3", "Salo", "2003"]] if choice == "ours" else []
        assert case.texts(editing) == [*theirs, *kept]


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_row_that_we_removed_and_they_changed_is_a_conflict(tmp_path: Path, choice: Choice) -> None:
    case = Case(tmp_path, ".csv")
    with case.open() as editing:
        case.set(editing, 4, 1, "Muu")
        editing.remove_row(case.at, 4)
        editing.remove_row(case.at, 2)
        theirs = case.change(a3=["a3", "Nimi 3", "Salo", "2003"])
        found = find_conflicts(editing)
        assert tell(found.both) == [("Turku", None, "Salo")]
        merge(editing, found, choose(found, choice))
        del theirs[1]
        assert case.texts(editing) == [r for r in theirs if r[0] != "a3" or choice == "theirs"]


def test_rows_are_known_when_they_were_sorted_and_columns_moved(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 2, "Salo")
        order = [3, 1, 0, 2]
        rows = [BASE[0], *reversed(BASE[1:])]
        write(case.path, [[row[column] for column in order] for row in rows])
        found = find_conflicts(editing)
        assert (tell(found.both), tell(found.ours)) == ([], [("Turku", "Salo", "Turku")])
        merge(editing, found, {})
        assert case.texts(editing)[-1] == ["2001", "Nimi 1", "a1", "Salo"]


def test_column_that_came_is_told_and_kept(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 2, "Salo")
        rows = [[row[0], "uusi" if n == 0 else f"u{n}", *row[1:]] for n, row in enumerate(BASE)]
        write(case.path, rows)
        found = find_conflicts(editing)
        assert (tell(found.both), len(found.ours)) == ([], 1)
        assert [each.theirs for each in found.theirs] == ["uusi", *(f"u{n}" for n in range(1, 7))]
        merge(editing, found, {})
        rows[1][3] = "Salo"
        assert case.texts(editing) == rows


def test_edit_of_a_column_that_is_gone_is_told(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 2, "Salo")
        write(case.path, [[row[0], row[1], row[3]] for row in BASE])
        found = find_conflicts(editing)
        assert tell(found.both) == [("Turku", "Salo", None)]
        with pytest.raises(InputError):
            merge(editing, found, choose(found, "ours"))
        merge(editing, found, choose(found, "theirs"))
        assert [row[:3] for row in case.texts(editing)] == [[r[0], r[1], r[3]] for r in BASE]


def test_touch_is_no_change_and_a_file_that_is_gone_can_still_be_saved(case: Case) -> None:
    with case.open() as editing:
        case.set(editing, 2, 2, "Salo")
        os.utime(case.path, (1, 1))
        assert editing.changed_files() == ()
        case.path.unlink()
        assert editing.changed_files() == (case.path,)
        assert not find_conflicts(editing)
        saved = save_copy(editing, case.path.name, case.path.with_name(f"copy{case.path.suffix}"))
    assert saved.path.exists()


def test_edits_of_different_rows_are_all_there_after_merging(case: Case) -> None:
    """The oracle: the same done to one list, as the two touch no row in common."""
    pick = random.Random(11)
    for turn in range(6):
        case.workspace = case.path.parent / f"edits{turn}"
        write(case.path, BASE)
        wanted = [list(row) for row in BASE]
        rows = pick.sample(range(1, 7), 6)
        with case.open() as editing:
            for row in rows[:2]:
                wanted[row][2] = f"meidän {turn}"
                case.set(editing, row + 1, 2, wanted[row][2])
            new = [f"m{turn}", "Meidän uusi", "", ""]
            editing.add_row(case.at, new)
            theirs = [list(row) for row in BASE]
            for row in rows[2:4]:
                wanted[row][1] = theirs[row][1] = f"heidän {turn}"
            gone = rows[4]
            del theirs[gone], wanted[gone]
            added = [f"h{turn}", "Heidän uusi", "", ""]
            write(case.path, [*theirs, added])
            found = find_conflicts(editing)
            assert found.both == ()
            merge(editing, found, {})
            merged = case.texts(editing)
            assert sorted(merged) == sorted([*wanted, added, new])
            assert merged[: len(wanted)] == wanted or gone == 6


def test_a_file_that_joins_later_is_merged_like_the_others(tmp_path: Path) -> None:
    """Its rows were known by what it said when its first edit was made."""
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text("id;name\nx;old\n", encoding="utf-8")
    with open_editing(paths[:1], tmp_path / "edits") as editing:
        editing.set_cell(Cell(SheetName("a.csv"), 2, 1), "new")
    with open_editing(paths, tmp_path / "edits") as editing:
        editing.set_cell(Cell(SheetName("b.csv"), 2, 1), "new")
    paths[1].write_text("id;name\ny;above\nx;old\n", encoding="utf-8")
    with open_editing(paths, tmp_path / "edits") as editing:
        assert editing.changed_names() == ("b.csv",)
        merge(editing, find_conflicts(editing), {})
        assert editing.patched()[paths[1]] == b"id;name\ny;above\nx;new\n"


def test_a_network_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text("id;name\nx;old\n", encoding="utf-8")
    with open_editing(paths, tmp_path / "edits") as editing:
        editing.set_cell(Cell(SheetName("a.csv"), 2, 1), "new")
        paths[1].write_text("id;name\nx;other\n", encoding="utf-8")
        with pytest.raises(InputError):
            save_files(editing, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()

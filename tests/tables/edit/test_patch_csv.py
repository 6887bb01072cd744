"""Edited CSV files: every byte but those of the changed cells is as it was."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from eloggraph.errors import InputError, OutputError
from eloggraph.tables.edit import editing as editing_module
from eloggraph.tables.edit.editing import open_editing
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.patched import Patched
from eloggraph.tables.edit.save import name_copy, save_copy, save_files

TABLE = SheetName("t.csv")


def edit(path: Path, data: bytes, *edits: tuple[int, int, str]) -> bytes:
    path.write_bytes(data)
    with open_editing([path], path.parent / "edits") as editing:
        for row, column, text in edits:
            editing.set_cell(Cell(TABLE, row, column), text)
        return save_copy(editing, "t.csv", path.with_name("copy.csv")).path.read_bytes()


@pytest.mark.parametrize(
    ("data", "edits", "after"),
    [
        (b"id;n\r\na;b\r\nc;d", [(2, 1, "x")], b"id;n\r\na;x\r\nc;d"),
        (b"\xef\xbb\xbfid,n\na,b\n", [(2, 1, "x, y")], b'\xef\xbb\xbfid,n\na,"x, y"\n'),
        (b'"id";"n"\r"a";"b"\r', [(2, 1, "x")], b'"id";"n"\r"a";"x"\r'),
        (b'"id";"n"\n"a";\n', [(2, 1, "x")], b'"id";"n"\n"a";"x"\n'),
        (b"id\tn\na\tb\n", [(2, 1, "x\ny"), (2, 0, "")], b'id\tn\n\t"x\ny"\n'),
        (b'id;n\na;"x\ny"\nc;d\n', [(3, 1, '"q"')], b'id;n\na;"x\ny"\nc;"""q"""\n'),
        (b"sep=|\r\nid|n\r\na|b\r\n", [(3, 1, "x|y")], b'sep=|\r\nid|n\r\na|"x|y"\r\n'),
        (b"id;n;m\na\nb;c;d\n", [(2, 2, "x")], b"id;n;m\na;;x\nb;c;d\n"),
        (b"id;n\n\na;b\n", [(3, 1, "x")], b"id;n\n\na;x\n"),
        (b"id;n\na;b\n", [(3, 1, "x")], b"id;n\na;b\n;x\n"),
        (b"id;n\na;b", [(3, 0, "x")], b"id;n\na;b\nx;\n"),
        ("id;n\nä;b\n".encode("cp1252"), [(2, 1, "ö €")], "id;n\nä;ö €\n".encode("cp1252")),
        ("\ufeffid;n\nä;b\n".encode("utf-16-le"), [(2, 1, "x")], "\ufeffid;n\nä;x\n".encode("utf-16-le")),
        (b"id;n\na;b\n", [(2, 1, "x"), (2, 1, "b")], b"id;n\na;b\n"),
        (b"id;n\na;b\n", [(2, 1, "=1+1")], b"id;n\na;=1+1\n"),
    ],
)  # fmt: skip
def test_bytes_of_the_copy(
    tmp_path: Path, data: bytes, edits: list[tuple[int, int, str]], after: bytes
) -> None:
    assert edit(tmp_path / "t.csv", data, *edits) == after
    assert (tmp_path / "t.csv").read_bytes() == data


def test_rows_come_and_go_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'id;n\r\na ;1\r\nb;"2"\r\nc;3')
    with open_editing([path], tmp_path / "edits") as editing:
        editing.remove_row(TABLE, 3)
        editing.add_row(TABLE, ["d"], after=1)
        editing.add_row(TABLE, ["e", "5"])
        editing.set_cell(Cell(TABLE, 2, 1), "4")
        assert editing.patched()[path] == b"id;n\r\nd;4\r\na ;1\r\nc;3\r\ne;5\r\n"


def test_cells_of_a_row_that_was_removed_are_none_that_changed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id;n\na;1\nb;2\n")
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(TABLE, 2, 1), "x")
        editing.set_cell(Cell(TABLE, 3, 1), "y")
        editing.remove_row(TABLE, 2)
        assert save_copy(editing, "t.csv", tmp_path / "copy.csv").cells == 1


def test_any_edits_are_read_back_by_another_reader(tmp_path: Path) -> None:
    """The oracle: Python's csv module on both, and a list of lists to which the same is done."""
    choose, path = random.Random(7), tmp_path / "t.csv"
    words = ["", "a", "Ä", 'x"y', "p;q", "k\nl", " s ", "=1", "'q", "0,5"]
    for turn in range(10):
        rows = [
            ["h1", "h2", "h3"],
            *([choose.choice(words) or "z" for _ in "abc"] for _ in range(6)),
        ]
        stream = io.StringIO()
        quoting = choose.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
        csv.writer(stream, delimiter=";", quoting=quoting, lineterminator="\r\n").writerows(rows)
        path.write_bytes(stream.getvalue().encode())
        with open_editing([path], tmp_path / f"edits{turn}") as editing:
            for _ in range(8):
                row, column = choose.randrange(1, len(rows)), choose.randrange(3)
                match choose.choice("ssar"):
                    case "s":
                        rows[row][column] = choose.choice(words)
                        editing.set_cell(Cell(TABLE, row + 1, column), rows[row][column])
                    case "a":
                        rows.insert(row + 1, [choose.choice(words) or "z" for _ in "abc"])
                        editing.add_row(TABLE, rows[row + 1], after=row + 1)
                    case "r" if len(rows) > 3:
                        del rows[row]
                        editing.remove_row(TABLE, row + 1)
            data = save_copy(editing, "t.csv", tmp_path / "copy.csv").path.read_bytes()
        read = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";", strict=True)
        assert list(read) == rows


def test_letters_that_the_encoding_lacks_change_it_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id;n\nä;b\n".encode("cp1252"))
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(TABLE, 2, 1), "Łódź")
        saved = save_copy(editing, "t.csv", tmp_path / "copy.csv")
    assert saved.path.read_bytes().decode("utf-8-sig") == "id;n\nä;Łódź\n"
    assert [notice.code for notice in saved.notices] == ["copy-encoding"]


def test_formulas_are_told_one_by_one_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id;n\n" + b"a;b\n" * 25)
    with open_editing([path], tmp_path / "edits") as editing:
        editing.add_row(TABLE, ["c", "=C"], after=1)
        editing.paste(Cell(TABLE, 3, 1), [[f"=A{n}"] for n in range(24)])
        editing.set_cell(Cell(TABLE, 27, 1), "-1")
        *told, rest = save_copy(editing, "t.csv", tmp_path / "copy.csv").notices
    assert [notice.place and notice.place.row for notice in told] == list(range(2, 22))
    assert "=C" in told[0].message.en
    assert "5 more, between 22 and 26" in rest.message.en


def test_file_that_is_not_written_as_it_is_read_is_refused(tmp_path: Path) -> None:
    """Rows that were quoted whole are read as cells, which have no place of their own."""
    path = tmp_path / "t.csv"
    path.write_bytes(b'"id,n,m"\n"a,b,c"\n"d,e,f"\n')
    with open_editing([path], tmp_path / "edits") as editing:
        with pytest.raises(InputError) as caught:
            editing.set_cell(Cell(TABLE, 2, 1), "x")
        assert editing.history() == ()
    assert caught.value.findings[0].code == "file-unpatchable"


def test_copy_is_never_put_over_an_original(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id;n\na;b\n")
    linked = tmp_path / "linked.csv"
    linked.hardlink_to(path)
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(TABLE, 2, 1), "x")
        for target in (path, tmp_path / "edits" / ".." / "t.csv", linked):
            with pytest.raises(OutputError) as caught:
                save_copy(editing, "t.csv", target)
            assert caught.value.findings[0].code == "copy-over-original"
        assert name_copy(path, "korjattu").name == "t (korjattu).csv"
    assert path.read_bytes() == b"id;n\na;b\n"


def test_network_is_saved_with_what_belongs_to_it(tmp_path: Path) -> None:
    path, settings = tmp_path / "t.csv", tmp_path / "network.toml"
    path.write_bytes(b"id;n\na;b\n")
    settings.write_bytes(b"id = 'x'\n")
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(TABLE, 2, 1), "x")
        saved = save_files(editing, tmp_path / "new", [settings])
    assert [(each.path.name, each.cells) for each in saved] == [("t.csv", 1)]
    assert (tmp_path / "new" / "network.toml").read_bytes() == b"id = 'x'\n"


def test_file_that_another_program_has_open_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows does to a file that Excel has open: the renaming fails with number 32."""
    path, fails, slept = tmp_path / "t.csv", [3], []
    path.write_bytes(b"id;n\na;b\n")
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "copy.csv" and fails[0] > 0:
            fails[0] -= 1
            error = PermissionError(13, "in use")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return rename(self, target)

    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(TABLE, 2, 1), "x")
        monkeypatch.setattr(Path, "replace", refuse)
        save_copy(editing, "t.csv", tmp_path / "copy.csv", sleep=slept.append)
        assert len(slept) == 3
        fails[0] = 99
        with pytest.raises(OutputError) as caught:
            save_copy(editing, "t.csv", tmp_path / "copy.csv", sleep=slept.append)
    assert caught.value.findings[0].code == "copy-locked"
    assert (tmp_path / "copy.csv").read_bytes() == b"id;n\na;x\n"


@pytest.mark.parametrize("wrong", [b"id;n\na;y\n", b"id;n\n", b"id;n\na;x\nb;c\n", b""])
def test_copy_that_says_anything_else_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: bytes
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id;n\na;b\n")
    with open_editing([path], tmp_path / "edits") as editing:
        monkeypatch.setattr(editing_module, "patch_source", lambda *_: Patched(write=lambda: wrong))
        editing.set_cell(Cell(TABLE, 2, 1), "x")
        with pytest.raises(OutputError) as caught:
            save_copy(editing, "t.csv", tmp_path / "copy.csv")
    assert caught.value.findings[0].code == "copy-differs"
    assert not (tmp_path / "copy.csv").exists()

"""Edits of tables: what is confirmed is on the disk, and can be undone; the file is never touched."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import eloggraph
from eloggraph.errors import InputError, OutputError
from eloggraph.finding import Place
from eloggraph.tables.edit import journal as journal_module
from eloggraph.tables.edit.editing import Editing, open_editing
from eloggraph.tables.edit.journal import Journal, parse_journal, write_line
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.overlay import read_edited

ACTORS = SheetName("actors.csv")
TABLE = b"id;nimi;kunta\r\na;Ohjamo;Turku\r\nb;Lukio;\r\nc;Opisto;Salo\r\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "actors.csv"
    path.write_bytes(TABLE)
    return path


@pytest.fixture
def editing(path: Path, tmp_path: Path) -> Iterator[Editing]:
    with open_editing([path], tmp_path / "edits", when=lambda: "2026-11-30T12:00") as editing:
        yield editing


def texts(editing: Editing) -> list[list[str]]:
    return [list(row) for row in editing.rows(ACTORS).rows]


def test_every_kind_of_edit_is_undone_and_made_again(editing: Editing, path: Path) -> None:
    """The oracle of undo: the states that were there before, one by one, to the original bytes."""
    seen = [texts(editing)]
    do = [
        lambda: editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo"),
        lambda: editing.paste(
            Cell(ACTORS, 3, 1), [["Lukio 1", "Raisio"], ["Opisto 2"], ["x", "y"]]
        ),
        lambda: editing.add_row(ACTORS, ["e", "Koulu"]),
        lambda: editing.remove_row(ACTORS, 3),
        lambda: editing.add_row(ACTORS, ["f"], after=1),
        lambda: editing.set_cell(Cell(ACTORS, 2, 0), ""),
    ]
    for each in do:
        each()
        seen.append(texts(editing))
    assert seen[2] == [
        ["id", "nimi", "kunta"],
        ["a", "Ohjaamo", "Turku"],
        ["b", "Lukio 1", "Raisio"],
        ["c", "Opisto 2", "Salo"],
        ["", "x", "y"],
    ]
    assert [row[0] for row in seen[5]] == ["id", "f", "a", "c", "", "e"]
    for state in reversed(seen[:-1]):
        assert editing.undo() is not None
        assert texts(editing) == state
    assert editing.undo() is None
    assert editing.patched() == {}
    for state in seen[1:]:
        assert editing.redo() is not None
        assert texts(editing) == state
    assert editing.redo() is None
    assert path.read_bytes() == TABLE


def test_a_step_that_was_undone_is_kept_and_made_again_by_its_number(editing: Editing) -> None:
    first = editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo")
    editing.undo()
    editing.set_cell(Cell(ACTORS, 3, 1), "Peruskoulu")
    assert editing.redo() is None
    assert [step.is_done for step in editing.history()] == [False, True]
    editing.redo(first.number)
    assert [row[1] for row in texts(editing)[1:3]] == ["Ohjaamo", "Peruskoulu"]
    assert first.before == ("Ohjamo",)
    assert first.when == "2026-11-30T12:00"


def test_what_was_confirmed_is_there_after_a_kill_at_any_byte(path: Path, tmp_path: Path) -> None:
    """A process that is killed leaves the journal as far as it was written: cut it at random."""
    at, confirmed, choose = tmp_path / "edits" / "journal.jsonl", [], random.Random(21)
    with open_editing([path], tmp_path / "edits") as editing:
        confirmed.append((0, texts(editing)))
        for number in range(12):
            action = choose.choice(["set", "set", "add", "remove", "undo", "redo"])
            if action == "set":
                editing.set_cell(Cell(ACTORS, 2, 1), f'Nimi "{number}";\nä')
            elif action == "add":
                editing.add_row(ACTORS, [f"r{number}"])
            elif action == "remove":
                editing.remove_row(ACTORS, 2)
            else:
                editing.undo() if action == "undo" else editing.redo()
            confirmed.append((at.stat().st_size if at.exists() else 0, texts(editing)))
    whole = at.read_bytes()
    cuts = {0, 1, len(whole) - 1, len(whole), *choose.sample(range(len(whole)), 60)}
    for cut in sorted(cuts):
        at.write_bytes(whole[:cut])
        with open_editing([path], tmp_path / "edits") as editing:
            assert texts(editing) == [t for length, t in confirmed if length <= cut][-1]
            editing.set_cell(Cell(ACTORS, 1, 2), "paikka")
        with open_editing([path], tmp_path / "edits") as editing:
            assert editing.cell(Cell(ACTORS, 1, 2)) == "paikka"
    assert path.read_bytes() == TABLE


def test_edits_of_a_file_that_is_not_here_wait_for_it(path: Path, tmp_path: Path) -> None:
    other = path.with_name("links.csv")
    other.write_bytes(TABLE)
    with open_editing([path, other], tmp_path / "edits") as editing:
        editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo")
        editing.set_cell(Cell(SheetName("links.csv"), 2, 1), "Toinen")
    with open_editing([path], tmp_path / "edits") as editing:
        assert [(f.code, f.severity) for f in editing.list_waiting()] == [
            ("journal-of-others", "warning")
        ]
        assert editing.cell(Cell(ACTORS, 2, 1)) == "Ohjaamo"
        undone = editing.undo()  # what is seen, not what waits
        assert undone is not None
        assert undone.changes[0].at == ACTORS
        assert editing.undo() is None
        again = editing.redo()
        assert again is not None
        assert again.number == undone.number
    with open_editing([path, other], tmp_path / "edits") as editing:
        assert editing.list_waiting() == ()
        assert editing.cell(Cell(SheetName("links.csv"), 2, 1)) == "Toinen"


def test_edits_of_a_file_that_is_gone_are_forgotten_when_it_is_said(
    path: Path, tmp_path: Path
) -> None:
    other = path.with_name("links.csv")
    other.write_bytes(TABLE)
    links = SheetName("links.csv")
    with open_editing([path, other], tmp_path / "edits") as editing:
        editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo")
        editing.set_cells({Cell(links, 2, 1): "Toinen", Cell(ACTORS, 3, 1): "Kirjasto"})
        editing.set_cell(Cell(links, 3, 1), "Kolmas")
        assert not editing.forget("links.csv")  # it is here: its edits can be undone
    with open_editing([path], tmp_path / "edits") as editing:
        assert editing.count_waiting() == {"links.csv": 2}
        assert editing.forget("links.csv")
        assert not editing.forget("links.csv")
    # It is so for whoever opens them next, the file itself among them; other edits stay.
    other.write_bytes(TABLE + b"new;row;of;it\n")
    for paths in ([path], [path, other]):
        with open_editing(paths, tmp_path / "edits") as editing:
            assert editing.list_waiting() == ()
            assert editing.cell(Cell(ACTORS, 2, 1)) == "Ohjaamo"
            assert editing.cell(Cell(ACTORS, 3, 1)) == "Kirjasto"
            assert len(editing.history()) == 2
    with open_editing([path, other], tmp_path / "edits") as editing:
        assert set(editing.patched()) == {path}
        assert editing.undo() is not None
        assert editing.cell(Cell(ACTORS, 3, 1)) != "Kirjasto"


def test_a_journal_begins_once_and_says_which_files_join_it(path: Path, tmp_path: Path) -> None:
    """Its first line has the version; each file is told of before the first step it may be in."""
    other = path.with_name("links.csv")
    other.write_bytes(TABLE)
    for paths in ([path], [path, other]):
        with open_editing(paths, tmp_path / "edits") as editing:
            for text in ("Ohjaamo", "Opisto"):
                editing.set_cell(Cell(ACTORS, 2, 1), text)
    lines = parse_journal((tmp_path / "edits" / "journal.jsonl").read_bytes()).lines
    assert [next(iter(line)) for line in lines] == ["journal", *["step"] * 2, "join", *["step"] * 2]


def test_a_journal_damaged_in_its_middle_is_told_and_not_read_past(tmp_path: Path) -> None:
    lines = [write_line({"undo": number}) for number in range(3)]
    assert parse_journal(b"".join(lines)[:-3]).lines == ({"undo": 0}, {"undo": 1})
    lines[1] = lines[1].replace(b":1", b":7", 1)
    with pytest.raises(InputError) as caught:
        parse_journal(b"".join(lines), "journal.jsonl")
    assert caught.value.findings[0].code == "journal-damaged"


@pytest.mark.parametrize(
    "line", [{"undo": 7}, {"step": 1}, {"journal": 99, "files": {}}, {"merge": 3}]
)
def test_whole_line_that_tells_nothing_known_is_told(
    path: Path, tmp_path: Path, line: dict[str, object]
) -> None:
    (tmp_path / "edits").mkdir()
    (tmp_path / "edits" / "journal.jsonl").write_bytes(write_line(line))
    for _ in range(2):  # the first one lets the journal go
        with pytest.raises(InputError) as caught:
            open_editing([path], tmp_path / "edits")
        assert caught.value.findings[0].code == "journal-damaged"


def test_nothing_is_confirmed_that_the_disk_did_not_take(editing: Editing, tmp_path: Path) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo")
    before = (tmp_path / "edits" / "journal.jsonl").read_bytes()
    editing._journal._sync = fail
    with pytest.raises(OutputError):
        editing.set_cell(Cell(ACTORS, 2, 1), "Opisto")
    assert editing.cell(Cell(ACTORS, 2, 1)) == "Ohjaamo"
    assert (tmp_path / "edits" / "journal.jsonl").read_bytes() == before


def test_journal_that_is_full_takes_no_more_and_can_be_opened(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing.set_cell(Cell(ACTORS, 2, 1), "Ohjaamo")
    monkeypatch.setattr(journal_module, "MOST_BYTES", editing._journal._length + 10)
    with pytest.raises(InputError) as caught:
        editing.set_cell(Cell(ACTORS, 2, 1), "Opisto")
    assert caught.value.findings[0].code == "journal-full"
    assert editing.cell(Cell(ACTORS, 2, 1)) == "Ohjaamo"


def test_a_journal_is_open_for_one_process_alone(editing: Editing, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Journal(tmp_path / "edits" / "journal.jsonl")
    assert caught.value.findings[0].code == "journal-in-use"


@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        (9, 0, "x", "cell-outside"),
        (0, 0, "x", "cell-outside"),
        (2, -1, "x", "cell-outside"),
        (2, 1, "a\0", "text-unwritable"),
        (2, 1, "\ud800", "text-unwritable"),
        (2, 1, "x" * 1_000_001, "text-too-long"),
    ],
)
def test_what_no_cell_takes_is_refused(
    editing: Editing, row: int, column: int, text: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        editing.set_cell(Cell(ACTORS, row, column), text)
    assert caught.value.findings[0].code == code
    assert editing.history() == ()


def test_a_place_of_a_finding_leads_to_its_cell(editing: Editing) -> None:
    cell = editing.locate(Place(file="actors.csv", row=3, column="kunta"))
    assert cell == Cell(ACTORS, 3, 2)
    assert editing.locate(Place(file="actors.csv", column="kunta")) == Cell(ACTORS, 1, 2)
    assert editing.locate(Place(file="actors.csv", row=3, column="maa")) is None
    assert editing.locate(Place(file="links.csv", row=3, column="kunta")) is None


def test_edited_tables_are_checked_without_being_saved(tmp_path: Path) -> None:
    """The oracle: the check of the folder into which the same edits were saved by hand."""
    folder = tmp_path / "net"
    shutil.copytree(Path(__file__).parents[3] / "datasets" / "osaajaks", folder)
    settings = (folder / "network.toml").read_text(encoding="utf-8")
    (folder / "network.toml").write_text(settings.replace("../suomi", "suomi"), encoding="utf-8")
    path = folder / "actors.csv"
    before = path.read_bytes()
    with open_editing([path], tmp_path / "edits") as editing:
        row = editing.rows(ACTORS).rows[1]
        editing.set_cell(Cell(ACTORS, 2, 0), "")
        with read_edited(editing):
            edited = eloggraph.open(folder).check()
        assert path.read_bytes() == before
        assert eloggraph.open(folder).check() != edited
        path.write_bytes(editing.patched()[path])
    assert row[0]
    assert eloggraph.open(folder).check() == edited


def test_long_torn_line_goes_when_a_short_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    torn = write_line({"step": "x" * 500})[:-5]
    path.write_bytes(write_line({"undo": 0}) + torn)
    journal = Journal(path)
    journal.append([{"undo": 1}])
    journal.close()
    assert path.read_bytes() == write_line({"undo": 0}) + write_line({"undo": 1})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are of Unix")
def test_process_that_is_killed_loses_nothing_that_it_confirmed(path: Path, tmp_path: Path) -> None:
    """A child edits as fast as it can and says what is confirmed; it is killed in the midst of it."""
    for turn in range(3):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            try:
                editing = open_editing([path], tmp_path / "edits")
                while True:
                    editing.set_cell(Cell(ACTORS, 2, 1), f"{turn}, {editing.revision}" + "x" * 2000)
                    os.write(writer, b"%d\n" % editing.revision)
            finally:
                os._exit(70)
        os.close(writer)
        said = b""
        while said.count(b"\n") < 5:
            said += os.read(reader, 100)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reader, 65536):
            said += more
        os.close(reader)
        with open_editing([path], tmp_path / "edits") as editing:
            assert editing.revision >= int(said.split()[-1])
            assert editing.cell(Cell(ACTORS, 2, 1)).startswith(f"{turn}, ")
    assert path.read_bytes() == TABLE

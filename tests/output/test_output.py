"""Output is old or new, whole, at its place, and nothing foreign is lost; refusals are played."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eloggraph.errors import OutputError
from eloggraph.output import (
    MANIFEST,
    exchange,
    folders,
    refuse_foreign,
    refuse_inputs,
    write_file,
    write_folder,
    write_new_folder,
)

OLD = {"a.txt": "vanha", "tables/c.csv": "0\n"}
NEW = {"a.txt": "uusi ä", "tables/b.csv": "1\n"}
DISK_FULL = OSError(errno.ENOSPC, "No space left on device")


def put(folder: Path, files: Mapping[str, str], **options: Any) -> None:
    write_folder(folder, files, kind="run", **options)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    put(tmp_path / "out", OLD)
    return tmp_path / "out"


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways to change places: the system's own step, and two renames where it has none."""
    if not request.param:
        monkeypatch.setattr(folders, "exchange", lambda *_: False)
    return bool(request.param)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def code_of(error: pytest.ExceptionInfo[OutputError]) -> str:
    return error.value.findings[0].code


def said(error: pytest.ExceptionInfo[OutputError]) -> str:
    return error.value.findings[0].message.en


def fail_on(
    monkeypatch: pytest.MonkeyPatch, method: str, when: Callable[[Path], bool], error: BaseException
) -> None:
    """Make a method of Path fail for the paths that ``when`` picks."""
    real = getattr(Path, method)

    def called(self: Path, *args: Any, **options: Any) -> Any:
        if when(self):
            raise error
        return real(self, *args, **options)

    monkeypatch.setattr(Path, method, called)


def test_folder_holds_exactly_what_was_written(out: Path, ways: bool) -> None:
    put(out, NEW)
    assert contents(out) == NEW
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_manifest_lists_every_file_with_its_hash(out: Path) -> None:
    document = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    assert (document["tool"], document["kind"], document["version"]) == ("eloggraph", "run", 1)
    # sha256sum of "vanha"
    assert document["outputs"]["a.txt"] == (
        "25bf4bf483bb01adcd2b92902aeb4dbf1d1f3fff72abac76a107e455b61a15c5"
    )


def test_files_end_as_they_were_given_on_every_system(tmp_path: Path) -> None:
    write_file(tmp_path / "a", "ä\nb\r\n")
    assert (tmp_path / "a").read_bytes() == "ä\nb\r\n".encode()


def test_missing_folders_above_are_made(tmp_path: Path) -> None:
    put(tmp_path / "x" / "y", NEW)
    assert contents(tmp_path / "x" / "y") == NEW


def test_failing_write_leaves_the_earlier_output(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise DISK_FULL

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(OutputError) as caught:
        put(out, NEW)
    monkeypatch.undo()
    assert "No space left" in said(caught)
    assert contents(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("moved", ["out", "new"])
def test_failing_rename_leaves_the_earlier_output(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, moved: str
) -> None:
    monkeypatch.setattr(folders, "exchange", lambda *_: False)
    fail_on(monkeypatch, "rename", lambda path: path.name == moved, error)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        put(out, NEW)
    assert contents(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_process_that_died_between_two_renames_is_recovered_and_told(out: Path) -> None:
    lock = exchange.name_work(out)
    lock.touch()
    work = lock.with_name(lock.name + ".d")
    (work / "new").mkdir(parents=True)
    out.rename(work / "old")
    notes = write_folder(out, NEW, kind="run")
    assert [note.code for note in notes] == ["output-recovered"]
    assert contents(out) == NEW
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_leftovers_of_the_dead_are_cleared_and_those_of_the_living_let_be(out: Path) -> None:
    dead, living, file = (exchange.name_work(out) for _ in range(3))
    for lock in (dead, living):
        lock.with_name(lock.name + ".d").mkdir()
        lock.touch()
    file.write_text("half", encoding="utf-8")
    with living.open("rb") as lock:
        # Another process holds it.
        holder = "import fcntl,sys,time; fcntl.flock(0, fcntl.LOCK_EX); print(); sys.stdin.read()"
        with subprocess.Popen(
            [sys.executable, "-u", "-c", holder.replace("sys.stdin.read()", "time.sleep(60)")],
            stdin=lock,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            process.stdout.readline()
            put(out, NEW)
            process.kill()
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(
        ["out", living.name, living.name + ".d"]
    )


@pytest.mark.parametrize(
    "manifest", [None, "{}", '{"tool": "eloggraph", "outputs": 1}', "[" * 9000]
)
def test_folder_with_other_things_is_refused_and_they_are_named(
    tmp_path: Path, manifest: str | None
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "gradu.docx").write_text("x", encoding="utf-8")
    if manifest is not None:  # a file of that name alone makes no folder ours
        (tmp_path / "out" / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        put(tmp_path / "out", NEW)
    assert code_of(caught) == "output-not-ours"
    assert "gradu.docx" in said(caught)
    assert contents(tmp_path / "out") == {"gradu.docx": "x"}


def test_foreign_file_in_our_folder_is_named_and_survives_replacing(out: Path, ways: bool) -> None:
    (out / "tables" / "mine.ods").write_text("x", encoding="utf-8")
    (out / "empty").mkdir()
    with pytest.raises(OutputError) as caught:
        put(out, NEW)
    assert "empty/, tables/mine.ods" in said(caught)
    put(out, NEW, replace=True)
    assert contents(out) == {**NEW, "tables/mine.ods": "x"}
    assert (out / "empty").is_dir()
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("b.txt", "b.txt"),
        ("tables", "tables/b.csv"),
        ("b.txt/mine", "b.txt"),
        ("b.txt/", "b.txt"),
        ("run.json", "b.txt"),
    ],
)
def test_foreign_file_in_the_way_stays_even_on_the_readers_word(
    tmp_path: Path, name: str, new: str
) -> None:
    mine = tmp_path / "out" / name
    (mine if name.endswith("/") else mine.parent).mkdir(parents=True)
    if not name.endswith("/"):
        mine.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        put(tmp_path / "out", {new: "x"}, replace=True)
    assert name in said(caught)
    assert mine.exists()
    assert len([*(tmp_path / "out").rglob("*")]) == 1 + name.rstrip("/").count("/")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_changed_file_of_ours_is_named_and_replaced_on_the_readers_word(out: Path) -> None:
    (out / "a.txt").write_text("omaa", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        put(out, NEW)
    assert "a.txt" in said(caught)
    assert contents(out)["a.txt"] == "omaa"
    put(out, NEW, replace=True)
    assert contents(out) == NEW


def test_removed_file_of_ours_is_no_fault(out: Path) -> None:
    (out / "a.txt").unlink()
    put(out, NEW)
    assert contents(out) == NEW


@pytest.mark.parametrize("replace", [False, True])
def test_output_of_another_kind_is_refused(out: Path, replace: bool) -> None:
    with pytest.raises(OutputError) as caught:
        write_folder(out, NEW, kind="docs", replace=replace)
    assert "run" in said(caught)
    assert contents(out) == OLD


def test_what_comes_in_while_it_is_written_is_kept_and_its_place_told(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = folders.exchange

    def late(first: Path, second: Path) -> bool:
        (out / "late.txt").write_text("x", encoding="utf-8")
        return real(first, second)

    monkeypatch.setattr(folders, "exchange", late)
    with pytest.raises(OutputError) as caught:
        put(out, NEW)
    assert code_of(caught) == "output-set-aside"
    (kept,) = out.parent.glob(".out*.d/old")
    assert contents(kept) == {**OLD, "late.txt": "x"}
    assert str(kept) in caught.value.findings[0].message.fi


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    put(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == NEW


def test_link_to_a_folder_is_written_through(tmp_path: Path) -> None:
    put(tmp_path / "real", OLD)
    (tmp_path / "out").symlink_to(tmp_path / "real")
    put(tmp_path / "out", NEW)
    assert (tmp_path / "out").is_symlink()
    assert contents(tmp_path / "real") == NEW


def test_link_inside_the_output_is_foreign_and_not_followed(out: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b").write_text("x", encoding="utf-8")
    (out / "link").symlink_to(tmp_path / "other")
    with pytest.raises(OutputError) as caught:
        put(out, NEW)
    assert "link" in said(caught)
    put(out, NEW, replace=True)
    assert (out / "link").is_symlink()
    assert contents(tmp_path / "other") == {"b": "x"}


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        refuse_foreign(tmp_path / "out", "run", replace=True)
    assert code_of(caught) == "output-not-ours"


def test_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()

    def deny(*_: object) -> Any:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "scandir", deny)
    with pytest.raises(OutputError) as caught:
        refuse_foreign(tmp_path / "out", "run")
    assert code_of(caught) == "output-failed"


@pytest.mark.parametrize("write", [write_file, lambda path, _: put(path, NEW)])
def test_name_longer_than_the_system_allows_is_told(
    tmp_path: Path, write: Callable[[Path, str], None]
) -> None:
    with pytest.raises(OutputError) as caught:
        write(tmp_path / ("a" * 300), "x")
    assert code_of(caught) == "output-failed"


def test_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a", "vanha")
    fail_on(monkeypatch, "replace", lambda _: True, DISK_FULL)
    with pytest.raises(OutputError):
        write_file(tmp_path / "a", "uusi")
    assert contents(tmp_path) == {"a": "vanha"}


def test_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputError):
        write_file(tmp_path / "a", "x")
    assert (tmp_path / "a").is_dir()


def test_link_to_a_file_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a").symlink_to(tmp_path / "deep" / "b")
    for text in ("uusi", "uudempi"):  # the link leads nowhere at first
        write_file(tmp_path / "a", text)
        assert (tmp_path / "a").is_symlink()
        assert (tmp_path / "deep" / "b").read_text(encoding="utf-8") == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_device_or_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, "ä")
        assert os.read(reader, 10).decode() == "ä"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_full_device_is_told() -> None:
    with pytest.raises(OutputError):
        write_file(Path("/dev/full"), "x")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_mask_and_mode_are_kept(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_file(tmp_path / "new", "x")
        put(tmp_path / "out", OLD)
    finally:
        os.umask(before)
    assert (mode(tmp_path / "new"), mode(tmp_path / "out" / "a.txt")) == (0o600, 0o600)
    assert mode(tmp_path / "out") == 0o700
    (tmp_path / "new").chmod(0o640)
    (tmp_path / "out").chmod(0o750)
    write_file(tmp_path / "new", "y")
    put(tmp_path / "out", NEW)
    assert (mode(tmp_path / "new"), mode(tmp_path / "out")) == (0o640, 0o750)


@pytest.mark.parametrize(
    "name", ["d", "d/a.csv", "d/new.ttl", "d/deep/er.ttl", ".", "hard", "soft"]
)
def test_output_that_is_holds_or_lies_in_an_input_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").write_text("id\n", encoding="utf-8")
    os.link(tmp_path / "d" / "a.csv", tmp_path / "hard")
    (tmp_path / "soft").symlink_to(tmp_path / "d" / "a.csv")
    inputs = [tmp_path / "none", tmp_path / "d" / "a.csv", tmp_path / "d"]
    with pytest.raises(OutputError) as caught:
        refuse_inputs(tmp_path / name, inputs)
    assert code_of(caught) == "output-is-input"


@pytest.mark.parametrize("name", ["e", "e/f.ttl", "d2", "a.csv", "/dev/null"])
def test_other_outputs_are_not(tmp_path: Path, name: str) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").write_text("id\n", encoding="utf-8")
    refuse_inputs(tmp_path / name, [tmp_path / "d"])


@pytest.mark.parametrize("there", ["absent", "empty", "stood in"])
def test_new_folder_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    place = tmp_path / "n"
    if there != "absent":
        place.mkdir()
    if there == "stood in":
        monkeypatch.chdir(place)
    write_new_folder(place, NEW)
    assert contents(place) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["n"]
    if there == "stood in":
        assert Path("a.txt").read_text(encoding="utf-8") == NEW["a.txt"]
    with pytest.raises(OutputError):
        write_new_folder(place, OLD)
    assert contents(place) == NEW


NAMES = st.sampled_from(["a", "b.txt", MANIFEST, "t/a", "t/b", "t/u/c", "ä ö"])
TEXTS = st.sampled_from(["", "x", "y", "{}"])
FOLDERS = st.dictionaries(NAMES, TEXTS, max_size=5)


@settings(max_examples=150)
@given(ours=FOLDERS, foreign=FOLDERS, new=FOLDERS, replace=st.booleans(), atomic=st.booleans())
def test_no_file_that_is_not_ours_is_ever_missing_or_changed(
    tmp_path_factory: pytest.TempPathFactory,
    ours: dict[str, str],
    foreign: dict[str, str],
    new: dict[str, str],
    replace: bool,
    atomic: bool,
) -> None:
    place = tmp_path_factory.mktemp("any") / "out"
    for files in (ours, new):
        files.pop(MANIFEST, None)
    if ours:
        put(place, ours)
    for name, text in foreign.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} if place.exists() else {}
    with pytest.MonkeyPatch.context() as patch:
        if not atomic:
            patch.setattr(folders, "exchange", lambda *_: False)
        try:
            put(place, new, replace=replace)
        except OutputError:
            assert before == {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
            return
    # What was ours and has been changed is replaced on the reader's word; whatever else is not
    # ours stays.
    stays = {name: foreign[name] for name in foreign if name not in {*ours, MANIFEST}}
    assert {name: (place / name).read_text(encoding="utf-8") for name in stays} == stays
    assert {name: (place / name).read_text(encoding="utf-8") for name in new} == new
    assert [path.name for path in place.parent.iterdir()] == ["out"]

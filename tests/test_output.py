"""Output is replaced whole or not at all; the system's refusals are played."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eloggraph.errors import OutputError
from eloggraph.output import MANIFEST, refuse_foreign_folder, write_file, write_folder

OLD = {"a.txt": "vanha", MANIFEST: "{}"}
NEW = {"a.txt": "uusi ä", "tables/b.csv": "1\n", MANIFEST: "{ }"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_folder(tmp_path / "out", OLD)
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def code_of(error: pytest.ExceptionInfo[OutputError]) -> str:
    return error.value.findings[0].code


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


def test_folder_holds_exactly_what_was_written(out: Path) -> None:
    write_folder(out, NEW)
    assert contents(out) == NEW
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_files_end_as_they_were_given_on_every_system(tmp_path: Path) -> None:
    write_file(tmp_path / "a", "ä\nb\r\n")
    assert (tmp_path / "a").read_bytes() == "ä\nb\r\n".encode()


def test_missing_folders_above_are_made(tmp_path: Path) -> None:
    write_folder(tmp_path / "x" / "y", NEW)
    assert contents(tmp_path / "x" / "y") == NEW


DISK_FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("name", ["a.txt", "b.csv", MANIFEST])
def test_full_disk_leaves_the_earlier_output(
    out: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fail_on(monkeypatch, "replace", lambda path: f".{name}-" in path.name, DISK_FULL)
    with pytest.raises(OutputError) as caught:
        write_folder(out, NEW)
    assert code_of(caught) == "output-failed"
    assert contents(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_failing_write_leaves_the_earlier_output(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise DISK_FULL

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as caught:
        write_folder(out, NEW)
    assert "No space left" in caught.value.findings[0].message.en
    assert contents(out) == OLD


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("moved", ["out", "new"])
def test_failing_rename_leaves_the_earlier_output(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, moved: str
) -> None:
    fail_on(monkeypatch, "rename", lambda path: path.name == moved, error)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_folder(out, NEW)
    assert contents(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_output_that_cannot_be_put_back_is_kept_and_its_place_told(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "rename", lambda path: path.name in {"new", "old"}, OSError(5, "I/O"))
    with pytest.raises(OutputError) as caught:
        write_folder(out, NEW)
    assert code_of(caught) == "output-set-aside"
    (kept,) = out.parent.glob(".out-*/old")
    assert contents(kept) == OLD
    assert str(kept) in caught.value.findings[0].message.fi


def test_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "gradu.docx").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_folder(tmp_path / "out", NEW)
    assert code_of(caught) == "output-not-ours"
    assert contents(tmp_path / "out") == {"gradu.docx": "x"}


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == NEW


def test_symbolic_link_is_refused_and_what_it_points_at_untouched(tmp_path: Path) -> None:
    write_folder(tmp_path / "real", OLD)
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError) as caught:
        write_folder(tmp_path / "out", NEW)
    assert code_of(caught) == "output-not-ours"
    assert contents(tmp_path / "real") == OLD


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        refuse_foreign_folder(tmp_path / "out")
    assert code_of(caught) == "output-not-ours"


def test_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    fail_on(monkeypatch, "iterdir", lambda path: path.name == "out", PermissionError(13, "denied"))
    with pytest.raises(OutputError) as caught:
        refuse_foreign_folder(tmp_path / "out")
    assert code_of(caught) == "output-failed"


@pytest.mark.parametrize("write", [write_file, lambda path, _: write_folder(path, NEW)])
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

"""Watching a folder: a process of its own is shown saves, and says what they changed."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eloggraph.cli import check_watch as watch_module
from eloggraph.cli.check_watch import follow
from eloggraph.finding import Place, Report, tell

Factory = Callable[..., Any]
_PATIENCE = 60  # seconds until the test gives up, not how long it takes


class Watched:
    """``eloggraph check --watch`` on a folder, with what it has said so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "eloggraph", "check", "--watch", str(folder), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.said = ""
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, text: str) -> str:
        """Return everything that is said up to the line with the text."""
        said = ""
        while True:
            line = self._lines.get(timeout=_PATIENCE)
            assert line is not None, f"ended before it said {text!r}:\n{self.said}{said}"
            said += line
            if text in line:
                self.said += said
                return said

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=_PATIENCE)

    def close(self) -> None:
        self.process.kill()
        self.process.wait(timeout=_PATIENCE)
        self._listener.join(timeout=_PATIENCE)


@pytest.fixture
def start() -> Iterator[Callable[[Path], Watched]]:
    """``start(folder)`` watches a folder until the test is over."""
    started: list[Watched] = []

    def start_watching(folder: Path) -> Watched:
        started.append(Watched(folder, "--lang", "fi"))
        return started[-1]

    yield start_watching
    for each in started:
        each.close()


def test_save_tells_what_is_new_and_what_is_mended(start: Factory, tiny_network: Path) -> None:
    watched = start(tiny_network)
    watched.wait_for("Seurataan")
    projects = tiny_network / "projects.csv"
    good = projects.read_bytes()

    projects.write_bytes(good.replace(b"jyu", b"jyuu"))
    said = watched.wait_for("Yhteensä")
    assert "1 uusi havainto" in said
    assert "projects.csv, rivi 2, sarake coordinator — virhe" in said

    # A file that programs keep beside theirs is none of ours.
    (tiny_network / "~$actors.csv").write_bytes(b"x")
    (tiny_network / ".~lock.actors.csv#").write_bytes(b"x")
    projects.write_bytes(good)
    said = watched.wait_for("Yhteensä")
    assert "1 havainto korjattu" in said
    assert "✓ projects.csv, rivi 2, sarake coordinator" in said
    assert "uusi" not in said
    assert watched.stop() == 0


def test_file_that_cannot_be_read_does_not_end_the_watch(
    start: Factory, tiny_network: Path
) -> None:
    watched = start(tiny_network)
    watched.wait_for("Seurataan")
    projects = tiny_network / "projects.csv"
    good = projects.read_bytes()
    projects.write_bytes(good + b'"auki')
    said = watched.wait_for("Yhteensä")
    assert "Kaikkea ei juuri nyt voitu lukea" in said
    assert "korjattu" not in said
    projects.write_bytes(good)
    assert "1 havainto korjattu" in watched.wait_for("Yhteensä")
    projects.write_bytes(good.replace(b"jyu", b"jyuu"))
    watched.wait_for("Yhteensä")
    assert watched.stop() == 1


def test_folder_that_is_not_there_is_told_and_not_watched(start: Factory, tmp_path: Path) -> None:
    watched = start(tmp_path / "ei")
    watched.wait_for("ei ole")
    assert watched.process.wait(timeout=_PATIENCE) == 2


# -- without a process, a clock or files: moments are given ------------------------------------

FAULT = tell("file-unreadable", "violation", Place(file="a.csv"), reason="lukittu")
OTHER = tell("row-blank", "warning", Place(file="b.csv", row=3), first="3", last="3", n=1)


def watch_moments(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    rounds: list[tuple[str, Report]],
) -> tuple[int, str]:
    """Watch with given moments: a file is saved, or not, and then a check would say so."""
    reports: list[Report] = []

    def moments(_: object) -> Iterator[None]:
        for text, report in rounds:
            reports[:] = [report]
            if text:
                (folder / "a.csv").write_text(text, encoding="utf-8")
            yield
        raise KeyboardInterrupt

    monkeypatch.setattr(watch_module, "_list_moments", moments)
    code = follow([str(folder)], lambda: reports[0], fail_on="violation", language="en")
    return code, capsys.readouterr().out


def test_lock_that_is_let_go_is_seen_without_a_save(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    locked, free = Report((FAULT,), complete=False), Report((OTHER,))
    rounds = [("1", free), ("22", locked), ("", locked), ("", free)]
    code, said = watch_moments(monkeypatch, capsys, tmp_path, rounds)
    assert code == 0
    assert said.count("In all:") == 2  # the third moment had nothing to tell
    assert "1 finding fixed:" in said
    assert "a.csv: The file cannot be read (lukittu)." in said


def test_save_that_changes_no_finding_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = Report((OTHER,))
    code, said = watch_moments(monkeypatch, capsys, tmp_path, [("1", report), ("22", report)])
    assert code == 0
    assert said.endswith("The findings did not change.\n1 finding as before.\nIn all: 1 warning.\n")


def test_exit_code_is_that_of_the_last_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    clean, locked = Report(()), Report((FAULT,), complete=False)
    assert watch_moments(monkeypatch, capsys, tmp_path, [("1", clean), ("22", locked)])[0] == 2
    assert watch_moments(monkeypatch, capsys, tmp_path, [("1", locked), ("22", clean)])[0] == 0

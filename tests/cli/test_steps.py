"""What is being worked on is shown on a terminal that can clear a line, and nowhere else."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from networks import write_tables

PTY = pytest.mark.skipif(sys.platform == "win32", reason="no terminal of that kind there")
CLEAR = "\r\x1b[K"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "t", {"actors.csv": "id,label@fi\na,Aalto\nb,Berg\n"})


def call(line: list[str], *, term: str = "xterm") -> tuple[str, str]:
    """Return what stdout, a pipe, and a terminal for stderr were told."""
    import pty

    said: list[bytes] = []
    master, slave = pty.openpty()

    def listen() -> None:
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(master, 4096):
                said.append(part)

    listener = threading.Thread(target=listen)
    listener.start()
    done = subprocess.run(
        [sys.executable, "-m", "eloggraph", *line, "--lang", "fi"],
        stdout=subprocess.PIPE,
        stderr=slave,
        env=os.environ | {"TERM": term},
        check=True,
    )
    os.close(slave)
    listener.join()
    os.close(master)
    return done.stdout.decode(), b"".join(said).decode()


@PTY
def test_each_step_takes_the_place_of_the_last_and_the_last_is_cleared(folder: Path) -> None:
    output, steps = call(["analyse", str(folder), "coverage", "brokerage"])
    shown = steps.split(CLEAR)
    assert shown[1].startswith("Kysymys 1/2: Palvelukattavuus")
    assert shown[2].startswith("Kysymys 2/2: ")
    assert shown[-1] == ""
    assert "Kysymys" not in output
    assert call(["analyse", str(folder), "coverage", "brokerage"], term="dumb") == (output, "")


@PTY
def test_a_run_tells_its_steps_in_order(folder: Path, tmp_path: Path) -> None:
    _, steps = call(["run", str(folder), "-o", str(tmp_path / "out")])
    shown = [each.split(" …")[0].split(":")[0] for each in steps.split(CLEAR)]
    begins = [step for step in dict.fromkeys(shown) if step]
    assert begins[:3] == ["Luetaan taulukoita", "Tarkistetaan taulukoita", begins[2]]
    assert begins[2].startswith("Kysymys 1/")
    assert "Piirretään kartta" in begins
    assert begins.index("Piirretään kartta") < begins.index("Kirjoitetaan tulokset")


def test_a_pipe_hears_nothing(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eloggraph", "analyse", str(folder), "--lang", "fi"],
        capture_output=True,
        env=os.environ | {"TERM": "xterm"},
        check=True,
    )
    assert done.stderr == b""

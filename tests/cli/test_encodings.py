"""Every command in every narrow encoding: UTF-8 in files and pipes, replacements in a terminal.

The commands are those of the group, each with the first example of its help: a new command is
tried without being named here.
"""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import list_examples
from eloggraph.cli.main import COMMANDS

CHECKOUT = Path(__file__).parents[2]
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NARROW = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp850": {"PYTHONIOENCODING": "cp850"},
    "C": C_LOCALE,
}
# The letters that the reader's language asks for; what a command prints has them.
ENVIRONMENT = {"ELOGGRAPH_LANG": "fi", "JAVA_HOME": "", "PATH": ""}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to stand in, with what the examples expect there."""
    for name in ("datasets", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    return tmp_path


def call(
    command: str, place: Path, environment: dict[str, str], **streams: int
) -> subprocess.CompletedProcess[bytes]:
    words = shlex.split(list_examples(command)[0])
    return subprocess.run(
        [sys.executable, "-m", "eloggraph", *words],
        cwd=place,
        env=os.environ | ENVIRONMENT | environment,
        check=False,
        timeout=300,
        **(streams or {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}),  # type: ignore[arg-type]
    )


def read_written(place: Path) -> dict[str, bytes]:
    """Return the bytes of what a command has written beside the folders that were there."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
        and path.relative_to(place).parts[0] not in ("datasets", "ontology", "shapes")
        and path.suffix not in (".xlsx", ".gz")
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_pipes_and_files_are_utf_8_whatever_the_encoding(command: str, tmp_path: Path) -> None:
    seen = {}
    for name, environment in ({"UTF-8": {"PYTHONUTF8": "1"}} | NARROW).items():
        place = tmp_path / name
        for folder in ("datasets", "ontology", "shapes"):
            shutil.copytree(CHECKOUT / folder, place / folder)
        done = call(command, place, environment)
        assert b"Traceback" not in done.stderr
        assert "Ohjelmassa on virhe" not in done.stderr.decode("utf-8")
        assert done.returncode == (2 if command == "reason" else 0), done.stderr  # without Java
        seen[name] = done.stdout, done.stderr, read_written(place)
        for file, data in seen[name][2].items():
            assert file.endswith((".pdf", ".png")) or data.decode("utf-8") is not None
    assert all(each == seen["UTF-8"] for each in seen.values())
    assert seen["UTF-8"][0] or seen["UTF-8"][1]


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of that kind there")
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_narrow_terminal_is_no_traceback(command: str, encoding: str, place: Path) -> None:
    import pty
    import threading

    said: list[bytes] = []
    master, slave = pty.openpty()

    def listen() -> None:
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(master, 4096):
                said.append(part)

    listener = threading.Thread(target=listen)
    listener.start()
    narrow = C_LOCALE | {"PYTHONIOENCODING": encoding, "TERM": "dumb"}
    done = call(command, place, narrow, stdout=slave, stderr=slave)
    os.close(slave)
    listener.join()
    os.close(master)
    # Click takes a terminal of ASCII for one whose locale is not set, and writes UTF-8 to it.
    text = b"".join(said).decode("utf-8" if encoding == "ascii" else encoding)
    assert "Traceback" not in text
    assert "Ohjelmassa on virhe" not in text
    assert done.returncode == (2 if command == "reason" else 0), text
    assert text

"""Every command in every narrow encoding: UTF-8 in files and pipes, replacements in a terminal.

The commands are those of the group, each with the first example of its help: a new command is
tried without being named here. Each is a fork of a process that was started in the encoding.
"""

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import ENDING, list_examples
from forks import Done, Forks

CHECKOUT = Path(__file__).parents[2]
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ENCODINGS = {
    "UTF-8": {"PYTHONUTF8": "1"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp850": {"PYTHONIOENCODING": "cp850"},
    "C": C_LOCALE,
}
# The letters that the reader's language asks for; what a command prints has them.
ENVIRONMENT = {"ELOGGRAPH_LANG": "fi", "JAVA_HOME": "", "PATH": ""}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each command is a fork")


@pytest.fixture(scope="module")
def call() -> Iterator[Callable[..., Done]]:
    """Return a function that runs a command's first example in an encoding."""
    begun: dict[str, Forks] = {}
    with contextlib.ExitStack() as stack:

        def run(command: str, place: Path, encoding: str, *, terminal: bool = False) -> Done:
            name = f"{encoding} {terminal}"
            if name not in begun:
                narrow = {"PYTHONIOENCODING": encoding, "TERM": "dumb"}
                special = C_LOCALE | narrow if terminal else ENCODINGS[encoding]
                forks = Forks(ENVIRONMENT | special, terminal=terminal)
                begun[name] = stack.enter_context(forks)
            return begun[name].call(shlex.split(list_examples(command)[0]), place)

        yield run


@pytest.fixture
def place(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a folder to stand in, with what the examples expect there."""

    def make(name: str) -> Path:
        for folder in ("datasets", "ontology", "shapes"):
            shutil.copytree(CHECKOUT / folder, tmp_path / name / folder)
        return tmp_path / name

    return make


def read_written(place: Path) -> dict[str, bytes]:
    """Return the bytes of what a command has written beside the folders that were there."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
        and path.relative_to(place).parts[0] not in ("datasets", "ontology", "shapes")
        and path.suffix not in (".xlsx", ".gz")
    }


@pytest.mark.parametrize("command", ENDING)
def test_pipes_and_files_are_utf_8_whatever_the_encoding(
    command: str, place: Callable[[str], Path], call: Callable[..., Done]
) -> None:
    seen = {}
    for encoding in ENCODINGS:
        at = place(encoding)
        done = call(command, at, encoding)
        assert b"Traceback" not in done.stderr
        assert "Ohjelmassa on virhe" not in done.stderr.decode("utf-8")
        assert done.code == (2 if command == "reason" else 0), done.stderr  # without Java
        seen[encoding] = done.stdout, done.stderr, read_written(at)
        for file, data in seen[encoding][2].items():
            assert file.endswith((".parquet", ".pdf", ".png")) or data.decode("utf-8") is not None
    assert all(each == seen["UTF-8"] for each in seen.values())
    assert seen["UTF-8"][0] or seen["UTF-8"][1]


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of that kind there")
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("command", ENDING)
def test_a_narrow_terminal_is_no_traceback(
    command: str, encoding: str, place: Callable[[str], Path], call: Callable[..., Done]
) -> None:
    done = call(command, place(encoding), encoding, terminal=True)
    # Click takes a terminal of ASCII for one whose locale is not set, and writes UTF-8 to it.
    text = done.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert "Traceback" not in text
    assert "Ohjelmassa on virhe" not in text
    assert done.code == (2 if command == "reason" else 0), text
    assert text

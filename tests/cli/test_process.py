"""The command line as a process: all that is written arrives, and the exit code is kept."""

import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "eloggraph", *arguments]
    return subprocess.run(command, capture_output=True, cwd=CHECKOUT, check=False)


def test_a_long_answer_arrives_whole_through_a_pipe() -> None:
    done = run("build", "datasets/suomi", "--format", "ntriples")
    assert done.returncode == 0
    assert len(done.stdout) > 100_000  # more than a pipe holds at once
    assert done.stdout.endswith(b" .\n")


def test_exit_codes_are_those_of_the_command() -> None:
    assert run("check", "datasets/osaajaks").returncode == 0
    assert run("check", "datasets/osaajaks", "--fail-on", "info").returncode == 1
    assert run("check", "no-such-folder").returncode == 2
    assert run("no-such-command").returncode == 2


def test_stdout_and_stderr_are_both_written() -> None:
    done = run("check", "datasets/osaajaks", "--format", "json", "--profile")
    assert json.loads(done.stdout)["version"] == 1
    assert done.stderr


def test_a_reader_that_leaves_is_no_traceback() -> None:
    command = [sys.executable, "-m", "eloggraph", "build", "datasets/suomi"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=CHECKOUT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        told = process.stderr.read()
    assert b"Traceback" not in told


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_is_no_traceback(closed: str) -> None:
    command = f"exec {sys.executable} -m eloggraph --help {closed}>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script in which $E stands for the command line."""
    there = os.environ | {"E": f"{sys.executable} -m eloggraph"} | environment
    command = ["sh", "-c", script]
    return subprocess.run(command, capture_output=True, cwd=CHECKOUT, env=there, check=False)


WHOLE = ("check datasets/osaajaks", "build datasets/osaajaks", "query datasets/osaajaks actors")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", WHOLE)
def test_full_disk_is_a_sentence_and_no_finding(command: str, unbuffered: str) -> None:
    done = shell(f"$E {command} > /dev/full", PYTHONUNBUFFERED=unbuffered, ELOGGRAPH_LANG="en")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1].endswith("Check the disk space and permissions.")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a file's size is Linux's")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_part_is_never_taken_for_the_whole(tmp_path: Path, unbuffered: str) -> None:
    # A file may grow to 16 blocks of 512 bytes, so that a write is taken in part.
    script = f"trap '' XFSZ; ulimit -f 16; $E build datasets/osaajaks > {tmp_path / 'g.ttl'}"
    done = shell(script, PYTHONUNBUFFERED=unbuffered, ELOGGRAPH_LANG="en")
    assert done.returncode == 2
    assert b"was cut short" in done.stderr


ENCODINGS = ("cp1252", "cp850", "latin-1", "ascii")


@cache
def answer(command: str) -> bytes:
    """Return what a command answers in UTF-8, asked once for all encodings."""
    return shell(f"$E {command}", PYTHONUTF8="1").stdout


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "command",
    [
        "check datasets/laituri --lang fi --fail-on info",
        "query datasets/osaajaks actors",
        "inspect datasets/osaajaks/projects.csv",
        "diff ontology ontology",
        "analyse datasets/laituri --lang sv",
        "query --list --lang fi",
    ],
)
def test_pipes_are_utf_8_whatever_the_locale(command: str, encoding: str) -> None:
    done = shell(f"$E {command}", PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONUTF8="0")
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert done.stdout.decode("utf-8")
    assert done.stdout == answer(command)


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of that kind there")
def test_a_narrow_terminal_gets_replacements() -> None:
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "eloggraph", "check", "datasets/laituri", "--lang", "fi"]
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    with subprocess.Popen(
        command, stdout=slave, stderr=slave, cwd=CHECKOUT, env=environment
    ) as process:
        os.close(slave)
        said = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            said += part
    assert process.returncode == 0
    assert "ä" in said.decode("latin-1")
    assert "  ? " in said.decode("latin-1"), "the arrow before a remedy"


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_have_their_own_exit_codes(number: int, code: int) -> None:
    script = (
        "import time, eloggraph.cli.main as m, eloggraph.cli.process as p;"
        "m.Commands.get_command = lambda *_: print('works', flush=True) or time.sleep(60);"
        "p.run_process()"
    )
    command = [sys.executable, "-c", script, "check"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.send_signal(number)
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == code


def test_a_crash_is_one_sentence_and_exit_code_2() -> None:
    code = (
        "import eloggraph.cli.main as m, eloggraph.cli.process as p;"
        "m.Commands.get_command = lambda *_: 1 / 0;"
        "p.run_process()"
    )
    environment = os.environ | {"ELOGGRAPH_LANG": "en"}
    command = [sys.executable, "-c", code, "check"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert "ZeroDivisionError: division by zero" in sentence

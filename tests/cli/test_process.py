"""The command line as a process: all that is written arrives, and the exit code is kept."""

import json
import subprocess
import sys
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

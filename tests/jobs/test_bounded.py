"""A child is killed at its bounds and by the keyboard; what it says comes back whole."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eloggraph.errors import QueryError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


def spin() -> None:
    while True:
        pass


def fill() -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def refuse() -> None:
    raise QueryError.tell("query-forbidden", value="LOAD")


def test_what_comes_back_is_whole() -> None:
    assert call_bounded(lambda: list(range(300_000)), Bounds()) == list(range(300_000))


def test_it_runs_elsewhere() -> None:
    assert call_bounded(os.getpid, Bounds()) != os.getpid()


def test_time_is_a_bound() -> None:
    begun = time.monotonic()
    with pytest.raises(BoundExceeded) as caught:
        call_bounded(spin, Bounds(seconds=0.3))
    assert caught.value.bound == "seconds"
    assert time.monotonic() - begun < 5


@pytest.mark.skipif(sys.platform != "linux", reason="memory is watched by /proc")
def test_memory_is_a_bound() -> None:
    with pytest.raises(BoundExceeded) as caught:
        call_bounded(fill, Bounds(memory_mb=200))
    assert caught.value.bound == "memory"


def test_an_error_of_ours_is_raised_here() -> None:
    with pytest.raises(QueryError) as caught:
        call_bounded(refuse, Bounds())
    assert caught.value.findings[0].code == "query-forbidden"


def test_a_child_that_dies_is_told() -> None:
    with pytest.raises(BoundExceeded) as caught:
        call_bounded(lambda: os._exit(3), Bounds())
    assert caught.value.bound is None


def test_no_child_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    fork = os.fork

    def count() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", count)
    for work in (lambda: 1, spin):
        with contextlib.suppress(BoundExceeded):
            call_bounded(work, Bounds(seconds=0.2))
    assert len(children) == 2
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_the_keyboard_is_heard_within_a_second() -> None:
    code = (
        "from eloggraph.jobs.bounded import Bounds, call_bounded\n"
        "print('works', flush=True)\n"
        "call_bounded(lambda: [0 for _ in iter(int, 1)], Bounds())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.3)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)
        assert time.monotonic() - begun < 1


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends children with their parent")
def test_a_child_does_not_outlive_a_parent_that_is_killed() -> None:
    code = (
        "import os, time\n"
        "from eloggraph.jobs.bounded import Bounds, call_bounded\n"
        "def work():\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(600)\n"
        "call_bounded(work, Bounds(seconds=600))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.kill()
    end = time.monotonic() + 10
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_library_that_dies_says_nothing_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BoundExceeded):
        call_bounded(lambda: [os.write(2, b"memory allocation failed"), os._exit(3)], Bounds())
    assert capfd.readouterr().err == ""


def test_an_allocation_that_fails_is_the_bound_of_memory() -> None:
    with pytest.raises(BoundExceeded) as caught:
        call_bounded(lambda: bytearray(1 << 60), Bounds())
    assert caught.value.bound == "memory"

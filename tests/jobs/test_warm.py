"""A child that stays answers, fails, dies and is ended; it never outlives its parent."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from eloggraph.errors import QueryError
from eloggraph.jobs.bounded import BoundExceeded, Bounds
from eloggraph.jobs.warm import ChildFailed, WarmChild
from eloggraph.text import Text
from loops import run_apart

CHILD = """
import os, re, time
from eloggraph.errors import QueryError
from eloggraph.jobs.warm import answer_calls
from eloggraph.steps import begin

def fail():
    print("what a library prints")
    raise QueryError.tell("query-forbidden", value="LOAD")

def work_for(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass

answer_calls({
    "add": lambda a, b: a + b,
    "name": lambda: os.getpid(),
    "fail": fail,
    "bug": lambda: {}["told to nobody"],
    "unsayable": lambda: (lambda: None),
    "step": lambda: begin("check"),
    "die": lambda: os._exit(3),
    "sleep": lambda: time.sleep(60),
    "spin": lambda: work_for(60),
    "work": lambda: work_for(0.3),
    "fill": lambda: (bytearray(400_000_000), time.sleep(20)),
    "large": lambda: b"x" * 3_000_000,
})
"""
COMMAND = (sys.executable, "-c", CHILD)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_calls_are_answered_by_one_child_until_it_dies() -> None:
    async def work() -> None:
        child, heard = WarmChild(COMMAND), list[Text]()
        assert await child.call("add", "a", "b") == "ab"
        first = await child.call("name")
        assert len(await child.call("large")) == 3_000_000  # type: ignore[arg-type]
        with pytest.raises(QueryError) as caught:
            await child.call("fail")
        assert caught.value.findings[0].code == "query-forbidden"
        await child.call("step", listen=heard.append)
        assert [step.en for step in heard] == ["Checking the tables"]
        assert await child.call("name") == first
        with pytest.raises(BoundExceeded):
            await child.call("die")
        second = await child.call("name")
        assert second != first
        # Who waits no longer ends the work: its answer meets no other question.
        waiting = asyncio.create_task(child.call("sleep"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        third = await child.call("name")
        assert third not in (first, second)
        await child.close()
        assert not is_there(third)  # type: ignore[arg-type]

    run_apart(work())


def test_an_error_in_the_program_is_no_bound_and_its_trace_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        child = WarmChild(COMMAND)
        before = await child.call("name")
        for task, said in (("bug", "KeyError: 'told to nobody'"), ("unsayable", "lambda")):
            with pytest.raises(ChildFailed):
                await child.call(task)
            assert said in capsys.readouterr().err
            # What it left behind is gone with the child.
            before, earlier = await child.call("name"), before
            assert before != earlier
        with monkeypatch.context() as windowed:
            windowed.setattr(sys, "stderr", None)  # there is nowhere to write it to
            with pytest.raises(ChildFailed):
                await child.call("bug")
        await child.close()

    run_apart(work())


def test_a_call_has_bounds_and_another_is_answered_after_it() -> None:
    async def work() -> None:
        child = WarmChild(COMMAND, Bounds(seconds=1, memory_mb=200))
        assert await child.call("add", 1, 2) == 3
        for task, bound in (("spin", "seconds"), ("fill", "memory")):
            begun = time.monotonic()
            with pytest.raises(BoundExceeded) as caught:
                await asyncio.wait_for(child.call(task), 30)
            assert caught.value.bound == bound
            assert time.monotonic() - begun < 25
            assert await child.call("add", 1, 2) == 3
        # Each call has its own: what was worked before is not counted.
        for _ in range(4):
            await child.call("work")
        await child.close()

    run_apart(work())


def test_a_child_is_ended_for_all_who_wait() -> None:
    async def work() -> None:
        child = WarmChild(COMMAND)
        await child.call("name")  # it is there
        hung, waiting = (asyncio.create_task(child.call(n)) for n in ("sleep", "name"))
        await asyncio.sleep(0.05)
        child.end()
        with pytest.raises(BoundExceeded):
            await hung
        assert isinstance(await waiting, int)
        await child.close()

    run_apart(work())


def test_a_child_ends_with_its_parent() -> None:
    parent = (
        "import asyncio\n"
        "from eloggraph.jobs.warm import WarmChild\n"
        "async def work():\n"
        f"    child = WarmChild({COMMAND!r})\n"
        "    print(await child.call('name'), flush=True)\n"
        "    await child.call('sleep')\n"
        "asyncio.run(work())\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        child = int(started.stdout.readline())
        started.send_signal(signal.SIGKILL)
    until = time.monotonic() + 5
    while is_there(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_there(child)

"""A child process that stays: it answers calls one after another, and can be ended at once.

Parent and child speak in pickles over two pipes, each with its length before it. What a call loads
is still there at the next one, so that it answers soon; when it is ended, the next call begins
another child. The child ends with the parent: when its pipe is closed, and by the system.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import BinaryIO

from eloggraph.errors import EloggraphError
from eloggraph.jobs.bounded import Bound, BoundExceeded, Bounds, Watch
from eloggraph.jobs.parent import end_with_parent
from eloggraph.steps import Listener, heard_by
from eloggraph.text import Text

_LENGTH = 8
# More often than a person notices, and seldom enough to cost nothing.
_LOOK_EVERY = 0.2


class ChildFailed(Exception):
    """A call has failed by an error in the program; its trace is on standard error."""


class WarmChild:
    """The parent's end. It belongs to the thread of its event loop, which must be the main one.

    Linux ends a child when the thread is gone that has started it. Each call has the same bounds of
    time and of growth of memory.
    """

    def __init__(self, command: Sequence[str], bounds: Bounds | None = None) -> None:
        self._command, self._bounds = command, bounds or Bounds()
        self._process: asyncio.subprocess.Process | None = None
        self._ended: list[asyncio.subprocess.Process] = []
        self._turn = asyncio.Lock()

    async def call(self, name: str, *given: object, listen: Listener | None = None) -> object:
        """Call a function of the child and return what it returns.

        Parameters
        ----------
        name
            Of the function, as the child knows it.
        given
            What it is given; all of it is pickled.
        listen
            Hears of each step that begins.

        Raises
        ------
        BoundExceeded
            When the child went beyond a bound, has died, or was ended.
        ChildFailed
            When the function has failed by an error in the program. The child is ended.
        """
        async with self._turn:
            process = await self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            exceeded: list[Bound] = []
            watching = asyncio.create_task(self._watch(process, exceeded))
            try:
                process.stdin.write(_pack((name, given, os.environ.get("ELOGGRAPH_LANG"))))
                await process.stdin.drain()
                while True:
                    length = await process.stdout.readexactly(_LENGTH)
                    said = await process.stdout.readexactly(int.from_bytes(length, "big"))
                    kind, value = pickle.loads(said)  # our own child wrote it
                    if kind != "step":
                        break
                    if listen is not None:
                        listen(value)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                self.end()
                raise BoundExceeded(exceeded[0] if exceeded else None) from error
            except asyncio.CancelledError:
                self.end()  # an answer that nobody waits for must not meet the next question
                raise
            finally:
                watching.cancel()
        if kind == "error":
            fault, findings = value
            raise fault(*findings)
        if kind == "fault":
            self.end()  # nobody knows what it has left behind
            if sys.stderr is not None:  # a program without a console has none
                sys.stderr.write(str(value))
            raise ChildFailed
        return value

    async def _watch(self, process: asyncio.subprocess.Process, exceeded: list[Bound]) -> None:
        """Kill a child that goes beyond a bound; say which it was."""
        watch = Watch(process.pid, self._bounds)
        while not exceeded:
            await asyncio.sleep(_LOOK_EVERY)
            if bound := watch.find_exceeded():
                exceeded.append(bound)
                with suppress(ProcessLookupError):
                    process.kill()

    async def _start(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        return self._process

    def end(self) -> None:
        """End the child, whatever it is at; the next call begins another."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            if process.stdin is not None:
                process.stdin.close()
            self._ended.append(process)

    async def close(self) -> None:
        """End the child, and wait until it is gone."""
        self.end()
        while self._ended:
            await self._ended.pop().wait()


def _pack(value: object) -> bytes:
    said = pickle.dumps(value, protocol=5)
    return len(said).to_bytes(_LENGTH, "big") + said


def answer_calls(functions: Mapping[str, Callable[..., object]]) -> None:
    """Answer calls over the standard streams until the parent is gone: the child's end."""
    end_with_parent(os.getppid())
    into = os.fdopen(os.dup(1), "wb")
    # What a library prints is no part of an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    calls = _Calls(sys.stdin.buffer)
    sys.excepthook = partial(_tell_fault, into)
    while True:
        name, given, language = calls.take()
        if language:
            os.environ["ELOGGRAPH_LANG"] = language
        into.write(_answer(functions[name], given, into))
        into.flush()


def _tell_fault(
    into: BinaryIO, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Tell the parent of an error in the program before the child dies of it.

    One that has no memory left says nothing: it has gone beyond a bound.
    """
    if not issubclass(kind, MemoryError):
        told = "".join(traceback.format_exception(kind, error, trace))
        into.write(_pack(("fault", told)))
        into.flush()


def _answer(function: Callable[..., object], given: Sequence[object], into: BinaryIO) -> bytes:
    def tell(step: Text) -> None:
        into.write(_pack(("step", step)))
        into.flush()

    try:
        with heard_by(tell):
            return _pack(("value", function(*given)))
    except EloggraphError as error:
        return _pack(("error", (type(error), error.findings)))


class _Calls:
    """Calls as they come in, read by a thread of its own: so the end of the parent is seen."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: list[object] = []
        self._ready = threading.Semaphore(0)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while length := self._stream.read(_LENGTH):
            # The parent is the program itself.
            self._waiting.append(pickle.loads(self._stream.read(int.from_bytes(length, "big"))))
            self._ready.release()
        os._exit(0)

    def take(self) -> tuple[str, Sequence[object], str | None]:
        self._ready.acquire()
        return self._waiting.pop(0)  # type: ignore[return-value]

"""A function called in a child process that is killed when it goes beyond its bounds.

What the parent has loaded the child has too: it is a fork of it. A native library that cannot be
interrupted runs there, while the parent waits, hears the keyboard and watches time and memory.
Where the system has no fork (Windows), the function is called in this process, without bounds.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from eloggraph.errors import EloggraphError

Result = TypeVar("Result")
Bound = Literal["seconds", "memory"]

_LOOK_EVERY = 0.05
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a child may take, and by how much its memory may grow (MB of 10⁶ bytes)."""

    seconds: float = 60
    memory_mb: int = 2_000


class BoundExceeded(Exception):
    """The child went beyond a bound and was killed, or it died; ``bound`` says which it was."""

    def __init__(self, bound: Bound | None) -> None:
        self.bound = bound
        super().__init__(bound or "died")


def call_bounded(work: Callable[[], Result], bounds: Bounds) -> Result:
    """Call a function in a child process and return what it returns.

    Parameters
    ----------
    work
        What is called. It must not use threads that the parent has started; what it returns is
        pickled. An error of the toolkit is raised again here.
    bounds
        Time and growth of memory.

    Raises
    ------
    BoundExceeded
        When the child was killed for a bound, or died by itself.

    Examples
    --------
    >>> call_bounded(lambda: 1 + 1, Bounds())
    2
    """
    if not hasattr(os, "fork"):
        return work()
    receive, send = os.pipe()
    with warnings.catch_warnings():
        # The threads of data libraries are not used in the child.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _work_and_end(work, send, bounds)
    os.close(send)
    try:
        said = _listen(child, receive, bounds)
    finally:
        os.close(receive)
        _kill(child)
    if not said:
        raise BoundExceeded(None)
    kind, value = pickle.loads(said)  # our own child wrote it
    if kind == "error":
        error, findings = value
        raise error(*findings)
    return value  # type: ignore[no-any-return]


def _work_and_end(work: Callable[[], object], send: int, bounds: Bounds) -> None:
    """Work in the child, send what came of it, and end without any of the parent's endings."""
    import resource  # where there is a fork, there is this

    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Should the parent be killed, the child does not go on for ever.
        limit = resource.RLIM_INFINITY if bounds.seconds > 1e6 else int(bounds.seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        try:
            answer: object = ("value", work())
        except EloggraphError as error:
            answer = ("error", (type(error), error.findings))
        with os.fdopen(send, "wb") as stream:
            pickle.dump(answer, stream, protocol=5)
        code = 0
    finally:
        os._exit(code)


def _listen(child: int, receive: int, bounds: Bounds) -> bytes:
    """Return all that the child sends; kill it and raise where it goes beyond a bound."""
    parts: list[bytes] = []
    end = time.monotonic() + bounds.seconds
    most = (_memory_of(child) or 0) + bounds.memory_mb * _MEGABYTE
    while True:
        ready, _, _ = select.select([receive], [], [], _LOOK_EVERY)
        if ready:
            part = os.read(receive, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
        if time.monotonic() > end:
            raise BoundExceeded("seconds")
        if (_memory_of(child) or 0) > most:
            raise BoundExceeded("memory")


def _memory_of(process: int) -> int | None:
    """Return the bytes of memory that a process uses; None where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

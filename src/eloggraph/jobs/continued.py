"""A process that goes on in a child within bounds, while it waits itself.

Where what follows loads libraries with threads of their own, it cannot be forked any more: so the
fork comes first, and the child does all the rest, what it writes included.
"""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress

from eloggraph.jobs.bounded import LOOK_EVERY, BoundExceeded, Bounds, Watch
from eloggraph.jobs.parent import end_with_parent, limit_seconds

# How long a child that is interrupted may clear up after itself.
_LAST_WORDS = 0.4


def continue_in_child(bounds: Bounds) -> None:
    """Fork: the child returns and goes on; the parent waits for it and ends as it did.

    Where the system has no fork the process goes on by itself, without bounds.

    Raises
    ------
    BoundExceeded
        In the parent, when the child was killed for a bound, or died by itself.
    SystemExit
        In the parent, when the child has ended, with its exit code.
    """
    if not hasattr(os, "fork"):
        return
    ended, open_while_it_works = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        os.close(ended)
        end_with_parent(parent)
        limit_seconds(bounds.seconds * (os.cpu_count() or 1))
        return
    os.close(open_while_it_works)
    watch, status, last = Watch(child, bounds), None, signal.SIGINT
    try:
        while not _has_ended(ended, LOOK_EVERY):
            if bound := watch.find_exceeded():
                last = signal.SIGKILL
                raise BoundExceeded(bound)
        status = os.waitpid(child, 0)[1]
    finally:
        if status is None:  # a bound, the keyboard, or whoever asks this process to end
            _end(child, ended, last)
        os.close(ended)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        raise BoundExceeded("seconds" if -code == signal.SIGXCPU else None)
    raise SystemExit(code)


def _has_ended(ended: int, seconds: float) -> bool:
    """Tell whether the child has closed its end of the pipe, which it does when it ends."""
    return bool(select.select([ended], [], [], seconds)[0])


def _end(child: int, ended: int, number: signal.Signals) -> None:
    """End the child: by itself if it does so soon, else at once."""
    with suppress(ProcessLookupError):
        # The keyboard of a terminal has told the child already.
        if number == signal.SIGKILL or not _has_ended(ended, _LAST_WORDS / 4):
            os.kill(child, number)
        if not _has_ended(ended, _LAST_WORDS):
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

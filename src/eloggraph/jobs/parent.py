"""A child process that does not outlive the process that started it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Let the system kill this process as soon as its parent is gone, however that came about.

    Linux does so, and keeps to it when the process becomes another program. Elsewhere the limit
    of :func:`limit_seconds` ends what is left alone.

    Parameters
    ----------
    parent
        The process that started this one; when it is gone already, this one ends here.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def limit_seconds(seconds: float) -> None:
    """Bound the seconds of CPU of this process and of each that it starts: the last resort."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if seconds < 1e6:
            limit = int(seconds) + 2
            limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

"""The process around the commands: its streams, its exit code, and what is told when it fails.

One exit for all: 0 nothing to remark, 1 findings and nothing else, 2 the work could not be done in
full, 130 and 143 where it was interrupted. Whatever goes wrong is told in one sentence.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

import click

from eloggraph.api.language import choose_language
from eloggraph.cli.main import main
from eloggraph.cli.options import COULD_NOT_RUN
from eloggraph.text import say

if TYPE_CHECKING:
    from eloggraph.jobs.bounded import Bounds


class _Terminated(BaseException):
    """The process was asked to end: what is half done is undone on the way out."""


def run_process(failed: Callable[[], object] | None = None) -> None:
    """Run the command line, and end the process as soon as everything is written.

    ``failed`` is called at the end where the work could not be done.

    Python would first free what it holds object by object, which is a sixth of a short check;
    the system takes all of it back at once. Handlers that are registered to run at the exit of
    Python are passed over: whoever opens something that has to be closed closes it.
    """
    code = _run()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # a stream that is closed from the beginning is None
                stream.flush()
    except (OSError, ValueError) as error:  # the disk is full, or nobody reads on
        code = code if code >= 128 else tell_crash(error)
    if code == COULD_NOT_RUN and failed is not None:
        failed()
    os._exit(code)


def _run() -> int:
    signal.signal(signal.SIGTERM, _terminate)
    open_streams()
    try:
        code = main.main(standalone_mode=False, obj=_go_on)
    except SystemExit as ended:
        code = ended.code
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except (KeyboardInterrupt, click.Abort):
        return 128 + signal.SIGINT
    except _Terminated:
        return 128 + signal.SIGTERM
    except Exception as error:  # noqa: BLE001  the last boundary: a crash is no finding
        return tell_crash(error)
    if code is None:
        return 0
    return code if isinstance(code, int) else COULD_NOT_RUN


def _go_on(bounds: Bounds) -> None:
    """Go on in a child within bounds: what few commands need is not loaded by all."""
    from eloggraph.jobs.continued import continue_in_child

    continue_in_child(bounds)


def _terminate(number: int, frame: object) -> None:
    raise _Terminated


def open_streams() -> None:
    """Make stdout and stderr take every text, and all of it.

    In a file or pipe text is UTF-8 whatever the locale says. A terminal gets its own encoding,
    with replacements for what it cannot show. What ``PYTHONUNBUFFERED`` makes unbuffered is
    buffered again: an unbuffered stream may write a part and say nothing.
    """
    sys.stdout = _reopen(sys.stdout)
    sys.stderr = _reopen(sys.stderr)


def _reopen(stream: TextIO | None) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # type: ignore[return-value]  # None where it is closed, or a test's own
    is_terminal = stream.isatty()
    encoding = stream.encoding if is_terminal else "utf-8"
    if not isinstance(stream.buffer, io.RawIOBase):
        stream.reconfigure(encoding=encoding, errors="replace")
        return stream
    raw = stream.detach()
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors="replace",
        line_buffering=is_terminal,
    )


def tell_crash(error: BaseException) -> int:
    """Tell in one sentence what ended the work, on stderr as far as it goes; return exit code 2.

    With ``ELOGGRAPH_DEBUG`` in the environment the traceback is shown as well.
    """
    if os.environ.get("ELOGGRAPH_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, BrokenPipeError):
        key, reason = "stream-closed", ""
    elif isinstance(error, MemoryError):
        key, reason = "no-memory", ""
    elif isinstance(error, OSError):
        key, reason = "stream-failed", error.strerror or type(error).__name__
    else:
        key, reason = "crashed", f"{type(error).__name__}: {error}"[:300].replace("\n", " ")
    sentence = say(f"cli.failed.{key}", reason=reason).say(choose_language())
    with suppress(OSError):  # stderr may be closed too: then the exit code says it
        os.write(2, f"{sentence}\n".encode("utf-8", "replace"))
    return COULD_NOT_RUN

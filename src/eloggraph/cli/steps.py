"""What is being worked on, on a terminal: one line on stderr, which is gone when it is done."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from eloggraph.api.language import choose_language
from eloggraph.steps import heard_by
from eloggraph.text import Language, Text, abridge

_CLEAR = "\r\x1b[K"


@contextmanager
def steps_shown(language: Language | None) -> Iterator[None]:
    """Show each step while it is worked on, where stderr is a terminal that can clear a line."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield
        return
    reader = choose_language(language)

    def show(step: Text) -> None:
        width = shutil.get_terminal_size().columns - 1
        write(_CLEAR + abridge(f"{step.say(reader)} …", width))

    def write(text: str) -> None:
        with suppress(OSError):  # nobody looks any more: the work goes on
            stream.write(text)
            stream.flush()

    try:
        with heard_by(show):
            yield
    finally:
        write(_CLEAR)

"""What is being worked on: told by whoever works, heard by whoever waits, if anybody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from eloggraph.text import Text, say

Listener = Callable[[Text], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let every step that begins within be told.

    >>> heard = []
    >>> with heard_by(lambda step: heard.append(step.en)):
    ...     begin("check")
    >>> begin("map")
    >>> heard
    ['Checking the tables']
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def begin(step: str, **values: object) -> None:
    """Tell that a step of the catalogue begins; where nobody listens, nothing is done."""
    listener = _listener.get()
    if listener is not None:
        listener(say(f"cli.step.{step}", **values))

"""The children that do the work: one that reads and checks, one that draws, two that answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from eloggraph.jobs.bounded import Bounds
from eloggraph.jobs.own_program import command_of
from eloggraph.jobs.warm import WarmChild
from eloggraph.steps import Listener

RUNNING, WAITING = 2, 8
# Far more than any of them takes over the largest tables that people keep by hand.
BOUNDS = Bounds(seconds=300, memory_mb=4_000)
WORK = "eloggraph.web.work"


class Child(Protocol):
    """What answers calls one after another, and can be ended."""

    async def call(self, name: str, *given: object, listen: Listener | None = None) -> object:
        """Call a task by its name."""

    def end(self) -> None:
        """End whatever it is at; the next call begins anew."""

    async def close(self) -> None:
        """End, and wait until all is gone."""


def start_child() -> Child:
    """Return a child that has the tasks of the page."""
    return WarmChild(command_of(WORK), BOUNDS)


class TooMany(Exception):
    """So many questions are waiting that another one is refused."""


class Crew:
    """The children, begun when there is work for them."""

    def __init__(self, start: Callable[[], Child] = start_child) -> None:
        self.reader, self.analyst = start(), start()
        self._askers = [start() for _ in range(RUNNING)]
        self._free = asyncio.Semaphore(RUNNING)
        self._waiting = 0

    @property
    def is_full(self) -> bool:
        """Whether all that answer queries are at work, and enough wait for them already."""
        return self._free.locked() and self._waiting >= WAITING

    @asynccontextmanager
    async def take_asker(self) -> AsyncIterator[Child]:
        """Lend one of those that answer queries.

        Raises
        ------
        TooMany
            When all are at work and enough wait for them already.
        """
        if self.is_full:
            raise TooMany
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        child = self._askers.pop()
        try:
            yield child
        finally:
            self._askers.append(child)
            self._free.release()

    async def close(self) -> None:
        """End all that is at work."""
        for child in (self.reader, self.analyst, *self._askers):
            await child.close()

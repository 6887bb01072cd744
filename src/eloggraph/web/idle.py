"""The end of a program that nobody uses: whoever has closed the browser has forgotten it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

USUAL_HOURS = 8.0
_LOOK_EVERY = 60.0


class Idle:
    """An application, and since when nobody has asked it anything.

    Every answer that is still being given counts as one that is asked for now.
    """

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._open, self._last = 0, clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and remember when."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            self._last = self._clock()

    @property
    def seconds(self) -> float:
        """For how long nobody has asked anything."""
        return 0.0 if self._open else self._clock() - self._last

    async def wait(self, limit: float) -> None:
        """Wait until nobody has asked anything for so many seconds."""
        while self.seconds < limit:
            await asyncio.sleep(min(_LOOK_EVERY, max(0.0, limit - self.seconds)))

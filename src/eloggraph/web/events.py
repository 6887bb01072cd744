"""What happens while somebody waits, as server-sent events.

Source: HTML, section 9.2 (server-sent events).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from eloggraph.text import Language, capitalise
from eloggraph.web.session import Job, Session
from eloggraph.web.shown import language_of, session_of

# A step that has not changed is told again after so many seconds: whoever is gone is noticed.
_EVERY = 10.0


async def events(request: Request) -> Response:
    """Tell how far some work is until it is done, or that the program ends."""
    session, key = session_of(request), request.query_params.get("key", "")
    parts = _tell(session, session.jobs.get(key), language_of(request))
    return StreamingResponse(parts, media_type="text/event-stream")


async def _tell(session: Session, job: Job | None, language: Language) -> AsyncIterator[str]:
    closing = asyncio.create_task(session.closing.wait())
    try:
        while job is not None and job.is_running and not closing.done():
            step = capitalise(job.step).say(language) if job.step else ""
            yield _event("step", {"at": job.at, "step": step})
            changed = asyncio.create_task(job.changed.wait())
            await asyncio.wait({changed, closing}, timeout=_EVERY, return_when="FIRST_COMPLETED")
            changed.cancel()
        yield _event("bye" if closing.done() else "done", {})
    finally:
        closing.cancel()


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

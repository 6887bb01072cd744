"""One page for whoever looks after the machine: what the program opens, writes and is made of."""

from __future__ import annotations

import asyncio
import os

from starlette.requests import Request
from starlette.responses import Response

from eloggraph.api.installed import list_installed
from eloggraph.text import say
from eloggraph.web.crew import BOUNDS, RUNNING
from eloggraph.web.door import POLICY
from eloggraph.web.opening import give_file
from eloggraph.web.shown import session_of, show

# One that reads, one that draws, and those that answer queries.
_CHILDREN = 2 + RUNNING


async def support(request: Request) -> Response:
    """Show what the program opens, who gets in, what it writes, and what it is made of."""
    return show(
        request,
        "support",
        title=say("serve.support.title"),
        host=request.url.hostname,
        port=request.url.port,
        home=str(session_of(request).home),
        process=os.getpid(),
        children=_CHILDREN,
        bounds=BOUNDS,
        policy=POLICY,
        installed=await asyncio.to_thread(list_installed),
    )


async def list_hashes(_: Request) -> Response:
    """Give the hash of every installed file, for whoever compares them."""
    installed = await asyncio.to_thread(list_installed)
    return give_file(installed.write_list().encode(), "eloggraph.sha256", "text/plain")

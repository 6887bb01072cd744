"""The table of routes, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from eloggraph.views.page.sources import has_template, read_template
from eloggraph.web import asking, events, mending, opening, pages, resource, support
from eloggraph.web.changing import keep_up
from eloggraph.web.door import Door, Keys
from eloggraph.web.failures import FAILURES, choose_status, explain, fault
from eloggraph.web.idle import Idle
from eloggraph.web.instance import AGAIN, HEADER, prove_answer
from eloggraph.web.session import Session
from eloggraph.web.shown import choose_language, read_body, refuse, show_bare

# What a registry of the system says of an ending may be wrong.
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_MADE_OF = {
    "local.css": ("page/tokens.css", "local/local.css"),
    "codemirror.js": ("local/vendor/codemirror.js",),
}

Answer = Callable[[Request], Awaitable[Response]]


async def static(request: Request) -> Response:
    """Give the style, a script or the icon."""
    name = str(request.path_params["name"])
    stem, _, ending = name.rpartition(".")
    names = _MADE_OF.get(name, (f"local/{name}",))
    if ending not in _TYPES or not stem.isalpha() or not all(map(has_template, names)):
        return Response(status_code=404)
    text = "\n".join(map(read_template, names))
    return Response(text, headers={"content-type": _TYPES[ending], "cache-control": "max-age=3600"})


async def alive(_: Request) -> Response:
    """Tell that the program is there."""
    return PlainTextResponse("eloggraph\n")


async def again(request: Request) -> Response:
    """Give a new address to whoever starts the program again, and open what is named."""
    try:
        said = json.loads(await read_body(request))
        folder = str(said.get("folder", ""))
    except (ValueError, AttributeError):
        return PlainTextResponse("", 400)
    if folder:
        opening.begin_open(request.app.state.session, Path(folder))
        request.app.state.is_named = True
    keys = request.app.state.keys
    address = f"{request.url.scheme}://{request.url.netloc}/?code={keys.make_code()}"
    proof = prove_answer(request.headers[HEADER], keys.starter, address)
    return JSONResponse({"address": address, "proof": proof})


async def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = error.headers if isinstance(error, HTTPException) else None
    answer = show_bare(status, choose_language(request.app.state.session, request.headers), "lost")
    answer.headers.update(headers or {})
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    """Tell what went wrong in a sentence, whatever it was."""
    if isinstance(error, FAILURES):
        return refuse(request, explain(error), choose_status(error, 422))
    return refuse(request, (fault("program-faulty"),), 500)


def follow(answer: Answer) -> Answer:
    """Return what answers from the tables as they are now, whatever program has changed them."""

    async def answer_from_now(request: Request) -> Response:
        await keep_up(request.app.state.session)
        return await answer(request)

    return answer_from_now


_GET, _POST = ["GET"], ["POST"]
ROUTES = [
    Route("/", opening.start, methods=_GET),
    Route("/upload", opening.upload, methods=_POST),
    Route("/open", opening.open_network, methods=_POST),
    Route("/template.xlsx", opening.template, methods=_GET),
    Route("/reading", opening.reading, methods=_GET),
    Route("/interpretation", pages.interpretation, methods=_GET),
    Route("/interpretation", pages.correct, methods=_POST),
    Route("/mend", mending.mend, methods=_GET),
    Route("/mend.json", mending.look_again, methods=_GET),
    Route("/rows.json", mending.list_rows, methods=_GET),
    Route("/choices.json", mending.list_choices, methods=_GET),
    Route("/edits", mending.edit, methods=_POST),
    Route("/conflict", mending.choose, methods=_POST),
    Route("/save", mending.save, methods=_POST),
    Route("/save", mending.tell_saved, methods=_GET),
    Route("/saved", mending.saved, methods=_GET),
    Route("/map", follow(pages.picture), methods=_GET),
    Route("/report", follow(pages.picture), methods=_GET),
    Route("/files/{kind}", pages.framed, methods=_GET),
    Route("/download/{what}", follow(pages.download), methods=_GET),
    Route("/ask", follow(pages.questions), methods=_GET),
    Route("/query", asking.query, methods=_GET),
    Route("/query.{name}", asking.export, methods=_GET),
    Route("/words.json", asking.words, methods=_GET),
    Route("/resource", follow(resource.resource), methods=_GET),
    Route("/sparql", asking.endpoint, methods=["GET", "POST"]),
    Route("/sparql/", asking.endpoint, methods=["GET", "POST"]),
    Route("/support", support.support, methods=_GET),
    Route("/eloggraph.sha256", support.list_hashes, methods=_GET),
    Route("/events", events.events, methods=_GET),
    Route("/cancel", pages.cancel, methods=_POST),
    Route("/language", pages.language, methods=_POST),
    Route("/stop", pages.stop, methods=_POST),
    Route(AGAIN, again, methods=_POST),
    Route("/alive", alive, methods=_GET),
    Route("/static/{name}", static, methods=_GET),
]


def make_app(
    session: Session,
    keys: Keys,
    port: int,
    stop: Callable[[], None],
    opened: Path | None = None,
) -> Door:
    """Return the application behind its door.

    ``stop`` ends the server that runs it, which is done too when nobody has asked anything for as
    long as the session says. ``opened`` is the folder that is opened at the start.
    """

    @asynccontextmanager
    async def live(_: Starlette) -> AsyncIterator[None]:
        if opened is not None:
            opening.begin_open(session, opened)
        waiting = asyncio.create_task(_end_unused()) if session.idle else None
        yield
        if waiting is not None:
            waiting.cancel()
        await session.crew.close()

    async def _end_unused() -> None:
        await heard.wait(session.idle)
        stop()

    app = Starlette(
        routes=ROUTES,
        lifespan=live,
        exception_handlers={
            404: _not_found,
            405: _not_found,
            **dict.fromkeys(FAILURES, _failed),  # the trace of a child is written already
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.session, app.state.keys, app.state.stop = session, keys, stop
    app.state.is_named = opened is not None
    heard = Idle(app)

    def turn_away(status: int, headers: Headers) -> Response:
        return show_bare(status, choose_language(session, headers), f"refused-{status}")

    def lead() -> str:
        """Return where a folder that was named at a start is seen, once; else the start."""
        is_named, app.state.is_named = app.state.is_named, False
        return "/reading" if is_named else "/"

    return Door(heard, keys=keys, port=port, refuse=turn_away, lead=lead)

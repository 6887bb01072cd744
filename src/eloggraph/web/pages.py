"""The states of the page once a network is open. Each is an address, and asks the library."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from eloggraph.text import LANGUAGES, say
from eloggraph.views.local.model import Asked
from eloggraph.web.door import FRAMED_POLICY
from eloggraph.web.opening import begin_import, give_file
from eloggraph.web.shown import (
    go,
    language_of,
    read_form,
    read_pairs,
    session_of,
    show,
    show_bare,
    show_failed,
    show_nothing_open,
    show_stale,
    show_waiting,
)
from eloggraph.web.work_over import ask, draw, is_ready, list_questions, look

if TYPE_CHECKING:
    from eloggraph.importing.choosing import Choice


# A frame that has navigated by itself is another site to the browser, from which nothing is given.
# Back in the history it would be asked for as such: under a new name it is asked for anew.
_FRAMES = count(1)


async def interpretation(request: Request) -> Response:
    """Show how the tables were read; of the model's own tables, that they are."""
    session = session_of(request)
    if session.folder is None:
        return show_nothing_open(request, "interpretation")
    if session.reading is None:
        overview = await look(session)
        return show(
            request,
            "tables",
            step="interpretation",
            title=say("serve.tables.title", n=len(overview.tables)),
            overview=overview,
        )
    reading = session.reading
    return show(
        request,
        "interpretation",
        step="interpretation",
        title=say("serve.interpretation.title", name=session.name),
        reading=reading,
    )


async def correct(request: Request) -> Response:
    """Read the tables again by what somebody says of their columns."""
    session, pairs = session_of(request), await read_pairs(request)
    if session.reading is None or session.source is None:
        return go("/interpretation")
    said = dict(pairs)
    if said.get("token") != session.token:
        return show_stale(request)
    choices: dict[Choice, str] = {}
    for at, sheet in enumerate(session.reading.sheets):
        table = said.get(f"{at}", sheet.table)
        if table != sheet.table:
            choices[sheet.file, sheet.sheet, None] = table
        for place, column in enumerate(sheet.columns):
            chosen = said.get(f"{at}.{place}", column.chosen)
            if chosen != column.chosen:
                choices[sheet.file, sheet.sheet, column.header] = chosen
    if not choices:
        return go("/mend")
    begin_import(session, session.source, language_of(request), choices=choices)
    return go("/reading")


async def picture(request: Request) -> Response:
    """Show the map or the report, in a frame of its own."""
    kind = request.url.path.strip("/")
    session, language = session_of(request), language_of(request)
    if session.folder is None:
        return show_nothing_open(request, kind)
    job = draw(session, kind, language)
    if not await is_ready(job):
        title = say(f"serve.{kind}.waiting")
        return show_waiting(request, f"{kind}:{language}", job, step=kind, title=title)
    if job.faults:
        session.forget(job)
        return show_failed(request, job.faults, step=kind)
    return show(
        request,
        "framed",
        step=kind,
        title=say(f"serve.{kind}.title"),
        kind=kind,
        number=next(_FRAMES),
    )


async def framed(request: Request) -> Response:
    """Give the page of the map or the report, with a policy that keeps it to itself."""
    session, kind = session_of(request), str(request.path_params["kind"])
    if session.folder is None or kind not in ("map", "report"):
        return Response(status_code=404)
    job = draw(session, kind, language_of(request))
    if job.task is not None:
        await asyncio.shield(job.task)
    if not isinstance(job.value, str):
        return Response(status_code=404)
    return HTMLResponse(job.value, headers={"content-security-policy": FRAMED_POLICY})


async def download(request: Request) -> Response:
    """Give the map or the report as a file, or the tables with their faulty cells marked."""
    session, language = session_of(request), language_of(request)
    what = str(request.path_params["what"])
    if session.folder is None or what not in ("map", "report", "marked"):
        return Response(status_code=404)
    if what == "marked":
        book = await session.crew.reader.call("mark", session.target, language)
        assert isinstance(book, bytes)
        ending = say("serve.mend.marked-ending").say(language)
        return give_file(book, f"{session.folder.name} ({ending}).xlsx")
    job = draw(session, what, language)
    if job.task is not None:
        await asyncio.shield(job.task)
    if not isinstance(job.value, str):
        session.forget(job)
        return show_failed(request, job.faults, step=what)
    return give_file(job.value.encode(), f"{session.folder.name}-{what}.html")


async def questions(request: Request) -> Response:
    """Show what may be asked, and the answer to what was."""
    session, language = session_of(request), language_of(request)
    if session.folder is None:
        return show_nothing_open(request, "ask")
    every = await list_questions(session, language)
    key, asked = request.query_params.get("q", ""), None
    chosen = next((each for each in every if each.key == key), None)
    if chosen is not None:
        job = ask(session, key, language)
        if not await is_ready(job):
            waiting = f"ask:{language}:{key}"
            return show_waiting(request, waiting, job, step="ask", title=chosen.title)
        if job.faults:
            session.forget(job)
            return show_failed(request, job.faults, step="ask")
        assert isinstance(job.value, Asked)
        asked = job.value
    return show(
        request,
        "ask",
        step="ask",
        title=asked.title if asked else say("serve.ask.title"),
        scripts=("ask.js",),
        questions=every,
        asked=asked,
        chosen=key,
    )


async def cancel(request: Request) -> Response:
    """End what somebody does not want to wait for any longer."""
    session, form = session_of(request), await read_form(request)
    session.end(form.get("key", ""))
    return go(_find_back(form, "/" if session.folder is None else "/mend"))


async def language(request: Request) -> Response:
    """Change the language, and stay where one is."""
    session, form = session_of(request), await read_form(request)
    if form.get("language") in LANGUAGES:
        session.language = form["language"]
    return go(_find_back(form, "/"))


def _find_back(form: Mapping[str, str], usual: str) -> str:
    """Return the address of this page that a form leads back to."""
    back = form.get("back", usual)
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"


async def stop(request: Request) -> Response:
    """End the program, and say that it has ended."""
    answer = show_bare(200, language_of(request), "closed")
    request.app.state.stop()
    return answer

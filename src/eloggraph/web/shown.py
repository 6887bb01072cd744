"""Every answer that somebody reads: a template with what all states have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from eloggraph.finding import Finding
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.findings.text import write_place
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_part
from eloggraph.web.failures import fault
from eloggraph.web.session import Job, Session

BRAND = "eloggraph"
# The states that the head of the page leads to, with their addresses.
STEPS = {
    "file": "/",
    "interpretation": "/interpretation",
    "mend": "/mend",
    "map": "/map",
    "report": "/report",
    "ask": "/ask",
}
_OF_MENDING = ("/edits", "/conflict", "/save", "/download/marked")
_MOST_FORM = 20_000_000


def session_of(request: Request) -> Session:
    """Return the session of a request."""
    session = request.app.state.session
    assert isinstance(session, Session)
    return session


def choose_language(session: Session | None, headers: Headers | Mapping[str, str]) -> Language:
    """Return the language that was chosen, else the first of the browser's that we have."""
    if session is not None and session.language is not None:
        return session.language
    for part in headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip()[:2].lower()
        if tag in LANGUAGES:
            return tag
    return "en"


def language_of(request: Request) -> Language:
    """Return the language of a request."""
    return choose_language(session_of(request), request.headers)


def show(
    request: Request,
    template: str,
    *,
    step: str = "",
    title: Text,
    status: int = 200,
    scripts: Sequence[str] = (),
    **context: object,
) -> HTMLResponse:
    """Return a state of the page."""
    session, language = session_of(request), language_of(request)
    context.setdefault("token", session.token)
    html = render_part(
        f"local/{template}.html",
        **context,
        **{"in": Edition(language)},
        title=title,
        brand=BRAND,
        language=language,
        step=step,
        steps=STEPS,
        scripts=scripts,
        address=_find_address(request, step),
        is_open=session.folder is not None,
        idle=round(session.idle),
        write_place=write_place,
    )
    return HTMLResponse(html, status)


def _find_address(request: Request, step: str) -> str:
    """Return the address of what is shown; of an answer to a form, that of its step."""
    if request.method != "GET":
        return STEPS.get(step, "/")
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def show_bare(status: int, language: Language, entry: str) -> HTMLResponse:
    """Return a page without any way on: one that is refused or closed."""
    html = render_part(
        "local/bare.html",
        **{"in": Edition(language)},
        title=say(f"serve.{entry}.title"),
        entry=entry,
        brand=BRAND,
        language=language,
    )
    return HTMLResponse(html, status)


def show_failed(
    request: Request,
    faults: Sequence[Finding],
    *,
    step: str = "file",
    status: int = 422,
    replace: bool = False,
    aside: bool = False,
) -> HTMLResponse:
    """Return what could not be done, what was not lost, and what to do."""
    return show(
        request,
        "failed",
        step=step,
        title=faults[0].message,
        status=status,
        faults=faults,
        can_replace=replace,
        can_put_aside=aside,
    )


def refuse(request: Request, faults: Sequence[Finding], status: int = 422) -> Response:
    """Return why something was not done: a page, or JSON to a script."""
    if asks_json(request):
        first, language = faults[0], language_of(request)
        said = f"{first.message.say(language)} {first.remedy.say(language)}".strip()
        return JSONResponse({"message": said}, status)
    path = request.url.path
    step = "mend" if path in _OF_MENDING else path.split("/")[1]
    return show_failed(request, faults, step=step, status=status)


def asks_json(request: Request) -> bool:
    """Tell whether it is a script that asks."""
    type_ = request.headers.get("content-type", "")
    return type_.startswith("application/json") or request.url.path.endswith(".json")


def show_stale(request: Request, code: str = "opened-elsewhere") -> Response:
    """Return that another network, or another state of this one, is open by now."""
    return refuse(request, (fault(code),), 409)


def show_waiting(request: Request, key: str, job: Job, *, step: str, title: Text) -> HTMLResponse:
    """Return how far some work is; its script asks again when there is more to show."""
    return show(
        request,
        "reading",
        step=step,
        title=title,
        scripts=("progress.js",),
        key=key,
        job=job,
    )


def show_nothing_open(request: Request, step: str) -> HTMLResponse:
    """Return that there is nothing to show before a table is open."""
    return show(request, "unopened", step=step, title=say("serve.unopened.title"))


def go(address: str) -> Response:
    """Return the way to another state."""
    return RedirectResponse(address, 303)


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form."""
    return dict(await read_pairs(request))


async def read_pairs(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form in their order."""
    body = await read_body(request)
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


async def read_body(request: Request) -> bytes:
    """Return what a request sends; nothing where it is longer than any form or paste."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _MOST_FORM:
            return b""
        parts.append(part)
    return b"".join(parts)

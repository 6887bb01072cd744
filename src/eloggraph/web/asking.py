"""Questions in SPARQL: the page with its editor, and the endpoint for programs."""

from __future__ import annotations

import dataclasses

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from eloggraph.finding import Finding
from eloggraph.text import say
from eloggraph.views.local.model import Rows
from eloggraph.views.local.place_of_error import find_error
from eloggraph.web.changing import keep_up
from eloggraph.web.failures import answer_program, fault, refuse_program
from eloggraph.web.opening import give_file
from eloggraph.web.protocol import MOST_QUERY, Refused, Wanted, read_request
from eloggraph.web.session import Session
from eloggraph.web.shown import language_of, session_of, show, show_nothing_open
from eloggraph.web.work_over import is_ready, list_words, run_query

# What may be taken along from the query page, by its name: the media type that is asked for.
EXPORTS = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "ttl": "text/turtle",
}
FIRST = """SELECT ?actor ?name WHERE {
  ?actor a elo:Actor ;
         skos:prefLabel ?name .
}
LIMIT 20"""
# What is said to a program as it is started, others of the machine can read: so it hears the code.
_EXAMPLE = (
    "echo 'Authorization: Bearer {bearer}' | curl -H @- "
    '--data-urlencode "query=SELECT * WHERE {{ ?s a elo:Actor }} LIMIT 5" {address}'
)
_STATUS = {"too-many": 503, "worker-died": 500, "program-faulty": 500, "query-too-large": 413}


async def query(request: Request) -> Response:
    """Show the editor, and what the query in the address finds, once it is found."""
    session, language = session_of(request), language_of(request)
    if session.folder is None:
        return show_nothing_open(request, "ask")
    text = _take(request, "query")
    faults, job = _refuse(session, text), None
    if text.strip() and not faults:
        await keep_up(session)
        job = run_query(session, text, language)
    is_running = job is not None and not await is_ready(job)
    if job is not None and not is_running:
        session.forget(job)
        faults = job.faults
    rows = job.value if job is not None and isinstance(job.value, Rows) else None
    address = _address_endpoint(request)
    return show(
        request,
        "query",
        step="ask",
        title=say("serve.query.title"),
        status=_STATUS.get(faults[0].code, 422) if faults else 200,
        text=text or await _find_draft(request),
        rows=rows,
        faults=faults,
        at=find_error(text, faults),
        key=job.name if job is not None and is_running else None,
        exports=("ttl",) if rows is not None and rows.is_graph else ("csv", "json"),
        address_of_endpoint=address,
        example=_EXAMPLE.format(bearer=request.app.state.keys.bearer, address=address),
        scripts=("query.js", "progress.js") if is_running else ("query.js",),
    )


def _refuse(session: Session, text: str) -> tuple[Finding, ...]:
    """Return why a query is not asked at all, before anything is begun for it."""
    if len(text) > MOST_QUERY:
        return (fault("query-too-large"),)
    return (fault("too-many"),) if text.strip() and session.crew.is_full else ()


async def _find_draft(request: Request) -> str:
    """Return what the editor begins with: what was written, a query of a name, or the first."""
    said, session = request.query_params, session_of(request)
    if "named" in said and not session.crew.is_full:
        words = await list_words(session, language_of(request))
        texts = {name: text for name, _, text in words.queries}
        return texts.get(said["named"], FIRST)
    return _take(request, "draft") or FIRST


def _take(request: Request, name: str) -> str:
    """Return a text of a form, with line feeds as its only line ends: a browser sends others."""
    return request.query_params.get(name, "").replace("\r\n", "\n")


async def words(request: Request) -> Response:
    """Give what a query is written of, for whoever writes one."""
    found = await list_words(session_of(request), language_of(request))
    return JSONResponse(dataclasses.asdict(found))


async def export(request: Request) -> Response:
    """Give what a query finds as a file."""
    session, name = session_of(request), str(request.path_params["name"])
    language, text = language_of(request), _take(request, "query")
    if name not in EXPORTS or session.folder is None:
        return PlainTextResponse("", 404)
    if len(text) > MOST_QUERY:
        return refuse_program(413, fault("query-too-large"), language)
    wanted = Wanted(query=text, accept=EXPORTS[name])
    answer = await answer_program(_ask(session, "export", wanted), language)
    if answer.status_code != 200:
        return answer
    given = answer.headers["content-type"]
    return give_file(bytes(answer.body), f"{session.folder.name}.{name}", given)


async def endpoint(request: Request) -> Response:
    """Answer as the SPARQL 1.1 protocol does, or describe what answers."""
    session, language = session_of(request), language_of(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_QUERY:
            return refuse_program(413, fault("query-too-large"), language)
    try:
        wanted = read_request(request.method, request.url.query, body, request.headers)
    except Refused as refused:
        return refuse_program(refused.status, fault(refused.reason), language)
    if session.folder is None:
        return refuse_program(404, fault("nothing-open"), language)
    if wanted is not None:
        return await answer_program(_ask(session, "sparql", wanted), language)
    accept = request.headers.get("accept", "")
    if "text/html" in accept:
        return Response(status_code=303, headers={"location": "/query"})
    asked = _ask(session, "describe", _address_endpoint(request), accept)
    return await answer_program(asked, language)


async def _ask(session: Session, task: str, *given: object) -> object:
    """Ask one of those that answer; whoever finds no place to wait is refused before any work."""
    async with session.crew.take_asker() as child:
        await keep_up(session)
        return await child.call(task, session.target, *given)


def _address_endpoint(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/sparql"

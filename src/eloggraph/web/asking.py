"""Questions in SPARQL: the page with its editor, and the endpoint for programs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from eloggraph.errors import EloggraphError
from eloggraph.finding import Finding
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.jobs.warm import ChildFailed
from eloggraph.text import say
from eloggraph.views.local.model import Rows
from eloggraph.web.crew import TooMany
from eloggraph.web.opening import give_file
from eloggraph.web.protocol import MOST_QUERY, Refused, Wanted, read_request
from eloggraph.web.session import Session
from eloggraph.web.shown import (
    fault,
    language_of,
    session_of,
    show,
    show_nothing_open,
)

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
_STATUS = {
    "query-forbidden": 403,
    "query-not-acceptable": 406,
    "query-too-long": 413,
    "query-beyond-bounds": 504,
}


async def query(request: Request) -> Response:
    """Show the editor, and what the query in the address finds."""
    session = session_of(request)
    if session.folder is None:
        return show_nothing_open(request, "ask")
    text = request.query_params.get("query", "")
    rows, faults = await _run(session, text, language_of(request))
    address = f"{request.url.scheme}://{request.url.netloc}/sparql"
    return show(
        request,
        "query",
        step="ask",
        title=say("serve.query.title"),
        status=422 if faults else 200,
        text=text or FIRST,
        rows=rows,
        faults=faults,
        exports=("ttl",) if rows is not None and rows.is_graph else ("csv", "json"),
        address_of_endpoint=address,
        example=_EXAMPLE.format(bearer=request.app.state.keys.bearer, address=address),
        scripts=("query.js",),
    )


async def _run(
    session: Session, text: str, language: str
) -> tuple[Rows | None, tuple[Finding, ...]]:
    if not text.strip():
        return None, ()
    try:
        async with session.crew.take_asker() as child:
            found = await child.call("query", session.target, text, language)
    except EloggraphError as error:
        return None, error.findings
    except BoundExceeded:
        return None, (fault("worker-died"),)
    except ChildFailed:
        return None, (fault("program-faulty"),)
    except TooMany:
        return None, (fault("too-many"),)
    assert isinstance(found, Rows)
    return found, ()


async def export(request: Request) -> Response:
    """Give what a query finds as a file."""
    session, name = session_of(request), str(request.path_params["name"])
    type_ = EXPORTS.get(name)
    text = request.query_params.get("query", "")
    if type_ is None or session.folder is None or len(text) > MOST_QUERY:
        return PlainTextResponse("", 404)
    wanted = Wanted(query=text, accept=type_)
    answer = await _answer(session, wanted, language_of(request), "export")
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
            return _refuse(413, "query-too-large", language)
    try:
        wanted = read_request(request.method, request.url.query, body, request.headers)
    except Refused as refused:
        return _refuse(refused.status, refused.reason, language)
    if session.folder is None:
        return _refuse(404, "nothing-open", language)
    if wanted is not None:
        return await _answer(session, wanted, language)
    accept = request.headers.get("accept", "")
    if "text/html" in accept:
        return Response(status_code=303, headers={"location": "/query"})
    return await _describe(session, f"{request.url.scheme}://{request.url.netloc}/sparql", accept)


async def _describe(session: Session, address: str, accept: str) -> Response:
    try:
        async with session.crew.take_asker() as child:
            found = await child.call("describe", session.target, address, accept)
    except TooMany:
        return PlainTextResponse("", 503, {"retry-after": "5"})
    except EloggraphError as error:
        return PlainTextResponse(f"{error}\n", _STATUS.get(error.findings[0].code, 400))
    return give(found)


async def _answer(
    session: Session, wanted: Wanted, language: str, task: str = "sparql"
) -> Response:
    try:
        async with session.crew.take_asker() as child:
            found = await child.call(task, session.target, wanted)
    except TooMany:
        answer = _refuse(503, "too-many", language)
        answer.headers["retry-after"] = "5"
        return answer
    except BoundExceeded:
        return _refuse(500, "worker-died", language)
    except ChildFailed:
        return _refuse(500, "program-faulty", language)
    except EloggraphError as error:
        first = error.findings[0]
        said = f"{first.message.say(language)} {first.remedy.say(language)}\n"
        return PlainTextResponse(said, _STATUS.get(first.code, 400))
    return give(found)


def give(found: object) -> Response:
    """Return the answer of a child: a media type and bytes."""
    assert isinstance(found, tuple)
    type_, content = found
    return Response(content, headers={"content-type": type_})


def _refuse(status: int, reason: str, language: str) -> Response:
    told = fault(reason)
    return PlainTextResponse(f"{told.message.say(language)} {told.remedy.say(language)}\n", status)

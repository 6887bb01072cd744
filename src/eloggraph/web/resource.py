"""A page for each thing of the network, or the same as RDF for programs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from eloggraph.views.local.model import Thing
from eloggraph.web.asking import give
from eloggraph.web.shown import language_of, session_of, show, show_bare, show_nothing_open


async def resource(request: Request) -> Response:
    """Show what is on record of a thing and where it says so."""
    session, iri = session_of(request), request.query_params.get("iri", "")
    if session.folder is None:
        return show_nothing_open(request, "ask")
    accept = request.headers.get("accept", "")
    if "text/html" in accept or not accept:
        found = await session.crew.reader.call("resource", session.target, iri)
        if isinstance(found, Thing):
            return show(request, "resource", step="ask", title=found.name, thing=found, iri=iri)
    else:
        written = await session.crew.reader.call("resource-rdf", session.target, iri, accept)
        if written is not None:
            return give(written)
    return show_bare(404, language_of(request), "lost")

"""A page for each thing of the network, or the same as RDF for programs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from eloggraph.errors import InputError
from eloggraph.views.local.model import Thing
from eloggraph.web.failures import answer_program
from eloggraph.web.session import Session
from eloggraph.web.shown import language_of, session_of, show, show_bare, show_nothing_open


async def resource(request: Request) -> Response:
    """Show what is on record of a thing and where it says so."""
    session, iri = session_of(request), request.query_params.get("iri", "")
    accept = request.headers.get("accept", "")
    if accept and "text/html" not in accept:
        return await answer_program(_write(session, iri, accept), language_of(request))
    if session.folder is None:
        return show_nothing_open(request, "ask")
    found = await session.crew.reader.call("resource", session.target, iri)
    if isinstance(found, Thing):
        return show(request, "resource", step="ask", title=found.name, thing=found, iri=iri)
    return show_bare(404, language_of(request), "lost")


async def _write(session: Session, iri: str, accept: str) -> object:
    """Return what is said of a thing as RDF.

    Raises
    ------
    InputError
        When nothing is open, or it is no IRI.
    """
    if session.folder is None:
        raise InputError.tell("nothing-open", chapter="serve")
    written = await session.crew.reader.call("resource-rdf", session.target, iri, accept)
    if written is None:
        raise InputError.tell("no-resource", chapter="serve", value=iri)
    return written

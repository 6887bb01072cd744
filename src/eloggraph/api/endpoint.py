"""A network as a SPARQL endpoint: one query, answered in a child within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from eloggraph.api.query import ask_bounded

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder

MOST_BYTES = 50_000_000


def answer_protocol(
    network: OpenedFolder,
    query: str,
    accept: str = "",
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> tuple[str, bytes]:
    """Answer a query as the SPARQL 1.1 protocol does: see :func:`eloggraph.graph.protocol.answer`.

    Raises
    ------
    QueryError
        As of :meth:`eloggraph.Network.query`, or when the client takes none of the types there are.

    Examples
    --------
    >>> import eloggraph
    >>> answer_protocol(eloggraph.open("datasets/osaajaks"), "ASK { ?s ?p ?o }", "text/csv")[1]
    b'true'
    """
    from eloggraph.graph.protocol import answer

    store = network.store
    ask = partial(
        answer,
        store,
        query,
        accept,
        base=network.config.base,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        most_bytes=MOST_BYTES,
    )
    return ask_bounded(ask, len(store))


def describe_service(network: OpenedFolder, address: str, accept: str = "") -> tuple[str, bytes]:
    """Return what the endpoint of a network says of itself, with its media type."""
    from eloggraph.graph import protocol

    return protocol.describe_service(network.store, address, accept)

"""One thing of a network: what its rows say of it, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eloggraph.api.endpoint import answer_protocol

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.graph.describe import Description
    from eloggraph.text import Text

# What may stand between < and > in SPARQL: the production IRIREF of its grammar.
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')


def describe_resource(network: OpenedFolder, iri: str) -> tuple[Text, Description] | None:
    """Return the name of a thing and what its rows say; None where no row is about it.

    Examples
    --------
    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> describe_resource(net, "urn:none") is None
    True
    """
    from eloggraph.graph.describe import describe_nodes

    found = describe_nodes((iri,), network.graphs, network.labels)[iri]
    if not found.sources or iri not in network.labels:
        return None
    return network.labels[iri], found


def write_resource(network: OpenedFolder, iri: str, accept: str) -> tuple[str, bytes] | None:
    """Return what is said of a thing as RDF, with its media type; None where it is no IRI."""
    if not _IRI.fullmatch(iri):
        return None
    return answer_protocol(network, f"DESCRIBE <{iri}>", accept)

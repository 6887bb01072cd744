"""Tables as RDF, or as metadata for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.api.check import refuse_faults
from eloggraph.api.language import choose_language
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.api.network import Network


def build(network: Network, format: str, draft: bool, lang: Language | None) -> str:
    """Return a network in a format: see :meth:`eloggraph.Network.build`."""
    from eloggraph.tables.write.metadata.files import METADATA_WRITERS, describe_tables

    if format in METADATA_WRITERS:
        return describe_tables(network.tables, network.schema, format, choose_language(lang))
    from eloggraph.graph.rdf.write import serialise

    faults = refuse_faults(network, draft)
    if not faults:
        return serialise(network.graph, format)
    notice = say("pages.notice.draft", n=faults).say(choose_language(lang))
    return f"# {notice}\n{serialise(network.graph, format)}"

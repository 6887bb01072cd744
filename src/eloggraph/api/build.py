"""Tables as RDF, in our words or those of a profile, or as metadata for other programs."""

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
    faults = refuse_faults(network, draft)
    text = _write(network, format)
    if not faults:
        return text
    notice = say("pages.notice.draft", n=faults).say(choose_language(lang))
    return f"# {notice}\n{text}"


def _write(network: Network, format: str) -> str:
    from eloggraph.graph.rdf.write import FORMATS, serialise

    if format in FORMATS:
        return serialise(network.graph, format)
    from eloggraph.publish.profiles import export_profile
    from eloggraph.publish.writing import write_profile

    return write_profile(export_profile(network.graphs, network.config, format))


def explain_omitted(network: Network, text: str, lang: Language | None) -> str:
    """Return in sentences what a profile had no room for, by the head of what was built."""
    if text[:1] != "#":
        return ""
    from eloggraph.publish.sentences import explain_head

    return explain_head(text, network.labels, choose_language(lang))

"""Tables as RDF, in our words or those of a profile, or as metadata for other programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eloggraph.api.check import refuse_faults
from eloggraph.api.day import Day, explain_day, look, read_day
from eloggraph.api.language import choose_language
from eloggraph.errors import OptionError
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.api.network import Network


def build(
    network: Network, format: str, draft: bool, lang: Language | None, at: Day | None = None
) -> str:
    """Return a network in a format: see :meth:`eloggraph.Network.build`."""
    from eloggraph.publish.citation import CITATION_WRITERS
    from eloggraph.tables.write.metadata.files import METADATA_WRITERS, describe_tables

    if at is not None and format in (*METADATA_WRITERS, *CITATION_WRITERS):
        raise OptionError.about("cli.wrong.at-metadata")
    if format in CITATION_WRITERS:
        return CITATION_WRITERS[format](network.config, choose_language(lang))
    if format in METADATA_WRITERS:
        return describe_tables(network.tables, network.schema, format, choose_language(lang))
    faults = refuse_faults(network, draft)
    text = _write(network, format, at)
    if not faults:
        return text
    notice = say("pages.notice.draft", n=faults).say(choose_language(lang))
    return f"# {notice}\n{text}"


def _write(network: Network, format: str, at: Day | None) -> str:
    from eloggraph.graph.populate.about import describe_again
    from eloggraph.graph.rdf.write import FORMATS, serialise

    graphs, config = network.graphs, network.config
    if at is not None:
        config = replace(config, date=read_day(at))
        own, *used = look(network, at).in_force.graphs
        graphs = (describe_again(own, config), *used)
    if format in FORMATS:
        return serialise(graphs[0], format)
    from eloggraph.publish.profiles import export_profile
    from eloggraph.publish.writing import write_profile

    return write_profile(export_profile(graphs, config, format))


def explain_omitted(
    network: Network, text: str, lang: Language | None, at: Day | None = None
) -> str:
    """Return in sentences what the day left out, and what a profile had no room for.

    The latter is told by the head of what was built.
    """
    day = explain_day(look(network, at).in_force, lang) if at is not None else ""
    if text[:1] != "#":
        return day
    from eloggraph.publish.sentences import explain_head

    return day + explain_head(text, network.labels, choose_language(lang))

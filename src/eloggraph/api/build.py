"""Tables as RDF, in our words or those of a profile, or as metadata for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from eloggraph.api.day import Day, explain_day, look, read_day
from eloggraph.api.language import choose_language
from eloggraph.api.unread import refuse_faults
from eloggraph.errors import OptionError
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.api.written import WrittenNetwork
    from eloggraph.config import NetworkConfig
    from eloggraph.graph.statements import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was built: as parts of a file, and its head where that tells of what was left out."""

    parts: Iterator[bytes]
    head: str = ""

    @classmethod
    def of(cls, text: str) -> Built:
        """Return a text as one part."""
        return cls(parts=iter((text.encode(),)))


def build(
    network: WrittenNetwork, format: str, draft: bool, lang: Language | None, at: Day | None = None
) -> str:
    """Return a network in a format: see :meth:`eloggraph.Network.build`."""
    return b"".join(stream(network, format, draft, lang, at).parts).decode()


def stream(
    network: WrittenNetwork, format: str, draft: bool, lang: Language | None, at: Day | None = None
) -> Built:
    """Return the same part by part: see :meth:`eloggraph.Network.build_parts`."""
    from eloggraph.graph.rdf.write import FORMATS
    from eloggraph.graph.rdf.write import stream as stream_graph
    from eloggraph.publish.citation import CITATION_WRITERS
    from eloggraph.tables.write.metadata.files import METADATA_WRITERS, describe_tables

    reader = choose_language(lang)
    if at is not None and format in (*METADATA_WRITERS, *CITATION_WRITERS):
        raise OptionError.about("cli.wrong.at-metadata")
    if format in CITATION_WRITERS:
        return Built.of(CITATION_WRITERS[format](network.config, reader))
    if format in METADATA_WRITERS:
        return Built.of(describe_tables(network.tables, network.schema, format, reader))
    faults = refuse_faults(network, draft)
    head = f"# {say('pages.notice.draft', n=faults).say(reader)}\n" if faults else ""
    if format in FORMATS:
        parts = stream_graph(_choose_graphs(network, at)[0][0], format)
        return Built(parts=chain((head.encode(),), parts))
    text = head + _write_profile(network, format, at)
    return replace(Built.of(text), head=text)


def _choose_graphs(
    network: WrittenNetwork, at: Day | None
) -> tuple[tuple[Graph, ...], NetworkConfig]:
    """Return the graphs with all on record or what holds on a day, and the settings that fit."""
    if at is None:
        return network.graphs, network.config
    from eloggraph.graph.populate.about import describe_again

    config = replace(network.config, date=read_day(at))
    own, *used = look(network, at).in_force.graphs
    return (describe_again(own, config), *used), config


def _write_profile(network: WrittenNetwork, format: str, at: Day | None) -> str:
    from eloggraph.publish.profiles import export_profile
    from eloggraph.publish.writing import write_profile

    graphs, config = _choose_graphs(network, at)
    return write_profile(export_profile(graphs, config, format))


def explain_left_out(network: OpenedFolder, lang: Language | None, at: Day | None) -> str:
    """Return in sentences what the day of a store left out.

    >>> import eloggraph
    >>> explain_left_out(eloggraph.open("datasets/osaajaks"), "en", None)
    ''
    """
    return explain_day(look(network, at).marked, lang) if at is not None else ""


def explain_omitted(
    network: WrittenNetwork, head: str, lang: Language | None, at: Day | None = None
) -> str:
    """Return in sentences what the day left out, and what a profile had no room for.

    The latter is told by the head of what was built.
    """
    day = explain_day(look(network, at).in_force, lang) if at is not None else ""
    if head[:1] != "#":
        return day
    from eloggraph.publish.sentences import explain_head

    return day + explain_head(head, network.labels, choose_language(lang))

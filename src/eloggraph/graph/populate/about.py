"""What network.toml says of a network, as statements about its data set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from eloggraph.config import NetworkConfig
from eloggraph.graph.statements import FRAME_SCHEMA, OBJECT, ROW, SUBJECT, Graph, StatementFrame
from eloggraph.iri import expand


def describe_dataset(config: NetworkConfig) -> Iterator[StatementFrame]:
    """Yield what the settings say, as a data set of the catalogue vocabulary."""

    def one(curie: str, value: str, **kind: object) -> StatementFrame:
        frame = pl.DataFrame(
            {SUBJECT: [config.base], OBJECT: [value], ROW: [None]}, schema=FRAME_SCHEMA
        )
        return StatementFrame(predicate=expand(curie), frame=frame, **kind)  # type: ignore[arg-type]

    yield one("rdf:type", expand("dcat:Dataset"))
    yield one("dct:identifier", config.id, is_literal=True, datatype=expand("xsd:string"))
    for curie, text in (("dct:title", config.title), ("dct:description", config.description)):
        for language, value in text.tagged() if text else ():
            yield one(curie, value, is_literal=True, language=language)
    if config.publisher:
        yield one("dct:publisher", config.publisher, is_literal=True, datatype=expand("xsd:string"))
    if config.licence:
        yield one("dct:license", config.licence)
    if config.date:
        datatype = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(config.date), "xsd:date")
        yield one("dct:date", config.date, is_literal=True, datatype=expand(datatype))


def describe_again(graph: Graph, config: NetworkConfig) -> Graph:
    """Return the graph with what other settings say of its data set, such as another day."""
    kept = (
        part
        for part in graph.frames
        if part.origin is not None or config.base not in part.frame[SUBJECT]
    )
    return replace(graph, frames=(*kept, *describe_dataset(config)))

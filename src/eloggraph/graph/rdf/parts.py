"""Files of lines part by part: cut into fields, and each line checked on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eloggraph.graph.rdf.found import RdfSource
from eloggraph.graph.rdf.lines import (
    MOST_FAULTS,
    LineFault,
    SplitLines,
    UnusualError,
    are_canonical,
    canonise,
    read_lines,
    split_lines,
)
from eloggraph.graph.rdf.memory import MemoryBound
from eloggraph.graph.rdf.reified import Reifications
from eloggraph.graph.rdf.source import refuse_deep
from eloggraph.graph.rdf.terms import refuse_triples


def split_parts(
    parts: Iterable[bytes],
    source: RdfSource,
    faults: list[LineFault],
    reified: Reifications,
    bound: MemoryBound | None = None,
    first: int = 1,
) -> Iterator[SplitLines]:
    """Yield the lines of a file cut into fields, part by part; ``faults`` takes what is wrong.

    The first line has the number ``first``.

    Raises
    ------
    UnusualError
        When the strict parser must read the whole text.
    """
    row = first
    for data in parts:
        lines = read_lines(data, row)
        split = split_lines(lines)
        if not are_canonical(split, source.format):
            refuse_deep(source, data)  # what is canonical meets no parser
            lines, found = canonise(lines, source.format)
            faults += found
            if len(faults) >= MOST_FAULTS:
                raise UnusualError
            split = refuse_triples(split_lines(reified.write(lines)))
        if bound is not None:
            bound.take(split, len(data))
        yield split
        row += data.count(b"\n")

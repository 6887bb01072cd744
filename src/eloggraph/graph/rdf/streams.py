"""RDF files as streams that a parser reads part by part, guarded as whole files are.

JSON-LD is read whole, because its contexts may stand anywhere, and so is RDF/XML that is in another
encoding than UTF-8 or has a document type.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Protocol

import pyoxigraph as ox

from eloggraph.graph.rdf.found import STDIN, RdfSource
from eloggraph.graph.rdf.source import (
    cut_at_lines,
    read_source,
    read_source_parts,
    refuse_deep,
    tell_deep,
)
from eloggraph.graph.rdf.xml_head import is_plain
from eloggraph.nesting import ElementDepth, TripleDepth
from eloggraph.once import PartsReader

PART = 4 << 20
_BUFFER = 1 << 18


class _Depth(Protocol):
    def is_deep(self, part: bytes) -> bool: ...


def open_stream(source: RdfSource) -> IO[bytes]:
    """Open a file for a parser; what nests too deep for it is refused where it is reached.

    Raises
    ------
    RefusedError
        When the file cannot be read or could do harm, now or while it is read.
    """
    return io.BufferedReader(PartsReader(_guard(source)), _BUFFER)


def open_lines(source: RdfSource) -> Iterator[bytes]:
    """Yield the bytes of a file of lines in parts that end with a line.

    Raises
    ------
    RefusedError
        When the file cannot be read or could do harm.
    """
    if source.path == STDIN:  # which cannot be read again
        return cut_at_lines(_slice(read_source(source)), PART)
    return read_source_parts(source, PART, is_bounded=False)


def _slice(data: bytes) -> Iterator[bytes]:
    return (data[at : at + PART] for at in range(0, len(data), PART))


def _guard(source: RdfSource) -> Iterator[bytes]:
    if source.path == STDIN or source.format == ox.RdfFormat.JSON_LD:
        yield from _read_whole(source)
        return
    parts: Iterable[bytes] = read_source_parts(source, PART, is_bounded=False)
    depth: _Depth = TripleDepth()
    if source.format == ox.RdfFormat.RDF_XML:
        first = next(iter(parts), b"")
        if not is_plain(first):
            yield from _read_whole(source)
            return
        parts, depth = chain([first], parts), ElementDepth()
    for part in parts:
        if depth.is_deep(part):
            raise tell_deep(source)
        yield part


def _read_whole(source: RdfSource) -> Iterator[bytes]:
    data = read_source(source)
    refuse_deep(source, data)
    yield data

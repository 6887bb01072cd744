"""How much memory it takes to hold RDF files whole, told before it ends and not after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Literal

import pyoxigraph as ox

from eloggraph.finding import Finding, tell
from eloggraph.graph.rdf.found import STDIN, RdfSource, RefusedError
from eloggraph.graph.rdf.packed import NotPackedError, read_packed_about
from eloggraph.graph.rdf.source import read_source_parts
from eloggraph.jobs.free import measure_free

Work = Literal["query", "hash"]
# Measured with a million statements of a synthetic network, as N-Triples and Turtle: the libraries,
# and what each statement takes beside the bytes of its file, in a store and as an object.
_LIBRARIES = 100_000_000
_OF_STATEMENT: dict[Work, int] = {"query": 1_050, "hash": 2_600}
# Files that are smaller together are not looked at before they are read.
SMALL = 20_000_000
# So much of a file is parsed to tell how many statements it has.
_SAMPLE = 1 << 20
# Text that a byte of gz has, and bytes of text that a statement has where a part cannot be parsed.
_UNZIPPED, _OF_TEXT = 10, 100
# A statement of a file of statements as a line.
_OF_LINE = 180


def find_too_large(sources: Sequence[RdfSource], work: Work) -> list[Finding]:
    """Return that files would take more memory than is free, or nothing.

    Parameters
    ----------
    sources
        Files that are read and held whole.
    work
        What for: ``query`` puts them into a store, ``hash`` makes an object of each statement.

    Examples
    --------
    >>> find_too_large([], "query")
    []
    """
    there = [source for source in sources if source.path != STDIN and source.path.is_file()]
    if sum(source.path.stat().st_size for source in there) < SMALL:
        return []
    free = measure_free()
    measured = [_measure(source) for source in there]
    statements = sum(count for count, _ in measured)
    need = _LIBRARIES + sum(length for _, length in measured) + statements * _OF_STATEMENT[work]
    if free is None or need <= free:
        return []
    values = {"need": -(-need // 1_000_000), "limit": free // 1_000_000}
    return [
        tell("rdf-memory", "violation", chapter="checks", variant=work, **values)  # type: ignore[arg-type]
    ]


def _measure(source: RdfSource) -> tuple[int, int]:
    """Return about how many statements a file has, and how many bytes of text."""
    if source.is_packed:
        try:
            count = read_packed_about(source.path).statements
        except (NotPackedError, OSError):
            count = 0  # reading tells why
        return count, count * _OF_LINE
    size = source.path.stat().st_size
    length = size * (_UNZIPPED if source.path.suffix.lower() == ".gz" else 1)
    try:
        sample = next(read_source_parts(source, _SAMPLE), b"")
    except RefusedError:  # reading tells why
        return 0, length
    return length * _count(source, sample) // max(len(sample), 1), length


def _count(source: RdfSource, sample: bytes) -> int:
    """Return how many statements a part of a file has."""
    count = 0
    if source.format != ox.RdfFormat.JSON_LD:  # whose parts say nothing
        parser: Iterable[ox.Quad] = ox.parse(sample, format=source.format, base_iri=source.base)
        with suppress(SyntaxError):  # it ends in the middle
            for _ in parser:
                count += 1
    return count or len(sample) // _OF_TEXT

"""About how many statements RDF files have, by a sample of them, and whether memory holds these.

What would take more than there is is told before it is begun, and not when memory ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from eloggraph.finding import Finding, tell
from eloggraph.graph.rdf.found import STDIN, RdfSource, RefusedError
from eloggraph.graph.rdf.packed import NotPackedError, read_packed_about
from eloggraph.graph.rdf.source import read_source_parts
from eloggraph.graph.rdf.told import LINES
from eloggraph.jobs.free import find_room

Work = Literal["query", "hash"]
# Measured with a million statements of a synthetic network, as N-Triples and Turtle: the libraries,
# and what each statement takes beside the bytes of its file, in a store and as an object.
_LIBRARIES = 100_000_000
_OF_STATEMENT: dict[Work, int] = {"query": 1_050, "hash": 2_600}
# Files with less text together are not looked at before they are read.
SMALL = 20_000_000
# So much of one file is parsed to tell how many statements there are in files of its format.
_SAMPLE = 1 << 18
# Text that a byte of gz has, and bytes of text that a statement has where a part cannot be parsed.
_UNZIPPED, _OF_TEXT = 10, 100
# A statement of a file of statements as a line.
_OF_LINE = 180


@dataclass(frozen=True, slots=True)
class Extent:
    """About how many statements there are, and how many bytes of text say them."""

    statements: int
    length: int


def estimate_extent(sources: Iterable[RdfSource]) -> Extent | None:
    """Return about how much RDF files say; None where it is little, whatever it is.

    Of each format a part of the largest file is parsed, and the others are taken to be alike; a
    file of statements tells its number.

    Parameters
    ----------
    sources
        The files; stdin is left out, which is read once.

    Examples
    --------
    >>> estimate_extent([]) is None
    True
    """
    lengths = {
        source: _measure(source)
        for source in sources
        if source.path != STDIN and source.path.is_file()
    }
    if sum(lengths.values()) < SMALL:
        return None
    formats: dict[tuple[ox.RdfFormat, bool], list[RdfSource]] = {}
    for source in lengths:
        formats.setdefault((source.format, source.is_packed), []).append(source)
    statements = 0
    for alike in formats.values():
        largest = max(alike, key=lambda source: lengths[source])
        statements += int(sum(lengths[source] for source in alike) * _density(largest))
    return Extent(statements, sum(lengths.values()))


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
    found = estimate_extent(sources)
    free = find_room()
    if found is None or free is None:
        return []
    need = _LIBRARIES + found.length + found.statements * _OF_STATEMENT[work]
    if need <= free:
        return []
    values = {"need": -(-need // 1_000_000), "limit": free // 1_000_000}
    return [
        tell("rdf-memory", "violation", chapter="checks", variant=work, **values)  # type: ignore[arg-type]
    ]


def _measure(source: RdfSource) -> int:
    """Return about how many bytes of text a file has."""
    if source.is_packed:
        try:
            return read_packed_about(source.path).statements * _OF_LINE
        except (NotPackedError, OSError):
            return 0  # reading tells why
    size = source.path.stat().st_size
    return size * (_UNZIPPED if source.path.suffix.lower() == ".gz" else 1)


def _density(source: RdfSource) -> float:
    """Return how many statements a byte of a file has, by its first part."""
    if source.is_packed:
        return 1 / _OF_LINE
    try:
        sample = next(read_source_parts(source, _SAMPLE), b"")
    except RefusedError:  # reading tells why
        return 0
    count = sample.count(b"\n") if source.format in LINES else _count(source, sample)
    return count / len(sample) if count else 1 / _OF_TEXT


def _count(source: RdfSource, sample: bytes) -> int:
    """Return how many statements a part of a file has."""
    count = 0
    if source.format != ox.RdfFormat.JSON_LD:  # whose parts say nothing
        parser: Iterable[ox.Quad] = ox.parse(sample, format=source.format, base_iri=source.base)
        with suppress(SyntaxError):  # it ends in the middle
            for _ in parser:
                count += 1
    return count

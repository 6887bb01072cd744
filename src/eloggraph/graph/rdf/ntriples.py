"""The graph as N-Triples: columns into bytes, without an object for each statement.

In order for files, a part of the nodes at a time; as they come for a store.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import polars as pl
import pyoxigraph as ox

from eloggraph.errors import OutputError
from eloggraph.graph.rdf.lines import find_odd
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import expand

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ESCAPED = pl.col(OBJECT).str.replace_many(list(ESCAPES), list(ESCAPES.values()))
_LINE, _PART, _SAID, _END = "line", "part", "said", "end"
_REFERENCE = pl.concat_str(pl.lit("<"), SUBJECT, _SAID, pl.lit("<"), OBJECT, pl.lit("> ."))
_TEXT = pl.concat_str(pl.lit("<"), SUBJECT, _SAID, pl.lit('"'), ESCAPED, _END)
Piece = tuple[StatementFrame, pl.DataFrame]
_STRING = expand("xsd:string")
# Statements that are put in order at a time, and those that a store is given at a time.
_SORTED = 125_000
_LOADED = 50_000


def stream_lines(parts: Iterable[StatementFrame]) -> Iterator[bytes]:
    r"""Yield statements as N-Triples, as they come, repeats too.

    >>> from eloggraph.graph.rdf.triples import graph_of_triples
    >>> node = ox.NamedNode("urn:a")
    >>> list(stream_lines(graph_of_triples([ox.Triple(node, node, ox.Literal(""))], "urn:").frames))
    [b'<urn:a> <urn:a> "" .\n']
    """
    batch, height = list[Piece](), 0
    for part in parts:
        for piece in part.frame.iter_slices(_LOADED):
            batch.append((part, piece))
            height += piece.height
            if height >= _LOADED:
                yield encode_lines(_write_lines(batch))
                batch, height = [], 0
    if height:
        yield encode_lines(_write_lines(batch))


def list_lines(parts: Iterable[StatementFrame]) -> pl.Series:
    """Return statements as lines of N-Triples, as they come, repeats too.

    >>> list_lines([]).to_list()
    []
    """
    pieces = [(part, part.frame) for part in parts]
    return _write_lines(pieces) if pieces else pl.Series(_LINE, [], pl.String)


def stream_ntriples(graph: Graph) -> Iterator[bytes]:
    """Yield the graph as N-Triples, one statement a line, sorted, without repeats.

    Every line is read again before it is given: it has the form that the grammar gives a line, or
    a strict parser takes it.

    Raises
    ------
    OutputError
        When a line is none.
    """
    for lines in sort_lines(graph):
        _refuse_malformed(lines)
        yield encode_lines(lines)


def write_ntriples(graph: Graph) -> str:
    """Write the graph as N-Triples, one statement a line, sorted, without repeats."""
    return b"".join(encode_lines(lines) for lines in sort_lines(graph)).decode()


def count_statements(graph: Graph) -> int:
    """Return how many different statements the graph has."""
    return sum(map(len, sort_lines(graph)))


def _write_lines(pieces: Sequence[Piece]) -> pl.Series:
    """Return the lines of some statements: those of a kind are written in one go."""
    written = []
    for is_literal, line in ((False, _REFERENCE), (True, _TEXT)):
        some = [piece for piece in pieces if piece[0].is_literal == is_literal]
        if some:
            columns = [pl.concat([frame[name] for _, frame in some]) for name in (SUBJECT, OBJECT)]
            said = pl.concat([_repeat(f"> <{p.predicate}> ", frame) for p, frame in some])
            ends = pl.concat([_repeat(f'"{write_suffix(p)} .', frame) for p, frame in some])
            stacked = pl.DataFrame([*columns, said.alias(_SAID), ends.alias(_END)])
            written.append(stacked.select(line.alias(_LINE))[_LINE])
    return pl.concat(written)


def _repeat(text: str, frame: pl.DataFrame) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, frame.height)


def write_suffix(part: StatementFrame, datatype: str | None = None) -> str:
    """Return what stands after the text of literals; ``datatype`` is how their type is written."""
    if part.language:
        return f"@{part.language}"
    if part.datatype in (None, _STRING):
        return ""
    return f"^^{datatype or f'<{part.datatype}>'}"


def sort_lines(graph: Graph) -> Iterator[pl.Series]:
    """Yield the lines of a graph in order, each once, those of some nodes at a time."""
    bounds = _choose_bounds(graph)
    cuts = [_cut(part, bounds) for part in graph.frames]
    for number in range(len(bounds) + 1):
        found = zip(graph.frames, cuts, strict=True)
        pieces = [(part, cut.pop(number)) for part, cut in found if number in cut]
        if pieces:
            lines = _write_lines(pieces).sort()
            yield lines.filter((lines != lines.shift()).fill_null(value=True))


def _choose_bounds(graph: Graph) -> Sequence[str]:
    """Return nodes that part the others into about equal parts, as they stand in lines."""
    wanted = len(graph) // _SORTED
    if not wanted:
        return ()
    sample = pl.concat([part.frame[SUBJECT].gather_every(50) for part in graph.frames])
    ends = (sample + ">").sort()
    return [ends[len(ends) * number // (wanted + 1)] for number in range(1, wanted + 1)]


def _cut(part: StatementFrame, bounds: Sequence[str]) -> dict[int, pl.DataFrame]:
    """Return statements by the part that they are in, with an end that a line has too."""
    frame = part.frame.select(SUBJECT, OBJECT)
    if not bounds:
        return {0: frame}
    place = pl.Series(bounds).search_sorted(frame[SUBJECT] + ">", side="right")
    found = frame.with_columns(place.alias(_PART)).partition_by(
        _PART, as_dict=True, include_key=False
    )
    return {int(number): piece for (number,), piece in found.items()}


def encode_lines(lines: pl.Series) -> bytes:
    """Return lines as bytes, each with its end."""
    written = io.BytesIO()
    lines.to_frame().write_csv(written, include_header=False, quote_style="never")
    return written.getvalue()


def _refuse_malformed(lines: pl.Series) -> None:
    odd = find_odd(lines)
    try:
        read = sum(1 for _ in ox.parse(encode_lines(odd), format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise OutputError.tell("output-not-rdf", reason=str(error)) from error
    if read != len(odd):
        raise OutputError.tell("output-not-rdf", reason=f"{len(odd) - read} statements differ")

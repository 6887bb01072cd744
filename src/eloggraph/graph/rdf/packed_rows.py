"""Rows of a file of statements, part by part: judged as strictly as lines are, and as lines.

Whoever made the file may have written anything into it. A row whose terms have the form of the
canonical grammar is taken; every other one is written as a line and goes through pyoxigraph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.rdf.lines import IRI, LANGUAGE, PREDICATE, parse_all
from eloggraph.graph.rdf.ntriples import ESCAPED, encode_lines
from eloggraph.graph.rdf.packed import NotPackedError, scan_packed
from eloggraph.graph.rdf.terms import GRAPH, TAG, TAGGED
from eloggraph.graph.statements import FILE, OBJECT, SUBJECT

# Rows that are looked at together: as many as stand together in a file of ours.
AT_ONCE = 250_000
_NODE_TEXT = rf"^(?:{IRI}|_:[A-Za-z0-9][A-Za-z0-9_\-]*)$"
_TAG_TEXT = rf"^(?:|{LANGUAGE}|\^\^<{IRI}>)$"
_IS_NODE = pl.col(TAG).is_null()
# Conditions of few columns each: of what stands many times in a column each is asked once.
_CANONICAL = (
    pl.col(SUBJECT).str.contains(_NODE_TEXT).fill_null(value=False),
    pl.col(PREDICATE).str.contains(f"^{IRI}$").fill_null(value=False),
    _IS_NODE | pl.col(TAG).str.contains(_TAG_TEXT),
    _IS_NODE | ~pl.col(TAG).is_in(sorted(TAGGED)),
    ~_IS_NODE | pl.col(OBJECT).str.contains(_NODE_TEXT).fill_null(value=False),
    pl.col(OBJECT).is_not_null(),
    pl.col(FILE).is_not_null(),
    pl.col(GRAPH).is_null() | pl.col(GRAPH).str.contains(_NODE_TEXT),
)
IS_CANONICAL = pl.all_horizontal(_CANONICAL)


class UnsoundError(Exception):
    """A row says nothing: ``row`` is its number from 1."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


def read_packed_rows(path: Path) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file of statements, part by part.

    Raises
    ------
    UnsoundError
        When one of them is no statement.
    NotPackedError
        When the file ends before its end.
    """
    frame = scan_packed(path)
    try:
        height = frame.select(pl.len()).collect().item()
        for start in range(0, height, AT_ONCE):
            rows = frame.slice(start, AT_ONCE).collect()
            refuse_unsound(rows, start)
            yield rows
    except pl.exceptions.PolarsError as error:
        raise NotPackedError("other") from error


def refuse_unsound(rows: pl.DataFrame, start: int = 0) -> None:
    """Refuse rows of which one is no statement.

    Parameters
    ----------
    rows
        With the columns of :data:`eloggraph.graph.rdf.packed.SCHEMA`.
    start
        How many rows there are before them.

    Raises
    ------
    UnsoundError
        Naming the first.

    Examples
    --------
    >>> from eloggraph.graph.rdf.packed import SCHEMA
    >>> terms = ("urn:a b", "urn:p", "x", "@fi", None, "a.nt", 1)
    >>> refuse_unsound(pl.DataFrame([terms], schema=SCHEMA, orient="row"))
    Traceback (most recent call last):
        ...
    eloggraph.graph.rdf.packed_rows.UnsoundError: 1
    """
    is_canonical = rows.select(IS_CANONICAL).to_series()
    if is_canonical.all():
        return
    odd = rows.with_row_index("number", start + 1).filter(~is_canonical)
    if not _are_statements(odd):
        first = next(row for row in odd.iter_slices(1) if not _are_statements(row))
        raise UnsoundError(first["number"].item())


def are_unsound(rows: pl.DataFrame) -> pl.Series:
    """Tell of each row whether it is no statement.

    >>> from eloggraph.graph.rdf.packed import SCHEMA
    >>> texts = [(text, "urn:p", "x", "@fi", None, "a.nt", 1) for text in ("urn:a", "urn:a b")]
    >>> are_unsound(pl.DataFrame(texts, schema=SCHEMA, orient="row")).to_list()
    [False, True]
    """
    is_odd = rows.select((~IS_CANONICAL).alias("odd")).to_series()
    found = (not _are_statements(row) for row in rows.filter(is_odd).iter_slices(1))
    return pl.Series([is_it and next(found) for is_it in is_odd], dtype=pl.Boolean)


def _are_statements(rows: pl.DataFrame) -> bool:
    """Tell whether the lines of rows say what the rows do: a term may end a line before its end."""
    lines = write_rows(rows)
    if lines.has_nulls() or lines.str.contains("\n", literal=True).any():
        return False
    quads, faults = parse_all(encode_lines(lines), ox.RdfFormat.N_QUADS)
    if faults or len(quads) != rows.height:
        return False
    said = rows.select(SUBJECT, PREDICATE, OBJECT, TAG, GRAPH).iter_rows()
    return all(map(_says, quads, said))


def _says(quad: ox.Quad, row: Iterable[str | None]) -> bool:
    subject, predicate, value, tag, graph = row
    nodes = _text_of(quad.subject), _text_of(quad.predicate), _text_of(quad.graph_name)
    if nodes != (subject, predicate, graph):
        return False
    if tag is None or not isinstance(quad.object, ox.Literal):
        return tag is None and _text_of(quad.object) == value
    said = quad.object
    written = f"@{said.language}" if said.language else f"^^<{said.datatype.value}>"
    is_tagged = tag.lower() == written if said.language else tag in (written, "")
    return said.value == value and is_tagged and not said.direction


def _text_of(term: object) -> str | None:
    """Return a node as its text; None of the default graph, and of what is no node."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode) else None


def judge_packed(path: Path) -> None:
    """Refuse a file of statements of which a row is none, without holding it.

    Raises
    ------
    UnsoundError, NotPackedError
        As :func:`read_packed_rows` does.
    """
    frame = scan_packed(path)
    try:
        is_sound = all(_have_all(frame, each) for each in _CANONICAL)
    except pl.exceptions.PolarsError as error:
        raise NotPackedError("other") from error
    if not is_sound:  # to be looked at more closely
        deque(read_packed_rows(path), maxlen=0)


def _have_all(frame: pl.LazyFrame, condition: pl.Expr) -> bool:
    found = frame.filter(~condition).select(pl.len())
    return bool(found.collect(engine="streaming").item() == 0)


def write_rows(rows: pl.DataFrame) -> pl.Series:
    """Return rows as lines of N-Quads; null where a part is missing."""
    literal = pl.concat_str(pl.lit('"'), ESCAPED, pl.lit('"'), TAG)
    value = pl.when(_IS_NODE).then(_write_node(OBJECT)).otherwise(literal)
    graph = pl.concat_str(pl.lit(" "), _write_node(GRAPH)).fill_null("")
    predicate = pl.concat_str(pl.lit(" <"), PREDICATE, pl.lit("> "))
    line = pl.concat_str(_write_node(SUBJECT), predicate, value, graph, pl.lit(" ."))
    return rows.select(line.alias("line")).to_series()


def _write_node(name: str) -> pl.Expr:
    text = pl.col(name)
    named = pl.concat_str(pl.lit("<"), text, pl.lit(">"))
    return pl.when(text.str.starts_with("_:")).then(text).otherwise(named)


def write_packed_lines(path: Path) -> Iterator[bytes]:
    """Yield the statements of a file as lines of N-Quads, part by part.

    Raises
    ------
    UnsoundError, NotPackedError
        As :func:`read_packed_rows` does.
    """
    for rows in read_packed_rows(path):
        yield encode_lines(write_rows(rows))

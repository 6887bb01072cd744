"""Statements and bound terms put into an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.prebinding import BOUND_ALL, BOUND_GRAPH, BOUND_NAME
from eloggraph.shacl.sparql.reduction import PART, Statements

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_GRAPH = ox.NamedNode(BOUND_GRAPH)
_ALL = ox.NamedNode(BOUND_ALL)
_STRING = expand("xsd:string")


def load_statements(
    store: ox.Store, statements: Statements, frames: Iterable[tuple[str, pl.DataFrame]]
) -> None:
    """Add statements to the default graph of a store; blank nodes keep their labels."""
    for predicate, frame in frames:
        lines = _write_lines(predicate, frame, statements.parts)
        _extend(store, "\n".join(lines.to_list()) + "\n")


def _extend(store: ox.Store, text: str) -> None:
    """Add N-Quads as quads: loading text in bulk would name blank nodes anew."""
    store.extend(ox.parse(text, format=ox.RdfFormat.N_QUADS, lenient=True))


def _write_lines(predicate: str, frame: pl.DataFrame, parts: Sequence[StatementFrame]) -> pl.Series:
    endings = {place: _ending(parts[place]) for place in frame[PART].unique().to_list()}
    literal = pl.col(PART).is_in([place for place in endings if parts[place].is_literal])
    ending = pl.col(PART).replace_strict(endings, return_dtype=pl.String)
    escaped = pl.col(OBJECT).str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    quoted = pl.concat_str(pl.lit('"'), escaped, ending)
    value = pl.when(literal).then(quoted).otherwise(_write_node(OBJECT))
    line = pl.concat_str(_write_node(SUBJECT), pl.lit(f" <{predicate}> "), value, pl.lit(" ."))
    return frame.select(line.alias("line"))["line"]


def _write_node(column: str) -> pl.Expr:
    named = pl.concat_str(pl.lit("<"), pl.col(column), pl.lit(">"))
    is_blank = pl.col(column).str.starts_with("_:")
    return pl.when(is_blank).then(pl.col(column)).otherwise(named).alias(column)


def _ending(part: StatementFrame) -> str:
    if part.language:
        return f'"@{part.language}'
    return '"' if part.datatype in (None, _STRING) else f'"^^<{part.datatype}>'


def bind_constants(store: ox.Store, parameters: Iterable[tuple[str, Term]]) -> None:
    """Add the pre-bound variables that are the same in every row to the table of a store."""
    for name, term in parameters:
        store.add(ox.Quad(_ALL, ox.NamedNode(BOUND_NAME + name), term, _GRAPH))


def bind_nodes(store: ox.Store, nodes: pl.Series) -> None:
    """Add a row for every node, as ``$this``, to the table of a store."""
    start, end = f"{_ALL} <{BOUND_NAME}this>", f"{_GRAPH} ."
    written = nodes.to_frame(SUBJECT).select(_write_node(SUBJECT))[SUBJECT]
    _extend(store, "".join(f"{start} {node} {end}\n" for node in written.to_list()))


def bind_rows(
    store: ox.Store, names: Sequence[str], rows: Iterable[Sequence[Term]]
) -> list[ox.Quad]:
    """Add rows of terms to the table of a store, and return what was added."""
    added = list(_write_rows(names, rows))
    store.extend(added)
    return added


def _write_rows(names: Sequence[str], rows: Iterable[Sequence[Term]]) -> Iterator[ox.Quad]:
    properties = [ox.NamedNode(BOUND_NAME + name) for name in names]
    for number, row in enumerate(rows):
        subject = _ALL if len(names) == 1 else ox.NamedNode(f"{BOUND_ALL}:{number}")
        for property_, term in zip(properties, row, strict=True):
            yield ox.Quad(subject, property_, term, _GRAPH)

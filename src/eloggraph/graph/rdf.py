"""The graph as RDF: N-Triples and Turtle, sorted, the same bytes every time.

Written by column expressions, read back by a second parser before anything is called done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import polars as pl
import pyoxigraph as ox

from eloggraph.errors import OutputError
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import PREFIXES, expand

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LOCAL_NAME = r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$"
_P, _O = "p", "o"


def write_ntriples(graph: Graph) -> str:
    """Write the graph as N-Triples, one statement a line, sorted, without repeats."""
    if not graph.frames:
        return ""
    lines = pl.concat([_lines(part) for part in graph.frames])["line"].unique().sort()
    return "\n".join(lines.to_list()) + "\n" if len(lines) else ""


def _lines(part: StatementFrame) -> pl.DataFrame:
    subject = pl.concat_str(pl.lit("<"), pl.col(SUBJECT), pl.lit(f"> <{part.predicate}> "))
    return part.frame.select(pl.concat_str(subject, _object_term(part), pl.lit(" .")).alias("line"))


def _object_term(part: StatementFrame) -> pl.Expr:
    if not part.is_literal:
        return pl.concat_str(pl.lit("<"), pl.col(OBJECT), pl.lit(">"))
    return _literal_term(part, lambda iri: f"<{iri}>")


def _literal_term(part: StatementFrame, write_iri: Callable[[str], str]) -> pl.Expr:
    escaped = pl.col(OBJECT).str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    if part.language:
        suffix = f"@{part.language}"
    elif part.datatype in (None, expand("xsd:string")):
        suffix = ""
    else:
        suffix = f"^^{write_iri(part.datatype)}"
    return pl.concat_str(pl.lit('"'), escaped, pl.lit('"' + suffix))


def count_statements(graph: Graph) -> int:
    """Return how many different statements the graph has."""
    return write_ntriples(graph).count("\n")


def write_turtle(graph: Graph) -> str:
    """Write the graph as Turtle: prefixes in use, then nodes, properties and values sorted."""
    prefixes = {**PREFIXES, **_row_prefixes(graph)}
    if not len(graph):
        return ""
    terms = pl.concat([_turtle_terms(part, prefixes) for part in graph.frames]).unique()
    # "a" is written first, as everybody writes it; then properties in the order of their names.
    ordered = terms.with_columns((pl.col(_P) != "a").alias("rank")).sort(SUBJECT, "rank", _P, _O)
    properties = ordered.group_by(SUBJECT, _P, maintain_order=True).agg(pl.col(_O).str.join(" , "))
    nodes = properties.group_by(SUBJECT, maintain_order=True).agg(
        pl.concat_str(_P, pl.lit(" "), _O).str.join(" ;\n    ")
    )
    body = "\n\n".join(f"{subject}\n    {rest} ." for subject, rest in nodes.iter_rows())
    head = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in sorted(prefixes.items())
        if _is_used(name, terms)
    )
    return f"{head}\n{body}\n"


def _row_prefixes(graph: Graph) -> dict[str, str]:
    """Return a prefix for each table, so that a row reads ``actors:jyu``."""
    return {
        part.table.name: f"{graph.base}{part.table.name}/"
        for part in graph.rows
        if part.table.name not in PREFIXES
    }


def _is_used(prefix: str, terms: pl.DataFrame) -> bool:
    return any(
        bool(terms[column].str.contains(rf"(^|\^\^){prefix}:").any())
        for column in (SUBJECT, _P, _O)
    )


def _turtle_terms(part: StatementFrame, prefixes: Mapping[str, str]) -> pl.DataFrame:
    def shorten(column: pl.Expr) -> pl.Expr:
        full = pl.concat_str(pl.lit("<"), column, pl.lit(">"))

        def step(otherwise: pl.Expr, entry: tuple[str, str]) -> pl.Expr:
            name, iri = entry
            local = column.str.strip_prefix(iri)
            fits = column.str.starts_with(iri) & local.str.contains(_LOCAL_NAME)
            return pl.when(fits).then(pl.concat_str(pl.lit(f"{name}:"), local)).otherwise(otherwise)

        # The longest namespace is tried first: it is wrapped around the others.
        return reduce(step, sorted(prefixes.items(), key=lambda e: (len(e[1]), e[0])), full)

    predicate = "a" if part.predicate == expand("rdf:type") else _shorten_one(part.predicate)
    value = _literal_term(part, _shorten_one) if part.is_literal else shorten(pl.col(OBJECT))
    return part.frame.select(
        shorten(pl.col(SUBJECT)).alias(SUBJECT), pl.lit(predicate).alias(_P), value.alias(_O)
    )


def _shorten_one(iri: str) -> str:
    for name, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("_", "").replace("-", "").isalnum():
            return f"{name}:{local}"
    return f"<{iri}>"


def verify_rdf(text: str, format_: ox.RdfFormat, graph: Graph) -> None:
    """Read written RDF back with a strict parser and compare it with what was meant.

    Raises
    ------
    OutputError
        When the text does not parse or says something else: nothing may be named final then.
    """
    try:
        read = {str(quad.triple) for quad in ox.parse(text, format=format_)}
        lines = write_ntriples(graph)
        meant = {str(quad.triple) for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
    except SyntaxError as error:
        raise OutputError.tell("output-not-rdf", reason=str(error)) from error
    if read != meant:
        count = len(read ^ meant)
        raise OutputError.tell("output-not-rdf", reason=f"{count} statements differ")


def serialise(graph: Graph, format_name: str) -> str:
    """Write the graph in a named format (``turtle`` or ``ntriples``) and verify what is written."""
    write, format_ = FORMATS[format_name]
    text = write(graph)
    verify_rdf(text, format_, graph)
    return text


FORMATS = {
    "turtle": (write_turtle, ox.RdfFormat.TURTLE),
    "ntriples": (write_ntriples, ox.RdfFormat.N_TRIPLES),
}


def merge_graphs(graphs: Sequence[Graph]) -> Graph:
    """Return one graph with the statements of several; the first gives the base."""
    first = graphs[0]
    return Graph(
        base=first.base,
        frames=tuple(part for graph in graphs for part in graph.frames),
        rows=tuple(part for graph in graphs for part in graph.rows),
    )

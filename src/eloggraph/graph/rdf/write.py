"""The graph as RDF: N-Triples and Turtle, sorted, the same bytes every time.

Written by column expressions, and read back by a second parser before the file gets its name.
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
_P, _O, _LINE, _SUFFIX, _NODE, _SHORT = "p", "o", "line", "suffix", "node", "short"
_ESCAPED = pl.col(OBJECT).str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))


def write_ntriples(graph: Graph) -> str:
    """Write the graph as N-Triples, one statement a line, sorted, without repeats."""
    said = []
    references = [part for part in graph.frames if not part.is_literal]
    if references:
        line = pl.format("<{}> <{}> <{}> .", SUBJECT, _P, OBJECT)
        said.append(_stack(references, lambda iri: iri).select(line.alias(_LINE)))
    literals = [part for part in graph.frames if part.is_literal]
    if literals:
        line = pl.format('<{}> <{}> "{}"{} .', SUBJECT, _P, _ESCAPED, _SUFFIX)
        said.append(_stack(literals, lambda iri: iri).select(line.alias(_LINE)))
    if not said:
        return ""
    lines = pl.concat(said)[_LINE].unique().sort()
    return "\n".join(lines.to_list()) + "\n" if len(lines) else ""


def _stack(
    parts: Sequence[StatementFrame],
    write_predicate: Callable[[str], str],
    write_datatype: Callable[[str], str] = "<{}>".format,
) -> pl.DataFrame:
    """Put statements on top of each other, with predicate and, of literals, suffix beside them."""
    columns = {name: pl.concat([p.frame[name] for p in parts]) for name in (SUBJECT, OBJECT)}
    columns[_P] = pl.concat([_repeat(write_predicate(part.predicate), part) for part in parts])
    if parts[0].is_literal:
        columns[_SUFFIX] = pl.concat(
            [_repeat(_write_suffix(part, write_datatype), part) for part in parts]
        )
    return pl.DataFrame(columns)


def _repeat(text: str, part: StatementFrame) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, part.frame.height)


def _write_suffix(part: StatementFrame, write_datatype: Callable[[str], str]) -> str:
    """Return what stands after the text of a literal."""
    if part.language:
        return f"@{part.language}"
    if part.datatype in (None, expand("xsd:string")):
        return ""
    return f"^^{write_datatype(part.datatype)}"


def count_statements(graph: Graph) -> int:
    """Return how many different statements the graph has."""
    return write_ntriples(graph).count("\n")


def write_turtle(graph: Graph) -> str:
    """Write the graph as Turtle: prefixes in use, then nodes, properties and values sorted."""
    prefixes = {**PREFIXES, **_row_prefixes(graph)}
    if not len(graph):
        return ""
    terms = _turtle_terms(graph, prefixes).unique()
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


def _turtle_terms(graph: Graph, prefixes: Mapping[str, str]) -> pl.DataFrame:
    """Return all statements as Turtle writes them: ``subject``, ``p``, ``o``."""
    references = [part for part in graph.frames if not part.is_literal]
    literals = [part for part in graph.frames if part.is_literal]
    columns = [part.frame[SUBJECT] for part in graph.frames]
    columns += [part.frame[OBJECT] for part in references]
    # A node occurs in many statements but is shortened once.
    nodes = pl.concat([column.alias(_NODE) for column in columns]).unique().to_frame()
    short = nodes.with_columns(_shorten(pl.col(_NODE), prefixes).alias(_SHORT))
    said = []
    if references:
        stacked = _stack(references, _write_predicate).select(SUBJECT, _P, pl.col(OBJECT).alias(_O))
        said.append(_replace(stacked, _O, short))
    if literals:
        value = pl.format('"{}"{}', _ESCAPED, _SUFFIX).alias(_O)
        said.append(_stack(literals, _write_predicate, _shorten_one).select(SUBJECT, _P, value))
    return _replace(pl.concat(said), SUBJECT, short)


def _write_predicate(iri: str) -> str:
    return "a" if iri == expand("rdf:type") else _shorten_one(iri)


def _replace(terms: pl.DataFrame, column: str, short: pl.DataFrame) -> pl.DataFrame:
    """Return terms with the short form of the nodes in a column."""
    joined = terms.join(short, left_on=column, right_on=_NODE, how="left")
    return joined.with_columns(pl.col(_SHORT).alias(column)).drop(_SHORT)


def _shorten(node: pl.Expr, prefixes: Mapping[str, str]) -> pl.Expr:
    def step(otherwise: pl.Expr, entry: tuple[str, str]) -> pl.Expr:
        name, iri = entry
        local = node.str.strip_prefix(iri)
        fits = node.str.starts_with(iri) & local.str.contains(_LOCAL_NAME)
        return pl.when(fits).then(pl.concat_str(pl.lit(f"{name}:"), local)).otherwise(otherwise)

    # The longest namespace is tried first: it is wrapped around the others.
    full = pl.concat_str(pl.lit("<"), node, pl.lit(">"))
    return reduce(step, sorted(prefixes.items(), key=lambda e: (len(e[1]), e[0])), full)


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
        When the text does not parse or says something else: the output is not kept then.
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

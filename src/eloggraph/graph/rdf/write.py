"""The graph as RDF: N-Triples and Turtle, sorted, the same bytes every time.

Written by column expressions, and read back by a second parser before the file gets its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce

import polars as pl
import pyoxigraph as ox

from eloggraph.errors import OutputError
from eloggraph.graph.rdf.lines import LINE, read_lines
from eloggraph.graph.rdf.ntriples import (
    ESCAPED,
    encode_lines,
    sort_lines,
    stream_ntriples,
    write_ntriples,
    write_suffix,
)
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import PREFIXES, expand

_LOCAL_NAME = r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$"
_P, _O, _SUFFIX, _NODE, _SHORT = "p", "o", "suffix", "node", "short"


def _stack(
    parts: Sequence[StatementFrame],
    write_predicate: Callable[[str], str],
    write_datatype: Callable[[str], str] = str,
) -> pl.DataFrame:
    """Put statements on top of each other, with predicate and, of literals, suffix beside them."""
    columns = {name: pl.concat([p.frame[name] for p in parts]) for name in (SUBJECT, OBJECT)}
    columns[_P] = pl.concat([_repeat(write_predicate(part.predicate), part) for part in parts])
    if parts[0].is_literal:
        texts = (write_suffix(part, write_datatype(part.datatype or "")) for part in parts)
        columns[_SUFFIX] = pl.concat([_repeat(*each) for each in zip(texts, parts, strict=True)])
    return pl.DataFrame(columns)


def _repeat(text: str, part: StatementFrame) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, part.frame.height)


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
        value = pl.format('"{}"{}', ESCAPED, _SUFFIX).alias(_O)
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
        read = _read_again(text.encode(), format_)
        meant = pl.concat([read_lines(b"")[LINE], *sort_lines(graph)])
        # The parser writes a few signs in another way: such lines are read once more.
        only_read, only_meant = _leave_out(read, meant), _leave_out(meant, read)
        if not only_meant.is_empty():
            lines = encode_lines(only_meant)
            only_meant = _read_again(lines, ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise OutputError.tell("output-not-rdf", reason=str(error)) from error
    if differing := set(only_read) ^ set(only_meant):
        raise OutputError.tell("output-not-rdf", reason=f"{len(differing)} statements differ")


def _read_again(data: bytes, format_: ox.RdfFormat) -> pl.Series:
    """Return the lines of N-Triples that a strict parser makes of bytes."""
    statements = (quad.triple for quad in ox.parse(data, format=format_))
    lines = ox.serialize(statements, format=ox.RdfFormat.N_TRIPLES) or b""
    return read_lines(lines)[LINE]


def _leave_out(lines: pl.Series, others: pl.Series) -> pl.Series:
    return lines.filter(~lines.hash().is_in(others.hash().implode()))


def serialise(graph: Graph, format_name: str) -> str:
    """Write the graph in a named format (``turtle`` or ``ntriples``) and verify what is written."""
    return b"".join(stream(graph, format_name)).decode()


def stream(graph: Graph, format_name: str) -> Iterator[bytes]:
    """Yield the same as bytes, a part at a time; no part is given before it is verified.

    Raises
    ------
    OutputError
        When what is written is not what was meant.
    """
    if format_name == "ntriples":
        yield from stream_ntriples(graph)
        return
    text = write_turtle(graph)
    verify_rdf(text, FORMATS[format_name][1], graph)
    yield text.encode()


FORMATS = {
    "turtle": (write_turtle, ox.RdfFormat.TURTLE),
    "ntriples": (write_ntriples, ox.RdfFormat.N_TRIPLES),
}

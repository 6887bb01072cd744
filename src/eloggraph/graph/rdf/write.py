"""The graph as RDF: N-Triples and Turtle, sorted, the same bytes every time.

Written by column expressions, and read back by a second parser before the file gets its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
import pyoxigraph as ox

from eloggraph.errors import OutputError
from eloggraph.graph.rdf.lines import LINE, read_lines
from eloggraph.graph.rdf.ntriples import (
    ESCAPED,
    encode_lines,
    list_lines,
    stream_ntriples,
    write_ntriples,
    write_suffix,
)
from eloggraph.graph.room import refuse_without_room
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import PREFIXES, expand

_LOCAL_NAME = r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$"
_P, _O, _SUFFIX, _KEY, _NODE, _SHORT, _RANK = "p", "o", "suffix", "key", "node", "short", "rank"
_STARTS, _GOES_ON = "starts", "goes_on"
_MOST = 1 << 20  # predicates
_ENDS = " .\n\n"
# Statements that become text at a time.
_AT_ONCE = 100_000


def write_turtle(graph: Graph) -> str:
    """Write the graph as Turtle: prefixes in use, then nodes, properties and values sorted."""
    if not len(graph):
        return ""
    prefixes = {**PREFIXES, **_row_prefixes(graph)}
    short = _shorten_nodes(graph, prefixes)
    predicates = _order_predicates(graph)
    used = _find_prefixes(graph, short, predicates)
    head = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(used))
    body = "".join(_write_body(_order_terms(graph, short, predicates), short, predicates))
    return f"{head}\n{body.removeprefix(_ENDS)} .\n"


def _row_prefixes(graph: Graph) -> dict[str, str]:
    """Return a prefix for each table, so that a row reads ``actors:jyu``."""
    return {
        part.table.name: f"{graph.base}{part.table.name}/"
        for part in graph.rows
        if part.table.name not in PREFIXES
    }


def _shorten_nodes(graph: Graph, prefixes: Mapping[str, str]) -> pl.DataFrame:
    """Return every node with its short form and its place in the order of these.

    A node occurs in many statements but is shortened once.
    """
    columns = [part.frame[SUBJECT].alias(_NODE) for part in graph.frames]
    columns += [part.frame[OBJECT].alias(_NODE) for part in graph.frames if not part.is_literal]
    left = pl.concat(columns).unique().to_frame()
    done = []
    # The longest namespace is tried first.
    for name, iri in sorted(prefixes.items(), key=lambda e: (-len(e[1]), e[0])):
        local = pl.col(_NODE).str.strip_prefix(iri)
        fits = left[_NODE].str.starts_with(iri)
        if fits.any():
            some = left.filter(fits)
            is_name = some.select(local.str.contains(_LOCAL_NAME))[_NODE]
            named = some.filter(is_name)
            done.append(named.with_columns(pl.concat_str(pl.lit(f"{name}:"), local).alias(_SHORT)))
            left = pl.concat([left.filter(~fits), some.filter(~is_name)])
    full = pl.concat_str(pl.lit("<"), _NODE, pl.lit(">")).alias(_SHORT)
    return (
        pl.concat([*done, left.with_columns(full)])
        .sort(_SHORT)
        .with_row_index(_RANK)
        .cast({_RANK: pl.UInt64})
    )


def _order_predicates(graph: Graph) -> list[str]:
    """Return the predicates as they are written: ``a`` first, as everybody writes it."""
    found = {_write_predicate(part.predicate) for part in graph.frames if part.frame.height}
    return sorted(found, key=lambda name: (name != "a", name))


def _find_prefixes(graph: Graph, short: pl.DataFrame, predicates: Sequence[str]) -> set[str]:
    literals = [part for part in graph.frames if part.is_literal and part.frame.height]
    suffixes = {_write_suffix(part).removeprefix("^^") for part in literals}
    nodes = short[_SHORT].str.extract(r"^([^<:]*):", 1).drop_nulls().unique()
    named = (text.partition(":") for text in (*predicates, *suffixes) if text[:1] not in ("<", "@"))
    return {*nodes, *(name for name, colon, _ in named if colon)}


def _write_suffix(part: StatementFrame) -> str:
    return write_suffix(part, _shorten_one(part.datatype or ""))


def _order_terms(graph: Graph, short: pl.DataFrame, predicates: Sequence[str]) -> pl.DataFrame:
    """Return objects as Turtle writes them, each with its key: the node and predicate before it.

    They are in the order of their keys and then of their texts, each once.
    """
    references = [part for part in graph.frames if not part.is_literal]
    literals = [part for part in graph.frames if part.is_literal]
    said = []
    if references:
        stacked = _stack(references, predicates)
        named = stacked.join(short, left_on=OBJECT, right_on=_NODE, how="left")
        said.append(named.select(SUBJECT, _P, pl.col(_SHORT).alias(_O)))
    if literals:
        text = pl.concat_str(pl.lit('"'), ESCAPED, pl.lit('"'), _SUFFIX).alias(_O)
        said.append(_stack(literals, predicates).select(SUBJECT, _P, text))
    ranks = short.select(_NODE, _RANK)
    terms = pl.concat(said).join(ranks, left_on=SUBJECT, right_on=_NODE, how="left")
    keyed = terms.select((pl.col(_RANK) * _MOST + pl.col(_P)).alias(_KEY), _O).sort(_KEY)
    key = keyed[_KEY]
    # Most have a key of their own; only the others are put in the order of their texts.
    is_same = (key == key.shift()).fill_null(value=False)
    shared = is_same | (key == key.shift(-1)).fill_null(value=False)
    several = keyed.filter(shared).sort(_KEY, _O).unique(maintain_order=True)
    return pl.concat([keyed.filter(~shared), several]).sort(_KEY, maintain_order=True)


def _stack(parts: Sequence[StatementFrame], predicates: Sequence[str]) -> pl.DataFrame:
    """Put statements on top of each other, with place of the predicate and suffix beside them."""
    places = {name: place for place, name in enumerate(predicates)}
    columns = [pl.concat([part.frame[name] for part in parts]) for name in (SUBJECT, OBJECT)]
    said = [(places.get(_write_predicate(part.predicate), 0), part) for part in parts]
    columns.append(pl.concat([_repeat(place, pl.UInt64, part) for place, part in said]).alias(_P))
    if parts[0].is_literal:
        ends = [_repeat(_write_suffix(part), pl.String, part) for part in parts]
        columns.append(pl.concat(ends).alias(_SUFFIX))
    return pl.DataFrame(columns)


def _repeat(value: object, dtype: type[pl.DataType], part: StatementFrame) -> pl.Series:
    return pl.Series([value], dtype=dtype).new_from_index(0, part.frame.height)


def _write_body(
    terms: pl.DataFrame, short: pl.DataFrame, predicates: Sequence[str]
) -> Iterator[str]:
    """Yield the text of statements; before each node is the end of the one before."""
    names, verbs = short[_SHORT], pl.Series(predicates, dtype=pl.String)
    key = terms[_KEY]
    node = key // _MOST
    lines = terms.select(
        _O,
        names.gather(node).alias(_NODE),
        verbs.gather(key % _MOST).alias(_P),
        (node != node.shift()).fill_null(value=True).alias(_STARTS),
        (key != key.shift()).fill_null(value=True).alias(_GOES_ON),
    )
    verb = pl.concat_str(_P, pl.lit(" "), _O)
    line = (
        pl.when(_STARTS)
        .then(pl.concat_str(pl.lit(_ENDS), _NODE, pl.lit("\n    "), verb))
        .when(_GOES_ON)
        .then(pl.concat_str(pl.lit(" ;\n    "), verb))
        .otherwise(pl.concat_str(pl.lit(" , "), _O))
    )
    for some in lines.iter_slices(_AT_ONCE):
        yield some.select(line.str.join("")).item()


def _write_predicate(iri: str) -> str:
    return "a" if iri == expand("rdf:type") else _shorten_one(iri)


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
        meant = list_lines(graph.frames)
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
    # What is in no named graph is written as N-Triples write it.
    lines = ox.serialize(ox.parse(data, format=format_), format=ox.RdfFormat.N_QUADS) or b""
    return read_lines(lines)[LINE]


def _leave_out(lines: pl.Series, others: pl.Series) -> pl.Series:
    return lines.filter(~lines.hash().is_in(others.hash().implode()))


def serialise(graph: Graph, format_name: str) -> str:
    """Write the graph in a named format (``turtle`` or ``ntriples``) and verify what is written."""
    return b"".join(stream(graph, format_name)).decode()


def stream(graph: Graph, format_name: str) -> Iterator[bytes]:
    """Return the same as bytes, a part at a time; no part is given before it is verified.

    Raises
    ------
    OutputError
        When what is written is not what was meant.
    InputError
        When there is too little memory for it: nothing is written then.
    """
    refuse_without_room(len(graph), "ntriples" if format_name == "ntriples" else "turtle")
    return stream_ntriples(graph) if format_name == "ntriples" else _stream_turtle(graph)


def _stream_turtle(graph: Graph) -> Iterator[bytes]:
    text = write_turtle(graph)
    verify_rdf(text, FORMATS["turtle"][1], graph)
    yield text.encode()


FORMATS = {
    "turtle": (write_turtle, ox.RdfFormat.TURTLE),
    "ntriples": (write_ntriples, ox.RdfFormat.N_TRIPLES),
}

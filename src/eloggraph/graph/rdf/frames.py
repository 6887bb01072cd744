"""Fields of canonical lines into frames: one for each predicate and kind of value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from eloggraph.graph.rdf.lines import IS_LITERAL, PREDICATE, TERM, bare
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.tables.model import RawTable

MOST_PREDICATES = 10_000
_TAG, _GRAPH = "tag", "graph"
# Language tag or datatype and graph follow the last quotation mark of a literal.
_AFTER_TEXT = pl.col(TERM).str.extract(r'"([^"]*)$', 1)
_ESCAPES = {
    r"\t": "\t", r"\b": "\b", r"\n": "\n", r"\r": "\r", r"\f": "\f",
    r"\"": '"', r"\'": "'", r"\\": "\\",
}  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\.")
_STRING = expand("xsd:string")
_TAGGED = frozenset(f"^^<{expand(f'rdf:{name}')}>" for name in ("langString", "dirLangString"))


class UnreadTermError(Exception):
    """A term is of a kind that is not read."""


class UntaggedError(Exception):
    """A text has the datatype of texts with a language, and none: on the line ``row``."""

    def __init__(self, row: int | None) -> None:
        self.row = row
        super().__init__()


class TooManyError(Exception):
    """There are too many properties: ``count``."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__()


def cut_lines(
    fields: pl.DataFrame,
    origin: RawTable,
    graphs: Sequence[str] = (),
    *,
    is_dataset: bool = True,
) -> tuple[StatementFrame, ...]:
    """Make frames of statements from lines, one for each predicate and kind of value.

    Parameters
    ----------
    fields
        From ``split_lines`` or ``read_canonical``; rows become those of the statements.
    origin
        The file that they stand in.
    graphs
        The IRIs of the named graphs that are wanted; all of them where none is given.
    is_dataset
        Whether a line may name a graph.

    Raises
    ------
    UnreadTermError
        When a literal has a direction, which RDF 1.1 does not know.
    UntaggedError
        When a literal is a text with a language by its datatype, and has none.
    TooManyError
        When there are more properties than :data:`MOST_PREDICATES`, or more languages and
        datatypes: each has a frame of its own.
    """
    count = fields[PREDICATE].n_unique()
    if count > MOST_PREDICATES:
        raise TooManyError(count)
    found = fields.partition_by(
        [PREDICATE, IS_LITERAL], as_dict=True, maintain_order=True, include_key=False
    )
    parts = {(str(name)[1:-1], bool(literal)): part for (name, literal), part in found.items()}
    if is_dataset:
        wanted = frozenset(f"<{graph}>" for graph in graphs)
        parts = {key: _drop_graphs(part, key[1], wanted) for key, part in parts.items()}
    keys = sorted(key for key, part in parts.items() if not part.is_empty())
    # All in one call: one by one they would keep only one core busy.
    cut = pl.collect_all([_cut(parts[key].lazy(), is_literal=key[1]) for key in keys])
    return tuple(
        frame
        for (predicate, is_literal), part in zip(keys, cut, strict=True)
        for frame in _make_frames(predicate, is_literal, part, origin)
    )


def refuse_triples(fields: pl.DataFrame) -> pl.DataFrame:
    """Return fields as they are, unless a parser wrote a triple as a term: RDF 1.1 has none.

    Raises
    ------
    UnreadTermError
        When a term is a triple.
    """
    if fields[TERM].str.starts_with("<<").any():  # no literal begins so
        raise UnreadTermError
    return fields


def _cut(part: pl.LazyFrame, *, is_literal: bool) -> pl.LazyFrame:
    """Return nodes as they are; for literals, what follows the text in a column of its own."""
    if is_literal:
        return part.with_columns(_AFTER_TEXT.str.strip_suffix(" .").alias(_TAG))
    value = bare(pl.col(TERM).str.strip_suffix(" ."))
    return part.select(SUBJECT, value.alias(OBJECT), ROW)


def _make_frames(
    predicate: str, is_literal: bool, part: pl.DataFrame, origin: RawTable
) -> Iterator[StatementFrame]:
    """Yield the statements of one predicate: those with nodes, or literals of each kind."""
    if not is_literal:
        yield StatementFrame(predicate=predicate, frame=part, origin=origin)
        return
    if (count := part[_TAG].n_unique()) > MOST_PREDICATES:
        raise TooManyError(count)
    kinds = part.partition_by(_TAG, as_dict=True, maintain_order=True, include_key=False)
    for (tag,), kind in sorted(kinds.items(), key=str):
        yield _make_literals(predicate, str(tag), kind, origin)


def _drop_graphs(part: pl.DataFrame, is_literal: bool, wanted: frozenset[str]) -> pl.DataFrame:
    """Return the statements of the wanted graphs without the graph name."""
    tail = _AFTER_TEXT if is_literal else pl.col(TERM)
    graph = tail.str.splitn(" ", 3).struct.field("field_1")
    said = part.with_columns(pl.when(graph != ".").then(graph).alias(_GRAPH))
    if wanted:
        said = said.filter(pl.col(_GRAPH).is_in(sorted(wanted)))
    if said[_GRAPH].null_count() == said.height:
        return said
    ending = pl.concat_str(pl.lit(" "), pl.col(_GRAPH), pl.lit(" ."))
    bare = pl.concat_str(pl.col(TERM).str.strip_suffix(ending), pl.lit(" ."))
    return said.with_columns(pl.when(pl.col(_GRAPH).is_null()).then(TERM).otherwise(bare))


def _make_literals(
    predicate: str, tag: str, part: pl.DataFrame, origin: RawTable
) -> StatementFrame:
    if tag.startswith("@") and "--" in tag:
        raise UnreadTermError
    if tag in _TAGGED:
        raise UntaggedError(part[ROW].min())  # type: ignore[arg-type]
    body = part[TERM].str.strip_prefix('"').str.strip_suffix(f'"{tag} .')
    frame = part.select(SUBJECT, _unescape(body).alias(OBJECT), ROW)
    return StatementFrame(
        predicate=predicate,
        frame=frame,
        is_literal=True,
        datatype=None if tag.startswith("@") else (tag[3:-1] or _STRING),
        language=tag[1:] if tag.startswith("@") else None,
        origin=origin,
    )


def _unescape(bodies: pl.Series) -> pl.Series:
    if not bodies.str.contains("\\", literal=True).any():
        return bodies
    plain = bodies.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    coded = bodies.str.contains(r"\\[uU]")
    if not coded.any():
        return plain
    texts = [
        _ESCAPE.sub(_decode, body) if is_coded else text
        for body, text, is_coded in zip(bodies, plain, coded, strict=True)
    ]
    return pl.Series(bodies.name, texts, dtype=pl.String)


def _decode(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2)
    return chr(int(code, 16)) if code else _ESCAPES[found.group()]

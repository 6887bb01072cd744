"""What follows the predicate on a canonical line: the term, what qualifies it, and its graph.

A *tag* is what follows the text of a literal: ``@fi``, ``^^<IRI>``, or nothing of a plain text.
An IRI and a blank node have none.
"""

from __future__ import annotations

import re

import polars as pl

from eloggraph.graph.rdf.lines import TERM, SplitLines, bare
from eloggraph.graph.statements import OBJECT
from eloggraph.iri import expand

TAG, GRAPH = "tag", "graph"
_IS_LITERAL = "is_literal"
# Language tag or datatype and graph follow the last quotation mark of a literal.
_AFTER_TEXT = pl.col(TERM).str.extract(r'"([^"]*)$', 1)
_ESCAPES = {
    r"\t": "\t", r"\b": "\b", r"\n": "\n", r"\r": "\r", r"\f": "\f",
    r"\"": '"', r"\'": "'", r"\\": "\\",
}  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\.")
TAGGED = frozenset(f"^^<{expand(f'rdf:{name}')}>" for name in ("langString", "dirLangString"))


class UnreadTermError(Exception):
    """A term is of a kind that is not read."""


class DirectedError(UnreadTermError):
    """A text has a direction (RDF 1.2), which would be lost here."""


class UntaggedError(Exception):
    """A text has the datatype of texts with a language, and none: on the line ``row``."""

    def __init__(self, row: int | None) -> None:
        self.row = row
        super().__init__()


def refuse_triples(split: SplitLines) -> SplitLines:
    """Return lines as they are, unless a parser wrote a triple as a term: RDF 1.1 has none.

    Raises
    ------
    UnreadTermError
        When a term is a triple.
    """
    if split.terms.str.starts_with("<<").any():  # no literal begins so
        raise UnreadTermError
    return split


def read_terms(terms: pl.Series, *, is_dataset: bool) -> pl.DataFrame:
    r"""Return of what follows a predicate the text, the tag and, in a data set, the graph.

    Parameters
    ----------
    terms
        All that follows the predicate on canonical lines.
    is_dataset
        Whether a line may name a graph, which is then in the column ``graph`` as it is written.

    Examples
    --------
    >>> terms = pl.Series(['"a\\tb"@fi <urn:g> .', "<urn:a> ."])
    >>> read_terms(terms, is_dataset=True).select("object", "tag", "graph").rows()
    [('a\tb', '@fi', '<urn:g>'), ('urn:a', None, None)]
    """
    frame = terms.alias(TERM).to_frame()
    frame = frame.with_columns(pl.col(TERM).str.starts_with('"').alias(_IS_LITERAL))
    if is_dataset:
        frame = _drop_graphs(frame)
    is_literal = pl.col(_IS_LITERAL)
    frame = frame.with_columns(
        pl.when(is_literal).then(_AFTER_TEXT.str.strip_suffix(" .")).alias(TAG)
    )
    body = pl.col(TERM).str.strip_prefix('"')
    body = body.str.strip_suffix(pl.concat_str(pl.lit('"'), TAG, pl.lit(" .")))
    node = bare(pl.col(TERM).str.strip_suffix(" ."))
    texts = compact(pl.when(is_literal).then(body).otherwise(node), frame)
    escaped = frame[_IS_LITERAL] & texts.str.contains("\\", literal=True)
    if escaped.any():
        texts = texts.scatter(escaped.arg_true(), _unescape(texts.filter(escaped)))
    return frame.with_columns(texts.alias(OBJECT))


def compact(texts: pl.Expr, of: pl.DataFrame | pl.Series) -> pl.Series:
    """Return texts in memory of their own: they would hold that of all lines else."""
    frame = of.to_frame() if isinstance(of, pl.Series) else of
    return frame.select(pl.concat_str(texts, pl.lit(""))).to_series()


def _drop_graphs(terms: pl.DataFrame) -> pl.DataFrame:
    """Return terms without the names of graphs, which are in a column of their own."""
    tail = pl.when(_IS_LITERAL).then(_AFTER_TEXT).otherwise(TERM)
    graph = tail.str.splitn(" ", 3).struct.field("field_1")
    said = terms.with_columns(pl.when(graph != ".").then(graph).alias(GRAPH))
    ending = pl.concat_str(pl.lit(" "), pl.col(GRAPH), pl.lit(" ."))
    alone = pl.concat_str(pl.col(TERM).str.strip_suffix(ending), pl.lit(" ."))
    return said.with_columns(pl.when(pl.col(GRAPH).is_null()).then(TERM).otherwise(alone))


def _unescape(bodies: pl.Series) -> pl.Series:
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

"""Fields of canonical lines into frames: one for each predicate and kind of value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from eloggraph.graph.rdf.lines import PREDICATE, TERM, SplitLines, bare, number_texts
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.tables.model import RawTable

MOST_PREDICATES = 10_000
_TAG, _GRAPH, _KIND = "tag", "graph", "kind"
_IS_LITERAL, _IS_WANTED = "is_literal", "is_wanted"
_NO_TEXTS = pl.Series(SUBJECT, [], pl.String)
_NO_CODES = pl.DataFrame(schema=dict.fromkeys((SUBJECT, OBJECT, _KIND, ROW), pl.UInt32))
# A predicate, and of literals what follows their text.
_Kind = tuple[str, str | None]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedLines:
    """Statements in numbers, so that each text is held once and may be shared by many.

    ``frame`` has the columns ``subject`` and ``object``, which are places in ``texts``, ``row``,
    and ``kind``, a place in ``kinds``: predicate and what follows the text of a literal.
    """

    texts: pl.Series
    kinds: tuple[_Kind, ...]
    frame: pl.DataFrame


def code_lines(
    parts: Iterable[SplitLines], graphs: Sequence[str] = (), *, is_dataset: bool = True
) -> CodedLines:
    """Put the lines of a file together; a part is let go when the next one is asked for.

    Parameters
    ----------
    parts
        From ``split_lines``; rows become those of the statements.
    graphs
        The IRIs of the named graphs that are wanted; all of them where none is given.
    is_dataset
        Whether a line may name a graph.
    """
    wanted = frozenset(f"<{graph}>" for graph in graphs)
    texts, kinds = [_NO_TEXTS], dict[_Kind, int]()
    frames, height = [_NO_CODES], 0
    for part in parts:
        terms = _read_terms(part.terms, wanted, is_dataset=is_dataset)
        frame = part.frame
        if wanted:
            frame = frame.filter(terms[_IS_WANTED].gather(frame[TERM]))
        subjects = _compact(bare(pl.col(SUBJECT)), part.subjects.alias(SUBJECT))
        texts += [subjects, terms[OBJECT].alias(SUBJECT)]
        columns = [
            (frame[SUBJECT] + height).cast(pl.UInt32),
            (frame[TERM] + height + len(subjects)).cast(pl.UInt32).alias(OBJECT),
            _number_kinds(part.predicates, terms[_TAG], frame, kinds),
            frame[ROW],
        ]
        frames.append(pl.DataFrame(columns))
        height += len(subjects) + terms.height
    return CodedLines(
        texts=pl.concat(texts, rechunk=True), kinds=tuple(kinds), frame=pl.concat(frames)
    )


def _number_kinds(
    predicates: pl.Series, tags: pl.Series, frame: pl.DataFrame, kinds: dict[_Kind, int]
) -> pl.Series:
    """Return the numbers of the kinds of statements; new ones are added to those known."""
    tags, tag = number_texts(tags)
    pairs = frame[PREDICATE].cast(pl.UInt64) * len(tags) + tag.gather(frame[TERM])
    found, places = number_texts(pairs)
    pairs_found = ((predicates[pair // len(tags)], tags[pair % len(tags)]) for pair in found)
    numbers = [kinds.setdefault((name[1:-1], each), len(kinds)) for name, each in pairs_found]
    return pl.Series(_KIND, numbers, pl.UInt32).gather(places)


def cut_lines(coded: CodedLines, origin: RawTable) -> tuple[StatementFrame, ...]:
    """Make frames of statements from lines, one for each predicate and kind of value.

    Parameters
    ----------
    coded
        From :func:`code_lines`; rows become those of the statements.
    origin
        The file that they stand in.

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
    found = coded.frame.partition_by(_KIND, as_dict=True, maintain_order=True, include_key=False)
    parts = {coded.kinds[number]: part for (number,), part in found.items()}
    tags = Counter(predicate for predicate, tag in parts if tag is not None)
    for count in (len({predicate for predicate, _ in parts}), *tags.values()):
        if count > MOST_PREDICATES:
            raise TooManyError(count)
    frames = []
    for kind in sorted(parts, key=_order):
        part = parts.pop(kind)
        ends = [coded.texts.gather(part[name]).alias(name) for name in (SUBJECT, OBJECT)]
        frames.append(_make_frame(kind, pl.DataFrame([*ends, part[ROW]]), origin))
    return tuple(frames)


def _order(kind: _Kind) -> tuple[str, bool, str]:
    predicate, tag = kind
    return predicate, tag is not None, tag or ""


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


def _read_terms(terms: pl.Series, wanted: frozenset[str], *, is_dataset: bool) -> pl.DataFrame:
    """Return of what follows a predicate the text and, of a literal, what follows that.

    Whether the graph is wanted is in a column of its own, where some are.
    """
    frame = terms.alias(TERM).to_frame()
    frame = frame.with_columns(pl.col(TERM).str.starts_with('"').alias(_IS_LITERAL))
    if is_dataset:
        frame = _drop_graphs(frame, wanted)
    is_literal = pl.col(_IS_LITERAL)
    frame = frame.with_columns(
        pl.when(is_literal).then(_AFTER_TEXT.str.strip_suffix(" .")).alias(_TAG)
    )
    body = pl.col(TERM).str.strip_prefix('"')
    body = body.str.strip_suffix(pl.concat_str(pl.lit('"'), _TAG, pl.lit(" .")))
    node = bare(pl.col(TERM).str.strip_suffix(" ."))
    texts = _compact(pl.when(is_literal).then(body).otherwise(node), frame)
    escaped = frame[_IS_LITERAL] & texts.str.contains("\\", literal=True)
    if escaped.any():
        texts = texts.scatter(escaped.arg_true(), _unescape(texts.filter(escaped)))
    return frame.with_columns(texts.alias(OBJECT))


def _compact(texts: pl.Expr, of: pl.DataFrame | pl.Series) -> pl.Series:
    """Return texts in memory of their own: they would hold that of all lines else."""
    frame = of.to_frame() if isinstance(of, pl.Series) else of
    return frame.select(pl.concat_str(texts, pl.lit(""))).to_series()


def _drop_graphs(terms: pl.DataFrame, wanted: frozenset[str]) -> pl.DataFrame:
    """Return terms without the names of graphs, and whether each is in one that is wanted."""
    tail = pl.when(_IS_LITERAL).then(_AFTER_TEXT).otherwise(TERM)
    graph = tail.str.splitn(" ", 3).struct.field("field_1")
    said = terms.with_columns(pl.when(graph != ".").then(graph).alias(_GRAPH))
    is_wanted = pl.col(_GRAPH).is_in(sorted(wanted)).fill_null(False)
    said = said.with_columns(is_wanted.alias(_IS_WANTED))
    ending = pl.concat_str(pl.lit(" "), pl.col(_GRAPH), pl.lit(" ."))
    bare = pl.concat_str(pl.col(TERM).str.strip_suffix(ending), pl.lit(" ."))
    return said.with_columns(pl.when(pl.col(_GRAPH).is_null()).then(TERM).otherwise(bare))


def _make_frame(kind: _Kind, frame: pl.DataFrame, origin: RawTable) -> StatementFrame:
    predicate, tag = kind
    if tag is None:
        return StatementFrame(predicate=predicate, frame=frame, origin=origin)
    if tag.startswith("@") and "--" in tag:
        raise UnreadTermError
    if tag in _TAGGED:
        raise UntaggedError(frame[ROW].min())  # type: ignore[arg-type]
    return StatementFrame(
        predicate=predicate,
        frame=frame,
        is_literal=True,
        datatype=None if tag.startswith("@") else (tag[3:-1] or _STRING),
        language=tag[1:] if tag.startswith("@") else None,
        origin=origin,
    )


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

r"""Lines of N-Triples and N-Quads into columns, without a Python object for each statement.

A line that has exactly the form of the canonical grammar is cut at its spaces by column
expressions. Every other line is given to pyoxigraph, whose writing has that form: so what is
accepted, and what it means, is what a strict parser says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.tables.raw import RawTable

LINE = "line"
MOST_PREDICATES = 10_000
_PREDICATE, _TERM, _TAG, _GRAPH = "predicate", "term", "tag", "graph"
_IS_LITERAL, _IS_CANONICAL = "is_literal", "is_canonical"
_NO_LINES = pl.DataFrame(schema={LINE: pl.String, ROW: pl.UInt32})
# Bytes of a text that is read a part at a time.
_STREAMED = 1 << 20
# After the last quotation mark of a literal stand its tag and the graph; there is none in them.
_AFTER_TEXT = pl.col(_TERM).str.extract(r'"([^"]*)$', 1)

# Narrower than RFC 3987 on purpose: an IRI that is unusual is judged by the parser.
_CHARS = r"(?:[A-Za-z0-9._~:/@!$&'()*+,;=\-\x{A0}-\x{D7FF}]|%[0-9A-Fa-f]{2})*"
_IRI = (
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?://[A-Za-z0-9._~\-]+(?::[0-9]{1,5})?(?:/" + _CHARS + ")?"
    r"|[A-Za-z0-9]" + _CHARS + r")(?:\?" + _CHARS + ")?(?:#" + _CHARS + ")?"
)
_NODE = rf"(?:<{_IRI}>|_:[A-Za-z0-9]+)"
_LITERAL = (
    r'"(?:[^"\\\x00-\x1f\x7f]|\\[tbnrf"\'\\])*"'
    rf"(?:@[a-z]{{2,3}}(?:-[a-z0-9]{{2,8}})?|\^\^<{_IRI}>)?"
)
_TRIPLE = rf"{_NODE} <{_IRI}> (?:{_NODE}|{_LITERAL})"
_CANONICAL = {
    ox.RdfFormat.N_TRIPLES: rf"^{_TRIPLE} \.$",
    ox.RdfFormat.N_QUADS: rf"^{_TRIPLE}(?: {_NODE})? \.$",
}
_IDLE = r"^[ \t]*(?:#[^\r]*)?$"
_ESCAPES = {
    r"\t": "\t", r"\b": "\b", r"\n": "\n", r"\r": "\r", r"\f": "\f",
    r"\"": '"', r"\'": "'", r"\\": "\\",
}  # fmt: skip
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\.")
_STRING = expand("xsd:string")
_MOST_ATTEMPTS = 200


class UnusualError(Exception):
    """The lines are not one statement each: the whole is for the careful parser."""


class UnreadTermError(Exception):
    """A term is of a kind that is not read."""


class TooManyError(Exception):
    """There are too many properties: ``count``."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__()


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line, in the parser's words."""

    row: int
    reason: str


def read_lines(data: bytes) -> pl.DataFrame:
    """Return the lines of a text with their numbers, from 1, blank ones left out.

    Raises
    ------
    UnusualError
        When the bytes are not UTF-8.
    """
    return _compute(_scan_lines(data), data) if data else _NO_LINES.clone()


def read_canonical(data: bytes, format_: ox.RdfFormat) -> pl.DataFrame | None:
    """Return the fields of lines that are all in canonical form, as :func:`cut_lines` takes them.

    Reading, proving and splitting go over the text together, a part at a time. None where a line
    has another form, be it only a comment: then :func:`canonise` has to look at the lines.

    Raises
    ------
    UnusualError
        When the bytes are not UTF-8.
    """
    if not data:
        return split_lines(_NO_LINES)
    is_canonical = pl.col(LINE).str.contains(_CANONICAL[format_]).alias(_IS_CANONICAL)
    read = _compute(_split(_scan_lines(data).with_columns(is_canonical), _IS_CANONICAL), data)
    return read.drop(_IS_CANONICAL) if read[_IS_CANONICAL].all() else None


def split_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the fields of canonical lines: subject, predicate, the rest, and the row."""
    return _split(lines.lazy()).collect()


def _scan_lines(data: bytes) -> pl.LazyFrame:
    lines = pl.scan_csv(
        data,
        has_header=False,
        separator="\x01",
        quote_char=None,
        infer_schema=False,
        row_index_name=ROW,
        row_index_offset=1,
    )
    try:
        names = lines.collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise UnusualError from error
    if len(names) != 2:
        raise UnusualError
    return lines.select(pl.col(ROW).cast(pl.UInt32), pl.col(names[1]).alias(LINE)).drop_nulls(LINE)


def _compute(frame: pl.LazyFrame, data: bytes) -> pl.DataFrame:
    try:
        return frame.collect(engine="streaming" if len(data) > _STREAMED else "in-memory")
    except pl.exceptions.PolarsError as error:
        raise UnusualError from error


def _split(lines: pl.LazyFrame, *more: str) -> pl.LazyFrame:
    fields = pl.col(LINE).str.splitn(" ", 3).struct
    split = lines.select(
        ROW,
        *more,
        _bare(fields.field("field_0")).alias(SUBJECT),
        fields.field("field_1").alias(_PREDICATE),
        fields.field("field_2").alias(_TERM),
    )
    return split.with_columns(pl.col(_TERM).str.starts_with('"').alias(_IS_LITERAL))


def canonise(lines: pl.DataFrame, format_: ox.RdfFormat) -> tuple[pl.DataFrame, list[LineFault]]:
    """Return lines in canonical form, and the faults of those that say nothing.

    Raises
    ------
    UnusualError
        When a line is not one statement.
    """
    is_canonical = lines[LINE].str.contains(_CANONICAL[format_])
    if is_canonical.all():
        return lines, []
    odd = lines.filter(~is_canonical & ~lines[LINE].str.contains(_IDLE))
    plain = lines.filter(is_canonical)
    if odd.is_empty():
        return plain, []
    if odd[LINE].str.contains("\r", literal=True).any():  # which ends a line, too
        raise UnusualError
    read, faults = _parse_odd(odd, format_)
    return pl.concat([plain, read.select(plain.columns)]).sort(ROW), faults


def _parse_odd(odd: pl.DataFrame, format_: ox.RdfFormat) -> tuple[pl.DataFrame, list[LineFault]]:
    rows = odd[ROW].to_list()
    quads, faults = parse_all("\n".join(odd[LINE].to_list()).encode(), format_)
    bad = {fault.row for fault in faults}
    good = [row for number, row in enumerate(rows, start=1) if number not in bad]
    told = [LineFault(rows[fault.row - 1], fault.reason) for fault in faults]
    if len(good) != len(quads):
        raise UnusualError
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    frame = pl.DataFrame(
        {LINE: written.decode().split("\n")[:-1], ROW: good},
        schema={LINE: pl.String, ROW: pl.UInt32},
    )
    return frame, told


def parse_all(
    data: bytes,
    format_: ox.RdfFormat,
    base: str | None = None,
    *,
    prefixes: dict[str, str] | None = None,
    most: int = 20,
) -> tuple[list[ox.Quad], list[LineFault]]:
    """Parse carefully; go on after a fault, and stop after ``most`` of them.

    A line is told once; a fault without a line (XML, JSON) has the row 0. Prefixes that the text
    declares are added to those given; the first meaning stays.
    """
    quads: list[ox.Quad] = []
    faults: list[LineFault] = []
    parser = ox.parse(data, format=format_, base_iri=base)
    for _ in range(_MOST_ATTEMPTS):
        try:
            quads.extend(parser)
            break
        except SyntaxError as error:
            row = error.lineno or 0
            if row == 0 or row not in {fault.row for fault in faults}:
                faults.append(LineFault(row, error.msg))
            if len(faults) == most:
                break
    if prefixes is not None:
        prefixes.update({**parser.prefixes, **prefixes})
    return quads, faults


def write_lines(
    data: bytes, format_: ox.RdfFormat, base: str, prefixes: dict[str, str]
) -> tuple[pl.DataFrame, list[LineFault]]:
    """Return the statements of any RDF format as canonical lines without numbers, or its faults.

    Prefixes that the text declares are added to those given; the first meaning stays.
    """
    try:
        parser = ox.parse(data, format=format_, base_iri=base)
        written = ox.serialize(parser, format=ox.RdfFormat.N_QUADS) or b""
    except SyntaxError:
        return read_lines(b""), parse_all(data, format_, base)[1]
    prefixes.update({**parser.prefixes, **prefixes})
    return read_lines(written).with_columns(pl.lit(None, dtype=pl.UInt32).alias(ROW)), []


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
        From :func:`split_lines` or :func:`read_canonical`; rows become those of the statements.
    origin
        The file that they stand in.
    graphs
        The IRIs of the named graphs that are wanted; all of them where none is given.
    is_dataset
        Whether a line may name a graph.

    Raises
    ------
    UnreadTermError
        When a statement holds what RDF 1.1 does not know: a triple as a term, a direction.
    TooManyError
        When there are more properties than :data:`MOST_PREDICATES`, or more languages and
        datatypes: each has a frame of its own.
    """
    count = fields[_PREDICATE].n_unique()
    if count > MOST_PREDICATES:
        raise TooManyError(count)
    wanted = frozenset(f"<{graph}>" for graph in graphs) if is_dataset else None
    parts = fields.partition_by(
        [_PREDICATE, _IS_LITERAL], as_dict=True, maintain_order=True, include_key=False
    )
    return tuple(
        frame
        for (predicate, is_literal), part in sorted(parts.items(), key=str)
        for frame in _make_frames(str(predicate)[1:-1], bool(is_literal), part, origin, wanted)
    )


def _bare(term: pl.Expr) -> pl.Expr:
    """Return an IRI without its brackets, of which it holds none; a blank node as it is."""
    return term.str.strip_chars("<>")


def _make_frames(
    predicate: str,
    is_literal: bool,
    part: pl.DataFrame,
    origin: RawTable,
    wanted: frozenset[str] | None,
) -> Iterator[StatementFrame]:
    """Yield the statements of one predicate: those with nodes, or literals of each kind.

    ``wanted`` are the graphs to take, all where there is none; None where no line names a graph.
    """
    if not is_literal and wanted is None and _is_plain(part[_TERM]):
        value = pl.col(_TERM).str.strip_prefix("<").str.strip_suffix("> .").alias(OBJECT)
        frame = part.select(SUBJECT, value, ROW)
        yield StatementFrame(predicate=predicate, frame=frame, origin=origin)
        return
    if not is_literal and part[_TERM].str.starts_with("<<").any():
        raise UnreadTermError
    if wanted is not None:
        part = _drop_graphs(part, is_literal, wanted)
    if part.is_empty():
        return
    if not is_literal:
        value = _bare(pl.col(_TERM).str.strip_suffix(" .")).alias(OBJECT)
        yield StatementFrame(
            predicate=predicate, frame=part.select(SUBJECT, value, ROW), origin=origin
        )
        return
    tagged = part.with_columns(_AFTER_TEXT.str.strip_suffix(" .").alias(_TAG))
    if (count := tagged[_TAG].n_unique()) > MOST_PREDICATES:
        raise TooManyError(count)
    kinds = tagged.partition_by(_TAG, as_dict=True, maintain_order=True, include_key=False)
    for (tag,), kind in sorted(kinds.items(), key=str):
        yield _make_literals(predicate, str(tag), kind, origin)


def _drop_graphs(part: pl.DataFrame, is_literal: bool, wanted: frozenset[str]) -> pl.DataFrame:
    """Return the statements of wanted graphs as if they named none."""
    tail = _AFTER_TEXT if is_literal else pl.col(_TERM)
    graph = tail.str.splitn(" ", 3).struct.field("field_1")
    said = part.with_columns(pl.when(graph != ".").then(graph).alias(_GRAPH))
    if wanted:
        said = said.filter(pl.col(_GRAPH).is_in(sorted(wanted)))
    if said[_GRAPH].null_count() == said.height:
        return said
    ending = pl.concat_str(pl.lit(" "), pl.col(_GRAPH), pl.lit(" ."))
    bare = pl.concat_str(pl.col(_TERM).str.strip_suffix(ending), pl.lit(" ."))
    return said.with_columns(pl.when(pl.col(_GRAPH).is_null()).then(_TERM).otherwise(bare))


def _is_plain(terms: pl.Series) -> bool:
    """Tell whether all terms are IRIs."""
    starts = terms.str.starts_with("<") & ~terms.str.starts_with("<<")
    return bool(starts.all())


def _make_literals(
    predicate: str, tag: str, part: pl.DataFrame, origin: RawTable
) -> StatementFrame:
    if tag.startswith("@") and "--" in tag:
        raise UnreadTermError
    body = part[_TERM].str.strip_prefix('"').str.strip_suffix(f'"{tag} .')
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

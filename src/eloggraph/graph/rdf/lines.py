r"""Lines of N-Triples and N-Quads into columns, without a Python object for each statement.

A line that has exactly the form of the canonical grammar is cut at its spaces by column
expressions. Every other line goes through pyoxigraph, which writes that form: a strict parser
decides what is accepted and what it means.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import ROW, SUBJECT
from eloggraph.tables.read.compressed import is_compressed

LINE = "line"
PREDICATE, TERM = "predicate", "term"
IS_LITERAL, _IS_CANONICAL = "is_literal", "is_canonical"
_NO_LINES = pl.DataFrame(schema={LINE: pl.String, ROW: pl.UInt32})
# Bytes of a text that is read a part at a time.
_STREAMED = 1 << 20

# Narrower than RFC 3987 on purpose: an IRI that is unusual is judged by the parser.
_CHARS = r"(?:[A-Za-z0-9._~:/@!$&'()*+,;=\-\x{A0}-\x{D7FF}]|%[0-9A-Fa-f]{2})*"
_IRI = (
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?://[A-Za-z0-9._~\-]+(?::[0-9]{1,5})?(?:/" + _CHARS + ")?"
    r"|[A-Za-z0-9]" + _CHARS + r")(?:\?" + _CHARS + ")?(?:#" + _CHARS + ")?"
)
_NODE = rf"(?:<{_IRI}>|_:[A-Za-z0-9]+)"
_LITERAL = (
    r'"(?:[^"\\\x00-\x1f\x7f]|\\[tbnrf"\'\\])*"'
    rf"(?:@[a-z]{{2,3}}(?:-(?:[a-z]{{2,4}}|[0-9]{{3}}))?|\^\^<{_IRI}>)?"
)
_TRIPLE = rf"{_NODE} <{_IRI}> (?:{_NODE}|{_LITERAL})"
_CANONICAL = {
    ox.RdfFormat.N_TRIPLES: rf"^{_TRIPLE} \.$",
    ox.RdfFormat.N_QUADS: rf"^{_TRIPLE}(?: {_NODE})? \.$",
}
_IDLE = r"^[ \t]*(?:#[^\r]*)?$"
_MOST_ATTEMPTS = 200


class UnusualError(Exception):
    """The lines are not one statement each: the strict parser must read the whole text."""


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
    """Return the fields of lines that are all in canonical form, as :func:`split_lines` does.

    Reading, checking and splitting are one pass over the text, a part at a time. None if any line
    has another form, even a comment: then :func:`canonise` is needed.

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
    if is_compressed(data):
        raise UnusualError
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
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusualError from error
    if len(names) != 2:
        raise UnusualError
    return lines.select(pl.col(ROW).cast(pl.UInt32), pl.col(names[1]).alias(LINE)).drop_nulls(LINE)


def _compute(frame: pl.LazyFrame, data: bytes) -> pl.DataFrame:
    try:
        return frame.collect(engine="streaming" if len(data) > _STREAMED else "in-memory")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusualError from error


def _split(lines: pl.LazyFrame, *more: str) -> pl.LazyFrame:
    fields = pl.col(LINE).str.splitn(" ", 3).struct
    split = lines.select(
        ROW,
        *more,
        bare(fields.field("field_0")).alias(SUBJECT),
        fields.field("field_1").alias(PREDICATE),
        fields.field("field_2").alias(TERM),
    )
    return split.with_columns(pl.col(TERM).str.starts_with('"').alias(IS_LITERAL))


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


def bare(term: pl.Expr) -> pl.Expr:
    """Return an IRI without its brackets, of which it holds none; a blank node as it is."""
    return term.str.strip_chars("<>")

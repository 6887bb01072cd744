r"""Lines of N-Triples and N-Quads into columns, without a Python object for each statement.

A line that has exactly the form of the canonical grammar is cut at its spaces by column
expressions. Every other line goes through pyoxigraph, which writes that form: a strict parser
decides what is accepted and what it means. Terms are numbered first, so that each different one is
looked at and held once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import ROW, SUBJECT
from eloggraph.tables.read.compressed import is_compressed

LINE = "line"
PREDICATE, TERM = "predicate", "term"
_NUMBER, _TEXT = "number", "text"
_NO_LINES = pl.DataFrame(schema={LINE: pl.String, ROW: pl.UInt32})

# Narrower than RFC 3987 on purpose: an IRI that is unusual is judged by the parser.
_CHARS = r"(?:[A-Za-z0-9._~:/@!$&'()*+,;=\-\x{A0}-\x{D7FF}]|%[0-9A-Fa-f]{2})*"
IRI = (
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?://[A-Za-z0-9._~\-]+(?::[0-9]{1,5})?(?:/" + _CHARS + ")?"
    r"|[A-Za-z0-9]" + _CHARS + r")(?:\?" + _CHARS + ")?(?:#" + _CHARS + ")?"
)
LANGUAGE = "@[a-z]{2,3}(?:-(?:[a-z]{2,4}|[0-9]{3}))?"
NODE = rf"(?:<{IRI}>|_:[A-Za-z0-9]+)"
_LITERAL = (
    r'"(?:[^"\\\x00-\x1f\x7f]|\\[tbnrf"\'\\])*"'
    rf"(?:{LANGUAGE}|\^\^<{IRI}>)?"
)
_GRAPHS = {ox.RdfFormat.N_TRIPLES: "", ox.RdfFormat.N_QUADS: rf"(?: {NODE})?"}
_CANONICAL_TERM = {
    format_: rf"^(?:{NODE}|{_LITERAL}){graph} \.$" for format_, graph in _GRAPHS.items()
}
_CANONICAL = {format_: rf"^{NODE} <{IRI}> {term[1:]}" for format_, term in _CANONICAL_TERM.items()}
_IDLE = r"^[ \t]*(?:#[^\r]*)?$"
_MOST_ATTEMPTS = 200
# Faults of one file that are told.
MOST_FAULTS = 20
# As many statements of other formats are written as lines at a time.
_AT_ONCE = 100_000
_SEPARATORS = "\x01\x02\x03\x04\x05\x06\x07"
_BOM = b"\xef\xbb\xbf"
_NO_RUN = (1 << 32) - 1


class UnusualError(Exception):
    """The lines are not one statement each: the strict parser must read the whole text."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line, in the parser's words."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLines:
    """Lines cut into their fields: the texts that there are, and which of them stands where.

    ``frame`` has the columns ``subject``, ``predicate`` and ``term``, numbers of rows in the
    columns of that name, and ``row``. A ``term`` is all that follows the predicate.
    """

    subjects: pl.Series
    predicates: pl.Series
    terms: pl.Series
    frame: pl.DataFrame


def read_lines(data: bytes, first: int = 1) -> pl.DataFrame:
    """Return the lines of a text with their numbers, blank ones left out.

    Parameters
    ----------
    data
        The text, or a part of it that begins with a line.
    first
        The number of its first line.

    Raises
    ------
    UnusualError
        When the bytes are not UTF-8.
    """
    if not data:
        return _NO_LINES.clone()
    if is_compressed(data) or data.startswith(_BOM):  # Polars would open the one, drop the other
        raise UnusualError
    # What no line has: a text may hold any of them, but hardly all.
    separator = next((each for each in _SEPARATORS if each.encode() not in data), None)
    if separator is None:
        raise UnusualError
    try:
        lines = pl.read_csv(
            data,
            has_header=False,
            separator=separator,
            quote_char=None,
            infer_schema=False,
            row_index_name=ROW,
            row_index_offset=first,
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusualError from error
    if lines.width != 2:
        raise UnusualError
    return lines.select(pl.col(ROW).cast(pl.UInt32), pl.nth(1).alias(LINE)).drop_nulls(LINE)


def find_odd(lines: pl.Series) -> pl.Series:
    """Return the lines of N-Triples that are not in canonical form: of these a parser must tell.

    >>> find_odd(pl.Series(["<urn:a> <urn:b> <urn:c> .", "<a> <b> <c> ."])).to_list()
    ['<a> <b> <c> .']
    """
    is_canonical = lines.str.contains(_CANONICAL[ox.RdfFormat.N_TRIPLES])
    return lines.filter(~is_canonical.fill_null(value=False))


def split_lines(lines: pl.DataFrame) -> SplitLines:
    """Return lines cut at their first two spaces."""
    fields = lines[LINE].str.splitn(" ", 3).struct
    # What is said of one subject mostly stands together.
    runs = (subjects := fields.field("field_0")).rle_id()
    first = subjects.filter(runs != runs.shift(1, fill_value=_NO_RUN))
    subjects, places = _number_repeated(first)
    predicates, predicate = number_texts(fields.field("field_1"))
    terms, term = _number_repeated(fields.field("field_2"))
    columns = [places.gather(runs).alias(SUBJECT), predicate.alias(PREDICATE), term.alias(TERM)]
    return SplitLines(
        subjects=subjects,
        predicates=predicates,
        terms=terms,
        frame=pl.DataFrame([*columns, lines[ROW]]),
    )


def number_texts(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the different ones of some texts, in any order, and for each text which it is.

    >>> texts, numbers = number_texts(pl.Series(["a", "b", "a"]))
    >>> texts.gather(numbers).to_list()
    ['a', 'b', 'a']
    """
    found = texts.unique().alias(_TEXT)
    numbered = found.to_frame().with_row_index(_NUMBER)
    asked = texts.alias(_TEXT).to_frame()
    joined = asked.join(numbered, on=_TEXT, how="left", nulls_equal=True, maintain_order="left")
    return found, joined[_NUMBER]


def _number_repeated(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return texts with their numbers: each once, unless most of them are there once anyway."""
    if texts.to_frame().select(pl.all().approx_n_unique()).item() * 2 > len(texts):
        return texts, pl.int_range(len(texts), dtype=pl.UInt32, eager=True)
    return number_texts(texts)


def are_canonical(split: SplitLines, format_: ox.RdfFormat) -> bool:
    """Tell whether all lines have the canonical form: spaces stand in literals alone."""
    columns = (
        (split.subjects, f"^{NODE}$"),
        (split.predicates, f"^<{IRI}>$"),
        (split.terms, _CANONICAL_TERM[format_]),
    )
    return all(
        not texts.null_count() and bool(texts.str.contains(regex).all()) for texts, regex in columns
    )


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
    most: int = MOST_FAULTS,
) -> tuple[list[ox.Quad], list[LineFault]]:
    """Parse carefully; go on after a fault, and stop after ``most`` of them.

    A line is told once; a fault without a line (XML, JSON) has the row 0. Prefixes that the text
    declares are added to those given; the first meaning stays.
    """
    quads: list[ox.Quad] = []
    parser = ox.parse(data, format=format_, base_iri=base)
    faults = _parse(parser, quads.extend, most)
    if prefixes is not None:
        prefixes.update({**parser.prefixes, **prefixes})
    return quads, faults


def find_faults(text: IO[bytes], format_: ox.RdfFormat, base: str) -> list[LineFault]:
    """Return the faults that :func:`parse_all` tells, of a text that is read part by part."""
    parser = ox.parse(text, format=format_, base_iri=base)
    return _parse(parser, deque[ox.Quad](maxlen=0).extend, MOST_FAULTS)


def _parse(
    parser: ox.QuadParser, take: Callable[[Iterable[ox.Quad]], None], most: int
) -> list[LineFault]:
    faults: list[LineFault] = []
    for _ in range(_MOST_ATTEMPTS):
        try:
            take(parser)
            break
        except SyntaxError as error:
            row = error.lineno or 0
            if row == 0 or row not in {fault.row for fault in faults}:
                faults.append(LineFault(row, error.msg))
            if len(faults) == most:
                break
    return faults


def write_lines(
    text: bytes | IO[bytes], format_: ox.RdfFormat, base: str, prefixes: dict[str, str]
) -> Iterator[pl.DataFrame]:
    """Yield the statements of any RDF format as canonical lines without numbers, part by part.

    Prefixes that the text declares are added to those given; the first meaning stays.

    Raises
    ------
    SyntaxError
        When the text is malformed: :func:`parse_all` tells all of its faults.
    """
    parser = ox.parse(text, format=format_, base_iri=base)
    while written := ox.serialize(islice(parser, _AT_ONCE), format=ox.RdfFormat.N_QUADS):
        yield read_lines(written).with_columns(pl.lit(None, dtype=pl.UInt32).alias(ROW))
    prefixes.update({**parser.prefixes, **prefixes})


def bare(term: pl.Expr) -> pl.Expr:
    """Return an IRI without its brackets, of which it holds none; a blank node as it is."""
    return term.str.strip_chars("<>")

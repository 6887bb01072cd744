"""Files of N-Triples and N-Quads in ranges of bytes, each of which is read by itself.

Whoever sees the files reads them, as strictly as they are read here. What is wrong with a range
comes as rows among its statements, *notes*: they have no predicate, and their tag says of what kind
they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, order_findings, tell
from eloggraph.graph.rdf.encoding import find_other_encoding
from eloggraph.graph.rdf.found import DATASETS, NAMED, RdfSource, RefusedError
from eloggraph.graph.rdf.labels import RowLabels
from eloggraph.graph.rdf.lines import (
    LINE,
    MOST_FAULTS,
    PREDICATE,
    LineFault,
    UnusualError,
    parse_all,
    split_lines,
    write_lines,
)
from eloggraph.graph.rdf.packed import SCHEMA
from eloggraph.graph.rdf.packing import make_rows
from eloggraph.graph.rdf.parts import split_parts
from eloggraph.graph.rdf.reified import Reifications
from eloggraph.graph.rdf.source import cut_at_lines, refuse_deep
from eloggraph.graph.rdf.streams import PART, open_lines
from eloggraph.graph.rdf.terms import (
    TAG,
    DirectedError,
    UnreadTermError,
    UntaggedError,
    refuse_triples,
)
from eloggraph.graph.rdf.told import tell_faults, tell_other_encoding, tell_term
from eloggraph.graph.statements import FILE, OBJECT, SUBJECT
from eloggraph.text import Text

# Bytes of a range.
RANGE = 64 << 20
# The columns of ranges, and those of their first lines.
RANGES: dict[str, Any] = {
    **dict.fromkeys(("path", "name", "format", "prefix"), pl.String),
    **dict.fromkeys(("number", "start", "end", "first"), pl.Int64),
}
LENGTHS: dict[str, Any] = {"name": pl.String, "number": pl.Int64, "lines": pl.Int64}
# The names of formats.
FORMATS = {format_: name for name, format_ in NAMED.items()}
_BOM = b"\xef\xbb\xbf"
_NO_END = -1
_DIRECTION = "direction"
# Kinds of notes.
_FAULT, _ENCODING, _REFUSED, _TERM, _UNTAGGED, _REIFIED, _UNREADABLE = (
    *("fault", "encoding", "refused", "term", "untagged", "reified", "unreadable"),
)


def cut_ranges(sources: Sequence[RdfSource], size: int = RANGE) -> pl.DataFrame:
    """Return the ranges of files, of about a size; a compressed file is one.

    Raises
    ------
    InputError
        When a file is not there.

    Examples
    --------
    >>> cut_ranges([]).columns[-3:]
    ['start', 'end', 'first']
    """
    rows = []
    for number, source in enumerate(sources, start=1):
        prefix = f"f{number}-" if len(sources) > 1 else ""
        try:
            whole = source.path.stat().st_size
        except OSError as error:
            raise InputError(_tell_unreadable(source, error.strerror or "")) from error
        told = (str(source.path.absolute()), source.name, FORMATS[source.format], prefix)
        if source.path.suffix.lower() == ".gz" or whole <= size:
            rows.append((*told, 0, 0, _NO_END, 1))
        else:
            starts = range(0, whole, size)
            rows += [(*told, n, at, min(at + size, whole), 1) for n, at in enumerate(starts)]
    return pl.DataFrame(rows, schema=RANGES, orient="row")


def count_lines(row: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield how many lines end in a range."""
    n = sum(part.count(b"\n") for part in _read_bytes(row))
    yield pl.DataFrame([(row["name"], row["number"], n)], schema=LENGTHS, orient="row")


def number_lines(ranges: pl.DataFrame, lengths: pl.DataFrame) -> pl.DataFrame:
    """Return ranges with the numbers of their first lines, from the lengths of all before."""
    known = {(name, number): lines for name, number, lines in lengths.iter_rows()}
    firsts, before = list[int](), dict[str, int]()
    for name, number in ranges.select("name", "number").iter_rows():
        firsts.append(before.get(name, 0) + 1)
        before[name] = before.get(name, 0) + known.get((name, number), 0)
    return ranges.with_columns(pl.Series("first", firsts, pl.Int64))


def read_range(row: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield the statements of a range, with the columns of a file of statements, and its notes."""
    source = RdfSource(path=Path(row["path"]), name=row["name"], format=NAMED[row["format"]])
    labels = RowLabels(row["prefix"], are_kept=True)
    reified, line = Reifications(), row["first"]
    try:
        for part in _read_parts(source, row):
            for rows in _read_part(source, part, line, reified):
                yield rows if rows[PREDICATE].null_count() else labels.write(rows)
            line += part.count(b"\n")
    except OSError as error:
        yield _note(source, _UNREADABLE, text=error.strerror or type(error).__name__)
    except RefusedError as error:
        for finding in error.findings:
            yield _note(source, _REFUSED, text=_write_finding(finding))
    if reified.count:
        yield _note(source, _REIFIED, reified.count)


def _read_parts(source: RdfSource, row: Mapping[str, Any]) -> Iterator[bytes]:
    if row["end"] == _NO_END:
        return open_lines(source)
    return cut_at_lines(_read_bytes(row), PART)


def _read_bytes(row: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the bytes of the lines that begin in a range."""
    with Path(row["path"]).open("rb") as file:
        at, end = row["start"], row["end"]
        is_first = not at
        if at:
            file.seek(at - 1)
            at += len(file.readline()) - 1
        while at < end and (part := file.read(min(PART, end - at))):
            at += len(part)
            if at >= end and not part.endswith(b"\n"):
                part += file.readline()
            yield part.removeprefix(_BOM) if is_first else part
            is_first = False


def _read_part(
    source: RdfSource, part: bytes, line: int, reified: Reifications
) -> Iterator[pl.DataFrame]:
    faults, is_dataset = list[LineFault](), source.format in DATASETS
    try:
        try:
            for split in split_parts([part], source, faults, reified, first=line):
                if not faults:
                    yield make_rows(split, source, is_dataset=is_dataset)
        except UnusualError:
            if not faults:
                yield from _read_strictly(source, part, line, reified)
    except (UnreadTermError, UntaggedError) as error:
        is_untagged = isinstance(error, UntaggedError)
        row = error.row if isinstance(error, UntaggedError) else None
        what = _DIRECTION if isinstance(error, DirectedError) else ""
        yield _note(source, _UNTAGGED if is_untagged else _TERM, row, what)
    except RefusedError as error:
        for finding in error.findings:
            yield _note(source, _REFUSED, text=_write_finding(finding))
    for fault in faults:
        yield _note(source, _FAULT, fault.row, fault.reason)


def _read_strictly(
    source: RdfSource, part: bytes, line: int, reified: Reifications
) -> Iterator[pl.DataFrame]:
    """Yield the statements of lines that only the strict parser reads, without their numbers."""
    if (found := find_other_encoding(part)) is not None:
        yield _note(source, _ENCODING, line + found[0] - 1, found[1])
        return
    refuse_deep(source, part)
    if faults := parse_all(part, source.format, source.base)[1]:
        for fault in faults:
            yield _note(source, _FAULT, line + fault.row - 1 if fault.row else None, fault.reason)
        return
    for lines in write_lines(part, source.format, source.base, {}):
        split = refuse_triples(split_lines(reified.write(lines)))
        yield make_rows(split, source, is_dataset=True)


def _note(source: RdfSource, kind: str, number: int | None = None, text: str = "") -> pl.DataFrame:
    row = {SUBJECT: "", PREDICATE: None, OBJECT: text, TAG: kind, FILE: source.name, LINE: number}
    return pl.DataFrame([row], schema=SCHEMA)


def count_reified(notes: pl.DataFrame) -> int:
    """Return of how many statements something is said."""
    return int(notes.filter(pl.col(TAG) == _REIFIED)[LINE].sum())


def tell_notes(notes: pl.DataFrame, sources: Iterable[RdfSource]) -> Sequence[Finding]:
    """Return what is wrong with files by the notes of their ranges.

    >>> source = RdfSource(path=Path("a.nt"), name="a.nt", format=NAMED["ntriples"])
    >>> [f.code for f in tell_notes(_note(source, "fault", 3, "no IRI"), [source])]
    ['rdf-malformed']
    """
    wrong = notes.filter(pl.col(TAG) != _REIFIED).sort(LINE, nulls_last=True)
    found = list[Finding]()
    for source in {source.name: source for source in sources}.values():
        noted = wrong.filter(pl.col(FILE) == source.name).select(TAG, LINE, OBJECT).rows()
        # In another encoding nothing is as it was meant.
        encoding = [note for note in noted if note[0] == _ENCODING][:1]
        told = [_tell_note(source, *note) for note in encoding or noted]
        found += order_findings(dict.fromkeys(told))[:MOST_FAULTS]
    return order_findings(found)


def _tell_note(source: RdfSource, kind: str, line: int | None, text: str) -> Finding:
    if kind == _ENCODING:
        return tell_other_encoding(source, line or 1, text)
    if kind == _REFUSED:
        return _read_finding(source, text)
    if kind == _TERM:
        return tell_term(source, DirectedError() if text == _DIRECTION else UnreadTermError())
    if kind == _UNTAGGED:
        return tell_term(source, UntaggedError(line))
    if kind == _UNREADABLE:
        return _tell_unreadable(source, text)
    return tell_faults(source, b"", [LineFault(line or 0, text)])[0]


def _tell_unreadable(source: RdfSource, reason: str) -> Finding:
    place = Place(file=source.name)
    return tell("rdf-unreadable", "violation", place, chapter="checks", reason=reason)


def _write_finding(finding: Finding) -> str:
    """Return a finding as a text that a note has: what is told, without its place."""
    return json.dumps([finding.code, finding.message.said, finding.remedy.said])


def _read_finding(source: RdfSource, text: str) -> Finding:
    code, message, remedy = json.loads(text)
    return Finding(
        code=code,
        severity="violation",
        message=Text(*message),
        remedy=Text(*remedy),
        place=Place(file=source.name),
    )

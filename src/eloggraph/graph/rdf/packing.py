"""RDF files as rows of statements, part by part: what is held at a time is bounded.

Lines of N-Triples and N-Quads are cut at their spaces, and what is not canonical among them goes
through pyoxigraph; the other formats are streamed through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from eloggraph.finding import Finding
from eloggraph.graph.rdf.encoding import find_other_encoding
from eloggraph.graph.rdf.found import DATASETS, NAMED, STDIN, RdfSource
from eloggraph.graph.rdf.labels import RowLabels
from eloggraph.graph.rdf.lines import (
    LINE,
    MOST_FAULTS,
    PREDICATE,
    TERM,
    LineFault,
    SplitLines,
    UnusualError,
    bare,
    find_faults,
    split_lines,
    write_lines,
)
from eloggraph.graph.rdf.packed import SCHEMA, PackedInput
from eloggraph.graph.rdf.packed_read import name_inputs, rename_inputs
from eloggraph.graph.rdf.packed_rows import read_packed_rows
from eloggraph.graph.rdf.parts import split_parts
from eloggraph.graph.rdf.places import LARGEST, index_lines
from eloggraph.graph.rdf.reified import Reifications
from eloggraph.graph.rdf.source import open_packed, packed_told
from eloggraph.graph.rdf.streams import open_lines, open_stream
from eloggraph.graph.rdf.terms import (
    GRAPH,
    TAG,
    TAGGED,
    DirectedError,
    UnreadTermError,
    UntaggedError,
    read_terms,
    refuse_triples,
)
from eloggraph.graph.rdf.told import (
    LINES,
    FaultyError,
    tell_faults,
    tell_other_encoding,
    tell_term,
)
from eloggraph.graph.statements import FILE, OBJECT, ROW, SUBJECT
from eloggraph.once import Hashes

_FORMATS = {format_: name for name, format_ in NAMED.items()}
_BEGINS = {SUBJECT: pl.String, LINE: pl.UInt32}


class CarefulError(Exception):
    """The strict parser has to read a file of lines whole: all is begun again."""

    def __init__(self, source: RdfSource) -> None:
        self.source = source
        super().__init__(source.name)


@dataclass(slots=True)
class Packing:
    """What becomes known of files while their statements are read.

    ``careful`` are the names of files of lines that the strict parser reads whole. ``counts`` has
    the statements of each file by its name.
    """

    sources: Sequence[RdfSource]
    careful: frozenset[str] = frozenset()
    prefixes: dict[str, str] = field(default_factory=dict)
    reified: Reifications = field(default_factory=Reifications)
    counts: Counter[str] = field(default_factory=Counter)
    packed: dict[str, list[PackedInput]] = field(default_factory=dict)

    def list_inputs(self, hashes: Hashes) -> list[PackedInput]:
        """Return what was read, in its order, with hashes that were kept meanwhile."""
        found: list[PackedInput] = []
        for source in self.sources:
            told = hashes.told.get("-") if source.path == STDIN else hashes.first.get(source.path)
            own = PackedInput(
                file=source.name, format=_FORMATS[source.format], sha256=told, statements=0
            )
            found += self.packed.get(source.name, [own])
        return [replace(each, statements=self.counts[each.file]) for each in found]


def read_rows(packing: Packing) -> Iterator[pl.DataFrame]:
    """Yield the statements of files as rows, in their order.

    Raises
    ------
    RefusedError, FaultyError
        When a file cannot be read.
    CarefulError
        When all has to be begun again.
    """
    taken = {source.name for source in packing.sources if not source.is_packed}
    for number, source in enumerate(packing.sources, start=1):
        prefix = f"f{number}-" if len(packing.sources) > 1 else ""
        labels = RowLabels(prefix, are_kept=source.is_packed or source.format in LINES)
        try:
            for rows in _read_any(source, packing, taken):
                packing.counts.update(dict(rows[FILE].value_counts().iter_rows()))
                yield labels.write(rows)
        except (UnreadTermError, UntaggedError) as error:
            raise FaultyError([tell_term(source, error)]) from error


def _read_any(source: RdfSource, packing: Packing, taken: set[str]) -> Iterator[pl.DataFrame]:
    if source.is_packed:
        return _read_packed(source, packing, taken)
    if source.format in LINES and source.name not in packing.careful:
        return _read_lines(source, packing)
    return _read_parsed(source, packing)


def _read_packed(source: RdfSource, packing: Packing, taken: set[str]) -> Iterator[pl.DataFrame]:
    about = open_packed(source)
    names = name_inputs(source, about, taken)
    packing.prefixes.update({**about.prefixes, **packing.prefixes})
    packing.reified.count += about.reified
    packing.packed[source.name] = [
        replace(each, file=names.get(each.file, each.file)) for each in about.inputs
    ]
    with packed_told(source):
        for rows in read_packed_rows(source.path):
            yield rename_inputs(rows, names)


def _read_lines(source: RdfSource, packing: Packing) -> Iterator[pl.DataFrame]:
    faults: list[LineFault] = []
    is_dataset = source.format in DATASETS
    try:
        for split in split_parts(open_lines(source), source, faults, packing.reified):
            if not faults:
                yield make_rows(split, source, is_dataset=is_dataset)
    except UnusualError as error:
        if not faults:
            raise CarefulError(source) from error
    if faults:
        raise FaultyError(tell_faults(source, b"", faults[:MOST_FAULTS]))


def _read_parsed(source: RdfSource, packing: Packing) -> Iterator[pl.DataFrame]:
    text = open_stream(source)
    parts = _parse(source, write_lines(text, source.format, source.base, packing.prefixes), packing)
    if source.format in LINES or source.path == STDIN or _is_large(source):
        yield from parts
        return
    held = list(parts)
    begins = index_lines(source)  # which looks through files without faults
    lines = pl.DataFrame({SUBJECT: [*begins], LINE: [*begins.values()]}, schema=_BEGINS)
    for rows in held:
        named = rows.drop(LINE).join(lines, on=SUBJECT, how="left", maintain_order="left")
        yield named.select([*SCHEMA])


def _parse(
    source: RdfSource, parts: Iterable[pl.DataFrame], packing: Packing
) -> Iterator[pl.DataFrame]:
    try:
        for lines in parts:
            split = refuse_triples(split_lines(packing.reified.write(lines)))
            yield make_rows(split, source, is_dataset=True)
    except SyntaxError as error:
        raise FaultyError(_tell_faults(source)) from error


def make_rows(split: SplitLines, source: RdfSource, *, is_dataset: bool) -> pl.DataFrame:
    """Return lines that are cut into fields as rows of statements."""
    terms = read_terms(split.terms, is_dataset=is_dataset)
    frame = split.frame
    columns = {
        SUBJECT: split.subjects.to_frame().select(bare(pl.first())).to_series(),
        PREDICATE: split.predicates.to_frame().select(bare(pl.first())).to_series(),
        OBJECT: terms[OBJECT],
        TAG: terms[TAG],
    }
    if is_dataset:
        columns[GRAPH] = terms.select(bare(pl.col(GRAPH))).to_series()
    places = {SUBJECT: SUBJECT, PREDICATE: PREDICATE}
    rows = pl.DataFrame(
        [texts.gather(frame[places.get(name, TERM)]).alias(name) for name, texts in columns.items()]
    )
    if not is_dataset:
        rows = rows.with_columns(pl.lit(None, pl.String).alias(GRAPH))
    rows = rows.with_columns(pl.lit(source.name).alias(FILE), frame[ROW].alias(LINE))
    _refuse_tags(terms[TAG], rows)
    return rows.select([*SCHEMA])


def _refuse_tags(tags: pl.Series, rows: pl.DataFrame) -> None:
    """Refuse texts with a direction, and those with the datatype of a language and none."""
    found = tags.unique().drop_nulls()
    if found.filter(found.str.starts_with("@") & found.str.contains("--", literal=True)).len():
        raise DirectedError
    if found.is_in(sorted(TAGGED)).any():
        is_untagged = pl.col(TAG).is_in(sorted(TAGGED))
        raise UntaggedError(rows.filter(is_untagged)[LINE].min())  # type: ignore[arg-type]


def _is_large(source: RdfSource) -> bool:
    """Tell whether a file has more than is looked through for lines; gz makes a tenth of text."""
    size = source.path.stat().st_size
    return size > (LARGEST // 10 if source.path.suffix.lower() == ".gz" else LARGEST)


def _tell_faults(source: RdfSource) -> list[Finding]:
    """Return what is wrong with a file that the parser does not take, told as of a whole file."""
    row = 0
    for part in open_lines(source):
        if (found := find_other_encoding(part)) is not None:
            return [tell_other_encoding(source, row + found[0], found[1])]
        row += part.count(b"\n")
    faults = find_faults(open_stream(source), source.format, source.base)
    return tell_faults(source, b"", faults)

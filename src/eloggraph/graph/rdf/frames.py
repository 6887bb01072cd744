"""Fields of canonical lines into frames: one for each predicate and kind of value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from eloggraph.graph.rdf.lines import LINE, PREDICATE, TERM, SplitLines, bare, number_texts
from eloggraph.graph.rdf.terms import (
    GRAPH,
    TAG,
    TAGGED,
    UntaggedError,
    compact,
    read_terms,
)
from eloggraph.graph.statements import FILE, FRAME_SCHEMA, OBJECT, ROW, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.tables.model import RawTable

MOST_PREDICATES = 10_000
_KIND = "kind"
_NO_TEXTS = pl.Series(SUBJECT, [], pl.String)
_NO_CODES = pl.DataFrame(schema=dict.fromkeys((SUBJECT, OBJECT, _KIND, ROW), pl.UInt32))
# A predicate, and of literals what follows their text.
_Kind = tuple[str, str | None]
_STRING = expand("xsd:string")


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
    wanted = sorted(f"<{graph}>" for graph in graphs)
    texts, kinds = [_NO_TEXTS], dict[_Kind, int]()
    frames, height = [_NO_CODES], 0
    for part in parts:
        terms = read_terms(part.terms, is_dataset=is_dataset)
        frame = part.frame
        if wanted:
            is_wanted = terms[GRAPH].is_in(wanted).fill_null(value=False)
            frame = frame.filter(is_wanted.gather(frame[TERM]))
        subjects = compact(bare(pl.col(SUBJECT)), part.subjects.alias(SUBJECT))
        texts += [subjects, terms[OBJECT].alias(SUBJECT)]
        columns = [
            (frame[SUBJECT] + height).cast(pl.UInt32),
            (frame[TERM] + height + len(subjects)).cast(pl.UInt32).alias(OBJECT),
            _number_kinds(part.predicates, terms[TAG], frame, kinds),
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
    UntaggedError
        When a literal is a text with a language by its datatype, and has none.
    TooManyError
        When there are more properties than :data:`MOST_PREDICATES`, or more languages and
        datatypes: each has a frame of its own.
    """
    found = coded.frame.partition_by(_KIND, as_dict=True, maintain_order=True, include_key=False)
    parts = {coded.kinds[number]: part for (number,), part in found.items()}
    _refuse_many(parts)
    frames = []
    for kind in sorted(parts, key=_order):
        part = parts.pop(kind)
        ends = [coded.texts.gather(part[name]).alias(name) for name in (SUBJECT, OBJECT)]
        frames.append(_make_frame(kind, pl.DataFrame([*ends, part[ROW]]), origin))
    return tuple(frames)


def cut_rows(
    rows: pl.DataFrame, *, most: int | None = MOST_PREDICATES
) -> tuple[StatementFrame, ...]:
    """Make frames of rows of statements, for each file as :func:`cut_lines` does.

    Parameters
    ----------
    rows
        With the columns of :data:`eloggraph.graph.rdf.packed.SCHEMA`.
    most
        As many properties of a file may there be; None for any number.

    Raises
    ------
    UntaggedError, TooManyError
        As :func:`cut_lines` does.
    """
    frames: list[StatementFrame] = []
    by_file = rows.partition_by(FILE, as_dict=True, maintain_order=True, include_key=False)
    for file in list(by_file):
        origin = make_origin(str(file[0]))
        said = by_file.pop(file).select(SUBJECT, OBJECT, pl.col(LINE).alias(ROW), PREDICATE, TAG)
        parts = said.partition_by(PREDICATE, TAG, as_dict=True, maintain_order=True)
        _refuse_many(parts, most)
        for kind in sorted(parts, key=_order):
            part = parts.pop(kind).select([*FRAME_SCHEMA])
            frames.append(_make_frame(kind, part, origin))
    return tuple(frames)


def make_origin(name: str) -> RawTable:
    """Return an RDF file as what statements come from."""
    return RawTable(
        file=name,
        sheet=None,
        stem=Path(name).stem,
        headers=(),
        header_row=0,
        frame=pl.DataFrame(schema={ROW: pl.UInt32}),
    )


def _refuse_many(kinds: Collection[_Kind], most: int | None = MOST_PREDICATES) -> None:
    tags = Counter(predicate for predicate, tag in kinds if tag is not None)
    for count in (len({predicate for predicate, _ in kinds}), *tags.values()):
        if most is not None and count > most:
            raise TooManyError(count)


def _order(kind: _Kind) -> tuple[str, bool, str]:
    predicate, tag = kind
    return predicate, tag is not None, tag or ""


def _make_frame(kind: _Kind, frame: pl.DataFrame, origin: RawTable) -> StatementFrame:
    predicate, tag = kind
    if tag is None:
        return StatementFrame(predicate=predicate, frame=frame, origin=origin)
    if tag in TAGGED:
        raise UntaggedError(frame[ROW].min())  # type: ignore[arg-type]
    return StatementFrame(
        predicate=predicate,
        frame=frame,
        is_literal=True,
        datatype=None if tag.startswith("@") else (tag[3:-1] or _STRING),
        language=tag[1:] if tag.startswith("@") else None,
        origin=origin,
    )

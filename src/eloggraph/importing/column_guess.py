"""What one column of a sheet may be, by its header and by its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.importing.cells import (
    Fit,
    are_people,
    choose_separators,
    has_addresses,
    list_values,
    measure_private,
    split_range,
)
from eloggraph.importing.header_rows import is_unheaded
from eloggraph.importing.headings import HARDLY, PARTLY, QUALIFIED, is_among, resolve, split_words
from eloggraph.importing.model import (
    DESCRIPTION,
    LABEL,
    NOTE,
    PERSONAL,
    ColumnReading,
    SourceSheet,
    Sureness,
    Target,
)
from eloggraph.importing.sheet_context import Candidate, SheetContext
from eloggraph.iri import expand
from eloggraph.schema.model import Column
from eloggraph.text import Language, Text, say

# From so large a share of fitting values on they speak for a column; below, against it.
_MUCH, _HALF, _FEW = 0.8, 0.5, 0.2
_PRIVATE = 0.3
_SAMPLES, _LOOKED_AT = 3, 2_000
_CHECKED = ("date", "decimal", "integer", "iri", "boolean")
_AREA = expand("elo:Area")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedReading:
    """The reading of a column, and how well its header and values speak for it."""

    column: ColumnReading
    score: float


def is_private_header(header: str) -> bool:
    """Tell whether a header says that people, or how they are reached, stand below it.

    >>> is_private_header("Yhteyshenkilön nimi"), is_private_header("Henkilöstömäärä")
    (True, False)
    """
    return any(is_among(word, "importing.personal.words") for word in split_words(header))


def read_column(
    source: SourceSheet,
    index: int,
    candidates: Sequence[Candidate],
    context: SheetContext,
    fit: Fit,
    language: Language,
    *,
    is_label: bool = False,
) -> WeighedReading:
    """Return what a column is taken for, the name of the rows where ``is_label``."""
    header = source.raw.headers[index]
    cells = list_values(source.raw.frame[f"c{index}"].to_list())[:_LOOKED_AT]
    made = _Maker(index=index, header=header, samples=_sample(cells))
    if not is_label:
        if is_private_header(header):
            return made.private("header")
        if not cells:
            return made.note("empty")
        if measure_private(cells) >= _PRIVATE:
            return made.private("values")
        if is_unheaded(header):
            return made.private("names") if are_people(cells, _nobody) else made.note("unheaded")
    tried: Candidate | None = None
    for candidate in candidates:
        if candidate.score < HARDLY and not is_label:
            break
        weighed = _weigh(candidate, cells, context, fit, language)
        if weighed is not None:
            score, share = weighed
            better = None
            if share is not None and share < _HALF and _is_closed(candidate, context, language):
                better = _guess_by_values(cells, context, fit, language, made)
            if better is not None:
                return better
            return made.column(candidate, score, share, cells, context, fit, language)
        tried = tried or candidate
    by_values = _guess_by_values(cells, context, fit, language, made)
    if by_values is not None:
        return by_values
    for candidate in candidates:
        if _is_borne_out(candidate, cells, context, fit, language):
            borne = Candidate(candidate.target, PARTLY, candidate.language)
            return made.column(borne, PARTLY, 1.0, cells, context, fit, language)
    if tried is not None:
        return made.note("unlike", column=context.name_target(tried.target, language))
    if are_people(cells, lambda text: fit.known.find_in([*fit.known.tables], text) is not None):
        return made.private("names")
    return made.note("address" if has_addresses(cells) else "nothing")


def _nobody(_: str) -> bool:
    return False


def read_ticked(source: SourceSheet, index: int, target: Target) -> WeighedReading:
    """Return the reading of a column of ticks whose header is a value of a target."""
    reading = ColumnReading(
        index=index,
        header=source.raw.headers[index],
        use="column",
        targets=(target,),
        sureness="likely",
        why=say("importing.why.ticks"),
        samples=_sample(list_values(source.raw.frame[f"c{index}"].to_list())),
    )
    return WeighedReading(column=reading, score=2.0)


def read_unlike(source: SourceSheet, index: int) -> ColumnReading:
    """Return the reading of a column of a sheet that is like no table: private, or a note."""
    header = source.raw.headers[index]
    cells = list_values(source.raw.frame[f"c{index}"].to_list())[:_LOOKED_AT]
    made = _Maker(index=index, header=header, samples=_sample(cells))
    if is_private_header(header):
        return made.private("header").column
    if measure_private(cells) >= _PRIVATE:
        return made.private("values").column
    if cells and are_people(cells, lambda _: False):
        return made.private("names").column
    return made.note("unlike-sheet").column


def _sample(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(list(dict.fromkeys(cells))[:_SAMPLES])


def _weigh(
    candidate: Candidate,
    cells: Sequence[str],
    context: SheetContext,
    fit: Fit,
    language: Language,
) -> tuple[float, float | None] | None:
    """Return how well header and values speak for a target, None where the values speak against."""
    column = resolve(candidate.target, context.schema, candidate.language or language)
    column = column or resolve(candidate.target, context.schema, language)
    if column is None:
        return None
    is_partly = candidate.score <= PARTLY
    if candidate.target.key in (LABEL, DESCRIPTION):
        return (candidate.score, None) if _has_words(cells) else None
    share = fit.measure(column, cells)
    if share is None:
        fits = column.kind != "language" or _has_words(cells)
        return (candidate.score, None) if fits and not is_partly else None
    if column.kind == "node" and _AREA not in column.classes:
        # Whoever is named may have no row of its own yet; numbers are no names.
        fits = _has_words(cells) and (share >= _HALF or not is_partly)
        return (candidate.score * (0.85 + 0.15 * share), share) if fits else None
    least = _HALF if column.kind in _CHECKED or candidate.score < QUALIFIED else _FEW
    least = _MUCH if is_partly else least
    if share < least:
        return None
    return candidate.score * (0.7 + 0.3 * share), share


def _is_closed(candidate: Candidate, context: SheetContext, language: Language) -> bool:
    """Tell whether nothing but known values goes into a column."""
    column = resolve(candidate.target, context.schema, language)
    return column is not None and column.kind in ("concept", "class")


def _is_borne_out(
    candidate: Candidate,
    cells: Sequence[str],
    context: SheetContext,
    fit: Fit,
    language: Language,
) -> bool:
    """Tell whether values are those of a column of which the header says but a word."""
    column = resolve(candidate.target, context.schema, language)
    if column is None or column.kind != "node" or candidate.score >= HARDLY:
        return False
    return (fit.measure(column, cells) or 0.0) >= _MUCH


def _has_words(cells: Sequence[str]) -> bool:
    return 2 * sum(any(letter.isalpha() for letter in cell) for cell in cells) > len(cells)


def _guess_by_values(
    cells: Sequence[str],
    context: SheetContext,
    fit: Fit,
    language: Language,
    made: _Maker,
) -> WeighedReading | None:
    """Return the column of the sheet's table that nearly all values are of: places, codes."""
    if len(set(cells)) < 2:
        return None
    best: tuple[float, Column] | None = None
    for column in context.table.columns:
        is_place = column.kind == "node" and _AREA in column.classes
        if not (is_place or column.kind in ("concept", "iri")):
            continue
        share = fit.measure(column, cells)
        if share is not None and share >= _MUCH and (best is None or share > best[0]):
            best = share, column
    if best is None:
        return None
    candidate = Candidate(Target(context.table.name, best[1].key), PARTLY, "")
    return made.column(candidate, PARTLY * best[0], best[0], cells, context, fit, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the reading of one column."""

    index: int
    header: str
    samples: tuple[str, ...]

    def private(self, by: str) -> WeighedReading:
        reading = ColumnReading(
            index=self.index,
            header=self.header,
            use=PERSONAL,
            sureness="likely" if by == "names" else "sure",
            why=say(f"importing.why.private-{by}"),
        )
        return WeighedReading(column=reading, score=2.0)

    def note(self, why: str, **values: object) -> WeighedReading:
        reading = ColumnReading(
            index=self.index,
            header=self.header,
            use=NOTE,
            sureness="unsure" if why in ("unlike", "unlike-sheet") else "likely",
            why=say(f"importing.why.{why}", **values),
            samples=self.samples,
        )
        return WeighedReading(column=reading, score=0.0)

    def column(
        self,
        candidate: Candidate,
        score: float,
        share: float | None,
        cells: Sequence[str],
        context: SheetContext,
        fit: Fit,
        language: Language,
    ) -> WeighedReading:
        target = candidate.target
        column = resolve(target, context.schema, language)
        is_list = context.is_list(target, language)
        is_known = fit.knows(column) if column else (lambda _: False)
        targets = (
            target,
            *_share(target, column, context),
            *_end_of(target, column, cells, context),
        )
        reading = ColumnReading(
            index=self.index,
            header=self.header,
            use="column",
            targets=targets,
            separators=choose_separators(cells, is_known, is_list=is_list),
            sureness=_tell_sureness(candidate, share, column),
            why=_tell_why(candidate, share),
            samples=self.samples,
        )
        return WeighedReading(column=reading, score=score)


def _share(target: Target, column: Column | None, context: SheetContext) -> list[Target]:
    """Return where the value holds too: the municipality of an actor is that of its services."""
    if column is None or column.kind != "node" or target.table != context.table.name:
        return []
    found = []
    for name in sorted(context.present - {context.table.name}):
        for other in context.schema.table(name).columns:
            if other.shares and other.classes == column.classes:
                found.append(Target(name, other.key))
    return found


def _end_of(
    target: Target, column: Column | None, cells: Sequence[str], context: SheetContext
) -> list[Target]:
    """Return where the end of a stretch of time goes that some cells tell."""
    if column is None or column.kind != "date" or not any(map(split_range, cells)):
        return []
    columns = context.schema.table(target.table).columns
    following = (c for c in columns[columns.index(column) + 1 :] if c.kind == "date")
    return [Target(target.table, each.key) for each in following][:1]


def _tell_sureness(candidate: Candidate, share: float | None, column: Column | None) -> Sureness:
    is_open = column is not None and column.kind == "node" and _AREA not in column.classes
    fits = share is None or share >= _HALF or is_open
    if candidate.score >= QUALIFIED - 0.04 and fits:
        return "sure"
    return "likely" if candidate.score >= PARTLY and fits else "unsure"


def _tell_why(candidate: Candidate, share: float | None) -> Text:
    if candidate.score == PARTLY:
        return say("importing.why.values")
    # Where nobody is known yet, the header alone is what speaks.
    if share:
        return say("importing.why.header-values", share=round(100 * share))
    return say(
        "importing.why.header"
        if candidate.score >= QUALIFIED - 0.04
        else "importing.why.near-header"
    )

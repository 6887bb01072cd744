"""Which table a sheet is, and which column each of its columns: guessed, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from eloggraph.importing.cells import (
    Fit,
    are_people,
    choose_separators,
    is_distinct,
    is_nothing,
    list_values,
    split_cell,
)
from eloggraph.importing.column_guess import read_column, read_ticked, read_unlike
from eloggraph.importing.header_rows import is_unheaded
from eloggraph.importing.headings import (
    HARDLY,
    INFLECTED,
    PARTLY,
    QUALIFIED,
    Heading,
    Match,
    is_label,
    list_headings,
    list_importable,
    match_header,
    names_partly,
)
from eloggraph.importing.model import (
    LABEL,
    NOTE,
    ColumnReading,
    Interpretation,
    SheetReading,
    SourceSheet,
    Target,
)
from eloggraph.importing.names import Codes, KnownNames
from eloggraph.importing.paired_headers import pair_ends
from eloggraph.importing.people import holds_people, leave_members, leave_people
from eloggraph.importing.sheet_context import Candidate, SheetContext
from eloggraph.importing.spoken import find_language
from eloggraph.importing.tenure import give_terms
from eloggraph.importing.ticks import find_ticked
from eloggraph.schema.model import Schema, Table
from eloggraph.text import LANGUAGES, Language, say

# A sheet is no table of ours where its headers say less than this together.
_LEAST = 1.9
_LIST_WEIGHT, _FEW_LISTS, _LOST_WEIGHT = 1.5, 0.2, 1.5
_FEWEST_PARTIES, _LATE = 2, 99
_NAME_WEIGHT, _LABEL_WEIGHT, _COMPLETE_WEIGHT, _NAMELESS, _HALF_NAMED = 1.5, 1.0, 1.2, 2.0, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """A table that a sheet may be, and how much speaks for it."""

    table: Table
    total: float
    label: int | None
    says_name: bool


def interpret(
    sources: Sequence[SourceSheet],
    schema: Schema,
    known: KnownNames,
    codes: Codes,
    *,
    language: Language | None = None,
    preferred: Language = LANGUAGES[0],
) -> Interpretation:
    """Guess how sheets are to be read.

    Parameters
    ----------
    sources
        The sheets of all files.
    known
        Names of the reference data; those of the sheets are added to them.
    language
        Of the names in the sheets; where None, that of most headers.
    preferred
        The language where as many headers are of one as of another.

    Returns
    -------
    What every sheet and every column is taken for. Nothing is left out: a column that is like
    none of the model is a note.
    """
    headings = list_headings(schema)
    matches = [_match_headers(source, schema, headings) for source in sources]
    matches = leave_members(sources, matches, schema, known)
    headers = [header for source in sources for header in source.raw.headers]
    chosen = language or find_language(headers, headings, preferred)
    choices = [
        choose_table(source, found, schema, headings)
        for source, found in zip(sources, matches, strict=True)
    ]
    matches = [
        leave_people(source, found, choice.table, choice.label) if choice else found
        for source, found, choice in zip(sources, matches, choices, strict=True)
    ]
    matches = [
        give_terms(source, found, choice.table, headings, schema) if choice else found
        for source, found, choice in zip(sources, matches, choices, strict=True)
    ]
    for source, found, choice in zip(sources, matches, choices, strict=True):
        if choice:
            _add_names(source, found, choice, schema, known)
    fit = Fit(known=known, codes=codes)
    sheets = [
        _read_sheet(source, found, choice, schema, fit, chosen)
        for source, found, choice in zip(sources, matches, choices, strict=True)
    ]
    return Interpretation(language=chosen, sheets=tuple(sheets))


def _match_headers(
    source: SourceSheet, schema: Schema, headings: Sequence[Heading]
) -> list[list[Match]]:
    found = [match_header(header, headings) for header in source.raw.headers]
    return pair_ends(source.raw.headers, found, headings, schema)


def choose_table(
    source: SourceSheet,
    matches: Sequence[Sequence[Match]],
    schema: Schema,
    headings: Sequence[Heading],
) -> _Choice | None:
    """Return the table that most of a sheet's headers, and its name, speak for."""
    named = {
        m.target.table: m.score
        for m in match_header(source.name, headings)
        if m.target.key == LABEL
    }
    choices = [
        choice
        for table in list_importable(schema)
        if (choice := _weigh(source, matches, table, schema, named.get(table.name, 0.0)))
    ]
    # Of two that as much speaks for it is the one that a network begins with.
    best = max(
        choices,
        key=lambda c: (round(c.total, 6), -(c.table.begin_with or _LATE), c.table.name),
        default=None,
    )
    return best if best and best.total >= _LEAST else None


def _weigh(
    source: SourceSheet,
    matches: Sequence[Sequence[Match]],
    table: Table,
    schema: Schema,
    named: float,
) -> _Choice | None:
    """Return how much speaks for a table; None where it cannot be that."""
    context = SheetContext(schema=schema, table=table)
    best = [_best_score(context, found) for found in matches]
    # A goal has no column for its measures, and a measure has one for its goals.
    lost = sum(_is_lost(context, found) for found in matches)
    total = sum(best) + _NAME_WEIGHT * named - _LOST_WEIGHT * lost
    has_names = any(map(is_label, table.columns))
    if not has_names:
        direct = [
            {
                c.target.key
                for c in context.list_candidates(found)
                if c.target.table == table.name and c.score >= QUALIFIED
            }
            for found in matches
        ]
        required = {c.key for c in table.columns if c.required and c.kind == "node"}
        if not _have_each(direct, required) or (len(required) < _FEWEST_PARTIES and not named):
            return None
        return _Choice(table=table, total=total + _COMPLETE_WEIGHT, label=None, says_name=named > 0)
    label = _find_label(source, matches, table)
    if label is None:
        label = _most_distinct(source, matches)
        if label is None:
            return None
        # “Edustettu organisaatio” says in a word what stands below it, and more.
        is_said = names_partly(source.raw.headers[label], table)
        total -= _HALF_NAMED if is_said else _NAMELESS
        if not (is_said or named) and total < _LEAST:
            return None
    cells = list_values(source.raw.frame[f"c{label}"].to_list())
    filled = len(cells) / max(source.raw.frame.height, 1)
    total += _LABEL_WEIGHT * filled * is_distinct(cells) + (len(best) - label) * 1e-3
    # The name of a row is one; where cells list several, they are of something beside it.
    listing = sum(";" in cell or "\n" in cell for cell in cells)
    total -= _LIST_WEIGHT if listing > _FEW_LISTS * len(cells) else 0.0
    return _Choice(table=table, total=total, label=label, says_name=named > 0)


def _have_each(direct: Sequence[Set[str]], required: Set[str]) -> bool:
    """Tell whether each of the required columns has a header of its own."""
    if not required:
        return True
    key = min(required, key=lambda each: (sum(each in keys for keys in direct), each))
    return any(
        _have_each([*direct[:at], *direct[at + 1 :]], required - {key})
        for at, keys in enumerate(direct)
        if key in keys
    )


def _is_lost(context: SheetContext, found: Sequence[Match]) -> bool:
    """Tell whether a header names rows of another table, and a table has no place for them."""
    names_rows = bool(found) and found[0].target.key == LABEL and found[0].score >= INFLECTED
    return names_rows and not context.list_candidates(found)


def _best_score(context: SheetContext, found: Sequence[Match]) -> float:
    scores = (c.score for c in context.list_candidates(found) if c.score > PARTLY)
    return max(scores, default=0.0)


def _find_label(
    source: SourceSheet, matches: Sequence[Sequence[Match]], table: Table
) -> int | None:
    """Return the column whose header says that the names of a table's rows stand there."""
    wanted = Target(table.name, LABEL)
    found = [
        (match.score, -index)
        for index, each in enumerate(matches)
        for match in each
        if match.target == wanted and match.score > PARTLY and not _says_more(each, match, table)
    ]
    # Where another header names the rows too, people are who is asked about them.
    others = [each for each in found if not holds_people(source, -each[1])]
    return -max(others or found)[1] if found else None


def _says_more(found: Sequence[Match], match: Match, table: Table) -> bool:
    """Tell whether a header rather means another column of the same table."""
    return any(other.score > match.score and other.target.table == table.name for other in found)


def _most_distinct(source: SourceSheet, matches: Sequence[Sequence[Match]]) -> int | None:
    """Return the first column that has a text of its own on almost every row, but no people."""
    height = source.raw.frame.height
    for index, header in enumerate(source.raw.headers):
        cells = list_values(source.raw.frame[f"c{index}"].to_list())
        words = [cell for cell in cells if any(letter.isalpha() for letter in cell)]
        is_headed = header and not is_unheaded(header)
        is_full = is_headed and height and len(words) >= 0.8 * height and is_distinct(words) > 0.9
        if is_full and (matches[index] or not are_people(words, lambda _: False)):
            return index
    return None


def _add_names(
    source: SourceSheet,
    matches: Sequence[Sequence[Match]],
    choice: _Choice,
    schema: Schema,
    known: KnownNames,
) -> None:
    """Add the names of the things that a sheet has columns for to those that are known."""
    context = SheetContext(schema=schema, table=choice.table)
    for index, found in enumerate(matches):
        if not source.raw.headers[index] or index >= source.raw.frame.width - 1:
            continue
        cells = list_values(source.raw.frame[f"c{index}"].to_list())
        if index == choice.label:
            for cell in cells:
                if not is_nothing(cell):
                    known.add(choice.table.name, cell)
            continue
        best = context.list_candidates(found)[:1]
        for candidate in best:
            if candidate.target.key == LABEL and candidate.score >= QUALIFIED:
                separators = choose_separators(cells, lambda _: False, is_list=True)
                for cell in cells:
                    for part in split_cell(cell, separators, lambda _: False):
                        if not is_nothing(part):
                            known.add(candidate.target.table, part)


def _read_sheet(
    source: SourceSheet,
    matches: Sequence[Sequence[Match]],
    choice: _Choice | None,
    schema: Schema,
    fit: Fit,
    language: Language,
) -> SheetReading:
    if choice is None:
        found = [
            read_unlike(source, index) for index, header in enumerate(source.raw.headers) if header
        ]
        return SheetReading(
            source=source,
            table=None,
            sureness="unsure",
            why=say("importing.why.unknown"),
            columns=tuple(found),
        )
    context = SheetContext(schema=schema, table=choice.table)
    context.present |= _find_present(context, matches, choice)
    candidates = [context.list_candidates(found) for found in matches]
    if choice.label is not None:
        _keep_label(candidates, choice)
    columns = _settle(source, candidates, context, fit, language, choice.label)
    why = say("importing.why.sheet" if choice.says_name else "importing.why.headers")
    return SheetReading(
        source=source,
        table=choice.table.name,
        sureness="sure" if choice.total > 3.5 else "likely",
        why=why,
        columns=columns,
    )


def _find_present(
    context: SheetContext, matches: Sequence[Sequence[Match]], choice: _Choice
) -> set[str]:
    """Return the other tables whose rows a sheet names in a column of its own."""
    found = set[str]()
    for each in matches:
        for candidate in context.list_candidates(each)[:1]:
            if candidate.target.key == LABEL and candidate.score >= HARDLY:
                found.add(candidate.target.table)
    return found


def _keep_label(candidates: list[list[Candidate]], choice: _Choice) -> None:
    """Give the name of the rows to one column, and to no other."""
    label = Target(choice.table.name, LABEL)
    for index, found in enumerate(candidates):
        if index == choice.label:
            score = next((c.score for c in found if c.target == label), PARTLY)
            candidates[index] = [Candidate(label, max(score, 0.7), "")]
        else:
            candidates[index] = [c for c in found if c.target != label]


def _settle(
    source: SourceSheet,
    candidates: Sequence[Sequence[Candidate]],
    context: SheetContext,
    fit: Fit,
    language: Language,
    label: int | None,
) -> tuple[ColumnReading, ...]:
    """Read every column; where two would be one that holds one value, the better one is."""
    ticked = find_ticked(source, context, fit, language)
    readings = [
        read_ticked(source, index, ticked[index])
        if index in ticked
        else read_column(source, index, found, context, fit, language, is_label=index == label)
        for index, found in enumerate(candidates)
        if source.raw.headers[index]
    ]
    taken: dict[Target, float] = {}
    order = sorted(readings, key=lambda reading: (-reading.score, reading.column.index))
    settled: dict[int, ColumnReading] = {}
    for reading in order:
        column = reading.column
        single = [t for t in column.targets if not context.is_list(t, language)]
        if any(target in taken for target in single):
            name = context.name_target(single[0], language)
            column = replace(
                column,
                use=NOTE,
                targets=(),
                separators="",
                sureness="likely",
                why=say("importing.why.taken", column=name),
            )
        else:
            taken.update(dict.fromkeys(single, reading.score))
        settled[column.index] = column
    return tuple(settled[index] for index in sorted(settled))

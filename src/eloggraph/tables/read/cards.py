"""Cards that came back: workbooks of strangers, read as text and taken for nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.cards import (
    FORM,
    HIDDEN,
    PARTS,
    Card,
    Part,
    ReturnedCard,
    ReturnedLine,
    ReturnedPart,
    list_heads,
    name_head,
)
from eloggraph.tables.model import Grid
from eloggraph.tables.read.workbook import load_workbook
from eloggraph.text import LANGUAGES, Language

_MOST_LINES = 20_000


def read_card(
    path: Path, file: str, cards: Mapping[str, Card]
) -> tuple[ReturnedCard | None, list[Finding]]:
    """Read one workbook that came back, as the card of the actor that it names.

    The workbook is measured before it is unpacked, and nothing in it is run or followed. One that
    no card of these was made for is refused with one sentence.

    Parameters
    ----------
    path, file
        The workbook, and its name as findings tell it.
    cards
        The cards as they are now, by their keys.
    """
    workbook, findings = load_workbook(path, file)
    if workbook is None:
        return None, findings
    grids = {grid.stem: grid for grid in workbook.grids}
    told = _read_hidden(grids.get(HIDDEN))
    card = cards.get(told.get("card", ""))
    language = next((each for each in LANGUAGES if each == told.get("language")), None)
    if told.get("form") != FORM or language is None:
        return None, [*findings, _tell("not-a-card", Place(file=file))]
    if card is None:
        return None, [*findings, _tell("other-network", Place(file=file))]
    parts: list[ReturnedPart] = []
    for name in PARTS:
        part, sheet = card.part(name), told.get(f"sheet:{name}", "")
        if part is None or not sheet:
            continue
        grid = grids.get(sheet)
        lines = None if grid is None else _read_part(part, grid, language)
        if grid is None or lines is None:
            findings.append(_tell("sheet-changed", Place(file=file, sheet=sheet)))
            continue
        parts.append(ReturnedPart(name=name, sheet=sheet, lines=tuple(lines)))
    return ReturnedCard(file=file, key=card.key, language=language, parts=tuple(parts)), findings


def _tell(code: str, place: Place) -> Finding:
    return tell(f"card-{code}", "violation", place, chapter="confirm")


def _read_hidden(grid: Grid | None) -> dict[str, str]:
    if grid is None:
        return {}
    rows = (record for record in _list_records(grid) if len(record) > 1)
    return {record[0]: record[1] for record in rows}


def _list_records(grid: Grid) -> Iterator[list[str]]:
    for at, record in enumerate(grid.records()):
        if at >= _MOST_LINES:
            return
        yield [(cell or "").strip() for cell in record]


def _read_part(part: Part, grid: Grid, language: Language) -> list[ReturnedLine] | None:
    """Return the lines of a sheet; None where its columns are no longer those that were sent."""
    records = list(_list_records(grid))
    heads = list_heads(part)
    wanted = [name_head(head, part).say(language) for head in heads]
    if not records or records[0][: len(wanted)] != wanted:
        return None
    return [
        _read_line(heads, record, row)
        for row, record in enumerate(records[1:], start=grid.first_row + 1)
        if any(record)
    ]


def _read_line(heads: Sequence[str], record: Sequence[str], row: int) -> ReturnedLine:
    texts = dict(zip(heads, [*record, *[""] * len(heads)], strict=False))
    return ReturnedLine(
        row=row,
        stamp=texts["stamp"],
        cells=tuple(text for head, text in texts.items() if head.startswith("field:")),
        holds=texts["holds"],
        corrections={
            head.removeprefix("correct:"): text
            for head, text in texts.items()
            if head.startswith("correct:") and text
        },
        note=texts["note"],
    )

"""The workbook of one card: what to do in every language, and a sheet for each part."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from eloggraph.tables.cards import (
    FORM,
    HIDDEN,
    Card,
    Line,
    Part,
    list_heads,
    list_instructions,
    list_yes_no,
    name_head,
)
from eloggraph.tables.sheets import LONGEST_CELL, make_sheet_name
from eloggraph.tables.write.workbook import open_workbook
from eloggraph.text import Language, Text, say

LISTS = "lists"
ADDED_LINES = 10
_INK, _SOFT, _LINE, _PAPER = "#1F4E5F", "#E6EEF0", "#9FB4BB", "#FFFDF2"
_FRONT_WIDTH = 120
_WIDTHS = {"holds": 15, "note": 36}
# A cell in the format of texts that is longer than this shows as ##### in some spreadsheets.
_LONGEST_AS_TEXT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """A workbook being written, with the lists that cells are chosen from."""

    book: Workbook
    language: Language
    lists: Worksheet
    ranges: dict[tuple[str, ...], str] = field(default_factory=dict)
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, **traits: Any) -> Format:
        """Return a format, made once."""
        key = tuple(sorted(traits.items()))
        if key not in self.formats:
            base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": _LINE}
            self.formats[key] = self.book.add_format(base | traits)
        return self.formats[key]

    def offer(self, values: Iterable[Text]) -> str:
        """Write a list of values beside the others, once, and return where it stands."""
        texts = tuple(dict.fromkeys(text.say(self.language) for text in values))
        if texts not in self.ranges:
            column = len(self.ranges)
            for row, text in enumerate(texts):
                self.lists.write_string(row, column, text[:LONGEST_CELL])
            letter = xl_col_to_name(column)
            self.ranges[texts] = f"={LISTS}!${letter}$1:${letter}${len(texts)}"
        return self.ranges[texts]


def render_card(card: Card, language: Language) -> bytes:
    """Return the workbook of a card.

    The first sheet says in each of the network's languages what to do. The sheets of the parts are
    in one language; their first column, hidden, names the lines. A hidden sheet tells whose card
    it is. Cells are text, and what is on record is never a formula.
    """
    stream = io.BytesIO()
    book = open_workbook(stream)
    front = book.add_worksheet(make_sheet_name(say("confirm.sheet.front").say(language)))
    names = {part.name: say(f"confirm.sheet.{part.name}").say(language) for part in card.parts}
    sheets = {
        part.name: book.add_worksheet(make_sheet_name(names[part.name])) for part in card.parts
    }
    hidden, lists = book.add_worksheet(HIDDEN), book.add_worksheet(LISTS)
    made = _Book(book=book, language=language, lists=lists)
    _write_front(made, front, card, language)
    for part in card.parts:
        _write_part(made, sheets[part.name], part)
    told = {"form": FORM, "card": card.key, "language": language, "on": card.on}
    told |= {f"sheet:{name}": sheet.get_name() for name, sheet in sheets.items()}
    for row, (key, value) in enumerate(told.items()):
        hidden.write_string(row, 0, key)
        hidden.write_string(row, 1, value)
    hidden.very_hidden()
    lists.very_hidden()
    front.activate()
    book.close()
    return stream.getvalue()


def _write_front(made: _Book, sheet: Worksheet, card: Card, language: Language) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FRONT_WIDTH)
    plain = {"border": 0, "font_size": 11}
    row = 0
    order = [language, *(each for each in card.languages if each != language)]
    for each in order:
        if row:
            row += 1
        title = made.style(**plain | {"bold": True, "font_size": 16, "font_color": _INK})
        sheet.write_string(row, 0, card.label.say(each), title)
        sheet.set_row(row, 24)
        for line in list_instructions(card):
            row += 1
            sheet.write_string(row, 0, line.say(each), made.style(**plain))
            sheet.set_row(row, 16 * (1 + len(line.say(each)) // _FRONT_WIDTH))
        row += 1
    _shape_page(sheet)


def _write_part(made: _Book, sheet: Worksheet, part: Part) -> None:
    heads = list_heads(part)
    for at, head in enumerate(heads):
        kind, _, key = head.partition(":")
        style = made.style(bold=True, bg_color=_INK, font_color="#FFFFFF")
        sheet.write_string(0, at, name_head(head, part).say(made.language), style)
        sheet.set_column(at, at, _choose_width(part, made.language, kind, key))
    sheet.set_column(0, 0, 4, None, {"hidden": True})
    lines = [*part.lines, *([None] * ADDED_LINES if part.blank is not None else [])]
    for row, line in enumerate(lines, start=1):
        _write_line(made, sheet, part, line, row)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    everywhere = f"A1:{xl_col_to_name(len(heads) - 1)}{len(lines) + 1}"
    sheet.ignore_errors({"number_stored_as_text": everywhere, "two_digit_text_year": everywhere})
    _shape_page(sheet)


def _choose_width(part: Part, language: Language, kind: str, key: str) -> int:
    if kind in _WIDTHS:
        return _WIDTHS[kind]
    at = [field.key for field in part.fields].index(key) if key else 0
    shown = [line.cells[at].say(language) for line in part.lines] if kind == "field" else []
    longest = max(map(len, shown), default=0)
    return min(max(longest + 2, 16), 36)


def _write_line(made: _Book, sheet: Worksheet, part: Part, line: Line | None, row: int) -> None:
    heads = list_heads(part)
    recorded = made.style(bg_color=_SOFT, num_format="@")
    entry = made.style(bg_color=_PAPER, num_format="@")
    cells = line.cells if line else part.blank or ()
    if line:
        sheet.write_string(row, 0, line.stamp(made.language))
    for at, (field_, cell) in enumerate(zip(part.fields, cells, strict=True), start=1):
        text = cell.say(made.language)[:LONGEST_CELL]
        is_long = len(text) > _LONGEST_AS_TEXT
        style = made.style(bg_color=_SOFT) if is_long else recorded if line else entry
        sheet.write_string(row, at, text, style)
        if line is None and field_.offers:
            _validate(made, sheet, row, at, field_.offers)
    for at in range(len(cells) + 1, len(heads)):
        kind, _, key = heads[at].partition(":")
        is_open = line is not None or kind == "note"
        if line is not None and not (line.correctable if kind == "correct" else line.holdable):
            is_open = kind == "note"
        sheet.write_blank(row, at, None, entry if is_open else made.style(bg_color="#FFFFFF"))
        if kind == "holds" and line is not None and line.holdable:
            _validate(made, sheet, row, at, list_yes_no(), strict=True)
        if kind == "correct" and is_open and line is not None:
            offers = line.offers or next(f.offers for f in part.fields if f.key == key)
            if offers:
                _validate(made, sheet, row, at, offers)


def _validate(
    made: _Book,
    sheet: Worksheet,
    row: int,
    column: int,
    offers: Sequence[Text],
    *,
    strict: bool = False,
) -> None:
    rules: dict[str, Any] = {"validate": "list", "source": made.offer(offers)}
    if not strict:  # a cell may hold several, or what is not in the list yet
        rules["show_error"] = False
    sheet.data_validation(row, column, row, column, rules)


def _shape_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)

"""The sheets of a new workbook that are for people: settings with the guide, and code lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from eloggraph.schema.model import Table
from eloggraph.tables.sheets import make_sheet_name
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.guide import (
    list_coded,
    list_groups,
    list_modules,
    list_required,
    list_steps,
    tell_about,
    tell_further,
)
from eloggraph.tables.write.template.help import NEEDS, list_codes
from eloggraph.tables.write.template.lists import quote_sheet
from eloggraph.tables.write.template.settings import SettingRow

INK, ACCENT, SOFT, PALE, LINE = "#17212B", "#0B5A63", "#BFDDDE", "#F1F3F2", "#D5DBD8"
# The first sheet: a name, its value, what is told of it, and what else; in letters.
_WIDTHS = (34, 44, 84, 50)
_NAME, _VALUE, _ABOUT = 0, 1, 2
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "required": {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT},
    "recommended": {"bold": True, "font_color": INK, "bg_color": SOFT},
    "optional": {"font_color": INK, "bg_color": PALE},
    "title": {"bold": True, "font_size": 18, "font_color": ACCENT},
    "heading": {"bold": True, "font_size": 13, "font_color": ACCENT, "bottom": 1},
    "head": {"bold": True, "bottom": 1, "bottom_color": LINE},
    "step": {"text_wrap": True, "valign": "top"},
    "name": {"bold": True, "valign": "top"},
    "note": {"italic": True, "font_color": INK},
    "entry": {
        **{"num_format": "@", "text_wrap": True, "valign": "top"},
        **{"bg_color": "#FFFDF2", "border": 1, "border_color": LINE},
    },
    "several": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0A5CAD", "underline": 1, "valign": "top"},
    "text": {"num_format": "@", "valign": "top"},
    "value": {"num_format": "@", "valign": "top"},
}


@dataclass(slots=True, kw_only=True)
class TemplateBook:
    """A workbook being written: its formats, and where each code list stands."""

    template: Template
    book: xlsxwriter.Workbook
    formats: dict[str, Any] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)

    def format(self, name: str) -> Any:
        """Return the format of a style."""
        if name not in self.formats:
            style = dict(_STYLES[name])
            if name in NEEDS:
                style |= {"border": 1, "border_color": LINE, "num_format": "@", "valign": "top"}
            self.formats[name] = self.book.add_format(style)
        return self.formats[name]

    def add(self, name: str, kind: type[Worksheet] = Worksheet) -> Worksheet:
        """Add a sheet."""
        sheet = self.book.add_worksheet(make_sheet_name(name), kind)
        sheet.set_landscape()
        sheet.set_paper(9)
        return sheet


def write_settings(made: TemplateBook, sheet: Worksheet, settings: Sequence[SettingRow]) -> None:
    """Write the first sheet: the settings, the steps, and links to every table.

    A row has a value in its second cell if it is a setting, and none if it is a text for people.
    """
    template = made.template
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    sheet.set_tab_color(INK)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, template.say("guide.title"), made.format("title"))
    _write_across(made, sheet, 1, template.say("guide.lead"))
    row = _write_values(made, sheet, 3, settings)
    _write_heading(made, sheet, row, template.say("guide.how"))
    for number, step in enumerate(list_steps(template, "workbook"), 1):
        _write_across(made, sheet, row + number, f"{number}. {step}")
    row += 2 + number
    _write_heading(made, sheet, row, template.say("guide.headers"))
    for place, need in enumerate(NEEDS, row + 1):
        sheet.write_string(place, 0, template.say(f"need.{need}"), made.format(need))
    row += 1 + len(NEEDS)
    for heading, tables in list_groups(template):
        row = _write_group(made, sheet, row + 1, heading, tables)
    if further := tell_further(template):
        _write_across(made, sheet, row, further)
    if modules := list_modules(template):
        _write_modules(made, sheet, row + 2, modules)


def _write_values(
    made: TemplateBook, sheet: Worksheet, row: int, settings: Sequence[SettingRow]
) -> int:
    """Write the settings, those that few need folded behind the others; return the next row."""
    template = made.template
    for column, head in enumerate(("head", "value", "help")):
        text = template.say(f"setting.{head}")
        sheet.write_string(row, column, text, made.format("required"))
    for each in settings:
        row += 1
        sheet.write_string(row, _NAME, each.name, made.format("name"))
        # An empty cell is blank, and not a text without letters.
        sheet.write(row, _VALUE, each.value or None, made.format("entry"))
        sheet.write_string(row, _ABOUT, each.help, made.format("step"))
        height = max(_height(each.help, _WIDTHS[_ABOUT]), _height(each.value, _WIDTHS[_VALUE]))
        is_shown = each.setting.is_shown
        sheet.set_row(row, height, None, {} if is_shown else {"level": 1, "hidden": True})
    sheet.set_row(row + 1, None, None, {"collapsed": True})
    sheet.write_string(row + 1, 0, template.say("setting.more"), made.format("note"))
    return row + 3


def _write_across(made: TemplateBook, sheet: Worksheet, row: int, text: str) -> None:
    """Write a paragraph across the page; merged cells do not find their height themselves."""
    sheet.merge_range(row, 0, row, _ABOUT, text, made.format("step"))
    sheet.set_row(row, _height(text, sum(_WIDTHS[: _ABOUT + 1])))


def _height(text: str, width: int) -> float:
    return 15.5 * (1 + int(len(text) / width / 1.08)) + 2


def _write_heading(made: TemplateBook, sheet: Worksheet, row: int, heading: str) -> None:
    sheet.write_string(row, 0, heading, made.format("heading"))
    for column in range(1, len(_WIDTHS)):
        sheet.write_blank(row, column, None, made.format("heading"))


def _write_modules(
    made: TemplateBook, sheet: Worksheet, row: int, modules: Sequence[tuple[str, str, str]]
) -> None:
    """Write which modules there are besides, and what they hold."""
    _write_heading(made, sheet, row, made.template.say("guide.modules"))
    _write_across(made, sheet, row + 1, made.template.say("guide.modules-lead-workbook"))
    for place, (key, about, held) in enumerate(modules, row + 2):
        sheet.write_string(place, _NAME, key, made.format("step"))
        _write_about(made, sheet, place, about, held)


def _write_about(made: TemplateBook, sheet: Worksheet, row: int, *texts: str) -> None:
    """Write texts from the third cell of a row on."""
    for column, text in enumerate(texts, _ABOUT):
        sheet.write_string(row, column, text, made.format("step"))
    heights = (_height(text, _WIDTHS[at]) for at, text in enumerate(texts, _ABOUT))
    sheet.set_row(row, max(heights))


def _write_group(
    made: TemplateBook, sheet: Worksheet, row: int, heading: str, tables: Sequence[Table]
) -> int:
    """Write a list of tables with links to their sheets; return the row after it."""
    template = made.template
    _write_heading(made, sheet, row, heading)
    heads = {_NAME: "table", _ABOUT: "about", _ABOUT + 1: "columns"}
    for column, head in heads.items():
        sheet.write_string(row + 1, column, template.say(f"guide.{head}"), made.format("head"))
    for place, table in enumerate(tables, row + 2):
        name = make_sheet_name(table.names.say(template.language))
        address = f"internal:{quote_sheet(name)}!A1"
        sheet.write_url(place, _NAME, address, made.format("link"), string=name)
        _write_about(
            made, sheet, place, tell_about(template, table), list_required(template, table)
        )
    return row + 2 + len(tables)


def write_codes(made: TemplateBook, sheet: Worksheet) -> None:
    """Write the last sheet: every code with its meaning; the lists of cells are taken from it."""
    template = made.template
    sheet.fit_to_pages(1, 0)
    sheet.set_tab_color(INK)
    for column, (head, width) in enumerate(
        (("list", 34), ("value", 46), ("code", 32), ("meaning", 100))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, template.say(f"codes.{head}"), made.format("required"))
    row = 1
    for name, coded in list_coded(template).items():
        first = row
        for code in list_codes(template.schema, coded):
            meaning = code.definition.say(template.language) if code.definition else ""
            sheet.write_string(row, 0, name, made.format("value"))
            sheet.write_string(row, 1, code.label.say(template.language), made.format("value"))
            sheet.write_string(row, 2, code.notation or "", made.format("value"))
            sheet.write_string(row, 3, meaning, made.format("step"))
            row += 1
        made.ranges[name] = f"={quote_sheet(sheet.get_name())}!$B${first + 1}:$B${row}"
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row - 1, 1), 3)
    sheet.repeat_rows(0)

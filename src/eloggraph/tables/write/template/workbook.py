"""The workbook of a network: settings and guide, a sheet for each table, lists and codes.

What shows at first is what the shapes of a table name; the other columns are folded behind them.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from eloggraph.schema.model import Column, Table
from eloggraph.schema.shown import is_shown
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.guide import name_class_list
from eloggraph.tables.write.template.help import (
    describe_column,
    name_list,
    need_of,
    say_yes_no,
)
from eloggraph.tables.write.template.lists import (
    ListSheet,
    NameList,
    Records,
    list_of,
    write_lists,
)
from eloggraph.tables.write.template.offered import list_offered
from eloggraph.tables.write.template.pages import TemplateBook, write_codes, write_settings
from eloggraph.tables.write.template.settings import list_rows
from eloggraph.tables.write.template.tabs import choose_colours
from eloggraph.tables.write.workbook import open_workbook

# Drop-downs, hints and links go down to this row; rows below are checked as well.
_LAST_ROW = 5_000
# The longest note that Excel accepts beside a cell.
_LONGEST_TITLE, _LONGEST_NOTE = 32, 255
_NUMBERS = ("integer", "decimal")
_WIDTHS = {"language": 36, "node": 26, "concept": 26, "class": 22, "iri": 30, "text": 18}
# A comment is this wide, and as high as its text needs: about so many characters fit a line.
_COMMENT_WIDTH, _LETTERS, _LINE_HEIGHT = 340, 54, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """What the cells of references offer: the list of each column, and the formula of a list."""

    lists: Mapping[tuple[str, str], NameList]
    formulas: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def render_workbook(
    template: Template,
    settings: Mapping[str, Any],
    rows: Mapping[str, Records] | None = None,
) -> bytes:
    """Return the workbook of a network, empty or with rows.

    The first sheet has the settings and the guide; every table has a sheet with its headers in row
    1, so that rows have the numbers that findings name. Codes and the lists that cells offer are
    on hidden sheets.

    Parameters
    ----------
    settings
        Values by the keys of ``network.toml``.
    rows
        The rows of tables by their names: texts by the keys of columns. What the template has no
        column for is not written; :func:`eloggraph.tables.write.template.filled.choose_for` makes
        a template that has all.
    """
    filled = rows or {}
    stream = io.BytesIO()
    made = TemplateBook(template=template, book=open_workbook(stream))
    first = made.add(template.say("sheet.settings"))
    sheets = {table.name: made.add(table.names.say(template.language)) for table in template.tables}
    codes = made.add(template.say("sheet.codes"))
    write_codes(made, codes)
    codes.hide()
    offered = _write_offered(made, filled)
    colours = choose_colours(template)
    for table in template.tables:
        sheet = sheets[table.name]
        sheet.set_tab_color(colours[table.family])
        _write_table(made, sheet, table, offered)
        _write_rows(made, sheet, table, filled.get(table.name, ()))
    write_settings(made, first, list_rows(template, settings))
    first.activate()
    made.book.close()
    return stream.getvalue()


def _write_offered(made: TemplateBook, rows: Mapping[str, Records]) -> _Offered:
    """Write the hidden sheet of names, if any cell offers some."""
    template = made.template
    names = list_offered(template.schema, template.uses, template.language)
    lists = {
        (table.name, column.key): found
        for table in template.tables
        for column in table.columns
        if column.kind == "node" and (found := list_of(template, column, names))
    }
    if not lists:
        return _Offered(lists=lists)
    sheet = made.add(template.say("sheet.lists"), ListSheet)
    once = {each.tables: each for each in lists.values()}
    formulas = write_lists(sheet, template, [once[key] for key in sorted(once)], rows)
    sheet.hide()
    return _Offered(lists=lists, formulas=formulas)


def _write_table(made: TemplateBook, sheet: Worksheet, table: Table, offered: _Offered) -> None:
    template = made.template
    for index, column in enumerate(table.columns):
        header = column.names.say(template.language)
        # Room for the header in bold and for the arrow of the filter.
        width = max(_WIDTHS.get(column.kind, 16), len(header) * 1.15 + 4)
        fold = {} if is_shown(table, column) else {"level": 1, "hidden": True}
        sheet.set_column(index, index, width, _format(made, column), fold)
        sheet.write_string(0, index, header, made.format(need_of(column)))
        _write_help(sheet, index, describe_column(template, column))
        rules = _validate(made, table, column, offered)
        if rules:
            sheet.data_validation(1, index, _LAST_ROW - 1, index, rules)
    if not all(is_shown(table, column) for column in table.columns):
        # The sign that unfolds them stands over the column after the last.
        sheet.set_column(len(table.columns), len(table.columns), None, None, {"collapsed": True})
    sheet.freeze_panes(1, 1)
    sheet.repeat_columns(0)
    sheet.set_print_scale(60)
    sheet.autofilter(0, 0, _LAST_ROW - 1, len(table.columns) - 1)
    sheet.repeat_rows(0)
    # Years and codes are text here: Excel's warning about numbers stored as text is turned off.
    everywhere = f"A2:{xlsxwriter.utility.xl_col_to_name(len(table.columns) - 1)}{_LAST_ROW}"
    sheet.ignore_errors({"number_stored_as_text": everywhere, "two_digit_text_year": everywhere})


def _format(made: TemplateBook, column: Column) -> Any:
    """Return the format of a column: text stays text, and several values may stand in lines."""
    if column.kind in _NUMBERS:
        return None
    return made.format("several" if column.separator else "text")


def _write_rows(made: TemplateBook, sheet: Worksheet, table: Table, rows: Records) -> None:
    for at, row in enumerate(rows, 1):
        for index, column in enumerate(table.columns):
            if text := row.get(column.key, ""):
                sheet.write_string(at, index, text, _format(made, column))


def _write_help(sheet: Worksheet, index: int, text: str) -> None:
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    size = {"width": _COMMENT_WIDTH, "height": 12 + _LINE_HEIGHT * lines}
    sheet.write_comment(0, index, text, {**size, "font_size": 9, "author": "", "color": "#FFFDF2"})


def _validate(
    made: TemplateBook, table: Table, column: Column, offered: _Offered
) -> dict[str, Any] | None:
    """Return the list that cells of a column offer, and what else they take.

    Only yes and no refuse everything else. A code may be written in other words than the list
    has, so that one not in it is asked about; and a reference may be to what is not there yet.
    """
    template = made.template
    if column.kind == "boolean":
        words = say_yes_no(template)
        message = template.say("hint.yes-no", **words)
        return _offer([*words.values()]) | _refuse(template, message)
    if column.kind in ("concept", "class"):
        is_class = column.kind == "class"
        name = name_class_list(template, table, column) if is_class else name_list(template, column)
        codes = _offer(made.ranges[name])
        if column.separator:
            return codes | {"show_error": False} | _hint(template, column)
        message = template.say("hint.pick", codes=template.say("sheet.codes"))
        return codes | _refuse(template, message) | {"error_type": "warning"}
    names = offered.lists.get((table.name, column.key))
    hint = _hint(template, column) if column.separator else {}
    if names is not None:
        return _offer(offered.formulas[names.tables]) | {"show_error": False} | hint
    return {"validate": "any"} | hint if hint else None


def _offer(source: str | list[str]) -> dict[str, Any]:
    return {"validate": "list", "source": source}


def _refuse(template: Template, message: str) -> dict[str, Any]:
    return {"error_title": template.say("hint.pick-title"), "error_message": message}


def _hint(template: Template, column: Column) -> dict[str, Any]:
    """Return the note that shows beside a cell when it is chosen."""
    # The last lines first, for they are what a list cannot show: that several values fit.
    lines = reversed(describe_column(template, column).splitlines()[2:])
    note = textwrap.shorten(" ".join(lines), _LONGEST_NOTE, placeholder=" …")
    title = textwrap.shorten(column.names.say(template.language), _LONGEST_TITLE, placeholder="…")
    return {"input_title": title, "input_message": note}

"""The workbook of a new network: a guide, a sheet for each table, and the code lists."""

from __future__ import annotations

import io
import textwrap
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from eloggraph.schema.model import Column, Table
from eloggraph.tables.sheets import make_sheet_name
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.guide import name_class_list
from eloggraph.tables.write.template.help import (
    describe_column,
    list_targets,
    name_list,
    need_of,
    say_yes_no,
)
from eloggraph.tables.write.template.pages import (
    ACCENT,
    LINE,
    TemplateBook,
    quote_sheet,
    write_codes,
    write_guide,
)
from eloggraph.tables.write.workbook import open_workbook

# Drop-downs, hints and links go down to this row; rows below are checked as well.
_LAST_ROW = 5_000
# The longest note that Excel accepts beside a cell.
_LONGEST_TITLE, _LONGEST_NOTE = 32, 255
_NUMBERS = ("integer", "decimal")
_WIDTHS = {"language": 30, "node": 22, "concept": 26, "class": 22, "iri": 30, "text": 18}
# A comment is this wide, and as high as its text needs: about so many characters fit a line.
_COMMENT_WIDTH, _LETTERS, _LINE_HEIGHT = 340, 54, 15


def render_workbook(template: Template) -> bytes:
    """Return the workbook of a new network.

    The first sheet explains, the last one lists the codes; between them every table has a sheet
    with its headers in row 1, so that rows have the numbers that findings name.
    """
    stream = io.BytesIO()
    made = TemplateBook(template=template, book=open_workbook(stream))
    guide = made.add(template.say("sheet.guide"))
    sheets = {table.name: made.add(table.names.say(template.language)) for table in template.tables}
    codes = made.add(template.say("sheet.codes"))
    write_codes(made, codes)
    for table in template.tables:
        _write_table(made, sheets[table.name], table)
    write_guide(made, guide)
    guide.activate()
    made.book.close()
    return stream.getvalue()


def _write_table(made: TemplateBook, sheet: Worksheet, table: Table) -> None:
    template = made.template
    sheet.set_tab_color(ACCENT if table in template.first else LINE)
    for index, column in enumerate(table.columns):
        header = column.names.say(template.language)
        # Room for the header in bold and for the arrow of the filter.
        width = max(_WIDTHS.get(column.kind, 16), len(header) * 1.15 + 4)
        kind = None if column.kind in _NUMBERS else made.format("text")
        sheet.set_column(index, index, width, kind)
        sheet.write_string(0, index, header, made.format(need_of(column)))
        _write_help(sheet, index, describe_column(template, column))
        rules = _validate(made, table, column)
        if rules:
            sheet.data_validation(1, index, _LAST_ROW - 1, index, rules)
    sheet.freeze_panes(1, 1)
    sheet.repeat_columns(0)
    sheet.set_print_scale(60)
    sheet.autofilter(0, 0, _LAST_ROW - 1, len(table.columns) - 1)
    sheet.repeat_rows(0)
    # Years and codes are text here: Excel's warning about numbers stored as text is turned off.
    everywhere = f"A2:{xlsxwriter.utility.xl_col_to_name(len(table.columns) - 1)}{_LAST_ROW}"
    sheet.ignore_errors({"number_stored_as_text": everywhere, "two_digit_text_year": everywhere})


def _write_help(sheet: Worksheet, index: int, text: str) -> None:
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    size = {"width": _COMMENT_WIDTH, "height": 12 + _LINE_HEIGHT * lines}
    sheet.write_comment(0, index, text, {**size, "font_size": 9, "author": "", "color": "#FFFDF2"})


def _validate(made: TemplateBook, table: Table, column: Column) -> dict[str, Any] | None:
    """Return the list that cells of a column offer, and what else they take.

    Only where one value of a list is all that there can be does the list refuse others: a
    reference may also be a name, or the id of a row in another network.
    """
    template = made.template
    if column.kind == "boolean":
        words = say_yes_no(template)
        message = template.say("hint.yes-no", **words)
        return _offer([*words.values()]) | _refuse(template, message)
    if column.kind in ("concept", "class"):
        is_class = column.kind == "class"
        name = name_class_list(template, table, column) if is_class else name_list(template, column)
        offered = _offer(made.ranges[name])
        if column.separator:
            return offered | {"show_error": False} | _hint(template, column)
        message = template.say("hint.pick", codes=template.say("sheet.codes"))
        return offered | _refuse(template, message)
    targets = list_targets(template, column) if column.kind == "node" else ()
    hint = _hint(template, column) if column.separator or len(targets) > 1 else {}
    if len(targets) == 1:
        return _offer(_range_of_ids(template, targets[0])) | {"show_error": False} | hint
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


def _range_of_ids(template: Template, table: Table) -> str:
    """Return where the ids of a table's rows are written."""
    index = [column.key for column in table.columns].index(table.key[0])
    letter = xlsxwriter.utility.xl_col_to_name(index)
    name = make_sheet_name(table.names.say(template.language))
    return f"={quote_sheet(name)}!${letter}$2:${letter}${_LAST_ROW}"

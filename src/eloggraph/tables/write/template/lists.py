"""The hidden sheet of names that cells offer: what stands in the workbook, then what it uses.

A list grows with the sheets that it is taken from. Its formulas are those of Excel and
LibreOffice alike, and read cells of this workbook alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from eloggraph.schema.model import Column, Table
from eloggraph.tables.sheets import make_sheet_name
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.offered import name_column, sort_names

# So many rows of a sheet are offered at least; those below may be written all the same.
_OFFERED_ROWS = 500
# The name of a list, how many names it has now, and then the names.
_TITLE, _COUNT, _FIRST = 0, 1, 2

Records = Sequence[Mapping[str, str]]


class ListSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas have none but the functions that Excel has always had.

    XlsxWriter would look in each of thousands of formulas for thirty functions that came later.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """One list: the tables whose names it has, those of them with a sheet, and names to add."""

    tables: tuple[str, ...]
    sheets: tuple[Table, ...]
    names: tuple[str, ...]


def list_of(
    template: Template, column: Column, offered: Mapping[str, tuple[str, ...]]
) -> NameList | None:
    """Return the list that a reference offers; None where there is nothing to offer."""
    there = {table.name: table for table in template.tables}
    wanted = [t.name for t in template.schema.tables_of(column.classes) if len(t.key) == 1]
    found = NameList(
        tables=tuple(name for name in wanted if name in there or name in offered),
        sheets=tuple(there[name] for name in wanted if name in there),
        names=sort_names(text for name in wanted for text in offered.get(name, ())),
    )
    return found if found.sheets or found.names else None


def write_lists(
    sheet: Worksheet,
    template: Template,
    lists: Sequence[NameList],
    rows: Mapping[str, Records],
) -> dict[tuple[str, ...], str]:
    """Write the lists side by side; return the formula that offers each, by its tables."""
    places: dict[tuple[str, ...], str] = {}
    for index, each in enumerate(lists):
        # Beside a list that grows stand the names that do not.
        at = 2 * index
        sheet.write_string(_TITLE, at, _say_tables(template, each))
        if each.sheets:
            top = _write_growing(sheet, template, each, rows, at)
        else:
            _write_fixed(sheet, each.names, at)
            sheet.write_number(_COUNT, at, len(each.names))
            top = _address(sheet, _FIRST, at)
        places[each.tables] = f"=OFFSET({top},0,0,MAX(1,{_address(sheet, _COUNT, at)}),1)"
    return places


def _say_tables(template: Template, each: NameList) -> str:
    tables = (template.schema.table(name).names.say(template.language) for name in each.tables)
    return ", ".join(tables)


def _write_fixed(sheet: Worksheet, names: Sequence[str], at: int) -> None:
    for row, name in enumerate(names, _FIRST):
        sheet.write_string(row, at, name)


def _write_growing(
    sheet: Worksheet, template: Template, each: NameList, rows: Mapping[str, Records], at: int
) -> str:
    """Write a list that grows with its sheets; return where its first name stands."""
    written = [_names_in(template, table, rows.get(table.name, ())) for table in each.sheets]
    most = max(_OFFERED_ROWS, 2 * sum(map(len, written)))
    ranges = [_range_of(template, table, most) for table in each.sheets]
    _write_fixed(sheet, each.names, at + 1)
    ends = _write_ends(sheet, ranges, [*map(len, written)], (_FIRST + len(each.names), at + 1))
    now = [*(name for names in written for name in names), *each.names]
    sheet.write_formula(_COUNT, at, f"={ends[-1]}+{len(each.names)}", None, len(now))
    if len(each.sheets) == 1 and not each.names:
        # One sheet alone is a list already.
        return ranges[0].partition(":")[0]
    fixed = f"{_cell(_FIRST, at + 1)}:{_cell(_FIRST + max(len(each.names), 1) - 1, at + 1)}"
    for number in range(1, most + len(each.names) + 1):
        text = now[number - 1] if number <= len(now) else ""
        formula = _pick(number, ranges, ends, fixed, len(each.names))
        sheet.write_formula(_FIRST + number - 1, at, formula, None, text)
    return _address(sheet, _FIRST, at)


def _write_ends(
    sheet: Worksheet, ranges: Sequence[str], counts: Sequence[int], below: tuple[int, int]
) -> list[str]:
    """Write how far each sheet fills the list, one below the other; return where that stands."""
    ends: list[str] = []
    row, column = below
    for index, area in enumerate(ranges):
        before = f"{ends[-1]}+" if ends else ""
        # The last row in use, so that a blank row between others hides none of them.
        last = f'SUMPRODUCT(MAX(({area}<>"")*(ROW({area})-1)))'
        value = sum(counts[: index + 1])
        sheet.write_formula(row + index, column, f"={before}{last}", None, value)
        ends.append(_cell(row + index, column))
    return ends


def _pick(number: int, ranges: Sequence[str], ends: Sequence[str], fixed: str, n: int) -> str:
    """Return the formula of the name at a place of a list."""
    last = ends[-1]
    rest = f'IF({number}<={last}+{n},INDEX({fixed},{number}-{last}),"")' if n else '""'
    starts = ("0", *ends)

    def wrap(inner: str, index: int) -> str:
        own = f'INDEX({ranges[index]},{number}-{starts[index]})&""'
        return f"IF({number}<={ends[index]},{own},{inner})"

    return "=" + reduce(wrap, reversed(range(len(ranges))), rest)


def _cell(row: int, column: int) -> str:
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _address(sheet: Worksheet, row: int, column: int) -> str:
    return f"{quote_sheet(sheet.get_name())}!{_cell(row, column)}"


def _names_in(template: Template, table: Table, records: Records) -> list[str]:
    key = name_column(table, template.language)
    return [record.get(key, "") for record in records]


def _range_of(template: Template, table: Table, height: int) -> str:
    """Return where the names of the rows of a sheet stand."""
    index = [column.key for column in table.columns].index(name_column(table, template.language))
    sheet = quote_sheet(make_sheet_name(table.names.say(template.language)))
    return f"{sheet}!{_cell(1, index)}:{_cell(height, index)}"


def quote_sheet(name: str) -> str:
    """Return the name of a sheet as references write it."""
    return "'" + name.replace("'", "''") + "'"

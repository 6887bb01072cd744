"""How far the filter, the drop-downs and the rules of an XLSX sheet reach below a row."""

from __future__ import annotations

import re

from eloggraph.tables.edit.sheet_bounds import read_area
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.write.marked.book import Book
from eloggraph.tables.write.marked.spans import Edits

_REACHING = re.compile(
    rb"<(?:[\w.-]+:)?(?:autoFilter|dataValidation|conditionalFormatting)\s(?:[^>]*?\s)?"
    rb"""(?:sq)?ref\s*=\s*["']([^"']+)["']|<(?:[\w.-]+:)?sqref\s*>([^<]+)<"""
)
_LAST_ROW = re.compile(r"(?<=\$)[0-9]+$")
_FILTER = "_xlnm._FilterDatabase"


def find_reach(state: SheetState) -> tuple[int, int]:
    """Return the last row that says something in the file, and the last one with those added to it.

    Only rows that come right below it count.
    """
    before = last = state.source.last_filled
    while any(text.strip() for text in state.cells.get(last + 1, {}).values()):
        last += 1
    return before, last


def widen_areas(data: bytes, before: int, last: int) -> bytes:
    """Return a sheet in which what reached to one row reaches to another.

    >>> widen_areas(b'<s><sheetData/><autoFilter ref="A1:B3"/></s>', 3, 4)
    b'<s><sheetData/><autoFilter ref="A1:B4"/></s>'
    """
    edits = Edits()
    for found in _REACHING.finditer(data, data.rfind(b"sheetData") + 1):
        group = 1 if found[1] is not None else 2
        areas = found[group].decode("utf-8", "replace").split()
        widened = " ".join(_widen(area, before, last) for area in areas)
        if widened != " ".join(areas):
            edits.replace(*found.span(group), widened.encode("ascii"))
    return edits.apply(data)


def _widen(area: str, before: int, last: int) -> str:
    found = read_area(area)
    if found is None or found[2] != before:
        return area
    return f"{write_address(found[0], found[1])}:{write_address(last, found[3])}"


def widen_filter(book: Book, edits: Edits, sheet: str, before: int, last: int) -> None:
    """Let the hidden name of a sheet's filter reach as far as the filter does."""
    listed, names = book.root.find("sheets"), book.root.find("definedNames")
    if listed is None or names is None:
        return
    numbers = {each.attributes.get("name"): str(n) for n, each in enumerate(listed.all("sheet"))}
    for name in names.all("definedName"):
        is_filter = name.attributes.get("name") == _FILTER
        if is_filter and name.attributes.get("localSheetId") == numbers.get(sheet):
            said = book.data[name.inside : name.close].decode("utf-8")
            row = _LAST_ROW.search(said)
            if row and row[0] == str(before):
                edits.replace(name.inside, name.close, f"{said[: row.start()]}{last}".encode())

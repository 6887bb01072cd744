"""Cells of an XLSX sheet that cannot be written alone: merged ones, and those of one formula."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patched import CHAPTER
from eloggraph.tables.read.addresses import number_column, write_address

_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z0-9:$]+)["']""")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\s[^>]*>")
_KIND = re.compile(rb"""\st\s*=\s*["'](array|dataTable|shared)["']""")
_REFERENCE = re.compile(rb"""\sref\s*=\s*["']([A-Z0-9:$]+)["']""")
_AREA = re.compile(r"\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?")

Area = tuple[int, int, int, int]
Texts = Mapping[int, Mapping[int, str]]


def read_area(text: str) -> Area | None:
    """Return the first and the last row and column of an area, columns counted from nought.

    >>> read_area("B2:C10"), read_area("$A$1")
    ((2, 1, 10, 2), (1, 0, 1, 0))
    """
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    left, top = number_column(found[1]) - 1, int(found[2])
    right = number_column(found[3]) - 1 if found[3] else left
    return top, left, int(found[4] or top), right


@dataclass(frozen=True, slots=True)
class Bounds:
    """Areas of a sheet whose cells cannot be written alone.

    ``merged`` are merged cells, ``whole`` what one formula gives, and ``first`` the cells from
    which others have their formula.
    """

    merged: tuple[Area, ...]
    whole: tuple[Area, ...]
    first: tuple[Area, ...]


def find_bounds(data: bytes) -> Bounds:
    """Return the areas of a sheet whose cells cannot be written alone, from its XML."""
    merged = (read_area(found[1].decode()) for found in _MERGED.finditer(data))
    whole, first = list[Area](), list[Area]()
    for formula in _FORMULA.finditer(data):
        kind, reference = _KIND.search(formula[0]), _REFERENCE.search(formula[0])
        reach = read_area(reference[1].decode()) if reference else None
        if kind is None or reach is None or reach[:2] == reach[2:]:
            continue
        if kind[1] == b"shared":
            first.append((*reach[:2], *reach[:2]))
        else:
            whole.append(reach)
    return Bounds(tuple(area for area in merged if area), tuple(whole), tuple(first))


def refuse_bound(bounds: Bounds, at: SheetName, cells: Texts) -> None:
    """Refuse to write cells that a merged one covers, and parts of what one formula gives.

    Raises
    ------
    InputError
        Naming the cell.
    """
    rows = sorted(cells)
    for area in bounds.merged:
        for cell in _list_within(area, cells, rows):
            if cell != area[:2] and cells[cell[0]][cell[1]]:
                _refuse("cell-merged", at, cell, first=write_address(*area[:2]))
    for area in (*bounds.whole, *bounds.first):
        for cell in _list_within(area, cells, rows):
            _refuse("cell-of-formula", at, cell)


def _list_within(area: Area, cells: Texts, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = area
    for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
        yield from ((row, column) for column in sorted(cells[row]) if left <= column <= right)


def _refuse(code: str, at: SheetName, cell: tuple[int, int], **values: object) -> None:
    place = Place(file=at.file, sheet=at.sheet, row=cell[0])
    value = write_address(*cell)
    raise InputError.tell(code, place, chapter=CHAPTER, value=value, **values)

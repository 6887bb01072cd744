"""Somebody's own workbook with marks: its zip with some of the parts changed in a few places.

Formulas, drop-downs, conditional formats, filters, tables, charts, names, macros, widths, and what
is hidden are hers, and stay as they are. What is written anew is as little as can be:

- style numbers of marked cells, and their styles after hers;
- comments after hers, and the boxes of those;
- one sheet in front with every finding.

Marking a marked copy again takes the marks of the first time away.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from eloggraph.finding import SEVERITIES
from eloggraph.tables.read.addresses import number_column, write_address
from eloggraph.tables.write.marked.book import RELATION, Book, open_book, put_in_front
from eloggraph.tables.write.marked.boxes import Layout, place_box
from eloggraph.tables.write.marked.cells import INK, CellAddress, Listing, Mark, fit_cell
from eloggraph.tables.write.marked.comments import CommentsEdit, edit_comments, make_comments
from eloggraph.tables.write.marked.drawing import (
    Box,
    add_boxes,
    fit_boxes,
    make_drawing,
    remove_boxes,
)
from eloggraph.tables.write.marked.front import find_top, render_front
from eloggraph.tables.write.marked.package import TYPES, Package, refuse_faulty
from eloggraph.tables.write.marked.sheet import DRAWING, edit_sheet
from eloggraph.tables.write.marked.spans import UnpatchableError
from eloggraph.tables.write.marked.style_texts import EMPTY_SHEET
from eloggraph.tables.write.marked.styles import StyleSheet

# The boxes of each sheet have numbers that nobody else's have.
_FIRST_BLOCK, _BLOCKS = 1_000, 32
_STYLES_PART = "xl/styles.xml"
_SIGNATURES = "_xmlsignatures/"
_COMMENTS = "eloggraphComments"
_COMMENT_KINDS = ("comments", "vmlDrawing")
_FRONT_PART = "xl/worksheets/eloggraphFindings.xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "sheet": f"{_OFFICE}spreadsheetml.worksheet+xml",
    "comments": f"{_OFFICE}spreadsheetml.comments+xml",
    "styles": f"{_OFFICE}spreadsheetml.styles+xml",
    "vml": f"{_OFFICE}vmlDrawing",
}
_MERGED = re.compile(rb"""mergeCell\s[^<>]*?ref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
_CHOSEN = re.compile(rb"""tabSelected\s*=\s*["'](?:1|true)["']""")

SheetMarks = Mapping[tuple[int, int], Mark]


def patch_workbook(
    data: bytes,
    listing: Listing,
    names: Sequence[str],
    marks: Mapping[CellAddress, Mark],
    when_threaded: str,
) -> bytes:
    """Return somebody's XLSX workbook with its cells marked and the findings in front.

    Parameters
    ----------
    data
        The workbook as it is.
    listing
        What the sheet in front says.
    names
        The sheets of the workbook, as the marks count them.
    marks
        What is said of each cell.
    when_threaded
        A sentence for the sheet in front where a marked cell has a thread of comments, to which
        ours cannot be put.

    Raises
    ------
    UnpatchableError
        When the workbook is built in a way that this does not know.
    """
    with refuse_faulty():
        return _patch(data, listing, names, marks, when_threaded)


def is_signed(data: bytes) -> bool:
    """Tell whether a workbook has a digital signature, which no changed copy of it keeps."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(name.startswith(_SIGNATURES) for name in archive.namelist())


def has_macros(data: bytes) -> bool:
    """Tell whether a workbook is one with macros, which Excel opens by the name ``.xlsm`` only."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"macroEnabled" in archive.read(TYPES)


def _patch(
    data: bytes,
    listing: Listing,
    names: Sequence[str],
    marks: Mapping[CellAddress, Mark],
    when_threaded: str,
) -> bytes:
    package = Package(data)
    book = open_book(package)
    listing = replace(listing, name=_name_front(book, listing.name))
    styles = StyleSheet(_read_styles(package, book), is_marked=book.is_marked)
    by_sheet: dict[str, dict[tuple[int, int], Mark]] = {}
    for cell, mark in marks.items():
        by_sheet.setdefault(names[cell.sheet], {})[cell.row, cell.column] = mark
    _demand_own_parts(package, book)
    is_threaded = False
    for number, (name, part) in enumerate(_list_own(book)):
        here = by_sheet.get(name, {})
        is_threaded |= _mark_sheet(package, book, part, here, styles, number)
    if is_threaded:
        listing = replace(listing, notes=(*listing.notes, when_threaded))
    _put_front(package, book, listing, names, styles)
    package.put(_find_styles(package, book) or _STYLES_PART, styles.render())
    return package.write()


def _demand_own_parts(package: Package, book: Book) -> None:
    """Demand that each sheet has comments of its own: what is said of one would show on another."""
    sheets = [part for _, part in _list_own(book)]
    related = (each for part in sheets for each in package.relationships(part))
    parts = [*sheets, *(each.part for each in related if each.kind in _COMMENT_KINDS)]
    if len(set(parts)) < len(parts):
        raise UnpatchableError("parts")


def _name_front(book: Book, wanted: str) -> str:
    """Return the name of the sheet of findings: as wanted, if none of hers is called so."""
    taken = {name.casefold() for name, _ in _list_own(book)}
    names = (wanted if n == 1 else f"{wanted} ({n})" for n in count(1))
    return next(name for name in names if name.casefold() not in taken)


def _list_own(book: Book) -> list[tuple[str, str]]:
    """Return her own sheets with their parts."""
    return [each for n, each in enumerate(book.parts.items()) if n != book.own]


def _find_styles(package: Package, book: Book) -> str | None:
    related = package.relationships(book.part)
    return next((each.part for each in related if each.kind == "styles"), None)


def _read_styles(package: Package, book: Book) -> bytes:
    """Return the styles of a workbook; one that has none gets an empty list of them."""
    if found := _find_styles(package, book):
        return package.read(found)
    package.put(_STYLES_PART, EMPTY_SHEET.format(book.namespaces[0]).encode("ascii"))
    package.declare(_STYLES_PART, _TYPES["styles"])
    package.relate(book.part, "eloggraphStyles", book.name_type("styles"), _STYLES_PART)
    return package.read(_STYLES_PART)


def _mark_sheet(
    package: Package,
    book: Book,
    part: str,
    marks: SheetMarks,
    styles: StyleSheet,
    number: int,
) -> bool:
    """Mark one sheet; tell whether a cell has a thread of comments, to which ours was not put."""
    data = package.read(part)
    head = data[: data.find(b"sheetData") % (len(data) + 1)]
    if not (marks or book.is_marked or _CHOSEN.search(head)):
        return False
    marks = _move_covered(data, marks)
    severities = {cell: mark.severity for cell, mark in marks.items()}
    edit = edit_sheet(data, severities, styles, book.namespaces[1])
    package.put(part, edit.data)
    related = {each.id: each.part for each in package.relationships(part)}
    comments = _put_comments(package, book, part, marks, number)
    drawing, block = related.get(edit.drawing), _FIRST_BLOCK + _BLOCKS * number
    boxes = _make_boxes(marks, comments.own, edit.layout)
    if edit.drawing:
        if drawing is None:
            raise UnpatchableError("legacyDrawing")
        kept = remove_boxes(package.read(drawing), comments.gone)
        fitted = fit_boxes(kept, _fit_corners(marks, comments.joined, edit.layout))
        package.put(drawing, add_boxes(fitted, boxes, block))
    elif marks:
        drawn = add_boxes(make_drawing(block, len(boxes)), boxes, block)
        _put_own(package, book, part, ("vmlDrawing", DRAWING, "vml", number), drawn)
    elif DRAWING in related:
        _remove_own(package, part, DRAWING)
    return bool(comments.threads)


def _put_comments(
    package: Package, book: Book, part: str, marks: SheetMarks, number: int
) -> CommentsEdit:
    """Put what is said of the cells of a sheet among its comments."""
    found = next((r for r in package.relationships(part) if r.kind == "comments"), None)
    data = package.read(found.part) if found else make_comments(book.namespaces[0])
    said = {cell: fit_cell(mark.comment) for cell, mark in marks.items()}
    edit = edit_comments(data, said, is_marked=book.is_marked)
    if found is not None and (marks or found.id != _COMMENTS):
        package.put(found.part, edit.data)
    elif found is not None:
        _remove_own(package, part, _COMMENTS)
    elif marks:
        _put_own(package, book, part, ("comments", _COMMENTS, "xml", number), edit.data)
    return edit


def _put_own(
    package: Package, book: Book, part: str, what: tuple[str, str, str, int], data: bytes
) -> None:
    """Put a part of ours that a sheet is related to."""
    kind, id_, suffix, number = what
    found = next((each.part for each in package.relationships(part) if each.id == id_), None)
    if found is not None:
        package.put(found, data)
        return
    # Sheets may have changed their places since an earlier marking.
    targets = (f"xl/eloggraph/{kind}{n}.{suffix}" for n in count(number + 1))
    target = next(each for each in targets if not package.has(each))
    package.put(target, data)
    package.declare(target, _TYPES["comments" if suffix == "xml" else "vml"])
    package.relate(part, id_, book.name_type(kind), target)


def _remove_own(package: Package, part: str, id_: str) -> None:
    """Take a part of an earlier marking away that a sheet is related to."""
    for each in package.relationships(part):
        if each.id == id_:
            package.remove(each.part)
            package.unrelate(part, {id_})


def _fit_corners(marks: SheetMarks, joined: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """Return the corners of boxes in which ours stands after somebody else's comment."""
    cells = {write_address(*cell): cell for cell in marks}
    return {each: place_box(layout, *cells[each], text)[0] for each, text in joined.items()}


def _make_boxes(marks: SheetMarks, own: Sequence[str], layout: Layout) -> list[Box]:
    wanted = set(own)
    boxes = []
    for (row, column), mark in sorted(marks.items()):
        if write_address(row, column) in wanted:
            corners, width, height = place_box(layout, row, column, mark.comment)
            boxes.append(
                Box(
                    row=row,
                    column=column,
                    corners=corners,
                    width=width,
                    height=height,
                    colour=INK[mark.severity][0],
                )
            )
    return boxes


def _move_covered(data: bytes, marks: SheetMarks) -> SheetMarks:
    """Return the marks with those of cells that a merged one covers at that one, which is seen."""
    moved: dict[tuple[int, int], Mark] = dict(marks)
    cells = sorted(marks)
    for left, top, right, bottom in _MERGED.findall(data) if marks else ():
        first = (int(top), number_column(left.decode()) - 1)
        last = (int(bottom), number_column(right.decode()) - 1)
        for cell in cells[bisect_left(cells, first) : bisect_right(cells, last)]:
            if cell != first and first[1] <= cell[1] <= last[1] and cell in moved:
                covered = moved.pop(cell)
                moved[first] = _join(moved[first], covered) if first in moved else covered
    return moved


def _join(one: Mark, other: Mark) -> Mark:
    first, second = sorted((one, other), key=lambda mark: SEVERITIES.index(mark.severity))
    return Mark(severity=first.severity, comment=f"{first.comment}\n\n{second.comment}")


def _put_front(
    package: Package, book: Book, listing: Listing, names: Sequence[str], styles: StyleSheet
) -> None:
    """Put the findings in front, in place of those of an earlier marking."""
    related = package.relationships(book.part)
    earlier = list(book.parts.values())[book.own] if book.own is not None else None
    for each in related:
        if each.part == earlier:
            package.remove(each.part)
            package.unrelate(book.part, {each.id})
    worksheets = {each.part for each in related if each.kind == "worksheet"}
    shown = [name if book.parts.get(name) in worksheets else None for name in names]
    package.put(_FRONT_PART, render_front(listing, shown, styles, book.namespaces[0]))
    package.declare(_FRONT_PART, _TYPES["sheet"])
    package.relate(book.part, RELATION, book.name_type("worksheet"), _FRONT_PART)
    top = find_top(listing)
    package.put(book.part, put_in_front(book, listing.name, top=top, last=top + len(listing.lines)))

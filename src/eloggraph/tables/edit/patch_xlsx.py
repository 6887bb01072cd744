"""A workbook of the form XLSX with some cells changed, and every part but their sheets as it was.

Formats, formulas, drop-downs, comments, charts and hidden sheets are hers and stay. Beyond the
sheets with changed cells these parts change, and only where they would be false otherwise:

- the list of formulas in the order of their computing, where one of them is gone;
- the list of sheets, which asks that formulas be computed at opening, if there are any;
- the list of texts, where no cell has one any more: it is not kept in the copy;
- a filter, drop-downs and rules that reached to the last row, where rows were added below it;
- a table (in the sense of Excel) whose header was written anew, or below which a row was added.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patched import CHAPTER, Patched
from eloggraph.tables.edit.shared_strings import count_uses, forget_texts
from eloggraph.tables.edit.sheet_bounds import Bounds, find_bounds, read_area, refuse_bound
from eloggraph.tables.edit.sheet_cells import SheetPatcher
from eloggraph.tables.edit.sheet_reach import find_reach, widen_areas, widen_filter
from eloggraph.tables.edit.source import Source
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.read.styles import read_styles
from eloggraph.tables.write.marked.book import Book, open_book
from eloggraph.tables.write.marked.package import Package, refuse_faulty
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    UnpatchableError,
    find_position,
    name_tag,
    parse,
)

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_FORMULA_TEXT = re.compile(
    rb"<(?:[\w.-]+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)"
    rb"(?:\s[^>]*)?>([^<]+)<"
)
_ESCAPED = re.compile(r"(['\[\]#])")
Formulas = Callable[[], Sequence[str]]
_YES = ("1", "true")
_MOST_NAMED = 8
_SIGNATURES = "_xmlsignatures/"
# What stands after the properties of computing in the list of sheets.
_AFTER = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst", "AlternateContent"),
)


class XlsxPatcher:
    """What patches a workbook: what it needs to know of the workbook is read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._sheets: dict[SheetName, tuple[SheetPatcher, Bounds]] = {}

    def patch(self, states: Mapping[SheetName, SheetState]) -> Patched:
        """Return the workbook with the changed cells of its sheets patched.

        Raises
        ------
        InputError
            When a cell cannot be written alone.
        UnpatchableError
            When the workbook is built in a way that this does not know.
        """
        with refuse_faulty():
            return self._patch(states)

    @cached_property
    def _book(self) -> tuple[Book, tuple[NumberFormat, ...], bool]:
        """The list of sheets, the number formats, and whether any cell has a formula."""
        package = Package(self.source.data)
        book = open_book(package)
        parts = (package.read(part) for part in book.parts.values() if package.has(part))
        has_formulas = any(_FORMULA.search(part) for part in parts)
        return book, _read_formats(package, book), has_formulas

    def _patch(self, states: Mapping[SheetName, SheetState]) -> Patched:
        package = Package(self.source.data)
        book, _, has_formulas = self._book
        typed: dict[tuple[SheetName, int, int], str] = {}
        shared, notices, listed = Counter[int](), list[Finding](), Edits()
        for at, state in sorted(states.items()):
            part = book.parts.get(at.sheet or "", "")
            patcher, bounds = self._open_sheet(package, part, state)
            refuse_bound(bounds, at, state.cells)
            like = {row: after for row, after in state.added.items() if row <= state.last}
            done = patcher.patch(state.cells, like)
            before, last = find_reach(state)
            is_longer = last > before > state.source.first
            package.put(part, widen_areas(done.data, before, last) if is_longer else done.data)
            if is_longer:
                widen_filter(book, listed, at.sheet or "", before, last)
            shared.update(done.shared)
            typed |= {(at, *cell): text for cell, text in done.typed.items()}
            _patch_tables(package, part, state, lambda: self._formulas)
            if done.formulas:
                notices.append(_tell_replaced(at, done.formulas))
                _forget_formulas(package, book, at.sheet or "", done.formulas)
        self._forget(package, shared)
        if has_formulas:
            _compute_when_opened(book, listed)
        if len(listed):
            package.put(book.part, listed.apply(book.data))
        place = Place(file=self.source.path.name)
        if has_formulas:
            notices.append(tell("copy-not-computed", "info", place, chapter=CHAPTER))
        if any(name.startswith(_SIGNATURES) for name in package.names()):
            notices.append(tell("copy-unsigned", "warning", place, chapter=CHAPTER))
        return Patched(write=package.write, typed=typed, notices=tuple(notices))

    @cached_property
    def _formulas(self) -> tuple[str, ...]:
        """What every formula of the workbook says: of cells, names, tables and rules."""
        package = Package(self.source.data)
        names = (name for name in package.names() if name.endswith(".xml"))
        found = {f for name in names for f in _FORMULA_TEXT.findall(package.read(name))}
        return tuple(sorted(html.unescape(each.decode("utf-8", "replace")) for each in found))

    @cached_property
    def _uses(self) -> Counter[int] | None:
        """How many cells have each text of the list of texts."""
        package, (book, _, _) = Package(self.source.data), self._book
        return count_uses(package.read(part) for part in book.parts.values() if package.has(part))

    def _forget(self, package: Package, shared: Counter[int]) -> None:
        """Leave out the texts that no cell has any more."""
        related = package.relationships(self._book[0].part)
        part = next((each.part for each in related if each.kind == "sharedStrings"), "")
        if not shared or self._uses is None or not package.has(part):
            return
        gone = {number for number, count in shared.items() if self._uses[number] <= count}
        if gone:
            package.put(part, forget_texts(package.read(part), gone))

    def _open_sheet(
        self, package: Package, part: str, state: SheetState
    ) -> tuple[SheetPatcher, Bounds]:
        at = state.source.at
        if at not in self._sheets:
            data, (book, formats, _) = package.read(part), self._book
            header, from_1904 = state.source.header or 0, _counts_from_1904(book)
            patcher = SheetPatcher(data, formats, header=header, from_1904=from_1904)
            self._sheets[at] = patcher, find_bounds(data)
        return self._sheets[at]


def _tell_replaced(at: SheetName, cells: frozenset[tuple[int, int]]) -> Finding:
    """Return that formulas are gone where something else was written."""
    named = [write_address(*cell) for cell in sorted(cells)]
    value = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
    place = Place(file=at.file, sheet=at.sheet, row=min(cells)[0])
    return tell("copy-formula-replaced", "warning", place, chapter=CHAPTER, value=value)


def _read_formats(package: Package, book: Book) -> tuple[NumberFormat, ...]:
    related = package.relationships(book.part)
    part = next((each.part for each in related if each.kind == "styles"), "")
    return read_styles(package.read(part)).formats if package.has(part) else ()


def _counts_from_1904(book: Book) -> bool:
    found = book.root.find("workbookPr")
    return found is not None and found.attributes.get("date1904") in _YES


def _compute_when_opened(book: Book, edits: Edits) -> None:
    """Let the list of sheets ask that formulas be computed anew."""
    root = book.root
    found = root.find("calcPr")
    if found is not None:
        edits.set(book.data, found, "fullCalcOnLoad", "1")
    else:
        tag = name_tag(root.prefix, "calcPr")
        before = {"sheets", "functionGroups", "externalReferences", "definedNames"}
        ends = (child.end for child in root.children if child.name in before)
        at = max(ends, default=find_position(root, _AFTER))
        edits.insert(at, f'<{tag} fullCalcOnLoad="1"/>'.encode("ascii"))


def _forget_formulas(
    package: Package, book: Book, sheet: str, cells: frozenset[tuple[int, int]]
) -> None:
    """Take formulas that are gone off the list in which they are computed."""
    related = package.relationships(book.part)
    part = next((each.part for each in related if each.kind == "calcChain"), "")
    if not package.has(part):
        return
    listed = book.root.find("sheets")
    ids = (
        {s.attributes.get("name"): s.attributes.get("sheetId") for s in listed.children}
        if listed
        else {}
    )
    gone = {write_address(*cell) for cell in cells}
    data, edits, number, is_told = package.read(part), Edits(), "", True
    root = parse(data)
    kept = 0
    for each in root.all("c"):
        # One that does not say its sheet is on that of the one before it.
        is_own = "i" in each.attributes
        number = each.attributes.get("i", number)
        if number == ids.get(sheet) and each.attributes.get("r") in gone:
            edits.remove(each)
            is_told = is_told and not is_own
        else:
            kept += 1
            if not is_told and not is_own:
                edits.set(data, each, "i", number)
            is_told = True
    if kept:
        package.put(part, edits.apply(data))
    else:
        package.remove(part)
        ids_of = {each.id for each in related if each.part == part}
        package.unrelate(book.part, ids_of)


def _patch_tables(package: Package, part: str, state: SheetState, formulas: Formulas) -> None:
    """Let the tables of a sheet have the headers that were written, and the rows below them."""
    for related in package.relationships(part):
        if related.kind == "table" and package.has(related.part):
            data = package.read(related.part)
            root, edits = parse(data), Edits()
            area = read_area(root.attributes.get("ref", ""))
            if area is None:
                raise UnpatchableError("table")
            top, left, bottom, right = area
            if root.attributes.get("headerRowCount", "1") != "0":
                _rename_columns(data, root, edits, state, (top, left), formulas)
            has_totals = root.attributes.get("totalsRowCount", "0") != "0"
            last = bottom
            while not has_totals and _begins(state, last + 1, range(left, right + 1)):
                last += 1
            if last > bottom:
                reference = f"{write_address(top, left)}:{write_address(last, right)}"
                edits.set(data, root, "ref", reference)
                filter_ = root.find("autoFilter")
                if filter_ is not None and "ref" in filter_.attributes:
                    edits.set(data, filter_, "ref", reference)
            if len(edits):
                package.put(related.part, edits.apply(data))


def _begins(state: SheetState, row: int, columns: range) -> bool:
    """Tell whether a row that said nothing below a table says something now.

    A note or another table that was there is not taken into it.
    """
    written = any(state.text(row, column).strip() for column in columns)
    return written and not any(state.original(row, column) for column in columns)


def _rename_columns(
    data: bytes,
    root: Element,
    edits: Edits,
    state: SheetState,
    corner: tuple[int, int],
    formulas: Formulas,
) -> None:
    top, left = corner
    columns = root.find("tableColumns")
    changed = state.cells.get(top, {})
    named = list(enumerate(columns.all("tableColumn"), left)) if columns else []
    texts = [state.text(top, column) for column, _ in named]
    if not changed.keys() & {column for column, _ in named}:
        return
    if not all(texts) or len({text.casefold() for text in texts}) < len(texts):
        at = state.source.at
        place = Place(file=at.file, sheet=at.sheet, row=top)
        raise InputError.tell("header-of-table", place, chapter=CHAPTER)
    for column, each in named:
        if column in changed:
            _refuse_named(state, top, column, formulas)
            edits.set(data, each, "name", changed[column].replace("\n", "_x000a_"))


def _refuse_named(state: SheetState, top: int, column: int, formulas: Formulas) -> None:
    """Refuse another header for a column that a formula names: it would then name nothing."""
    before = state.original(top, column)
    named = _ESCAPED.sub(r"'\1", before).casefold()
    if any(f"[{named}]" in each or f"[@{named}]" in each for each in map(str.casefold, formulas())):
        at = state.source.at
        place = Place(file=at.file, sheet=at.sheet, row=top)
        raise InputError.tell("header-in-formula", place, chapter=CHAPTER, value=before)

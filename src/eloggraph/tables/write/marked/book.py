"""The list of sheets of a workbook, with the findings in front and all names kept true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.tables.write.marked.cells import OWN_NAME, quote_sheet
from eloggraph.tables.write.marked.package import Package
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    UnpatchableError,
    escape,
    escape_attribute,
    find_position,
    name_tag,
    parse,
    set_attribute,
)

RELATION = "eloggraphFindings"
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!.*", re.DOTALL)
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# What stands after the defined names.
_AFTER_NAMES = (
    *("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst", "AlternateContent"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The list of sheets of a workbook.

    ``parts`` are the sheets' parts by name; ``own`` is the place of an earlier sheet of findings.
    It may have been deleted, and its marks not: ``is_marked`` tells that there was one.
    ``namespaces`` are those of workbooks and of relationships.
    """

    part: str
    data: bytes
    root: Element
    parts: dict[str, str]
    own: int | None
    is_marked: bool
    namespaces: tuple[str, str]

    def name_type(self, kind: str) -> str:
        """Return the type of a relationship."""
        return f"{self.namespaces[1]}/{kind}"


def open_book(package: Package) -> Book:
    """Return the list of sheets of a workbook.

    Raises
    ------
    UnpatchableError
        When it is not found.
    """
    related = package.relationships("")
    part = next((each.part for each in related if each.kind == "officeDocument"), "")
    data = package.read(part)
    root = parse(data)
    prefix = f"xmlns:{root.prefix}" if root.prefix else "xmlns"
    main = root.attributes.get(prefix, "")
    targets = {each.id: each.part for each in package.relationships(part)}
    listed = root.find("sheets")
    sheets = listed.children if listed else []
    parts = {s.attributes.get("name", ""): targets.get(s.linked(), "") for s in sheets}
    if not main or listed is None or len(parts) < len(sheets):
        raise UnpatchableError("sheets")
    return Book(
        part=part,
        data=data,
        root=root,
        parts=parts,
        own=_find_own(root, list(parts)),
        is_marked=any(name.attributes.get("name") == OWN_NAME for name in _names(root)),
        namespaces=(main, _STRICT_RELATIONS if main == _STRICT else _RELATIONS),
    )


def _names(root: Element) -> list[Element]:
    found = root.find("definedNames")
    return found.children if found else []


def _find_own(root: Element, sheets: Sequence[str]) -> int | None:
    for name in _names(root):
        if name.attributes.get("name") == OWN_NAME:
            found = _REFERENCE.fullmatch(name.text)
            sheet = (found[1] or found[2]).replace("''", "'") if found else ""
            return sheets.index(sheet) if sheet in sheets else None
    return None


def put_in_front(book: Book, name: str, top: int, last: int) -> bytes:
    """Return the list of sheets with one of findings in front, in place of an earlier one.

    Parameters
    ----------
    book
        The list as it is.
    name
        The name of the new sheet.
    top, last
        The first and the last row of its table.
    """
    root, edits, data = book.root, Edits(), book.data
    for view in (each for each in root.walk() if each.name == "workbookView"):
        opened = data[view.start : view.inside]
        for place in ("activeTab", "firstSheet"):
            if view.attributes.get(place, "0") != "0":
                opened = set_attribute(opened, place, "0")
        edits.replace(view.start, view.inside, opened)
    sheets = root.find("sheets")
    assert sheets is not None  # open_book has looked
    for number, sheet in enumerate(sheets.children):
        if number == book.own:
            edits.remove(sheet)
    ids = [s.attributes.get("sheetId", "") for n, s in enumerate(sheets.children) if n != book.own]
    id_ = 1 + max((int(each) for each in ids if each.isdecimal()), default=0)
    tag = name_tag(root.prefix, "sheet")
    new = (
        f'<{tag} name="{escape_attribute(name)}" sheetId="{id_}" '
        f'xmlns:r="{book.namespaces[1]}" r:id="{RELATION}"/>'
    )
    edits.insert(sheets.inside, new.encode("ascii"))
    _renumber(book, edits, _write_names(root.prefix, name, top, last))
    return edits.apply(data)


def _renumber(book: Book, edits: Edits, new: str) -> None:
    """Keep the names that belong to a sheet with it, and put our own after them."""
    data, root = book.data, book.root
    for each in _names(root):
        number = each.attributes.get("localSheetId")
        is_own = number is not None and number == str(book.own)
        if is_own or each.attributes.get("name") == OWN_NAME:
            edits.remove(each)
        elif number is not None and number.isdecimal():
            moved = int(number) + 1 - (book.own is not None and int(number) > book.own)
            edits.set(data, each, "localSheetId", str(moved))
    found = root.find("definedNames")
    if found is not None:
        edits.append(data, found, new.encode("ascii"))
        return
    tag = name_tag(root.prefix, "definedNames")
    at = find_position(root, _AFTER_NAMES)
    before = {"sheets", "functionGroups", "externalReferences"}
    at = max([at, *(child.end for child in root.children if child.name in before)])
    edits.insert(at, f"<{tag}>{new}</{tag}>".encode("ascii"))


def _write_names(prefix: str, sheet: str, top: int, last: int) -> str:
    """Return the names of the sheet of findings: its own, of its filter, of its printed header."""
    tag, quoted = name_tag(prefix, "definedName"), escape(quote_sheet(sheet))
    names = [f'<{tag} name="{OWN_NAME}" hidden="1">{quoted}!$A$1</{tag}>']
    if last > top:
        names.append(
            f'<{tag} name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
            f"{quoted}!$A${top}:$E${last}</{tag}>"
        )
    names.append(
        f'<{tag} name="_xlnm.Print_Titles" localSheetId="0">{quoted}!${top}:${top}</{tag}>'
    )
    return "".join(names)

"""One cell of an ODS table written anew: its format, its drop-down and its comment stay."""

from __future__ import annotations

import re

from eloggraph.tables.edit.document_rows import COLUMNS
from eloggraph.tables.edit.typed_texts import TypedText
from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.write.marked.spans import Element, set_attribute

# What an empty cell does not have.
_VALUES = (
    *("office:value-type", "calcext:value-type", "office:value", "office:date-value"),
    *("office:time-value", "office:boolean-value", "office:string-value", "office:currency"),
    "table:formula",
)
_SPACES = re.compile(" {2,}|^ +| +$")
NUMBERS = ("float", "percentage", "currency")
CELL = b"<table:table-cell/>"


def write_cell(
    tag: bytes,
    kept: bytes,
    text: str,
    typed: TypedText | None,
    format_: NumberFormat | None,
    *,
    was: str = "",
    is_extended: bool,
) -> bytes:
    """Return a cell with a text.

    Parameters
    ----------
    tag
        The start tag of the cell as it was.
    kept
        What stays of what was in it: comments and drawings.
    text, typed, format_
        The text, and the number that it is, if it is one, in a format.
    was
        The type of value that the cell had.
    is_extended
        Whether the document has the types of values that LibreOffice writes beside the others.

    Examples
    --------
    >>> write_cell(CELL, b"", "a  b", None, None, is_extended=False).decode()[:50]
    '<table:table-cell office:value-type="string"><text'
    """
    said = dict(_describe(text, typed, format_, was, is_extended=is_extended))
    for key in (*_VALUES, COLUMNS):
        if key not in said:
            tag = set_attribute(tag, key, None)
    name = tag[1:].split(None, 1)[0].rstrip(b"/>")
    for key, value in said.items():
        tag = set_attribute(tag, key, value)
    shown = text if typed is None else typed.shown
    content = kept + (write_text(shown) if text else b"")
    opened = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
    return opened + content + b"</" + name + b">" if content else opened[:-1] + b"/>"


def _describe(
    text: str, typed: TypedText | None, format_: NumberFormat | None, was: str, *, is_extended: bool
) -> list[tuple[str, str]]:
    """Return the attributes that say what a cell holds."""
    if not text:
        return []
    kind, value = "string", None
    if typed is not None:
        is_percent = format_ is not None and format_.kind == "percent"
        kind = "percentage" if is_percent else "float" if was not in NUMBERS else was
        kind, value = "float" if kind == "currency" else kind, ("office:value", typed.value)
        if format_ is not None and format_.kind == "date":
            kind, value = "date", ("office:date-value", typed.iso)
        elif format_ is not None and format_.kind in ("time", "duration"):
            kind, value = "time", ("office:time-value", typed.iso)
    found = [("office:value-type", kind)]
    found += [value] if value is not None else []
    return [*found, *([("calcext:value-type", kind)] if is_extended else [])]


def write_text(text: str) -> bytes:
    r"""Return a text as paragraphs, with the spaces and tabs that XML would lose.

    >>> write_text("a  b\n<c>")
    b'<text:p>a <text:s text:c="1"/>b</text:p><text:p>&lt;c&gt;</text:p>'
    """
    lines = (f"<text:p>{_write_line(line)}</text:p>" for line in text.split("\n"))
    return "".join(lines).encode("ascii")


def _write_line(line: str) -> str:
    plain = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def space(found: re.Match[str]) -> str:
        is_edge = found.start() == 0 or found.end() == len(plain)
        count = len(found[0]) - (not is_edge)
        return " " * (not is_edge) + f'<text:s text:c="{count}"/>'

    spaced = _SPACES.sub(space, plain).replace("\t", "<text:tab/>")
    return spaced.encode("ascii", "xmlcharrefreplace").decode("ascii")


def keep_inside(cell: Element, written: bytes) -> bytes:
    """Return what is in a cell beside its text."""
    others = (child for child in cell.children if child.prefix != "text")
    return b"".join(written[child.start : child.end] for child in others)

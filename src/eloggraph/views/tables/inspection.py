"""How a table is read, for people and machines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from eloggraph.finding import Report
from eloggraph.tables.read.inspect import Inspection
from eloggraph.text import Language, abridge, say
from eloggraph.views.findings.text import render_json, render_text, show_safely

_SHOWN = 10
_WIDEST = 32
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def render_inspection(inspection: Inspection, language: Language) -> str:
    """Return an inspection as text: its form, the first rows, and what was noticed."""
    lines = [f"{name}: {value}" for name, value in _list_facts(inspection, language)]
    if inspection.table is not None:
        lines += ["", *_align(inspection, language)]
    noticed = render_text(inspection.report, language)
    return "\n".join([*lines, "", noticed])


def _list_facts(inspection: Inspection, language: Language) -> Iterator[tuple[str, str]]:
    def field(name: str) -> str:
        return say(f"inspect.field.{name}").say(language)

    yield field("file"), show_safely(inspection.file)
    if inspection.encoding:
        yield field("encoding"), inspection.encoding.upper()
        yield field("separator"), _write_separator(inspection.separator, language)
    if inspection.sheet:
        yield field("sheet"), show_safely(inspection.sheet)
        others = [name for name in inspection.sheets if name != inspection.sheet]
        if others:
            yield field("sheets"), show_safely(", ".join(others))
    if inspection.table is not None:
        yield field("header_row"), str(inspection.header_row)
        size = say(
            "inspect.said.size",
            rows=inspection.table.frame.height,
            columns=len(inspection.columns),
        )
        yield field("size"), size.say(language)


def _write_separator(separator: str, language: Language) -> str:
    if separator not in _SEPARATORS:
        return show_safely(separator)
    return say(f"inspect.separator.{_SEPARATORS[separator]}").say(language)


def _align(inspection: Inspection, language: Language) -> Iterator[str]:
    """Yield the headers and the first rows in columns, the row's number before each."""
    assert inspection.table is not None
    frame = inspection.table.frame
    headers = [
        header or say("inspect.said.column", n=index).say(language)
        for index, header in enumerate(inspection.columns, 1)
    ]
    shown = [
        ("" if cell is None else str(cell) for cell in row) for row in frame.head(_SHOWN).rows()
    ]
    table = [[str(inspection.header_row), *headers], *shown]
    cells = [[abridge(show_safely(cell), _WIDEST) for cell in row] for row in table]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for number, row in enumerate(cells):
        yield _pad(row, widths)
        if number == 0:
            yield _pad(["─" * width for width in widths], widths)
    if frame.height > _SHOWN:
        yield say("inspect.said.more", n=frame.height - _SHOWN).say(language)


def _pad(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (w - _width(cell)) for cell, w in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def render_inspection_json(inspection: Inspection, language: Language) -> str:
    """Return an inspection as JSON, version 1; the language makes no difference."""
    findings = json.loads(render_json(Report(inspection.report.findings), language))["findings"]
    document = {
        "version": 1,
        "file": inspection.file,
        "encoding": inspection.encoding,
        "separator": inspection.separator,
        "sheet": inspection.sheet,
        "sheets": list(inspection.sheets),
        "header_row": inspection.header_row,
        "columns": list(inspection.columns),
        "row_numbers": list(inspection.row_numbers),
        "rows": [list(row) for row in inspection.rows],
        "findings": findings,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


INSPECTION_RENDERERS: dict[str, Callable[[Inspection, Language], str]] = {
    "text": render_inspection,
    "json": render_inspection_json,
}

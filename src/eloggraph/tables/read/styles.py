"""The styles of an XLSX workbook, as far as they say what a cell is."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from eloggraph.tables.formats import BUILT_IN, NumberFormat, read_format

STYLES = "xl/styles.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """By the number of a style its number format, and the numbers of those that strike through."""

    formats: tuple[NumberFormat, ...] = ()
    struck: frozenset[int] = frozenset()


def read_styles(data: bytes) -> Styles:
    """Read the styles of a workbook from their XML; none where it is damaged.

    >>> read_styles(b"<styleSheet><cellXfs><xf numFmtId='17'/></cellXfs></styleSheet>").formats[0]
    NumberFormat(code='mmm-yy', kind='date', precision='month', has_clock=False, has_year=True)
    """
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return Styles()
    codes = dict(BUILT_IN)
    struck_fonts = set[str]()
    formats: list[NumberFormat] = []
    struck = set[int]()
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "numFmts":
            codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in element}
        elif name == "fonts":
            struck_fonts = {str(n) for n, font in enumerate(element) if _is_struck(font)}
        elif name == "cellXfs":
            for number, style in enumerate(element):
                formats.append(read_format(codes.get(style.get("numFmtId", "0"), "General")))
                if style.get("fontId") in struck_fonts:
                    struck.add(number)
    return Styles(formats=tuple(formats), struck=frozenset(struck))


def _is_struck(font: ElementTree.Element) -> bool:
    marks = (e for e in font if e.tag.rpartition("}")[2] == "strike")
    return any(mark.get("val", "1") not in ("0", "false") for mark in marks)

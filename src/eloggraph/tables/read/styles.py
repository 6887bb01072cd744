"""The styles of an XLSX workbook, as far as they say what the number of a cell stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from eloggraph.tables.formats import BUILT_IN, NumberFormat, read_format

STYLES = "xl/styles.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The number formats of a workbook by the numbers of its styles, and what strikes through."""

    formats: tuple[NumberFormat, ...] = ()
    struck: frozenset[str] = frozenset()


def read_styles(data: bytes) -> Styles:
    """Read the styles of a workbook from their XML; none where it is damaged.

    >>> read_styles(b"<styleSheet><cellXfs><xf numFmtId='17'/></cellXfs></styleSheet>").formats[0]
    NumberFormat(code='mmm-yy', kind='date', precision='month', has_clock=False)
    """
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return Styles()
    codes = dict(BUILT_IN)
    formats: list[NumberFormat] = []
    struck, fonts = set[str](), list[bool]()
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "numFmts":
            codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in element}
        elif name == "fonts":
            fonts.extend(map(_is_struck, element))
        elif name == "cellXfs":
            struck.update(str(i) for i, style in enumerate(element) if _has_font(style, fonts))
            numbers = (style.get("numFmtId", "0") for style in element)
            formats.extend(read_format(codes.get(number, "General")) for number in numbers)
    return Styles(formats=tuple(formats), struck=frozenset(struck))


def _is_struck(font: ElementTree.Element) -> bool:
    """Tell whether a font strikes its text through."""
    strikes = (each for each in font if each.tag.rpartition("}")[2] == "strike")
    return any(strike.get("val", "1") not in ("0", "false") for strike in strikes)


def _has_font(style: ElementTree.Element, fonts: Sequence[bool]) -> bool:
    """Tell whether the font of a style is one of those marked."""
    number = style.get("fontId", "0")
    return number.isdecimal() and int(number) < len(fonts) and fonts[int(number)]

"""The styles of an XLSX workbook, as far as they say what the number of a cell stands for."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from eloggraph.tables.formats import BUILT_IN, NumberFormat, read_format

STYLES = "xl/styles.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The number formats of a workbook, by the numbers of its styles."""

    formats: tuple[NumberFormat, ...] = ()


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
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "numFmts":
            codes |= {e.get("numFmtId", ""): e.get("formatCode", "") for e in element}
        elif name == "cellXfs":
            numbers = (style.get("numFmtId", "0") for style in element)
            formats.extend(read_format(codes.get(number, "General")) for number in numbers)
    return Styles(formats=tuple(formats))

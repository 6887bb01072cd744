"""The looks of marks as a style sheet has them: fonts, fills, borders, and lists of them."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.finding import SEVERITIES, Severity
from eloggraph.tables.write.marked.cells import INK

# Thick, thin and dotted: the severities also differ when printed without colours.
_BORDER: Mapping[Severity, str] = {"violation": "medium", "warning": "thin", "info": "dotted"}
_SIDES = ("left", "right", "top", "bottom")
_NAME = '<name val="Calibri"/><family val="2"/>'
# The lists of a style sheet in the order in which they stand.
ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"),
    *("dxfs", "tableStyles", "colors", "extLst"),
)
# What each list has first, where there is nothing in it.
FIRST: Mapping[str, tuple[str, ...]] = {
    "fonts": (f'<font><sz val="11"/>{_NAME}</font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
# A style sheet with what every style goes back to, and nothing else.
EMPTY_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}">'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_FONTS: Mapping[str, str] = {
    "title": f'<font><b/><sz val="14"/>{_NAME}</font>',
    "head": f'<font><b/><sz val="11"/>{_NAME}</font>',
    "link": f'<font><u/><sz val="11"/><color rgb="FF0B5A63"/>{_NAME}</font>',
    **{
        severity: f'<font><b/><sz val="11"/><color rgb="FF{INK[severity][1][1:]}"/>{_NAME}</font>'
        for severity in SEVERITIES
    },
}
# The styles of the sheet of findings: title, sentences, headers, words of severity, texts, links.
FRONT = ("title", "note", "head", *SEVERITIES, "text", "link")


def _write_fill(colour: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour[1:]}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _write_border(severity: Severity) -> str:
    colour = f'<color rgb="FF{INK[severity][1][1:]}"/>'
    sides = (f'<{side} style="{_BORDER[severity]}">{colour}</{side}>' for side in _SIDES)
    return f"<border>{''.join(sides)}<diagonal/></border>"


# What is put after the lists of a style sheet; the first ones are those of the severities.
ADDED: Mapping[str, tuple[str, ...]] = {
    "fonts": tuple(_FONTS.values()),
    "fills": (*(_write_fill(INK[severity][0]) for severity in SEVERITIES), _write_fill("#E0EFEF")),
    "borders": (
        *map(_write_border, SEVERITIES),
        '<border><left/><right/><top/><bottom style="thin"><color rgb="FFD5DBD8"/></bottom>'
        "<diagonal/></border>",
        '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border>',
    ),
}


def write_front(name: str, counts: Mapping[str, int]) -> str:
    """Return a style of the sheet of findings, where so many fonts, fills and borders are before.

    >>> write_front("note", {"fonts": 1, "fills": 2, "borders": 1})[:50]
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0'
    """
    font = counts["fonts"] + list(_FONTS).index(name) if name in _FONTS else 0
    fill = border = 0
    if name in INK:
        fill = counts["fills"] + FRONT.index(name) - FRONT.index(SEVERITIES[0])
    elif name == "head":
        fill = counts["fills"] + len(SEVERITIES)
    if name not in ("title", "note"):
        border = counts["borders"] + len(SEVERITIES) + (name == "head")
    is_text = name in ("text", "link")
    wrap = ' vertical="top" wrapText="1"' if is_text else ' vertical="top"'
    return (
        f'<xf numFmtId="{49 if is_text else 0}" fontId="{font}" fillId="{fill}" '
        f'borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" '
        f'applyBorder="1" applyAlignment="1"><alignment{wrap if name != "note" else ""}/></xf>'
    )

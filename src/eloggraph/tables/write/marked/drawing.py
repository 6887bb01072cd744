"""The drawing of the comments of a sheet: the box of each, in VML.

What Excel writes there need not be well-formed, so that it is searched for its shapes as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.write.marked.spans import Edits, UnpatchableError

# Shapes are numbered in blocks, each sheet with blocks of its own.
BLOCK = 1_024
_URIS = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_HEAD = 4_000
_TYPE = "_x0000_t202"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The box of a comment: row counted from one, column from nought, corners, size in points."""

    row: int
    column: int
    corners: str
    width: int
    height: int
    colour: str


def make_drawing(block: int, count: int) -> bytes:
    """Return a drawing with nothing in it, for so many boxes from a block of numbers on."""
    uris = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _URIS.items())
    blocks = ",".join(str(block + n) for n in range(1 + count // BLOCK))
    return (
        f'<xml{uris}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/>'
        f"</o:shapelayout>{_write_type(dict(zip(_URIS, _URIS, strict=True)))}</xml>"
    ).encode("ascii")


def _write_type(p: Mapping[str, str]) -> str:
    v, o = p["v"], p["o"]
    return (
        f'<{v}:shapetype id="{_TYPE}" coordsize="21600,21600" {o}:spt="202" '
        f'path="m,l,21600r21600,l21600,xe"><{v}:stroke joinstyle="miter"/>'
        f'<{v}:path gradientshapeok="t" {o}:connecttype="rect"/></{v}:shapetype>'
    )


def remove_boxes(data: bytes, gone: frozenset[str]) -> bytes:
    """Return a drawing without the boxes of the comments of some cells."""
    if not gone:
        return data
    prefixes, edits = _find_prefixes(data), Edits()
    for start, end in _find_shapes(data, prefixes["v"]):
        if _address_of(data[start:end], prefixes["x"]) in gone:
            edits.replace(start, end, b"")
    return edits.apply(data)


def fit_boxes(data: bytes, corners: Mapping[str, str]) -> bytes:
    """Return a drawing with other corners for the boxes of some cells, so that more fits in."""
    if not corners:
        return data
    prefixes, edits = _find_prefixes(data), Edits()
    anchor = re.compile(f"<{prefixes['x']}:Anchor>[^<]*</{prefixes['x']}:Anchor>".encode())
    opening = re.compile(f"<{prefixes['x']}:ClientData[^>]*>".encode())
    for start, end in _find_shapes(data, prefixes["v"]):
        told = corners.get(_address_of(data[start:end], prefixes["x"]))
        if told is None:
            continue
        new = f"<{prefixes['x']}:Anchor>{told}</{prefixes['x']}:Anchor>".encode("ascii")
        if found := anchor.search(data, start, end):
            edits.replace(found.start(), found.end(), new)
        elif found := opening.search(data, start, end):
            edits.insert(found.end(), new)
    return edits.apply(data)


def add_boxes(data: bytes, boxes: Sequence[Box], block: int) -> bytes:
    """Return a drawing with further boxes, numbered from a block on."""
    if not boxes:
        return data
    prefixes = _find_prefixes(data)
    at = data.rfind(b"</")
    if at < 0:
        raise UnpatchableError("vml")
    has_type = f'id="{_TYPE}"'.encode() in data or f"id='{_TYPE}'".encode() in data
    new = "" if has_type else _write_type(prefixes)
    first = block * BLOCK + 1
    new += "".join(_write_box(prefixes, box, number) for number, box in enumerate(boxes, first))
    return data[:at] + new.encode("ascii") + data[at:]


def _find_prefixes(data: bytes) -> dict[str, str]:
    """Return the prefixes that a drawing gives the three namespaces of its boxes."""
    found = {}
    for name, uri in _URIS.items():
        pattern = rb"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']" + re.escape(uri.encode()) + rb"[\"']"
        match = re.search(pattern, data[:_HEAD])
        if match is None:
            raise UnpatchableError("vml")
        found[name] = match[1].decode("ascii")
    return found


def _find_shapes(data: bytes, prefix: str) -> Iterator[tuple[int, int]]:
    opening, closing = f"<{prefix}:shape".encode(), f"</{prefix}:shape>".encode()
    at = 0
    while (start := data.find(opening, at)) >= 0:
        at = start + len(opening)
        if data[at : at + 1] not in (b" ", b"\t", b"\r", b"\n", b">"):
            continue  # a type of shapes
        end = data.find(closing, at)
        if end < 0:
            return
        at = end + len(closing)
        yield start, at


def _address_of(shape: bytes, prefix: str) -> str:
    found = [
        re.search(f"<{prefix}:{name}>\\s*([0-9]{{1,7}})\\s*</".encode(), shape)
        for name in ("Row", "Column")
    ]
    row, column = (int(each[1]) if each else -1 for each in found)
    return write_address(row + 1, column) if column >= 0 else ""


def _write_box(p: Mapping[str, str], box: Box, number: int) -> str:
    v, o, x = p["v"], p["o"], p["x"]
    style = (
        "position:absolute;margin-left:59.25pt;margin-top:1.5pt;"
        f"width:{box.width}pt;height:{box.height}pt;z-index:{number % BLOCK or BLOCK};"
        "visibility:hidden"
    )
    return (
        f'<{v}:shape id="_x0000_s{number}" type="#{_TYPE}" style="{style}" '
        f'fillcolor="{box.colour}" {o}:insetmode="auto"><{v}:fill color2="{box.colour}"/>'
        f'<{v}:shadow on="t" color="black" obscured="t"/><{v}:path {o}:connecttype="none"/>'
        f'<{v}:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        f'</{v}:textbox><{x}:ClientData ObjectType="Note"><{x}:MoveWithCells/><{x}:SizeWithCells/>'
        f"<{x}:Anchor>{box.corners}</{x}:Anchor><{x}:AutoFill>False</{x}:AutoFill>"
        f"<{x}:Row>{box.row - 1}</{x}:Row><{x}:Column>{box.column}</{x}:Column>"
        f"</{x}:ClientData></{v}:shape>"
    )

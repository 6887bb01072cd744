"""The poster as PDF and PNG: one sheet of A3, words and not pictures of them, every name seen."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from eloggraph.views.poster.printed import print_poster

SHEET = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1587 1123" width="420mm" height="297mm">{}</svg>'
# As the names on the map have it: dark letters on a white outline.
HALO = (
    '<style>text{font:700 100px "DejaVu Sans",sans-serif;fill:#000;stroke:#fff;stroke-width:30px;'
    'paint-order:stroke}</style><rect width="1587" height="1123" fill="#fff"/><text x="90" y="110">III</text>'
)


def read_png(data: bytes, most: int) -> tuple[int, int, list[bytes]]:
    """Return width, height and the first rows of a PNG of eight bits a channel, filters undone."""
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        packed += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    assert depth == 8
    channels = {2: 3, 6: 4}[colour]
    raw, stride = zlib.decompress(packed), width * channels
    rows, above = [], bytearray(stride)
    for y in range(most):
        kind, line = (
            raw[y * (stride + 1)],
            bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)]),
        )
        for x in range(stride):
            left = line[x - channels] if x >= channels else 0
            corner = above[x - channels] if x >= channels else 0
            guess = left + above[x] - corner
            nearest = min((left, above[x], corner), key=lambda value: abs(guess - value))
            line[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2, nearest)[kind]) & 255
        rows.append(bytes(line))
        above = line
    return width, height, rows


def test_without_the_extra_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert print_poster(SHEET.format(""), "T") == {}


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    pytest.importorskip("typst", reason="the extra `pictures` is not installed")
    return print_poster(SHEET.format(HALO), 'Ääni & "nimi" #let x = 1')


def test_the_pdf_is_one_sheet_of_a3_with_letters(printed: dict[str, bytes]) -> None:
    pdf = printed["poster.pdf"]
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())  # type: ignore[union-attr]
    assert (round(width), round(height)) == (1191, 842)
    assert b"/ToUnicode" in pdf  # a text that can be searched
    assert b"CreationDate" not in pdf


def test_a_name_stands_over_its_outline_and_not_under_it(printed: dict[str, bytes]) -> None:
    """Two other libraries painted the outline over the letters, and no name was left."""
    through_the_letters = round(80 * 1.5)
    width, height, rows = read_png(printed["poster.png"], through_the_letters + 1)
    assert (width, height) == (2381, 1684)
    channels = len(rows[0]) // width
    dark = sum(rows[-1][x * channels] < 60 for x in range(width))
    assert dark > 30


def test_the_same_poster_gives_the_same_bytes(printed: dict[str, bytes]) -> None:
    assert print_poster(SHEET.format(HALO), 'Ääni & "nimi" #let x = 1') == printed


def test_no_file_is_read_and_nothing_is_asked_for(tmp_path: Path) -> None:
    """A title that is a command of Typst is a title."""
    pytest.importorskip("typst", reason="the extra `pictures` is not installed")
    secret = tmp_path / "secret.txt"
    secret.write_text("salaisuus", encoding="utf-8")
    title = f'"]; #read("{secret}")'
    assert b"salaisuus" not in print_poster(SHEET.format(""), title)["poster.pdf"]


def test_a_run_writes_them_beside_the_drawing(written: Callable[[str], Path]) -> None:
    pytest.importorskip("typst", reason="the extra `pictures` is not installed")
    output = written("osaajaks")
    assert (output / "poster.pdf").read_bytes().startswith(b"%PDF-")
    assert (output / "poster.png").read_bytes().startswith(b"\x89PNG")
    assert 'href="poster.pdf"' in (output / "index.html").read_text(encoding="utf-8")

"""The icons of the program, for each system in its own form: ``python desktop/icons.py``.

They are drawn of one SVG by typst, as the poster is. An icon of Windows and one of macOS are lists
of pictures with a head.
"""

import struct
import tempfile
from pathlib import Path

import typst

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "eloggraph" / "views" / "local" / "icon.svg"
# What macOS calls a picture of a size.
_KINDS = {32: b"ic11", 64: b"ic12", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
_SIZES = (16, 32, 48, 256)


def draw(size: int) -> bytes:
    """Return a PNG of so many pixels."""
    page = f"#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n"
    page += '#image("icon.svg", width: 100%)'
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "icon.svg").write_bytes(SOURCE.read_bytes())
        (Path(folder) / "icon.typ").write_text(page, encoding="utf-8")
        drawn = typst.compile(Path(folder) / "icon.typ", format="png", ppi=72.0)
    assert isinstance(drawn, bytes)
    return drawn


def pack_ico(pictures: dict[int, bytes]) -> bytes:
    """Return an icon of Windows."""
    at = 6 + 16 * len(pictures)
    head = struct.pack("<3H", 0, 1, len(pictures))
    for size, picture in pictures.items():
        # 256 does not fit into a byte, and is written as 0.
        head += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures.values())


def pack_icns(pictures: dict[int, bytes]) -> bytes:
    """Return an icon of macOS."""
    parts = b"".join(
        _KINDS[size] + struct.pack(">I", 8 + len(picture)) + picture
        for size, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def main() -> None:
    """Write the icons beside this file."""
    (HERE / "eloggraph.png").write_bytes(draw(256))
    (HERE / "eloggraph.ico").write_bytes(pack_ico({size: draw(size) for size in _SIZES}))
    (HERE / "eloggraph.icns").write_bytes(pack_icns({size: draw(size) for size in _KINDS}))


if __name__ == "__main__":
    main()

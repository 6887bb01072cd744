"""Bytes to text in fixed order: byte order mark, strict UTF-8, cp1252, else refused.

Never by statistics: a guess that is right in most files is silently wrong in the rest.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS: tuple[tuple[bytes, str], ...] = (
    # That of UTF-32 begins as that of UTF-16 does.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Well-formed letters, and dashes and quotation marks, of UTF-8.
_UTF8_SEQUENCE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read by; ``text`` is None where no encoding fits.

    ``before`` is then the text as far as the first wrong byte.
    """

    text: str | None
    encoding: str
    before: str = ""


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a table.

    >>> decode("Äänekoski".encode("cp1252")).encoding
    'cp1252'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_strictly(data[len(bom) :], encoding)
    as_utf8 = _decode_strictly(data, "utf-8")
    if as_utf8.text is not None or _has_utf8_sequences(data):
        return as_utf8
    as_cp1252 = _decode_strictly(data, "cp1252")
    return as_cp1252 if as_cp1252.text is not None else as_utf8


def has_byte_order_mark(data: bytes) -> bool:
    """Tell whether a file begins with a byte order mark."""
    return data.startswith(tuple(bom for bom, _ in _BOMS))


def find_unmarked_encoding(data: bytes) -> str | None:
    """Return the encoding of two bytes a letter that the start of a file shows without a mark.

    >>> find_unmarked_encoding("id;nimi".encode("utf-16-be"))
    'utf-16-be'
    """
    if has_byte_order_mark(data) or b"\0" not in data:
        return None
    # In UTF-16 separators, line ends and most letters have a zero byte, always on the same side.
    first, second = data[0::2].count(0), data[1::2].count(0)
    if min(first, second) == 0 and max(first, second) * 4 > len(data):
        return "utf-16-be" if first else "utf-16-le"
    return None


def strip_utf8_mark(data: bytes) -> bytes:
    """Return bytes without the byte order mark of UTF-8."""
    return data.removeprefix(codecs.BOM_UTF8)


def _decode_strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        return Decoded(None, encoding, data[: error.start].decode(encoding))


def _has_utf8_sequences(data: bytes) -> bool:
    """Tell whether the file is UTF-8 with a broken byte rather than a file in cp1252.

    A well-formed letter or dash of UTF-8 reads in cp1252 as a letter with signs after it
    (``Ã¤``, ``â€“``), which no word of our languages holds.
    """
    return _UTF8_SEQUENCE.search(data) is not None

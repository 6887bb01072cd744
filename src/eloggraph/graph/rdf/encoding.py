"""Text that is not UTF-8, as RDF has to be: where it begins, and what it is most likely in."""

from __future__ import annotations

from eloggraph.tables.read.compressed import is_compressed

# Control characters that no text has: packed files and pictures are full of them.
_NOT_TEXT = bytes({*range(32)} - {*b"\t\n\f\r"})


def find_other_encoding(data: bytes) -> tuple[int, str] | None:
    r"""Return the line of the first bytes that are not UTF-8, and the likely encoding.

    None where all is UTF-8, and of what is no text.

    Examples
    --------
    >>> find_other_encoding("a\nä".encode("latin-1")), find_other_encoding("ä".encode())
    ((2, 'Windows-1252'), None)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 1, "UTF-16"
    if is_compressed(data) or len(data.translate(None, _NOT_TEXT)) < len(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1, "Windows-1252"
    return None

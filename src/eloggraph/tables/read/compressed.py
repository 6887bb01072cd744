"""Compressed bytes, which Polars would decompress by itself and without a limit."""

from __future__ import annotations

# How gzip, zlib (in four strengths) and Zstandard begin.
_BEGINNINGS = (b"\x1f\x8b", b"x\x01", b"x^", b"x\x9c", b"x\xda", b"\x28\xb5\x2f\xfd")


def is_compressed(data: bytes) -> bool:
    """Tell whether bytes begin like compressed data.

    >>> is_compressed(b"id,name"), is_compressed(bytes.fromhex("1f8b08"))
    (False, True)
    """
    return data.startswith(_BEGINNINGS)

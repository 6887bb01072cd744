"""A file that comes in as the body of a request: counted as it comes, kept whole or not at all."""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from eloggraph.errors import InputError
from eloggraph.filenames import CSV_SUFFIXES, TEMPORARY, WORKBOOK_SUFFIXES
from eloggraph.finding import Place

MOST_BYTES = 100_000_000
_LONGEST = 120
_REFUSED = frozenset('/\\:*?"<>|')


def check_name(name: str) -> str:
    """Return the name of a file as it may be kept.

    Raises
    ------
    InputError
        When no table is read from a file so called, or it is no name of a file.

    Examples
    --------
    >>> check_name("verkosto 2025.xlsx")
    'verkosto 2025.xlsx'
    """
    name = unicodedata.normalize("NFC", name).strip()
    is_odd = any(c in _REFUSED or not c.isprintable() for c in name)
    if is_odd or len(name) > _LONGEST or name.startswith(TEMPORARY):
        raise InputError.tell("file-name", chapter="serve", value=name[:_LONGEST])
    if Path(name).suffix.lower() not in (*CSV_SUFFIXES, *WORKBOOK_SUFFIXES):
        raise InputError.tell("file-kind", Place(file=name), chapter="serve", value=name)
    return name


class TooLarge(Exception):
    """More comes in than is taken."""


async def receive(
    parts: AsyncIterator[bytes], file: Path, *, announced: str | None, most: int = MOST_BYTES
) -> None:
    """Write what comes in to a file, which is there when all of it is.

    Raises
    ------
    TooLarge
        When it is more than ``most``, or is announced to be; then nothing is left of it.
    """
    if announced is not None and announced.isdecimal() and int(announced) > most:
        raise TooLarge
    file.parent.mkdir(parents=True, exist_ok=True)
    waiting = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with waiting.open("xb") as stream:
            async for part in parts:
                if stream.tell() + len(part) > most:
                    raise TooLarge
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(file)
    finally:
        with suppress(FileNotFoundError):
            waiting.unlink()

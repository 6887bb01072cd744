"""The texts of cells: what may be typed into one, and what a row of them says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.read.delimited import CELL_LIMIT
from eloggraph.tables.sheets import LONGEST_CELL, measure_cell

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NEVER = re.compile("[\0\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str, at: SheetName) -> str:
    r"""Return a text as a cell holds it, with one way to end a line.

    Raises
    ------
    InputError
        When no cell of the table holds it.

    Examples
    --------
    >>> clean_text("a\r\nb", SheetName("actors.csv"))
    'a\nb'
    """
    place = Place(file=at.file, sheet=at.sheet)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    # What XML has no way to write; in XLSX there is another one for it.
    is_bare = at.file.lower().endswith(".ods") and _CONTROL.search(plain)
    if is_bare or _NEVER.search(plain):
        raise InputError.tell("text-unwritable", place, chapter="editing")
    length = measure_cell(plain)
    most = LONGEST_CELL if at.sheet is not None else CELL_LIMIT
    if length > most:
        raise InputError.tell("text-too-long", place, chapter="editing", n=length, most=most)
    return plain


def cut_empty(row: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of a row without the empty ones at its end.

    >>> cut_empty(["a", "", "b", "", ""])
    ('a', '', 'b')
    """
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return tuple(row[:end])

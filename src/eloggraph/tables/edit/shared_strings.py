"""Texts that an XLSX workbook keeps in a list of its own: one that no cell has is not kept.

Who clears a cell expects that its text is gone from the copy, and not only out of sight.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from eloggraph.tables.write.marked.spans import Edits

_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?c\s[^>]*?\bt\s*=\s*["']s["'][^>]*>\s*<(?:[\w.-]+:)?v[^>]*>\s*([0-9]+)"""
)
_MARKED = re.compile(rb"""\st\s*=\s*["']s["']""")
_ITEM = re.compile(
    rb"<((?:[\w.-]+:)?)si(?=[\s/>])[^>]*?(?:/>|>.*?</(?:[\w.-]+:)?si\s*>)", re.DOTALL
)
_NO_TAGS = (b"<!", b"<?mso")


def count_uses(sheets: Iterable[bytes]) -> Counter[int] | None:
    """Return how many cells have each text of the list; None where that is not seen for sure.

    >>> count_uses([b'<c r="A1" t="s"><v>3</v></c><c r="B1" s="1" t="s"><v>3</v></c>'])
    Counter({3: 2})
    """
    uses = Counter[int]()
    for sheet in sheets:
        found = _CELL.findall(sheet)
        if len(found) != len(_MARKED.findall(sheet)) or b"<!--" in sheet:
            return None
        # Every cell is counted, and each number read but once.
        uses.update({int(number): count for number, count in Counter(found).items()})
    return uses


def forget_texts(data: bytes, numbers: Collection[int]) -> bytes:
    """Return the list of texts with some of them left empty; the numbers of the others stay.

    >>> forget_texts(b"<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>", {1})
    b'<sst><si><t>a</t></si><si><t/></si></sst>'
    """
    if any(mark in data for mark in _NO_TAGS):
        return data
    edits = Edits()
    for number, item in enumerate(_ITEM.finditer(data)):
        if number in numbers:
            prefix = item[1]
            empty = b"<" + prefix + b"si><" + prefix + b"t/></" + prefix + b"si>"
            edits.replace(item.start(), item.end(), empty)
    return edits.apply(data)

"""Formulas in a CSV file without the quotation marks that they need."""

from __future__ import annotations

import re


def quote_formulas(text: str, separator: str) -> tuple[str, frozenset[str]]:
    """Put cells that are formulas with quotation marks or separators in them in such marks.

    A cell is one where it begins with ``=`` and ends with the bracket that closes a function.
    The text is given back with the formulas found, so that they can be told.

    >>> quote_formulas('1,=IF(A1,"x")', ",")
    ('1,"=IF(A1,""x"")"', frozenset({'=IF(A1,"x")'}))
    """
    mark = re.escape(separator)
    inner = r'(?:"[^"\r\n]*"|[^"()\r\n])*'
    pattern = rf"(?:(?<=^)|(?<=[\r\n])|(?<={mark}))=[\w.]*\({inner}\)(?=[\r\n]|{mark}|\Z)"
    found: set[str] = set()

    def quote(match: re.Match[str]) -> str:
        found.add(match.group())
        return '"' + match.group().replace('"', '""') + '"'

    return re.sub(pattern, quote, text), frozenset(found)

"""CSV for people: as a spreadsheet in the reader's language opens it, and without any formula.

With a semicolon goes a byte order mark: such a spreadsheet takes a file without one for another
encoding. What machines read is written elsewhere, and is the same in every language.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from eloggraph.text import HABITS, LANGUAGES, Language, Text, say

Scalar = str | int | float | None

# A formula begins with one of these, in their wide forms too.
_SIGNS = "=+\\-@＝＋－＠"
# A spreadsheet may split a row at other marks than ours, and then forget what was quoted. White
# space, quotation marks and what cannot be seen do not keep it from seeing a formula.
_STARTS = re.compile(
    rf"(?:^|(?<=[,;|\t\r\n]))(?=(?:[^\S\t\r\n]|[\"\x00])*[{_SIGNS}])|^(?=[\s\x00]*[\t\r])"
)
_SUSPECT = re.compile(rf"[{_SIGNS}\t\r]")
_SEPARATOR = re.compile(r"[,;|\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d[\d \u00a0]*([.,]\d+)?")


def write_csv(
    header: Sequence[Scalar], rows: Iterable[Sequence[Scalar]], language: Language
) -> str:
    r"""Return a table with the separator and the decimal mark of a language.

    >>> write_csv(["nimi", "E-I-indeksi"], [["Turku; Åbo", -0.313]], "fi")
    '\ufeffnimi;E-I-indeksi\n"Turku; Åbo";-0,313\n'
    """
    habits = HABITS[language]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=habits.separator, lineterminator="\n")
    writer.writerow([_write(name, habits.decimal) for name in header])
    for row in rows:
        writer.writerow([_write(cell, habits.decimal) for cell in row])
    mark = "\ufeff" if habits.separator == ";" else ""
    return mark + buffer.getvalue()


def _write(cell: Scalar, decimal: str) -> str:
    match cell:
        case None:
            return ""
        case float():
            return repr(round(cell, 6)).replace(".", decimal)
        case int():
            return str(cell)
        case _:
            return guard_formula(cell)


def guard_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, at whatever mark it splits a row.

    An apostrophe is put where one would begin; numbers and telephone numbers are none.

    >>> guard_formula("=1+1"), guard_formula("-5"), guard_formula("+358 40 123")
    ("'=1+1", '-5', '+358 40 123')
    >>> guard_formula("a;=1+1"), guard_formula("1, -5"), guard_formula("a - b")
    ("a;'=1+1", '1, -5', 'a - b')
    """
    if not _SUSPECT.search(text) or _NUMBER.fullmatch(text):
        return text

    def guard(start: re.Match[str]) -> str:
        end = _SEPARATOR.search(text, start.start() + 1)
        part = text[start.start() : end.start() if end else None]
        return "" if start.start() and _NUMBER.fullmatch(part.strip()) else "'"

    return _STARTS.sub(guard, text)


def name_column(key: str, chapter: str = "tables") -> Text:
    """Return what a column is called: in its own chapter, among all, or else by its key.

    >>> name_column("ei_index", "silos").fi, name_column("anything").sv
    ('E-I-indeksi', 'anything')
    """
    for home in dict.fromkeys((chapter, "tables")):
        try:
            return say(f"{home}.column.{key}")
        except KeyError:
            continue
    return Text.same(key)


def name_by_language(name: Text, language: Language) -> tuple[str, ...]:
    """Return the headers of a column that has its text in every language.

    >>> name_by_language(name_column("label"), "sv")
    ('namn (fi)', 'namn (sv)', 'namn (en)')
    """
    return tuple(f"{name.say(language)} ({each})" for each in LANGUAGES)

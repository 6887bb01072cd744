"""Sheets of a workbook: names that Excel takes, our own sheets, and what a cell can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from eloggraph.text import say

# What Excel takes as the name of a sheet.
_FORBIDDEN = re.compile(r"[\x00-\x1f\[\]:*?/\\]")
_LONGEST_NAME = 31
# What stands after the name of a sheet that is there more than once.
_COUNTED = re.compile(r" \((?:[2-9]|[1-9][0-9]+)\)$")
_OWN = ("settings", "guide", "codes", "lists", "findings", "interpretation", "notes")
# More letters than this do not fit one cell of a workbook.
LONGEST_CELL = 32_767


def make_sheet_name(name: str) -> str:
    """Return a name that Excel and LibreOffice take for a sheet.

    A name that is taken as it is comes back unchanged.

    >>> make_sheet_name("roles/tasks")
    'roles tasks'
    """
    plain = _FORBIDDEN.sub(" ", name)
    # Excel counts in units of UTF-16: a letter beyond the first plane takes two.
    encoded = plain.encode("utf-16-le", "replace")[: 2 * _LONGEST_NAME]
    cut = encoded.decode("utf-16-le", "ignore").strip(" '")
    # A sheet has a name, and not one that Excel keeps for itself.
    return f"{cut}1" if cut.casefold() in ("", "history") else cut


def is_own_sheet(name: str) -> bool:
    """Tell whether a sheet is one that this toolkit writes for people, and no table.

    These are the settings, the guide, the code lists, the lists that cells offer, the findings, and
    how foreign tables were read with the notes that are kept of them, by their names in any
    language.

    >>> is_own_sheet("Ohje"), is_own_sheet("Tarkistus (12)"), is_own_sheet("Toimijat")
    (True, True, False)
    """
    return _is_of_kind(name, _OWN)


def _is_of_kind(name: str, kinds: Iterable[str]) -> bool:
    bare = _COUNTED.sub("", unicodedata.normalize("NFC", name).strip())
    return _fold(bare) in _own_names(*kinds)


def is_own_workbook(names: Iterable[str]) -> bool:
    """Tell whether a workbook is one of this toolkit's, by the names of its sheets.

    Somebody's own may have a sheet of a name that ours have too, as *Muistiinpanot*; ours have the
    settings, the guide, or the page that says how tables were read.

    >>> is_own_workbook(["Ohje", "Toimijat"]), is_own_workbook(["Toimijat", "Muistiinpanot"])
    (True, False)
    """
    known = _own_names("settings", "guide", "interpretation")
    return any(_fold(name) in known for name in names)


def find_own_sheets(names: Iterable[str]) -> frozenset[str]:
    """Return those sheets of a workbook that this toolkit writes for people.

    In somebody's own workbook that is the one that lists what a check found, and no other.

    >>> sorted(find_own_sheets(["Ohje", "Toimijat", "Muistiinpanot"]))
    ['Muistiinpanot', 'Ohje']
    >>> sorted(find_own_sheets(["Toimijat", "Muistiinpanot", "Tarkistus"]))
    ['Tarkistus']
    """
    every = tuple(names)
    kinds = _OWN if is_own_workbook(every) else ("findings",)
    return frozenset(name for name in every if _is_of_kind(name, kinds))


def is_settings_sheet(name: str) -> bool:
    """Tell whether a sheet holds the settings of the network, by its name in any language.

    >>> is_settings_sheet("Asetukset"), is_settings_sheet("Toimijat")
    (True, False)
    """
    return _fold(name) in _own_names("settings")


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


@cache
def _own_names(*kinds: str) -> frozenset[str]:
    sheets = (say(f"template.sheet.{kind}") for kind in kinds)
    return frozenset(name.casefold() for sheet in sheets for _, name in sheet.items())


def measure_cell(text: str) -> int:
    r"""Return how long a text is to a spreadsheet: an emoji takes two of its characters.

    >>> measure_cell("hei"), measure_cell("\U0001f600")
    (3, 2)
    """
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def fits_cell(text: str) -> bool:
    r"""Tell whether a cell of a workbook holds the text unchanged.

    It holds every character but the two that XML has no way to write, and so many letters.

    >>> fits_cell("\x01 and _x0041_"), fits_cell("\ufffe")
    (True, False)
    """
    return measure_cell(text) <= LONGEST_CELL and "\ufffe" not in text and "\uffff" not in text

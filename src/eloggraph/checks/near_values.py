"""What a value of the wrong form most likely is: only what keeps everything that the cell says."""

from __future__ import annotations

import re

from eloggraph.graph.populate.listed import split_listed
from eloggraph.iri import expand
from eloggraph.schema.model import Column

_BUSINESS_ID, _LANGUAGE = expand("elo:businessId"), expand("dct:language")
_DIGITS = re.compile(r"(?:FI[-\s]*)?([0-9]{6,7})\s*[-–—−.]?\s*([0-9])", re.I)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
# Names of languages in the languages of the tables.
_NAMES = {
    "ar": "arabia arabiska arabic",
    "de": "saksa tyska german",
    "en": "englanti engelska english",
    "es": "espanja spanska spanish",
    "et": "viro eesti estniska estonian",
    "fa": "persia farsi persiska persian",
    "fi": "suomi finska finnish",
    "fr": "ranska franska french",
    "ku": "kurdi kurdiska kurdish",
    "ru": "venäjä ryska russian",
    "se": "pohjoissaame nordsamiska",
    "so": "somali somaliska",
    "sv": "ruotsi svenska swedish",
    "uk": "ukraina ukrainska ukrainian",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def find_near_value(text: str, column: Column) -> str | None:
    """Return how a text would be written in its column, or None where that is not certain.

    A business ID is known by its check digit, languages by their names; a list has the separator
    of its column.

    Examples
    --------
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> tables = {table.name: table for table in packaged_schema().tables}
    >>> find_near_value("FI02458947", tables["actors"].column("business_id"))
    '0245894-7'
    >>> find_near_value("suomi, ruotsi ja englanti", tables["services"].column("languages"))
    'fi|sv|en'
    """
    if column.path == _BUSINESS_ID:
        return write_business_id(text)
    if column.path != _LANGUAGE or not column.pattern:
        return None
    parts = [_CODES.get(part.casefold(), part.casefold()) for part in split_listed(text)]
    if len(parts) > 1 and not column.separator:
        return None
    # Of a word in small letters only its length says that it is no code.
    if not parts or not all(re.fullmatch("[a-z]{2}", part) for part in parts):
        return None
    return (column.separator or "").join(dict.fromkeys(parts))


def write_business_id(text: str) -> str | None:
    """Return a Finnish business ID in its form, if the check digit agrees with its digits.

    >>> write_business_id("02458947"), write_business_id("245894-7"), write_business_id("0245894-8")
    ('0245894-7', '0245894-7', None)
    """
    found = _DIGITS.fullmatch(text.strip())
    if found is None:
        return None
    digits, check = found[1].zfill(7), int(found[2])
    rest = sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    right = 0 if rest == 0 else 11 - rest  # a rest of one would give ten, which is never given out
    return f"{digits}-{check}" if right == check else None

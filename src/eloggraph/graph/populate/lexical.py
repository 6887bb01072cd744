"""One text to the lexical form of a datatype, as people write in the languages that we know.

A text that a careful reader can understand in only one way is accepted; any other becomes a
finding. The forms are those of XML Schema: https://www.w3.org/TR/xmlschema11-2/
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from eloggraph.languages import HABITS

_SPACES = "\u0020\u00a0\u2009\u202f"
_GROUPED = re.compile(rf"([+-]?)([0-9]{{1,3}}(?:[{_SPACES}'’][0-9]{{3}})+)((?:[.,][0-9]+)?)")
_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
_BETWEEN_THOUSANDS = re.compile(rf"[{_SPACES}'’]")
# A workbook gives a date cell the time 00:00:00, which nobody wrote.
_MIDNIGHT = " 00:00:00"
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FINNISH_DAY = re.compile(rf"([0-9]{{1,2}})\.[{_SPACES}]?([0-9]{{1,2}})\.[{_SPACES}]?([0-9]{{4}})")
_BEFORE_DAY = "|".join(word for each in HABITS.values() for word in each.before_day)
_AFTER_DAY = "|".join(ending for each in HABITS.values() for ending in each.after_day)
_DAY_MONTH = re.compile(
    rf"(?:(?:{_BEFORE_DAY}) )?([0-9]{{1,2}})(?:\.|{_AFTER_DAY})? ([^\W\d_]+)\.? ([0-9]{{4}})"
)
_MONTH_DAY = re.compile(rf"([^\W\d_]+)\.? ([0-9]{{1,2}})(?:{_AFTER_DAY})?,? ([0-9]{{4}})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_SLASH_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.? ([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\"{}|\\^`]+")
_ISO_DURATION = re.compile(
    r"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
)
_AMOUNTS = re.compile(r"([0-9]+) ?([^\W\d_]+)\.?")
_CONJUNCTION = "|".join(each.conjunction for each in HABITS.values() if each.conjunction)
_BETWEEN_AMOUNTS = re.compile(rf"\s*(?:,|\b(?:{_CONJUNCTION})\b)?\s*")

_YES = frozenset(
    {
        *("true", "1", "x", "✓", "✔", "☑"),
        *(word for each in HABITS.values() for word in (*each.yes, each.true)),
    }
)
_NO = frozenset(
    {
        *("false", "0", "☐"),
        *(word for each in HABITS.values() for word in (*each.no, each.false)),
    }
)
_MONTHS = {
    name + ending: number
    for each in HABITS.values()
    for number, names in enumerate(each.months, 1)
    for name in names.split()
    for ending in ("", *each.month_endings)
}
_UNITS = {
    name: unit
    for each in HABITS.values()
    for unit, names in each.durations.items()
    for name in names.split()
}


def read_integer(text: str) -> str | None:
    """Return a whole number: spaces between thousands are dropped.

    >>> read_integer("12 000"), read_integer("12,5")
    ('12000', None)
    """
    plain = _ungroup(text)
    return plain if plain.removeprefix("-").isdecimal() and plain.isascii() else None


def read_decimal(text: str) -> str | None:
    """Return a number, whose decimals follow a comma or a point.

    >>> read_decimal("−1 234,50"), read_decimal("1,234.5")
    ('-1234.50', None)
    """
    found = _NUMBER.fullmatch(_ungroup(text))
    if found is None:
        return None
    sign, whole, decimals = found.groups()
    return sign + whole + (f".{decimals}" if decimals else "")


def _ungroup(text: str) -> str:
    """Drop the marks between thousands and a plus sign; a minus sign becomes a hyphen."""
    plain = text.replace("−", "-")
    grouped = _GROUPED.fullmatch(plain)
    if grouped:
        sign, whole, decimals = grouped.groups()
        plain = sign + _BETWEEN_THOUSANDS.sub("", whole) + decimals
    return plain[1:] if plain[:1] == "+" and plain[1:2].isdecimal() else plain


def read_boolean(text: str) -> str | None:
    """Return ``true`` or ``false`` for yes or no in any of our languages, or a tick.

    >>> read_boolean("Kyllä"), read_boolean("nej"), read_boolean("ehkä")
    ('true', 'false', None)
    """
    word = unicodedata.normalize("NFC", text).lower()
    return "true" if word in _YES else "false" if word in _NO else None


def read_day(text: str) -> str | None:
    """Return a day that exists, written as 2018-10-01, 1.10.2018 or with the month's name.

    >>> read_day("1.10.2018"), read_day("1. lokakuuta 2018"), read_day("October 1, 2018")
    ('2018-10-01', '2018-10-01', '2018-10-01')
    >>> read_day("10/1/2018") is None
    True
    """
    text = text.removesuffix(_MIDNIGHT)
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _FINNISH_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _DAY_MONTH.fullmatch(text):
        day, month, year = int(found[1]), read_month_name(found[2]), int(found[3])
    elif found := _MONTH_DAY.fullmatch(text):
        month, day, year = read_month_name(found[1]), int(found[2]), int(found[3])
    else:
        return None
    return make_day(year, month, day)


def looks_like_day(text: str) -> bool:
    """Tell whether a text is written as a day, whether or not the calendar has that day.

    >>> looks_like_day("31.2.2018"), looks_like_day("syksy 2018")
    (True, False)
    """
    return bool(_ISO_DAY.fullmatch(text) or _FINNISH_DAY.fullmatch(text))


def make_day(year: int, month: int, day: int) -> str | None:
    """Return a day in ISO form, or None where the calendar has no such day.

    >>> make_day(2020, 2, 29), make_day(2021, 2, 29)
    ('2020-02-29', None)
    """
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_month_name(name: str) -> int:
    """Return the number of a month by its name in any of our languages, 0 where it is none.

    >>> read_month_name("lokakuussa"), read_month_name("Oktober"), read_month_name("syksy")
    (10, 10, 0)
    """
    return _MONTHS.get(unicodedata.normalize("NFC", name).lower(), 0)


def read_month(text: str) -> str | None:
    """Return a month of a year, written as 2021-05, 5/2021 or with its name.

    >>> read_month("5/2021"), read_month("toukokuu 2021"), read_month("13/2021")
    ('2021-05', '2021-05', None)
    """
    if found := _ISO_MONTH.fullmatch(text):
        year, month = found[1], int(found[2])
    elif found := _SLASH_MONTH.fullmatch(text):
        year, month = found[2], int(found[1])
    elif found := _NAMED_MONTH.fullmatch(text):
        year, month = found[2], read_month_name(found[1])
    else:
        return None
    return f"{year}-{month:02}" if 1 <= month <= 12 and year != "0000" else None


def read_year(text: str) -> str | None:
    """Return a year of four digits; there is no year 0000.

    >>> read_year("2021"), read_year("21")
    ('2021', None)
    """
    return text if _YEAR.fullmatch(text) and text != "0000" else None


def read_duration(text: str) -> str | None:
    """Return a duration, written as P6M or in words.

    >>> read_duration("1 vuosi 6 kk"), read_duration("2 weeks"), read_duration("6 mån")
    ('P1Y6M', 'P14D', 'P6M')
    """
    if _ISO_DURATION.fullmatch(text):
        return text
    amounts: dict[str, int] = {}
    at = 0
    while found := _AMOUNTS.match(text, at):
        unit = _UNITS.get(unicodedata.normalize("NFC", found[2]).lower())
        if unit is None or unit in amounts:
            return None
        amounts[unit] = int(found[1])
        gap = _BETWEEN_AMOUNTS.match(text, found.end())
        at = gap.end() if gap else found.end()
    if at < len(text) or not amounts:
        return None
    days = amounts.get("D", 0) + 7 * amounts.get("W", 0)
    parts = [f"{amounts[unit]}{unit}" for unit in "YM" if unit in amounts]
    has_days = "D" in amounts or "W" in amounts
    return "P" + "".join([*parts, *([f"{days}D"] if has_days else [])])


def read_address(text: str) -> str | None:
    """Return a web or mail address with its scheme.

    >>> read_address("https://www.jyu.fi"), read_address("www.jyu.fi")
    ('https://www.jyu.fi', None)
    """
    return text if _ADDRESS.fullmatch(text) else None

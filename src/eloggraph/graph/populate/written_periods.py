"""Stretches of time as people write them where one point in time is asked: weeks, seasons."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_DASH = "[-–—−]"
_QUARTER_FIRST = re.compile(
    r"(?:q|kvartaali|kvartal|quarter|vuosineljännes|neljännes)\s*([1-4])\s*[/ ]\s*([0-9]{4})", re.I
)
_QUARTER_LAST = re.compile(r"([0-9]{4})\s*[-/ ]?\s*q([1-4])", re.I)
_QUARTER_ORDINAL = re.compile(
    r"([1-4])(?:\.|:[ae]|st|nd|rd|th)?\s*(?:vuosineljännes|neljännes|kvartaali|kvartalet|kvartal"
    r"|quarter)\s*[/ ]?\s*([0-9]{4})",
    re.I,
)
_WEEK_FIRST = re.compile(
    r"(?:viikko|viikolla|vko|vk|vecka|v\.|week|wk|w)\s*([0-9]{1,2})\s*[/ ]\s*([0-9]{4})", re.I
)
_WEEK_LAST = re.compile(r"([0-9]{4})-?\s*(?:viikko|vko|vk|vecka|week|w)\s*([0-9]{1,2})", re.I)
_SEASONS = frozenset({
    "kevät", "keväällä", "kevättalvi", "kesä", "kesällä", "syksy", "syksyllä", "syyskausi",
    "kevätkausi", "talvi", "talvella", "loppuvuosi", "alkuvuosi", "loppuvuodesta", "alkuvuodesta",
    "kevätlukukausi", "syyslukukausi", "kl", "sl",
    "vår", "våren", "sommar", "sommaren", "höst", "hösten", "vinter", "vintern", "vårterminen",
    "höstterminen", "vt", "ht", "början av", "slutet av",
    "spring", "summer", "autumn", "fall", "winter", "early", "late", "spring of", "summer of",
    "autumn of", "fall of", "winter of", "beginning of", "end of",
})  # fmt: skip
_YEAR_AFTER = re.compile(r"([^\W\d]+(?: [^\W\d]+)?)\s+([0-9]{4})")
_YEAR_BEFORE = re.compile(r"([0-9]{4})\s+([^\W\d]+)")
_SINCE = re.compile(
    rf"(?:alkaen|vuodesta|från|fr\.o\.m\.|sedan|since|from)\s+(\S+)|(\S+?)\s*(?:{_DASH}+>?|→|\+)"
    r"|(\S+)\s+(?:alkaen|lähtien|och framåt|onwards?)",
    re.I,
)
_UNTIL = re.compile(
    rf"(?:{_DASH}|till|t\.o\.m\.|until|till och med)\s*([0-9]\S*)|(\S+)\s+(?:asti|saakka|mennessä)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, or the first and the last month, in ISO form."""

    first: str
    last: str


def read_period(text: str) -> Period | None:
    """Return the days of a week or the months of a quarter, by ISO 8601.

    >>> read_period("Q3/2018"), read_period("viikko 53/2020")
    (Period(first='2018-07', last='2018-09'), Period(first='2020-12-28', last='2021-01-03'))
    >>> read_period("week 53 2019") is None
    True
    """
    for form in (_QUARTER_FIRST, _QUARTER_ORDINAL, _QUARTER_LAST):
        if found := form.fullmatch(text):
            number, year = sorted(found.groups(), key=len)
            return Period(f"{year}-{3 * int(number) - 2:02}", f"{year}-{3 * int(number):02}")
    for form, year_first in ((_WEEK_FIRST, False), (_WEEK_LAST, True)):
        if found := form.fullmatch(text):
            first, second = map(int, found.groups())
            return _find_week(*((first, second) if year_first else (second, first)))
    return None


def _find_week(year: int, week: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return Period(monday.isoformat(), (monday + timedelta(6)).isoformat())
    except (ValueError, OverflowError):
        return None


def read_season(text: str) -> str | None:
    """Return the year of a season or a part of a year, whose months are not told.

    >>> read_season("syksy 2018"), read_season("hösten 2018"), read_season("toimisto 2018")
    ('2018', '2018', None)
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    if found := _YEAR_AFTER.fullmatch(plain):
        word, year = found.groups()
    elif found := _YEAR_BEFORE.fullmatch(plain):
        year, word = found.groups()
    else:
        return None
    return year if word in _SEASONS and year != "0000" else None


def read_open_end(text: str) -> str | None:
    """Return how the beginning of a period without an end is written.

    >>> read_open_end("2020–"), read_open_end("1.1.2020 alkaen"), read_open_end("2020")
    ('2020', '1.1.2020', None)
    """
    found = _SINCE.fullmatch(text)
    return next(filter(None, found.groups()), None) if found else None


def read_open_start(text: str) -> str | None:
    """Return how the end of a period without a beginning is written.

    >>> read_open_start("–2020"), read_open_start("2020 asti"), read_open_start("2020")
    ('2020', '2020', None)
    """
    found = _UNTIL.fullmatch(text)
    return next(filter(None, found.groups()), None) if found else None

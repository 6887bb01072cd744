"""What a text becomes in a cell of a workbook that holds dates or numbers: one of them, or a text.

It becomes one only where it says no more and no less than the cell shows: a month in a cell of days
stays a text, and so does a number with leading zeros.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from eloggraph.tables.formats import NumberFormat, Precision
from eloggraph.tables.read.typed import BETWEEN_SYSTEMS, count_days

_NUMBER = re.compile(
    r"(-?)(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+)([.,][0-9]+)?"
)
_MOST_DIGITS = 15
_GENERAL = ("general", "standard", "")
# Three digits after a mark are decimals, or a group of a thousand.
_UNSURE = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DAYS: tuple[tuple[Precision, re.Pattern[str]], ...] = (
    ("day", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")),
    ("day", re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})")),
    ("month", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})")),
    ("month", re.compile(r"(?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})")),
    ("year", re.compile(r"(?P<y>[0-9]{4})")),
)
_LENGTH = {"year": 4, "month": 7, "day": 10}
_CLOCK = re.compile(r"([0-9]{1,4})[:.]([0-5][0-9])(?::([0-5][0-9]))?")
_PERCENT = re.compile(r"(.*?)[ \u00a0\u202f]?%")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedText:
    """A number as a workbook stores it, and the text that is read from it again.

    ``iso`` is the date or time as a document of the other form (ODF) has it.
    """

    value: str
    shown: str
    iso: str = ""


def type_text(
    text: str, format_: NumberFormat | None, *, was_number: bool, from_1904: bool = False
) -> TypedText | None:
    """Return what a text is in a cell of a format; None where it is written as a text.

    ``was_number`` says that the cell held a number before: it holds one again, whatever its format.

    >>> from eloggraph.tables.formats import read_format
    >>> type_text("1.10.2018", read_format("d.m.yyyy"), was_number=False).value
    '43374'
    >>> type_text("2018", read_format("d.m.yyyy"), was_number=True) is None
    True
    >>> type_text("1,50", read_format("0.00"), was_number=False).shown
    '1.5'
    >>> type_text("00100", None, was_number=True) is None
    True
    >>> type_text("1,000", None, was_number=True) is None  # a thousand, or one
    True
    >>> type_text("123456789012345", None, was_number=True).value
    '123456789012345'
    >>> type_text("1234567890123456", None, was_number=True) is None  # more than a workbook keeps
    True
    """
    text = text.strip()
    if format_ is not None and format_.kind == "date":
        return _type_day(text, format_, from_1904=from_1904)
    if format_ is not None and format_.kind in ("time", "duration"):
        return _type_clock(text, is_time=format_.kind == "time")
    code = format_.code.strip().lower() if format_ is not None else "general"
    if code == "@" or (code in _GENERAL and not was_number):
        return None
    share = _PERCENT.fullmatch(text)
    if share and (format_ is None or format_.kind != "percent"):
        return None
    number = _read_number(share[1] if share else text)
    if number is None or (code in _GENERAL and _UNSURE.fullmatch(text)):
        return None
    value = number / 100 if share else number
    return TypedText(value=f"{value:f}", shown=_show(float(value)))


def _read_number(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found[2])
    decimals = (found[3] or "")[1:]
    if len((whole + decimals).lstrip("0")) > _MOST_DIGITS:
        return None
    return Decimal(f"{found[1]}{whole}.{decimals or 0}").normalize()


def _show(value: float) -> str:
    text = repr(value).removesuffix(".0")
    return f"{Decimal(text):f}" if "e" in text else text


def _type_day(text: str, format_: NumberFormat, *, from_1904: bool) -> TypedText | None:
    day_text, _, clock_text = text.partition(" ")
    found = next(
        ((p, m) for p, pattern in _DAYS if (m := pattern.fullmatch(day_text)) is not None), None
    )
    wanted = "day" if format_.has_clock else format_.precision
    if found is None or found[0] != wanted or (clock_text and not format_.has_clock):
        return None
    said = found[1].groupdict(default="1")
    try:
        day = date(int(said["y"]), int(said.get("m", 1)), int(said.get("d", 1)))
    except ValueError:
        return None
    clock = _CLOCK.fullmatch(clock_text.strip()) if clock_text else None
    if clock_text and (clock is None or int(clock[1]) > 23):
        return None
    hours, minutes, seconds = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    moment = datetime(day.year, day.month, day.day, hours, minutes, seconds)
    days = count_days(moment.isoformat())
    if from_1904:
        days -= BETWEEN_SYSTEMS
    if days < (0 if from_1904 else 1):
        return None  # before the days of a workbook
    shown = day.isoformat()[: _LENGTH[wanted]]
    if hours or minutes or seconds:
        shown = f"{shown} {moment:%H:%M:%S}"
    iso = moment.isoformat() if clock else day.isoformat()
    return TypedText(value=_show(days), shown=shown, iso=iso)


def _type_clock(text: str, *, is_time: bool) -> TypedText | None:
    found = _CLOCK.fullmatch(text)
    if found is None or (is_time and int(found[1]) > 23):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    shown = f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
    value = (hours * 3600 + minutes * 60 + seconds) / 86_400
    return TypedText(
        value=_show(value), shown=shown, iso=f"PT{hours:02}H{minutes:02}M{seconds:02}S"
    )

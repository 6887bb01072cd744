"""Number formats of workbooks: what a number that has one stands for, and how it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "percent", "zeros", "date", "time", "duration"]
Precision = Literal["year", "month", "day"]

# What the numbers below 164 mean where a workbook does not say it: ECMA-376, 18.8.30.
BUILT_IN: Mapping[str, str] = {
    "0": "General",
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "14": "d.m.yyyy",
    "15": "d-mmm-yy",
    "16": "d-mmm",
    "17": "mmm-yy",
    "18": "h:mm AM/PM",
    "19": "h:mm:ss AM/PM",
    "20": "h:mm",
    "21": "h:mm:ss",
    "22": "d.m.yyyy h:mm",
    "45": "mm:ss",
    "46": "[h]:mm:ss",
    "47": "mm:ss.0",
    "49": "@",
}
# Texts in quotation marks, single characters, fillers, and brackets but those of elapsed time.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
_PART = re.compile(r"\[[hms]+\]|y+|m+|d+|h+|s+", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
_DECIMALS = re.compile(r"(?P<whole>#,##0|#?0|#)(?:\.(?P<places>0+))?")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number shows as: its kind, for a date how much of it, and the code itself.

    ``has_clock`` says that a date shows a time of day as well, ``has_year`` that it shows a year.
    """

    code: str
    kind: Kind = "number"
    precision: Precision = "day"
    has_clock: bool = False
    has_year: bool = True


def read_format(code: str) -> NumberFormat:
    """Return what a number with the format stands for.

    Of the sections for positive and negative numbers the first counts.

    >>> read_format("d.m.yyyy").kind, read_format("mmm yy").precision, read_format("[h]:mm").kind
    ('date', 'month', 'duration')
    >>> read_format('0.00 "h"').kind, read_format("00000").kind
    ('number', 'zeros')
    """
    bare = _LITERAL.sub(" ", code).split(";")[0].strip()
    parts = [] if bare.lower() in ("general", "standard", "@", "") else _name_parts(bare)
    if any(part[0] == "[" for part in parts):
        return NumberFormat(code, "duration")
    days = {part[0] for part in parts if part[0] in "yMd"}
    has_clock = any(part[0] in "hms" for part in parts)
    if days:
        precision: Precision = "day"
        if "d" not in days and "y" in days:
            precision = "month" if "M" in days else "year"
        return NumberFormat(code, "date", precision, has_clock, has_year="y" in days)
    if has_clock:
        return NumberFormat(code, "time")
    if "%" in bare:
        return NumberFormat(code, "percent")
    return NumberFormat(code, "zeros" if _ZEROS.fullmatch(bare) else "number")


def _name_parts(bare: str) -> Sequence[str]:
    """Return the parts of a date or time in a code, months as ``M`` and minutes as ``m``."""
    found = [part.lower() for part in _PART.findall(bare)]
    named: list[str] = []
    for index, part in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else ""
        is_minute = (named and named[-1].strip("[")[:1] == "h") or after.strip("[")[:1] == "s"
        named.append(part if part[0] != "m" or (is_minute and len(part) < 3) else part.upper())
    return named


def show_number(value: float, format_: NumberFormat) -> str | None:
    """Return how a number shows, in the notation of Finland; None where only a program can tell.

    >>> show_number(46083, read_format("d.m.")), show_number(2.5, read_format("0.00"))
    ('2.3.', '2,50')
    >>> show_number(46083, read_format("mmm yy")) is None
    True
    """
    bare = _LITERAL.sub("", format_.code).split(";")[0]
    if format_.kind != "number" or not (found := _DECIMALS.fullmatch(bare)):
        return _show_day(value, format_)
    if bare != format_.code:
        return None
    places = len(found["places"] or "")
    return f"{value:.{places}f}".replace(".", ",")


def _show_day(value: float, format_: NumberFormat) -> str | None:
    from datetime import date, timedelta

    if (
        format_.kind != "date"
        or format_.has_clock
        or not re.fullmatch(r"(?:d{1,2}|m{1,2}|yy|yyyy|[./ -])+", format_.code, re.IGNORECASE)
    ):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(value))
    shown = {
        "d": f"{day.day}",
        "dd": f"{day.day:02}",
        "m": f"{day.month}",
        "mm": f"{day.month:02}",
        "yy": f"{day.year % 100:02}",
        "yyyy": f"{day.year:04}",
    }
    return re.sub(r"[dmy]+", lambda part: shown[part.group().lower()], format_.code, flags=re.I)

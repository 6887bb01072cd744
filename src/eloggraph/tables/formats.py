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
_LANGUAGE = re.compile(r"\[\$[^\]]*\]")
_ZEROS = re.compile(r"0{2,}")
# Days in figures; names of months differ from one language to another.
_FIGURES = r"(?:dd?|mm?|yyyy|yy)"
_BETWEEN = r"(?:\\?[./ -])+"
_DAY = re.compile(rf"{_FIGURES}(?:{_BETWEEN}{_FIGURES})*(?:{_BETWEEN})?", re.IGNORECASE)
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_DECIMALS = re.compile(r"(?P<whole>#,##0|#?0|#)(?:\.(?P<places>0+))?")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number shows as: its kind, for a date how much of it, and the code itself.

    ``has_clock`` says that a date shows a time of day as well.
    """

    code: str
    kind: Kind = "number"
    precision: Precision = "day"
    has_clock: bool = False


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
        return NumberFormat(code, "date", precision, has_clock)
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


def count_places(format_: NumberFormat) -> int | None:
    """Return how many decimals a format shows; None where it does not say, or shows no number.

    >>> [count_places(read_format(code)) for code in ("0", "#,##0.00", "General", "d.m.")]
    [0, 2, None, None]
    """
    bare = _LITERAL.sub("", format_.code).split(";")[0].strip()
    found = _DECIMALS.fullmatch(bare) if format_.kind == "number" else None
    return len(found["places"] or "") if found else None


def show_day(iso: str, format_: NumberFormat) -> str | None:
    """Return how a day shows by its format; None where that depends on the reader's language.

    >>> show_day("2026-03-02", read_format("d.m.")), show_day("2018-10", read_format("mm/yyyy"))
    ('2.3.', '10/2018')
    >>> show_day("2018-10", read_format("mmm yy")) is None
    True
    """
    code = _LANGUAGE.sub("", format_.code).split(";")[0]
    if not _DAY.fullmatch(code) or not _ISO.fullmatch(iso):
        return None
    year, month, day = (*iso.split("-"), "01", "01")[:3]
    shown = {
        "d": day.lstrip("0"),
        "dd": day,
        "m": month.lstrip("0"),
        "mm": month,
        "yy": year[2:],
        "yyyy": year,
    }
    parts = re.sub(r"\\(.)", r"\1", code)
    return re.sub("[dmy]+", lambda part: shown[part.group().lower()], parts, flags=re.IGNORECASE)

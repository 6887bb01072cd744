"""What the writer of a text that is no value of its column may have meant.

None of these readings becomes a value: the finding lists them, and the writer chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from eloggraph.graph.populate import lexical
from eloggraph.graph.populate.values import read_text
from eloggraph.graph.populate.written_amounts import is_limit, is_unclear, read_multiplied
from eloggraph.graph.populate.written_periods import (
    read_open_end,
    read_open_start,
    read_period,
    read_season,
)
from eloggraph.iri import expand
from eloggraph.text import HABITS, Text, format_date

_NOTHING_KNOWN = frozenset({
    "na", "n/a", "n.a.", "#n/a", "none", "null", "nil", "nan", "tbd", "tba",
    "-", "--", "–", "—", "?", "??", "???", ".", "..", "…", "...",
    "ei tiedossa", "ei tietoa", "tieto puuttuu", "puuttuu", "tuntematon", "en tiedä",
    "ei tiedetä", "okänd", "okänt", "vet ej", "vet inte", "uppgift saknas", "saknas", "ej känt",
    "unknown", "not known", "don't know", "do not know", "missing", "not available",
    "not applicable",
})  # fmt: skip
_ONGOING = frozenset({
    "toistaiseksi", "jatkuva", "jatkuu", "tills vidare", "pågående", "pågår", "fortlöpande",
    "ongoing", "continuing", "open-ended", "until further notice",
})  # fmt: skip
_DASH = "[-–—−]"
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})([.,][0-9]+)?")
# Spreadsheet serial numbers (days since 1900) of 1.1.1950 and 31.12.2099.
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050
_DAY_ZERO = date(1899, 12, 30)
_YEARS = re.compile(rf"([0-9]{{4}})\s*(?:{_DASH}|/)\s*([0-9]{{4}}|[0-9]{{2}})")
_DAYS = re.compile(
    rf"[0-9.]{{4,10}}\s*{_DASH}\s*[0-9.]{{5,10}}|[0-9-]{{10}}\s*[–—/]\s*[0-9-]{{10}}"
)
_CLOCK = re.compile(
    r"(?:(?:[ T]+|,? (?:klo|kl\.?|at) )[0-9]{1,2}[.:][0-9]{2}(?![0-9]).*"
    r"|,? (?:klo|kl\.?|at) [0-9]{1,2})$"
)
_POINTED_MONTH = re.compile(r"([0-9]{1,2})\.\s?([0-9]{4})")
_ABOUT = re.compile(
    r"^(?:noin|n\.|ca\.?|circa|c\.|about|approx\.?|omkring|~|≈|v\.|vuosi|vuonna|år|year)\s*"
)
# What may stand beside a number without making it unclear: a word, a unit, < or >.
_BEFORE = re.compile(r"(?:[^0-9]*[^\W\d_][.:]?\s+|[~≈<>≤≥€$£#]+\s*)(?=[+−-]?[0-9])")
_AFTER = re.compile(r"\s*[€$£%+?]|\s+[^\W\d_][^0-9]*|\s*\([^0-9]*\)")
_NUMBER = re.compile(r"[+−-]?[0-9](?:[0-9 \u00a0\u2009\u202f'’.,]*[0-9])?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,][0-9]{3})+")
_AMBIGUOUS = re.compile(r"[+−-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_TWO_MARKS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]+|(?:\.[0-9]{3})+,[0-9]+)")
_NUMBERS = re.compile(rf"[0-9]+(?:[.,][0-9]+)?\s*{_DASH}\s*[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a wrong text is reported: the ``variant`` of the message, and the values it fills in."""

    variant: str | None = None
    values: Mapping[str, Text] = field(default_factory=dict)


def is_placeholder(text: str) -> bool:
    """Tell whether a text is a placeholder for an unknown value.

    >>> is_placeholder("NA"), is_placeholder("ei tiedossa"), is_placeholder("Nurmes")
    (True, True, False)
    """
    return unicodedata.normalize("NFC", text).casefold().strip() in _NOTHING_KNOWN


def explain(text: str, datatypes: tuple[str, ...]) -> Reading:
    """Return how to tell of a text that is of none of a column's datatypes.

    >>> told = explain("10/1/2018", (expand("xsd:date"),))
    >>> told.variant, told.values["first"].fi, told.values["second"].en
    ('ambiguous', '10.1.2018', '2018-10-01')
    >>> explain("12 000 €", (expand("xsd:integer"),)).values["near"].fi
    '12000'
    """
    find = _FINDERS.get(datatypes[0])
    reading = (find(text) if find else None) or Reading()
    # A suggestion is only shown if the reader accepts it when it is typed in.
    taken = all(read_text(offered.fi, datatypes)[0] for offered in reading.values.values())
    return reading if taken else Reading()


def _explain_date(text: str) -> Reading | None:
    word = unicodedata.normalize("NFC", text).casefold()
    if word in _ONGOING:
        return Reading("ongoing")
    if found := _YEARS.fullmatch(text):
        return _explain_years(found[1], found[2])
    if _DAYS.fullmatch(text):
        return Reading("range")
    if found := _SLASHED.fullmatch(text):
        return _explain_slashed(*map(int, found.groups()))
    if found := _SHORT_YEAR.fullmatch(text):
        day, month, year = map(int, found.groups())
        whole = lexical.make_day(2000 + year, month, day)
        return Reading("short-year", {"near": show_time(whole)}) if whole else Reading("no-day")
    if found := _SERIAL.fullmatch(text):
        return _explain_serial(int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _near_day(*map(int, found.groups()))
    if lexical.looks_like_day(text):
        return Reading("no-day")
    if stretch := _explain_stretch(text):
        return stretch
    bare = _ABOUT.sub("", _CLOCK.sub("", text)).rstrip(".? ")
    pointed = _POINTED_MONTH.fullmatch(bare)
    time = _read_time(f"{pointed[1]}/{pointed[2]}" if pointed else bare)
    return Reading("near", {"near": show_time(time)}) if time else None


def _read_time(text: str) -> str | None:
    read = (lexical.read_day, lexical.read_month, lexical.read_year)
    return next(filter(None, (take(text) for take in read)), None)


def _explain_stretch(text: str) -> Reading | None:
    """Tell of a week, a quarter, a season, or a period that is open at one end."""
    if period := read_period(text):
        return Reading(
            "stretch", {"first": show_time(period.first), "last": show_time(period.last)}
        )
    if year := read_season(text):
        return Reading("season", {"near": show_time(year)})
    for variant, find in (("open-end", read_open_end), ("open-start", read_open_start)):
        written = find(text)
        if written and (time := _read_time(written)):
            return Reading(variant, {"near": show_time(time)})
    return None


def _explain_years(first: str, second: str) -> Reading:
    """Tell 2020/21 and 2018–2020 as periods; 2018/05 may be a month."""
    follows = int(second) == (int(first) + 1) % 100
    month = None if follows else lexical.read_month(f"{first}-{second}")
    return Reading("near", {"near": show_time(month)}) if month else Reading("range")


def _explain_slashed(first: int, second: int, year: int) -> Reading:
    as_day, as_month = lexical.make_day(year, second, first), lexical.make_day(year, first, second)
    if as_day and as_month and as_day != as_month:
        return Reading("ambiguous", {"first": show_time(as_day), "second": show_time(as_month)})
    only = as_day or as_month
    return Reading("near", {"near": show_time(only)}) if only else Reading("no-day")


def _explain_serial(number: int) -> Reading | None:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    return Reading("serial", {"near": show_time((_DAY_ZERO + timedelta(number)).isoformat())})


def _near_day(year: int, month: int, day: int) -> Reading:
    found = lexical.make_day(year, month, day)
    return Reading("near", {"near": show_time(found)}) if found else Reading("no-day")


def show_time(iso: str) -> Text:
    """Return a day, month or year as it is written in each language.

    >>> show_time("2018-10-01").fi
    '1.10.2018'
    """
    return Text.each(partial(format_date, iso))


def show_number(number: str) -> Text:
    """Return a number as it is written in each language, without marks between thousands.

    >>> show_number("1234.5").sv
    '1234,5'
    """
    return Text.each(lambda language: number.replace(".", HABITS[language].decimal))


def _explain_number(text: str) -> Reading | None:
    if _NUMBERS.fullmatch(text):
        return Reading("range")
    if told := _explain_amount(text):
        return told
    written = _find_number(text)
    if written is None:
        return None
    if _THOUSANDS.fullmatch(written) or _TWO_MARKS.fullmatch(written):
        near = show_number(_drop_thousands(written))
        return Reading("grouped" if written == text else "near", {"near": near})
    number = lexical.read_decimal(written)
    if number is None or written == text:
        return None
    return Reading("percent" if "%" in text else "near", {"near": show_number(number)})


def _explain_amount(text: str) -> Reading | None:
    """Tell of a text whose amount is not that of its digits; they are no advice."""
    if is_limit(text):
        return Reading("limit")
    if amount := read_multiplied(text):
        return Reading("multiplied", {"near": show_number(amount)})
    return Reading() if is_unclear(text) else None


def _find_number(text: str) -> str | None:
    """Return the one number of a text that has nothing else but a word or a unit beside it."""
    before = _BEFORE.match(text)
    found = _NUMBER.match(text, before.end() if before else 0)
    if found is None or (found.end() < len(text) and not _AFTER.fullmatch(text, found.end())):
        return None
    return found[0].replace("−", "-")


def _explain_decimal(text: str) -> Reading | None:
    if told := _explain_amount(text):
        return told
    written = _find_number(text)
    if written is not None and _AMBIGUOUS.fullmatch(written):
        return explain_thousands(written)
    return _explain_number(text)


def explain_thousands(text: str) -> Reading:
    """Return the two numbers that a text with one mark before three digits may be.

    >>> told = explain_thousands("12,500").values
    >>> told["whole"].fi, told["decimal"].fi, explain_thousands("62.241").values["decimal"].en
    ('12500', '12,5', '62.2410')
    """
    plain = text.replace("−", "-").lstrip("+")
    whole, decimals = re.split("[.,]", plain)
    short = decimals.rstrip("0")
    decimal = f"{decimals}0" if short == decimals else short
    both = {"whole": whole + decimals, "decimal": f"{whole}.{decimal}" if decimal else whole}
    return Reading("thousands", {name: show_number(number) for name, number in both.items()})


def _drop_thousands(text: str) -> str:
    """Return a number without the points or commas between its thousands."""
    if _THOUSANDS.fullmatch(text):
        return re.sub(r"[+.,]", "", text)
    whole, decimals = re.split(r"[.,](?=[0-9]+$)", text)
    return f"{re.sub('[+.,]', '', whole)}.{decimals}"


def _explain_address(text: str) -> Reading | None:
    bare = text.strip("<>")
    if re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[a-z]{2,}", bare):
        return Reading("near", {"near": Text.same(f"mailto:{bare}")})
    if re.fullmatch(r"(?:[^\W_](?:[\w-]*\w)?\.)+[a-zäöå]{2,}(?:/[^\s<>\"]*)?", bare):
        return Reading("near", {"near": Text.same(f"https://{bare}")})
    return None


_FINDERS: dict[str, Callable[[str], Reading | None]] = {
    expand("xsd:integer"): _explain_number,
    expand("xsd:decimal"): _explain_decimal,
    expand("xsd:date"): _explain_date,
    expand("xsd:gYearMonth"): _explain_date,
    expand("xsd:gYear"): _explain_date,
    expand("xsd:anyURI"): _explain_address,
}

"""Dates of any precision: the first and the last day of a year, a month or a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def last_day(iso: str) -> date:
    """Return the last day of a date, a month or a year.

    >>> last_day("2024-02").isoformat()
    '2024-02-29'
    """
    try:
        match [int(part) for part in iso.split("-")]:
            case [year]:
                return date(year, 12, 31)
            case [year, month]:
                return date(year, month, monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"not a year, a month or a day: {iso!r}") from error
    raise ValueError(f"not a year, a month or a day: {iso!r}")


def first_day(iso: str) -> date:
    """Return the first day of a date, a month or a year.

    >>> first_day("2024").isoformat()
    '2024-01-01'
    """
    end = last_day(iso)
    given = iso.count("-")
    return date(end.year, end.month if given else 1, end.day if given > 1 else 1)


def has_begun(since: str | None, on: date) -> bool:
    """Tell whether a beginning is not after the day; what has no date holds.

    >>> has_begun("2024", date(2024, 3, 15)), has_begun("2024-04", date(2024, 3, 15))
    (True, False)
    """
    return since is None or first_day(since) <= on


def holds(since: str | None, until: str | None, on: date) -> bool:
    """Tell whether a day lies between a beginning and an end; a month or year ends with its last.

    >>> holds(None, "2024-03", date(2024, 3, 15)), holds(None, "2023", date(2024, 3, 15))
    (True, False)
    """
    return has_begun(since, on) and (until is None or last_day(until) >= on)


def a_year_later(day: date) -> date:
    """Return the same day of the next year; of a leap day, the last of February.

    >>> a_year_later(date(2024, 2, 29)).isoformat()
    '2025-02-28'
    """
    last = monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


def count_years(iso: str, on: date) -> int:
    """Return how many years lie between a year, a month or a day and a later day.

    As exactly as it was written: of a year, the difference of the years.

    >>> [count_years(iso, date(2026, 1, 31)) for iso in ("2015", "2015-02", "2015-01-31")]
    [11, 10, 11]
    """
    last_day(iso)  # refuses what is no date
    year, *rest = (int(part) for part in iso.split("-"))
    return on.year - year - ((on.month, on.day)[: len(rest)] < tuple(rest))

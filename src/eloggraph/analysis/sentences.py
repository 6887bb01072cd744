"""Numbers and names as they stand in the sentences of the analyses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eloggraph.snapshot.days import count_years
from eloggraph.text import HABITS, Language, Text, format_date, format_number, say

MOST_NAMES = 3


def write_decimals(value: float, decimals: int = 2) -> Text:
    """Write a number with fixed decimals in each language.

    >>> write_decimals(-0.5).fi
    '−0,50'
    """
    return Text.each(lambda language: format_number(value, language, decimals=decimals))


def write_probability(value: float) -> Text:
    """Write a p value: three decimals, and never a plain zero.

    >>> write_probability(0.00002).en
    '< 0.001'
    """
    if value < 0.001:
        return Text(*(f"< {text}" for text in write_decimals(0.001, 3).said))
    return Text(*(f"= {text}" for text in write_decimals(value, 3).said))


def write_day(iso: str) -> Text:
    """Write a year, a month or a day in each language.

    >>> write_day("2024-03-15").fi
    '15.3.2024'
    """
    return Text.each(lambda language: format_date(iso, language))


def write_age(iso: str, on: date) -> Text:
    """Write a year, a month or a day, and how many years ago that was by another day.

    Less than a year is not told, nor is one year of which only the number is known.

    >>> write_age("2015", date(2026, 1, 31)).en, write_age("2025", date(2026, 1, 31)).en
    ('2015 (11 years ago)', '2025')
    """
    years = count_years(iso, on)
    day = write_day(iso)
    is_told = years > (0 if "-" in iso else 1)
    return say("analysis.ago", n=years, day=day) if is_told else day


def join_names(names: Sequence[Text], *, most: int = MOST_NAMES, separator: str = ", ") -> Text:
    """Join names with commas; of very many the first, and how many more there are.

    A single one more is named, as "and 1 more" says less in as many words.

    >>> [join_names([Text.same(name) for name in names]).en for names in ("abcd", "abcde")]
    ['a, b, c, d', 'a, b, c and 2 more']
    """
    most += len(names) == most + 1
    shown, left = names[:most], len(names) - most
    more = say("analysis.more", n=left) if left > 0 else None

    def join(language: Language) -> str:
        said = separator.join(name.say(language) for name in shown)
        return f"{said} {more.say(language)}" if more else said

    return Text.each(join)


def join_amounts(amounts: Sequence[Text]) -> Text:
    """Join amounts as a sentence has them: the last after a conjunction.

    >>> join_amounts([Text.same("2 goals"), Text.same("1 measure")]).en
    '2 goals and 1 measure'
    """
    *first, last = amounts
    if not first:
        return last
    listed = join_names(first, most=len(first))
    return Text.each(
        lambda language: (
            f"{listed.say(language)} {HABITS[language].conjunction} {last.say(language)}"
        )
    )


def join_titles(names: Sequence[Text], *, most: int = MOST_NAMES) -> Text:
    """Join names as :func:`join_names` does; where one has a comma itself, with semicolons.

    >>> join_titles([Text.same("Skills, work"), Text.same("Guidance")]).en
    'Skills, work; Guidance'
    """
    has_comma = any("," in said for name in names[:most] for said in name.said)
    return join_names(names, most=most, separator="; " if has_comma else ", ")

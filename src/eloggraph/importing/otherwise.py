"""What is known by another name: codes for rows, short words for long ones, whole regions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from eloggraph.checks.near_values import find_near_value
from eloggraph.graph.populate.written_amounts import read_multiplied
from eloggraph.graph.populate.written_periods import read_period, read_season
from eloggraph.importing.names import (
    Codes,
    KnownNames,
    fold_words,
    list_spoken,
    read_value,
)
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Table

_AREA = expand("elo:Area")
# Before the name of a region of which nothing is left out.
_WHOLE = re.compile(r"(?:koko|hela|(?:the )?whole(?: of)?|all of)\s+(?=\S)", re.I)
# Before and after the name of a language in a sentence of a few words.
_SPOKEN_IN = re.compile(r"^(?:på|in)\s+")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2})")
_IN_FINNISH = re.compile(r"(?:ksi|a|ä)$")


def find_otherwise(column: Column, text: str, known: KnownNames, codes: Codes) -> str | None:
    """Return the row that a text means without naming it, None where none or several are.

    A name of a code means the row that is called as the code is; “AMK” in a name is what the
    codes say that it is; “koko Kainuu” is Kainuu.
    """
    if column.kind != "node":
        return None
    if _AREA in column.classes:
        bare = _WHOLE.sub("", text, count=1)
        return known.find(column, bare) if bare != text else None
    tables = known.list_tables(column)
    found = {
        written
        for other in _list_others(column, text, known, codes)
        if (written := known.find_whole(tables, other)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _list_others(column: Column, text: str, known: KnownNames, codes: Codes) -> Iterator[str]:
    """Yield how a text would be said with the other names of the codes in it."""
    words = text.split()
    for name in known.list_tables(column):
        table = known.schema.table(name)
        for scheme in _list_schemes(table):
            yield from codes.list_others(scheme, text)
        for scheme in _list_schemes(table, naming=True):
            for at, word in enumerate(words if len(words) > 1 else ()):
                for other in codes.list_others(scheme, word):
                    yield " ".join((*words[:at], other, *words[at + 1 :]))


def _list_schemes(table: Table, *, naming: bool = False) -> list[str]:
    return [c.scheme for c in table.columns if c.scheme and (c.names_rows or not naming)]


def find_codes(table: Table, name: str, codes: Codes) -> dict[str, str]:
    """Return the columns of a table one of whose codes is called as a row is, with that code."""
    found: dict[str, str] = {}
    for column in table.columns:
        if column.kind == "concept" and column.default is None:
            concept = codes.find(column.scheme or "", name)
            if concept is not None:
                found[column.key] = concept.iri
    return found if len(found) == 1 else {}


def names_code(column: Column, text: str, known: KnownNames, codes: Codes) -> bool:
    """Tell whether a text is the name of a code that rows of a column's tables are called by.

    The kind of an organisation is no name of one.
    """
    tables = [known.schema.table(name) for name in known.list_tables(column)]
    return any(find_codes(t, text, codes) for t in tables if not _list_schemes(t, naming=True))


def read_language(column: Column, text: str, known: KnownNames) -> str | None:
    """Return the tag of a language by its name, in a case of it too."""
    bare = _SPOKEN_IN.sub("", fold_words(text))
    tags = list_spoken(known.schema)
    for form in dict.fromkeys((bare, _IN_FINNISH.sub("", bare), _in_basic_form(bare))):
        if form in tags:
            return tags[form]
        if (tag := find_near_value(form, column)) is not None and len(form) > 2:
            return tag
    return None


def _in_basic_form(text: str) -> str:
    """Return a Finnish name of a language that is said with “-ksi”, as it is in itself.

    >>> _in_basic_form("englanniksi"), _in_basic_form("suomeksi")
    ('englanti', 'suomi')
    """
    stem = text.removesuffix("ksi")
    for inflected, basic in (("nni", "nti"), ("ome", "omi")):
        if stem.endswith(inflected):
            return stem.removesuffix(inflected) + basic
    return stem


def read_large_amount(column: Column, text: str) -> str | None:
    """Return the exact amount of a text with a word for thousands or millions."""
    written = read_multiplied(text.strip())
    return written if written is not None and read_value(column, written) is not None else None


def find_near_time(text: str) -> tuple[str, ...]:
    """Return the year of a season, the ends of a week or a quarter, or a day of a short year.

    >>> find_near_time("1.2.25"), find_near_time("31.2.25")
    (('2025-02-01',), ())
    """
    if (year := read_season(text)) is not None:
        return (year,)
    if short := _SHORT_YEAR.fullmatch(text.strip()):
        day, month, year_of_century = map(int, short.groups())
        with suppress(ValueError):
            return (date(2000 + year_of_century, month, day).isoformat(),)
    period = read_period(text)
    return (period.first, period.last) if period else ()

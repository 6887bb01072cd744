"""What is told of rows that nobody wrote as such: made of a name alone, or of several rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from eloggraph.finding import Finding, tell
from eloggraph.importing.drafts import Draft
from eloggraph.importing.making import Maker
from eloggraph.importing.model import SourceSheet
from eloggraph.importing.slips import WordSets
from eloggraph.schema.model import Schema
from eloggraph.tables.read.match import prepare_nearest
from eloggraph.tables.read.meant import choose_meant, count_slips
from eloggraph.text import quote_names

_MOST_NAMES, _MOST_NEAR = 8, 3
_MOST_SLIPS, _LONG = 2, 8
Find = Callable[[str], tuple[str, ...]]


def tell_created(maker: Maker, schema: Schema) -> list[Finding]:
    """Tell of the rows that were made of names alone: one by one where they may be known rows.

    The others of a table are told at the first of them.
    """
    found = []
    for name, made in sorted(maker.created.items()):
        rows = [each for each in maker.known.tables.get(name, {}).values() if each not in made]
        find, words = _prepare_slipped(rows), WordSets(rows)
        near = {each: list_within(each, words) or list_slipped(each, find) for each in made}
        for each in (each for each in made if near[each]):
            source, row = made[each]
            found.append(
                tell(
                    "import-created",
                    "warning",
                    source.raw.place(row),
                    chapter="importing",
                    variant="near",
                    value=each,
                    table=schema.table(name).names,
                    near=quote_names(near[each]),
                )
            )
        if listed := [each for each in made if not near[each]]:
            source, row = made[listed[0]]
            found.append(
                tell(
                    "import-created",
                    "info",
                    source.raw.place(row),
                    chapter="importing",
                    variant="far",
                    value=listed[0],
                    table=schema.table(name).names,
                    names=quote_names(listed, most=_MOST_NAMES),
                )
            )
    return found


def list_within(name: str, rows: WordSets) -> tuple[str, ...]:
    """Return the rows that all words of a name stand in, or the other way round; few, or none.

    >>> list_within("Sedu", WordSets(["Koulutuskeskus Sedu", "Lapuan lukio"]))
    ('Koulutuskeskus Sedu',)
    >>> schools = ["Lapuan lukio", "Kauhavan lukio", "Kurikan lukio"]
    >>> list_within("lukio", WordSets(schools))
    ('Lapuan lukio', 'Kauhavan lukio', 'Kurikan lukio')
    >>> list_within("lukio", WordSets([*schools, "Alajärven lukio"]))
    ()
    """
    return rows.find(name, _MOST_NEAR)


def list_slipped(name: str, find: Find) -> tuple[str, ...]:
    """Return the row that a slip of the keyboard made a name of, if one plainly is.

    >>> list_slipped("Riveira", prepare_nearest(["Riveria", "Karelia-amk"]))
    ('Riveria',)
    >>> list_slipped("Yritys 12", prepare_nearest(["Yritys 11"]))
    ()
    """
    meant = choose_meant(name, find(name))
    most = _MOST_SLIPS if len(name) >= _LONG else 1
    if meant is None or count_slips(name.casefold(), meant.casefold()) > most:
        return ()
    return (meant,)


def _prepare_slipped(rows: Iterable[str]) -> Find:
    """Return what finds the nearest rows of a name, where any has its digits and its length."""
    rows = list(rows)
    find = prepare_nearest(rows)
    there = {(_digits(row), len(row)) for row in rows}

    def find_slipped(name: str) -> tuple[str, ...]:
        lengths = range(len(name) - _MOST_SLIPS, len(name) + _MOST_SLIPS + 1)
        is_there = any((_digits(name), length) in there for length in lengths)
        return find(name) if is_there else ()

    return find_slipped


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def tell_merged(maker: Maker, schema: Schema) -> list[Finding]:
    """Tell once for a table which names stood on several rows of a sheet and were made one each."""
    found = []
    for name, rows in sorted(maker.drafts.tables.items()):
        told = [
            (draft, at) for key, draft in rows.items() if len(key) == 1 and (at := _again(draft))
        ]
        if told:
            source, row = told[0][1]
            found.append(
                tell(
                    "import-merged",
                    "info",
                    source.raw.place(row),
                    chapter="importing",
                    value=told[0][0].name,
                    table=schema.table(name).names,
                    names=quote_names([draft.name for draft, _ in told], most=_MOST_NAMES),
                )
            )
    return found


def _again(draft: Draft) -> tuple[SourceSheet, int] | None:
    """Return the second row of one sheet that a thing was found on."""
    seen: list[SourceSheet] = []
    for source, row in draft.places:
        if any(source is other for other in seen):
            return source, row
        seen.append(source)
    return None

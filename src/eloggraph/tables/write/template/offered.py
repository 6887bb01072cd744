"""The names that the networks that come with the toolkit have for cells to offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eloggraph.iri import expand
from eloggraph.schema.model import Schema, Table
from eloggraph.schema.package import packaged_network
from eloggraph.tables.model import MatchedTable
from eloggraph.tables.read.folder import read_network
from eloggraph.text import Language, Text

_LABEL, _UNTIL = "skos:prefLabel", "elo:validUntil"


def list_offered(
    schema: Schema, uses: Sequence[str], language: Language
) -> dict[str, tuple[str, ...]]:
    """Return the names of rows of the networks that a new one uses, sorted, by table.

    What has an end on record is left out: it may be written, but nobody is led to it.

    Parameters
    ----------
    uses
        Names of networks that come with the toolkit; others are passed over.
    """
    folders = (packaged_network(name) for name in uses)
    found: dict[str, set[str]] = {}
    for folder in filter(None, folders):
        for matched in _list_tables(folder, schema):
            found.setdefault(matched.table.name, set()).update(_list_names(matched, language))
    return {name: sort_names(names) for name, names in sorted(found.items())}


def name_column(table: Table, language: Language) -> str:
    """Return the key of the column that names a row: in a language, or else in the first it has.

    A row without a name has its id.
    """
    named = table.columns_of(expand(_LABEL))
    best = (c.key for c in (*(c for c in named if c.language == language), *named))
    return next(best, table.key[0])


def _list_tables(folder: Path, schema: Schema) -> Iterator[MatchedTable]:
    for network in read_network(folder, schema).walk():
        yield from network.tables


def _list_names(matched: MatchedTable, language: Language) -> Iterator[str]:
    frame, table = matched.raw.frame, matched.table
    named = [c for c in table.columns_of(expand(_LABEL)) if c.key in matched.positions]
    ends = [c for c in table.columns_of(expand(_UNTIL)) if c.key in matched.positions]
    over = [frame[matched.cells(column.key)].to_list() for column in ends]
    labels = [frame[matched.cells(column.key)].to_list() for column in named]
    for row in range(frame.height):
        said = {c.language or "": label[row] for c, label in zip(named, labels, strict=True)}
        name = Text.of({tag: text for tag, text in said.items() if text}).say(language)
        if name and not any(end[row] for end in over):
            yield name


def sort_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, in the order of the alphabet that Finnish and Swedish share here.

    >>> sort_names(["Öja", "Äänekoski", "Espoo"])
    ('Espoo', 'Äänekoski', 'Öja')
    """
    return tuple(sorted(set(names), key=_fold))


def _fold(name: str) -> tuple[str, str]:
    # As Finnish and Swedish sort: å, ä and ö are the last letters.
    return name.casefold().replace("å", "{").replace("ä", "|").replace("ö", "}"), name

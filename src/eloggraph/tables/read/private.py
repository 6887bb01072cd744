"""Cells that hold private data: each is told by its kind, and never by what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress

import polars as pl

from eloggraph.config import FILE, NetworkConfig
from eloggraph.finding import Finding, Place, tell
from eloggraph.iri import expand
from eloggraph.private import SCREEN, SUSPECT_ID, Kind, find_private
from eloggraph.schema.model import Column
from eloggraph.tables.bounds import MOST_VALUES, tell_cells
from eloggraph.tables.model import ROW, MatchedTable, RawTable
from eloggraph.text import Text

# What people write as they like; anything else is told where it cannot be read.
_FREE = ("text", "language", "iri")
# Columns that are made for how an organisation is reached hold no private address or number.
_CONTACT = frozenset(
    (
        *(expand("foaf:mbox"), expand("foaf:phone")),
        *("https://schema.org/email", "https://schema.org/telephone"),
    )
)
_ID = expand("dct:identifier")
_KINDS: tuple[Kind, ...] = ("email", "phone", "identity-code")
_LONG = 1_000
_WIDTHLESS = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"


def find_private_cells(
    tables: Iterable[RawTable], matched: Iterable[MatchedTable]
) -> Iterator[Finding]:
    """Find headers and cells of free text that hold private data.

    Parameters
    ----------
    tables
        All tables of a network. Columns, and tables, that the schema does not know are looked at
        too: nothing of them is read, but whoever gets the file can read it.
    matched
        Those that the schema knows.
    """
    known = {id(each.raw): each for each in matched}
    free: list[tuple[RawTable, int, Column | None]] = []
    for raw in tables:
        free += _list_free(raw, known.get(id(raw)))
    for raw, at, _ in (each for each in free if each[2] is None):
        place = raw.place(raw.header_row, at)
        yield from (_tell(kind, place) for kind in find_private(raw.headers[at]))
    # One look over all of a network: almost all end here.
    for screen in (SCREEN, SUSPECT_ID):
        columns = [each for each in free if _screen_of(each[2]) == screen]
        texts = [_sample(raw.frame[f"c{at}"]) for raw, at, _ in columns]
        for raw, at, column in compress(columns, _find_suspect(texts, screen)):
            bare = pl.col("text")
            if not raw.is_plain:
                bare = bare.str.replace_all(_WIDTHLESS, "")
            suspect = raw.frame.select(ROW, text=f"c{at}").filter(bare.str.contains(screen))
            yield from _judge(raw, at, suspect, column)


def _screen_of(column: Column | None) -> str:
    return SUSPECT_ID if column is not None and column.path == _ID else SCREEN


def _find_suspect(columns: Sequence[pl.Series], screen: str) -> list[bool]:
    """Tell of each column whether any text of it is suspect."""
    if not columns:
        return []
    suspect = pl.concat(columns).str.contains(f"{_WIDTHLESS}|{screen}")
    if not suspect.any():
        return [False] * len(columns)
    starts = accumulate(map(len, columns), initial=0)
    return [
        bool(suspect.slice(start, len(texts)).any())
        for start, texts in zip(starts, columns, strict=False)
    ]


def find_private_names(files: Iterable[str], tables: Iterable[RawTable]) -> Iterator[Finding]:
    """Find names of files and sheets that hold private data.

    Parameters
    ----------
    files
        The names of the files in a folder, those that are not read as well.
    tables
        The tables that were read of it.
    """
    places = [Place(file=name) for name in files]
    places += [Place(file=raw.file, sheet=raw.sheet) for raw in tables if raw.sheet is not None]
    for place in places:
        if find_private(place.sheet or place.file):
            yield tell("private-data", "warning", place, variant="name")


def _list_free(
    raw: RawTable, matched: MatchedTable | None
) -> Iterator[tuple[RawTable, int, Column | None]]:
    """Yield each column of free text, as the table and, where it is known, the schema have it."""
    positions = matched.positions if matched else {}
    for column in matched.table.columns if matched else ():
        # What has a prescribed form (a point, a business ID) is no free text; an id is nearly one.
        is_free = column.kind in _FREE and (column.pattern is None or column.path == _ID)
        if is_free and column.key in positions:
            yield raw, positions[column.key], column
    for at in sorted({*range(len(raw.headers))} - {*positions.values()}):
        yield raw, at, None


def _sample(texts: pl.Series) -> pl.Series:
    """Return one text of a long column that says the same everywhere, such as its source."""
    is_long = len(texts) > _LONG and texts[0] is not None
    if is_long and (texts == texts[0]).all(ignore_nulls=False):
        texts = texts[:1]
    return texts.alias("text")


def find_private_texts(matched: MatchedTable, column: Column, cells: pl.DataFrame) -> list[Finding]:
    """Find private data among texts that could not be read as what the column is for.

    Parameters
    ----------
    cells
        The row and the text of each.
    """
    return list(_judge(matched.raw, matched.positions[column.key], cells, column))


def find_private_settings(config: NetworkConfig) -> Iterator[Finding]:
    """Find private data in what the settings say of the network."""
    texts: dict[str, Text | None] = {
        "title": config.title,
        "description": config.description,
        "publisher": Text.same(config.publisher) if config.publisher else None,
    }
    for key, text in texts.items():
        said = sorted({*text.said}) if text else ()
        for kind in dict.fromkeys(kind for each in said for kind in find_private(each)):
            yield _tell(kind, Place(file=FILE, column=key))


def _judge(
    raw: RawTable, at: int, suspect: pl.DataFrame, column: Column | None
) -> Iterator[Finding]:
    """Report each kind of private data in cells of a column; ``suspect`` has rows and texts."""
    texts = suspect.columns[1]
    kinds = {text: find_private(text) for text in suspect[texts].unique().drop_nulls()}
    for kind in _KINDS:
        if kind != "identity-code" and column is not None and _is_made_for_it(column):
            continue
        held = [text for text, found in kinds.items() if kind in found]
        if held:
            rows = suspect.filter(pl.col(texts).is_in(held)).select(suspect.columns[0])
            yield from tell_cells(rows, _make(raw, at, kind), MOST_VALUES)


def _make(raw: RawTable, at: int, kind: Kind) -> Callable[[int], Finding]:
    return lambda row: _tell(kind, raw.place(row, at))


def _is_made_for_it(column: Column) -> bool:
    return column.personal or column.path in _CONTACT


def _tell(kind: Kind, place: Place) -> Finding:
    return tell("private-data", "warning", place, variant=kind)

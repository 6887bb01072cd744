"""A description of a folder's CSV files for other programs: types, keys, foreign keys.

The shapes say what a column may hold, the file how it is written. A description is made of
both: a column of days is a date column where all days are written alike, and text of a pattern
where they are not. Cells that fit no way of writing are faults and do not change the description.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from eloggraph.config import NetworkConfig
from eloggraph.errors import InputError
from eloggraph.finding import tell
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.tables.model import MatchedTable
from eloggraph.tables.read.folder import NetworkTables
from eloggraph.tables.read.records import read_records
from eloggraph.tables.write.metadata.forms import TEXT, Form, choose_form, name_codes

_PREF_LABEL = "skos:prefLabel"
# Encoding names of the IANA registry.
_ENCODINGS = {"utf-16-le": "utf-16", "utf-16-be": "utf-16", "cp1252": "windows-1252"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvDialect:
    """How a CSV file is written; ``header_row`` is the number of the row with the headers."""

    encoding: str = "utf-8"
    separator: str = ","
    header_row: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A column whose cells are ids of rows of a table of the same folder."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedColumn:
    """One column of a file; ``column`` is None where the schema does not know it.

    ``name`` is fit for a variable of a URI template. ``value_url`` is a template of the IRI that
    a cell means, where that can be said exactly. ``has_gaps`` tells that some cell is empty, and
    ``is_id`` that rows are identified by the column.
    """

    header: str
    name: str
    column: Column | None = None
    form: Form = TEXT
    foreign_key: ForeignKey | None = None
    value_url: str | None = None
    has_gaps: bool = False
    is_id: bool = False

    @property
    def required(self) -> bool:
        """Whether an empty cell is a violation; of ids also where no cell is empty."""
        column = self.column
        if column is None or (self.is_id and not self.has_gaps):
            return self.is_id
        return column.required and column.severity == "violation"


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedTable:
    """One CSV file with its columns in order; ``about_url`` is a template of a row's IRI."""

    file: str
    table: Table
    dialect: CsvDialect
    columns: tuple[DescribedColumn, ...]
    key: tuple[str, ...] = ()
    about_url: str | None = None

    def header(self, name: str) -> str:
        """Return the header of the column with a name."""
        return next(each.header for each in self.columns if each.name == name)


def describe_network(network: NetworkTables, schema: Schema) -> tuple[DescribedTable, ...]:
    """Describe the CSV files of a network folder that was read.

    Raises
    ------
    InputError
        When it has none: a workbook is not described, but it can be converted to CSV files.
    """
    dialects = {}
    for matched in network.tables:
        if matched.raw.sheet is None:
            for records in read_records(network.folder / matched.raw.file, schema):
                dialects[records.file] = CsvDialect(
                    encoding=_ENCODINGS.get(records.encoding or "", "utf-8"),
                    separator=records.separator or ",",
                    header_row=matched.raw.header_row,
                )
    if not dialects:
        raise InputError(tell("metadata-no-csv", "violation", chapter="marks"))
    used = [matched for each in _list_used(network) for matched in each.tables]
    return describe_tables(network.tables, schema, network.config, used=used, dialects=dialects)


def _list_used(network: NetworkTables) -> Iterator[NetworkTables]:
    for each in network.uses:
        yield each
        yield from _list_used(each)


def describe_tables(
    tables: Sequence[MatchedTable],
    schema: Schema,
    config: NetworkConfig,
    *,
    used: Iterable[MatchedTable] = (),
    dialects: Mapping[str, CsvDialect] | None = None,
) -> tuple[DescribedTable, ...]:
    """Describe the CSV files of a network folder.

    Parameters
    ----------
    tables
        Matched tables. Sheets of workbooks are passed over: they are no CSV files.
    used
        The tables of the networks that this one uses: their rows may be referred to as well.
    dialects
        How each file is written, by its name.
    """
    files = [matched for matched in tables if matched.raw.sheet is None]
    known, given = _Known(files, list(used)), dialects or {}
    return tuple(
        _describe(matched, schema, config, known, given.get(matched.raw.file, CsvDialect()))
        for matched in files
    )


def _describe(
    matched: MatchedTable, schema: Schema, config: NetworkConfig, known: _Known, dialect: CsvDialect
) -> DescribedTable:
    table = matched.table
    by_position = {position: table.column(key) for key, position in matched.positions.items()}
    columns = tuple(
        _describe_column(matched, index, by_position.get(index), schema, config, known)
        for index in range(len(matched.raw.headers))
    )
    names = {each.column.key: each.name for each in columns if each.column}
    # Where the name alone identifies a row, no column of the file does.
    has_key = all(key in names for key in table.key) and not any(
        each.is_id and each.has_gaps for each in columns
    )
    key = tuple(names[each] for each in table.key) if has_key else ()
    return DescribedTable(
        file=matched.raw.file,
        table=table,
        dialect=dialect,
        columns=columns,
        key=key,
        about_url=_make_about_url(matched, config, key),
    )


def _make_about_url(
    matched: MatchedTable, config: NetworkConfig, key: tuple[str, ...]
) -> str | None:
    """Return the template of the rows' IRIs, where expanding it gives them exactly."""
    id_key = _id_key(matched)
    if id_key is None or not key or not all(map(_is_plain, _texts(matched, id_key))):
        return None
    return f"{config.base}{matched.table.name}/{{{key[0]}}}"


def _is_plain(text: str) -> bool:
    """Tell whether a template expands the id as IRIs of rows are minted."""
    return unicodedata.is_normalized("NFC", text) and bool(text.strip("."))


def _describe_column(
    matched: MatchedTable,
    index: int,
    column: Column | None,
    schema: Schema,
    config: NetworkConfig,
    known: _Known,
) -> DescribedColumn:
    header = matched.raw.headers[index]
    if column is None:
        return DescribedColumn(header=header, name=f"column_{index + 1}")
    texts = list(_split(_texts(matched, column.key), column.separator))
    name = re.sub(r"[^A-Za-z0-9_]", "_", column.key)
    form = choose_form(column, texts, schema)
    foreign_key = None if column.separator else known.find_foreign_key(column, texts, schema)
    value_url = None
    if foreign_key is not None:
        value_url = f"{config.base}{foreign_key.table}/{{{name}}}"
    elif form.codes and not column.separator:
        value_url = _make_code_url(column, form, name, schema)
    return DescribedColumn(
        header=header,
        name=name,
        column=column,
        form=form,
        foreign_key=foreign_key,
        value_url=value_url,
        has_gaps=matched.raw.frame[f"c{index}"].null_count() > 0,
        is_id=column is matched.table.id_column,
    )


def _make_code_url(column: Column, form: Form, name: str, schema: Schema) -> str | None:
    """Return the template of the codes' IRIs, where each ends with its code."""
    codes = {code: iri for iri, code, _ in name_codes(column, schema)}
    starts = {codes[code].removesuffix(quote(code, safe="-._~")) for code in form.codes}
    (start,) = starts if len(starts) == 1 else ("",)
    return f"{start}{{{name}}}" if start.endswith(("/", "#")) else None


def _texts(matched: MatchedTable, key: str) -> list[str]:
    cells = matched.raw.frame[matched.cells(key)]
    return [str(text) for text in cells.drop_nulls().unique(maintain_order=True)]


def _split(texts: Iterable[str], separator: str | None) -> Iterator[str]:
    for text in texts:
        parts = text.split(separator) if separator else [text]
        yield from (part.strip() for part in parts if part.strip())


def _id_key(matched: MatchedTable) -> str | None:
    """Return the key column of a table whose rows have an id of their own, if it is there."""
    keys = matched.table.key
    is_id = len(keys) == 1 and matched.table.column(keys[0]).kind == "text"
    return keys[0] if is_id and keys[0] in matched.positions else None


class _Known:
    """What texts may refer to: the ids of each table of the folder, and all other names."""

    def __init__(self, tables: Sequence[MatchedTable], used: Sequence[MatchedTable]) -> None:
        self.ids: dict[str, set[str]] = {}
        self._files = [each.table.name for each in tables]
        self._headers: dict[str, str] = {}
        self._others: set[str] = set()
        for matched in (*tables, *used):
            key = _id_key(matched)
            ids = _texts(matched, key) if key else []
            is_own = any(matched is each for each in tables)
            if key and is_own:
                self.ids.setdefault(matched.table.name, set()).update(ids)
                self._headers[matched.table.name] = re.sub(r"[^A-Za-z0-9_]", "_", key)
            elif not is_own:
                self._others |= {text.casefold() for text in ids}
            for column in matched.table.columns_of(expand(_PREF_LABEL)):
                if column.key in matched.positions:
                    self._others |= {text.casefold() for text in _texts(matched, column.key)}

    def find_foreign_key(
        self, column: Column, texts: Sequence[str], schema: Schema
    ) -> ForeignKey | None:
        """Return the one table whose ids the cells are, if no cell means anything else.

        A cell that means nothing at all does not count: it is a fault, which others may find.
        """
        if column.kind != "node":
            return None
        allowed = {table.name for table in schema.tables_of(column.classes)}
        meant = {t for t in allowed & set(self.ids) if self.ids[t] & set(texts)}
        if len(meant) != 1:
            return None
        (table,) = meant
        rest = set(texts) - self.ids[table]
        is_plain = not any("/" in text or text.casefold() in self._others for text in rest)
        return (
            ForeignKey(table=table, column=self._headers[table])
            if is_plain and self._is_one(table)
            else None
        )

    def _is_one(self, table: str) -> bool:
        """Tell whether the rows of a table stand in one file."""
        return self._files.count(table) == 1

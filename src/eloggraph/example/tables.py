"""The tables of the invented region, found in the model: ``tables.toml`` says which they are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from eloggraph.errors import InputError
from eloggraph.iri import ELO
from eloggraph.schema.model import Schema, Table

Cell = str | int
# What a row says, by the names of tables.toml; a name is a text in each language.
Row = Mapping[str, Cell | Mapping[str, str]]
Rows = Iterator[tuple[str, Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How rows of one table are written.

    ``name`` is what the model calls the table, ``headers`` the keys of its columns, and ``fields``
    what of a row each column holds: the name of it, and which language of that. The last columns
    say where a row is from, where ``origin`` is true: they are no fields of it.
    """

    name: str
    headers: tuple[str, ...]
    fields: tuple[tuple[str, str | None], ...]
    said: frozenset[str]
    origin: bool

    def cells(self, row: Row, origin: Sequence[Cell]) -> list[Cell]:
        """Return a row as its cells, with where it is from; what it does not say is empty.

        Raises
        ------
        KeyError
            When the row says what no column holds.
        """
        if not row.keys() <= self.said:
            raise KeyError(*sorted(row.keys() - self.said))
        cells: list[Cell] = [
            row.get(field, "") if language is None else row[field][language]  # type: ignore[index, misc]
            for field, language in self.fields
        ]
        return [*cells, *origin] if self.origin else cells


@cache
def read_tables() -> Mapping[str, Any]:
    """Return what ``tables.toml`` says."""
    return tomllib.loads((files(__package__) / "tables.toml").read_text(encoding="utf-8"))


def list_languages() -> Sequence[str]:
    """Return the languages that the words of the example are in.

    >>> list_languages()
    ['fi', 'sv', 'en']
    """
    languages: list[str] = read_tables()["languages"]
    return languages


def find_layouts(schema: Schema) -> dict[str, Layout]:
    """Find every table of the example in a model.

    Raises
    ------
    InputError
        When the model has no longer a table or column that the example writes.
    """
    by_class = {table.target_class: table for table in schema.tables}
    layouts: dict[str, Layout] = {}
    for name, said in read_tables()["tables"].items():
        table = by_class.get(ELO + said["class"])
        if table is None:
            raise InputError.tell("example-outdated", value=said["class"], chapter="example")
        layouts[name] = _lay_out(table, said)
    return layouts


def _lay_out(table: Table, said: Mapping[str, Any]) -> Layout:
    """Lay out one table as ``tables.toml`` says."""
    says = said.get("says", {})
    fields: dict[str, tuple[str, str | None]] = {}
    for column in said["columns"]:
        if column.endswith("@"):
            fields |= {f"{column}{tag}": (column[:-1], tag) for tag in list_languages()}
        else:
            fields[column] = (says.get(column, column), None)
    origin: bool = said.get("origin", True)
    headers = (*fields, *(read_tables()["origin"] if origin else ()))
    known = {column.key for column in table.columns}
    for header in headers:
        if header not in known:
            value = f"{table.name}.{header}"
            raise InputError.tell("example-outdated", value=value, chapter="example")
    return Layout(
        name=table.name,
        headers=headers,
        fields=tuple(fields.values()),
        said=frozenset(field for field, _ in fields.values()),
        origin=origin,
    )

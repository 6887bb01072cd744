"""Example rows for the reference pages, made from the schema alone.

Every table gets one row. Ids are made of the name of the table's class (``ohjauspalvelu-1``), so
that a reference in one example row is the id of another, and the rows together make a network.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eloggraph.iri import contract, expand
from eloggraph.private import conceal
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.tables.model import MatchedTable
from eloggraph.text import HABITS, LANGUAGES, Language, say

Row = Mapping[str, str]

_UNFIT = re.compile(r"[^a-z0-9]+")
# Tried in order where a column has a pattern: those that fit are shown.
_PATTERNED = (
    *("1234567-1", "FI-08", "FI193", "fi", "179", "410", "500", "850", "992"),
    *("13", "02", "05", "09", "17", "1.1", "85.6", "K1.1", "A", "A1", "POINT(25.747 62.242)"),
)
_DATES = {"xsd:date": "2026-01-31", "xsd:gYearMonth": "2026-01", "xsd:gYear": "2026"}


@dataclass(slots=True)
class Examples:
    """Example rows in one language; ``given`` rows of a real network come before made ones."""

    schema: Schema
    language: Language
    given: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    _targets: dict[tuple[str, ...], Table | None] = field(default_factory=dict)
    _codes: dict[str | None, Mapping[str, str]] = field(default_factory=dict)

    def row(self, table: Table, *, made: bool = False) -> Row:
        """Return the example row of a table: its cells by column, in the table's order.

        Of given rows it is the one with most cells filled, and the first of those.
        """
        rows = [] if made else self.given.get(table.name, ())
        if rows:
            fullest = max(rows, key=lambda row: sum(map(bool, row.values())))
            return {column.key: fullest.get(column.key, "") for column in table.columns}
        return self._make_row(table)

    def cell(self, table: Table, column: Column, row: Row) -> str:
        """Return an example value of a column: of the example row, or the first that is given."""
        rows = [row, *self.given.get(table.name, ())]
        found = next((row[column.key] for row in rows if row.get(column.key)), "")
        return found or self._make_cell(table, column, {table.name: 1})

    def statement(self, table: Table, column: Column) -> str:
        """Return an example statement of a column as Turtle."""
        row = self._make_row(table)
        cell = row[column.key] or self._make_cell(table, column, {table.name: 1})
        # A row with that cell alone, and those that its address is made of.
        keys = {key: row[key] for key in table.key}
        lines = write_statements(self, table, {**keys, column.key: cell})
        name = f" {_name(column.path)} "
        return next((line for line in lines[1:] if name in line), "")

    def target(self, column: Column) -> Table | None:
        """Return the table that a reference most likely points at: one whose rows have ids."""
        if column.classes not in self._targets:
            found = [table for table in self.schema.tables_of(column.classes) if _has_id(table)]
            exact = [t for iri in column.classes for t in found if t.target_class == iri]
            self._targets[column.classes] = next(iter([*exact, *found]), None)
        return self._targets[column.classes]

    def codes(self, column: Column) -> Mapping[str, str]:
        """Return the codes of a column's list with their IRIs, in the order of the list."""
        if column.scheme not in self._codes:
            self._codes[column.scheme] = _list_codes(self.schema, column.scheme)
        return self._codes[column.scheme]

    def _make_row(self, table: Table) -> Row:
        used = {table.name: 1}
        cells = {}
        for column in table.columns:
            # A row that points at its own table would need another row.
            is_own = column.kind == "node" and self.target(column) == table
            cells[column.key] = (
                "" if is_own and not column.required else self._make_cell(table, column, used)
            )
        return cells

    def _make_cell(self, table: Table, column: Column, used: dict[str, int]) -> str:
        match column.kind:
            case "node":
                target = self.target(column)
                if target is None:
                    return ""
                used[target.name] = used.get(target.name, 0) + 1
                return self.make_id(target, used[target.name])
            case "concept":
                codes = list(self.codes(column))
                return (column.separator or "").join(codes[: 2 if column.separator else 1])
            case "class":
                narrower = [iri for iri in column.allowed if iri != table.target_class]
                return contract((narrower or [table.target_class])[0]).partition(":")[2]
            case "boolean":
                return self._say("yes")
            case "date":
                return _DATES[_first_datatype(column)]
            case "integer":
                return "1"
            case "decimal":
                return "12.5".replace(".", HABITS[self.language].decimal)
            case "iri":
                return "https://example.org/"
            case "language" | "text":
                return self._make_text(table, column)

    def _make_text(self, table: Table, column: Column) -> str:
        if column.key in table.key and column.path == expand("dct:identifier"):
            return self.make_id(table, 1)
        if column.pattern is not None:
            return next(_fitting(column.pattern), "")
        language = column.language
        if language not in LANGUAGES:
            return self._say("text")
        if column.path == expand("skos:prefLabel"):
            name = self.schema.labels.get(table.target_class, table.names).say(language)
            return f"{name[:1].upper()}{name[1:]} 1"
        return say("reference.example.sentence").say(language)

    def make_id(self, table: Table, number: int) -> str:
        """Return the id of a table's example row by its number, the first being 1."""
        label = self.schema.labels.get(table.target_class, table.names).say(self.language)
        plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
        made = f"{_UNFIT.sub('-', plain).strip('-') or table.name}-{number}"
        pattern = table.column(table.key[0]).pattern or ""
        fitting = [] if re.search(pattern, made) else list(_fitting(pattern))
        return fitting[(number - 1) % len(fitting)] if fitting else made

    def _say(self, key: str) -> str:
        return say(f"reference.example.{key}").say(self.language)


def _fitting(pattern: str) -> Iterator[str]:
    return (text for text in _PATTERNED if re.search(pattern, text))


def _has_id(table: Table) -> bool:
    return len(table.key) == 1 and table.column(table.key[0]).kind == "text"


def _first_datatype(column: Column) -> str:
    return next((name for name in map(contract, column.datatypes) if name in _DATES), "xsd:date")


def _list_codes(schema: Schema, scheme: str | None) -> Mapping[str, str]:
    order = {
        iri: place
        for found in schema.schemes
        if found.iri == scheme
        for place, iri in enumerate(found.top)
    }
    concepts = [concept for concept in schema.concepts if concept.scheme == scheme]
    concepts.sort(key=lambda concept: order.get(concept.iri, len(order)))
    return {c.notation or c.iri.rpartition("/")[2]: c.iri for c in concepts}


def list_rows(matched: MatchedTable) -> list[Row]:
    """Return the rows of a table as read, cells by column; what is personal is left out."""
    columns = {
        key: [conceal(cell or "") for cell in matched.raw.frame[matched.cells(key)]]
        for key in matched.positions
        if not matched.table.column(key).personal
    }
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def write_rows(headers: Sequence[str], rows: Sequence[Sequence[str]], separator: str) -> str:
    r"""Return a header row and rows as a spreadsheet reads them, without a last line end.

    >>> write_rows(["id", "label@fi"], [["a", "Kylä, koulu"]], ",")
    'id,label@fi\na,"Kylä, koulu"'
    """
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows([headers, *rows])
    return written.getvalue().rstrip("\n")


def write_statements(examples: Examples, table: Table, row: Row) -> tuple[str, ...]:
    """Return a made example row as Turtle, one statement a line; addresses are relative.

    The row is one of :meth:`Examples.row` with ``made``: its references are ids.
    """
    subject = f"<{table.name}/{_row_id(examples, table, row)}>"
    lines = [f"{subject} a {contract(table.target_class)} ."]
    for column in table.columns:
        for value in _values(column, row.get(column.key, "")):
            for term in _terms(examples, column, value):
                ends = (term, subject) if column.inverse else (subject, term)
                lines.append(f"{ends[0]} {_name(column.path)} {ends[1]} .")
    return tuple(lines)


def _row_id(examples: Examples, table: Table, row: Row) -> str:
    """Return the end of a row's address, as rows are named when tables are read."""
    return "~".join(_key_part(examples, table.column(key), row.get(key, "")) for key in table.key)


def _key_part(examples: Examples, column: Column, cell: str) -> str:
    target = examples.target(column) if column.kind == "node" else None
    is_shared = target is not None and len(examples.schema.tables_of(column.classes)) > 1
    return f"{target.name}.{cell}" if target and is_shared and cell else cell or "-"


def _values(column: Column, cell: str) -> list[str]:
    values = cell.split(column.separator) if column.separator else [cell]
    return [value for value in values if value]


def _name(iri: str) -> str:
    short = contract(iri)
    return short if short != iri else f"<{iri}>"


def _terms(examples: Examples, column: Column, value: str) -> list[str]:
    match column.kind:
        case "node":
            target = examples.target(column)
            return [f"<{target.name}/{value}>"] if target else []
        case "concept":
            iri = examples.codes(column).get(value)
            return [f"<{iri}>"] if iri else []
        case "class":
            found = [iri for iri in column.allowed if contract(iri).partition(":")[2] == value]
            return [_name(iri) for iri in found]
        case "boolean":
            return ["true"]
        case "integer":
            return [value]
        case "decimal":
            return [value.replace(",", ".")]
        case "language":
            return [f"{_quote(value)}@{column.language}"]
        case "date":
            return [f"{_quote(value)}^^{_first_datatype(column)}"]
        case "iri":
            return [f"{_quote(value)}^^xsd:anyURI"]
        case _:
            return [_quote(value)]


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

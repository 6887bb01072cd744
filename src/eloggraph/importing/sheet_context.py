"""Where a column of a sheet may go: to its own table, or to those whose rows it names besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eloggraph.importing.headings import Match, resolve
from eloggraph.importing.model import DESCRIPTION, LABEL, Target
from eloggraph.importing.names import list_referred
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.text import Language, Text, say


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that a column may be, with the language of its header."""

    target: Target
    score: float
    language: str


@dataclass(kw_only=True)
class SheetContext:
    """The table of a sheet, and the tables that its rows name things of besides."""

    schema: Schema
    table: Table
    present: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with the table of the sheet itself."""
        self.present.add(self.table.name)

    def list_candidates(self, matches: Sequence[Match]) -> list[Candidate]:
        """Return where a column may go in this sheet, the likeliest first."""
        found: dict[Target, Candidate] = {}
        for match in matches:
            for target, weight in self._place(match.target):
                score = match.score * weight
                if target not in found or score > found[target].score:
                    found[target] = Candidate(target, score, match.language)
        own = self.table.name
        return sorted(
            found.values(), key=lambda c: (-round(c.score, 3), c.target.table != own, c.target)
        )

    def _place(self, target: Target) -> list[tuple[Target, float]]:
        """Return what a target of any table is in this sheet, and how well it suits there."""
        if target.table == self.table.name:
            return [(target, 1.0)]
        other = self.schema.table(target.table)
        if target.key == LABEL:
            if (column := self._refer(other, joining=True)) is not None:
                return [(Target(self.table.name, column.key), 0.99)]
            if self.is_joined(other):
                return [(target, 0.99)]
            if (column := self._refer(other, joining=False)) is not None:
                return [(Target(self.table.name, column.key), 0.97)]
            return []
        is_relation = not any(c.path == expand("skos:prefLabel") for c in other.columns)
        if other.name in self.present or (is_relation and self.is_joined(other)):
            return [(target, 0.98)]
        return []

    def _refer(self, other: Table, *, joining: bool) -> Column | None:
        """Return the column of this sheet's table that refers to rows of another one."""
        for column in self.table.columns:
            if column.kind == "node" and column.joins == joining and self._accepts(column, other):
                return column
        return None

    def is_joined(self, other: Table) -> bool:
        """Tell whether rows of another table are joined with what a row of this sheet names."""
        here = [self.schema.table(name) for name in sorted(self.present)]
        return any(c.joins and self._accepts(c, each) for c in other.columns for each in here)

    def _accepts(self, column: Column, table: Table) -> bool:
        return table.name in list_referred(self.schema, column)

    def is_list(self, target: Target, language: Language) -> bool:
        """Tell whether several values may stand in a cell, or several columns be one."""
        if target.key == LABEL:
            return target.table != self.table.name
        table = self.schema.table(target.table)
        column = resolve(target, self.schema, language)
        if column is None:
            return False
        # A relation is one row for each of its parties.
        return (
            column.separator is not None
            or (table.name != self.table.name and column.kind == "node" and column.key in table.key)
            or is_party(column, table)
        )

    def name_target(self, target: Target, language: Language) -> Text:
        """Return how a target is called: the table and the column."""
        return name_target(self.schema, target)


def is_party(column: Column, table: Table) -> bool:
    """Tell whether a column names a party of a relation: several give several rows."""
    return column.kind == "node" and column.key in table.key and len(table.key) > 1


def name_target(schema: Schema, target: Target) -> Text:
    """Return how a target is called in each language: table and column.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> name_target(packaged_schema(), Target("actors", "areas")).fi
    'Toimijat: toiminta-alueet'
    """
    table = schema.table(target.table)
    generic = {LABEL: "importing.part.name", DESCRIPTION: "importing.part.description"}
    key = generic.get(target.key)
    part = say(key) if key else table.column(target.key).names
    return Text.each(lambda language: f"{table.names.say(language)}: {part.say(language)}")

"""What the shapes say about tables: the schema as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eloggraph.finding import Severity
from eloggraph.text import Text

ValueKind = Literal[
    "text", "language", "integer", "decimal", "boolean", "date", "iri", "concept", "class", "node"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: a property shape seen from the spreadsheet.

    ``path`` is the property; with ``inverse`` the cell holds the subject of the statement.
    ``datatypes`` are tried in order; ``classes`` say which rows a reference may point at;
    ``scheme`` which code list a code comes from; ``separator`` that several values fit a cell.
    """

    key: str
    names: Text
    description: Text
    shape: str
    path: str
    inverse: bool
    kind: ValueKind
    datatypes: tuple[str, ...] = ()
    language: str | None = None
    classes: tuple[str, ...] = ()
    scheme: str | None = None
    allowed: tuple[str, ...] = ()
    separator: str | None = None
    required: bool = False
    severity: Severity = "violation"
    personal: bool = False
    order: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: a node shape seen from the spreadsheet; ``key`` names its key columns."""

    name: str
    names: Text
    description: Text
    shape: str
    target_class: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return the column with the key."""
        return next(column for column in self.columns if column.key == key)

    def columns_of(self, path: str, *, inverse: bool = False) -> tuple[Column, ...]:
        """Return the columns that hold values of a property."""
        return tuple(c for c in self.columns if c.path == path and c.inverse == inverse)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass:
    """A class of the ontology with its direct superclasses."""

    iri: str
    label: Text
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A code of a code list (a SKOS concept)."""

    iri: str
    scheme: str
    notation: str | None
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a property shape demands, in words; ``path`` is what it is about."""

    shape: str
    path: str | None
    inverse: bool
    message: Text | None
    severity: Severity
    name: Text | None


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The tables, classes, code lists and rules that ontology and shapes declare.

    ``labels`` gives the name of every term of the ontology and every code by IRI.
    """

    tables: tuple[Table, ...]
    classes: Mapping[str, ModelClass]
    concepts: tuple[Concept, ...]
    rules: Mapping[str, Rule]
    labels: Mapping[str, Text]

    @cached_property
    def descendants(self) -> Mapping[str, frozenset[str]]:
        """Every class with itself and all its subclasses."""
        found = {iri: {iri} for iri in self.classes}
        for iri in self.classes:
            above, seen = list(self.classes[iri].parents), set[str]()
            while above:
                parent = above.pop()
                if parent in seen or parent not in self.classes:
                    continue
                seen.add(parent)
                found[parent].add(iri)
                above.extend(self.classes[parent].parents)
        return {iri: frozenset(below) for iri, below in found.items()}

    def table(self, name: str) -> Table:
        """Return the table with the name."""
        return next(table for table in self.tables if table.name == name)

    def tables_of(self, classes: tuple[str, ...]) -> tuple[Table, ...]:
        """Return the tables that may hold rows of one of the classes.

        Those whose rows are of the class or of a subclass of it, and those whose rows may be
        narrowed to it (a table of actors for a reference to a public authority).
        """

        def related(above: str, below: str) -> bool:
            return below in self.descendants.get(above, frozenset({above}))

        return tuple(
            table
            for table in self.tables
            if any(
                related(iri, table.target_class) or related(table.target_class, iri)
                for iri in classes
            )
        )

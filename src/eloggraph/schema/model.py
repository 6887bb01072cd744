"""What the shapes say about tables: the schema as frozen values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from eloggraph.finding import Severity
from eloggraph.iri import expand
from eloggraph.schema.names import normalise_header
from eloggraph.text import Language, Text

ValueKind = Literal[
    "text", "language", "integer", "decimal", "boolean", "date", "iri", "concept", "class", "node"
]
PropertyTrait = Literal[
    "object", "datatype", "annotation", "transitive", "symmetric", "functional", "irreflexive"
]
_NAME = expand("skos:prefLabel")
# How an id that is made from a name looks.
_MADE = "name-2"
MatchKind = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: a property shape seen from the spreadsheet.

    ``path`` is the property; with ``inverse`` the cell holds the subject of the statement.
    ``datatypes`` are tried in order; ``classes`` say which rows a reference may point at;
    ``scheme`` which code list a code comes from; ``separator`` that several values fit a cell.
    ``also`` are names that it once had: a header so called is still understood. ``module`` is the
    module that it is of; without one it is of the core, which every network has. A row holds only
    while what a column with ``holds_with`` names does. A cell of one with ``row_for_each`` may
    list several values: its row is read as one row for each.
    ``headings`` are what people call it in tables of their own; where one row of such a table
    tells of several things, a column that ``joins`` refers to another of them, and the value of one
    that ``shares`` holds for all of them. ``default`` is the value that a required column has where
    nothing is known. The codes of one that ``names_rows`` are what rows of the table are called.
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
    pattern: str | None = None
    also: tuple[str, ...] = ()
    module: str | None = None
    holds_with: bool = False
    row_for_each: bool = False
    headings: tuple[tuple[Language, str], ...] = ()
    joins: bool = False
    shares: bool = False
    default: str | None = None
    names_rows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerColumn:
    """A column that a table once had: its headers, and what to do with what stands in it."""

    key: str
    names: Text
    remedy: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: a node shape seen from the spreadsheet; ``key`` names its key columns.

    ``family`` is the stem of the file of shapes that it stands in: tables of one kind. A table
    with a place in ``begin_with`` is one that a new network begins with, and ``advice`` is what
    the guide says of it there. ``shows`` are the columns that a new workbook shows, in order, where
    the shapes name them. ``also`` are names that it once had, and ``former`` are columns.
    ``module`` is that of the table; without one it is of the core. ``holds_as`` is the kind of its
    rows where they hold for a time. ``headings`` are what people call one of its rows in tables of
    their own.
    """

    name: str
    names: Text
    description: Text
    shape: str
    target_class: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    family: str = ""
    begin_with: int | None = None
    advice: Text | None = None
    shows: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    former: tuple[FormerColumn, ...] = ()
    module: str | None = None
    holds_as: str | None = None
    headings: tuple[tuple[Language, str], ...] = ()

    @cached_property
    def headers(self) -> Mapping[str, Column]:
        """Every understood header, normalised: keys and names of columns, then former names."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for name in (column.key, *column.names.to_dict().values()):
                found.setdefault(normalise_header(name), column)
        for column in self.columns:
            for name in column.also:
                found.setdefault(normalise_header(name), column)
        return found

    @cached_property
    def id_column(self) -> Column | None:
        """The one key column that holds literal ids; None for a table of relations."""
        columns = [self.column(key) for key in self.key]
        return columns[0] if len(columns) == 1 and columns[0].kind == "text" else None

    @cached_property
    def name_columns(self) -> tuple[Column, ...]:
        """The columns that hold what a row is called, one for each language."""
        return self.columns_of(_NAME)

    @cached_property
    def makes_ids(self) -> bool:
        """Whether a row may do without an id: it has a name, and its id is no code of others."""
        key = self.id_column
        if key is None or not self.name_columns:
            return False
        return key.pattern is None or re.search(key.pattern, _MADE) is not None

    @cached_property
    def former_headers(self) -> Mapping[str, FormerColumn]:
        """The headers of columns that the table once had, normalised."""
        return {
            normalise_header(name): column
            for column in self.former
            for name in (column.key, *column.names.to_dict().values(), *column.also)
        }

    def column(self, key: str) -> Column:
        """Return the column with the key.

        Raises
        ------
        KeyError
            When the table has no such column; it tells what there is that is near.
        """
        found = next((column for column in self.columns if column.key == key), None)
        if found is None:
            known = [column.key for column in self.columns]
            raise KeyError(_tell_missing(f"column {key!r} in the table {self.name!r}", key, known))
        return found

    def within(self, modules: Collection[str]) -> Table:
        """Return the table with the columns of the core, of its own module and of those named.

        What identifies a row, and what every row must say, is there in any case.
        """
        shown = {None, self.module, *modules}
        columns = (
            column
            for column in self.columns
            if column.module in shown or column.required or column.key in self.key
        )
        return replace(self, columns=tuple(columns))

    def written_in(self, languages: Collection[str]) -> Table:
        """Return the table without the columns for texts in other languages than those given."""
        columns = (c for c in self.columns if c.language is None or c.language in languages)
        return replace(self, columns=tuple(columns))

    def columns_of(self, path: str, *, inverse: bool = False) -> tuple[Column, ...]:
        """Return the columns that hold values of a property."""
        return tuple(c for c in self.columns if c.path == path and c.inverse == inverse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """Tables and columns that a network may do without, by the word that switches them on."""

    key: str
    names: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass:
    """A class of the ontology with its direct superclasses and the classes it is disjoint with."""

    iri: str
    label: Text
    parents: tuple[str, ...] = ()
    definition: Text | None = None
    disjoint: tuple[str, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProperty:
    """A property of the ontology; ``traits`` are the characteristics that OWL gives it."""

    iri: str
    label: Text
    definition: Text | None = None
    parents: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    inverses: tuple[str, ...] = ()
    traits: tuple[PropertyTrait, ...] = ()
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A code of a code list (a SKOS concept).

    ``also`` are its other names, of whatever language, and ``hidden`` words that no page shows: a
    cell may say any of them. ``kinds`` are the classes of the ontology that it is of besides: a
    column that refers to one of them may name the code where no row has the name.
    """

    iri: str
    scheme: str
    notation: str | None
    label: Text
    definition: Text | None = None
    broader: tuple[str, ...] = ()
    matches: tuple[tuple[MatchKind, str], ...] = ()
    also: tuple[tuple[Language, str], ...] = ()
    hidden: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A code list (a SKOS concept scheme); ``top`` are its top concepts in the list's order."""

    iri: str
    label: Text
    definition: Text | None = None
    top: tuple[str, ...] = ()
    version: str | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """What the header of an ontology says of it."""

    iri: str
    title: Text
    description: Text | None = None
    version: str | None = None
    licence: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a property shape demands, in words; ``path`` is what it is about.

    ``classes`` are those whose members it judges, ``subjects_of`` the properties whose subjects
    it judges; ``remedy`` says what to do where the rule is broken.
    """

    shape: str
    path: str | None
    inverse: bool
    message: Text | None
    severity: Severity
    name: Text | None
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    remedy: Text | None = None


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
    properties: Mapping[str, ModelProperty] = field(default_factory=dict)
    schemes: tuple[Scheme, ...] = ()
    ontologies: tuple[Ontology, ...] = ()
    modules: tuple[Module, ...] = ()

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

    @cached_property
    def tables_by_name(self) -> Mapping[str, Table]:
        """The tables by what they are called, normalised: keys and names, then former names."""
        found: dict[str, Table] = {}
        for table in self.tables:
            for name in (table.name, *table.names.to_dict().values()):
                found.setdefault(normalise_header(name), table)
        for table in self.tables:
            for name in table.also:
                found.setdefault(normalise_header(name), table)
        return found

    @cached_property
    def _tables_of(self) -> dict[tuple[str, ...], tuple[Table, ...]]:
        return {}

    def table(self, name: str) -> Table:
        """Return the table with the name.

        Raises
        ------
        KeyError
            When there is no such table; it tells what there is that is near.

        Examples
        --------
        >>> from eloggraph.schema.packaged import packaged_schema
        >>> packaged_schema().table("actor")
        Traceback (most recent call last):
        KeyError: "There is no table 'actor'; nearest: 'actors'"
        """
        found = next((table for table in self.tables if table.name == name), None)
        if found is None:
            known = [table.name for table in self.tables]
            raise KeyError(_tell_missing(f"table {name!r}", name, known))
        return found

    def tables_of(self, classes: tuple[str, ...]) -> tuple[Table, ...]:
        """Return the tables that may hold rows of one of the classes.

        Those whose rows are of the class or of a subclass of it, and those whose rows may be
        narrowed to one (a table of actors for a reference to a public authority).
        """
        if classes not in self._tables_of:
            self._tables_of[classes] = self._find_tables_of(classes)
        return self._tables_of[classes]

    def _find_tables_of(self, classes: tuple[str, ...]) -> tuple[Table, ...]:
        def below(iri: str) -> frozenset[str]:
            return self.descendants.get(iri, frozenset({iri}))

        wanted = frozenset[str]().union(*map(below, classes))
        return tuple(
            table for table in self.tables if not wanted.isdisjoint(below(table.target_class))
        )


def _tell_missing(what: str, name: str, known: list[str]) -> str:
    """Return the error for an unknown name, with the nearest known names."""
    from difflib import get_close_matches  # only where something has gone wrong

    near = ", ".join(map(repr, get_close_matches(name, known))) or "none"
    return f"There is no {what}; nearest: {near}"

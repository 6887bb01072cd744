"""What the reference pages tell: tables, classes, properties and code lists, linked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from eloggraph.iri import ELO, ELOSH, contract
from eloggraph.schema.model import (
    Column,
    Concept,
    ModelClass,
    ModelProperty,
    Ontology,
    Rule,
    Scheme,
    Table,
)
from eloggraph.text import Text

# The families of tables in the order of the pages: stems of the files of shapes.
FAMILIES = (
    *("actors", "organisation", "areas", "services", "access", "groups", "competence"),
    *("strategy", "plans", "projects", "quality", "evidence"),
)
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A term with its page: ``address`` is relative to the folder of a language.

    A term that has no page of its own (of another vocabulary, say) has no address.
    """

    label: Text
    code: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEntry:
    """One column of a table with all that a reader needs to fill it in.

    ``targets`` are the tables that a reference may point at, or the code list that codes come
    from; ``allowed`` the classes that the row's own kind is chosen from; ``statement`` an
    example of what a cell becomes, as Turtle.
    """

    column: Column
    link: Link
    table: Link
    property: Link
    targets: tuple[Link, ...]
    allowed: tuple[Link, ...]
    rule: Rule | None
    example: Text
    statement: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A table's header row and example row, ready to copy; the rest of it as Turtle."""

    csv: Text
    tabs: Text
    turtle: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry:
    """A table: its columns in order, its further rules, and the columns that point at it."""

    table: Table
    link: Link
    family: Text
    model_class: Link
    columns: tuple[ColumnEntry, ...]
    rules: tuple[Rule, ...]
    referring: tuple[ColumnEntry, ...]
    snippet: Snippet

    @property
    def required(self) -> int:
        """How many columns every row must fill in."""
        return sum(e.column.required and e.column.severity == "violation" for e in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGroup:
    """The tables of the core, or of one module with the word that switches it on."""

    name: Text
    description: Text
    key: str | None
    tables: tuple[TableEntry, ...]

    @property
    def setting(self) -> str:
        """The line of ``network.toml`` that switches the module on."""
        return f'modules = ["{self.key}"]'


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEntry:
    """A property from one class to another, and the column it is written in, if any.

    ``name`` is what it is called between the two: a borrowed property goes by its column's name.
    """

    name: Text
    source: Link
    source_iri: str
    property: Link
    target: Link
    target_iri: str
    table: Link | None
    column: Link | None
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassEntry:
    """A class: where it stands, what is said of it, and the tables that hold it."""

    model_class: ModelClass
    link: Link
    family: Text
    ancestors: tuple[Link, ...]
    parents: tuple[str, ...]
    children: tuple[Link, ...]
    disjoint: tuple[Link, ...]
    replaced_by: tuple[Link, ...]
    tables: tuple[Link, ...]
    columns: tuple[ColumnEntry, ...]
    properties: tuple[Link, ...]
    outgoing: tuple[RelationEntry, ...]
    incoming: tuple[RelationEntry, ...]
    schemes: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyEntry:
    """A property: of what, to what, and the columns that it is written in.

    ``schemes`` are the code lists that its values come from.
    """

    property: ModelProperty
    link: Link
    is_own: bool
    parents: tuple[Link, ...]
    domains: tuple[Link, ...]
    ranges: tuple[Link, ...]
    schemes: tuple[Link, ...]
    inverses: tuple[Link, ...]
    replaced_by: tuple[Link, ...]
    columns: tuple[ColumnEntry, ...]
    rules: tuple[Rule, ...]
    example: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptEntry:
    """A code: how deep in its list, and what it is called elsewhere."""

    concept: Concept
    code: str
    anchor: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeEntry:
    """A code list with its codes in order and the columns that take them."""

    scheme: Scheme
    link: Link
    concepts: tuple[ConceptEntry, ...]
    columns: tuple[ColumnEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceModel:
    """All that the reference pages tell, in any language."""

    ontology: Ontology
    tables: tuple[TableEntry, ...]
    classes: tuple[ClassEntry, ...]
    properties: tuple[PropertyEntry, ...]
    schemes: tuple[SchemeEntry, ...]
    families: tuple[Text, ...]
    groups: tuple[TableGroup, ...]
    modules: Mapping[str, Text]
    versions: Mapping[str, str]

    def count(self) -> dict[str, int]:
        """Return how many of each there are."""
        return {
            "tables": len(self.tables),
            "columns": sum(len(entry.columns) for entry in self.tables),
            "classes": len(self.classes),
            "properties": len(self.properties),
            "schemes": len(self.schemes),
            "concepts": sum(len(entry.concepts) for entry in self.schemes),
        }


def name_term(iri: str) -> str:
    """Return the short name of a term in addresses: ``Actor``, or ``skos:Concept``.

    >>> name_term("https://w3id.org/eloggraph/ns#Actor"), name_term("urn:x")
    ('Actor', 'urn:x')
    """
    return next((iri.removeprefix(own) for own in (ELO, ELOSH) if iri.startswith(own)), None) or (
        contract(iri)
    )


def name_file(text: str) -> str:
    """Return a text as the name of a file without its ending: no folders, nothing hidden.

    >>> name_file("target_groups"), name_file("skos:Concept"), name_file("..")
    ('target_groups', 'skos-Concept', 'n-5ec1f7e7')
    """
    plain = _UNFIT.sub("-", text.replace("@", "-")).strip(".-")
    if plain == text or plain == text.replace(":", "-"):
        return plain
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or 'n'}-{digest}"


def write_address(page: str, anchor: str = "") -> str:
    """Return the address of a page, or of a place on it.

    >>> write_address("tables/actors.html", "label@fi")
    'tables/actors.html#label@fi'
    """
    return f"{page}#{quote(anchor, safe='@:~')}" if anchor else page

"""Where each term has its page, and what a term without a name of its own is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from eloggraph.iri import ELO, contract, expand
from eloggraph.schema.model import Column, ModelClass, ModelProperty, Schema, Scheme, Table
from eloggraph.text import Text, catalogue_keys, say
from eloggraph.views.reference.model import Link, name_file, name_term, write_address

_DATATYPES = {
    "xsd:string": "text",
    "rdf:langString": "text",
    "xsd:integer": "integer",
    "xsd:decimal": "decimal",
    "xsd:boolean": "boolean",
    "xsd:date": "date",
    "xsd:gYear": "date-year",
    "xsd:anyURI": "iri",
}


@dataclass(frozen=True)
class Links:
    """The links of one schema; terms are asked for by IRI."""

    schema: Schema

    @cached_property
    def classes(self) -> Mapping[str, ModelClass]:
        """Every class of the ontology; one that it only borrows is named by the catalogue."""
        return {
            iri: replace(found, label=_name_borrowed(found.label, iri))
            for iri, found in self.schema.classes.items()
        }

    @cached_property
    def properties(self) -> Mapping[str, ModelProperty]:
        """The ontology's own properties, and those of other vocabularies that columns use."""
        declared = self.schema.properties
        used = {column.path for table in self.schema.tables for column in table.columns}
        own = {
            iri
            for iri, said in declared.items()
            if iri.startswith(ELO) or "annotation" not in said.traits
        }
        return {
            iri: self._name_by_columns(declared.get(iri) or _undeclared(iri))
            for iri in sorted(own | used)
        }

    def _name_by_columns(self, found: ModelProperty) -> ModelProperty:
        """Name a borrowed property as its shapes do: by that without a column, or most often."""
        label = _name_borrowed(found.label, found.iri)
        if label != Text.same(contract(found.iri)):
            return replace(found, label=label)
        by_rule = [
            rule.name
            for shape, rule in sorted(self.schema.rules.items())
            if rule.path == found.iri and rule.name and shape not in self._column_shapes
        ]
        columns = self._column_names[found.iri]
        by_column = sorted(columns, key=lambda name: (-columns[name], len(name.said[0]), name))
        return replace(found, label=next(iter([*by_rule, *by_column]), found.label))

    @cached_property
    def _column_shapes(self) -> frozenset[str]:
        return frozenset(c.shape for table in self.schema.tables for c in table.columns)

    @cached_property
    def _column_names(self) -> Mapping[str, Counter[Text]]:
        names: dict[str, Counter[Text]] = defaultdict(Counter)
        for table in self.schema.tables:
            for column in table.columns:
                names[column.path][column.names] += 1
        return names

    def to_class(self, iri: str) -> Link:
        """Return the link to a class; a datatype is told in words."""
        code = contract(iri)
        if iri in self.classes:
            page = f"classes/{name_file(name_term(iri))}.html"
            return Link(label=self.classes[iri].label, code=code, address=page)
        kind = _DATATYPES.get(code)
        label = say(f"reference.kind.{kind}") if kind else Text.same(code)
        return Link(label=label, code=code, address=None)

    def to_property(self, iri: str) -> Link:
        """Return the link to a property."""
        code = contract(iri)
        if iri not in self.properties:
            return Link(label=Text.same(code), code=code, address=None)
        address = write_address("properties.html", name_term(iri))
        return Link(label=self.properties[iri].label, code=code, address=address)

    @staticmethod
    def to_table(table: Table) -> Link:
        """Return the link to a table."""
        page = f"tables/{name_file(table.name)}.html"
        return Link(label=table.names, code=table.name, address=page)

    @staticmethod
    def to_column(table: Table, column: Column) -> Link:
        """Return the link to a column on its table's page."""
        address = write_address(f"tables/{name_file(table.name)}.html", column.key)
        return Link(label=column.names, code=column.key, address=address)

    @staticmethod
    def to_scheme(scheme: Scheme) -> Link:
        """Return the link to a code list."""
        name = scheme.iri.rstrip("/#").rpartition("/")[2]
        return Link(label=scheme.label, code=name, address=f"codes/{name_file(name)}.html")

    def to_targets(self, column: Column) -> tuple[Link, ...]:
        """Return the tables that a column's references point at, or its code list."""
        if column.kind == "node":
            return tuple(map(self.to_table, self.schema.tables_of(column.classes)))
        return tuple(
            self.to_scheme(scheme)
            for scheme in self.schema.schemes
            if column.kind == "concept" and scheme.iri == column.scheme
        )


def is_code(iri: str) -> bool:
    """Tell whether a class is that of codes."""
    return iri == expand("skos:Concept")


def _undeclared(iri: str) -> ModelProperty:
    return ModelProperty(iri=iri, label=Text.same(contract(iri)))


def _name_borrowed(label: Text, iri: str) -> Text:
    key = f"reference.borrowed.{contract(iri).replace(':', '-')}"
    return say(key) if label == Text.same(contract(iri)) and key in catalogue_keys() else label

"""The schema into the model of the reference pages: every term with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from eloggraph.iri import ELO
from eloggraph.schema.model import ModelClass, ModelProperty, Ontology, Schema
from eloggraph.text import Text, say
from eloggraph.views.reference.examples import Row
from eloggraph.views.reference.links import Links
from eloggraph.views.reference.model import (
    FAMILIES,
    ClassEntry,
    ReferenceModel,
    TableEntry,
    TableGroup,
)
from eloggraph.views.reference.tables import TableBuilder, name_family
from eloggraph.views.reference.terms import TermBuilder

_Term = TypeVar("_Term", ModelClass, ModelProperty)


def build_reference(
    schema: Schema,
    *,
    examples: Mapping[str, Sequence[Row]] | None = None,
    versions: Mapping[str, str] | None = None,
) -> ReferenceModel:
    """Return the model of the reference pages.

    Parameters
    ----------
    schema
        Ontology, code lists and shapes as read.
    examples
        Rows of a real network by table, cells by column, to take examples from; without them
        examples are made from the schema.
    versions
        Name and version of what made the pages.

    Examples
    --------
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> model = build_reference(packaged_schema())
    >>> model.count()["tables"] == len(packaged_schema().tables)
    True
    """
    links = Links(schema)
    builder = TableBuilder(schema, links, dict(examples or {}))
    terms = TermBuilder(builder)
    tables = tuple(map(builder.entry, schema.tables))
    classes = tuple(map(terms.model_class, _own_first(links.classes.values())))
    return ReferenceModel(
        ontology=next(
            (o for o in schema.ontologies if ELO.startswith(o.iri)),
            Ontology(iri=ELO, title=say("reference.title")),
        ),
        tables=tables,
        classes=classes,
        properties=tuple(map(terms.model_property, _own_first(links.properties.values()))),
        schemes=tuple(map(terms.scheme, schema.schemes)),
        families=_order_families([*tables, *classes]),
        groups=tuple(_group_tables(schema, tables)),
        modules={module.key: module.names for module in schema.modules},
        versions=dict(versions or {}),
    )


def _own_first(terms: Iterable[_Term]) -> list[_Term]:
    """Put the toolkit's own terms before those of others, each by IRI."""
    return sorted(terms, key=lambda term: (not term.iri.startswith(ELO), term.iri))


def _group_tables(schema: Schema, tables: Sequence[TableEntry]) -> Iterator[TableGroup]:
    """Yield the tables of the core, then those of each module that has any."""
    core = (None, say("reference.module.core"), say("reference.module.core-text"))
    modules = [(module.key, module.names, module.description) for module in schema.modules]
    for key, name, description in (core, *modules):
        found = tuple(entry for entry in tables if entry.table.module == key)
        if found:
            yield TableGroup(name=name, description=description, key=key, tables=found)


def _order_families(entries: Iterable[TableEntry | ClassEntry]) -> tuple[Text, ...]:
    found = {entry.family for entry in entries}
    return tuple(name for name in map(name_family, (*FAMILIES, "other")) if name in found)

"""The classes, properties and code lists of the reference pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from eloggraph.iri import ELO
from eloggraph.schema.model import (
    Column,
    Concept,
    ModelClass,
    ModelProperty,
    Schema,
    Scheme,
    Table,
)
from eloggraph.text import Text
from eloggraph.views.reference.links import Links, is_code
from eloggraph.views.reference.model import (
    ClassEntry,
    ConceptEntry,
    Link,
    PropertyEntry,
    RelationEntry,
    SchemeEntry,
)
from eloggraph.views.reference.tables import TableBuilder, list_ancestors, name_family


@dataclass(frozen=True)
class TermBuilder:
    """The entries of classes, properties and code lists."""

    tables: TableBuilder

    @property
    def schema(self) -> Schema:
        """The schema that the entries are made from."""
        return self.tables.schema

    @property
    def links(self) -> Links:
        """Where the terms have their pages."""
        return self.tables.links

    @cached_property
    def _relations(self) -> tuple[RelationEntry, ...]:
        """Every property between two classes: as columns say, and then as the ontology says."""
        found: dict[tuple[str, str, str], RelationEntry] = {}
        for table in self.schema.tables:
            for column in table.columns:
                for other in column.classes if column.kind == "node" else ():
                    ends = (other, table.target_class)
                    source, target = ends if column.inverse else ends[::-1]
                    key = (source, column.path, target)
                    found.setdefault(key, self._relation(*key, table, column))
        for said in self.schema.properties.values():
            for source in said.domains:
                for target in said.ranges:
                    if {source, target} <= self.schema.classes.keys() and not is_code(target):
                        key = (source, said.iri, target)
                        found.setdefault(key, self._relation(*key))
        return tuple(found.values())

    def _relation(
        self,
        source: str,
        path: str,
        target: str,
        table: Table | None = None,
        column: Column | None = None,
    ) -> RelationEntry:
        link = self.links.to_property(path)
        return RelationEntry(
            name=column.names if column and not path.startswith(ELO) else link.label,
            source=self.links.to_class(source),
            source_iri=source,
            property=link,
            target=self.links.to_class(target),
            target_iri=target,
            column=self.links.to_column(table, column) if table and column else None,
            table=self.links.to_table(table) if table else None,
            is_common=self.tables.is_common(column) if column else False,
        )

    def model_class(self, found: ModelClass) -> ClassEntry:
        """Return what is told of a class."""
        iri, classes = found.iri, self.schema.classes.values()
        tables = [t for t in self.schema.tables if t.target_class == iri]
        holding = [t for t in self.schema.tables if _may_hold(t, iri)]
        disjoint = {*found.disjoint, *(c.iri for c in classes if iri in c.disjoint)}
        held = [p.iri for p in self.links.properties.values() if iri in p.domains]
        return ClassEntry(
            model_class=found,
            link=self.links.to_class(iri),
            family=self._family_of_class(iri),
            ancestors=self._link_classes(list_ancestors(self.schema, iri)),
            parents=found.parents,
            children=self._link_classes(c.iri for c in classes if iri in c.parents),
            disjoint=self._link_classes(sorted(disjoint)),
            replaced_by=self._link_classes(found.replaced_by),
            tables=tuple(map(self.links.to_table, [*tables, *holding])),
            columns=tuple(entry for t in tables for entry in self.tables.columns[t.name]),
            properties=tuple(map(self.links.to_property, held)),
            outgoing=tuple(r for r in self._relations if r.source_iri == iri),
            incoming=tuple(r for r in self._relations if r.target_iri == iri),
            schemes=self._schemes_of(iri),
        )

    def _schemes_of(self, iri: str) -> tuple[Link, ...]:
        """Return the code lists, for the class of codes."""
        return tuple(map(self.links.to_scheme, self.schema.schemes)) if is_code(iri) else ()

    def _link_classes(self, iris: Iterable[str]) -> tuple[Link, ...]:
        return tuple(map(self.links.to_class, iris))

    def _family_of_class(self, iri: str) -> Text:
        for line in (iri, *list_ancestors(self.schema, iri)):
            for table in self.schema.tables:
                if table.target_class == line:
                    return name_family(table.family)
        return name_family("other")

    def model_property(self, found: ModelProperty) -> PropertyEntry:
        """Return what is told of a property."""
        iri = found.iri
        columns = tuple(entry for entry in self.tables.all_columns() if entry.column.path == iri)
        shapes = {entry.column.shape for entry in columns}
        lists = dict.fromkeys(
            to for entry in columns if entry.column.kind == "concept" for to in entry.targets
        )
        ranges = [range_ for range_ in found.ranges if not (lists and is_code(range_))]
        return PropertyEntry(
            property=found,
            link=self.links.to_property(iri),
            is_own=iri.startswith(ELO),
            parents=tuple(map(self.links.to_property, found.parents)),
            domains=self._link_classes(found.domains),
            ranges=self._link_classes(ranges),
            schemes=tuple(lists),
            inverses=tuple(map(self.links.to_property, found.inverses)),
            replaced_by=tuple(map(self.links.to_property, found.replaced_by)),
            columns=columns,
            rules=tuple(
                rule
                for shape, rule in sorted(self.schema.rules.items())
                if shape not in shapes
                and rule.message is not None
                and (rule.path == iri or iri in rule.subjects_of)
            ),
            example=columns[0].statement if columns else None,
        )

    def scheme(self, scheme: Scheme) -> SchemeEntry:
        """Return what is told of a code list."""
        concepts = {c.iri: c for c in self.schema.concepts if c.scheme == scheme.iri}
        return SchemeEntry(
            scheme=scheme,
            link=self.links.to_scheme(scheme),
            concepts=tuple(_walk_codes(scheme, concepts)),
            columns=tuple(e for e in self.tables.all_columns() if e.column.scheme == scheme.iri),
        )


def _may_hold(table: Table, iri: str) -> bool:
    """Tell whether rows of a table of another class may be of the class."""
    return table.target_class != iri and any(
        column.kind == "class" and iri in column.allowed for column in table.columns
    )


def _walk_codes(scheme: Scheme, concepts: Mapping[str, Concept]) -> Iterator[ConceptEntry]:
    """Yield the codes of a list: top concepts in the list's order, each with what it covers."""
    below: dict[str, list[str]] = defaultdict(list)
    for concept in concepts.values():
        for broader in concept.broader:
            below[broader].append(concept.iri)
    tops = [iri for iri in scheme.top if iri in concepts]
    loose = [c.iri for c in concepts.values() if not any(b in concepts for b in c.broader)]
    waiting = [(iri, 0) for iri in reversed([*tops, *loose, *concepts])]
    seen = set[str]()
    while waiting:
        iri, depth = waiting.pop()
        if iri in seen:
            continue
        seen.add(iri)
        name = iri.rpartition("/")[2]
        found = concepts[iri]
        yield ConceptEntry(concept=found, code=found.notation or name, anchor=name, depth=depth)
        waiting += [(child, depth + 1) for child in reversed(below[iri]) if child in concepts]

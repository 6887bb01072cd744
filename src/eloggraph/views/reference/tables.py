"""The tables of the reference pages: columns, rules, and a row to copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eloggraph.finding import SEVERITIES
from eloggraph.schema.model import Column, Rule, Schema, Table
from eloggraph.text import LANGUAGES, Text, say
from eloggraph.views.reference.examples import Examples, Row, write_rows, write_statements
from eloggraph.views.reference.links import Links
from eloggraph.views.reference.model import FAMILIES, ColumnEntry, Snippet, TableEntry

_COMMON = 0.5  # a column of more than this part of all tables says little of any one class


def name_family(stem: str) -> Text:
    """Return what a family of tables is called."""
    return say(f"reference.family.{stem if stem in FAMILIES else 'other'}")


def list_ancestors(schema: Schema, iri: str) -> tuple[str, ...]:
    """Return the superclasses of a class, nearest first."""
    found: list[str] = []
    waiting = [iri]
    while waiting:
        known = schema.classes.get(waiting.pop(0))
        fresh = [parent for parent in (known.parents if known else ()) if parent not in found]
        found += fresh
        waiting += fresh
    return tuple(parent for parent in found if parent != iri)


@dataclass(frozen=True)
class TableBuilder:
    """The entries of tables; what several of them need is worked out once."""

    schema: Schema
    links: Links
    given: Mapping[str, Sequence[Row]]

    @cached_property
    def columns(self) -> Mapping[str, tuple[ColumnEntry, ...]]:
        """Every column by the name of its table."""
        return {table.name: tuple(self._columns(table)) for table in self.schema.tables}

    def all_columns(self) -> Iterator[ColumnEntry]:
        """Yield the columns of every table."""
        for entries in self.columns.values():
            yield from entries

    @cached_property
    def _examples(self) -> tuple[Examples, ...]:
        return tuple(Examples(self.schema, language, self.given) for language in LANGUAGES)

    def _columns(self, table: Table) -> Iterator[ColumnEntry]:
        rows = [(examples, examples.row(table)) for examples in self._examples]
        for column in table.columns:
            allowed = column.allowed if column.kind == "class" else ()
            yield ColumnEntry(
                column=column,
                link=self.links.to_column(table, column),
                table=self.links.to_table(table),
                property=self.links.to_property(column.path),
                targets=self.links.to_targets(column),
                allowed=tuple(map(self.links.to_class, allowed)),
                rule=self.schema.rules.get(column.shape),
                example=Text(*(examples.cell(table, column, row) for examples, row in rows)),
                statement=Text(*(e.statement(table, column) for e in self._examples)),
            )

    def entry(self, table: Table) -> TableEntry:
        """Return what is told of a table."""
        link = self.links.to_table(table)
        return TableEntry(
            table=table,
            link=link,
            family=name_family(table.family),
            model_class=self.links.to_class(table.target_class),
            columns=self.columns[table.name],
            rules=self._rules_of(table),
            referring=tuple(
                entry
                for entry in self.all_columns()
                if link in entry.targets and not self.is_common(entry.column)
            ),
            snippet=self._snippet(table),
        )

    def _rules_of(self, table: Table) -> tuple[Rule, ...]:
        """Return the rules for a table's rows beside those of its columns."""
        lines = {table.target_class, *list_ancestors(self.schema, table.target_class)}
        paths = {column.path for column in table.columns}
        own = {column.shape for column in table.columns}
        found = [
            rule
            for rule in self.schema.rules.values()
            if rule.shape not in own
            and rule.message is not None
            and (lines & set(rule.classes) or paths & set(rule.subjects_of))
        ]
        return tuple(sorted(found, key=lambda rule: (SEVERITIES.index(rule.severity), rule.shape)))

    def _snippet(self, table: Table) -> Snippet:
        headers = [column.key for column in table.columns]
        rows = [list(examples.row(table).values()) for examples in self._examples]
        return Snippet(
            csv=Text(*(write_rows(headers, [row], ",") for row in rows)),
            tabs=Text(*(write_rows(headers, [row], "\t") for row in rows)),
            turtle=Text(*("\n".join(lines) for lines in self.statements[table.name])),
        )

    @cached_property
    def statements(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The made example row of each table as Turtle, in each language."""
        return {
            table.name: tuple(
                write_statements(examples, table, examples.row(table, made=True))
                for examples in self._examples
            )
            for table in self.schema.tables
        }

    @cached_property
    def _uses(self) -> Counter[str]:
        return Counter(c.shape for table in self.schema.tables for c in table.columns)

    def is_common(self, column: Column) -> bool:
        """Tell whether a column is one that most tables have."""
        return self._uses[column.shape] > _COMMON * len(self.schema.tables)

"""What the rows of tables say, as people read it; and what people write, as tables say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eloggraph.graph.statements import ROW, SUBJECT, Graph, RowFrame
from eloggraph.iri import contract, expand
from eloggraph.private import conceal, find_private
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.snapshot.days import last_day
from eloggraph.snapshot.records import Records
from eloggraph.text import Text, capitalise, format_date

# What a spreadsheet would take for a formula when it opens the tables.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """Where a node is described: its table as read, and the row that a spreadsheet shows."""

    table: RowFrame
    row: int


class Values:
    """The network's own rows and the words for what stands in them.

    Parameters
    ----------
    schema
        The model.
    graphs
        The network's own graph, and those that it uses.
    records
        What holds on the day.
    labels
        The name of every node and code by IRI.
    """

    def __init__(
        self,
        schema: Schema,
        graphs: Sequence[Graph],
        records: Records,
        labels: Mapping[str, Text],
    ) -> None:
        self.schema = schema
        self.graphs = graphs
        self.records = records
        self.labels = labels
        self._resolved: dict[str, Mapping[str, set[str]]] = {}
        self._offers: dict[str, tuple[Text, ...]] = {}

    @cached_property
    def places(self) -> Mapping[str, RowPlace]:
        """Where each of the network's own nodes is described."""
        return {
            node: RowPlace(table=table, row=row)
            for table in self.graphs[0].rows
            for node, row in table.frame.select(SUBJECT, ROW).iter_rows()
        }

    @cached_property
    def _raw(self) -> Mapping[int, Mapping[int, tuple[str | None, ...]]]:
        return {
            id(table): {row: cells for row, *cells in table.raw.frame.iter_rows()}  # type: ignore[misc]
            for table in self.graphs[0].rows
        }

    def find(self, table: Table, path: str) -> Column:
        """Return the column of a table that holds the values of a property."""
        return table.columns_of(expand(path))[0]

    def cell(self, node: str, column: Column) -> str:
        """Return the text of a cell as it stands in the table; empty where there is none."""
        place = self.places[node]
        at = place.table.positions.get(column.key)
        if at is None:
            return ""
        return self._raw[id(place.table)][place.row][at] or ""

    def name(self, iri: str) -> Text:
        """Return what a node or code is called."""
        return self.labels.get(iri) or Text.same(iri.rpartition("/")[2])

    def show(self, node: str, column: Column) -> Text:
        """Return the value of a cell in words; nothing private is shown."""
        written = self.cell(node, column)
        if column.kind in ("node", "concept", "class") and written:
            found = self.read(node, column)
            parts = [self.name(iri) for iri in found]
            joined = Text.each(lambda lang: " | ".join(part.say(lang) for part in parts))
            return joined if parts else Text.same(conceal(written))
        if column.kind == "date" and written:
            found = self.records.values(node, contract(column.path))
            if len(found) == 1:
                return Text.each(lambda language: format_date(found[0], language))
        return Text.same(conceal(written))

    def read(self, node: str, column: Column) -> tuple[str, ...]:
        """Return the nodes or codes that a cell names."""
        path = contract(column.path)
        if column.inverse:
            return self.records.subjects(node, path)
        found = self.records.values(node, path)
        if column.kind == "class":
            return tuple(each for each in found if each in column.allowed)
        return found

    def offer(self, column: Column) -> tuple[Text, ...]:
        """Return the values that a cell may be chosen from, by name; none where any text fits."""
        if column.shape not in self._offers:
            names = {self.name(iri) for iri in self._list_targets(column)}
            self._offers[column.shape] = tuple(sorted(names, key=lambda name: name.said))
        return self._offers[column.shape]

    def _list_targets(self, column: Column) -> Iterable[str]:
        if column.kind == "concept":
            return [each.iri for each in self.schema.concepts if each.scheme == column.scheme]
        if column.kind == "class":
            return column.allowed
        return self.records.of(*map(contract, column.classes)) if column.kind == "node" else ()

    def resolve(self, text: str, column: Column) -> str | None:
        """Return what a table says for a text that somebody wrote, or None where it is not known.

        Names become ids or codes; dates are written the usual way. What is private, what a
        spreadsheet would take for a formula, and what is far too long is not taken.
        """
        if text.startswith(_FORMULA) or len(text) > _LONGEST or find_private(text):
            return None
        if column.kind in ("node", "concept", "class"):
            separator = column.separator or "|"
            parts = [part.strip() for part in text.split(separator) if part.strip()]
            if len(parts) > 1 and not column.separator:
                return None
            found = [self._find(part, column) for part in parts]
            known = [each for each in found if each is not None]
            return separator.join(known) if parts and len(known) == len(found) else None
        if column.kind == "date":
            return read_date(text)
        return " ".join(text.split())

    def _find(self, text: str, column: Column) -> str | None:
        if column.shape not in self._resolved:
            self._resolved[column.shape] = self._index(column)
        found = self._resolved[column.shape].get(text.casefold(), set())
        return next(iter(found)) if len(found) == 1 else None

    def _index(self, column: Column) -> Mapping[str, set[str]]:
        """Return for each name what a cell says for it: an id or a code."""
        index: defaultdict[str, set[str]] = defaultdict(set)
        concepts = {each.iri: each for each in self.schema.concepts}
        for iri in self._list_targets(column):
            concept = concepts.get(iri)
            code = (concept.notation if concept else None) or self.records.value(
                iri, "dct:identifier"
            )
            written = code or contract(iri).rpartition(":")[2]
            names = {written, *self.name(iri).said, *capitalise(self.name(iri)).said}
            for name in names:
                index[name.casefold()].add(written)
        return index


def read_date(text: str) -> str | None:
    """Return a day, a month or a year as tables have it, or None where there is none.

    >>> read_date("1.3.2025"), read_date("3/2025"), read_date("2025"), read_date("soon")
    ('2025-03-01', '2025-03', '2025', None)
    """
    parts = text.replace("/", ".").split(".") if "." in text or "/" in text else []
    if parts and all(part.isdigit() for part in parts):
        text = "-".join(f"{int(part):02}" for part in reversed(parts))
    try:
        last_day(text)
    except ValueError:
        return None
    return text if len(text) in (4, 7, 10) else None

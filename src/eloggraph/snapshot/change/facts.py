"""What the rows of a version say, cell by cell, in a form that two versions can be held by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import polars as pl

from eloggraph.graph.describe import write_value
from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame
from eloggraph.private import conceal
from eloggraph.schema.model import Column, Table
from eloggraph.snapshot.change.version import Version
from eloggraph.text import Text

NODE, COLUMN, VALUE, IDENTITY = "node", "column", "value", "identity"
_RAW = "raw"
_SCHEMA = dict.fromkeys((NODE, COLUMN, VALUE, _RAW), pl.String)
# Between the language of a text and the text.
_MARK = "\x1f"


class Facts:
    """The cells of a version; references and nodes are those of ``canon`` where it has others.

    Parameters
    ----------
    version
        Whose rows they are.
    canon
        What a thing is called in both versions, by its IRI without the base.
    """

    def __init__(self, version: Version, canon: Mapping[str, str]) -> None:
        self.version = version
        self.canon = canon
        self.columns: dict[str, Column] = {}

    @staticmethod
    def key_of(table: Table, column: Column) -> str:
        """Return what a column is called here: columns of one text in several languages are one."""
        return f"{table.name} {column.path if column.language else column.shape}"

    def name_column(self, column: Column) -> Text:
        """Return what people call a column."""
        return (
            self.version.labels.get(column.path, column.names) if column.language else column.names
        )

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One line for each value of each cell: node, column, value, and the value as it stands."""
        frames = list(self._read())
        return pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA)

    def _read(self) -> Iterator[pl.DataFrame]:
        graph = self.version.graph
        for rows in graph.rows:
            shapes = {column.shape: column for column in rows.table.columns}
            for part in graph.frames:
                column = shapes.get(part.shape or "") if part.origin is rows.raw else None
                if column is not None and not column.personal:
                    yield self._write(rows.table, column, part)

    def _write(self, table: Table, column: Column, part: StatementFrame) -> pl.DataFrame:
        name = self.key_of(table, column)
        self.columns.setdefault(name, column)
        ends = (OBJECT, SUBJECT) if column.inverse else (SUBJECT, OBJECT)
        raw = pl.col(ends[1])
        if part.is_literal:
            raw = pl.lit(part.language + _MARK) + raw if part.language else raw
            value = raw
        else:
            value = raw.str.strip_prefix(self.version.graph.base).replace(self.canon)
        return part.frame.select(
            pl.col(ends[0]).alias(NODE),
            pl.lit(name).alias(COLUMN),
            value.alias(VALUE),
            raw.alias(_RAW),
        ).unique(maintain_order=True)

    @cached_property
    def identities(self) -> pl.DataFrame:
        """Every row's node with what it is called in both versions.

        A row without an id of its own is what its key says, in the words of both.
        """
        version = self.version
        known = [
            (node, self.canon.get(local, local))
            for node, table in version.rows.items()
            if len(table.key) == 1
            for local in (version.localise(node),)
        ]
        simple = pl.DataFrame(
            known, schema=dict.fromkeys((NODE, IDENTITY), pl.String), orient="row"
        )
        return pl.concat([simple, self._identify_by_keys()])

    def _identify_by_keys(self) -> pl.DataFrame:
        facts = self.frame
        every = (rows.table for rows in self.version.graph.rows)
        tables = {table.name: table for table in every if len(table.key) > 1}
        keys = sorted(
            name
            for name, column in self.columns.items()
            for table in (tables.get(name.partition(" ")[0]),)
            if table is not None and column.key in table.key
        )
        mine = [node for node, table in self.version.rows.items() if table.name in tables]
        told = facts.filter(pl.col(COLUMN).is_in(keys)).select(
            NODE, (pl.col(COLUMN) + _MARK + pl.col(VALUE)).alias(IDENTITY)
        )
        joined = told.group_by(NODE).agg(pl.col(IDENTITY).sort().str.join(_MARK))
        return joined.join(pl.DataFrame({NODE: mine}, schema={NODE: pl.String}), on=NODE)

    def describe(self, nodes: Collection[str]) -> Mapping[str, Mapping[str, tuple[Text, ...]]]:
        """Return for each of some nodes what its cells say, by column, as people read it."""
        wanted = pl.DataFrame({NODE: sorted(nodes)}, schema={NODE: pl.String})
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        mine = self.frame.join(wanted, on=NODE, how="semi")
        for node, name, raw in mine.select(NODE, COLUMN, _RAW).iter_rows():
            found[node][name].append(raw)
        return {
            node: {name: self._say(name, said) for name, said in cells.items()}
            for node, cells in found.items()
        }

    def _say(self, name: str, raw: list[str]) -> tuple[Text, ...]:
        column, labels = self.columns[name], self.version.labels
        if column.language:
            parts = (each.partition(_MARK) for each in raw)
            return (Text.of({language: conceal(text) for language, _, text in parts}, ""),)
        texts = (each.rpartition(_MARK)[2] for each in raw)
        return tuple(write_value(text, column, labels) for text in texts)

    @cached_property
    def dates(self) -> Mapping[str, Mapping[str, str]]:
        """The dates in every row's own cells, by property, as they are written in the data."""
        frame = self.frame
        paths = {name: c.path for name, c in self.columns.items() if c.kind == "date"}
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        mine = frame.filter(pl.col(COLUMN).is_in(sorted(paths)))
        for node, name, value in mine.select(NODE, COLUMN, VALUE).iter_rows():
            found[node][paths[name]] = value
        return found

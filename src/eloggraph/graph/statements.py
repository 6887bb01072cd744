"""The columnar graph: one frame of statements per predicate and origin.

A table's column *is* such a frame. Whether the object is a literal, its datatype and language,
and the table and column it came from are constants of the frame; only subject, object and row
differ from line to line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from eloggraph.finding import Place
from eloggraph.schema.model import Table
from eloggraph.tables.model import RawTable

SUBJECT, OBJECT, ROW, FILE = "subject", "object", "row", "file"
FRAME_SCHEMA = {SUBJECT: pl.String, OBJECT: pl.String, ROW: pl.UInt32}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFrame:
    """Statements with one predicate and one origin.

    ``frame`` has the columns ``subject``, ``object`` and ``row``. ``datatype`` is None for IRIs
    and for language-tagged text. ``origin`` and ``column`` are None for what no table says.
    ``well_formed`` tells that every lexical form is one of the datatype, because it was made so;
    ``refers`` names tables among whose rows every object is, None where that is not known.
    """

    predicate: str
    frame: pl.DataFrame
    is_literal: bool = False
    datatype: str | None = None
    language: str | None = None
    origin: RawTable | None = None
    column: int | None = None
    shape: str | None = None
    well_formed: bool = False
    refers: tuple[RawTable, ...] | None = None

    def place(self, row: int) -> Place | None:
        """Return the cell that a statement of this frame came from."""
        return self.origin.place(row, self.column) if self.origin else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFrame:
    """The node that each row of one table describes: ``frame`` has ``subject`` and ``row``.

    No two rows of a graph have the same node, and a node is named by the base of the graph, its
    table and its id. ``made`` are ids that are made from names, row by row of ``raw``, as those of
    :class:`~eloggraph.tables.model.MatchedTable`.
    """

    table: Table
    raw: RawTable
    positions: Mapping[str, int]
    excused: frozenset[str]
    frame: pl.DataFrame
    made: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Graph:
    """The statements of one network, and which row each node came from."""

    base: str
    frames: tuple[StatementFrame, ...]
    rows: tuple[RowFrame, ...]

    def __repr__(self) -> str:
        """Return name and size on one line."""
        return f"<Graph {self.base}, {len(self)} statements>"

    def __len__(self) -> int:
        """Return how many statements there are."""
        return sum(part.frame.height for part in self.frames)

    def of(self, predicate: str) -> Iterator[StatementFrame]:
        """Yield the frames of one predicate."""
        return (part for part in self.frames if part.predicate == predicate)

    def only(self, predicates: frozenset[str] | None) -> Graph:
        """Return the graph with the frames of some predicates; as it is for None."""
        if predicates is None:
            return self
        kept = tuple(part for part in self.frames if part.predicate in predicates)
        return replace(self, frames=kept)

    def subjects(self) -> pl.Series:
        """Return every node that a row describes, sorted."""
        if not self.rows:
            return pl.Series(SUBJECT, [], dtype=pl.String)
        return pl.concat([part.frame[SUBJECT] for part in self.rows]).unique().sort()

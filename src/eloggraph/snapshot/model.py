"""What holds on a day, and what was left out because it has ended or has not begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from eloggraph.graph.statements import Graph
from eloggraph.schema.model import Schema

KindName = Literal[
    "organisation",
    "collective",
    "link",
    "membership",
    "service",
    "training",
    "norm",
    "post",
    "agreement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Things that hold for a time: their classes, and what must hold too for one to hold."""

    name: KindName
    classes: frozenset[str]
    ends: tuple[str, ...] = ()


def list_kinds(schema: Schema) -> tuple[Kind, ...]:
    """Return the kinds of things that hold for a time, as the shapes of their tables say.

    Everything else is no state of affairs: a place, a goal, an observation, a claim is on record
    whatever day is looked at.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> [(kind.name, len(kind.ends)) for kind in list_kinds(packaged_schema())][:3]
    [('organisation', 0), ('collective', 0), ('link', 2)]
    """
    below = schema.descendants
    found = []
    for name in get_args(KindName):
        tables = [table for table in schema.tables if table.holds_as == name]
        classes = (below.get(table.target_class, {table.target_class}) for table in tables)
        ends = (c.path for table in tables for c in table.columns if c.holds_with)
        kind = Kind(name=name, classes=frozenset().union(*classes), ends=tuple(ends))
        found.append(kind)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many things of a kind have ended, begin later, and hold without any date.

    ``aside`` counts those left out for their status, where that was asked for.
    """

    name: KindName
    ended: int
    later: int
    undated: int
    aside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Snapshot:
    """The graphs of a network with what holds on a day only.

    Parameters
    ----------
    on
        The day.
    graphs
        Statements of what holds; where nothing was left out they are the graphs themselves.
    ended, later
        Nodes that are left out: what has ended, and what has not begun.
    aside
        Nodes that are left out for their status, where that was asked for.
    successors
        Nodes that are spoken of as others on that day: an organisation by its present name, by
        the IRI of the former one; before a renaming, by the name that it had then.
    to_come
        Those of them that are names of later days.
    renamed
        Those of them of which only the name has changed.
    counts
        Of each kind of things that the network itself has.
    """

    on: date
    graphs: tuple[Graph, ...]
    ended: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    successors: Mapping[str, str] = field(default_factory=dict)
    to_come: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    counts: tuple[KindCount, ...] = ()

    def __repr__(self) -> str:
        """Return the day and what was left out on one line."""
        return f"<Snapshot {self.on}, {len(self.ended)} ended, {len(self.later)} later>"

    @property
    def is_whole(self) -> bool:
        """Tell whether everything on record holds under its own name."""
        return not (self.ended or self.later or self.aside or self.successors)

"""What is known of columns that hold few different nodes, as columns of codes do.

Such a column has thousands of cells and a dozen values. Where all of these are allowed, are
instances of a class or have a property, no cell has to be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT
from eloggraph.shacl.core.terms import Part

# A column with more different values is no column of codes.
FEW_VALUES = 500
_SAMPLE = 2_000
# Statements of one predicate that are all put into an index.
_FEW_STATEMENTS = 3_000
# Subjects by what is said of them: a text and its kind.
Said = Mapping[tuple[str, int], set[str]]


@dataclass(slots=True)
class Codes:
    """Looks up the values of columns, and what a data graph says of them."""

    parts: Mapping[str, Sequence[Part]]
    _values: dict[int, frozenset[str] | None] = field(default_factory=dict)
    _said: dict[str, Said] = field(default_factory=dict)
    _said_of: dict[tuple[str, frozenset[str]], Said] = field(default_factory=dict)

    def list_values(self, part: Part) -> frozenset[str] | None:
        """Return the different objects of a part; None where they are many."""
        key = id(part.frame)
        if key not in self._values:
            self._values[key] = _list_values(part.frame[OBJECT])
        return self._values[key]

    def have_value(
        self, nodes: frozenset[str], predicate: str, values: Iterable[tuple[str, int]]
    ) -> bool:
        """Tell whether every node has one of the values (text and kind) of a property."""
        parts, wanted = self.parts.get(predicate, ()), list(values)
        small = [part for part in parts if part.height <= _FEW_STATEMENTS]
        if predicate not in self._said:
            self._said[predicate] = _index((part, part.frame) for part in small)
        missing = nodes.difference(*(self._said[predicate].get(value, ()) for value in wanted))
        if not missing or len(small) == len(parts):
            return not missing
        key = predicate, nodes
        if key not in self._said_of:
            asked = pl.Series(SUBJECT, sorted(nodes)).implode()
            large = (part for part in parts if part.height > _FEW_STATEMENTS)
            self._said_of[key] = _index(
                (part, part.frame.filter(pl.col(SUBJECT).is_in(asked))) for part in large
            )
        return not missing.difference(*(self._said_of[key].get(value, ()) for value in wanted))


def _list_values(objects: pl.Series) -> frozenset[str] | None:
    if len(objects) > _SAMPLE and objects.head(_SAMPLE).n_unique() > FEW_VALUES:
        return None
    found = objects.to_list() if len(objects) <= FEW_VALUES else objects.unique().to_list()
    return frozenset(found) if len(found) <= FEW_VALUES else None


def _index(frames: Iterable[tuple[Part, pl.DataFrame]]) -> Said:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for part, frame in frames:
        for subject, value in frame.select(SUBJECT, OBJECT).iter_rows():
            found[value, part.kind].add(subject)
    return found

"""Faults of SPARQL in shapes: told all at once, each with the name of its shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pyoxigraph as ox

from eloggraph.iri import contract
from eloggraph.shacl.errors import ShapeProblem, ShapesError


class Faults:
    """The faults found so far in a shapes graph."""

    def __init__(self, triples: Sequence[ox.Triple]) -> None:
        self._triples = triples
        self._found: dict[tuple[str, str, str], ShapeProblem] = {}

    def tell(self, code: str, node: object, what: str = "", **values: str) -> None:
        """Add a fault of the constraint, component or shape at a node."""
        name = self._name(node)
        self._found.setdefault(
            (name, code, f"{what} {values}"),
            ShapeProblem.of("sparql", code, shape=name, name=name, value=what, **values),
        )

    def raise_all(self) -> None:
        """Raise what was found, in order.

        Raises
        ------
        ShapesError
            When there is any fault.
        """
        if self._found:
            raise ShapesError(*(self._found[key] for key in sorted(self._found)))

    @cached_property
    def _above(self) -> dict[object, object]:
        """The node whose statement a blank node is the object of, first by name."""
        found: dict[object, object] = {}
        for triple in sorted(self._triples, key=lambda t: str(t.subject), reverse=True):
            if isinstance(triple.object, ox.BlankNode):
                found[triple.object] = triple.subject
        return found

    def _name(self, node: object) -> str:
        """Return the prefixed name of a node, or of what a blank node belongs to."""
        seen: set[object] = set()
        while not isinstance(node, ox.NamedNode) and node not in seen:
            seen.add(node)
            node = self._above.get(node, node)
        return contract(node.value) if isinstance(node, ox.NamedNode) else str(node)

"""What one query of a shape checks.

Source: SHACL, W3C Recommendation 20 July 2017, section 5 (SPARQL-based constraints).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.patterns import find_predicates
from eloggraph.shacl.sparql.prebinding import is_setwise
from eloggraph.shacl.sparql.syntax import Select

SHAPES_GRAPH = ox.NamedNode("urn:x-eloggraph:shapes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlCheck:
    """One SPARQL query that judges the focus nodes of one shape.

    ``constraint`` is the ``sh:sparql`` constraint, None for a component. ``path`` is the shape's
    ``sh:path``. ``parameters`` are the pre-bound variables besides ``$this`` and ``$value``.
    ``properties`` are those by which the shape has the check: ``sh:sparql``, or the parameters.
    ``names`` are the namespaces of its prefixes, and the IRIs among the parameters as ``?name``.
    """

    shape: Term
    component: ox.NamedNode
    constraint: Term | None
    path: Term | None
    severity: ox.NamedNode
    messages: tuple[ox.Literal, ...]
    query: Select
    names: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, Term], ...]
    properties: tuple[str, ...]

    @property
    def predicates(self) -> frozenset[str] | None:
        """The IRIs of the properties that the query reads; None: it may read any."""
        return find_predicates(self.query, dict(self.names))

    @property
    def wants_values(self) -> bool:
        """Whether the query asks about value nodes (``ASK``), and not about focus nodes."""
        return self.query.form == "ask"

    @property
    def varying(self) -> tuple[str, ...]:
        """The pre-bound variables that differ from row to row."""
        return ("this", "value") if self.wants_values else ("this",)

    @property
    def reads_shapes(self) -> bool:
        """Whether the query looks into the shapes graph."""
        return any(name == "shapesGraph" for name, _ in self.parameters)

    @property
    def is_setwise(self) -> bool:
        """Whether one run of the query answers for all nodes."""
        return is_setwise(self.query, self.varying)

"""What one query of a shape checks.

Source: SHACL, W3C Recommendation 20 July 2017, section 5 (SPARQL-based constraints).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.bound import BoundQuery
from eloggraph.shacl.sparql.prebinding import is_setwise


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlCheck:
    """One SPARQL query that judges the focus nodes of one shape.

    ``constraint`` is the ``sh:sparql`` constraint, None for a component. ``path`` is the shape's
    ``sh:path``. ``properties`` are those by which the shape has the check: ``sh:sparql``, or the
    parameters of a component.
    """

    shape: Term
    component: ox.NamedNode
    constraint: Term | None
    path: Term | None
    severity: ox.NamedNode
    messages: tuple[ox.Literal, ...]
    bound: BoundQuery
    properties: tuple[str, ...]

    @property
    def wants_values(self) -> bool:
        """Whether the query asks about value nodes (``ASK``), and not about focus nodes."""
        return self.bound.query.form == "ask"

    @property
    def varying(self) -> tuple[str, ...]:
        """The pre-bound variables that differ from row to row."""
        return ("this", "value") if self.wants_values else ("this",)

    @property
    def is_setwise(self) -> bool:
        """Whether one run of the query answers for all nodes."""
        return is_setwise(self.bound.query, self.varying)

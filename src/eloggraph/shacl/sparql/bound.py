"""A query of a shapes graph with what is bound in it before it is asked.

Source: SHACL, W3C Recommendation 20 July 2017, section 5.3.1 (pre-bound variables).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.iri import contract
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.patterns import find_predicates
from eloggraph.shacl.sparql.queries import ReadQuery
from eloggraph.shacl.sparql.syntax import Select

SHAPES_GRAPH = ox.NamedNode("urn:x-eloggraph:shapes")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundQuery:
    """A query, and the variables that mean the same for every node it is asked for.

    ``names`` are the namespaces of its prefixes, and the IRIs among the parameters as ``?name``.
    ``parameters`` are the pre-bound variables besides ``$this`` and ``$value``, in order.
    """

    query: Select
    names: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, Term], ...]

    @property
    def predicates(self) -> frozenset[str] | None:
        """The IRIs of the properties that the query reads; None: it may read any."""
        return find_predicates(self.query, dict(self.names))

    @property
    def constant(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(name for name, _ in self.parameters)

    @property
    def reads_shapes(self) -> bool:
        """Whether the query looks into the shapes graph."""
        return "shapesGraph" in self.constant


def bind(
    read: ReadQuery, parameters: Mapping[str, Term], *, shape: Term | None = None
) -> BoundQuery:
    """Return a query with its parameters.

    Parameters
    ----------
    shape
        The shape that asks, if one does: what the query names of it, and the graph that it stands
        in, are bound too.

    Examples
    --------
    >>> from eloggraph.shacl.sparql.syntax import parse_query, read_tokens
    >>> query = parse_query(read_tokens("ASK { $this a $kind }"))
    >>> read = ReadQuery(query=query, names=(), variables=frozenset({"this", "kind"}))
    >>> bind(read, {"kind": ox.NamedNode("urn:k")}).names
    (('?kind', 'urn:k'),)
    """
    given = dict(parameters)
    if shape is not None:
        of_shape: dict[str, Term] = {"currentShape": shape, "shapesGraph": SHAPES_GRAPH}
        given |= {name: term for name, term in of_shape.items() if name in read.variables}
    iris = ((f"?{n}", t.value) for n, t in given.items() if isinstance(t, ox.NamedNode))
    return BoundQuery(
        query=read.query, names=(*read.names, *iris), parameters=tuple(sorted(given.items()))
    )


@contextmanager
def failures_told(name: str) -> Iterator[None]:
    """Tell of a query that cannot be evaluated; ``name`` is the IRI of what it belongs to.

    Raises
    ------
    ShapesError
        When it cannot.

    Examples
    --------
    >>> with failures_told("urn:s"):
    ...     _ = ox.Store().query("ASK { }")
    """
    try:
        yield
    except (SyntaxError, ValueError, RuntimeError) as error:
        reason = next(iter(str(error).splitlines()), "")
        raise ShapesError(
            ShapeProblem.of("sparql", "query-malformed", name=contract(name), value=reason)
        ) from error

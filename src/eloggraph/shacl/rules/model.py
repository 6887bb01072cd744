"""Rules and node expressions as typed values, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path, predicates_of
from eloggraph.shacl.sparql.bound import BoundQuery

# -- node expressions (section 6) ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """The same node for every focus node."""

    term: Term


@dataclass(frozen=True, slots=True)
class This:
    """The focus node."""


@dataclass(frozen=True, slots=True)
class PathValues:
    """What a path leads to from some nodes."""

    path: Path
    nodes: Expression


@dataclass(frozen=True, slots=True)
class Filtered:
    """Those of some nodes that conform to a shape."""

    shape: Term
    nodes: Expression


@dataclass(frozen=True, slots=True)
class Union:
    """What any of several expressions gives."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Intersection:
    """What all of several expressions give."""

    parts: tuple[Expression, ...]


Expression = Constant | This | PathValues | Filtered | Union | Intersection


def walk_expression(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all that it is made of.

    >>> [type(each).__name__ for each in walk_expression(Union((This(), This())))]
    ['Union', 'This', 'This']
    """
    yield expression
    inner: tuple[Expression, ...] = ()
    if isinstance(expression, (Union, Intersection)):
        inner = expression.parts
    elif isinstance(expression, (PathValues, Filtered)):
        inner = (expression.nodes,)
    for each in inner:
        yield from walk_expression(each)


# -- rules (section 8) --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TripleHead:
    """The statements of a triple rule: all combinations of what three expressions give."""

    subject: Expression
    predicate: Expression
    object: Expression

    def list_expressions(self) -> Iterator[Expression]:
        """Yield all expressions that it is made of."""
        for each in (self.subject, self.predicate, self.object):
            yield from walk_expression(each)

    @property
    def shapes(self) -> tuple[Term, ...]:
        """The shapes that nodes are filtered by."""
        return tuple(e.shape for e in self.list_expressions() if isinstance(e, Filtered))

    @property
    def constants(self) -> tuple[Term, ...]:
        """The nodes that it names itself."""
        return tuple(e.term for e in self.list_expressions() if isinstance(e, Constant))

    @property
    def predicates(self) -> frozenset[str] | None:
        """The IRIs of the properties that its paths read."""
        paths = (e.path for e in self.list_expressions() if isinstance(e, PathValues))
        return frozenset(iri for path in paths for iri in predicates_of(path))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule of one shape; its head is a triple rule's, or the ``CONSTRUCT`` query of another.

    ``order`` is its layer, the order of the shape, and that of the rule within it. A rule that is
    for ``once`` is run once for each focus node, whatever comes later.
    """

    node: Term
    shape: Term
    head: TripleHead | BoundQuery
    conditions: tuple[Term, ...] = ()
    order: tuple[Decimal, ...] = ()
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """What rules have inferred: statements in order, none of which the data has.

    ``rounds`` is how many times rules of one order were run; ``rules`` is how many there were,
    and ``unrun`` how many others could not be run.
    """

    triples: tuple[ox.Triple, ...] = ()
    rounds: int = 0
    rules: int = 0
    unrun: int = 0

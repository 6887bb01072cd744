"""The plan: shapes as typed values, ready to be run over frames.

Sources: SHACL, W3C Recommendation 20 July 2017, sections 2 (shapes, targets, paths) and 4 (core
constraint components); SHACL 1.2 Core, W3C Working Draft 3 August 2026. Nothing here knows of
frames.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import VIOLATION, Term
from eloggraph.shacl.paths import Path
from eloggraph.shacl.sparql import SparqlCheck, SparqlTarget

# -- targets (section 2.1.3) --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """One target declaration; an implicit class target is one of ``class``.

    ``where``: all nodes that conform to a shape; ``all``: all nodes; ``named``: the nodes of which
    the data itself says, with ``sh:shape``, that the shape is theirs; ``query``: what ``query``
    selects.
    """

    kind: Literal["node", "class", "subjects-of", "objects-of", "where", "all", "named", "query"]
    term: Term
    query: SparqlTarget | None = None


# -- constraints (section 4) --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Class:
    """Every value node is a SHACL instance of one of the classes."""

    iris: tuple[str, ...]
    component = "ClassConstraintComponent"


@dataclass(frozen=True, slots=True)
class Datatype:
    """Every value node is a well-formed literal of one of the datatypes."""

    iris: tuple[str, ...]
    component = "DatatypeConstraintComponent"


@dataclass(frozen=True, slots=True)
class NodeKind:
    """Every value node is of one of the kinds."""

    iri: bool
    blank: bool
    literal: bool
    component = "NodeKindConstraintComponent"


@dataclass(frozen=True, slots=True)
class LanguageIn:
    """Every value node is a literal whose language tag matches one of the ranges."""

    ranges: tuple[str, ...]
    component = "LanguageInConstraintComponent"


@dataclass(frozen=True, slots=True)
class In:
    """Every value node is one of the terms."""

    terms: tuple[Term, ...]
    component = "InConstraintComponent"


@dataclass(frozen=True, slots=True)
class Range:
    """Every value node compares with the limit as the operator says."""

    operator: Literal["<", "<=", ">", ">="]
    limit: ox.Literal
    component: str


@dataclass(frozen=True, slots=True)
class Length:
    """The text of every value node is at least or at most so many characters long."""

    minimum: int | None
    maximum: int | None
    component: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The text of every value node matches the regular expression (of a linear-time engine)."""

    regex: str
    component = "PatternConstraintComponent"


@dataclass(frozen=True, slots=True)
class SingleLine:
    """The text of every value node is one line."""

    component = "SingleLineConstraintComponent"


@dataclass(frozen=True, slots=True)
class RootClass:
    """Every value node is the class, or one below it."""

    iri: str
    component = "RootClassConstraintComponent"


@dataclass(frozen=True, slots=True)
class ListLength:
    """Every value node is a list of at least or at most so many members."""

    minimum: int | None
    maximum: int | None
    component: str


@dataclass(frozen=True, slots=True)
class UniqueMembers:
    """Every value node is a list that has no member twice."""

    component = "UniqueMembersConstraintComponent"


@dataclass(frozen=True, slots=True)
class Count:
    """There are at least or at most so many value nodes."""

    minimum: int | None
    maximum: int | None
    component: str


@dataclass(frozen=True, slots=True)
class UniqueLang:
    """No two value nodes have the same language tag."""

    component = "UniqueLangConstraintComponent"


@dataclass(frozen=True, slots=True)
class HasValue:
    """The term is among the value nodes."""

    term: Term
    component = "HasValueConstraintComponent"


@dataclass(frozen=True, slots=True)
class Pair:
    """How the value nodes relate to the values of another path of the focus node.

    ``not-after`` is ``elosh:notAfter``, which shapes define in SPARQL for other engines: no value
    comes after a value of the other property, as far as both texts go.
    """

    kind: Literal["equals", "disjoint", "subset", "less", "less-or-equal", "not-after"]
    other: Path
    component: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The focus node has no other properties than these."""

    allowed: frozenset[str]
    component = "ClosedConstraintComponent"


@dataclass(frozen=True, slots=True)
class ClosedByTypes:
    """The focus node has no other properties than the shapes of its classes name.

    ``allowed`` are the properties that the shapes of each class name.
    """

    ignored: frozenset[str]
    allowed: tuple[tuple[str, frozenset[str]], ...] = ()
    component = "ClosedConstraintComponent"


@dataclass(frozen=True, slots=True)
class UniqueValues:
    """No other node that the shape is for has exactly the same values of all the paths."""

    paths: tuple[Path, ...]
    component = "UniqueValuesForConstraintComponent"


@dataclass(frozen=True, slots=True)
class Reified:
    """Whoever says something of the statement that has a value node conforms to the shape.

    Where it is ``required`` somebody has to.
    """

    shape: Term | None
    required: bool
    component = "ReifierShapeConstraintComponent"


BY_EXPRESSION = "NodeByExpressionConstraintComponent"


@dataclass(frozen=True, slots=True)
class Nested:
    """How many of the shapes the value nodes conform to: all, none, at least one, exactly one."""

    kind: Literal["node", "property", "and", "or", "not", "xone"]
    shapes: tuple[Term, ...]
    component: str


@dataclass(frozen=True, slots=True)
class Qualified:
    """How many value nodes conform to the shape, and to none of its siblings."""

    shape: Term
    siblings: tuple[Term, ...]
    minimum: int | None
    maximum: int | None
    component: str


@dataclass(frozen=True, slots=True)
class Sparql:
    """A SPARQL-based constraint or component (section 5)."""

    check: SparqlCheck

    @property
    def component(self) -> str:
        """The IRI of the component."""
        return self.check.component.value


Constraint = (
    Class | Datatype | NodeKind | LanguageIn | In | Range | Length | Pattern | SingleLine
    | RootClass | ListLength | UniqueMembers | Count | UniqueLang | HasValue | Pair | Closed
    | ClosedByTypes | UniqueValues | Reified | Nested | Qualified | Sparql
)  # fmt: skip


def component_of(constraint: Constraint) -> ox.NamedNode:
    """Return the IRI of the constraint component."""
    return _named(constraint.component)


@cache
def _named(component: str) -> ox.NamedNode:
    return ox.NamedNode(component if ":" in component else expand(f"sh:{component}"))


# -- shapes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the statement of one constraint says of itself, instead of what the shape says."""

    severity: ox.NamedNode | None = None
    messages: tuple[ox.Literal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape. ``path`` is None for node shapes; ``path_node`` is the object of ``sh:path``."""

    node: Term
    path: Path | None = None
    path_node: Term | None = None
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    severity: ox.NamedNode = VIOLATION
    messages: tuple[ox.Literal, ...] = ()
    deactivated: bool = False
    notes: tuple[tuple[Constraint, Note], ...] = ()

    @property
    def of_reifiers(self) -> tuple[Term, ...]:
        """The shapes of those who say something of the statements that have its value nodes."""
        found = (each.shape for each in self.constraints if isinstance(each, Reified))
        return tuple(shape for shape in found if shape is not None)

    @property
    def children(self) -> tuple[Term, ...]:
        """The shapes that its constraints ask, in order."""
        found: list[Term] = []
        for constraint in self.constraints:
            if isinstance(constraint, Nested):
                found += constraint.shapes
            elif isinstance(constraint, Qualified):
                found += (constraint.shape, *constraint.siblings)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recursion:
    """Where shapes lead back to shapes that ask them.

    ``returns`` are the pairs of a shape and one that it asks and that asks it; ``predicates`` are
    those of all paths on which nodes may be met again.
    """

    returns: frozenset[tuple[Term, Term]]
    predicates: frozenset[str]

    @property
    def heads(self) -> frozenset[Term]:
        """The shapes that others lead back to."""
        return frozenset(child for _, child in self.returns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All shapes of a shapes graph, parents before children, so that one pass serves.

    ``remarks`` tell of shapes that were left out because they cannot mean anything; ``recursion``
    is where a child is a parent too.
    """

    shapes: Mapping[Term, Shape]
    triples: Sequence[ox.Triple]
    prefixes: Mapping[str, str]
    remarks: tuple[ShapeProblem, ...] = ()
    recursion: Recursion | None = None

    @property
    def roots(self) -> tuple[Shape, ...]:
        """The shapes that have a target and are not deactivated."""
        return tuple(s for s in self.shapes.values() if s.targets and not s.deactivated)

"""Triple rules written as queries: one of them asks for all that is new at all focus nodes."""

from __future__ import annotations

from collections.abc import Iterator

from eloggraph.iri import expand
from eloggraph.shacl.paths import Path, write_path
from eloggraph.shacl.rules.model import (
    Constant,
    Expression,
    Filtered,
    PathValues,
    This,
    TripleHead,
    Union,
)
from eloggraph.shacl.sparql.prebinding import BOUND_ALL, BOUND_GRAPH, BOUND_NAME

BOUND = f"GRAPH <{BOUND_GRAPH}> {{ <{BOUND_ALL}> <{BOUND_NAME}this> ?this }}"


# Literals of other datatypes may be there in one form and new in another.
_KEPT = f"<{expand('xsd:string')}>, <{expand('rdf:langString')}>"


def write_iris(path: Path) -> str:
    """Return a path as SPARQL writes it, without prefixes."""
    return write_path(path, lambda iri: f"<{iri}>")


def write_triple_query(head: TripleHead) -> str | None:
    """Return a query for the new statements of a triple rule, or None where shapes filter nodes.

    Its variables are ``?s``, ``?p`` and ``?o``; the focus nodes are in the table of the store.

    Examples
    --------
    >>> from eloggraph.shacl.paths import PredicatePath
    >>> head = TripleHead(subject=This(), predicate=This(),
    ...                   object=PathValues(PredicatePath("urn:p"), This()))
    >>> "?this <urn:p> ?o ." in write_triple_query(head)
    True
    """
    if any(isinstance(each, Filtered) for each in head.list_expressions()):
        return None
    writer = _Writer()
    parts = zip(("?s", "?p", "?o"), (head.subject, head.predicate, head.object), strict=True)
    said = " ".join(writer.write(expression, variable) for variable, expression in parts)
    return (
        f"SELECT DISTINCT ?s ?p ?o WHERE {{ {BOUND} {said} "
        "FILTER (isIRI(?p) && !isLiteral(?s)) "
        f"FILTER ((isLiteral(?o) && datatype(?o) NOT IN ({_KEPT})) || NOT EXISTS {{ ?s ?p ?o }}) }}"
    )


class _Writer:
    def __init__(self) -> None:
        self._names = _count("?v")

    def write(self, expression: Expression, variable: str) -> str:
        """Return the pattern that binds a variable to what an expression gives."""
        if isinstance(expression, This):
            return f"BIND (?this AS {variable})"
        if isinstance(expression, Constant):
            return f"BIND ({expression.term} AS {variable})"
        if isinstance(expression, PathValues):
            if isinstance(expression.nodes, This):
                return f"?this {write_iris(expression.path)} {variable} ."
            start = next(self._names)
            nodes = self.write(expression.nodes, start)
            return f"{nodes} {start} {write_iris(expression.path)} {variable} ."
        assert not isinstance(expression, Filtered)  # such a head is not written
        if not expression.parts:
            return "FILTER (false)"
        if isinstance(expression, Union):
            groups = (f"{{ {BOUND} {self.write(each, variable)} }}" for each in expression.parts)
            return " UNION ".join(groups)
        first, *rest = expression.parts
        said = [self.write(first, variable)]
        for each in rest:
            other = next(self._names)
            said.append(f"{self.write(each, other)} FILTER (sameTerm({variable}, {other}))")
        return " ".join(said)


def _count(prefix: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{prefix}{number}"

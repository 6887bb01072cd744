"""What shapes read of the data: the properties whose statements decide what they find."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.iri import expand
from eloggraph.shacl.core.plan import (
    Class,
    Closed,
    ClosedByTypes,
    ListLength,
    Pair,
    Plan,
    Reified,
    RootClass,
    Shape,
    Sparql,
    UniqueMembers,
    UniqueValues,
)
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import predicates_of


def find_reads(plan: Plan, shape: Term) -> frozenset[str] | None:
    """Return the predicates that a shape and those nested in it read, targets included.

    None means all: a closed shape looks at every statement of a node, and so may a query.
    """
    found: set[str] = set()
    seen: set[Term] = set()
    waiting = [shape]
    while waiting:
        node = waiting.pop()
        if node in seen or plan.shapes[node].deactivated:
            continue
        seen.add(node)
        waiting += (*plan.shapes[node].children, *plan.shapes[node].of_reifiers)
        waiting += [t.term for t in plan.shapes[node].targets if t.kind == "where"]
        read = _reads(plan.shapes[node])
        if read is None:
            return None
        found |= read
    return frozenset(found)


def _expand_all(*curies: str) -> frozenset[str]:
    return frozenset(map(expand, curies))


_CLASS_READS = _expand_all("rdf:type", "rdfs:subClassOf")
_LIST_READS = _expand_all("rdf:first", "rdf:rest")
_ALWAYS_READ: Mapping[type, frozenset[str]] = {
    **dict.fromkeys((Class, RootClass), _CLASS_READS),
    **dict.fromkeys((ListLength, UniqueMembers), _LIST_READS),
    Reified: _expand_all("rdf:subject", "rdf:predicate", "rdf:object"),
}


def _reads(shape: Shape) -> set[str] | None:
    found = set(predicates_of(shape.path))
    queries = [target.query.bound for target in shape.targets if target.query]
    for target in shape.targets:
        if target.kind == "class":
            found |= _CLASS_READS
        elif target.kind == "all":
            return None
        elif target.kind not in ("node", "where", "query"):
            found.add(str(target.term.value))
    for constraint in shape.constraints:
        if isinstance(constraint, (Closed, ClosedByTypes)):
            return None
        found |= _ALWAYS_READ.get(type(constraint), frozenset())
        if isinstance(constraint, Pair):
            found |= set(predicates_of(constraint.other))
        elif isinstance(constraint, UniqueValues):
            found |= {name for path in constraint.paths for name in predicates_of(path)}
        elif isinstance(constraint, Sparql):
            queries.append(constraint.check.bound)
    for query in queries:
        if query.predicates is None:
            return None
        found |= query.predicates
    return found

"""Queries of shapes over statements that stay where they lie: what they read is brought here.

A query in SPARQL is asked of a store in memory. Where its properties have too many statements for
that, or where it may read any, it is left out, and that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from eloggraph.iri import PREFIXES, shorten
from eloggraph.shacl.core.plan import Plan, Shape, Sparql
from eloggraph.shacl.core.scanned import Scanned
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import text_of


def bring_queries(plan: Plan, data: Scanned, most: int) -> tuple[Plan, tuple[ShapeProblem, ...]]:
    """Bring here what the queries of a plan read.

    Parameters
    ----------
    most
        How many statements may be brought.

    Returns
    -------
    The plan without the queries that read more, each of which is told.
    """
    here: frozenset[str] = frozenset()
    for read in sorted(_list_reads(plan), key=partial(_count, data)):
        if _count(data, more := here.union(data.predicates if read is None else read)) <= most:
            here = more
    data.load(here, most)

    def is_here(read: Read) -> bool:
        return here.issuperset(data.predicates if read is None else read)

    done = {node: _leave_out(each, is_here, plan.prefixes) for node, each in plan.shapes.items()}
    problems = dict.fromkeys(problem for _, found in done.values() for problem in found)
    return replace(plan, shapes={node: shape for node, (shape, _) in done.items()}), tuple(problems)


Read = frozenset[str] | None


def _list_reads(plan: Plan) -> Iterator[Read]:
    """Yield the properties that each query of a plan reads; None where it may read any."""
    for shape in plan.shapes.values():
        if not shape.deactivated:
            yield from (reads_of(each) for each in shape.constraints if isinstance(each, Sparql))
            yield from (each.query.bound.predicates for each in shape.targets if each.query)


def reads_of(constraint: Sparql) -> Read:
    """Return the properties that a constraint reads; None where it may read any."""
    return constraint.check.bound.predicates


def _count(data: Scanned, read: Read) -> int:
    return sum(map(data.height, data.predicates if read is None else read))


def _leave_out(
    shape: Shape, is_here: Callable[[Read], bool], prefixes: Mapping[str, str]
) -> tuple[Shape, list[ShapeProblem]]:
    """Return a shape without the queries that read more than is here, and which these are."""
    queries = [each for each in shape.constraints if isinstance(each, Sparql)]
    left = [each for each in queries if not is_here(reads_of(each))]
    unread = [
        each for each in shape.targets if each.query and not is_here(each.query.bound.predicates)
    ]
    if shape.deactivated or not (left or unread):
        return shape, []
    terms = [shorten(each, PREFIXES) for query in left for each in query.check.properties]
    name = shorten(text_of(shape.node), prefixes)
    values = {"name": name, "variant": "engine"}
    problems = [
        ShapeProblem.of("shapes", "shape-not-run", shape=name, term=term, **values)
        for term in [*terms, *("sh:target" for _ in unread)]
    ]
    kept = tuple(each for each in shape.constraints if each not in left)
    targets = tuple(each for each in shape.targets if each not in unread)
    return replace(shape, constraints=kept, targets=targets), problems

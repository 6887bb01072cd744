"""Which statements a query looks at, by their predicates: no others need to be loaded for it.

What is not understood of a query needs the whole graph, and so does a predicate that is a variable,
unless VALUES lists what it may be, or a path that leaves some out. A path that may have no step
(``p*``) joins every node of a graph with itself: it needs the whole too, unless one of its ends is
a term, or a variable that other patterns of the same solutions bind.
"""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.graph.query_patterns import (
    Asked,
    Group,
    UnreadQueryError,
    is_variable,
    read_patterns,
)

Values = Mapping[str, frozenset[str] | None]


def find_predicates(query: str) -> frozenset[Asked] | None:
    """Return predicates among which are all that a query looks at; None if it may be any.

    With a predicate is the IRI that its objects are, or None where they may be anything.

    Examples
    --------
    >>> from eloggraph.iri import contract
    >>> query = "ASK { ?s elo:linkFrom|elo:linkTo+ ?o FILTER EXISTS { ?o a elo:Actor } }"
    >>> sorted((contract(one), other and contract(other)) for one, other in find_predicates(query))
    [('elo:linkFrom', None), ('elo:linkTo', None), ('rdf:type', 'elo:Actor')]
    >>> find_predicates("ASK { ?s ?p ?o }"), find_predicates("ASK { ?s elo:linkTo* ?o }")
    (None, None)
    """
    try:
        groups, found = read_patterns(query)
        listed = [_judge(group, frozenset(), {}) for group in groups]
    except UnreadQueryError:
        return None
    verbs = frozenset[str]().union(*listed)
    return frozenset(found) | {(verb, None) for verb in verbs}


def _judge(group: Group, around: frozenset[str], values: Values) -> frozenset[str]:
    """Return the predicates that variables stand for; refuse what may concern any statement.

    Raises
    ------
    UnreadQueryError
        When a variable may be any predicate, or nothing tells at which nodes a path that may have
        no step begins or ends.
    """
    listed: Values = {**({} if group.is_query else values), **group.values}
    apart = group.is_query or group.enters_graph
    known = frozenset(group.bound) | (frozenset() if apart else around)
    if not group.in_graph:  # where a term need not be in the graph
        known |= {name for name, terms in listed.items() if terms is not None}
    waiting = group.stepless
    while waiting:
        left = [ends for ends in waiting if not any(_is_told(e, known, group) for e in ends)]
        if len(left) == len(waiting):
            raise UnreadQueryError
        known |= {end for ends in waiting if ends not in left for end in ends}
        waiting = left
    found = [listed.get(verb) for verb in group.verbs]
    if None in found:
        raise UnreadQueryError
    inner = [_judge(each, known, listed) for each in group.inner]
    return frozenset[str]().union(*filter(None, found), *inner)


def _is_told(end: str, known: frozenset[str], group: Group) -> bool:
    return end in known if is_variable(end) else not group.in_graph

"""Node expressions worked out: for each focus node, the nodes that an expression gives.

Source: SHACL Advanced Features, W3C Working Group Note 8 June 2017, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

import pyoxigraph as ox

from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path
from eloggraph.shacl.rules.model import (
    Constant,
    Expression,
    Filtered,
    PathValues,
    This,
    TripleHead,
    Union,
)

Values = Mapping[Term, Sequence[Term]]


class Nodes(Protocol):
    """What expressions ask of the data."""

    def follow(self, path: Path, nodes: Sequence[Term]) -> Values:
        """Return what a path leads to, by the nodes that it leads from."""

    def conforming(self, shape: Term, nodes: Sequence[Term]) -> set[Term]:
        """Return those of some nodes that conform to a shape."""


def infer_triples(head: TripleHead, focus: Sequence[Term], nodes: Nodes) -> Iterator[ox.Triple]:
    """Yield the statements of a triple rule for some focus nodes.

    What is no statement of RDF, such as one about a literal, is left out.
    """
    subjects, predicates, objects = (
        evaluate(each, focus, nodes) for each in (head.subject, head.predicate, head.object)
    )
    for node in focus:
        about = [each for each in subjects[node] if not isinstance(each, ox.Literal)]
        named = [each for each in predicates[node] if isinstance(each, ox.NamedNode)]
        for each in product(about, named, objects[node]):
            yield ox.Triple(*each)


def evaluate(expression: Expression, focus: Sequence[Term], nodes: Nodes) -> Values:
    """Return what an expression gives for each of some focus nodes.

    Examples
    --------
    >>> node, other = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> found = evaluate(Union((This(), Constant(other))), [node], nodes=None)
    >>> [term.value for term in found[node]]
    ['urn:a', 'urn:b']
    """
    if isinstance(expression, This):
        return {node: [node] for node in focus}
    if isinstance(expression, Constant):
        return {node: [expression.term] for node in focus}
    if isinstance(expression, PathValues):
        inner = evaluate(expression.nodes, focus, nodes)
        found = nodes.follow(expression.path, _list_all(inner))
        return _choose(inner, lambda value: found[value])
    if isinstance(expression, Filtered):
        inner = evaluate(expression.nodes, focus, nodes)
        kept = nodes.conforming(expression.shape, _list_all(inner))
        return _choose(inner, lambda value: [value] if value in kept else [])
    parts = [evaluate(each, focus, nodes) for each in expression.parts]
    if isinstance(expression, Union):
        return {n: _unite(value for part in parts for value in part[n]) for n in focus}
    sets = [{node: set(values) for node, values in part.items()} for part in parts]
    return {n: _unite(set.intersection(*(each[n] for each in sets)) if sets else ()) for n in focus}


def _list_all(values: Values) -> list[Term]:
    return _unite(value for each in values.values() for value in each)


def _choose(values: Values, choose: Callable[[Term], Sequence[Term]]) -> Values:
    return {
        node: _unite(chosen for value in given for chosen in choose(value))
        for node, given in values.items()
    }


def _unite(terms: Iterable[Term]) -> list[Term]:
    return list(dict.fromkeys(terms))

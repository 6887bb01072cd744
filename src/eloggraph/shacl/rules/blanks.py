"""Blank nodes that a rule makes: named in order, and not made again in every round.

A query makes its blank nodes anew whenever it is asked. What it makes is compared with what the
same rule has made before: statements that hang together by new blank nodes are one figure, and
figures that differ in nothing but the names of these are the same. Of each figure a rule has as
many as it ever made at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

_KEPT = "urn:x-eloggraph:blank:"
Figure = tuple[ox.Triple, ...]


class BlankNodes:
    """Names for new blank nodes, none of which the data has; ``prefix`` begins all of them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0
        self._made: dict[object, Counter[Figure]] = {}

    def settle(
        self,
        rule: object,
        triples: Iterable[ox.Triple],
        fresh: Collection[ox.BlankNode],
        *,
        is_more: bool = False,
    ) -> Iterator[ox.Triple]:
        """Yield what a rule has not made before, with names for its new blank nodes.

        Parameters
        ----------
        is_more
            Whether the rule was run for other focus nodes than before, so that all is new.

        Examples
        --------
        >>> new, has = ox.BlankNode(), ox.NamedNode("urn:has")
        >>> made, names = [ox.Triple(ox.NamedNode("urn:a"), has, new)], BlankNodes("r")
        >>> [str(triple.object) for triple in names.settle("rule", made, {new})]
        ['_:r1']
        >>> list(names.settle("rule", made, {new}))
        []
        """
        made = self._made.setdefault(rule, Counter())
        figures = Counter(_canonise(each, fresh) for each in _group(triples, fresh))
        for figure, count in sorted(figures.items(), key=lambda each: str(each[0])):
            new = count if is_more else max(0, count - made[figure])
            for _ in range(new):
                yield from self._name(figure)
            made[figure] += new

    def _name(self, figure: Figure) -> Iterator[ox.Triple]:
        names: dict[ox.BlankNode, ox.BlankNode] = {}

        def name(term: object) -> object:
            if isinstance(term, ox.NamedNode) and term.value.startswith(_KEPT):
                return ox.BlankNode(term.value.removeprefix(_KEPT))
            if isinstance(term, ox.BlankNode) and term not in names:
                self._count += 1
                names[term] = ox.BlankNode(f"{self._prefix}{self._count}")
            return names[term] if isinstance(term, ox.BlankNode) else term

        for subject, predicate, value in figure:
            yield ox.Triple(name(subject), predicate, name(value))  # type: ignore[arg-type]


def _group(
    triples: Iterable[ox.Triple], fresh: Collection[ox.BlankNode]
) -> Iterable[list[ox.Triple]]:
    """Put together the statements that hang together by new blank nodes."""
    figures: dict[object, list[ox.Triple]] = {}
    figure_of: dict[object, object] = {}
    for triple in triples:
        nodes = [n for n in (triple.subject, triple.object) if n in fresh]
        keys = sorted({figure_of.setdefault(n, n) for n in nodes}, key=str)
        whole = figures.setdefault(keys[0], [])
        for other in keys[1:]:
            whole += figures.pop(other, [])
            figure_of.update({n: keys[0] for n, key in figure_of.items() if key == other})
        whole.append(triple)
    return figures.values()


def _canonise(triples: Iterable[ox.Triple], fresh: Collection[ox.BlankNode]) -> Figure:
    """Return a figure with names for its new blank nodes that are always the same."""

    def keep(term: object) -> object:
        if isinstance(term, ox.BlankNode) and term not in fresh:
            return ox.NamedNode(_KEPT + term.value)
        return term

    dataset = ox.Dataset(
        ox.Quad(keep(subject), predicate, keep(value))  # type: ignore[arg-type]
        for subject, predicate, value in triples
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted((quad.triple for quad in dataset), key=str))

"""RDF lists of the data, each node of them read once.

Source: SHACL, W3C Recommendation 20 July 2017, section 1.1 (a SHACL list has one ``rdf:first`` and
one ``rdf:rest`` at each node, and ends in ``rdf:nil``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from eloggraph.iri import expand
from eloggraph.shacl.core.terms import NODE

FIRST, REST, NIL = expand("rdf:first"), expand("rdf:rest"), expand("rdf:nil")
Member = tuple[str, int]  # its text and kind
Said = tuple[str, str, int]


@dataclass(slots=True)
class Lists:
    """The nodes of lists with what they hold and where they go on, each once."""

    first: Mapping[str, list[Member]]
    rest: Mapping[str, list[Member]]
    # How many members the list has that begins at a node; None where it is no list.
    _lengths: dict[str, int | None] = field(default_factory=lambda: {NIL: 0})

    @classmethod
    def read(cls, first: Iterable[Said], rest: Iterable[Said]) -> Lists:
        """Read the statements of a data graph about lists: subjects, objects and their kinds."""
        return cls(_index(first), _index(rest))

    def count(self, head: str) -> int | None:
        """Return how many members a list has; None where the node begins no list.

        >>> one = {"_:a": [("x", 0)], "_:b": [("y", 0)]}
        >>> lists = Lists(one, {"_:a": [("_:b", 0)], "_:b": [(NIL, 0)]})
        >>> lists.count("_:a"), lists.count("urn:x")
        (2, None)
        """
        way: list[str] = []
        seen: set[str] = set()
        while head not in self._lengths:
            nodes = self.rest.get(head, [])
            is_link = len(self.first.get(head, [])) == 1 == len(nodes) and nodes[0][1] == NODE
            if not is_link or head in seen:
                self._lengths[head] = None
                break
            way.append(head)
            seen.add(head)
            head = nodes[0][0]
        length = self._lengths[head]
        for node in reversed(way):
            length = None if length is None else length + 1
            self._lengths[node] = length
        return self._lengths[way[0]] if way else length

    def members(self, head: str) -> list[Member]:
        """Return the members of what is known to be a list."""
        found: list[Member] = []
        while head != NIL:
            found.append(self.first[head][0])
            head = self.rest[head][0][0]
        return found


def _index(said: Iterable[Said]) -> dict[str, list[Member]]:
    found: dict[str, dict[Member, None]] = {}
    for subject, value, kind in said:
        found.setdefault(subject, {})[value, kind] = None
    return {subject: list(values) for subject, values in found.items()}

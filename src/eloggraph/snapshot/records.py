"""What is on record on a day, as questions ask: things of a class, and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from eloggraph.finding import Place
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.snapshot.days import holds

Values = Mapping[str, tuple[str, ...]]


class Records:
    """Things and their values in the graphs of a day; each property is read once, when asked for.

    Classes and properties are named as in the ontology (``elo:Measure``). Things come in the order
    of the rows that describe them, the network's own first.

    Parameters
    ----------
    graphs
        The network's own graph, and those that it uses.
    below
        Every class with itself and all its subclasses.
    shown
        What stands in place of the IRI of a node of which the id is private.

    Examples
    --------
    >>> Records().of("elo:Measure"), Records().values("urn:a", "elo:partOfGoal")
    ((), ())
    """

    def __init__(
        self,
        graphs: Sequence[Graph] = (),
        below: Mapping[str, frozenset[str]] | None = None,
        shown: Mapping[str, str] | None = None,
    ) -> None:
        self._graphs = graphs
        self._below = below or {}
        self._shown = shown or {}
        self._forward: dict[str, Values] = {}
        self._backward: dict[str, Values] = {}

    def of(self, *classes: str) -> tuple[str, ...]:
        """Return the things of any of the classes, or of a class below one of them."""
        members = self._read_back("rdf:type")
        found = {node for kind in self._spread(classes) for node in members.get(kind, ())}
        return tuple(sorted(found, key=self._place))

    def values(self, node: str, *properties: str) -> tuple[str, ...]:
        """Return what is said of a thing by any of the properties, each value once, as written."""
        said = (value for name in properties for value in self._read(name).get(node, ()))
        return tuple(dict.fromkeys(said))

    def value(self, node: str, *properties: str) -> str | None:
        """Return the first value, or None where nothing is said."""
        return next(iter(self.values(node, *properties)), None)

    def subjects(self, value: str, *properties: str) -> tuple[str, ...]:
        """Return the things of which any of the properties says the value, in their order."""
        said = {node for name in properties for node in self._read_back(name).get(value, ())}
        return tuple(sorted(said, key=self._place))

    def is_own(self, node: str) -> bool:
        """Tell whether a row of the network itself describes the thing, not of one that it uses."""
        return self._place(node)[0] == 0

    def place(self, node: str) -> Place | None:
        """Return the file and the row that describe the thing, or None where no table does."""
        if node not in self._rows:
            return None
        graph, table, row = self._rows[node]
        return self._graphs[graph].rows[table].raw.place(row)

    def is_a(self, node: str, *classes: str) -> bool:
        """Tell whether the thing is of any of the classes, or of one below."""
        return not self._spread(classes).isdisjoint(self._read("rdf:type").get(node, ()))

    def above(self, node: str, *properties: str) -> frozenset[str]:
        """Return a thing with all that lies above it by the properties, however far."""
        found, ahead = {node}, [node]
        while ahead:
            fresh = set(self.values(ahead.pop(), *properties)) - found
            found |= fresh
            ahead += fresh
        return frozenset(found)

    def in_force(self, node: str, on: date) -> bool:
        """Tell whether neither the status nor the dates of the thing say that it is not there."""
        since, until = self.value(node, "elo:validFrom"), self.value(node, "elo:validUntil")
        aside = LEAVES_OUT["in-force"]
        return self.value(node, "elo:status") not in aside and holds(since, until, on)

    def _spread(self, classes: Sequence[str]) -> frozenset[str]:
        tops = map(expand, classes)
        return frozenset(each for top in tops for each in self._below.get(top, {top}))

    def _show(self, node: str) -> str:
        return self._shown.get(node, node)

    def _place(self, node: str) -> tuple[int, int, int, str]:
        return (*self._rows.get(node, (len(self._graphs), 0, 0)), node)

    @cached_property
    def _rows(self) -> Mapping[str, tuple[int, int, int]]:
        return {
            self._show(node): (at, table, row)
            for at, graph in reversed(list(enumerate(self._graphs)))
            for table, rows in enumerate(graph.rows)
            for node, row in rows.frame.select(SUBJECT, ROW).iter_rows()
        }

    def _read(self, name: str) -> Values:
        if name not in self._forward:
            self._forward[name] = self._pair(name, SUBJECT, OBJECT)
        return self._forward[name]

    def _read_back(self, name: str) -> Values:
        if name not in self._backward:
            self._backward[name] = self._pair(name, OBJECT, SUBJECT)
        return self._backward[name]

    def _pair(self, name: str, key: str, value: str) -> Values:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for graph in self._graphs:
            for part in graph.of(expand(name)):
                for first, second in part.frame.select(key, value).iter_rows():
                    found[self._show(first)][self._show(second)] = None
        return {first: tuple(others) for first, others in found.items()}

"""What a run asks of data, whether they are in memory or only read when they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from eloggraph.graph.statements import Graph
from eloggraph.shacl.core.codes import Codes
from eloggraph.shacl.core.facts import Facts, Source, TableFacts
from eloggraph.shacl.core.lists import Lists
from eloggraph.shacl.core.terms import Backend, Frame, Kinds, Part


class Statements(Protocol):
    """The statements of a data graph, and what is known of them without looking at all.

    ``graphs`` hold what queries in SPARQL are asked of.
    """

    backend: Backend
    kinds: Kinds
    graphs: tuple[Graph, ...]

    @property
    def predicates(self) -> Collection[str]:
        """The predicates that have statements."""
        ...

    def height(self, predicate: str) -> int:
        """Return how many statements a predicate has; what is said twice may count twice."""
        ...

    def kinds_of(self, predicate: str) -> Mapping[int, bool]:
        """Return the kinds of a predicate's objects, and whether all of a kind are well-formed."""
        ...

    def describe(self, predicate: str) -> Sequence[Source]:
        """Return what is known of all objects of a predicate, of those that are alike together."""
        ...

    def describe_part(self, part: Part) -> Source:
        """Return what is known of the objects of a column."""
        ...

    def do_all_match(self, predicate: str, regex: str) -> bool:
        """Tell whether it is known that the texts of all objects of a predicate match."""
        ...

    def is_single(self, predicate: str) -> bool:
        """Tell whether it is known that no subject has two values of a predicate."""
        ...

    @property
    def codes(self) -> Codes:
        """What is known of columns that hold few different values."""
        ...

    @property
    def facts(self) -> Facts:
        """What is known of tables."""
        ...

    @property
    def lists(self) -> Lists:
        """The lists of the data."""
        ...

    def statements(self, predicates: Mapping[str, int]) -> Frame:
        """Return the statements of some predicates: ``predicate`` (numbers given), ``subject``,
        ``object``, ``kind``.
        """  # noqa: D205
        ...

    def has_blanks(self) -> bool:
        """Tell whether any node is a blank node."""
        ...

    def closure(self, cls: str) -> Collection[str]:
        """Return a class and all its subclasses."""
        ...

    def are_instances(self, table: TableFacts, cls: str) -> bool:
        """Tell whether all nodes of a table are SHACL instances of a class."""
        ...

    def are_all_instances(self, nodes: frozenset[str], wanted: Iterable[str]) -> bool:
        """Tell whether it is known that few nodes are instances of some classes."""
        ...

    def members(self, classes: Collection[tuple[str, int]]) -> Frame:
        """Return the SHACL instances of some classes: ``class`` (numbers given), ``node``.

        Classes may share a number. A node that is an instance in two ways may be there twice.
        """
        ...


def find_closure(below: Mapping[str, Sequence[str]], cls: str) -> Collection[str]:
    """Return a class and all that is below it; circles end.

    >>> list(find_closure({"a": ["b"], "b": ["a", "c"]}, "a"))
    ['a', 'b', 'c']
    """
    found, waiting = {cls: None}, [cls]
    while waiting:
        new = [name for name in below.get(waiting.pop(), ()) if name not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return found.keys()

"""Graphs of tables as a store, which has of them what was asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.graph.rdf.store import Asking, GrowingStore
    from eloggraph.graph.statements import Graph
    from eloggraph.graph.written import Restore


class StoredGraphs:
    """What has graphs of tables, and so can be asked.

    Examples
    --------
    >>> import eloggraph
    >>> isinstance(eloggraph.open("datasets/osaajaks"), StoredGraphs)
    True
    """

    if TYPE_CHECKING:

        @property
        def graphs(self) -> tuple[Graph, ...]:
            """The graphs, those of what is used too."""

    @cached_property
    def stored(self) -> GrowingStore:
        """The graphs with the ontology as a store that has what was asked for."""
        from eloggraph.graph.rdf.store import GrowingStore

        return GrowingStore(lambda predicates: [each.only(predicates) for each in self.graphs])

    @property
    def store(self) -> pyoxigraph.Store:
        """The graphs with the ontology as an Oxigraph store, one named graph each."""
        return self.stored.prepare()

    @cached_property
    def restore(self) -> Restore:
        """What writes the literals of an answer as the tables write them."""
        from eloggraph.graph.written import make_restorer

        return make_restorer(self.graphs)

    def find_store(self, asking: Asking | None = None, *, with_ontology: bool) -> pyoxigraph.Store:
        """Return all that is on record; the ontology is there in any case.

        Examples
        --------
        >>> import eloggraph
        >>> net = eloggraph.open("datasets/osaajaks")
        >>> net.find_store(with_ontology=True) is net.store
        True
        """
        return self.stored.prepare(asking)

"""How an analysis asks the graph: by the name of a query, and in rows of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

Rows = Iterable[Mapping[str, str]]
Ask = Callable[[str], Rows]


def ask_nothing(_: str) -> Rows:
    """Answer every query with no row: for a network that is known without a graph.

    >>> list(ask_nothing("network-nodes"))
    []
    """
    return ()

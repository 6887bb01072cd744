"""Questions in SPARQL, by name or as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from eloggraph.api.language import choose_language
from eloggraph.errors import QueryError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.graph.queries import Answer


def query(
    network: Network,
    query: str,
    lang: Language | None,
    bind: Mapping[str, str] | Sequence[str],
    bounds: Bounds,
    rows: int | None,
) -> Answer:
    """Answer a query over a network: see :meth:`eloggraph.Network.query`.

    A query of the reader runs in a child process: the engine cannot be interrupted by itself.
    """
    from eloggraph.graph.queries import find_query, is_named, read_binding, run_query

    text = find_query(query)
    ask = partial(
        run_query,
        network.store,
        text,
        own=network.config.base,
        language=choose_language(lang),
        bindings=bind if isinstance(bind, Mapping) else dict(map(read_binding, bind)),
        rows=rows,
    )
    if is_named(text):
        return ask()
    try:
        return call_bounded(ask, bounds)
    except BoundExceeded as error:
        raise QueryError.tell(
            "query-beyond-bounds",
            chapter="queries",
            variant=error.bound or "died",
            seconds=bounds.seconds,
            memory=bounds.memory_mb,
        ) from error


def list_graphs(network: Network) -> tuple[tuple[str, int], ...]:
    """Return the graphs that a query can name, each with the number of its statements.

    >>> import eloggraph
    >>> len(list_graphs(eloggraph.open("datasets/osaajaks")))
    3
    """
    from eloggraph.graph.datasets import list_graphs

    return list_graphs(network.store)


def make_asker(network: Network) -> Callable[[str], Iterator[Mapping[str, str]]]:
    """Return how an analysis asks: the name of a query to its rows, the same for any reader."""

    def ask(name: str) -> Iterator[Mapping[str, str]]:
        from eloggraph.graph.queries import ResultTable

        answer = query(network, name, "en", {}, Bounds(), None)
        assert isinstance(answer, ResultTable)  # named queries of analyses are SELECT queries
        return answer.dicts()

    return ask

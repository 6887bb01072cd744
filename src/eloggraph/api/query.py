"""Questions in SPARQL, by name or as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from eloggraph.api.language import choose_language
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.graph.queries import Answer


def query(
    network: Network, query: str, lang: Language | None, bind: Mapping[str, str] | Sequence[str]
) -> Answer:
    """Answer a query over a network: see :meth:`eloggraph.Network.query`."""
    from eloggraph.graph.queries import find_query, read_binding, run_query

    return run_query(
        network.store,
        find_query(query),
        own=network.config.base,
        language=choose_language(lang),
        bindings=bind if isinstance(bind, Mapping) else dict(map(read_binding, bind)),
    )


def make_asker(network: Network) -> Callable[[str], Iterator[Mapping[str, str]]]:
    """Return how an analysis asks: the name of a query to its rows, the same for any reader."""

    def ask(name: str) -> Iterator[Mapping[str, str]]:
        from eloggraph.graph.queries import ResultTable

        answer = query(network, name, "en", {})
        assert isinstance(answer, ResultTable)  # named queries of analyses are SELECT queries
        return answer.dicts()

    return ask

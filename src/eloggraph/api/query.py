"""Questions in SPARQL, by name or as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from eloggraph.api.day import Day, explain_day, look, read_day
from eloggraph.api.language import choose_language
from eloggraph.errors import QueryError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded
from eloggraph.text import Language

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.api.asked import Bindings
    from eloggraph.api.network import Network
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.graph.answers import Answer

Asked = TypeVar("Asked")


def query(
    network: OpenedFolder,
    query: str,
    lang: Language | None,
    bind: Bindings = (),
    *,
    seconds: float | None = None,
    memory: int | None = None,
    rows: int | None = None,
    at: Day | None = None,
) -> Answer:
    """Answer a query over a network: see :meth:`eloggraph.Network.query`.

    A query of the reader runs in a child process: the engine cannot be interrupted by itself.
    """
    from eloggraph.graph.answers import ResultTable
    from eloggraph.graph.queries import find_named, find_query, narrow, read_binding, run_query

    bindings = bind if isinstance(bind, Mapping) else dict(map(read_binding, bind))
    text = find_query(query)
    named = find_named(text)
    store = choose_store(network, text, at)
    ask = partial(
        run_query,
        store,
        named.count(network.config.ties) if named else text,
        own=network.config.base,
        language=choose_language(lang),
        bindings=bindings if named else {},
        rows=rows,
    )
    answer = ask() if named else ask_bounded(ask, len(store), seconds, memory)
    if isinstance(answer, ResultTable):
        answer = network.restore(text, answer)
    return answer if named else narrow(answer, bindings)


def ask_bounded(
    ask: Callable[[], Asked],
    statements: int,
    seconds: float | None = None,
    memory: int | None = None,
) -> Asked:
    """Ask in a child process that is ended where it goes beyond a bound.

    Without bounds they follow the number of statements.

    Raises
    ------
    QueryError
        Naming the bound.
    """
    usual = choose_bounds(statements)
    bounds = Bounds(seconds=seconds or usual.seconds, memory_mb=memory or usual.memory_mb)
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


def choose_store(network: OpenedFolder, text: str, at: Day | None) -> pyoxigraph.Store:
    """Return what a query asks: what holds on a day, or all that is on record.

    A named query asks the day that is wanted, else that of the network, unless it looks back or
    ahead itself; a query of the reader asks a day only where one is wanted.
    """
    from eloggraph.graph.queries import find_named

    named = find_named(text)
    whole = named.all_days if named else at is None
    if at is not None:
        read_day(at)
    return network.store if whole else look(network, at).store


def explain_asked(network: OpenedFolder, query: str, lang: Language | None, at: Day | None) -> str:
    """Return in a sentence what the day that a query asks about leaves out; empty if nothing."""
    from eloggraph.graph.queries import find_query

    if choose_store(network, find_query(query), at) is network.store:
        return ""
    return explain_day(look(network, at).snapshot, lang)


def choose_bounds(statements: int) -> Bounds:
    """Return what a query of the reader may take where nothing else is asked for.

    What answers at all over a graph of a network's size does so in a fraction of this.

    >>> choose_bounds(8_000)
    Bounds(seconds=1, memory_mb=96)
    """
    return Bounds(seconds=1 + statements // 20_000, memory_mb=80 + statements // 500)


def list_graphs(network: Network) -> tuple[tuple[str, int], ...]:
    """Return the graphs that a query can name, each with the number of its statements.

    >>> import eloggraph
    >>> len(list_graphs(eloggraph.open("datasets/osaajaks")))
    3
    """
    from eloggraph.graph.datasets import list_graphs

    return list_graphs(network.store)

"""Questions in SPARQL, by name or as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from eloggraph.api.day import Day, explain_day, look, read_day
from eloggraph.api.language import choose_language
from eloggraph.errors import OptionError, QueryError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded
from eloggraph.jobs.free import room_raised
from eloggraph.text import Language, Text, quote_names, say

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.api.asked import Bindings, Dataset, DefaultGraph
    from eloggraph.graph.answers import Answer
    from eloggraph.graph.queries import GraphName, NamedQuery
    from eloggraph.graph.rdf.store import Asking

# Rules are run over and over until they have nothing more to say.
_FOR_RULES = 20

Asked = TypeVar("Asked")


def query(
    dataset: Dataset,
    query: str,
    lang: Language | None,
    bind: Bindings = (),
    *,
    seconds: float | None = None,
    memory: int | None = None,
    rows: int | None = None,
    at: Day | None = None,
    infer: bool = False,
    default: DefaultGraph = "all",
) -> Answer:
    """Answer a query over a dataset: see :meth:`eloggraph.api.asked.Dataset.query`.

    A query of the reader runs in a child process: the engine cannot be interrupted by itself.
    """
    from eloggraph.graph.queries import find_named, find_query, narrow, read_binding
    from eloggraph.graph.query_parameters import NAMES
    from eloggraph.graph.rdf.store import Asking

    given = [bind] if isinstance(bind, str) else bind
    bindings = given if isinstance(given, Mapping) else dict(map(read_binding, given))
    text = find_query(query)
    named = find_named(text)
    if named and default != "all":
        raise OptionError.tell("default-graph-of-named", chapter="queries")
    asked = named.count(dataset.ties) if named else None
    names = NAMES if named and named.parameters and bindings else ()
    asking = Asking(query=asked.text if asked else text, more=names, base=dataset.bases[0])
    with room_raised(memory):
        store = choose_store(dataset, text, at, None if infer else asking)
    ask = partial(
        _ask,
        store,
        asked or text,
        bases=dataset.bases,
        graphs=_choose_graphs(dataset, store, default, infer),
        infer=infer,
        language=choose_language(lang),
        bindings=bindings if named else {},
        rows=rows,
    )
    graphs = (graph for network in dataset.networks for graph in network.graphs)
    statements = max(len(store), sum(map(len, graphs))) * (_FOR_RULES if infer else 1)
    is_ours = named is not None and not infer
    answer = ask() if is_ours else ask_bounded(ask, statements, seconds, memory)
    answer = dataset.restore(text, answer)
    return answer if named else narrow(answer, bindings)


def _ask(
    store: pyoxigraph.Store,
    query: str | NamedQuery,
    *,
    bases: Sequence[str],
    graphs: Sequence[GraphName] | None,
    infer: bool,
    language: Language,
    bindings: Mapping[str, object],
    rows: int | None,
) -> Answer:
    """Ask a store; what asks for a network's own rows once for each network."""
    from eloggraph.graph.answers import ResultTable
    from eloggraph.graph.inference import open_inferred
    from eloggraph.graph.queries import run_query
    from eloggraph.graph.query_order import merge_tables

    if infer:
        store = open_inferred(store, bases[0])
    asked = bases if not isinstance(query, str) and query.asks_own else bases[:1]
    found = [
        run_query(
            store,
            query,
            own=own,
            language=language,
            bindings=bindings,
            rows=rows,
            graphs=graphs,
        )
        for own in asked
    ]
    tables = [each for each in found if isinstance(each, ResultTable)]
    if isinstance(query, str) or len(tables) < 2:
        return found[0]
    return merge_tables(query.text, tables, rows)


def _choose_graphs(
    dataset: Dataset, store: pyoxigraph.Store, default: DefaultGraph, infer: bool
) -> Sequence[GraphName] | None:
    """Return the graphs that a query asks where it names none; None for all."""
    from eloggraph.graph.datasets import name_own, name_unnamed

    if default == "all":
        return None
    if default == "unnamed":
        return name_unnamed()
    return name_own(store, dataset.bases, of_files=not dataset.networks, inferred=infer)


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


def choose_store(
    dataset: Dataset, text: str, at: Day | None, asking: Asking | None = None
) -> pyoxigraph.Store:
    """Return what a query asks: what holds on a day, or all that is on record.

    A named query asks the day that is wanted, else that of the network, unless it looks back or
    ahead itself; a query of the reader asks a day only where one is wanted.
    """
    from eloggraph.graph.queries import find_named

    named = find_named(text)
    if at is not None:
        read_day(at)
    if named.all_days if named else at is None:
        return dataset.find_store(asking, with_ontology=named is not None)
    return dataset.find_day_store(at, asking)


def explain_asked(
    dataset: Dataset, query: str, lang: Language | None, at: Day | None, default: DefaultGraph
) -> str:
    """Return in sentences what the day that a query asks about leaves out, and what is asked.

    A query of the reader's that names no graph asks what a network uses and the ontology too.
    """
    from eloggraph.graph.queries import find_named, find_query
    from eloggraph.iri import FILE_BASE
    from eloggraph.views.findings.text import make_safe

    text = find_query(query)
    named = find_named(text)
    is_whole = named.all_days if named else at is None
    days = () if is_whole else dataset.networks
    said = "".join(explain_day(look(each, at).marked, lang) for each in days)
    for remark in dataset.remarks:  # which may have names that a stranger wrote
        line = remark.say(choose_language(lang))
        said += f"{line if line.isprintable() else make_safe(line)}\n"
    if named or dataset.bases == (FILE_BASE,):  # files may have an ontology of their own
        return said
    told = (tell_unknown_terms(text), tell_scope(dataset, text, default))
    return said + "".join(f"{each.say(choose_language(lang))}\n" for each in told if each)


def tell_scope(
    dataset: Dataset, query: str, default: DefaultGraph = "all", *, on_page: bool = False
) -> Text | None:
    """Return in a sentence what a query of the reader's asks beyond the network's own rows.

    How these alone are asked is told: on the command line by an option, on a page by the query.
    """
    from eloggraph.graph.datasets import names_graphs

    if default != "all" or not dataset.networks or names_graphs(query):
        return None
    bases = {graph.base: graph for network in dataset.networks for graph in network.graphs}
    used = [base for base in bases if base not in dataset.bases]
    if not used:
        return None
    own = quote_names([network.config.id for network in dataset.networks])
    entry = "used-here" if on_page else "used"
    graph = f"GRAPH <{dataset.bases[0]}> {{ … }}"
    return say(f"queries.asked.{entry}", own=own, used=quote_names(used), graph=graph)


def tell_unknown_terms(query: str) -> Text | None:
    """Return in a sentence which terms of a query the ontology does not have, and what is near."""
    from difflib import get_close_matches

    from eloggraph.graph.query_terms import find_unknown_terms
    from eloggraph.iri import contract
    from eloggraph.schema.packaged import packaged_schema

    known = packaged_schema().labels
    unknown = find_unknown_terms(query, known)
    if not unknown:
        return None
    names = {contract(iri) for iri in known}
    near = [each for iri in unknown for each in get_close_matches(contract(iri), names, 1, 0.8)]
    names_told = quote_names(list(map(contract, unknown)))
    if near:
        return say("queries.asked.unknown-near", names=names_told, near=quote_names(near))
    return say("queries.asked.unknown-far", names=names_told)


def choose_bounds(statements: int) -> Bounds:
    """Return what a query of the reader may take where nothing else is asked for.

    What answers at all over a graph of a network's size does so in a fraction of this.

    >>> choose_bounds(8_000)
    Bounds(seconds=1, memory_mb=96)
    """
    return Bounds(seconds=1 + statements // 20_000, memory_mb=80 + statements // 500)


def list_graphs(dataset: Dataset) -> tuple[tuple[str, int], ...]:
    """Return the graphs that a query can name, each with the number of its statements.

    >>> import eloggraph
    >>> len(list_graphs(eloggraph.open("datasets/osaajaks")))
    3
    """
    from eloggraph.graph.datasets import list_graphs

    return list_graphs(dataset.store)

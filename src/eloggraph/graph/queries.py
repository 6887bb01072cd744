"""SPARQL: the named queries of the package, queries of the user, and their results."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.finding import Place
from eloggraph.graph.answer_terms import Row, is_value, order_rows, order_ties
from eloggraph.graph.answers import Answer, ResultTable, order_triples
from eloggraph.graph.datasets import refuse_unknown_graphs
from eloggraph.graph.query_belonging import write_belonging
from eloggraph.graph.query_faults import refuse_malformed
from eloggraph.graph.query_heads import selects
from eloggraph.graph.query_labels import write_labels
from eloggraph.graph.query_order import find_keys
from eloggraph.graph.query_own import write_own
from eloggraph.graph.query_parameters import Chosen, choose_terms
from eloggraph.graph.query_safety import (
    DEEPEST,
    drop_names,
    find_forbidden,
    is_too_deep,
    list_variables,
)
from eloggraph.graph.query_status import write_status
from eloggraph.graph.query_ties import write_ties
from eloggraph.iri import PREFIXES
from eloggraph.once import read_once
from eloggraph.text import LANGUAGES, Language, Text, quote_names
from eloggraph.tie_sorts import TOGETHER, TieChoice, TieSort, choose_sorts

_HEADER = re.compile(
    r"^# (title@[A-Za-z-]+|question|source|days|ties|parameters):\s*(.+?)\s*$", re.MULTILINE
)
FILE_ENDINGS = (".rq", ".sparql", ".ru")
_MOST_BYTES = 1_000_000
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query that ships with the toolkit.

    ``question`` is the number of the competency question that it answers, ``sources`` are the
    source documents that raise the question; a query that only serves an analysis has neither.
    ``all_days`` tells that it looks back or ahead itself: it is asked of all that is on record,
    the others of what holds on a day. ``ties`` is the question whose sorts of ties it counts.
    ``parameters`` are columns that are bound to a thing by its IRI, notation or name.
    """

    name: str
    title: Text
    text: str
    question: int | None = None
    sources: tuple[str, ...] = ()
    all_days: bool = False
    ties: str | None = None
    parameters: tuple[str, ...] = ()

    @property
    def asks_own(self) -> bool:
        """Whether it tells the rows of the network from those of what it uses."""
        return selects(self.text, "own")

    @property
    def is_for_readers(self) -> bool:
        """Whether people ask it: what only serves an analysis has no language."""
        return selects(self.text, "lang")

    def count(self, chosen: TieChoice) -> NamedQuery:
        """Return the query with the sorts of ties that a network chose to count.

        >>> query = named_queries()["ties-between-sectors"]
        >>> query.count({}) == query, query.count({"silos": frozenset({"forum"})}) == query
        (True, False)
        """
        if self.ties is None or not chosen:
            return self
        text = _write_out(_texts()[self.name], choose_sorts(self.ties, chosen))
        return replace(self, text=text)


def read_queries(package: str, folder: str) -> dict[str, str]:
    """Return the texts of the queries in a folder of a package by name, sorted.

    >>> list(read_queries("eloggraph.graph", "rules"))[:2]
    ['chain', 'domain']
    """
    found = (files(package) / folder).iterdir()
    queries = sorted((entry for entry in found if entry.name.endswith(".rq")), key=_name_of)
    return {_name_of(entry): entry.read_text(encoding="utf-8") for entry in queries}


def _name_of(entry: Traversable) -> str:
    return entry.name.removesuffix(".rq")


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the queries of the package by name, sorted."""
    return {name: _read_named(name, text) for name, text in _texts().items()}


@cache
def _texts() -> dict[str, str]:
    return read_queries("eloggraph.graph", "queries")


def _write_out(text: str, sorts: frozenset[TieSort]) -> str:
    return write_labels(write_status(write_belonging(write_own(write_ties(text, sorts)))))


def _read_named(name: str, text: str) -> NamedQuery:
    header = {match.group(1): match.group(2) for match in _HEADER.finditer(text)}
    titles = {tag: header.get(f"title@{tag}", "") for tag in LANGUAGES}
    question = header.get("question")
    return NamedQuery(
        name=name,
        title=Text.of(titles, name),
        text=_write_out(text, choose_sorts(header.get("ties", TOGETHER))),
        question=int(question) if question else None,
        sources=_split(header.get("source", "")),
        all_days=header.get("days") == "all",
        ties=header.get("ties"),
        parameters=_split(header.get("parameters", "")),
    )


def _split(listed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in listed.split(",") if part.strip())


def refuse_unsafe(query: str) -> None:
    """Refuse a query that would reach outside the store or change it.

    Raises
    ------
    QueryError
        When the query has ``SERVICE`` or a word of SPARQL Update outside strings and names, or
        is nested deeper than the engine can parse.
    """
    forbidden = find_forbidden(query)
    if forbidden:
        raise QueryError.tell("query-forbidden", value=forbidden)
    if is_too_deep(query):
        raise QueryError.tell("query-malformed", reason=f"brackets deeper than {DEEPEST}")


def find_query(text: str, *, only_named: bool = False) -> str:
    """Return the SPARQL of a named query or of a file, or the text itself where it is a query.

    Raises
    ------
    QueryError
        When the text is none of them; the nearest names are told. Or the file is unreadable.
    """
    if text in named_queries():
        return named_queries()[text].text
    if not only_named and text.endswith(FILE_ENDINGS) and os.path.lexists(text):
        try:
            return read_once(Path(text), _MOST_BYTES).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            place = Place(file=Path(text).name)
            raise QueryError.tell("file-unreadable", place, reason=str(error)) from error
    if not only_named and re.search(r"[\s{]", text.strip()):
        return text
    near = get_close_matches(text, list(named_queries()))
    raise QueryError.tell(
        "query-unknown",
        value=text,
        variant="near" if near else "far",
        near=quote_names(near),
    )


def run_query(
    store: ox.Store,
    query: str | NamedQuery,
    *,
    own: str | None = None,
    language: Language = "en",
    bindings: Mapping[str, object] | None = None,
    rows: int | None = None,
    graphs: Sequence[GraphName] | None = None,
) -> Answer:
    """Run a SPARQL query over all graphs of a store taken together, or those that it names.

    Parameters
    ----------
    query
        A query of the package, or the text of any.
    own
        The IRI of the graph that ``?own`` of a named query stands for, and that relative IRIs are
        resolved against. The prefixes of the toolkit are known; a query may declare others.
    language
        What ``?lang`` of a named query stands for.
    bindings
        Values that columns of a SELECT query must have: a text as the answer writes it (an IRI, a
        name), a number, a date, a truth value or a term. What a query of ours declares as a
        parameter is a thing, by its IRI, notation or name in any language, and enters as a term. A
        column that is not bound here may have any value.
    rows
        The most rows, or lines of statements, that are returned; of more the answer says so.
    graphs
        The graphs that are asked together where the query names none; by default all.

    Returns
    -------
    A :class:`ResultTable` for SELECT, in the order of the query or else sorted, with the variables
    as the query names them; a truth value for ASK; :class:`Statements` for CONSTRUCT and DESCRIBE.

    Raises
    ------
    QueryError
        When the query is malformed or not allowed, or has no column of a bound name.

    Examples
    --------
    >>> query = "SELECT ?n ?word { VALUES (?n ?word) { (1 'yksi') (2 'kaksi') } }"
    >>> list(run_query(ox.Store(), query, bindings={"n": 2}).dicts())
    [{'n': '2', 'word': 'kaksi'}]
    """
    named = query if isinstance(query, NamedQuery) else find_named(query)
    text = query.text if isinstance(query, NamedQuery) else query
    refuse_unsafe(text)
    given = _bind(text, own, language) if named else {}
    chosen, wanted = choose_terms(store, named.parameters if named else (), bindings or {})
    terms = given | {each: nodes[0] for each, nodes in chosen.items() if len(nodes) == 1}
    try:
        chooses = refuse_unknown_graphs(text, store, own)
        answer = store.query(
            text,
            base_iri=own,
            prefixes=PREFIXES,
            use_default_graph_as_union=graphs is None and not chooses,
            # Where the one is chosen, the engine wants the other to be said too.
            default_graph=[*graphs] if graphs and not chooses else None,
            named_graphs=[*store.named_graphs()] if graphs and not chooses else None,
            substitutions=terms,
        )
        if isinstance(answer, ox.QueryBoolean):
            return narrow(bool(answer), wanted)
        if isinstance(answer, ox.QueryTriples):
            return narrow(order_triples(_take(answer, rows)), wanted)
        asked = _order_variables(text, answer.variables, given)
        places = [(terms.get(each), answer.variables.index(each)) for each in asked]
        every = (
            tuple(values[place] if term is None else term for term, place in places)
            for values in map(tuple, answer)
        )
        wanted_rows = (row for row in every if _has_chosen(row, asked, chosen))
        found: list[Row] = list(islice(wanted_rows, None if rows is None else rows + 1))
    except (SyntaxError, ValueError, RuntimeError) as error:  # the last one while it is evaluated
        refuse_malformed(text)
        reason = next(iter(str(error).splitlines()), "")
        raise QueryError.tell("query-malformed", reason=reason) from error
    keys = find_keys(text, [variable.value for variable in asked])
    if keys:
        found = order_ties(found, keys)
    elif not re.search(r"\border\s+by\b", drop_names(text), re.I):
        found = order_rows(found)
    table = ResultTable(
        variables=tuple(v.value for v in asked),
        rows=tuple(found[:rows]),
        complete=rows is None or len(found) <= rows,
    )
    return narrow(table, wanted)


def _order_variables(
    query: str, variables: Iterable[ox.Variable], given: Mapping[ox.Variable, object]
) -> list[ox.Variable]:
    """Return the variables of an answer as the query names them first; those given are left out."""
    named = list_variables(query)
    places = {name: named.index(name) for name in set(named)}
    asked = [variable for variable in variables if variable not in given]
    if not re.search(r"\bselect\s+(?:(?:distinct|reduced)\s+)?\*", drop_names(query), re.I):
        return asked
    return sorted(asked, key=lambda variable: places.get(variable.value, len(named)))


def _take(triples: Iterable[ox.Triple], most: int | None) -> Iterator[ox.Triple]:
    """Yield statements; where there are more than were asked for, they are no graph to go on with.

    Raises
    ------
    QueryError
        When there are more than ``most``.
    """
    for number, triple in enumerate(triples):
        if most is not None and number >= most:
            raise QueryError.tell("query-too-many", chapter="queries", n=most)
        yield triple


def _has_chosen(row: Row, asked: Sequence[ox.Variable], chosen: Chosen) -> bool:
    """Tell whether a row is about what parameters stand for."""
    return all(row[asked.index(variable)] in nodes for variable, nodes in chosen.items())


def narrow(answer: Answer, bindings: Mapping[str, object]) -> Answer:
    """Return an answer with the rows alone whose columns have the bound values.

    They are chosen after the query has run: where a variable is optional or computed, Oxigraph's
    substitution would also let rows pass that have another value.

    Raises
    ------
    QueryError
        When the answer has no such column, or none at all.
    """
    if not bindings:
        return answer
    if not isinstance(answer, ResultTable):
        raise QueryError.tell("query-no-columns", chapter="queries", value=next(iter(bindings)))
    for name in bindings:
        if name not in answer.variables:
            columns = ", ".join(answer.variables)
            raise QueryError.tell(
                "query-column-unknown", chapter="queries", value=name, columns=columns
            )
    wanted = [(answer.variables.index(name), value) for name, value in bindings.items()]
    kept = (
        row for row in answer.rows if all(is_value(row[place], value) for place, value in wanted)
    )
    return replace(answer, rows=tuple(kept))


def read_binding(text: str) -> tuple[str, str]:
    """Return column and value of a binding as the command line takes it.

    Raises
    ------
    QueryError
        When the text has no column or no equals sign.

    Examples
    --------
    >>> read_binding("chain=OsaajaKS")
    ('chain', 'OsaajaKS')
    """
    name, equals, value = text.partition("=")
    if not (name.strip() and equals):
        raise QueryError.tell("query-binding-malformed", chapter="queries", value=text)
    return name.strip().removeprefix("?"), value


def find_named(query: str) -> NamedQuery | None:
    """Return the query of ours that a text is, if any.

    In those of others all variables are their own.
    """
    return next((named for named in named_queries().values() if named.text == query), None)


def _bind(
    query: str, own: str | None, language: Language
) -> dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    """Return the terms of the variables that the toolkit binds, where the query selects them.

    Values enter as terms, never as text of the query.
    """
    terms: dict[str, ox.NamedNode | ox.Literal] = {"lang": ox.Literal(language)}
    if own is not None:
        terms["own"] = ox.NamedNode(own)
    return {ox.Variable(name): term for name, term in terms.items() if selects(query, name)}

"""SPARQL-based checks run: for one shape and its focus nodes, the validation results.

Source: SHACL, W3C Recommendation 20 July 2017, sections 5.3 and 6.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import SUBJECT, Graph
from eloggraph.iri import contract
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Result, Term
from eloggraph.shacl.sparql.bound import SHAPES_GRAPH, failures_told
from eloggraph.shacl.sparql.check import SparqlCheck
from eloggraph.shacl.sparql.lexical import LexicalForms, as_stored, read_node, write_node
from eloggraph.shacl.sparql.loading import (
    bind_constants,
    bind_nodes,
    bind_rows,
    load_statements,
)
from eloggraph.shacl.sparql.prebinding import BOUND_GRAPH, write_asked, write_bound
from eloggraph.shacl.sparql.reduction import Selection, Statements, select_statements

# Below this many statements, loading them all takes less time than finding out which matter.
_FEW = 5_000
_TEMPLATE = re.compile(r"\{[?$](\w+)\}")
FocusAndValue = tuple[Term, Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusNodes:
    """The focus nodes of a shape.

    ``nodes`` are those that are no literals, once each, as frames write them (an IRI, ``_:label``).
    ``pairs`` gives focus nodes with their value nodes; only checks that ask for values call it,
    and only at property shapes.
    """

    nodes: pl.Series = field(default_factory=lambda: pl.Series(SUBJECT, [], pl.String))
    literals: tuple[ox.Literal, ...] = ()
    pairs: Callable[[], Iterable[FocusAndValue]] | None = None

    @classmethod
    def of(cls, terms: Iterable[Term], pairs: Iterable[FocusAndValue] | None = None) -> FocusNodes:
        """Make them from terms."""
        each = sorted(set(terms), key=str)
        listed = None if pairs is None else tuple(pairs)
        return cls(
            nodes=pl.Series(
                SUBJECT, [write_node(t) for t in each if not isinstance(t, ox.Literal)], pl.String
            ),
            literals=tuple(term for term in each if isinstance(term, ox.Literal)),
            pairs=None if listed is None else lambda: listed,
        )

    def terms(self) -> Iterator[Term]:
        """Yield all of them."""
        yield from map(read_node, self.nodes.to_list())
        yield from self.literals

    def all_pairs(self) -> Iterator[FocusAndValue]:
        """Yield focus nodes with their value nodes; at node shapes these are the same."""
        yield from self.pairs() if self.pairs else ((term, term) for term in self.terms())


Solution = Mapping[str, Term | None]


class SparqlJudge:
    """Runs SPARQL-based checks over one data graph.

    Where the predicates of a query have few statements, it is asked of one store that fills up
    with them. Else the query gets a store of its own that holds only what it can read.
    """

    def __init__(self, data: Sequence[Graph], shapes: Sequence[ox.Triple]) -> None:
        self._statements = Statements([part for graph in data for part in graph.frames])
        self._shapes = shapes
        self._shared = ox.Store()
        self._loaded: set[str] = set()

    def run(self, check: SparqlCheck, focus: FocusNodes) -> Iterator[Result]:
        """Yield the results of a check on the focus nodes of its shape, in order, once each.

        Raises
        ------
        ShapesError
            When the query reports that it failed, or cannot be evaluated.
        """
        if not len(focus.nodes) and not focus.literals:
            return
        yield from sorted(self._ask(check, focus), key=_by_terms)

    def _ask(self, check: SparqlCheck, focus: FocusNodes) -> set[Result]:
        bound, nodes = check.bound, None if focus.literals else focus.nodes
        selection = self._find_few(check, nodes)
        store = ox.Store() if selection is None else self._share(selection)
        if selection is None:
            selection = select_statements(bound.query, self._statements, dict(bound.names), nodes)
            if selection is not None:
                load_statements(store, self._statements, selection.frames)
        bind_constants(store, bound.parameters)
        if bound.reads_shapes:
            store.extend(
                ox.Quad(t.subject, t.predicate, t.object, SHAPES_GRAPH) for t in self._shapes
            )
        run = _Run(self._statements, check, focus, selection, store)
        try:
            return set(run.judge_values() if check.wants_values else run.judge_focus_nodes())
        finally:
            store.clear_graph(ox.NamedNode(BOUND_GRAPH))

    def _find_few(self, check: SparqlCheck, nodes: pl.Series | None) -> Selection | None:
        """Return all statements of the predicates of a check, or None where they are many."""
        found = check.bound.predicates
        wanted = sorted(self._statements.predicates if found is None else found)
        if check.bound.reads_shapes or sum(map(self._statements.count, wanted)) > _FEW:
            return None
        frames = tuple(
            (predicate, frame)
            for predicate in wanted
            if (frame := self._statements.of(predicate)) is not None
        )
        return Selection(frames=frames, focus=nodes)

    def _share(self, selection: Selection) -> ox.Store:
        missing = [entry for entry in selection.frames if entry[0] not in self._loaded]
        load_statements(self._shared, self._statements, missing)
        self._loaded.update(predicate for predicate, _ in missing)
        return self._shared


class _Run:
    """One check on one set of focus nodes, and the store to ask."""

    def __init__(
        self,
        statements: Statements,
        check: SparqlCheck,
        focus: FocusNodes,
        selection: Selection | None,
        store: ox.Store,
    ) -> None:
        self._statements = statements
        self._check = check
        self._focus = focus
        self._selection = selection
        self._store = store
        self._bound = check.bound

    @cached_property
    def _written(self) -> LexicalForms:
        frames = self._selection.frames if self._selection is not None else ()
        return LexicalForms(self._statements, frames)

    # -- SELECT: every solution is a result ---------------------------------------------------

    def judge_focus_nodes(self) -> Iterator[Result]:
        if self._selection is None:
            return
        text = write_bound(self._bound.query, varying=("this",), constant=self._bound.constant)
        originals = as_stored(self._focus.literals)
        if self._check.is_setwise:
            known = self._selection.focus
            bind_nodes(self._store, self._focus.nodes if known is None else known)
            bind_rows(self._store, ("this",), ((term,) for term in self._focus.literals))
            solutions: Iterable[Solution] = self._ask(text)
        else:
            solutions = self._ask_each(text, ((term,) for term in self._focus.terms()))
        for solution in solutions:
            this = solution["this"]
            for focus in originals.get(this, [this]) if this is not None else ():
                yield from self._tell(solution, focus)

    def _tell(self, solution: Solution, focus: Term) -> Iterator[Result]:
        if _is_true(solution.get("failure")):
            name = contract(self._check.shape.value)
            raise ShapesError(ShapeProblem.of("sparql", "query-failed", name=name))
        path = solution.get("path")
        value = solution.get("value")
        if value is None and self._check.path is None:
            value = focus
        path = path if isinstance(path, ox.NamedNode) else self._check.path
        for written in self._written.find(focus, path, value):
            yield make_result(self._check, focus, written, path, solution)

    # -- ASK: every value node that the query does not say yes to is a result -------------------

    def judge_values(self) -> Iterator[Result]:
        pairs = sorted(set(self._focus.all_pairs()), key=str)
        agreed = self._find_agreed(pairs)
        for pair in pairs:
            if pair not in agreed:
                yield make_result(self._check, *pair)

    def _find_agreed(self, pairs: Sequence[FocusAndValue]) -> set[FocusAndValue]:
        if self._selection is None:
            return set()
        varying = self._check.varying
        if not self._check.is_setwise:
            text = write_asked(self._bound.query, varying=varying, constant=self._bound.constant)
            return {pair for pair in pairs if list(self._ask_each(text, [pair]))}
        text = write_bound(self._bound.query, varying=varying, constant=self._bound.constant)
        bind_rows(self._store, ("this", "value"), pairs)
        originals = as_stored({term for pair in pairs for term in pair})
        return {
            pair
            for solution in self._ask(text)
            if (this := solution["this"]) is not None and (value := solution["value"]) is not None
            for pair in product(originals[this], originals[value])
        }

    # -- what both have in common -------------------------------------------------------------

    def _ask(self, text: str) -> Iterator[Solution]:
        with failures_told(self._check.shape.value):
            answer = self._store.query(text)
            if isinstance(answer, ox.QueryBoolean):
                if answer:
                    yield {}
                return
            assert isinstance(answer, ox.QuerySolutions)  # checks are SELECT or ASK
            names = [variable.value for variable in answer.variables]
            for solution in answer:
                yield {name: solution[name] for name in names}

    def _ask_each(self, text: str, rows: Iterable[Sequence[Term]]) -> Iterator[Solution]:
        """Ask for one row after the other: the table of the store never has two."""
        for row in rows:
            added = bind_rows(self._store, self._check.varying, [row])
            yield from list(self._ask(text))
            for quad in added:
                self._store.remove(quad)


def make_result(
    check: SparqlCheck,
    focus: Term,
    value: Term | None,
    path: Term | None = None,
    bindings: Solution | None = None,
) -> Result:
    """Return the result of a check; ``bindings`` are what messages may name."""
    said = (bindings or {}).get("message")
    known = {**dict(check.bound.parameters), **(bindings or {}), "this": focus, "value": value}
    messages = (said,) if isinstance(said, ox.Literal) else check.messages
    return Result(
        focus=focus,
        shape=check.shape,
        component=check.component,
        constraint=check.constraint,
        path=path or check.path,
        value=value,
        severity=check.severity,
        messages=tuple(_fill(message, known) for message in messages),
    )


def _is_true(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.value in ("true", "1")


def _fill(message: ox.Literal, known: Solution) -> ox.Literal:
    """Put values into the ``{?name}`` of a message; what has no value stays as it is."""

    def write(match: re.Match[str]) -> str:
        term = known.get(match.group(1))
        return match.group() if term is None else term.value

    text = _TEMPLATE.sub(write, message.value)
    if message.language:
        return ox.Literal(text, language=message.language)
    return ox.Literal(text, datatype=message.datatype)


def _by_terms(result: Result) -> tuple[str, ...]:
    return (*result.sort_key(), *map(str, result.messages))

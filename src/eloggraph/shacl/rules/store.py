"""The store that rules ask: it fills with what they read of the data, and with what they infer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path, predicates_of
from eloggraph.shacl.rules.forms import WrittenForms, store_each
from eloggraph.shacl.rules.model import TripleHead
from eloggraph.shacl.rules.writing import BOUND, write_iris
from eloggraph.shacl.sparql.bound import SHAPES_GRAPH, BoundQuery, failures_told
from eloggraph.shacl.sparql.lexical import as_stored
from eloggraph.shacl.sparql.loading import bind_constants, bind_rows, load_statements
from eloggraph.shacl.sparql.prebinding import BOUND_GRAPH, write_bound
from eloggraph.shacl.sparql.prebinding import is_setwise as can_ask_together
from eloggraph.shacl.sparql.reduction import Statements

_THIS = ("this",)


class RulesStore:
    """What rules can read; predicates are loaded when one of them is first asked for."""

    def __init__(self, graphs: Sequence[Graph], shapes: Sequence[ox.Triple]) -> None:
        self._statements = Statements([part for graph in graphs for part in graph.frames])
        self._shapes = shapes
        self._store = ox.Store()
        self._loaded: set[str] = set()
        self._forms = WrittenForms(self._statements, self._store)

    def load(self, predicates: Iterable[str] | None) -> None:
        """Load the statements of some predicates that are not there yet; None means all."""
        wanted = self._statements.predicates if predicates is None else predicates
        missing = sorted(set(wanted) - self._loaded)
        self._loaded.update(missing)
        frames = ((name, self._statements.of(name)) for name in missing)
        load_statements(self._store, self._statements, ((n, f) for n, f in frames if f is not None))

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add what was inferred."""
        triples = list(triples)
        self._forms.add(triples)
        self._store.extend(ox.Quad(*triple) for triple in triples)

    def list_new(self, triples: Sequence[ox.Triple]) -> list[ox.Triple]:
        """Return the statements that neither the data has nor were inferred, form by form."""
        self.load({triple.predicate.value for triple in triples})
        return list(self._forms.list_new(triples))

    def knows(self, term: Term) -> bool:
        """Tell whether any statement that is loaded has a node as subject or object."""
        ends = [(None, term)] if isinstance(term, ox.Literal) else [(term, None), (None, term)]
        return any(
            next(self._store.quads_for_pattern(subject, None, value, None), None) is not None
            for subject, value in ends
        )

    def find_unused_prefix(self) -> str:
        """Return what no label of a blank node of the data begins with."""
        prefix = "inferred"
        columns = [
            part.frame[end]
            for part in self._statements.parts
            for end in ((SUBJECT,) if part.is_literal else (SUBJECT, OBJECT))
        ]
        while any(column.str.starts_with(f"_:{prefix}").any() for column in columns):
            prefix += "x"
        return prefix

    def restore(
        self, triples: Iterable[ox.Triple], focus: Iterable[Term], head: TripleHead | BoundQuery
    ) -> list[ox.Triple]:
        """Return statements with literals as what the query of a rule has read writes them.

        A value in two forms is two statements, for the store has taken them for one.
        """
        triples = list(triples)
        stored = store_each(t.object for t in triples)
        if not stored:
            return triples
        read = self._forms.list_predicates(head.predicates)
        of_focus = _group_forms(focus)
        of_head = _group_forms(head.constants) if isinstance(head, TripleHead) else {}
        found: dict[ox.Triple, None] = {}
        for each in triples:
            value = stored.get(each.object)
            if value is None or value != each.object:
                found[each] = None
                continue
            besides, instead = of_head.get(value, ()), of_focus.get(value, ())
            terms = self._forms.find(each.subject, read, value, besides=besides, instead=instead)
            for term in terms:
                same = each if term == value else ox.Triple(each.subject, each.predicate, term)
                found[same] = None
        return list(found)

    # -- asking ---------------------------------------------------------------------------------

    def construct(self, name: str, head: BoundQuery, focus: Sequence[Term]) -> Iterator[ox.Triple]:
        """Yield what a query constructs for some focus nodes; ``name`` is that of its shape.

        Raises
        ------
        ShapesError
            When the query cannot be evaluated.
        """
        self.load(head.predicates)
        bind_constants(self._store, head.parameters)
        if head.reads_shapes:
            self._store.extend(
                ox.Quad(t.subject, t.predicate, t.object, SHAPES_GRAPH) for t in self._shapes
            )
        text = write_bound(head.query, varying=_THIS, constant=head.constant)
        together = can_ask_together(head.query, _THIS)
        with failures_told(name):
            for nodes in [focus] if together else [[each] for each in focus]:
                added = bind_rows(self._store, _THIS, ((each,) for each in nodes))
                answer = self._store.query(text)
                assert isinstance(answer, ox.QueryTriples)  # another form was refused
                yield from answer
                for quad in added:
                    self._store.remove(quad)

    def clear_bound(self) -> None:
        """Take away the nodes for which a query was asked."""
        self._store.clear_graph(ox.NamedNode(BOUND_GRAPH))

    def select(self, query: str, focus: Sequence[Term]) -> Iterator[ox.Triple]:
        """Yield the statements that a query for them finds at some focus nodes."""
        bind_rows(self._store, _THIS, ((each,) for each in focus))
        answer = self._store.query(query)
        assert isinstance(answer, ox.QuerySolutions)
        for solution in answer:
            yield ox.Triple(solution["s"], solution["p"], solution["o"])

    def follow(self, path: Path, nodes: Sequence[Term]) -> dict[Term, list[Term]]:
        """Return what a path leads to, by the nodes that it leads from."""
        bind_rows(self._store, _THIS, ((each,) for each in nodes))
        text = f"SELECT DISTINCT ?this ?value WHERE {{ {BOUND} ?this {write_iris(path)} ?value }}"
        answer = self._store.query(text)
        assert isinstance(answer, ox.QuerySolutions)
        values: dict[Term, list[Term]] = {}
        for solution in answer:
            node, value = solution["this"], solution["value"]
            if isinstance(node, Term) and isinstance(value, Term):
                values.setdefault(node, []).append(value)
        stored = store_each(value for each in values.values() for value in each)
        read = self._forms.list_predicates(frozenset(predicates_of(path)))
        for node, found in values.items() if stored else ():
            values[node] = [
                form
                for value in found
                for form in (self._forms.find(node, read, value) if value in stored else [value])
            ]
        self.clear_bound()
        return {
            node: values.get(stored, [])
            for stored, originals in as_stored(nodes).items()
            for node in originals
        }


def _group_forms(terms: Iterable[Term]) -> dict[Term, set[Term]]:
    """Return the literals among some terms that a store may change, by what it makes of them."""
    forms: dict[Term, set[Term]] = {}
    for term, value in store_each(terms).items():
        if isinstance(term, ox.Literal):
            forms.setdefault(value, set()).add(term)
    return forms

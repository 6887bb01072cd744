"""How data writes the literals that rules read: the store takes ``01`` and ``1`` for one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from eloggraph.schema.terms import Term as AnyTerm
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.lexical import as_stored, find_written, is_changeable, write_node
from eloggraph.shacl.sparql.reduction import Statements

_DATA = ox.DefaultGraph()
_Node = ox.NamedNode | ox.BlankNode
_Found = dict[tuple[str, Term], set[Term]]


class WrittenForms:
    """The forms of values by predicate; what is in no form but the store's is not kept."""

    def __init__(self, statements: Statements, store: ox.Store) -> None:
        self._statements = statements
        self._store = store
        self._by_subject: dict[str, _Found] = {}
        self._by_value: dict[str, dict[Term, set[Term]]] = {}

    def list_predicates(self, predicates: frozenset[str] | None) -> list[str]:
        """Return the names of the predicates that a rule reads; for None all that there are."""
        if predicates is None:
            return sorted({*self._statements.predicates, *self._by_subject})
        return sorted(predicates)

    def find(
        self,
        subject: AnyTerm,
        predicates: Sequence[str],
        value: Term,
        *,
        besides: Iterable[Term] = (),
        instead: Iterable[Term] = (),
    ) -> list[Term]:
        """Return how statements about a node write a value, those of some predicates.

        ``besides`` has other forms that are meant as well. Where none is known by that, ``instead``
        tells the forms, and else the statements about other nodes tell one.
        """
        own, instead = set(besides), set(instead)
        if not own and not instead and not any(value in self._open(name)[1] for name in predicates):
            return [value]  # nobody writes it in another form
        for name in predicates:
            own |= self._of(subject, name, value)
        return sorted(own or instead or self._elsewhere(predicates, value), key=str)

    def list_new(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield the statements that are not there, or are there in another form."""
        triples = list(triples)
        stored = store_each(t.object for t in triples)
        for each in triples:
            value = stored.get(each.object)
            if value is None:
                if ox.Quad(*each) not in self._store:
                    yield each
            elif each.object not in self._of(each.subject, each.predicate.value, value):
                yield each

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Note the forms of what is about to be added to the store."""
        triples = list(triples)
        stored = store_each(t.object for t in triples)
        for subject, predicate, term in triples:
            value = stored.get(term)
            if value is None or not isinstance(term, ox.Literal) or isinstance(subject, ox.Triple):
                continue
            by_subject, by_value = self._open(predicate.value)
            if term == value and (write_node(subject), value) not in by_subject:
                continue
            forms = self._of(subject, predicate.value, value) | {term}
            if forms != {value}:
                by_subject[write_node(subject), value] = forms
                if value not in by_value:
                    by_value[value] = {value} if self._has(None, predicate.value, value) else set()
                by_value[value] |= forms

    def _of(self, subject: AnyTerm, predicate: str, value: Term) -> set[Term]:
        if not isinstance(subject, _Node):
            return set()
        if not self._has(subject, predicate, value):
            return set()
        return self._open(predicate)[0].get((write_node(subject), value), {value})

    def _elsewhere(self, predicates: Iterable[str], value: Term) -> list[Term]:
        forms: set[Term] = set()
        for name in predicates:
            found = self._open(name)[1].get(value)
            forms |= found or ({value} if self._has(None, name, value) else set())
        return [value] if value in forms or not forms else [min(forms, key=str)]

    def _has(
        self, subject: ox.NamedNode | ox.BlankNode | None, predicate: str, value: Term
    ) -> bool:
        quads = self._store.quads_for_pattern(subject, ox.NamedNode(predicate), value, _DATA)
        return next(quads, None) is not None

    def _open(self, predicate: str) -> tuple[_Found, dict[Term, set[Term]]]:
        if predicate not in self._by_subject:
            by_subject, by_value = _Found(), dict[Term, set[Term]]()
            frame = self._statements.of(predicate)
            rows = () if frame is None else find_written(self._statements, predicate, frame)
            for value, subject, term in rows:
                by_subject.setdefault((subject, value), set()).add(term)
                by_value.setdefault(value, set()).add(term)
            self._by_subject[predicate], self._by_value[predicate] = by_subject, by_value
        return self._by_subject[predicate], self._by_value[predicate]


def store_each(terms: Iterable[object]) -> Mapping[object, Term]:
    """Return the literals among some terms that a store may change, with what it makes of them.

    >>> store_each([ox.Literal("a")])
    {}
    """
    different = {term for term in terms if isinstance(term, ox.Literal)}
    literals = {term for term in different if is_changeable(term)}
    stored = as_stored(literals) if literals else {}
    return {each: value for value, originals in stored.items() for each in originals}

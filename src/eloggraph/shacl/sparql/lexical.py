"""Terms as the data has them, where a store gives them back in another form.

Oxigraph keeps numbers, dates and truth values as values: ``01`` comes back as ``1``. A result has
to name what stands in the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.reduction import PART, Statements

_KEPT = (None, expand("xsd:string"), expand("rdf:langString"))
_ANY = ox.NamedNode("urn:any")
_INTEGERS = """byte int long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger
short unsignedByte unsignedInt unsignedLong unsignedShort"""
# The datatypes that a store keeps as another one.
_WIDER = dict.fromkeys((expand(f"xsd:{n}") for n in _INTEGERS.split()), expand("xsd:integer")) | {
    expand("xsd:dateTimeStamp"): expand("xsd:dateTime")
}


def read_node(text: str) -> ox.NamedNode | ox.BlankNode:
    """Return the term of a node of a frame.

    Examples
    --------
    >>> read_node("_:b1")
    <BlankNode value=b1>
    """
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def write_node(term: Term) -> str:
    """Return a node as frames write it."""
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def as_stored(terms: Iterable[Term]) -> dict[Term, list[Term]]:
    """Return terms by the form in which a store gives them back.

    Oxigraph keeps numbers, dates and truth values as values: ``01`` comes back as ``1``.

    Examples
    --------
    >>> integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    >>> stored = as_stored([ox.Literal("01", datatype=integer)])
    >>> [(one.value, [term.value for term in terms]) for one, terms in stored.items()]
    [('1', ['01'])]
    """
    found: dict[Term, list[Term]] = {}
    literals: list[ox.Literal] = []
    for term in terms:
        if isinstance(term, ox.Literal):
            literals.append(term)
        else:
            found[term] = [term]
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{place}"), _ANY, term) for place, term in enumerate(literals)
    )
    for quad in store:
        original = literals[int(quad.subject.value.removeprefix("urn:"))]
        found.setdefault(quad.object, []).append(original)
    return {one: sorted(terms, key=str) for one, terms in found.items()}


def find_forms(terms: Iterable[Term], parts: Iterable[StatementFrame]) -> dict[Term, list[Term]]:
    """Return how statements write the literals among some terms that a store gave back.

    Examples
    --------
    >>> find_forms([ox.Literal("a")], [])
    {}
    """
    wanted = {e for e in terms if isinstance(e, ox.Literal) and is_changeable(e)}
    datatypes = {each.datatype.value for each in wanted}
    texts: dict[str, list[pl.Series]] = {}
    for part in parts if datatypes else ():
        if part.datatype and _WIDER.get(part.datatype, part.datatype) in datatypes:
            texts.setdefault(part.datatype, []).append(part.frame[OBJECT])
    written = [
        ox.Literal(text, datatype=ox.NamedNode(datatype))
        for datatype, columns in texts.items()
        for text in pl.concat(columns).unique().to_list()
    ]
    return {one: forms for one, forms in as_stored(written).items() if one in wanted}


def is_changeable(literal: ox.Literal) -> bool:
    """Tell whether a literal is of a datatype that a store may write in another form.

    >>> is_changeable(ox.Literal(1)), is_changeable(ox.Literal("a"))
    (True, False)
    """
    return not literal.language and literal.datatype.value not in _KEPT


def find_written(
    statements: Statements, predicate: str, frame: pl.DataFrame
) -> Iterator[tuple[Term, str, Term]]:
    """Yield value, subject and literal of the statements whose value has a form that changes."""
    places = [
        place
        for place in statements.literal_parts(predicate)
        if statements.parts[place].datatype not in _KEPT
    ]
    rows = {place: frame.filter(pl.col(PART) == place).select(SUBJECT, OBJECT) for place in places}
    terms = {
        (place, text): ox.Literal(
            text, datatype=ox.NamedNode(str(statements.parts[place].datatype))
        )
        for place in places
        for text in rows[place][OBJECT].unique().to_list()
    }
    stored = {
        term: value
        for value, originals in as_stored(set(terms.values())).items()
        if originals != [value]
        for term in originals
    }
    changed = {key: term for key, term in terms.items() if term in stored}
    for place in sorted({place for place, _ in changed}):
        for subject, text in rows[place].iter_rows():
            if (term := changed.get((place, text))) is not None:
                yield stored[term], subject, term


class LexicalForms:
    """The literals of some statements that a store would write in another way."""

    def __init__(self, statements: Statements, frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
        self._statements = statements
        self._frames = frames

    def find(self, focus: Term, path: Term | None, value: Term | None) -> Sequence[Term | None]:
        """Return a value as the statements about a focus node have it.

        Where they have it in two forms both are meant, for the store has taken them for one.
        """
        if not isinstance(value, ox.Literal) or not is_changeable(value):
            return [value]
        known = self._changed.get(value, ())
        node = write_node(focus)
        wanted = path.value if isinstance(path, ox.NamedNode) else None
        own = {
            term
            for subject, predicate, term in known
            if subject == node and wanted in (None, predicate)
        }
        elsewhere = {term for _, _, term in known}
        if own or not elsewhere or value in elsewhere:
            return sorted(own, key=str) or [value]
        return [min(elsewhere, key=str)]

    @cached_property
    def _changed(self) -> dict[Term, list[tuple[str, str, Term]]]:
        """The statements with literals that change, by what their literals become."""
        found: dict[Term, list[tuple[str, str, Term]]] = {}
        for predicate, frame in self._frames:
            for stored, subject, term in find_written(self._statements, predicate, frame):
                found.setdefault(stored, []).append((subject, predicate, term))
        return found

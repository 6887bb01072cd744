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
    wanted = {each for each in terms if isinstance(each, ox.Literal) and not each.language}
    datatypes = {each.datatype.value for each in wanted}.difference(_KEPT)
    texts: dict[str, list[pl.Series]] = {}
    for part in parts if datatypes else ():
        if part.datatype in datatypes:
            texts.setdefault(part.datatype, []).append(part.frame[OBJECT])
    found: dict[Term, list[Term]] = {}
    for datatype, columns in texts.items():
        type_ = ox.NamedNode(datatype)
        written = pl.concat(columns).unique().to_list()
        stored = as_stored(ox.Literal(text, datatype=type_) for text in written)
        found |= {one: forms for one, forms in stored.items() if one in wanted}
    return found


class LexicalForms:
    """The literals of some statements that a store would write in another way."""

    def __init__(self, statements: Statements, frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
        self._statements = statements
        self._frames = frames

    def find(self, focus: Term, path: Term | None, value: Term | None) -> Sequence[Term | None]:
        """Return a value as the statements about a focus node have it.

        Where they have it in two forms both are meant, for the store has taken them for one.
        """
        if not isinstance(value, ox.Literal) or value.language or value.datatype.value in _KEPT:
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
            for place in self._statements.literal_parts(predicate):
                part = self._statements.parts[place]
                if part.datatype not in _KEPT:
                    rows = frame.filter(pl.col(PART) == place).select(SUBJECT, OBJECT)
                    for stored, subject, term in _find_changed(rows, str(part.datatype)):
                        found.setdefault(stored, []).append((subject, predicate, term))
        return found


def _find_changed(rows: pl.DataFrame, datatype: str) -> Iterator[tuple[Term, str, Term]]:
    type_ = ox.NamedNode(datatype)
    terms = {text: ox.Literal(text, datatype=type_) for text in rows[OBJECT].unique().to_list()}
    changed = {
        term.value: stored
        for stored, originals in as_stored(terms.values()).items()
        if originals != [stored]
        for term in originals
    }
    if changed:
        for subject, text in rows.iter_rows():
            if text in changed:
                yield changed[text], subject, terms[text]

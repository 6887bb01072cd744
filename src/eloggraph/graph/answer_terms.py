"""Terms of answers: their texts, their order, and what somebody means by a value of Python."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from eloggraph.iri import expand

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_BOOLEAN = expand("xsd:boolean")


def text_of(term: Term | None) -> str | None:
    """Return an IRI or the text of a literal; a blank node with its label; None of nothing.

    >>> text_of(ox.Literal("päivä", language="fi")), text_of(ox.BlankNode("b"))
    ('päivä', '_:b')
    """
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    return None if term is None else str(term)


def is_iri(term: Term | None) -> bool:
    """Tell whether a term is an IRI."""
    return isinstance(term, ox.NamedNode)


def order_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows in the order of their texts, then of language and datatype."""
    return sorted(rows, key=lambda row: [(text_of(term) or "", str(term)) for term in row])


def is_value(term: Term | None, wanted: object) -> bool:
    """Tell whether a term is what somebody means by a value of Python: a number, a date, a text.

    >>> one = ox.Literal("1.0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    >>> is_value(one, 1), is_value(one, "1.0"), is_value(one, "1"), is_value(ox.Literal("1"), 1)
    (True, True, False, True)
    """
    text = text_of(term)
    if isinstance(wanted, bool):
        is_boolean = isinstance(term, ox.Literal) and term.datatype.value == _BOOLEAN
        return text == str(wanted).lower() or (is_boolean and text == str(int(wanted)))
    if isinstance(wanted, (int, float, Decimal)):
        try:
            return text is not None and Decimal(text) == Decimal(str(wanted))
        except InvalidOperation:
            return False
    if isinstance(wanted, (ox.NamedNode, ox.Literal, ox.BlankNode, ox.Triple)):
        return term == wanted
    return text == str(wanted)

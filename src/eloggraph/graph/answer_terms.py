"""Terms of answers: their texts, their order, and what somebody means by a value of Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from itertools import groupby

import pyoxigraph as ox

from eloggraph.iri import expand

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_BOOLEAN = expand("xsd:boolean")
INTEGERS = frozenset(
    expand(f"xsd:{name}")
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("negativeInteger", "nonPositiveInteger", "unsignedInt", "unsignedLong"),
        *("unsignedShort", "unsignedByte"),
    )
)
NUMBERS = INTEGERS | {expand(f"xsd:{name}") for name in ("decimal", "double", "float")}


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


def order_rows(rows: Iterable[Row], keys: Sequence[tuple[int, bool]] = ()) -> list[Row]:
    """Return rows in the order of keys, then of their texts, then of language and datatype.

    Parameters
    ----------
    rows
        The rows.
    keys
        Places of columns as ``ORDER BY`` names them, each with whether it descends. What is not
        bound comes first, then blank nodes, IRIs, numbers, and other literals by their texts.

    Examples
    --------
    >>> rows = [(ox.Literal(10), ox.Literal("b")), (ox.Literal(9), ox.Literal("a"))]
    >>> order_rows(rows) == rows, order_rows(rows, [(0, False)]) == rows[::-1]
    (True, True)
    """
    found = sorted(rows, key=lambda row: [(text_of(term) or "", str(term)) for term in row])
    for place, is_descending in reversed(keys):
        found.sort(key=lambda row: _rank(row[place]), reverse=is_descending)
    return found


def order_ties(rows: Iterable[Row], keys: Sequence[tuple[int, bool]]) -> list[Row]:
    """Return rows that are in the order of keys so that what is alike there is ordered too.

    An engine may give such rows in any order, and does after another way of loading.
    """
    places = [place for place, _ in keys]
    grouped = groupby(rows, key=lambda row: [row[place] for place in places])
    return [row for _, alike in grouped for row in order_rows(alike)]


def _rank(term: Term | None) -> tuple[int, int, Decimal, str]:
    """Return what orders terms as SPARQL does."""
    if not isinstance(term, ox.Literal):
        kinds = (type(None), ox.BlankNode, ox.NamedNode)
        kind = next((n for n, each in enumerate(kinds) if isinstance(term, each)), 4)
        return kind, 0, Decimal(0), text_of(term) or ""
    number = _read_number(term)
    return 3, int(number is None), number or Decimal(0), "" if number is not None else str(term)


def _read_number(term: Term | None) -> Decimal | None:
    """Return the value of a literal that is a finite number."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in NUMBERS:
        return None
    return _read_decimal(term.value)


def _read_decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def is_value(term: Term | None, wanted: object) -> bool:
    """Tell whether a term is what somebody means by a value of Python: a number, a date, a text.

    >>> one = ox.Literal("1.0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    >>> is_value(one, 1), is_value(one, "1.0"), is_value(one, "01"), is_value(ox.Literal("1"), 1)
    (True, True, True, True)
    >>> is_value(ox.Literal("049"), "49"), is_value(ox.Literal("049"), "049")
    (False, True)
    """
    text = text_of(term)
    if wanted is None:
        return term is None
    if isinstance(wanted, (list, tuple, set, frozenset)):
        return any(is_value(term, each) for each in wanted)
    if isinstance(wanted, bool):
        is_boolean = isinstance(term, ox.Literal) and term.datatype.value == _BOOLEAN
        return text == str(wanted).lower() or (is_boolean and text == str(int(wanted)))
    if isinstance(wanted, (int, float, Decimal)):
        value = _read_decimal(str(wanted))
        return value is not None and text is not None and _read_decimal(text) == value
    if isinstance(wanted, (ox.NamedNode, ox.Literal, ox.BlankNode, ox.Triple)):
        return term == wanted
    if isinstance(wanted, datetime) and wanted == datetime.combine(wanted, time(), wanted.tzinfo):
        return text in (wanted.date().isoformat(), wanted.isoformat())
    number = _read_number(term)  # a store keeps its value, and a table may write it as it likes
    return text == str(wanted) or (number is not None and number == _read_decimal(str(wanted)))

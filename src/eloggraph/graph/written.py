"""Literals as the data writes them: the store keeps numbers, dates and truth values by their value.

``755.50`` comes back from it as ``755.5`` and ``"1"^^xsd:int`` as an ``xsd:integer``. In an answer
every such literal stands as it stood in the data, with one exception: where the data write one
value in several ways, nobody can tell which of them a row means, and the store's form is given.
What a query works out itself, or lists as VALUES, is in that form too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.answer_terms import Term
from eloggraph.graph.answers import Answer, ResultTable, Statements
from eloggraph.graph.statements import OBJECT, Graph
from eloggraph.iri import expand

Restore = Callable[[str, Answer], Answer]

# Datatypes of which the store keeps values, with the form that it writes; the others as they are.
_USUAL = {
    expand("xsd:integer"): r"^(?:0|-?[1-9][0-9]*)$",
    expand("xsd:decimal"): r"^(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$",
    expand("xsd:boolean"): r"^(?:true|false)$",
    expand("xsd:date"): r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    expand("xsd:gYear"): r"^[0-9]{4}$",
    expand("xsd:gYearMonth"): r"^[0-9]{4}-[0-9]{2}$",
}
_OTHERS = (
    *("byte", "int", "long", "short", "unsignedByte", "unsignedInt", "unsignedLong"),
    *("unsignedShort", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
    *("negativeInteger", "double", "float", "dateTime", "dateTimeStamp", "time", "duration"),
    *("dayTimeDuration", "yearMonthDuration", "gDay", "gMonth", "gMonthDay"),
)
KEPT_BY_VALUE = frozenset(_USUAL) | {expand(f"xsd:{name}") for name in _OTHERS}
# What CONSTRUCT writes; numbers, truth values and typed literals in it.
_TEMPLATE = re.compile(r"\bconstruct\s*\{(.*?)\}\s*(?:from\b|where\b|\{)", re.I | re.S)
_IRI = re.compile(r"<[^<>\s]*>|[?$]\w+")
_CONSTANT = re.compile(r"(?<![\w:.-])[+-]?\.?\d|\b(?:true|false)\b|\^\^", re.I)


def make_restorer(graphs: Sequence[Graph] | Callable[[], Iterable[Graph]]) -> Restore:
    """Return a function from the text of a query and its answer to the answer as graphs write it.

    ``graphs`` may also be what gives them. What they write is looked up when the first answer has a
    literal of such a datatype. It uses threads: a child process that was forked gives its answer
    back first.

    Examples
    --------
    >>> from eloggraph.graph.rdf.triples import graph_of_triples
    >>> node, decimal = ox.NamedNode("urn:a"), ox.NamedNode(expand("xsd:decimal"))
    >>> triple = ox.Triple(node, node, ox.Literal("1.50", datatype=decimal))
    >>> restore = make_restorer([graph_of_triples([triple], "urn:")])
    >>> answer = ResultTable(variables=("x",), rows=((ox.Literal("1.5", datatype=decimal),),))
    >>> restore("SELECT ?x { ?s ?p ?x }", answer).texts()
    (('1.50',),)
    """

    @cache
    def written() -> dict[Term | None, Term]:
        return find_rewritten(graphs() if callable(graphs) else graphs)

    def restore(query: str, answer: Answer) -> Answer:
        if isinstance(answer, ResultTable):
            return restore_rows(query, answer)
        return restore_statements(query, answer) if isinstance(answer, Statements) else answer

    def restore_statements(query: str, answer: Statements) -> Statements:
        objects = (each.object for each in answer)
        if not any(map(_is_kept_by_value, objects)) or makes_literals(query):
            return answer
        forms = written()
        given = {ox.Triple(s, p, forms.get(o, o)) for s, p, o in answer} if forms else {*answer}
        return Statements(tuple(sorted(given, key=str)))

    def restore_rows(query: str, answer: ResultTable) -> ResultTable:
        found = {at for at, name in enumerate(answer.variables) if not is_worked_out(query, name)}
        if not any(_is_kept_by_value(row[at]) for row in answer.rows for at in found):
            return answer
        forms = written()
        rows = (
            tuple(forms.get(term, term) if at in found else term for at, term in enumerate(row))
            for row in answer.rows
        )
        return replace(answer, rows=tuple(rows)) if forms else answer

    return restore


def makes_literals(query: str) -> bool:
    """Tell whether statements of an answer may have literals that a query works out or names.

    Of these nobody can tell which are found in the data.

    >>> makes_literals("CONSTRUCT { ?a <urn:x1> ?b } WHERE { ?a ?p ?b FILTER(?b > 1) }")
    False
    >>> makes_literals("CONSTRUCT { ?a <urn:x> 1 } WHERE { ?a ?p ?b }")
    True
    >>> makes_literals("CONSTRUCT { ?a ?p ?c } { ?a ?p ?b BIND(?b + 1 AS ?c) }")
    True
    """
    template = _TEMPLATE.search(query)
    if template is None:  # all of DESCRIBE, and of CONSTRUCT WHERE, is found
        return False
    said = template.group(1)
    names = set(re.findall(r"[?$](\w+)", said))
    return _CONSTANT.search(_IRI.sub("", said)) is not None or any(
        is_worked_out(query, name) for name in names
    )


def is_worked_out(query: str, variable: str) -> bool:
    """Tell whether a query works out what a variable holds, and does not find it in the data.

    >>> query = "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a"
    >>> is_worked_out(query, "n"), is_worked_out(query, "a")
    (True, False)
    """
    name = rf"[?$]{re.escape(variable)}\b"
    return re.search(rf"\bas\s*{name}|\bvalues\s*(?:\([^)]*)?{name}", query, re.I) is not None


def _is_kept_by_value(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in KEPT_BY_VALUE


def find_rewritten(graphs: Iterable[Graph]) -> dict[Term | None, Term]:
    """Return the literals that a store writes in another way, each with what the graphs write.

    Those of which the graphs have several forms are left out.
    """
    texts: dict[str, list[pl.Series]] = {}
    for graph in graphs:
        for part in graph.frames:
            if part.is_literal and part.datatype in KEPT_BY_VALUE:
                texts.setdefault(str(part.datatype), []).append(part.frame[OBJECT])
    odd, usual = list[ox.Literal](), dict[str, set[str]]()
    for datatype, columns in sorted(texts.items()):
        column = pl.concat(columns).unique().sort()
        is_usual = column.str.contains(_USUAL[datatype]) if datatype in _USUAL else None
        if is_usual is not None:
            usual[datatype] = set(column.filter(is_usual))
            column = column.filter(~is_usual)
        odd += [ox.Literal(text, datatype=ox.NamedNode(datatype)) for text in column]
    forms: dict[ox.Literal, list[ox.Literal]] = {}
    for written, stored in zip(odd, _store(odd), strict=True):
        forms.setdefault(stored, []).append(written)
    return {
        stored: written[0]
        for stored, written in forms.items()
        if len(written) == 1
        and written[0] != stored
        and stored.value not in usual.get(stored.datatype.value, ())
    }


def _store(literals: Sequence[ox.Literal]) -> list[ox.Literal]:
    """Return literals as they come back from a store."""
    store, node = ox.Store(), ox.NamedNode("urn:x")
    names = [ox.NamedNode(f"urn:{number}") for number in range(len(literals))]
    pairs = zip(names, literals, strict=True)
    store.extend(ox.Quad(name, node, literal) for name, literal in pairs)
    found = {quad.subject: quad.object for quad in store if isinstance(quad.object, ox.Literal)}
    return [found[name] for name in names]

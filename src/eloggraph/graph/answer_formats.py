"""Answers in the forms that other programs read: results of SPARQL, and RDF of every syntax.

Sources: SPARQL 1.1 Query Results JSON Format, SPARQL 1.1 Query Results CSV and TSV Formats, SPARQL
Query Results XML Format (Second Edition).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.graph.answer_terms import Term
from eloggraph.graph.answers import ResultTable, Statements, order_triples
from eloggraph.graph.json_ld import write_json_ld
from eloggraph.graph.rdf.serialise import serialise_triples
from eloggraph.iri import expand

_STRING = expand("xsd:string")
# What XML 1.0 cannot hold, however it is written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_results_json(answer: ResultTable | bool) -> str:
    r"""Return rows or a truth value in the JSON format of SPARQL results, each term whole.

    >>> write_results_json(True)
    '{\n  "head": {},\n  "boolean": true\n}\n'
    """
    document: dict[str, Any] = {"head": {}, "boolean": answer}
    if isinstance(answer, ResultTable):
        bindings = [
            {
                name: _describe(term)
                for name, term in zip(answer.variables, row, strict=True)
                if term is not None
            }
            for row in answer
        ]
        document = {"head": {"vars": [*answer.variables]}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _describe(term: Term) -> dict[str, Any]:
    """Return a term as the JSON format has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        names = ("subject", "predicate", "object")
        value = {name: _describe(each) for name, each in zip(names, term, strict=True)}
        return {"type": "triple", "value": value}
    tag = {"xml:lang": term.language} if term.language else {}
    if term.direction:
        tag["its:dir"] = str(term.direction)
    if not term.language and term.datatype.value != _STRING:
        tag["datatype"] = term.datatype.value
    return {"type": "literal", "value": term.value, **tag}


def write_results_xml(answer: ResultTable | bool) -> str:
    """Return rows or a truth value in the XML format of SPARQL results, each term whole.

    Raises
    ------
    QueryError
        When a text has a character that XML cannot hold.

    Examples
    --------
    >>> print(write_results_xml(False))
    <?xml version="1.0"?>
    <sparql xmlns="http://www.w3.org/2005/sparql-results#">
      <head/>
      <boolean>false</boolean>
    </sparql>
    <BLANKLINE>
    """
    if isinstance(answer, ResultTable):
        names = "".join(f"    <variable name={quoteattr(name)}/>\n" for name in answer.variables)
        rows = "".join(_write_row(answer.variables, row) for row in answer)
        body = f"  <head>\n{names}  </head>\n  <results>\n{rows}  </results>\n"
    else:
        body = f"  <head/>\n  <boolean>{str(answer).lower()}</boolean>\n"
    if found := _NOT_XML.search(body):
        raise refuse_format("sparql-xml", f"U+{ord(found.group()):04X}")
    head = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    return f"{head}{body}</sparql>\n"


def _write_row(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    bindings = "".join(
        f"      <binding name={quoteattr(name)}>{_write_term(term)}</binding>\n"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )
    return f"    <result>\n{bindings}    </result>\n"


def _write_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        names = ("subject", "predicate", "object")
        parts = (f"<{n}>{_write_term(each)}</{n}>" for n, each in zip(names, term, strict=True))
        return f"<triple>{''.join(parts)}</triple>"
    tag = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if not term.language and term.datatype.value != _STRING:
        tag = f" datatype={quoteattr(term.datatype.value)}"
    # A line end of its own is kept from becoming a plain one.
    return f"<literal{tag}>{escape(term.value, {chr(13): '&#13;'})}</literal>"


def write_tsv(answer: ResultTable) -> str:
    r"""Return rows in the TSV format of SPARQL results: each term as Turtle writes it.

    >>> write_tsv(ResultTable(variables=("a", "b"), rows=((ox.Literal("x", language="fi"), None),)))
    '?a\t?b\n"x"@fi\t\n'
    """
    lines = ["\t".join(f"?{name}" for name in answer.variables)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in answer]
    return "\n".join(lines) + "\n"


def write_parquet(answer: ResultTable) -> bytes:
    """Return rows as Parquet, with columns as those of :meth:`ResultTable.to_polars`."""
    buffer = io.BytesIO()
    answer.to_polars().write_parquet(buffer)
    return buffer.getvalue()


def _write_rdf_xml(statements: Statements) -> str:
    """Return statements as RDF/XML, read back: not every property has a name that XML allows.

    Raises
    ------
    QueryError
        When they would not be read as they are.
    """
    try:
        written = serialise_triples(statements.triples, ox.RdfFormat.RDF_XML)
        fromstring(written)  # the parser of RDF lets names pass that XML has not
        read = {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.RDF_XML)}
    except (SyntaxError, ParseError, ValueError, OSError) as error:
        raise refuse_format("rdfxml", str(error).splitlines()[0]) from error
    if order_triples(read) != statements:
        lost = sorted(map(str, set(statements) - read))
        raise refuse_format("rdfxml", lost[0])
    return f"{written}\n"


def _write_json_ld(statements: Statements) -> str:
    try:
        return write_json_ld(statements)
    except ValueError as error:
        raise refuse_format("jsonld", str(error)) from error


def refuse_format(form: str, reason: str) -> QueryError:
    """Return the error that an answer cannot be written in a form."""
    return QueryError.tell("answer-unwritable", chapter="queries", value=form, reason=reason)


RDF_WRITERS: dict[str, Callable[[Statements], str]] = {
    "turtle": lambda statements: serialise_triples(statements.triples, ox.RdfFormat.TURTLE),
    "ntriples": str,
    "trig": lambda statements: serialise_triples(statements.triples, ox.RdfFormat.TRIG),
    "nquads": str,  # what a query makes is in no named graph
    "jsonld": _write_json_ld,
    "rdfxml": _write_rdf_xml,
}

# Of rows and truth values, each term whole.
RESULT_WRITERS: dict[str, Callable[[ResultTable | bool], str]] = {
    "sparql-json": write_results_json,
    "sparql-xml": write_results_xml,
}

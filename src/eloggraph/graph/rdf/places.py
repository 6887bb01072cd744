"""The line at which a file begins to describe a node, looked for when a fault is told.

Turtle and TriG are read by their tokens, RDF/XML by its elements, JSON-LD by its objects. What a
syntax does not tell in one place, such as blank nodes or keys that are identifiers, has no line.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

import pyoxigraph as ox

from eloggraph.graph.rdf.found import RdfSource
from eloggraph.graph.rdf.source import read_source
from eloggraph.iri import expand
from eloggraph.schema.turtle import find_subjects

# A larger file is named without a line: to look through it would cost more than to check it.
LARGEST = 16 << 20

_ABOUT, _ID = expand("rdf:about"), expand("rdf:ID")
_XML_BASE = "http://www.w3.org/XML/1998/namespacebase"
_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*+")(?P<key>\s*:\s*)?|[{}]', re.DOTALL)


def index_lines(source: RdfSource) -> Mapping[str, int]:
    """Return the line at which each named node of a file is first described, from 1."""
    if not source.path.is_file() or source.path.stat().st_size > LARGEST:
        return {}
    if source.format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        found = find_subjects(read_source(source).decode("utf-8"))
    elif source.format == ox.RdfFormat.RDF_XML:
        found = find_elements(read_source(source), source.base)
    elif source.format == ox.RdfFormat.JSON_LD:
        found = find_objects(read_source(source).decode("utf-8"), source.base)
    else:
        return {}
    lines: dict[str, int] = {}
    for node, line in found:
        # A relative IRI of Turtle stands in the file as it is.
        lines.setdefault(urljoin(source.base, node), line)
    return lines


def find_elements(data: bytes, base: str) -> Iterator[tuple[str, int]]:
    r"""Yield IRI and line of each node element of RDF/XML that has been read without fault.

    >>> rdf = b'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    >>> text = b'<r:RDF %s>\n<r:Description r:about="b"/>\n<r:Alt r:ID="c"/></r:RDF>' % rdf
    >>> list(find_elements(text, "http://a/"))
    [('http://a/b', 2), ('http://a/#c', 3)]
    """
    found: list[tuple[str, int]] = []
    bases = [base]
    parser = expat.ParserCreate(namespace_separator="")

    def start(_: str, attributes: dict[str, str]) -> None:
        here = urljoin(bases[-1], attributes.get(_XML_BASE, ""))
        bases.append(here)
        if _ABOUT in attributes:
            found.append((urljoin(here, attributes[_ABOUT]), parser.CurrentLineNumber))
        elif _ID in attributes:
            found.append((urljoin(here, f"#{attributes[_ID]}"), parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: bases.pop()
    with suppress(expat.ExpatError):  # RDF's own parser bears more; what comes before has its line
        parser.Parse(data, True)
    yield from found


def find_objects(text: str, base: str) -> Iterator[tuple[str, int]]:
    r"""Yield IRI and line of each object of valid JSON-LD that says something of its node.

    Prefixes and other names for ``@id`` are those of the contexts in the text.

    >>> text = '{"@context": {"e": "http://e/", "id": "@id"},\n"id": "e:a", "e:p": {"@id": "e:b"}}'
    >>> list(find_objects(text, "http://a/"))
    [('http://e/a', 2)]
    """
    ends = [found.start() for found in re.finditer("\n", text)]
    decoder, terms = json.JSONDecoder(), dict[str, Any]()
    # Of each open object: where its identifier stands, and whether it says anything else.
    opened: list[tuple[tuple[str, int] | None, bool]] = []
    at = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        if token.group() == "{":
            opened.append((None, False))
        elif token.group() == "}":
            named, says_more = opened.pop()
            if named and says_more:
                yield _resolve(named[0], terms, base), bisect_left(ends, named[1]) + 1
        elif token.group("key"):
            key = json.loads(token.group("text"))
            if key == "@context":
                context, at = decoder.raw_decode(text, at)
                _take_terms(context, terms)
            elif key == "@id" or terms.get(key) == "@id":
                value, at = decoder.raw_decode(text, at)
                opened[-1] = ((value, token.start()), opened[-1][1])
            else:
                opened[-1] = (opened[-1][0], True)


def _take_terms(context: Any, terms: dict[str, Any]) -> None:
    """Add what terms of a context stand for."""
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, dict):
            for term, meant in part.items():
                terms[term] = meant.get("@id") if isinstance(meant, dict) else meant


def _resolve(name: Any, terms: Mapping[str, Any], base: str) -> str:
    """Return the IRI that an identifier stands for."""
    if not isinstance(name, str):
        return ""
    prefix, colon, local = name.partition(":")
    meant = terms.get(prefix)
    if colon and not local.startswith("//") and isinstance(meant, str):
        return f"{meant}{local}"
    own = terms.get("@base")
    return urljoin(urljoin(base, own) if isinstance(own, str) else base, name)

"""Statements as JSON-LD that a person reads: names for properties, and the context in the text.

Nothing is to be fetched for it. Source: JSON-LD 1.1, sections 4.1 (the context), 4.2 (type
coercion) and 4.6 (language maps).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from eloggraph.graph.answer_terms import Term
from eloggraph.graph.rdf.serialise import list_prefixes
from eloggraph.iri import expand, shorten

_TYPE, _STRING = expand("rdf:type"), expand("xsd:string")
_JSON = expand("rdf:JSON")


@dataclass(frozen=True, slots=True)
class _Key:
    """How a property is written: its key, and what all its values are (see :func:`_name_kind`)."""

    name: str
    kind: str


def write_json_ld(triples: Iterable[ox.Triple]) -> str:
    """Return statements as JSON-LD, each node once, with names for properties.

    A property is called by its local name, or with its prefix where two have the same. What all its
    values are, nodes, texts with a language or literals of one datatype, stands in the context.

    Raises
    ------
    ValueError
        When a statement is about a statement, or is one: JSON-LD has no such thing.

    Examples
    --------
    >>> elo, skos = "https://w3id.org/eloggraph/ns#", "http://www.w3.org/2004/02/skos/core#"
    >>> name = ox.Literal("Turku", language="fi")
    >>> one = ox.Triple(ox.NamedNode(elo + "x"), ox.NamedNode(skos + "prefLabel"), name)
    >>> written = json.loads(write_json_ld([one]))
    >>> written["@graph"]
    [{'@id': 'elo:x', 'prefLabel': {'fi': 'Turku'}}]
    >>> written["@context"]["prefLabel"]
    {'@id': 'skos:prefLabel', '@container': '@language'}
    """
    found = list(triples)
    writer = _Writer(_choose_prefixes(found))
    keys = writer.choose_keys(found)
    nodes: dict[Any, dict[str, Any]] = {}
    for subject, predicate, value in found:
        node = nodes.setdefault(subject, {"@id": writer.write_node(subject)})
        if predicate.value == _TYPE and isinstance(value, ox.NamedNode):
            node.setdefault("@type", []).append(writer.write_node(value))
            continue
        key = keys[predicate.value]
        if key.kind == "@language":
            assert isinstance(value, ox.Literal)
            node.setdefault(key.name, {}).setdefault(value.language, []).append(value.value)
        else:
            node.setdefault(key.name, []).append(writer.write_value(value, key.kind))
    graph = [_unwrap(node) for node in nodes.values()]
    document = {"@context": writer.write_context(keys), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _choose_prefixes(triples: Sequence[ox.Triple]) -> dict[str, str]:
    """Return the prefixes in use, without those that begin an IRI: it would be read as a name."""
    iris = [term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)]
    schemes = {iri.partition(":")[0] for iri in iris}
    return {name: iri for name, iri in list_prefixes(triples).items() if name not in schemes}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Terms as JSON-LD writes them, with some prefixes."""

    prefixes: Mapping[str, str]

    def choose_keys(self, triples: Sequence[ox.Triple]) -> Mapping[str, _Key]:
        """Return how each property is written."""
        values: dict[str, list[Term]] = {}
        for _, predicate, value in triples:
            if predicate.value != _TYPE or not isinstance(value, ox.NamedNode):
                values.setdefault(predicate.value, []).append(value)
        names = {iri: self._name(iri) for iri in sorted(values)}
        counts = Counter(names.values())
        return {
            iri: _Key(
                name if counts[name] == 1 else shorten(iri, self.prefixes), _name_kind(values[iri])
            )
            for iri, name in names.items()
        }

    def _name(self, iri: str) -> str:
        """Return the name that an IRI ends in, or the IRI where there is none to be read."""
        name = iri.rpartition("#")[2].rpartition("/")[2]
        is_readable = name and ":" not in name and name[0] != "@" and name not in self.prefixes
        return name if is_readable else iri

    def write_node(self, term: Any) -> str:
        """Return a node as the value of ``@id``."""
        if isinstance(term, ox.Triple):
            raise ValueError("a statement about a statement")
        return shorten(term.value, self.prefixes) if isinstance(term, ox.NamedNode) else str(term)

    def write_value(self, value: Any, kind: str) -> Any:
        """Return a value of a property of which the context tells the kind, or none."""
        if kind == "@id":
            return self.write_node(value)
        if not isinstance(value, ox.Literal):
            return {"@id": self.write_node(value)}
        if kind or value.datatype.value == _STRING:
            return value.value
        if value.language:
            direction = {"@direction": str(value.direction)} if value.direction else {}
            return {"@value": value.value, "@language": value.language, **direction}
        return {"@value": value.value, "@type": shorten(value.datatype.value, self.prefixes)}

    def write_context(self, keys: Mapping[str, _Key]) -> dict[str, Any]:
        """Return prefixes, and what each key is."""
        context: dict[str, Any] = dict(self.prefixes)
        for iri, key in keys.items():
            short = shorten(iri, self.prefixes)
            if key.kind == "@language":
                context[key.name] = {"@id": short, "@container": "@language"}
            elif key.kind in ("", _STRING):
                context[key.name] = short
            else:
                typed = key.kind if key.kind == "@id" else shorten(key.kind, self.prefixes)
                context[key.name] = {"@id": short, "@type": typed}
        return context


def _name_kind(values: Iterable[Term]) -> str:
    """Return what all values of a property are: nodes, tagged texts, a datatype; else nothing."""
    kinds = set()
    for value in values:
        if isinstance(value, ox.Literal):
            # Texts with a direction, and JSON, are written out one by one.
            is_plain = value.direction is None and value.datatype.value != _JSON
            tag = "@language" if value.language else value.datatype.value
            kinds.add(tag if is_plain else "")
        else:
            kinds.add("@id")
    return kinds.pop() if len(kinds) == 1 else ""


def _unwrap(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node with its single values as they are, not as lists of one."""
    return {
        key: _unwrap(value)
        if isinstance(value, dict)
        else (value[0] if isinstance(value, list) and len(value) == 1 else value)
        for key, value in node.items()
    }

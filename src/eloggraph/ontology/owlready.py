"""The graphs as a world of owlready2: classes and individuals of the network as Python objects."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.iri import PREFIXES, expand

if TYPE_CHECKING:
    import owlready2

_LINE = re.compile(rb"<?([^>\s]*)>? <([^>]*)> (?:<([^>]*)> \.|.*\^\^<([^>]*)> \.)?")
_TYPE, _NOTE = expand("rdf:type"), expand("owl:AnnotationProperty")
_PROPERTIES = {_NOTE, expand("owl:ObjectProperty"), expand("owl:DatatypeProperty")}
_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
# What owlready2 would fetch from the web, and what would have it import a module of Python.
_NOT_FOLLOWED = {
    expand("owl:imports"),
    "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A statement as N-Triples, and of its terms what the loading has to know, empty if none."""

    text: bytes
    subject: str
    predicate: str
    node: str
    datatype: str


def make_world(graphs: Mapping[str, bytes]) -> owlready2.World:
    r"""Return named graphs in N-Triples as a world in memory, each as an ontology of its name.

    Properties that no graph declares (``skos:prefLabel`` among them) are declared as annotations,
    and datatypes that owlready2 does not know (``xsd:gYear``) as texts; it would hide the one and
    refuse the other. Nothing is fetched: ``owl:imports`` are left out.

    Examples
    --------
    >>> is_a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    >>> said = f"<urn:p#P> {is_a} <http://www.w3.org/2002/07/owl#Class> .\n"
    >>> said += f"<urn:p#a> {is_a} <urn:p#P> .\n"
    >>> world = make_world({"urn:p#": said.encode()})
    >>> [one.name for one in world["urn:p#P"].instances()]
    ['a']
    """
    import owlready2

    lines = {name: [*_read_lines(graphs[name])] for name in sorted(graphs)}
    _declare_datatypes(each.datatype for every in lines.values() for each in every if each.datatype)
    notes = _find_undeclared([each for every in lines.values() for each in every])
    declared = "".join(f"<{note}> <{_TYPE}> <{_NOTE}> .\n" for note in notes).encode()
    world = owlready2.World()
    for at, (name, every) in enumerate(lines.items()):
        text = b"".join(each.text for each in every) + (b"" if at else declared)
        ontology = world.get_ontology(name)
        ontology.load(fileobj=io.BytesIO(text), format="ntriples")
    return world


def _read_lines(said: bytes) -> Iterator[_Line]:
    for line in said.splitlines(keepends=True):
        if found := _LINE.match(line):
            subject, predicate, node, datatype = found.groups(b"")
            if predicate.decode() not in _NOT_FOLLOWED:
                yield _Line(
                    text=line,
                    subject=subject.decode(),
                    predicate=predicate.decode(),
                    node=node.decode(),
                    datatype=datatype.decode(),
                )


def _find_undeclared(lines: Iterable[_Line]) -> list[str]:
    used, declared = set(), set()
    for line in lines:
        used.add(line.predicate)
        if line.predicate == _TYPE and line.node in _PROPERTIES:
            declared.add(line.subject)
    return sorted(each for each in used - declared if not each.startswith(_BUILT_IN))


def _declare_datatypes(datatypes: Iterable[str]) -> None:
    from owlready2 import base

    for iri in sorted(set(datatypes)):
        abbreviated = base._universal_iri_2_abbrev.get(iri)
        if abbreviated not in base._universal_abbrev_2_datatype_parser:
            kind = type(re.split(r"[/#]", iri)[-1] or "text", (str,), {})
            base.declare_datatype(kind, iri, kind, str)

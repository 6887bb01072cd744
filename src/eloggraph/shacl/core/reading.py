"""Reading a shapes graph: typed parameters, lists and paths, with every fault noted.

A malformed shape makes the whole shapes graph unusable (SHACL section 3.4: the processor reports
a failure); all faults are noted first, so that they can be mended at once.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand, shorten
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path, PathError, push_inverses, read_path, write_path
from eloggraph.shacl.shapes import ShapesGraph

SH = PREFIXES["sh"]
_SUBCLASS = expand("rdfs:subClassOf")
_FIRST, _REST, _NIL = expand("rdf:first"), expand("rdf:rest"), ox.NamedNode(expand("rdf:nil"))
_INTEGERS = frozenset(
    expand(f"xsd:{name}")
    for name in ("integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short")
)
# What does not tell one nameless node from another.
_UNSAID = frozenset({_FIRST, _REST, SH + "property", expand("rdf:type")})
_TOLD_AT_MOST = 100


@dataclass(slots=True)
class ShapesReader:
    """The statements of a shapes graph by subject and predicate, and the faults met so far."""

    objects: Mapping[Term, Mapping[str, list[Term]]]
    prefixes: Mapping[str, str]
    faults: list[ShapeProblem] = field(default_factory=list)
    remarks: list[ShapeProblem] = field(default_factory=list)
    # Who says something of a statement, by the statement.
    reified: Mapping[ox.Triple, list[Term]] = field(default_factory=dict, repr=False)
    # What has been found to be below classes, by these.
    below: dict[tuple[str, ...], set[Term]] = field(default_factory=dict, repr=False)
    _subclasses: dict[Term, list[Term]] | None = None
    _owners: dict[Term, tuple[Term, str]] | None = None
    _parents: dict[Term, list[Term]] | None = None

    @classmethod
    def open(cls, shapes: ShapesGraph, prefixes: Mapping[str, str] | None = None) -> ShapesReader:
        """Begin to read a shapes graph; ``prefixes`` are those that names are shown with."""
        said = shapes.said
        shown = shapes.prefixes if prefixes is None else prefixes
        return cls(said.objects, shown, reified=said.reified)._without_deactivated()

    def of(self, node: Term, name: str) -> list[Term]:
        """Return the values of a SHACL property, named without prefix, in a stable order."""
        found = self.objects.get(node, {}).get(SH + name, ())
        return sorted(found, key=str) if len(found) > 1 else list(found)

    def notes(self, node: Term) -> Iterator[tuple[ShapesReader, list[Term]]]:
        """Yield what is said of single statements of a shape, with a reader that lacks each."""
        for triple, reifiers in self.reified.items():
            if triple.subject == node:
                yield self._without([triple]), reifiers

    def _without_deactivated(self) -> ShapesReader:
        off = [
            triple
            for triple, reifiers in self.reified.items()
            for node in reifiers
            if any(term.value == "true" for term in self.of(node, "deactivated"))
        ]
        return self._without(off) if off else self

    def _without(self, triples: Iterable[ox.Triple]) -> ShapesReader:
        """Return a reader of the same graph that does not know some statements."""
        changed: dict[Term, dict[str, list[Term]]] = {}
        for triple in triples:
            subject, name = triple.subject, triple.predicate.value
            if isinstance(subject, ox.Triple):
                continue
            said = changed.setdefault(subject, dict(self.objects.get(subject, {})))
            said[name] = [term for term in said.get(name, ()) if term != triple.object]
            if not said[name]:
                del said[name]
        objects = ChainMap(changed, self.objects)  # type: ignore[arg-type]
        return replace(self, objects=objects, _subclasses=None, _owners=None, _parents=None)

    # -- faults ---------------------------------------------------------------------------------

    def fault(self, code: str, node: Term, **values: str | int) -> None:
        """Note a fault of a shape."""
        name = self.name(node)
        self.faults.append(ShapeProblem.of("shapes", code, shape=name, name=name, **values))

    def remark(self, code: str, node: Term) -> None:
        """Note what is left out of the plan, though the rest can be run."""
        name = self.name(node)
        self.remarks.append(ShapeProblem.of("shapes", code, shape=name, name=name))

    def note_unrun(self, node: Term, **values: str) -> None:
        """Note a demand of a shape that is not run, though the rest can be."""
        name = self.name(node)
        self.remarks.append(
            ShapeProblem.of("shapes", "shape-not-run", shape=name, name=name, **values)
        )

    def refuse(self) -> None:
        """Raise what has been noted, if anything, the first hundred faults in full.

        Raises
        ------
        ShapesError
            When any fault has been noted.
        """
        faults = list(dict.fromkeys(self.faults))
        rest = len(faults) - _TOLD_AT_MOST
        if rest > 0:
            faults[_TOLD_AT_MOST:] = [ShapeProblem.of("shapes", "shape-faults-more", n=rest)]
        if faults:
            raise ShapesError(*faults)

    def name(self, node: Term) -> str:
        """Return what people call a shape: its short name, or that of the shape it is part of.

        One that has no name has in brackets its path; else by which way it hangs on the named one,
        and what it says itself as far as that has names.
        """
        if isinstance(node, ox.NamedNode):
            return shorten(node.value, self.prefixes)
        if isinstance(node, ox.Literal):
            return str(node)
        above: Term = node
        seen: set[Term] = {node}
        way: list[str] = []
        while isinstance(above, ox.BlankNode) and above in self._find_owners():
            above, predicate = self._find_owners()[above]
            if above in seen:
                break
            seen.add(above)
            if predicate not in _UNSAID:
                way.append(self._shorten_iri(predicate))
            way += self._paths_of(above)
        inner = ", ".join(self._paths_of(node)) or self._describe(node, way)
        inner = f"[{inner}]"
        return f"{self.name(above)} {inner}" if isinstance(above, ox.NamedNode) else inner

    def _paths_of(self, node: Term) -> list[str]:
        found = []
        for term in self.of(node, "path"):
            with suppress(PathError):
                found.append(write_path(read_path(term, self._objects_of), self._shorten_iri))
        return found

    def _describe(self, node: Term, way: Sequence[str]) -> str:
        """Return by which way a node without a path hangs, outermost first, and what it says."""
        said = [
            f"{self._shorten_iri(name)} {self._shorten(terms[0])}"
            for name, terms in sorted(self.objects.get(node, {}).items())
            if name not in _UNSAID and len(terms) == 1 and not isinstance(terms[0], ox.BlankNode)
        ]
        return ": ".join(part for part in (" / ".join(reversed(way)), "; ".join(said[:2])) if part)

    def _shorten(self, term: Term) -> str:
        if isinstance(term, ox.Literal):
            return f"“{term.value if len(term.value) <= 40 else term.value[:39] + '…'}”"
        return self._shorten_iri(term.value)

    def _shorten_iri(self, iri: str) -> str:
        return shorten(iri, {**PREFIXES, **self.prefixes})

    def list_subclasses(self, cls: Term) -> list[Term]:
        """Return what the shapes graph says is directly below a class."""
        if self._subclasses is None:
            self._subclasses = {}
            for subject, properties in self.objects.items():
                for above in properties.get(_SUBCLASS, ()):
                    self._subclasses.setdefault(above, []).append(subject)
        return self._subclasses.get(cls, [])

    def parents(self, node: Term) -> list[Term]:
        """Return the shapes that have a shape among their ``sh:property``."""
        if self._parents is None:
            self._parents = {}
            for subject, properties in self.objects.items():
                for child in properties.get(SH + "property", ()):
                    self._parents.setdefault(child, []).append(subject)
        return self._parents.get(node, [])

    def _find_owners(self) -> dict[Term, tuple[Term, str]]:
        """Return what each node without a name hangs on, and by which property."""
        if self._owners is None:
            self._owners = {}
            for subject, properties in self.objects.items():
                for name, values in properties.items():
                    for value in values:
                        if isinstance(value, ox.BlankNode):
                            self._owners.setdefault(value, (subject, name))
        return self._owners

    # -- parameters -----------------------------------------------------------------------------

    def one(self, node: Term, name: str) -> Term | None:
        """Return the only value of a parameter that may have one at most."""
        found = self.of(node, name)
        if len(found) > 1:
            self.fault("shape-value-many", node, parameter=f"sh:{name}", n=len(found))
        return found[0] if found else None

    def integer(self, node: Term, name: str) -> int | None:
        """Return the value of a parameter that takes an integer that is not negative."""
        term = self.one(node, name)
        if term is None:
            return None
        text = term.value if isinstance(term, ox.Literal) else ""
        if not (isinstance(term, ox.Literal) and term.datatype.value in _INTEGERS):
            text = ""
        if text.lstrip("+").isascii() and text.removeprefix("+").isdigit():
            return int(text) if len(text) <= 18 else 10**18
        self.malformed(node, name, term, "integer")
        return None

    def boolean(self, node: Term, name: str) -> bool:
        """Return whether a parameter that takes true or false has the value ``true``.

        The specification compares terms: ``"1"^^xsd:boolean`` is not ``true`` there.
        """
        term = self.one(node, name)
        known = {"true": True, "1": False, "false": False, "0": False}
        if term is None:
            return False
        if isinstance(term, ox.Literal) and term.datatype.value == expand("xsd:boolean"):
            found = known.get(term.value)
            if found is not None:
                return found
        self.malformed(node, name, term, "boolean")
        return False

    def text(self, node: Term, name: str) -> str | None:
        """Return the value of a parameter that takes a plain text."""
        term = self.one(node, name)
        if term is None or (isinstance(term, ox.Literal) and not term.language):
            return None if term is None else term.value
        self.malformed(node, name, term, "text")
        return None

    def iris(self, node: Term, name: str, *, at_most_one: bool = False) -> list[str]:
        """Return the values of a parameter that takes IRIs."""
        if at_most_one:
            self.one(node, name)
        found = []
        for term in self.of(node, name):
            if isinstance(term, ox.NamedNode):
                found.append(term.value)
            else:
                self.malformed(node, name, term, "iri")
        return found

    def nodes(self, node: Term, name: str) -> list[Term]:
        """Return the values of a parameter that takes shapes: IRIs or blank nodes."""
        return self._nodes(node, name, self.of(node, name))

    def iris_or_lists(
        self, node: Term, name: str, *, at_most_one: bool = False
    ) -> list[tuple[str, ...]]:
        """Return the values of a parameter that takes an IRI, or a list of them to choose from."""
        if at_most_one:
            self.one(node, name)
        found = []
        for term in self.of(node, name):
            is_list = _FIRST in self.objects.get(term, {})  # no list: rdf:nil is an IRI like others
            members = self.list(node, name, term) if is_list else [term]
            for each in members:
                if not isinstance(each, ox.NamedNode):
                    self.malformed(node, name, each, "iri")
            found.append(tuple(t.value for t in members if isinstance(t, ox.NamedNode)))
        return [each for each in found if each]

    def paths(self, node: Term, name: str) -> list[Path]:
        """Return the values of a parameter that takes a property, or in SHACL 1.2 a path."""
        found = []
        for term in self.of(node, name):
            if isinstance(term, ox.Literal):
                self.malformed(node, name, term, "iri")
            elif (path := self.path(node, term)) is not None:
                found.append(path)
        return found

    def node_lists(self, node: Term, name: str) -> list[tuple[Term, ...]]:
        """Return the values of a parameter that takes lists of shapes."""
        lists = [self.list(node, name, head) for head in self.of(node, name)]
        return [tuple(self._nodes(node, name, members)) for members in lists]

    def _nodes(self, node: Term, name: str, terms: Iterable[Term]) -> list[Term]:
        found: list[Term] = []
        for term in terms:
            if isinstance(term, ox.Literal):
                self.malformed(node, name, term, "shape")
            else:
                found.append(term)
        return found

    def malformed(self, node: Term, name: str, term: Term, expected: str) -> None:
        """Note that a parameter has a value that it cannot have, and what it takes instead."""
        shown = "[ … ]" if isinstance(term, ox.BlankNode) else term.value
        if _is_iri(term):
            shown = shorten(term.value, self.prefixes)
        self.fault(
            "shape-value-malformed",
            node,
            parameter=f"sh:{name}",
            value=shown if len(shown) <= 80 else shown[:79] + "…",
            expected=expected,
        )

    # -- lists and paths ------------------------------------------------------------------------

    def list(self, node: Term, name: str, head: Term) -> list[Term]:
        """Return the members of an RDF list; one that is broken or loops is a fault."""
        members: list[Term] = []
        seen: set[Term] = set()
        while head != _NIL:
            properties = self.objects.get(head, {})
            first, rest = properties.get(_FIRST, ()), properties.get(_REST, ())
            if head in seen or len(first) != 1 or len(rest) != 1:
                self.fault("shape-list-malformed", node, parameter=f"sh:{name}")
                return []
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return members

    def path(self, shape: Term, node: Term) -> Path | None:
        """Return a path with inversions at its properties, or None and a fault."""
        try:
            return push_inverses(read_path(node, self._objects_of))
        except PathError as error:
            if error.parameter:
                self.fault("shape-list-malformed", shape, parameter=error.parameter)
            self.fault("shape-path-malformed", shape)
            return None

    def _objects_of(self, node: object, curie: str) -> Sequence[Term]:
        return self.objects.get(node, {}).get(expand(curie), ())  # type: ignore[call-overload, no-any-return]


def _is_iri(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)

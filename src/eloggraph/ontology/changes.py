"""The changes between two versions of an ontology, each with the step that it asks for and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from eloggraph.iri import expand
from eloggraph.ontology.described import OntologyTerm, OntologyVersion
from eloggraph.text import Text

Step = Literal["major", "minor", "patch"]

# What each kind of change asks for; catalogue/diff.toml says why.
STEP_OF_KIND: dict[str, Step] = {
    "namespace-changed": "major",
    "term-removed": "major",
    "term-renamed": "major",
    "term-kind-changed": "major",
    "constraint-narrowed": "major",
    "constraint-changed": "major",
    "relation-narrowed": "major",
    "relation-removed": "major",
    "characteristic-added": "major",
    "inference-removed": "major",
    "disjointness-added": "major",
    "notation-changed": "major",
    "scheme-left": "major",
    "term-added": "minor",
    "term-deprecated": "minor",
    "term-restored": "minor",
    "constraint-widened": "minor",
    "relation-added": "minor",
    "relation-rerouted": "minor",
    "characteristic-removed": "minor",
    "disjointness-removed": "minor",
    "notation-added": "minor",
    "scheme-joined": "minor",
    "concept-moved": "minor",
    "link-changed": "minor",
    "relation-restated": "patch",
    "label-changed": "patch",
    "definition-changed": "patch",
    "text-changed": "patch",
    "header-changed": "patch",
}
_HIERARCHIES = ("rdfs:subClassOf", "rdfs:subPropertyOf")
_RELATIONS = (*_HIERARCHIES, "owl:equivalentClass", "owl:equivalentProperty", "owl:inverseOf")
_CONSTRAINTS = ("rdfs:domain", "rdfs:range")
_LABELS = ("rdfs:label", "skos:prefLabel")
_DEFINITIONS = ("skos:definition", "rdfs:comment", "dct:description")
_MOVES = ("skos:broader", "skos:narrower", "skos:topConceptOf", "skos:hasTopConcept")
_TOLD_OTHERWISE = ("owl:deprecated", "dct:isReplacedBy", "dct:replaces")
_INFERRING = ("owl:TransitiveProperty", "owl:SymmetricProperty", "owl:ReflexiveProperty")
_CHARACTERISTICS = (
    *_INFERRING,
    "owl:FunctionalProperty",
    "owl:InverseFunctionalProperty",
    "owl:AsymmetricProperty",
    "owl:IrreflexiveProperty",
)
# Datatypes whose every value is a value of the other.
_WIDER_DATATYPES = {
    expand("xsd:integer"): expand("xsd:decimal"),
    expand("xsd:nonNegativeInteger"): expand("xsd:integer"),
    expand("xsd:positiveInteger"): expand("xsd:nonNegativeInteger"),
    expand("xsd:string"): expand("rdfs:Literal"),
    expand("xsd:decimal"): expand("rdfs:Literal"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: its kind (an entry of the catalogue), the term, and the values that differ."""

    kind: str
    term: str
    label: Text
    path: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def step(self) -> Step:
        """The step that the change asks for."""
        return STEP_OF_KIND[self.kind]

    def sort_key(self) -> tuple[object, ...]:
        """Order by step, kind and term."""
        kinds = list(STEP_OF_KIND)
        return (kinds.index(self.kind), self.term, self.path or "", self.before, self.after)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One term in both versions, with what the rules look at around it."""

    old: OntologyVersion
    new: OntologyVersion
    before: OntologyTerm
    after: OntologyTerm
    renamed: Mapping[str, str]
    told: set[str] = field(default_factory=set)

    def values(self, path: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the values of a property in both versions, old names by their new ones."""
        iri = path if "://" in path else expand(path)
        self.told.add(iri)
        before = self.before.values.get(iri, frozenset())
        after = self.after.values.get(iri, frozenset())
        return frozenset(self.renamed.get(value, value) for value in before), after

    def change(
        self,
        kind: str,
        curie: str | None = None,
        before: Iterable[str] = (),
        after: Iterable[str] = (),
    ) -> Change:
        return Change(
            kind=kind,
            term=self.after.iri,
            label=self.after.label,
            path=expand(curie) if curie else None,
            before=tuple(sorted(before)),
            after=tuple(sorted(after)),
        )


def find_changes(old: OntologyVersion, new: OntologyVersion) -> tuple[Change, ...]:
    """Return every change of the own terms and of the header, in order."""
    renamed = dict(_find_renamed(old, new))
    found = [*_compare_headers(old, new), *_compare_inventories(old, new, renamed)]
    # What took another existing term's place is that term, not the one that went.
    moved = {iri for iri in renamed if renamed[iri] not in old.terms}
    for iri in (old.terms.keys() & new.terms.keys()) | moved:
        after = new.terms[renamed.get(iri, iri)]
        pair = _Pair(old, new, old.terms[iri], after, renamed)
        for rule in _RULES:
            found.extend(rule(pair))
        found.extend(_compare_rest(pair))
    return tuple(sorted(found, key=Change.sort_key))


def _compare_headers(old: OntologyVersion, new: OntologyVersion) -> Iterator[Change]:
    term, label = new.iri or "", Text.same(new.show(new.iri or ""))
    if old.iri and new.iri and old.namespaces != new.namespaces:
        yield Change(
            kind="namespace-changed",
            term=term,
            label=label,
            before=old.namespaces,
            after=new.namespaces,
        )
    # The version and its date change with every version: they are no change of their own.
    expected = {expand("owl:versionInfo"), expand("owl:versionIRI"), expand("owl:priorVersion")}
    expected |= {expand("dct:modified"), expand("dct:issued")}
    for path in sorted((old.header.keys() | new.header.keys()) - expected):
        before, after = old.header.get(path, frozenset()), new.header.get(path, frozenset())
        if before != after:
            yield Change(
                kind="header-changed",
                term=term,
                label=label,
                path=path,
                before=tuple(sorted(before - after)),
                after=tuple(sorted(after - before)),
            )


def _compare_inventories(
    old: OntologyVersion, new: OntologyVersion, renamed: Mapping[str, str]
) -> Iterator[Change]:
    for iri in old.terms.keys() - new.terms.keys():
        kind = "term-renamed" if iri in renamed else "term-removed"
        after = (renamed[iri],) if iri in renamed else ()
        yield Change(kind=kind, term=iri, label=old.terms[iri].label, after=after)
    for iri in new.terms.keys() - old.terms.keys() - set(renamed.values()):
        yield Change(kind="term-added", term=iri, label=new.terms[iri].label)


def _find_renamed(old: OntologyVersion, new: OntologyVersion) -> Iterator[tuple[str, str]]:
    """Yield removed terms with the new term that says to replace them, or was said to."""
    for iri in sorted(new.terms.keys() - old.terms.keys()):
        for replaced in sorted(new.terms[iri].of("dct:replaces")):
            if replaced in old.terms and replaced not in new.terms:
                yield replaced, iri
    for iri in sorted(old.terms.keys() - new.terms.keys()):
        for replacement in sorted(old.terms[iri].of("dct:isReplacedBy")):
            if replacement in new.terms:
                yield iri, replacement


def _compare_kinds(pair: _Pair) -> Iterator[Change]:
    before, after = pair.values("rdf:type")
    told = {expand(curie) for curie in _CHARACTERISTICS}
    if pair.before.kinds != pair.after.kinds or before - told - after:
        yield pair.change("term-kind-changed", "rdf:type", before - told, after - told)
    elif after - told - before:
        yield pair.change("link-changed", "rdf:type", after=after - told - before)
    for curie in _CHARACTERISTICS:
        iri = expand(curie)
        if iri in after - before:
            yield pair.change("characteristic-added", "rdf:type", after=[iri])
        if iri in before - after:
            kind = "inference-removed" if curie in _INFERRING else "characteristic-removed"
            yield pair.change(kind, "rdf:type", before=[iri])


def _compare_deprecation(pair: _Pair) -> Iterator[Change]:
    for curie in _TOLD_OTHERWISE:
        pair.values(curie)
    if pair.after.deprecated and not pair.before.deprecated:
        yield pair.change("term-deprecated", after=pair.after.of("dct:isReplacedBy"))
    if pair.before.deprecated and not pair.after.deprecated:
        yield pair.change("term-restored")


def _compare_constraints(pair: _Pair) -> Iterator[Change]:
    for curie in _CONSTRAINTS:
        before, after = pair.values(curie)
        if before != after:
            yield pair.change(_judge_constraint(pair, before, after), curie, before, after)


def _judge_constraint(pair: _Pair, before: frozenset[str], after: frozenset[str]) -> str:
    """Say whether whatever met the old classes meets the new ones, or the other way round."""
    if all(_is_within(pair.new, before, wider) for wider in after):
        return "constraint-widened"
    if all(_is_within(pair.new, after, wider) for wider in before):
        return "constraint-narrowed"
    return "constraint-changed"


def _is_within(version: OntologyVersion, classes: frozenset[str], wider: str) -> bool:
    return any(wider in {name, *find_ancestors(version, name)} for name in classes)


def find_ancestors(version: OntologyVersion, iri: str) -> frozenset[str]:
    """Return every class or property above a term, however far; a datatype's wider datatypes."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        name = waiting.pop()
        term = version.terms.get(name)
        above = {value for curie in _HIERARCHIES for value in term.of(curie)} if term else set()
        if name in _WIDER_DATATYPES:
            above.add(_WIDER_DATATYPES[name])
        waiting.extend(above - found)
        found |= above
    return frozenset(found)


def _compare_relations(pair: _Pair) -> Iterator[Change]:
    for curie in _RELATIONS:
        before, after = pair.values(curie)
        held = before | find_ancestors(pair.old, pair.before.iri)
        holds = after | find_ancestors(pair.new, pair.after.iri)
        for value in sorted(after - before):
            if value in held:
                yield pair.change("relation-restated", curie, after=[value])
                continue
            # A new or foreign term takes nothing away from what was said with the old ones.
            narrows = value in pair.old.terms or value.startswith("[")
            yield pair.change(
                "relation-narrowed" if narrows else "relation-added", curie, after=[value]
            )
        for value in sorted(before - after):
            if value in holds:
                yield pair.change("relation-rerouted", curie, before=[value], after=after - before)
            elif value in pair.new.terms or value not in pair.old.terms:
                yield pair.change("relation-removed", curie, before=[value])


def _compare_disjointness(pair: _Pair) -> Iterator[Change]:
    before, after = pair.values("owl:disjointWith")
    common = pair.old.terms.keys() & pair.new.terms.keys()
    for kind, values in (("added", after - before), ("removed", before - after)):
        # Each pair is told once, at the first of its two names.
        others = {value for value in values if value in common and value > pair.after.iri}
        if others:
            side = {"after": others} if kind == "added" else {"before": others}
            yield pair.change(f"disjointness-{kind}", "owl:disjointWith", **side)


def _compare_concepts(pair: _Pair) -> Iterator[Change]:
    before, after = pair.values("skos:notation")
    if before != after:
        kind = "notation-changed" if before else "notation-added"
        yield pair.change(kind, "skos:notation", before - after, after - before)
    before, after = pair.values("skos:inScheme")
    if before - after:
        yield pair.change("scheme-left", "skos:inScheme", before=before - after)
    if after - before:
        yield pair.change("scheme-joined", "skos:inScheme", after=after - before)
    for curie in _MOVES:
        before, after = pair.values(curie)
        if before != after and not curie.endswith("TopConcept"):
            yield pair.change("concept-moved", curie, before - after, after - before)


def _compare_texts(pair: _Pair) -> Iterator[Change]:
    for kind, curies in (("label-changed", _LABELS), ("definition-changed", _DEFINITIONS)):
        for curie in curies:
            before, after = pair.values(curie)
            if before != after:
                yield pair.change(kind, curie, before - after, after - before)


def _compare_rest(pair: _Pair) -> Iterator[Change]:
    """Tell every difference that no rule has looked at, so that nothing passes in silence."""
    paths = pair.before.values.keys() | pair.after.values.keys()
    for path in sorted(paths - pair.told):
        before, after = pair.values(path)
        if before == after:
            continue
        is_text = all(value.startswith('"') for value in before ^ after)
        yield Change(
            kind="text-changed" if is_text else "link-changed",
            term=pair.after.iri,
            label=pair.after.label,
            path=path,
            before=tuple(sorted(before - after)),
            after=tuple(sorted(after - before)),
        )


_RULES: tuple[Callable[[_Pair], Iterator[Change]], ...] = (
    _compare_kinds,
    _compare_deprecation,
    _compare_constraints,
    _compare_relations,
    _compare_disjointness,
    _compare_concepts,
    _compare_texts,
)

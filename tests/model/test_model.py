"""The model by itself: ontology, code lists, shapes and the data that come with them.

Nothing here uses the toolkit. The files are read with pyoxigraph and ``csv``, so that a fault of
the toolkit cannot hide a fault of the model, nor the other way round.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ONTOLOGY = REPOSITORY / "ontology" / "elo.ttl"
ALIGNMENT = REPOSITORY / "ontology" / "elo-align.ttl"
VOCABULARIES = sorted((REPOSITORY / "ontology" / "vocab").glob("*.ttl"))
SHAPES = sorted((REPOSITORY / "shapes").glob("*.ttl"))
DATASETS = sorted(path.parent for path in (REPOSITORY / "datasets").glob("*/network.toml"))
MODELLED = ("suomi", "osaajaks")
REFERENCE = Path(os.environ.get("ELOGGRAPH_REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))
SEED = REFERENCE.parent / "seeds" / "S4.txt"
TONGUES = tomllib.loads(
    (REPOSITORY / "src/eloggraph/catalogue/languages.toml").read_text(encoding="utf-8")
)
LANGUAGES = tuple(name for name, habits in TONGUES.items() if name != "fallback")
FINISHED = tuple(name for name in LANGUAGES if TONGUES[name].get("finished"))


def says_all(languages: Iterable[str | None]) -> bool:
    """Tell whether each finished language is there once, and no language twice."""
    found = list(languages)
    return set(FINISHED) <= set(found) <= set(LANGUAGES) and len(found) == len(set(found))


NAMESPACES = {
    "dct": "http://purl.org/dc/terms/",
    "elo": "https://w3id.org/eloggraph/ns#",
    "elosh": "https://w3id.org/eloggraph/shapes#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
VOCABULARY = "https://w3id.org/eloggraph/vocab/"

# Properties, classes and code lists that no table writes, each with the reason.
WITHOUT_COLUMN = {
    "collaboratesWith": "follows from linkFrom, linkTo and hasParty",
    "onDimension": "said once, in the code list of maturity descriptors",
    "inPhase": "said once, in the code list of maturity descriptors",
    "phaseOrder": "said once, in the code list of maturity phases",
}
WITHOUT_TABLE = {
    "Collective": "each of its five kinds has a table",
    "MaturityDescriptor": "the fifteen of the matrix are a code list",
}
LISTS_WITHOUT_COLUMN = {
    "maturity-dimension": "chosen with the maturity descriptor",
    "maturity-phase": "chosen with the maturity descriptor",
}

# Parts of a key that may be empty, each with the reason.
KEYS_THAT_MAY_BE_UNKNOWN = {
    ("criterion_results", "observed"): "when it was judged may not be known",
    ("fundings", "funder"): "who grants it may not be known",
    ("norms", "target_group"): "a norm may be for all groups",
    ("norms", "channel"): "a norm need not say how a service is reached",
    ("norms", "language"): "nor in which language",
    ("observations", "about"): "a value may be of the whole area",
    ("shortages", "industry"): "a shortage may be of an occupation",
    ("shortages", "occupation"): "a shortage may be of a whole industry",
}

# What the shapes take from other vocabularies, term by term.
REUSED = [
    "dct:date",
    "dct:description",
    "dct:identifier",
    "dct:isPartOf",
    "dct:issued",
    "dct:language",
    "dct:publisher",
    "dct:replaces",
    "dct:source",
    "dct:spatial",
    "dct:subject",
    "foaf:homepage",
    "foaf:page",
    "org:hasMember",
    "org:member",
    "org:organization",
    "org:originalOrganization",
    "org:postIn",
    "org:resultingOrganization",
    "org:role",
    "org:subOrganizationOf",
    "prov:wasAssociatedWith",
    "prov:wasAttributedTo",
    "prov:wasGeneratedBy",
    "rdf:type",
    "skos:Concept",
    "skos:broader",
    "skos:inScheme",
    "skos:notation",
    "skos:prefLabel",
]

# The surnames in S4, as the first 16 digits of their SHA-256: the test must not name anyone.
SURNAMES = {"299d84b3310c595b", "9a8fdbad6749cbe8", "a94309acafbb8ac5"}

Term = Any  # a term of pyoxigraph; which kind depends on the property


def name(curie: str) -> ox.NamedNode:
    """Return the IRI that a prefixed name stands for."""
    prefix, local = curie.split(":", 1)
    return ox.NamedNode(NAMESPACES[prefix] + local)


class Graph:
    """The statements of some Turtle files, by subject and property."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.found: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.terms: set[str] = set()
        for path in paths:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                self.found[quad.subject][quad.predicate.value].append(quad.object)
                for term in (quad.subject, quad.predicate, quad.object):
                    if isinstance(term, ox.NamedNode):
                        self.terms.add(term.value)

    def objects(self, subject: Term, curie: str) -> list[Term]:
        return self.found[subject][name(curie).value] if subject in self.found else []

    def one(self, subject: Term, curie: str) -> Term | None:
        return next(iter(self.objects(subject, curie)), None)

    def text(self, subject: Term, curie: str) -> str | None:
        found = self.one(subject, curie)
        return None if found is None else found.value

    def subjects(self, curie: str, value: Term | None = None) -> list[Term]:
        wanted = name(curie).value
        return [
            subject
            for subject, properties in self.found.items()
            if wanted in properties and (value is None or value in properties[wanted])
        ]

    def members(self, head: Term | None) -> Iterator[Term]:
        while head is not None and head != name("rdf:nil"):
            found = self.one(head, "rdf:first")
            if found is not None:
                yield found
            head = self.one(head, "rdf:rest")

    def languages(self, subject: Term, curie: str) -> list[str]:
        return sorted(
            term.language or ""
            for term in self.objects(subject, curie)
            if isinstance(term, ox.Literal)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """What the tests need to know of a column."""

    shape: ox.NamedNode
    separator: str | None
    scheme: str | None
    classes: frozenset[str]
    path: str
    names: tuple[str, ...]


@cache
def ontology() -> Graph:
    return Graph([ONTOLOGY])


@cache
def vocabulary() -> Graph:
    return Graph(VOCABULARIES)


@cache
def shapes() -> Graph:
    return Graph(SHAPES)


@cache
def tables() -> dict[str, ox.NamedNode]:
    graph = shapes()
    return {
        graph.text(node, "elosh:table") or "": node
        for node in graph.subjects("elosh:table")
        if isinstance(node, ox.NamedNode)
    }


@cache
def columns(table: str) -> dict[str, Column]:
    """Return the columns of a table by their key, as its shape lists them."""
    graph, found = shapes(), {}
    for shape in graph.objects(tables()[table], "sh:property"):
        key = graph.text(shape, "elosh:column")
        if key is None:
            continue
        assert key not in found, f"{table} has the column {key} twice"
        path: Term = graph.one(shape, "sh:path")
        inverse = graph.one(path, "sh:inversePath")
        helper = graph.one(shape, "sh:node")
        scheme = graph.one(helper, "sh:property") if helper is not None else None
        classes = [
            term.value
            for source in (
                shape,
                *graph.members(graph.one(shape, "sh:or")),
                *graph.objects(shape, "sh:qualifiedValueShape"),
            )
            for term in graph.objects(source, "sh:class")
        ]
        found[key] = Column(
            shape=shape,
            separator=graph.text(shape, "elosh:separator"),
            scheme=graph.text(scheme, "sh:hasValue") if scheme is not None else None,
            classes=frozenset(classes),
            path=(inverse or path).value,
            names=tuple(term.value for term in graph.objects(shape, "sh:name")),
        )
    return found


@cache
def superclasses(iri: str) -> frozenset[str]:
    """Return the class and all above it."""
    above = ontology().objects(ox.NamedNode(iri), "rdfs:subClassOf")
    return frozenset({iri}).union(*(superclasses(term.value) for term in above))


@cache
def rows(folder: Path, table: str) -> tuple[dict[str, str], ...]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def used(folder: Path) -> tuple[Path, ...]:
    """Return the folder and those whose rows it may refer to."""
    settings = tomllib.loads((folder / "network.toml").read_text("utf-8"))
    return (folder, *((folder / other).resolve() for other in settings.get("uses", [])))


@cache
def identifiers(folder: Path) -> dict[str, frozenset[str]]:
    """Return the classes of each identifier of a folder; none may occur twice."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(folder.glob("*.csv")):
        target = shapes().text(tables()[path.stem], "sh:targetClass") or ""
        for row in rows(folder, path.stem):
            if "id" not in row:
                continue
            assert row["id"] not in found, f"{row['id']} occurs twice in {folder.name}"
            kind = NAMESPACES["elo"] + row["kind"] if row.get("kind") else target
            found[row["id"]] = superclasses(kind) | superclasses(target)
    return found


def notations(scheme: str) -> set[str]:
    graph = vocabulary()
    found = graph.subjects("skos:inScheme", ox.NamedNode(scheme))
    return {graph.text(concept, "skos:notation") or "" for concept in found}


def elo_terms(*kinds: str) -> list[ox.NamedNode]:
    found = [node for kind in kinds for node in ontology().subjects("rdf:type", name(kind))]
    return sorted(
        (node for node in found if node.value.startswith(NAMESPACES["elo"])), key=lambda n: n.value
    )


CLASSES = elo_terms("owl:Class")
PROPERTIES = elo_terms("owl:ObjectProperty", "owl:DatatypeProperty")
CSV_FILES = [path for folder in DATASETS for path in sorted(folder.glob("*.csv"))]
ALL_TURTLE = [ONTOLOGY, ALIGNMENT, *VOCABULARIES, *SHAPES]
every_term = pytest.mark.parametrize(
    "term", [*CLASSES, *PROPERTIES], ids=lambda term: term.value.split("#")[1]
)
every_table = pytest.mark.parametrize("table", sorted(tables()))
every_csv = pytest.mark.parametrize("path", CSV_FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")


# ------------------------------------------------------------------------------ all Turtle files


@pytest.mark.parametrize("path", ALL_TURTLE, ids=lambda path: path.name)
def test_turtle_is_plain_text_with_sorted_prefixes(path: Path) -> None:
    content = path.read_text("utf-8")
    assert content.startswith("# "), "opens with a comment"
    assert "\r" not in content
    assert "\t" not in content
    assert not re.search(r"[ ]+$", content, re.MULTILINE)
    prefixes = re.findall(r"^@prefix (\w+):", content, re.MULTILINE)
    assert prefixes == sorted(prefixes)
    assert not [prefix for prefix in prefixes if len(re.findall(rf"\b{prefix}:", content)) < 2]


# -------------------------------------------------------------------------------------- ontology


def test_header_names_version_licence_and_languages() -> None:
    header = ox.NamedNode("https://w3id.org/eloggraph/ns")
    properties = ontology().found[header]
    assert properties["http://www.w3.org/2002/07/owl#versionIRI"]
    for local in ("title", "description"):
        found = properties[f"http://purl.org/dc/terms/{local}"]
        assert says_all(term.language for term in found)
    for local in ("license", "creator", "publisher", "created", "modified"):
        assert properties[f"http://purl.org/dc/terms/{local}"], local
    for local in ("preferredNamespacePrefix", "preferredNamespaceUri"):
        assert properties[f"http://purl.org/vocab/vann/{local}"], local


@every_term
def test_term_is_labelled_and_defined_in_three_languages(term: ox.NamedNode) -> None:
    for curie in ("rdfs:label", "skos:definition"):
        assert says_all(ontology().languages(term, curie)), curie
    assert ontology().text(term, "rdfs:isDefinedBy") == "https://w3id.org/eloggraph/ns"
    for definition in ontology().objects(term, "skos:definition"):
        assert not definition.value.endswith("."), "a definition is a phrase, not a sentence"
        assert definition.value == definition.value.strip()


def test_no_two_terms_share_a_label() -> None:
    labels = Counter(
        (label.language, label.value)
        for term in (*CLASSES, *PROPERTIES)
        for label in ontology().objects(term, "rdfs:label")
    )
    assert [label for label, times in labels.items() if times > 1] == []


@every_term
def test_definition_does_not_repeat_the_label(term: ox.NamedNode) -> None:
    """A definition that opens with the term itself says nothing."""
    labels = {label.language: label.value for label in ontology().objects(term, "rdfs:label")}
    for definition in ontology().objects(term, "skos:definition"):
        assert not definition.value.lower().startswith(labels[definition.language].lower() + " ")


def test_domains_and_ranges_are_single_and_declared() -> None:
    known = {term.value for term in CLASSES} | {NAMESPACES["skos"] + "Concept"}
    for term in PROPERTIES:
        for curie in ("rdfs:domain", "rdfs:range"):
            found = [value.value for value in ontology().objects(term, curie)]
            assert len(found) <= 1, (term, curie)
            assert all(value in known or "XMLSchema#" in value for value in found), (term, curie)


def test_the_model_has_the_size_that_it_says() -> None:
    """The names of the first cut are kept: nothing that a table may hold has gone."""
    assert len(CLASSES) >= 45
    assert len(PROPERTIES) >= 67
    assert ontology().text(ox.NamedNode("https://w3id.org/eloggraph/ns"), "owl:versionInfo")


def test_the_version_is_told_alike_wherever_it_stands() -> None:
    """In the header of the ontology, its citation, the alignment, the shapes and the README."""
    header = ox.NamedNode("https://w3id.org/eloggraph/ns")
    version = ontology().text(header, "owl:versionInfo")
    assert version is not None
    assert f"version {version}," in (ontology().text(header, "dct:bibliographicCitation") or "")
    for file, base in (
        (REPOSITORY / "ontology" / "elo.ttl", "https://w3id.org/eloggraph"),
        (REPOSITORY / "ontology" / "elo-align.ttl", "https://w3id.org/eloggraph/align"),
        (REPOSITORY / "shapes" / "elosh.ttl", "https://w3id.org/eloggraph/shapes"),
    ):
        told = {
            quad.predicate.value.rpartition("#")[2]: quad.object.value
            for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)
            if "#version" in quad.predicate.value or "#priorVersion" in quad.predicate.value
        }
        assert (told["versionIRI"], told["versionInfo"]) == (f"{base}/{version}", version)
        assert told.get("priorVersion") != told["versionIRI"]
    assert f"version {version}," in (REPOSITORY / "ontology" / "README.md").read_text("utf-8")


def test_a_missing_domain_or_range_is_a_decision() -> None:
    for term in PROPERTIES:
        complete = all(ontology().objects(term, c) for c in ("rdfs:domain", "rdfs:range"))
        excused = any(e.value == "P11" for e in ontology().objects(term, "elo:checkException"))
        assert complete != excused, term


def test_no_class_is_disjoint_with_what_it_is_narrower_than() -> None:
    graph = ontology()
    for axiom in graph.subjects("rdf:type", name("owl:AllDisjointClasses")):
        members = {m.value for m in graph.members(graph.one(axiom, "owl:members"))}
        assert members <= {term.value for term in CLASSES}
        for member in members:
            assert superclasses(member) & members == {member}


# ------------------------------------------------------------------------------------- alignment


def test_alignment_speaks_of_every_class_that_has_no_class_of_ours_above() -> None:
    aligned = {term.value for term in Graph([ALIGNMENT]).found if isinstance(term, ox.NamedNode)}
    tops = {term.value for term in CLASSES if not ontology().objects(term, "rdfs:subClassOf")}
    assert tops - aligned == set()
    ours = {iri for iri in aligned if iri.startswith(NAMESPACES["elo"])}
    assert ours <= {term.value for term in (*CLASSES, *PROPERTIES)}


def test_alignment_avoids_the_three_traps() -> None:
    """Ontology notes, section 0: members, bodies and services that are not public."""
    graph = Graph([ALIGNMENT])
    assert not {iri for iri in graph.terms if iri.endswith(("#memberOf", "OrganizationalUnit"))}
    public = "http://purl.org/vocab/cpsv#PublicService"
    services = [
        s.value
        for s in graph.subjects("rdfs:subClassOf")
        if public in {o.value for o in graph.objects(s, "rdfs:subClassOf")}
    ]
    assert services == [NAMESPACES["elo"] + "PublicGuidanceService"]
    assert not graph.subjects("owl:imports")


def test_core_speaks_of_no_vocabulary_that_only_the_alignment_knows() -> None:
    spoken = {iri for iri in ontology().terms if not iri.startswith("https://w3id.org/eloggraph/")}
    foreign = ("m8g/", "cpsv#", "ns/org#", "ns/prov#", "esco/", "snb/", "dcat#")
    assert not {iri for iri in spoken if any(part in iri for part in foreign)}


# ------------------------------------------------------------------------------------ code lists


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_code_list_is_complete(path: Path) -> None:
    graph = Graph([path])
    scheme = ox.NamedNode(VOCABULARY + path.stem)
    assert graph.subjects("rdf:type", name("skos:ConceptScheme")) == [scheme]
    concepts = graph.subjects("rdf:type", name("skos:Concept"))
    assert concepts
    for subject in (scheme, *concepts):
        for curie in ("skos:prefLabel", "skos:definition"):
            assert says_all(graph.languages(subject, curie)), (subject, curie)
    tops = set(graph.objects(scheme, "skos:hasTopConcept"))
    for concept in concepts:
        code = graph.text(concept, "skos:notation")
        assert concept.value == f"{VOCABULARY}{path.stem}/{code}"
        assert graph.objects(concept, "skos:inScheme") == [scheme]
        for match in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
            assert not [m for m in graph.objects(concept, f"skos:{match}") if m in concepts]
        above = graph.objects(concept, "skos:broader")
        assert all(other in concepts for other in above)
        top = bool(graph.objects(concept, "skos:topConceptOf"))
        assert top == (concept in tops) == (not above), concept
    codes = [graph.text(concept, "skos:notation") for concept in concepts]
    assert len(set(codes)) == len(codes)
    # A code list has a version, the ontology's own; who publishes it, since when, and what for.
    header = ox.NamedNode("https://w3id.org/eloggraph/ns")
    assert graph.text(scheme, "owl:versionInfo") == ontology().text(header, "owl:versionInfo")
    assert graph.text(scheme, "dct:publisher") == ontology().text(header, "dct:publisher")
    assert graph.text(scheme, "dct:issued") >= ontology().text(header, "dct:created")
    assert graph.objects(scheme, "rdfs:isDefinedBy") == [header]
    for language in FINISHED:
        labels = [
            label.value.lower()
            for concept in concepts
            for label in graph.objects(concept, "skos:prefLabel")
            if label.language == language
        ]
        assert len(set(labels)) == len(labels), f"a label stands for two codes in {language}"


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_no_name_means_two_codes_of_one_list(path: Path) -> None:
    graph = Graph([path])
    meant = defaultdict(set)
    for concept in graph.subjects("rdf:type", name("skos:Concept")):
        for curie in ("skos:notation", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"):
            for called in graph.objects(concept, curie):
                meant[called.value.casefold()].add(concept.value)
    assert {called: codes for called, codes in meant.items() if len(codes) > 1} == {}


def test_matches_to_the_public_service_lists_exist_there() -> None:
    listed = REFERENCE / "external" / "finto-ptvl-subset" / "ptvl-guidance-subset.ttl"
    if not listed.is_file():
        pytest.skip(f"reference data not found: {listed}")
    known = {term.value for term in Graph([listed]).found if isinstance(term, ox.NamedNode)}
    ours = {iri for iri in vocabulary().terms if "fi:au:ptvl:" in iri}
    assert ours
    assert ours <= known


def test_maturity_matrix_has_one_descriptor_for_each_dimension_and_phase() -> None:
    graph = vocabulary()
    dimensions = graph.subjects("skos:inScheme", ox.NamedNode(VOCABULARY + "maturity-dimension"))
    phases = graph.subjects("skos:inScheme", ox.NamedNode(VOCABULARY + "maturity-phase"))
    cells = Counter(
        (graph.one(cell, "elo:onDimension"), graph.one(cell, "elo:inPhase"))
        for cell in graph.subjects("rdf:type", name("elo:MaturityDescriptor"))
    )
    assert (len(dimensions), len(phases)) == (5, 3)
    assert cells == Counter((dimension, phase) for dimension in dimensions for phase in phases)
    assert sorted(graph.text(phase, "elo:phaseOrder") or "" for phase in phases) == ["1", "2", "3"]


def test_every_code_list_has_a_helper_shape_and_a_column() -> None:
    lists = {VOCABULARY + path.stem for path in VOCABULARIES}
    helpers = {shapes().text(shape, "sh:hasValue") for shape in shapes().subjects("sh:hasValue")}
    in_columns = {column.scheme for table in tables() for column in columns(table).values()}
    written = lists - {VOCABULARY + stem for stem in LISTS_WITHOUT_COLUMN}
    assert helpers == written == in_columns - {None}
    assert {VOCABULARY + stem for stem in LISTS_WITHOUT_COLUMN} <= lists


# ---------------------------------------------------------------------------------------- shapes


def test_no_property_shape_is_a_blank_node() -> None:
    assert [s for s in shapes().subjects("sh:path") if not isinstance(s, ox.NamedNode)] == []
    for node in shapes().subjects("sh:property"):
        assert isinstance(node, ox.NamedNode)
        assert all(isinstance(p, ox.NamedNode) for p in shapes().objects(node, "sh:property"))


def test_every_property_shape_belongs_to_a_node_shape() -> None:
    listed = {
        shape
        for node in shapes().subjects("sh:property")
        for shape in shapes().objects(node, "sh:property")
    }
    assert listed == set(shapes().subjects("rdf:type", name("sh:PropertyShape")))


def test_shapes_use_only_terms_of_the_ontology() -> None:
    known = {term.value for term in (*CLASSES, *PROPERTIES)}
    spoken = {iri for iri in shapes().terms if iri.startswith(NAMESPACES["elo"])}
    assert spoken - known == set()


def test_shapes_take_only_listed_terms_from_elsewhere() -> None:
    """A near-miss of a namespace or a term would otherwise go unnoticed."""
    graph, spoken = shapes(), set()
    for properties in graph.found.values():
        for predicate, values in properties.items():
            local = predicate.partition("#")[2]
            if predicate.startswith(NAMESPACES["sh"]) and local in (
                "path",
                "inversePath",
                "class",
                "targetClass",
                "targetSubjectsOf",
                "lessThan",
                "lessThanOrEquals",
                "disjoint",
                "equals",
            ):
                spoken |= {value.value for value in values if isinstance(value, ox.NamedNode)}
    for predicate in ("path", "alternativePath"):
        for subject in graph.subjects(f"sh:{predicate}"):
            for head in graph.objects(subject, f"sh:{predicate}"):
                if graph.one(head, "rdf:first") is not None:
                    spoken |= {m.value for m in graph.members(head) if isinstance(m, ox.NamedNode)}
    known = {term.value for term in (*CLASSES, *PROPERTIES)} | {name(c).value for c in REUSED}
    # The path of a parameter is the name of a constraint component's parameter, declared with it.
    known |= {
        value.value
        for parameter in graph.subjects("rdf:type", name("sh:Parameter"))
        for value in graph.objects(parameter, "sh:path")
        if isinstance(value, ox.NamedNode) and graph.one(value, "rdfs:label") is not None
    }
    assert spoken - known == set()
    assert {name(c).value for c in REUSED} - spoken == set(), "listed but not used"


def test_remedies_are_told_in_three_languages() -> None:
    for shape in shapes().subjects("elosh:remedy"):
        assert says_all(shapes().languages(shape, "elosh:remedy")), shape
        for remedy in shapes().objects(shape, "elosh:remedy"):
            assert re.fullmatch(r"[A-ZÅÄÖ].*\.", remedy.value), remedy


def test_tables_to_begin_with_have_a_place_each_and_advice_in_three_languages() -> None:
    begun = {shapes().text(node, "elosh:beginWith"): node for node in tables().values()}
    begun.pop(None)
    assert sorted(map(int, filter(None, begun))) == [*range(1, len(begun) + 1)]
    assert {term.value for term in begun.values()} == {
        term.value for term in shapes().subjects("elosh:advice")
    }
    for node in begun.values():
        assert says_all(shapes().languages(node, "elosh:advice")), node


def test_annotations_of_shapes_are_declared_in_three_languages() -> None:
    declared = shapes().subjects("rdf:type", name("owl:AnnotationProperty"))
    for term in declared:
        for curie in ("rdfs:label", "rdfs:comment"):
            assert says_all(shapes().languages(term, curie)), term
    spoken = {predicate for properties in shapes().found.values() for predicate in properties}
    ours = {iri for iri in spoken if iri.startswith(NAMESPACES["elosh"])}
    assert ours <= {term.value for term in declared}


def test_every_class_is_in_a_table_and_every_property_in_a_column() -> None:
    targets = {shapes().text(node, "sh:targetClass") for node in tables().values()}
    kinds = {
        term.value
        for shape in shapes().subjects("sh:in")
        for term in shapes().members(shapes().one(shape, "sh:in"))
    }
    homeless = {term.value for term in CLASSES} - targets - kinds
    assert {iri.split("#")[1] for iri in homeless} == set(WITHOUT_TABLE)
    paths = {column.path for table in tables() for column in columns(table).values()}
    missing = {term.value.split("#")[1] for term in PROPERTIES if term.value not in paths}
    assert missing == set(WITHOUT_COLUMN)


@every_table
def test_table_is_named_described_and_keyed(table: str) -> None:
    node = tables()[table]
    for curie in ("sh:name", "sh:description"):
        assert says_all(shapes().languages(node, curie)), curie
    assert len(shapes().objects(node, "sh:targetClass")) == 1
    key = [term.value for term in shapes().members(shapes().one(node, "elosh:key"))]
    assert key
    assert set(key) <= set(columns(table))
    for part in key:
        known = shapes().text(columns(table)[part].shape, "sh:minCount") == "1"
        assert known is ((table, part) not in KEYS_THAT_MAY_BE_UNKNOWN), part
    assert {"source", "locator"} <= set(columns(table))
    assert ("since" in columns(table)) is ("until" in columns(table))


@every_table
def test_columns_are_named_described_and_explained(table: str) -> None:
    for key, column in columns(table).items():
        for curie in ("sh:name", "sh:description", "sh:message"):
            assert says_all(shapes().languages(column.shape, curie)), (key, curie)
        assert shapes().one(column.shape, "sh:order") is not None, key


@every_table
def test_no_header_stands_for_two_columns(table: str) -> None:
    headers = defaultdict(set)
    for key, column in columns(table).items():
        for header in (key, *column.names):
            headers[header.casefold()].add(key)
    assert {header: keys for header, keys in headers.items() if len(keys) > 1} == {}


def test_no_sheet_name_stands_for_two_tables() -> None:
    sheets = defaultdict(set)
    for table, node in tables().items():
        for sheet in (table, *(term.value for term in shapes().objects(node, "sh:name"))):
            assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet), sheet
            sheets[sheet.casefold()].add(table)
    assert {sheet: found for sheet, found in sheets.items() if len(found) > 1} == {}


def test_every_rule_is_told_in_one_sentence_in_three_languages() -> None:
    told = [*shapes().subjects("rdf:type", name("sh:PropertyShape"))]
    told += shapes().subjects("rdf:type", name("sh:SPARQLConstraint"))
    for shape in told:
        assert says_all(shapes().languages(shape, "sh:message")), shape
        for message in shapes().objects(shape, "sh:message"):
            assert re.fullmatch(r"[A-ZÅÄÖ].*[.?]", message.value), message
            assert not re.search(r"[.!?] [A-ZÅÄÖ]", message.value), message


# ------------------------------------------------------------------------------------------ data


def test_the_first_networks_are_here() -> None:
    assert set(MODELLED) <= {folder.name for folder in DATASETS}


@pytest.mark.parametrize("folder", DATASETS, ids=lambda folder: folder.name)
def test_network_file_is_complete(folder: Path) -> None:
    settings = tomllib.loads((folder / "network.toml").read_text("utf-8"))
    assert settings["id"] == folder.name
    assert settings["base"] == f"https://w3id.org/eloggraph/data/{folder.name}/"
    for key in ("title", "description"):
        assert set(settings[key]) >= {"fi", "sv", "en"}, key
    assert settings["publisher"]
    assert settings["licence"].startswith("https://")
    assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", settings["date"])
    assert all((folder / other / "network.toml").is_file() for other in settings.get("uses", []))


@pytest.mark.parametrize("network", MODELLED)
def test_readme_speaks_three_languages(network: str) -> None:
    content = (REPOSITORY / "datasets" / network / "README.md").read_text("utf-8")
    for heading in ("## Suomeksi", "## På svenska", "## In English"):
        assert heading in content


@every_csv
def test_file_is_a_rectangular_table_of_the_model(path: Path) -> None:
    assert path.stem in tables()
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    with path.open(encoding="utf-8", newline="") as stream:
        header, *body = list(csv.reader(stream))
    assert body, "an empty table is no table"
    assert set(header) <= set(columns(path.stem))
    assert len(set(header)) == len(header)
    assert {len(row) for row in body} == {len(header)}
    assert all(cell == cell.strip() for row in body for cell in row)


@every_csv
def test_keys_are_unique(path: Path) -> None:
    node = tables()[path.stem]
    key = [term.value for term in shapes().members(shapes().one(node, "elosh:key"))]
    found = Counter(tuple(row.get(p, "") for p in key) for row in rows(path.parent, path.stem))
    known = [(path.stem, part) not in KEYS_THAT_MAY_BE_UNKNOWN for part in key]
    assert [
        values
        for values, times in found.items()
        if times > 1
        or not all(value for value, needed in zip(values, known, strict=True) if needed)
    ] == []


def test_no_identifier_means_two_things_in_folders_used_together() -> None:
    for folder in DATASETS:
        found = Counter(identifier for each in used(folder) for identifier in identifiers(each))
        assert [identifier for identifier, times in found.items() if times > 1] == []


@every_csv
def test_references_resolve(path: Path) -> None:
    known: dict[str, frozenset[str]] = {}
    for folder in used(path.parent):
        known |= identifiers(folder)
    unresolved = []
    for row in rows(path.parent, path.stem):
        for key, cell in row.items():
            column = columns(path.stem)[key]
            if not cell:
                continue
            for value in cell.split(column.separator) if column.separator else [cell]:
                if column.scheme:
                    resolved = value in notations(column.scheme)
                elif column.classes:
                    resolved = bool(known.get(value, frozenset()) & column.classes)
                else:
                    resolved = True
                if not resolved:
                    unresolved.append((key, value))
    assert unresolved == []


def test_every_fact_about_osaajaks_says_where_it_comes_from() -> None:
    folder = REPOSITORY / "datasets" / "osaajaks"
    for path in sorted(folder.glob("*.csv")):
        for row in rows(folder, path.stem):
            assert row["source"] == "s4", (path.stem, row)
            found = [int(number) for number in re.findall(r"\d+", row["locator"])]
            assert re.match(r"kappale(et)? \d", row["locator"]), (path.stem, row)
            assert all(1 <= number <= 18 for number in found), (path.stem, row)


def test_no_person_of_the_source_is_named() -> None:
    folders = [REPOSITORY / "datasets" / network for network in MODELLED]
    # The workbook beside one of them is of its tables and says no more.
    files = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    for path in files:
        for word in set(re.findall(r"\w+", path.read_text("utf-8").lower())):
            starts = {word[:length] for length in range(5, len(word) + 1)}
            digests = {hashlib.sha256(start.encode()).hexdigest()[:16] for start in starts}
            assert not digests & SURNAMES, f"a surname in {path.name}"


def test_no_sentence_is_taken_from_the_source() -> None:
    """No six words in a row are those of the article, titles and names of organisations apart."""
    if not SEED.is_file():
        pytest.skip(f"source document not found: {SEED}")
    words = re.findall(r"\w+", SEED.read_text("utf-8").lower())
    spoken = {tuple(words[at : at + 6]) for at in range(len(words) - 5)}
    folder = REPOSITORY / "datasets" / "osaajaks"
    for path in sorted(folder.glob("*.csv")):
        for row in rows(folder, path.stem):
            for key, cell in row.items():
                if not key.startswith("description@") and path.stem != "claims":
                    continue
                said = re.findall(r"\w+", cell.lower())
                copied = [said[at : at + 6] for at in range(len(said) - 5)]
                assert not [run for run in copied if tuple(run) in spoken], (path.stem, cell)

"""The export against the official shapes of CPSV-AP 3.2.0 and CPOV 2.1.2, as they are published.

The harness is held against the official examples first: their numbers of violations are those
measured when the model was designed (untyped code lists and places).
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH, Graph, URIRef

from eloggraph.api.network import Network, open_network
from eloggraph.graph.inference import alignment_file, infer, reasoning_files
from eloggraph.iri import expand
from eloggraph.publish.profiles import ProfileExport, export_cpsv

REPOSITORY = Path(__file__).resolve().parents[2]
CPSV = "cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl"
CPOV = "cpov-2.1.2/core-public-organisation-ap-SHACL.ttl"
BASE = "https://example.org/koe/"


def term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def count_violations(data: Graph, shapes: Path) -> int:
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes), inference="none")
    return len(set(report.subjects(RDF.type, SH.ValidationResult)))


def local_names(nodes: Iterable[object]) -> set[str]:
    return {str(node).rpartition("/")[2] for node in nodes}


@pytest.fixture(scope="module")
def export(network: Network) -> ProfileExport:
    return export_cpsv(network.graphs)


@pytest.fixture
def data(export: ProfileExport) -> Graph:
    return Graph().parse(data=export.ntriples + export.context, format="nt")


@pytest.mark.parametrize(
    ("example", "shapes", "violations"),
    [
        ("cpsv-ap-3.2.0/example-rdf_public_service.ttl", CPSV, 6),
        ("cpov-2.1.2/example-rdf_public_organisation.ttl", CPOV, 9),
    ],
)
def test_official_examples_have_the_violations_that_were_measured(
    external: Path, example: str, shapes: str, violations: int
) -> None:
    assert count_violations(Graph().parse(external / example), external / shapes) == violations


@pytest.mark.parametrize("shapes", [CPSV, CPOV])
def test_export_has_no_violation(data: Graph, external: Path, shapes: str) -> None:
    assert count_violations(data, external / shapes) == 0


def test_export_is_the_services_and_organisations_that_can_be_complete(
    export: ProfileExport, data: Graph
) -> None:
    services = data.subjects(RDF.type, term("cpsv:PublicService"))
    public = data.subjects(RDF.type, term("cv:PublicOrganisation"))
    assert local_names(services) == {"ohjaamo", "opintopolku"}
    assert local_names(public) == {"kaupunki", "virasto"}
    assert local_names(o.node for o in export.omitted) == {"neuvonta", "valmennus", "ministerio"}
    # What is no public organisation to the profile is an organisation all the same.
    organisations = local_names(data.subjects(RDF.type, term("org:Organization")))
    assert organisations >= {"ministerio", "yliopisto", "yhdistys", "elo", "johtoryhma"}


def test_omission_says_what_the_profile_demands_in_vain(export: ProfileExport) -> None:
    told = {o.node.rpartition("/")[2]: o.missing for o in export.omitted}
    assert told == {
        "neuvonta": ("cv:hasCompetentAuthority",),
        "valmennus": ("dct:description",),
        "ministerio": ("dct:spatial",),
    }


def test_groups_of_bodies_without_a_place_are_organisations_of_an_omitted_public_kind() -> None:
    """Entries for many bodies at once: no place is on record, and the whole country is untrue."""
    export = export_cpsv(open_network(REPOSITORY / "datasets" / "osaajaks").graphs)
    groups = {
        *("ely-keskukset", "hyvinvointialueet", "kuntien-sote"),
        *("te-toimistot-valtio", "tyollisyysalueet"),
    }
    assert local_names(o.node for o in export.omitted) == groups
    assert {o.missing for o in export.omitted} == {("dct:spatial",)}
    data = Graph().parse(data=export.ntriples, format="nt")
    assert local_names(data.subjects(RDF.type, term("org:Organization"))) >= groups
    public = data.subjects(RDF.type, term("cv:PublicOrganisation"))
    assert not local_names(public) & groups


def test_export_speaks_the_words_of_the_profiles_only(data: Graph) -> None:
    ours = expand("elo:x")[:-1]
    assert not [p for p in set(data.predicates()) if str(p).startswith(ours)]
    assert not [o for o in set(data.objects(None, RDF.type)) if str(o).startswith(ours)]


def test_network_keeps_its_members_and_its_bodies(data: Graph) -> None:
    group = URIRef(f"{BASE}networks/elo")
    members = local_names(data.objects(group, term("org:hasMember")))
    assert members == {"kaupunki", "yhdistys", "yliopisto"}
    assert (URIRef(f"{BASE}bodies/johtoryhma"), term("org:subOrganizationOf"), group) in data
    assert not set(data.subjects(RDF.type, term("org:OrganizationalUnit")))


@pytest.mark.parametrize(
    ("subject", "curie", "shapes"),
    [
        ("services/ohjaamo", "dct:title", CPSV),
        ("services/ohjaamo", "dct:description", CPSV),
        ("services/ohjaamo", "dct:identifier", CPSV),
        ("services/ohjaamo", "cv:hasCompetentAuthority", CPSV),
        ("service_points/piste", "dct:identifier", CPSV),
        ("transitions/peruskoulusta", "dct:title", CPSV),
        ("actors/kaupunki", "dct:title", CPSV),
        ("actors/kaupunki", "skos:prefLabel", CPSV),
        ("actors/kaupunki", "dct:spatial", CPSV),
        ("municipalities/179", "rdf:type", CPOV),
        ("target_groups/nuoret", "rdf:type", CPSV),
    ],
)
def test_what_the_profile_demands_is_missed_when_it_is_gone(
    data: Graph, external: Path, subject: str, curie: str, shapes: str
) -> None:
    data.remove((URIRef(BASE + subject), term(curie), None))
    assert count_violations(data, external / shapes) > 0


def test_service_is_told_with_its_channel_event_language_and_class(data: Graph) -> None:
    service = URIRef(f"{BASE}services/ohjaamo")
    expected = {
        "cv:hasChannel": {"piste"},
        "cv:isGroupedBy": {"peruskoulusta"},
        "cv:thematicArea": {"P10.2"},
        "dct:audience": {"nuoret"},
        "dct:language": {"FIN", "SWE"},
        "dct:spatial": {"179"},
    }
    said = {curie: local_names(data.objects(service, term(curie))) for curie in expected}
    assert said == expected


def test_change_is_told_of_public_organisations_only(data: Graph) -> None:
    change = URIRef(f"{BASE}change_events/siirto")
    assert local_names(data.objects(change, term("org:originalOrganization"))) == {"virasto"}
    assert local_names(data.objects(change, term("org:resultingOrganization"))) == {"kaupunki"}


def test_every_service_is_told_in_each_language_that_it_has(data: Graph) -> None:
    titles = data.objects(URIRef(f"{BASE}services/ohjaamo"), term("dct:title"))
    assert {title.language for title in titles if isinstance(title, rdflib.Literal)} == {
        "fi",
        "sv",
        "en",
    }


def test_context_types_what_others_publish(export: ProfileExport, external: Path) -> None:
    assert "authority/country/FIN" in export.context
    alone = Graph().parse(data=export.ntriples, format="nt")
    assert count_violations(alone, external / CPOV) > 0


def test_members_of_a_network_are_not_told_backwards(
    network: Network, data: Graph, external: Path
) -> None:
    """ORG declares the inverse of org:hasMember; CPOV does not stand it."""
    store = ox.Store()
    for path in (*reasoning_files(), alignment_file(), external / "w3c-ns" / "org.ttl"):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    group, city = (ox.NamedNode(f"{BASE}{name}") for name in ("networks/elo", "actors/kaupunki"))
    store.add(ox.Quad(group, ox.NamedNode(expand("org:hasMember")), city))
    store.add(ox.Quad(group, ox.NamedNode(expand("org:hasSubOrganization")), city))
    inferred = {triple.predicate.value for triple in infer(store, BASE).triples}
    assert expand("org:subOrganizationOf") in inferred  # an inverse too, and harmless
    assert expand("org:memberOf") not in inferred
    data.add((URIRef(city.value), term("org:memberOf"), URIRef(group.value)))
    assert count_violations(data, external / CPOV) > 0


def test_export_is_the_same_every_time(network: Network, export: ProfileExport) -> None:
    assert export_cpsv(network.graphs) == export


def test_second_parser_reads_the_same(export: ProfileExport) -> None:
    read = set(ox.parse(export.ntriples, format=ox.RdfFormat.N_TRIPLES))
    assert len(read) == len(rdflib.Graph().parse(data=export.ntriples, format="nt"))

"""The export against the official shapes of CPSV-AP 3.2.0, CPOV 2.1.2 and DCAT-AP 3.0.1, as published.

The oracle is pySHACL. The harness is held against the official examples first: their numbers of
violations are those measured when the model was designed (untyped code lists and places).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from click.testing import CliRunner
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef

from eloggraph.api.network import Network
from eloggraph.api.opening import open_network
from eloggraph.cli.build import build
from eloggraph.graph.inference import alignment_file, infer, reasoning_files
from eloggraph.iri import expand
from eloggraph.publish.profiles import ProfileExport, export_profile
from eloggraph.publish.sentences import MOST

from .conftest import TABLES, write_tables

REPOSITORY = Path(__file__).resolve().parents[2]
CPSV = "cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl"
CPOV = "cpov-2.1.2/core-public-organisation-ap-SHACL.ttl"
DCAT = tuple(
    f"dcat-ap-3.0.1/{name}.ttl"
    for name in ("html-shacl/shapes", "html-shacl/range", "dcat-ap-SHACL")
)
BASE = "https://example.org/koe/"
VCARD = "http://www.w3.org/2006/vcard/ns#"


def term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def count_violations(data: Graph, shapes: Path) -> int:
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes), inference="none")
    return len(set(report.subjects(SH.resultSeverity, SH.Violation)))


def local_names(nodes: Iterable[object]) -> set[str]:
    return {str(node).rpartition("/")[2] for node in nodes}


def export_of(network: Network, profile: str) -> ProfileExport:
    return export_profile(network.graphs, network.config, profile)


def read(network: Network, profile: str) -> Graph:
    return Graph().parse(data=network.build(profile), format="turtle")


@pytest.fixture(scope="module")
def export(network: Network) -> ProfileExport:
    return export_of(network, "cpsv")


@pytest.fixture
def data(network: Network) -> Graph:
    return read(network, "cpsv")


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


@pytest.mark.parametrize(
    ("profile", "shapes"),
    [("cpsv", CPSV), ("cpsv", CPOV), ("cpov", CPSV), ("cpov", CPOV)]
    + [("dcat", shapes) for shapes in DCAT],
)
def test_what_build_writes_has_no_violation(
    network: Network, external: Path, profile: str, shapes: str
) -> None:
    assert count_violations(read(network, profile), external / shapes) == 0


# What the documents of the networks let be told: services of which they name the authority. None
# of laituri's is told of, and suomi has none. Without memberships on record there are no members.
COUNTS = {
    "kaakkois-suomi": {"cpsv:PublicService": 1, "cv:Participation": 1, "org:hasMember": 2},
    "kansallinen-kehittaminen": {
        **{"cpsv:PublicService": 1, "cv:Participation": 2, "cv:Channel": 2},
        **{"org:Membership": 8, "org:hasMember": 8},
    },
    "laituri": {"org:Membership": 13, "org:hasMember": 13},
    "mallimaakunta": {
        **{"cpsv:PublicService": 20, "cv:Participation": 20, "cv:Channel": 40},
        **{"org:Membership": 281, "org:hasMember": 345},
    },
    "osaajaks": {
        **{"cpsv:PublicService": 1, "cv:Participation": 1},
        **{"org:Membership": 11, "org:hasMember": 16},
    },
    "suomi": {},
    "varsinais-suomi": {"cpsv:PublicService": 1, "cv:Participation": 6},
}
COUNTED = (
    "cpsv:PublicService",
    "cv:Participation",
    "cv:Channel",
    "org:Membership",
    "org:hasMember",
)


def test_every_network_is_counted() -> None:
    there = {path.parent.name for path in (REPOSITORY / "datasets").glob("*/network.toml")}
    assert there == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_network_is_told_and_conforms(external: Path, name: str) -> None:
    """Without violations, and not because nothing is told: the counts are those of the documents."""
    network = open_network(REPOSITORY / "datasets" / name)
    services = read(network, "cpsv")
    told = {
        curie: len(set(services.subjects(RDF.type, term(curie))))
        or len(set(services.subject_objects(term(curie))))
        for curie in COUNTED
    }
    assert told == {**dict.fromkeys(COUNTED, 0), **COUNTS[name]}
    assert {curie: export_of(network, "cpsv").counts[curie] for curie in COUNTED} == told
    assert set(services.subjects(RDF.type, term("cv:PublicOrganisation")))
    for shapes in (CPSV, CPOV):
        assert count_violations(services, external / shapes) == 0
        assert count_violations(read(network, "cpov"), external / shapes) == 0
    described = read(network, "dcat")
    assert set(described.subjects(RDF.type, term("dcat:Distribution")))
    assert [count_violations(described, external / shapes) for shapes in DCAT] == [0, 0, 0]


@pytest.mark.parametrize("name", COUNTS)
def test_every_service_is_told_or_listed_with_the_reason(name: str) -> None:
    network = open_network(REPOSITORY / "datasets" / name)
    export = export_of(network, "cpsv")
    listed = {each.node for each in export.omitted if each.kind == "service"}
    answer = network.query(
        "PREFIX elo: <https://w3id.org/eloggraph/ns#> SELECT ?service WHERE {"
        f"GRAPH <{network.config.base}> {{ ?service a ?class }}"
        "?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* elo:GuidanceService }"
    )
    services = {row["service"] for row in answer.dicts()}  # type: ignore[union-attr]
    told = {str(s) for s in read(network, "cpsv").subjects(RDF.type, term("cpsv:PublicService"))}
    assert told | listed == services
    assert not told & listed
    assert all(each.reasons for each in export.omitted)


def test_public_services_follow_from_a_stated_authority(data: Graph) -> None:
    services = data.subjects(RDF.type, term("cpsv:PublicService"))
    public = data.subjects(RDF.type, term("cv:PublicOrganisation"))
    assert local_names(services) == {"ohjaamo", "opintopolku", "ketju"}
    assert local_names(public) == {"kaupunki", "virasto"}
    # What is no public organisation to the profile is an organisation all the same.
    organisations = local_names(data.subjects(RDF.type, term("org:Organization")))
    assert organisations >= {"ministerio", "yliopisto", "yhdistys", "elo", "johtoryhma", "hanke"}


def test_what_is_left_out_is_listed_with_the_reason(export: ProfileExport) -> None:
    told = {o.node.rpartition("/")[2]: (o.kind, o.reasons, o.missing) for o in export.omitted}
    assert told == {
        "uraohjaus": ("service", ("no-authority",), ("cv:hasCompetentAuthority",)),
        "neuvonta": ("service", ("authority-incomplete",), ("cv:hasCompetentAuthority",)),
        "valmennus": ("service", ("no-description",), ("dct:description",)),
        "vanha": ("service", ("ended",), ()),
        "toive": ("service", ("not-in-force",), ()),
        "ministerio": ("organisation", ("no-place",), ("dct:spatial",)),
        "uusi": ("organisation", ("not-begun",), ()),
    }


def test_list_of_what_is_left_out_is_part_of_the_output(
    network: Network, export: ProfileExport
) -> None:
    head = [line for line in network.build("cpsv").splitlines() if line.startswith("# ")]
    read = [line[2:].split(": ", 1) for line in head]
    assert json.loads(dict(read)["profile"]) == "CPSV-AP 3.2.0"
    assert json.loads(dict(read)["counts"]) == export.counts
    omitted = [json.loads(value) for word, value in read if word == "omitted"]
    assert [(o["node"], o["reasons"]) for o in omitted] == [
        (o.node, list(o.reasons)) for o in export.omitted
    ]


def test_command_tells_it_on_stderr_and_the_profile_on_stdout(network: Network) -> None:
    for language, word in (("fi", "jäi pois"), ("sv", "lämnades bort"), ("en", "was left out")):
        asked = [str(network.path), "--format", "cpsv", "--lang", language]
        done = CliRunner().invoke(build, asked)
        assert done.exit_code == 0
        assert done.stdout == network.build("cpsv")
        assert word in done.stderr
        assert len(done.stderr.splitlines()) == 1 + len(export_of(network, "cpsv").omitted)


@pytest.mark.parametrize(("until", "gone"), [("2026-05-31", True), ("2026-12-31", False)])
def test_of_a_year_the_last_day_is_looked_at_as_the_analyses_do(
    tmp_path: Path, until: str, gone: bool
) -> None:
    settings = 'id = "t"\nbase = "https://example.org/t/"\ndate = "2026"\ntitle = "T"\n'
    services = f"id,label@fi,description@fi,until\ns,Palvelu,Ohjausta.,{until}\n"
    tables = {"network.toml": settings, "services.csv": services}
    (omitted,) = export_of(write_tables(tmp_path / "t", tables), "cpsv").omitted
    assert (omitted.reasons == ("ended",)) == gone


@pytest.mark.parametrize(
    ("project", "until", "gone"),
    [
        ("over", "", True),
        ("over", "2030", False),
        ("later", "", True),
        ("now", "", False),
        ("over|later", "", True),
        ("over|now", "", False),
        ("off", "", True),
        ("off", "2030", True),
        ("off|now", "", False),
    ],
)
def test_a_service_is_there_as_long_as_its_project_or_by_dates_of_its_own(
    tmp_path: Path, project: str, until: str, gone: bool
) -> None:
    settings = 'id = "t"\nbase = "https://example.org/t/"\ndate = "2026"\ntitle = "T"\n'
    tables = {
        "network.toml": settings,
        "projects.csv": "id,label@fi,since,until,status\n"
        "over,O,2020,2024,\nlater,L,2028,2030,\nnow,N,2025,2027,\noff,X,2025,2027,cancelled\n",
        "services.csv": f"id,label@fi,description@fi,project,until\ns,P,O.,{project},{until}\n",
    }
    (omitted,) = export_of(write_tables(tmp_path / "t", tables), "cpsv").omitted
    assert (omitted.reasons == ("project-not-there",)) == gone


@pytest.mark.parametrize("many", [MOST, MOST + 1])
def test_long_list_is_cut_on_stderr_only(tmp_path: Path, many: int) -> None:
    rows = "".join(f"s{n},Palvelu {n},Ohjausta.\n" for n in range(many))
    tables = {"network.toml": TABLES["network.toml"]}
    folder = tmp_path / "paljon"
    write_tables(folder, {**tables, "services.csv": f"id,label@fi,description@fi\n{rows}"})
    done = CliRunner().invoke(build, [str(folder), "--format", "cpsv", "--lang", "en"])
    assert done.stdout.count("# omitted: ") == many
    assert done.stderr.count("was left out") == MOST
    assert ("And one more" in done.stderr) == (many > MOST)


def test_export_speaks_the_words_of_the_profiles_only(data: Graph) -> None:
    ours = expand("elo:x")[:-1]
    assert not [p for p in set(data.predicates()) if str(p).startswith(ours)]
    assert not [o for o in set(data.objects(None, RDF.type)) if str(o).startswith(ours)]


def test_network_keeps_its_members_and_its_bodies(data: Graph) -> None:
    """The agency is a member by the table of memberships alone, and was in the body until 2024."""
    group, body = URIRef(f"{BASE}networks/elo"), URIRef(f"{BASE}bodies/johtoryhma")
    members = local_names(data.objects(group, term("org:hasMember")))
    assert members == {"kaupunki", "yhdistys", "yliopisto", "virasto"}
    assert not set(data.objects(body, term("org:hasMember")))
    assert (body, term("org:subOrganizationOf"), group) in data
    # By ORG a sub-organisation is no collaboration, and a unit would need a public parent.
    assert (body, RDF.type, term("org:OrganizationalCollaboration")) not in data
    assert not set(data.subjects(RDF.type, term("org:OrganizationalUnit")))
    project = data.objects(URIRef(f"{BASE}projects/hanke"), term("org:hasMember"))
    assert local_names(project) == {"yhdistys"}


def test_membership_keeps_its_role(data: Graph) -> None:
    (held,) = data.subjects(RDF.type, term("org:Membership"))
    assert local_names(data.objects(held, term("org:member"))) == {"virasto"}
    assert local_names(data.objects(held, term("org:organization"))) == {"elo"}
    assert local_names(data.objects(held, term("org:role"))) == {"sihteeri"}


@pytest.mark.parametrize(
    ("subject", "curie", "shapes"),
    [
        ("services/ohjaamo", "dct:title", CPSV),
        ("services/ohjaamo", "dct:description", CPSV),
        ("services/ohjaamo", "dct:identifier", CPSV),
        ("services/ohjaamo", "cv:hasCompetentAuthority", CPSV),
        ("services/ohjaamo/provider/elo", "cv:role", CPSV),
        ("services/ohjaamo/provider/elo", "cv:hasParticipant", CPSV),
        ("services/ohjaamo/channel/phone", "dct:identifier", CPSV),
        ("service_points/piste", "dct:identifier", CPSV),
        ("platforms/verkko", "rdf:type", CPSV),
        ("transitions/peruskoulusta", "dct:title", CPSV),
        ("actors/kaupunki", "dct:title", CPSV),
        ("actors/kaupunki", "skos:prefLabel", CPSV),
        ("actors/kaupunki", "dct:spatial", CPSV),
        ("actors/kaupunki/business-id", "rdf:type", CPOV),
        ("municipalities/179", "rdf:type", CPOV),
        ("target_groups/nuoret", "rdf:type", CPSV),
    ],
)
def test_what_the_profile_demands_is_missed_when_it_is_gone(
    data: Graph, external: Path, subject: str, curie: str, shapes: str
) -> None:
    data.remove((URIRef(BASE + subject), term(curie), None))
    assert count_violations(data, external / shapes) > 0


def test_service_is_told_with_all_that_the_tables_say(data: Graph) -> None:
    service = URIRef(f"{BASE}services/ohjaamo")
    expected = {
        "cv:hasChannel": {"piste", "verkko", "phone"},  # a visit is to the place that is named
        "cv:hasCompetentAuthority": {"kaupunki", "virasto"},
        "cv:hasParticipation": {"kaupunki", "yhdistys", "elo"},
        "cv:isClassifiedBy": {"guidance", "career-choice", "own"},
        "cv:isGroupedBy": {"peruskoulusta"},
        "cv:thematicArea": {"P10.2"},
        "dct:audience": {"nuoret"},
        "dct:language": {"FIN", "SWE"},
        "dct:spatial": {"179"},
        "dct:type": set(),  # it would be the function of government
    }
    said = {curie: local_names(data.objects(service, term(curie))) for curie in expected}
    assert said == expected


def test_channel_has_its_owner_place_address_and_page(data: Graph) -> None:
    point, platform = URIRef(f"{BASE}service_points/piste"), URIRef(f"{BASE}platforms/verkko")
    assert local_names(data.objects(point, term("dct:type"))) == {"in-person"}
    assert local_names(data.objects(point, term("cv:ownedBy"))) == {"kaupunki"}
    assert local_names(data.objects(point, term("dct:spatial"))) == {"179"}
    locn = "http://www.w3.org/ns/locn#"
    (address,) = data.objects(point, URIRef(f"{locn}address"))
    # The first language of the network is Swedish.
    (whole,) = data.objects(address, URIRef(f"{locn}fullAddress"))
    assert whole == rdflib.Literal("Katu 1", lang="sv")
    assert local_names(data.objects(platform, term("cv:ownedBy"))) == {"yhdistys"}
    assert set(data.objects(platform, term("foaf:page"))) == {URIRef("https://verkko.example.org")}
    # A platform that no public service is available through is no channel.
    assert (URIRef(f"{BASE}platforms/koski"), None, None) not in data


def test_chain_has_its_coordinator_and_the_services_that_it_needs(data: Graph) -> None:
    chain = URIRef(f"{BASE}chains/ketju")
    roles = {
        (str(data.value(each, term("cv:role"))), str(data.value(each, term("cv:hasParticipant"))))
        for each in data.objects(chain, term("cv:hasParticipation"))
    }
    voc = "https://w3id.org/eloggraph/vocab/role/"
    assert roles == {
        (f"{voc}coordinator", f"{BASE}actors/yliopisto"),
        (f"{voc}provider", f"{BASE}actors/kaupunki"),
    }
    # The other step is a service without authority, so no public one.
    assert local_names(data.objects(chain, term("dct:requires"))) == {"ohjaamo"}


def test_organisation_has_its_number_in_the_register_and_its_home_page(data: Graph) -> None:
    city = URIRef(f"{BASE}actors/kaupunki")
    (number,) = data.objects(city, URIRef("http://www.w3.org/ns/adms#identifier"))
    assert str(data.value(number, term("skos:notation"))) == "0174666-4"
    assert set(data.objects(city, term("foaf:homepage"))) == {URIRef("https://www.jyvaskyla.fi")}


def test_change_is_told_of_public_organisations_only(network: Network) -> None:
    data = read(network, "cpov")
    change = URIRef(f"{BASE}change_events/siirto")
    assert local_names(data.objects(change, term("org:originalOrganization"))) == {"virasto"}
    assert local_names(data.objects(change, term("org:resultingOrganization"))) == {"kaupunki"}


def test_organisations_of_a_change_are_told_whenever_they_were() -> None:
    """The ELY Centres ceased in 2025; the data are of 2026. Kinds of organisations are none."""
    network = open_network(REPOSITORY / "datasets" / "suomi")
    changed = "PREFIX org: <http://www.w3.org/ns/org#> SELECT ?node { ?change org:originalOrganization ?node }"
    nodes = {row["node"] for row in network.query(changed).dicts()}  # type: ignore[union-attr]
    kinds = {node for node in nodes if "/organisation_kinds/" in node}
    assert kinds
    assert kinds < nodes
    organisations = {
        str(s) for s in read(network, "cpov").subjects(RDF.type, term("org:Organization"))
    }
    assert nodes - kinds <= organisations
    assert not kinds & organisations


def test_only_the_network_and_what_it_points_at_is_told(data: Graph) -> None:
    network = open_network(REPOSITORY / "datasets" / "osaajaks")
    told = local_names(read(network, "cpsv").subjects(RDF.type, term("org:Organization")))
    assert "okm" in told  # it funds the project
    assert "vm" not in told


def test_data_set_is_told_as_a_catalogue_wants_it(network: Network) -> None:
    data, node = read(network, "dcat"), URIRef(BASE)
    assert export_of(network, "dcat").omitted == ()
    (publisher,) = data.objects(node, term("dct:publisher"))
    assert (publisher, RDF.type, term("foaf:Agent")) in data
    assert str(data.value(publisher, term("foaf:name"))) == "Gradia"
    creators = {
        str(data.value(each, term("foaf:name"))) for each in data.objects(node, term("dct:creator"))
    }
    assert creators == {"Koeverkoston ELO-ryhmä", "Gradia"}
    assert (node, term("dct:identifier"), Literal("https://doi.org/10.5281/zenodo.1")) in data
    assert str(data.value(node, term("dcat:version"))) == "2"
    assert data.value(node, term("dct:issued")) == Literal("2025-07-01", datatype=XSD.date)
    (contact,) = data.objects(node, term("dcat:contactPoint"))
    assert data.value(contact, URIRef(f"{VCARD}hasEmail")) == URIRef("mailto:elo@example.org")
    (period,) = data.objects(node, term("dct:temporal"))
    assert {str(data.value(period, term(f"dcat:{end}Date"))) for end in ("start", "end")} == {
        "2025-06-30"
    }
    files = {
        (
            str(data.value(each, term("dcat:downloadURL"))),
            str(data.value(each, term("dct:format"))).rpartition("/")[2],
            str(data.value(each, term("dct:license"))),
        )
        for each in data.objects(node, term("dcat:distribution"))
    }
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert files == {
        ("https://example.org/koe.ttl", "RDF_TURTLE", licence),
        ("https://example.org/koe.csv", "CSV", licence),
    }
    expected = {
        "dcat:theme": {"EDUC", "SOCI"},
        "dct:language": {"FIN", "SWE"},
        "dct:spatial": {"13", "FIN"} - {"FIN"},
        "dcat:keyword": {
            *("elinikäinen ohjaus", "livslång vägledning", "lifelong guidance"),
            *("Ohjaamo", "Navigatorn"),
        },
    }
    assert {curie: local_names(data.objects(node, term(curie))) for curie in expected} == expected


def test_what_the_settings_do_not_tell_of_the_data_set_is_listed(tmp_path: Path) -> None:
    settings = {"network.toml": 'id = "bare"\ntitle = "Bare"\n'}
    bare = write_tables(tmp_path / "bare", {**settings, "themes.csv": "id,label@fi\na,Aihe\n"})
    missing = {curie for each in export_of(bare, "dcat").omitted for curie in each.missing}
    assert missing == {
        *("dct:description", "dct:publisher", "dct:temporal", "dct:spatial", "dct:license"),
        *("dcat:contactPoint", "dcat:landingPage", "dcat:downloadURL"),
    }


def test_every_service_is_told_in_each_language_that_it_has(data: Graph) -> None:
    titles = data.objects(URIRef(f"{BASE}services/ohjaamo"), term("dct:title"))
    assert {title.language for title in titles if isinstance(title, rdflib.Literal)} == {
        "fi",
        "sv",
        "en",
    }


def test_context_types_what_others_publish(export: ProfileExport, external: Path) -> None:
    assert any("authority/country/FIN" in str(triple) for triple in export.context)
    alone = "".join(f"{triple} .\n" for triple in set(export.triples) - set(export.context))
    assert count_violations(Graph().parse(data=alone, format="nt"), external / CPOV) > 0


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


@pytest.mark.parametrize("profile", ["cpsv", "cpov", "dcat"])
def test_bytes_are_the_same_in_another_process(network: Network, profile: str) -> None:
    """The library that writes Turtle takes prefixes in an order of chance."""
    code = (
        "import eloggraph, sys;"
        f"sys.stdout.reconfigure(encoding='utf-8', newline='');"
        f"sys.stdout.write(eloggraph.open({str(network.path)!r}).build({profile!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == network.build(profile)


def test_second_parser_reads_the_same(network: Network, export: ProfileExport) -> None:
    read = set(ox.parse(network.build("cpsv"), format=ox.RdfFormat.TURTLE))
    assert {quad.triple for quad in read} == {*export.triples, *export.context}
    assert len(read) == len(Graph().parse(data=export.ntriples, format="nt"))

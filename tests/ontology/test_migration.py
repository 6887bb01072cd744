"""What carries data over to a newer version of the model, run by an engine that is not ours.

The oracle is the table of ``ontology/migration/README.md``, said here again by hand.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import eloggraph

REPOSITORY = Path(__file__).parents[2]
MIGRATION = REPOSITORY / "ontology" / "migration"
ELO = "https://w3id.org/eloggraph/ns#"
VOCABULARY = "https://w3id.org/eloggraph/vocab/"
STATUS = rdflib.URIRef("https://w3id.org/eloggraph/ns#status")
CARRIED = {
    "proposed": "proposed",
    "approved": "planned",
    "postponed": "planned",
    "under-way": "in-force",
    "done": "ended",
    "dropped": "cancelled",
}


def status(scheme: str, code: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{VOCABULARY}{scheme}/{code}")


@pytest.mark.parametrize(("before", "after"), CARRIED.items())
def test_status_of_a_goal_is_carried_over_once(before: str, after: str) -> None:
    goal, other = rdflib.URIRef("urn:goal"), rdflib.URIRef("urn:other")
    graph = rdflib.Graph()
    graph.add((goal, STATUS, status("goal-status", before)))
    graph.add((other, STATUS, status("status", "wished")))
    update = (MIGRATION / "v0.3" / "10-status.ru").read_text("utf-8")
    for _ in range(2):
        graph.update(update)
        assert set(graph.objects(goal, STATUS)) == {status("status", after)}
        assert set(graph.objects(other, STATUS)) == {status("status", "wished")}


def test_status_in_a_named_graph_stays_in_it() -> None:
    store = ox.Store()
    named, goal = ox.NamedNode("urn:graph"), ox.NamedNode("urn:goal")
    before = ox.NamedNode(f"{VOCABULARY}goal-status/done")
    store.add(ox.Quad(goal, ox.NamedNode(str(STATUS)), before, named))
    for update in sorted((MIGRATION / "v0.3").glob("*.ru")):
        store.update(update.read_text("utf-8"))
    (quad,) = store
    assert (quad.graph_name, quad.object.value) == (named, f"{VOCABULARY}status/ended")


@pytest.mark.parametrize(("before", "after"), CARRIED.items())
def test_a_cell_may_keep_the_old_word(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "network.toml").write_text(
        'id = "net"\nbase = "https://example.org/net/"\ntitle = { fi = "V", sv = "N", en = "N" }\n'
        'description = { fi = "k", sv = "b", en = "d" }\nlicence = "https://example.org/l"\n',
        "utf-8",
    )
    (tmp_path / "goals.csv").write_text(
        f"id,label@fi,label@sv,label@en,status\ng,Tavoite,Mål,Goal,{before}\n", "utf-8"
    )
    network = eloggraph.open(tmp_path)
    assert set(network.to_rdflib().objects(None, STATUS)) == {status("status", after)}
    assert not [found for found in network.check().findings if found.value == before]


def test_participants_of_a_project_become_its_members() -> None:
    """Assessors of a self-assessment keep the property that participants had."""
    associated = ox.NamedNode("http://www.w3.org/ns/prov#wasAssociatedWith")
    elo = "https://w3id.org/eloggraph/ns#"
    is_a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    actor, project, judged = (
        ox.NamedNode(f"urn:{name}") for name in ("actor", "project", "judged")
    )
    for graph in (ox.DefaultGraph(), ox.NamedNode("urn:graph")):
        store = ox.Store()
        store.add(ox.Quad(project, is_a, ox.NamedNode(f"{elo}Project"), graph))
        store.add(ox.Quad(judged, is_a, ox.NamedNode(f"{elo}SelfAssessment"), graph))
        store.extend(ox.Quad(each, associated, actor, graph) for each in (project, judged))
        for _ in range(2):
            for update in sorted((MIGRATION / "v0.3").glob("*.ru")):
                store.update(update.read_text("utf-8"))
        assert [quad.subject for quad in store.quads_for_pattern(None, associated, None)] == [
            judged
        ]
        member = ox.NamedNode("http://www.w3.org/ns/org#hasMember")
        assert list(store.quads_for_pattern(project, member, None)) == [
            ox.Quad(project, member, actor, graph)
        ]


@pytest.mark.parametrize("graph", [ox.DefaultGraph(), ox.NamedNode("urn:graph")])
def test_steering_support_and_knowledge_of_a_need_become_links(
    graph: ox.DefaultGraph | ox.NamedNode,
) -> None:
    """Said again by hand; a need that nobody has expressed has no party to a link, and stays."""
    data = """@prefix elo: <https://w3id.org/eloggraph/ns#> .
        <urn:ely> elo:steers <urn:te> . <urn:vokes> elo:supports <urn:elo> .
        <urn:need> elo:expressedBy <urn:firm>, <urn:union> ; elo:informs <urn:school> .
        <urn:loose> elo:informs <urn:school> ."""
    store = ox.Store()
    store.load(data, ox.RdfFormat.TURTLE, to_graph=graph)
    for _ in range(2):
        for update in sorted((MIGRATION / "v0.3").glob("*.ru")):
            store.update(update.read_text("utf-8"))
    asked = """PREFIX elo: <https://w3id.org/eloggraph/ns#>
        SELECT ?from ?to ?type { ?link a elo:CollaborationLink ;
        elo:linkFrom ?from ; elo:linkTo ?to ; elo:linkType ?type }"""
    found = store.query(asked, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    links = {tuple(term.value.rpartition("/")[2] for term in row) for row in found}  # type: ignore[union-attr]
    assert links == {
        ("urn:ely", "urn:te", "steering"),
        ("urn:vokes", "urn:elo", "support"),
        ("urn:firm", "urn:school", "information-sharing"),
        ("urn:union", "urn:school", "information-sharing"),
    }
    left = {(quad.subject.value, quad.predicate.value[-7:]) for quad in store} & {
        ("urn:ely", "#steers"),
        ("urn:vokes", "upports"),
        ("urn:need", "informs"),
        ("urn:loose", "informs"),
    }
    assert left == {("urn:loose", "informs")}
    assert {quad.graph_name for quad in store} == {graph}


OLD = Path(__file__).parent / "old" / "network-0.2.0.ttl"
DATA = "https://w3id.org/eloggraph/data/"


def updates(*, named: bool = False) -> list[str]:
    """Return the texts of the updates of one graph, or those of all graphs of a store."""
    paths = sorted((MIGRATION / "v0.3").glob("*.ru"))
    return [path.read_text("utf-8") for path in paths if named or "named" not in path.name]


@pytest.fixture(scope="module")
def carried_over() -> rdflib.Graph:
    graph = rdflib.Graph().parse(OLD, format="turtle")
    for update in updates():
        graph.update(update)
    return graph


def violations(graph: rdflib.Graph, folder: Path) -> list[tuple[str | None, str | None]]:
    """Check a network together with the shared reference data of today."""
    suomi = eloggraph.open(REPOSITORY / "datasets" / "suomi").build("ntriples")
    path = folder / "network.nt"
    path.write_text(suomi + graph.serialize(format="nt"), "utf-8")
    found = eloggraph.check(path).findings
    return [(each.shape, each.focus) for each in found if each.severity == "violation"]


def test_an_old_network_has_errors_until_it_is_carried_over(
    carried_over: rdflib.Graph, tmp_path: Path
) -> None:
    before = violations(rdflib.Graph().parse(OLD, format="turtle"), tmp_path)
    assert {focus for _, focus in before} >= {
        f"{DATA}laituri/goals/g",
        f"{DATA}laituri/memberships/m",
    }
    assert violations(carried_over, tmp_path) == []


def test_nothing_of_what_was_is_left_and_a_second_time_changes_nothing(
    carried_over: rdflib.Graph,
) -> None:
    again = rdflib.Graph() + carried_over
    for update in updates():
        again.update(update)
    assert set(again) == set(carried_over)
    text = carried_over.serialize(format="nt")
    for gone in (
        "goal-status",
        "wasAssociatedWith",
        "#steers",
        "#supports",
        "suomi/actors/ely-keskukset",
    ):
        assert gone not in text
    for gone in ("laituri/areas/", "policy_documents/", "laituri/actors/"):
        assert gone not in text


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("suomi/organisation_kinds/ely-keskukset", "coordinates", "laituri/networks/n"),
        ("laituri/networks/n", "operatesIn", "suomi/areas/suomi"),
        ("laituri/links/l", "linkFrom", "laituri/organisation_kinds/alueiden-korkeakoulut"),
        ("laituri/tools/tilannearvio-matriisi", "maintainedBy", "laituri/networks/n"),
        ("laituri/quality_criteria/q", "usesTool", "laituri/tools/tilannearvio-matriisi"),
    ],
)
def test_what_was_said_is_said_of_what_took_its_place(
    carried_over: rdflib.Graph, subject: str, predicate: str, value: str
) -> None:
    told = carried_over.objects(rdflib.URIRef(DATA + subject), rdflib.URIRef(f"{ELO}{predicate}"))
    assert list(told) == [rdflib.URIRef(DATA + value)]


def test_a_kind_of_organisations_is_no_actor(carried_over: rdflib.Graph) -> None:
    kind = rdflib.URIRef(f"{DATA}laituri/organisation_kinds/alueiden-korkeakoulut")
    terms = {str(p).removeprefix(ELO) for p in carried_over.predicates(kind) if ELO in str(p)}
    assert terms == {"memberType"}
    assert list(carried_over.objects(kind, rdflib.RDF.type)) == [
        rdflib.URIRef(f"{ELO}OrganisationKind")
    ]


def test_named_graphs_are_carried_over_alike(carried_over: rdflib.Graph) -> None:
    """In a store of quads the other files do the same, in the graph where it was said."""
    store, named = ox.Store(), ox.NamedNode("urn:graph")
    store.load(path=str(OLD), format=ox.RdfFormat.TURTLE, to_graph=named)
    for update in updates(named=True):
        store.update(update)
    assert {quad.graph_name for quad in store} == {named}
    lines = carried_over.serialize(format="nt").splitlines()
    assert {f"{quad.triple} ." for quad in store} == {
        str(quad.triple) + " ."
        for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    }

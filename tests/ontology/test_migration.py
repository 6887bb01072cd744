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

"""What is told of a node: its own columns in order, its sources, and nothing personal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eloggraph.graph.describe import (
    describe_nodes,
    find_pair_places,
    find_places,
    list_sources,
    read_labels,
)
from eloggraph.schema.model import Schema
from eloggraph.schema.package import ontology_files, shape_files
from eloggraph.schema.packaged import packaged_schema
from eloggraph.schema.reader import read_model
from eloggraph.text import Text

Factory = Callable[..., Any]
BASE = "https://example.org/pieni/"
PERSONAL = """
@prefix elo: <https://w3id.org/eloggraph/ns#> . @prefix elosh: <https://w3id.org/eloggraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
elosh:ActorShape sh:property elosh:Actor-contact , elosh:Actor-desk .
elosh:Actor-contact a sh:PropertyShape ; sh:path elo:contact ; elosh:column "contact" ;
    sh:name "yhteyshenkilö"@fi , "kontaktperson"@sv , "contact"@en ;
    sh:datatype xsd:string ; elosh:personal true ; sh:order 31 .
elosh:Actor-desk a sh:PropertyShape ; sh:path elo:desk ; elosh:column "desk" ;
    sh:name "palvelupiste"@fi , "servicepunkt"@sv , "desk"@en ;
    sh:datatype xsd:string ; sh:order 32 .
"""


@pytest.fixture(scope="module")
def schema_with_persons(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("shapes") / "persons.ttl"
    path.write_text(PERSONAL, encoding="utf-8")
    return read_model(ontology_files(), [*shape_files(), path]).schema


def test_personal_columns_are_left_out(
    tmp_path: Path, write_network: Factory, read: Factory, schema_with_persons: Schema
) -> None:
    rows = "id,label@fi,label@sv,label@en,contact,desk\na,A,A,A,Esimerkki Henkilö,Aula\n"
    reading = read(write_network(tmp_path, {"actors": rows}), schema_with_persons)
    assert reading.findings == ()
    labels = read_labels([reading.graph], schema_with_persons)
    described = describe_nodes([f"{BASE}actors/a"], [reading.graph], labels)
    facts = described[f"{BASE}actors/a"].facts
    assert [(fact.name.en, fact.values) for fact in facts] == [("desk", (Text.same("Aula"),))]
    assert "Henkilö" not in str(described)


def test_facts_are_in_the_order_of_the_columns_and_in_words(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    rows = (
        "areas,since,type,id,label@fi,label@sv,label@en,description@fi\n"
        "410|179,19.5.2021,university,a,A,A,A,Kuvaus.\n"
    )
    reading = read(write_network(tmp_path, {"actors": rows}))
    reference = read(tmp_path / "viite")
    graphs = [reading.graph, reference.graph]
    labels = read_labels(graphs, packaged_schema())
    facts = describe_nodes([f"{BASE}actors/a"], graphs, labels)[f"{BASE}actors/a"].facts
    assert [[value.fi for value in fact.values] for fact in facts] == [
        ["yliopisto"],
        ["Laukaa", "Jyväskylä"],
        ["Kuvaus."],
        ["19.5.2021"],
    ]
    assert [value.sv for value in facts[1].values] == ["Laukas", "Jyväskylä"]
    assert facts[3].values[0].en == "2021-05-19"


def test_source_is_named_with_its_place(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "sources": "id,label@fi,label@sv,label@en\ns,Lähde,Källa,Source\n",
        "roles": "id,label@fi,label@sv,label@en,source,locator\nr,R,R,R,s,s. 12\n",
    }
    graph = read(write_network(tmp_path, tables)).graph
    labels = read_labels([graph], packaged_schema())
    (source,) = describe_nodes([f"{BASE}roles/r"], [graph], labels)[f"{BASE}roles/r"].sources
    assert source.text == Text("Lähde, s. 12", "Källa, s. 12", "Source, s. 12")
    assert (source.place.file, source.place.row) == ("roles.csv", 2)
    assert list_sources(graph, labels) == (Text("Lähde", "Källa", "Source"),)


def test_node_that_no_row_describes_has_no_facts(tiny_network: Path, read: Factory) -> None:
    described = describe_nodes(["http://e/none"], [read(tiny_network).graph], {})
    assert described["http://e/none"].facts == ()


def test_labels_of_rows_codes_and_terms_are_known(tiny_network: Path, read: Factory) -> None:
    labels = read_labels([read(tiny_network).graph], packaged_schema())
    assert labels[f"{BASE}actors/jyu"].sv == "Jyväskylä universitet"
    assert labels["https://w3id.org/eloggraph/vocab/actor-type/university"].fi == "yliopisto"
    assert labels["https://w3id.org/eloggraph/ns#Actor"].en == "actor"


def test_rows_are_found_of_things_and_of_cells_that_join_two(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    label = "label@fi,label@sv,label@en"
    tables = {
        "actors": f"id,{label}\na,A,A,A\nb,B,B,B\n",
        "projects": f"id,{label},participants\nx,X,X,X,\nh,H,H,H,a|b\n",
    }
    graph = read(write_network(tmp_path, tables)).graph
    found = find_places([f"{BASE}actors/b", f"{BASE}actors/none"], [graph])
    assert [(place.file, place.row) for place in found.values()] == [("actors.csv", 3)]
    asked = [(f"{BASE}actors/a", f"{BASE}projects/h"), (f"{BASE}actors/a", f"{BASE}actors/b")]
    pairs = find_pair_places(asked, [graph])
    assert list(pairs) == asked[:1]
    assert (pairs[asked[0]].file, pairs[asked[0]].row) == ("projects.csv", 3)

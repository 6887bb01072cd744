"""Shapes as the schema of tables; the oracle is rdflib reading the same files."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SKOS
from rdflib.namespace import OWL, SH

from eloggraph.iri import expand
from eloggraph.schema.package import model_folder, ontology_files, shape_files
from eloggraph.schema.packaged import packaged_schema
from eloggraph.schema.reader import read_model

SCHEMA = packaged_schema()
ELOSH = rdflib.Namespace("https://w3id.org/eloggraph/shapes#")
HEAD = """
@prefix elosh: <https://w3id.org/eloggraph/shapes#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix e: <http://e/> .
"""


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in shape_files():
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ontology_files():
        graph.parse(path)
    return graph


def test_every_table_of_the_shapes_is_read(shapes: rdflib.Graph) -> None:
    declared = {str(name): str(shape) for shape, name in shapes.subject_objects(ELOSH.table)}
    assert {table.name: table.shape for table in SCHEMA.tables} == declared


def test_every_column_of_the_shapes_is_read(shapes: rdflib.Graph) -> None:
    for table in SCHEMA.tables:
        properties = shapes.objects(rdflib.URIRef(table.shape), SH.property)
        declared = {str(c) for p in properties for c in shapes.objects(p, ELOSH.column)}
        assert {column.key for column in table.columns} == declared


def test_columns_are_in_the_order_that_shapes_give(shapes: rdflib.Graph) -> None:
    for table in SCHEMA.tables:
        orders = [float(shapes.value(rdflib.URIRef(c.shape), SH.order)) for c in table.columns]
        assert orders == sorted(orders)


def test_every_code_of_the_ontology_is_read(ontology: rdflib.Graph) -> None:
    assert {(c.iri, c.scheme) for c in SCHEMA.concepts} == {
        (str(concept), str(scheme)) for concept, scheme in ontology.subject_objects(SKOS.inScheme)
    }


def test_every_class_knows_its_subclasses(ontology: rdflib.Graph) -> None:
    for name in ontology.subjects(RDF.type, OWL.Class):
        below = ontology.transitive_subjects(rdflib.RDFS.subClassOf, name)
        assert SCHEMA.descendants[str(name)] == {str(iri) for iri in below}


def test_key_columns_are_columns_of_their_table() -> None:
    for table in SCHEMA.tables:
        assert table.key
        assert [table.column(key).key for key in table.key] == list(table.key)


def test_reference_may_go_to_tables_above_and_below_its_class() -> None:
    tables = {table.name for table in SCHEMA.tables_of((expand("elo:PublicAuthority"),))}
    assert tables == {"actors"}
    assert {t.name for t in SCHEMA.tables_of((expand("elo:Area"),))} == {
        "areas", "regions", "municipalities",
    }  # fmt: skip


def test_model_is_found_where_it_is_edited() -> None:
    for name in ("ontology", "shapes"):
        assert any(model_folder(name).glob("*.ttl"))


COLUMNS = {
    "text": ("sh:path e:p ; sh:datatype xsd:string", "text"),
    "untyped": ("sh:path e:p", "text"),
    "integer": ("sh:path e:p ; sh:datatype xsd:integer", "integer"),
    "day": ("sh:path e:p ; sh:datatype xsd:date", "date"),
    "any date": (
        "sh:path e:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )",
        "date",
    ),
    "language": (
        'sh:path e:p ; sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMinCount 1',
        "language",
    ),
    "code": ("sh:path e:p ; sh:class skos:Concept ; sh:node e:InList", "concept"),
    "node": ("sh:path e:p ; sh:class e:Class", "node"),
    "class": ("sh:path rdf:type ; sh:in ( e:Class e:Other )", "class"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_kind_of_a_column_comes_from_plain_shacl(tmp_path: Path, name: str) -> None:
    constraints, kind = COLUMNS[name]
    path = tmp_path / "s.ttl"
    path.write_text(
        f'{HEAD} e:S a sh:NodeShape ; elosh:table "t" ; elosh:key ( "k" ) ; sh:property e:k .\n'
        "e:InList a sh:NodeShape ; sh:property e:inList .\n"
        "e:inList sh:path skos:inScheme ; sh:hasValue e:list .\n"
        f'e:k a sh:PropertyShape ; elosh:column "k" ; {constraints} .\n',
        encoding="utf-8",
    )
    (table,) = read_model([], [path]).schema.tables
    assert table.column("k").kind == kind
    assert table.column("k").required == (name == "language")
    assert table.column("k").scheme == ("http://e/list" if name == "code" else None)


def test_circle_of_classes_ends(tmp_path: Path) -> None:
    path = tmp_path / "o.ttl"
    path.write_text(
        f"{HEAD} e:A a owl:Class ; rdfs:subClassOf e:B . e:B a owl:Class ; rdfs:subClassOf e:A .",
        encoding="utf-8",
    )
    assert read_model([path], []).schema.descendants["http://e/A"] == {"http://e/A", "http://e/B"}


def test_schema_is_the_same_in_any_order_of_files() -> None:
    again = read_model(reversed(ontology_files()), reversed(shape_files())).schema
    assert again.tables == SCHEMA.tables
    assert set(again.concepts) == set(SCHEMA.concepts)


def test_a_table_or_column_that_is_not_there_is_named_with_what_is_near() -> None:
    with pytest.raises(KeyError, match="no table 'actor'; nearest: 'actors'"):
        packaged_schema().table("actor")
    with pytest.raises(KeyError, match="'sectr' in the table 'actors'; nearest: 'sector'"):
        packaged_schema().table("actors").column("sectr")
    with pytest.raises(KeyError, match="no table 'xyzzy'; nearest: none"):
        packaged_schema().table("xyzzy")

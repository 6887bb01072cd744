"""What the shapes of others demand is said with what was seen, in three languages."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from eloggraph.checks.demanded import COMPONENTS
from eloggraph.cli.main import main

DATA = """@prefix ex: <http://ex.org/> .
ex:a ex:list ( 1 1 ) ; ex:lines "a\\nb" ; ex:self ex:a .
ex:a a ex:C ; ex:p 1 ; ex:two 1, 2 ; ex:l "a"@en, "b"@en, "c" ; ex:iri ex:x .
ex:x a ex:Finger . ex:y a ex:M , ex:L . ex:a ex:both ex:y ; ex:none-of ex:z .
ex:a ex:said 1 {| ex:sure false |} .
"""
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ """
CASES = [
    ("Class", "sh:path ex:iri ; sh:class ex:K", "luokka ex:K", "the class ex:K"),
    ("Class", "sh:path ex:none-of ; sh:class ex:K", "Nyt: ei mitään luokkaa", "Seen: no class"),
    ("Class", "sh:path ex:iri ; sh:class ex:K", "Nyt: luokka ex:Finger", "Seen: the class ex:Finger"),
    ("Class", "sh:path ex:both ; sh:class ex:K", "Nyt: luokat ex:L, ex:M", "Seen: the classes ex:L, ex:M"),
    ("Class", "sh:path ex:p ; sh:class ex:K", "Nyt: literaali", "Seen: a literal"),
    ("Datatype", "sh:path ex:p ; sh:datatype xsd:date", "tietotyyppi xsd:date", "the datatype xsd:date"),
    ("Datatype", "sh:path ex:p ; sh:datatype xsd:date", "Nyt: tietotyyppi xsd:integer", "Seen: the datatype"),
    ("Class", "sh:path ex:iri ; sh:class ( ex:K ex:L )", "jokin luokista ex:K, ex:L", "one of the classes ex:K, ex:L"),
    ("Datatype", "sh:path ex:p ; sh:datatype ( xsd:date xsd:gYear )", "jokin tietotyypeistä xsd:date, xsd:gYear", "one of the datatypes xsd:date"),
    ("NodeKind", "sh:path ex:p ; sh:nodeKind ( sh:IRI sh:BlankNode )", "jokin näistä: IRI-tunniste, nimetön solmu", "one of these: an IRI, a blank node"),
    ("Equals", "sh:path ex:p ; sh:equals ( ex:self ex:two )", "ominaisuudella ex:self/ex:two", "those of ex:self/ex:two"),
    ("Disjoint", "sh:path ex:p ; sh:disjoint ( ex:self [ sh:inversePath ex:self ] ex:p )", "ex:self/(^ex:self)/ex:p", "ex:self/(^ex:self)/ex:p"),
    ("SubsetOf", "sh:path ex:two ; sh:subsetOf ex:p", "vain arvoja, jotka on annettu myös ominaisuudelle ex:p", "only values that ex:p has too"),
    ("SomeValue", "sh:path ex:two ; sh:someValue [ sh:class ex:Thumb ]", "vähintään yksi tällainen arvo: luokka ex:Thumb", "at least one such value: the class ex:Thumb"),
    ("SomeValue", "sh:path ex:two ; sh:someValue [ sh:hasValue 7 ]", "vähintään yksi tällainen arvo: arvo 7", "at least one such value: the value 7"),
    ("RootClass", "sh:path ex:iri ; sh:rootClass ex:K", "luokka ex:K tai sen alaluokka", "the class ex:K or one below it"),
    ("SingleLine", "sh:path ex:lines ; sh:singleLine true", "teksti yhdellä rivillä", "Remove the line breaks."),
    ("MemberShape", "sh:path ex:list ; sh:memberShape [ sh:nodeKind sh:IRI ]", "lista, jonka jokainen jäsen täyttää ehdon (IRI-tunniste)", "each member meets the condition (an IRI)"),
    ("MinListLength", "sh:path ex:list ; sh:minListLength 3", "vähintään 3 jäsentä", "a list of at least 3 members"),
    ("MaxListLength", "sh:path ex:list ; sh:maxListLength 1", "enintään yksi jäsen", "a list of at most one member"),
    ("UniqueMembers", "sh:path ex:list ; sh:uniqueMembers true", "mikään jäsen ei toistu", "no member is repeated"),
    ("NodeByExpression", "sh:path ex:p ; sh:nodeByExpression ex:Other", "säännön ex:Other ehdot", "what the shape ex:Other demands"),
    ("ReifierShape", "sh:path ex:said ; sh:reifierShape [ sh:property [ sh:path ex:sure ; sh:hasValue true ] ]", "jokainen, joka sanoo tästä väittämästä jotakin, täyttää ehdon (ex:sure: arvojen joukossa true)", "whoever says something of this statement meets the condition (ex:sure: true among"),
    ("ReifierShape", "sh:path ex:p ; sh:reificationRequired true", "Täydennä sitä, mitä väittämästä sanotaan.", "Complete what is said of the statement."),
    ("ReifierShape", "sh:path ex:p ; sh:reificationRequired true", "joku sanoo tästä väittämästä jotakin", "somebody says something of this statement"),
    ("ReifierShape", "sh:path ex:said ; sh:reificationRequired false ; sh:reifierShape [ sh:property [ sh:path ex:sure ; sh:hasValue true ] ]", "Vaaditaan: jokainen, joka", "Demanded: whoever says"),
    ("NodeKind", "sh:path ex:p ; sh:nodeKind sh:IRI", "IRI-tunniste", "Demanded: an IRI"),
    ("NodeKind", "sh:path ex:iri ; sh:nodeKind sh:Literal", "literaali", "Seen: an IRI"),
    ("In", "sh:path ex:p ; sh:in ( 2 3 )", "jokin näistä: 2, 3.", "one of these: 2, 3."),
    ("In", "sh:path ex:p ; sh:in ( 2 3 4 5 6 7 8 9 10 11 )", "9 ja 2 muuta", "9 and 2 more"),
    ("HasValue", "sh:path ex:p ; sh:hasValue 7", "arvojen joukossa 7", "7 among the values"),
    ("Pattern", 'sh:path ex:p ; sh:pattern "^x"', "lausekkeen ^x", "expression ^x"),
    ("MinLength", "sh:path ex:p ; sh:minLength 2", "vähintään 2 merkkiä", "at least 2 characters"),
    ("MaxLength", "sh:path ex:p ; sh:maxLength 0", "enintään 0 merkkiä", "at most 0 characters"),
    ("MinInclusive", "sh:path ex:p ; sh:minInclusive 7", "vähintään 7", "at least 7"),
    ("MaxInclusive", "sh:path ex:p ; sh:maxInclusive 0", "enintään 0", "at most 0"),
    ("MinExclusive", "sh:path ex:p ; sh:minExclusive 1", "suurempi kuin 1", "greater than 1"),
    ("MaxExclusive", "sh:path ex:p ; sh:maxExclusive 1", "pienempi kuin 1", "less than 1"),
    ("MinCount", "sh:path ex:p ; sh:minCount 2", "liian vähän arvoja. Vaaditaan: vähintään 2 arvoa. Nyt: yksi arvo", "Seen: one value"),
    ("MinCount", "sh:path ex:none ; sh:minCount 1", "puuttuu tieto", "Seen: no value"),
    ("MaxCount", "sh:path ex:two ; sh:maxCount 1", "enintään yksi arvo. Nyt: 2 arvoa", "Seen: 2 values"),
    ("MaxCount", "sh:path ex:p ; sh:maxCount 0", "Vaaditaan: ei yhtään arvoa", "Demanded: no value"),
    ("UniqueLang", "sh:path ex:l ; sh:uniqueLang true", "kullakin kielellä", "in each language"),
    ("LanguageIn", 'sh:path ex:l ; sh:languageIn ( "fi" )', "kielimerkintä on en", "Seen: a text with the language tag en"),
    ("LessThan", "sh:path ex:two ; sh:lessThan ex:p", "ominaisuudella ex:p", "a lower value than that of ex:p"),
    ("LessThanOrEquals", "sh:path ex:two ; sh:lessThanOrEquals ex:p", "enintään yhtä suuri", "not above that of ex:p"),
    ("Equals", "sh:path ex:p ; sh:equals ex:two", "samat arvot", "the same values as those of ex:two"),
    ("Disjoint", "sh:path ex:p ; sh:disjoint ex:two", "muu arvo", "another value than that of ex:two"),
    ("QualifiedMinCount", "sh:path ex:two ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class ex:Thumb ]", "tällainen arvo: luokka ex:Thumb", "at least one such value: the class ex:Thumb"),
    ("QualifiedMaxCount", "sh:path ex:two ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:datatype xsd:integer ]", "ei yhtään tällaista arvoa: tietotyyppi", "no such value: the datatype xsd:integer"),
    ("Or", "sh:path ex:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:class ex:K ] )", "(1) tietotyyppi xsd:date (2) luokka ex:K", "(1) the datatype xsd:date (2) the class ex:K"),
    ("Xone", "sh:path ex:p ; sh:xone ( [ sh:datatype xsd:date ] ex:Other )", "täsmälleen yksi", "(2) what the shape ex:Other demands"),
    ("Xone", "sh:path ex:p ; sh:xone ( [ sh:class ex:K ] ) , ( [ sh:class ex:L ] )", "[täsmälleen yksi näistä: (1) luokka ex:K]; [täsmälleen yksi", "[exactly one of these: (1) the class ex:K]; [exactly one of these: (1) the class ex:L]"),
    ("And", "sh:path ex:p ; sh:and ( [ sh:datatype xsd:date ] )", "kaikki nämä", "all of these: (1) the datatype"),
    ("Not", "sh:path ex:p ; sh:not [ sh:datatype xsd:integer ]", "ei tätä: tietotyyppi", "not this: the datatype xsd:integer"),
    ("Node", "sh:path ex:p ; sh:node [ sh:property [ sh:path ex:z ; sh:minCount 1 ] ]", "ex:z: vähintään yksi arvo", "ex:z: at least one value"),
]  # fmt: skip


def ask(folder: Path, constraint: str, *options: str) -> str:
    other = "ex:Other a sh:NodeShape ; sh:nodeKind sh:IRI ."
    (folder / "d.ttl").write_text(DATA, encoding="utf-8")
    (folder / "s.ttl").write_text(f"{HEAD}{constraint} ] .\n{other}", encoding="utf-8")
    told = ["check", str(folder / "d.ttl"), "--shapes", str(folder / "s.ttl"), *options]
    return CliRunner().invoke(main, told).stdout


@pytest.mark.parametrize(("component", "constraint", "fi", "en"), CASES)
def test_a_finding_says_what_is_demanded_and_what_was_seen(
    tmp_path: Path, component: str, constraint: str, fi: str, en: str
) -> None:
    assert fi in ask(tmp_path, constraint, "--lang", "fi")
    assert en in ask(tmp_path, constraint, "--lang", "en")
    printed = ask(tmp_path, constraint, "--format", "turtle")
    messages = [
        quad.object.value
        for quad in ox.parse(printed, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value.endswith("#resultMessage")
    ]
    assert any(each.startswith("Vaaditaan: ") for each in messages)
    told = json.loads(ask(tmp_path, constraint, "--format", "json"))["findings"]
    found = [
        each
        for each in told
        if (each["component"] or "").endswith(f"#{component}ConstraintComponent")
    ]
    assert found
    assert all(each["demand"]["sv"] for each in found)


def test_every_component_has_a_case() -> None:
    assert {component for component, *_ in CASES} == set(COMPONENTS) - {"UniqueValuesFor"}


def test_a_key_that_two_have_is_told_with_its_properties(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(
        "@prefix ex: <http://ex.org/> . ex:a a ex:C ; ex:id 1 . ex:b a ex:C ; ex:id 1 .",
        encoding="utf-8",
    )
    (tmp_path / "s.ttl").write_text(
        HEAD.partition(" ; sh:property")[0] + " ; sh:uniqueValuesFor ( ex:id ex:none ) .",
        encoding="utf-8",
    )
    told = ["check", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl"), "--lang", "en"]
    said = CliRunner().invoke(main, told).stdout
    assert said.count("values that no other node has (properties: ex:id, ex:none)") == 2


def test_a_shape_that_says_it_itself_is_left_to_its_own_words(tmp_path: Path) -> None:
    said = ask(
        tmp_path, 'sh:path ex:p ; sh:maxCount 0 ; sh:message "None, please."', "--lang", "en"
    )
    assert "None, please." in said
    assert "Demanded" not in said


def test_a_member_that_is_not_in_the_list_lacks_nothing(tmp_path: Path) -> None:
    said = ask(tmp_path, "sh:path ex:list ; sh:memberShape [ sh:in ( 2 ) ]", "--lang", "en")
    assert "The reason: 1 does not meet the shape. Demanded: one of these: 2." in said

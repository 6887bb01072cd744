"""What shapes demand and nobody looks at is told, and the check is then not complete.

The demands are those of SHACL Advanced Features, SHACL JavaScript Extensions, SHACL 1.2 and DASH.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.shacl.vocabulary import TERMS, find_effect

SH = "http://www.w3.org/ns/shacl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATA = """@prefix ex: <http://ex.org/> .
ex:a a ex:C ; ex:p 1 .
ex:b a ex:C .
"""
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix ex: <http://ex.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ;\n  "
NOT_RUN = {
    "sh:target": 'sh:target [ a sh:JSTarget ; sh:jsFunctionName "f" ] .',
    "sh:expression": "sh:expression [ sh:path ex:p ] .",
    "sh:js": 'sh:js [ a sh:JSConstraint ; sh:jsFunctionName "f" ] .',
    "sh:rule": "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object 1 ] .",
    "sh:nodeByExpression": "sh:property [ sh:path ex:p ; sh:nodeByExpression [ sh:path ex:q ] ] .",
    "dash:nonRecursive": "sh:property [ sh:path ex:p ; dash:nonRecursive true ] .",
    "dash:closedByTypes": "dash:closedByTypes true .",
    "dash:uniqueValueForClass": "sh:property [ sh:path ex:p ; dash:uniqueValueForClass ex:C ] .",
    "sh:entailment": "sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
    "sh:values": "sh:property [ sh:path ex:p ; sh:values [ sh:path ex:q ] ] .",
    "sh:expectedPredicate": "sh:expectedPredicate ex:p .",
    "sh:ruleProcessor": "sh:ruleProcessor ex:mine .",
    "sh:hasRule": "sh:hasRule [ a sh:TripleRule ; sh:predicate ex:p ; sh:object 1 ] .",
    "sh:includesRuleSet": "sh:includesRuleSet ex:Set .",
    "sh:tempTriple": "sh:tempTriple true .",
    "sh:incomplete": "sh:incomplete true .",
    "sh:incompleteURIStart": 'sh:incompleteURIStart "http://ex.org/" .',
    "dash:coExistsWith": "sh:property [ sh:path ex:p ; dash:coExistsWith ex:q ] .",
    "dash:hasValueIn": "sh:property [ sh:path ex:p ; dash:hasValueIn ( 1 2 ) ] .",
    "dash:hasValueWithClass": "sh:property [ sh:path ex:p ; dash:hasValueWithClass ex:C ] .",
    "dash:indexed": "sh:property [ sh:path ex:p ; dash:indexed true ] .",
    "dash:reifiableBy": "sh:property [ sh:path ex:p ; dash:reifiableBy ex:R ] .",
    "dash:rootClass": "sh:property [ sh:path ex:p ; dash:rootClass ex:C ] .",
    "dash:scriptConstraint": "dash:scriptConstraint [ ] .",
    "dash:singleLine": "sh:property [ sh:path ex:p ; dash:singleLine true ] .",
    "dash:stem": 'sh:property [ sh:path ex:p ; dash:stem "http://ex.org/" ] .',
    "dash:subSetOf": "sh:property [ sh:path ex:p ; dash:subSetOf ex:q ] .",
    "dash:symmetric": "sh:property [ sh:path ex:p ; dash:symmetric true ] .",
    "dash:uriStart": 'sh:property [ sh:path ex:p ; dash:uriStart "http://ex.org/" ] .',
}
# What the draft vocabulary of SHACL 1.2 has besides that of 1.0, and what only describes there.
NEWER = """agentInstruction bodyExpression codeIdentifier conformanceDisallows conformsToShapesGraph
describe expectedPredicate formalized hasRule includesRuleSet incomplete incompleteURIStart intent
keyParameter layer maxListLength memberShape minListLength nodeByExpression reificationRequired
reifierShape rootClass ruleProcessor runOnce shape singleLine someValue sourceRule subsetOf targetWhere
tempTriple uniqueMembers uniqueValuesFor unit usedConfiguration usedDataGraph usedShapesGraph"""
DESCRIBING = "agentInstruction codeIdentifier formalized intent keyParameter sourceRule unit"
# What SHACL 1.2 adds, and what of 1.0 takes more there, and targets that a query selects: run on
# columns, and not by pySHACL.
LATER = {
    "sh:target": 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this ?p ?o }" ] .',
    "sh:someValue": "sh:property [ sh:path ex:p ; sh:someValue [ sh:datatype xsd:integer ] ] .",
    "sh:subsetOf": "sh:property [ sh:path ex:p ; sh:subsetOf ex:q ] .",
    "sh:memberShape": "sh:property [ sh:path ex:p ; sh:memberShape [ sh:nodeKind sh:IRI ] ] .",
    "sh:minListLength": "sh:property [ sh:path ex:p ; sh:minListLength 1 ] .",
    "sh:uniqueMembers": "sh:property [ sh:path ex:p ; sh:uniqueMembers true ] .",
    "sh:singleLine": "sh:property [ sh:path ex:p ; sh:singleLine true ] .",
    "sh:rootClass": "sh:property [ sh:path ex:p ; sh:rootClass ex:C ] .",
    "sh:uniqueValuesFor": "sh:uniqueValuesFor ( ex:p ) .",
    "sh:targetWhere": "sh:targetWhere [ sh:class ex:C ] .",
    "sh:nodeByExpression": "sh:property [ sh:path ex:p ; sh:nodeByExpression ex:E ] .",
    "sh:reifierShape": "sh:property [ sh:path ex:p ; sh:reifierShape [ sh:closed true ] ] .",
    "sh:reificationRequired": "sh:property [ sh:path ex:p ; sh:reificationRequired false ] .",
    "sh:ShapeClass": "a sh:ShapeClass .",
    "sh:class": "sh:property [ sh:path ex:p ; sh:class ( ex:C ex:D ) ] .",
}
# pySHACL itself refuses these.
WIDENED = ("sh:property [ sh:path ex:p ; sh:lessThan ( ex:q ex:r ) ] .", "sh:closed sh:ByTypes .")
IDLE = {
    "no-path": 'sh:property [ sh:name "p" ] .',
    "sh:name": 'sh:property [ sh:path ex:p ; sh:name "p" ; sh:order 1 ; sh:group ex:G ] .',
    "sh:defaultValue": "sh:property [ sh:path ex:p ; sh:defaultValue 1 ] .",
    "dash:editor": "sh:property [ sh:path ex:p ; dash:editor dash:TextFieldEditor ] .",
}


@pytest.fixture
def ask(tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")

    def run(shape: str, *options: str) -> tuple[int, list[str]]:
        """Return the exit code of the command and the lines that it prints."""
        (tmp_path / "s.ttl").write_text(HEAD + shape, encoding="utf-8")
        told = ["check", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl")]
        result = CliRunner().invoke(main, [*told, "--lang", "en", *options])
        return result.exit_code, result.output.splitlines()

    return run


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("term", ["sh:target", "sh:expression", "sh:js"])
def test_no_engine_is_silent(ask, term: str, engine: str) -> None:  # type: ignore[no-untyped-def]
    code, lines = ask(SHAPE + NOT_RUN[term], "--engine", engine)
    assert code == 2
    assert any(f"{term} of the shape ex:S was not checked" in line for line in lines)


def test_what_is_new_is_run_on_columns_and_told_of_the_reference(ask) -> None:  # type: ignore[no-untyped-def]
    other = "ex:E a sh:NodeShape ; sh:nodeKind sh:IRI .\n"
    for term, shape in LATER.items():
        lines = ask(other + SHAPE + shape)[1]
        assert not any("not checked" in line for line in lines), term
    every = "\n".join(
        other + SHAPE.replace("ex:S", f"ex:S{n}") + shape for n, shape in enumerate(LATER.values())
    )
    told = "\n".join(ask(every, "--engine", "pyshacl")[1])
    assert [term for term in LATER if f"{term} of the shape" not in told] == []
    for shape in WIDENED:
        assert ask(SHAPE + shape)[0] < 2
        assert ask(SHAPE + shape, "--engine", "pyshacl")[0] == 2


def test_every_demand_that_is_not_run_is_told_and_may_be_allowed(ask) -> None:  # type: ignore[no-untyped-def]
    """One shape for each; a demand alone is told in the tests of the engines and of paths."""
    every = [SHAPE.replace("ex:S", f"ex:S{n}") + each for n, each in enumerate(NOT_RUN.values())]
    for options, severity, ended in (((), "violation", 2), (["--allow-unsupported"], "warning", 0)):
        code, lines = ask("\n".join(every), "--format", "json", *options)
        found = [
            f for f in json.loads("\n".join(lines))["findings"] if f["code"] == "shape-not-run"
        ]
        told = "\n".join(each["message"]["en"] for each in found)
        assert code == ended
        assert {each["severity"] for each in found} == {severity}
        for n, term in enumerate(NOT_RUN):
            assert f"{term} of the shape ex:S{n} " in told, term


def test_every_term_of_the_vocabularies_has_its_effect(ask, reference_data: Path) -> None:  # type: ignore[no-untyped-def]
    """Oracles: the vocabulary that W3C publishes, and the names in the draft of that of 1.2."""
    path = reference_data / "external" / "w3c-ns" / "shacl.ttl"
    said = {quad.subject for quad in ox.parse(path=path) if quad.predicate == ox.NamedNode(TYPE)}
    names = {str(each.value).removeprefix(SH) for each in said if isinstance(each, ox.NamedNode)}
    properties = {name for name in names if name[:1].islower() and "#" not in name} - {"this"}
    assert len(properties) > 80
    assert [
        name for name in sorted({*properties, *NEWER.split()}) if find_effect(name) is None
    ] == []
    not_run = {f"sh:{name}" for name in TERMS if find_effect(name) == "not-run"}
    assert not_run <= NOT_RUN.keys()
    code, lines = ask(SHAPE + " ; ".join(f"sh:{name} true" for name in DESCRIBING.split()) + " .")
    assert (code, [line for line in lines if "not checked" in line]) == (0, [])


@pytest.mark.parametrize(
    "shape",
    [
        "sh:property [ sh:xone ( [ sh:class ex:C ] [ sh:class ex:D ] ) ] .",
        "sh:property ex:P . ex:P a sh:PropertyShape ; sh:minCount 1 .",
    ],
)
def test_a_property_shape_without_a_path_demands_what_is_not_checked(ask, shape: str) -> None:  # type: ignore[no-untyped-def]
    """As ISAITB/shacl-validator#23: what it demands is not looked at."""
    code, lines = ask(SHAPE + shape)
    assert code == 2
    assert len([line for line in lines if "has no path (sh:path)" in line]) == 1
    assert ask(SHAPE + shape, "--allow-unsupported")[0] == 0


@pytest.mark.parametrize("term", IDLE)
def test_what_demands_nothing_is_not_told(ask, term: str) -> None:  # type: ignore[no-untyped-def]
    code, lines = ask(SHAPE + IDLE[term])
    assert code == 0
    assert not any("not checked" in line for line in lines)


def test_what_is_run_is_judged_beside_what_is_not(ask) -> None:  # type: ignore[no-untyped-def]
    shape = SHAPE + "sh:js [] ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    code, lines = ask(shape, "--allow-unsupported")
    assert code == 1
    assert any("ex:b has no value" in line for line in lines)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (SHAPE + "sh:property [ sh:path ex:p ; sh:minCuont 1 ] .", "Did you mean sh:minCount?"),
        (SHAPE + "sh:nodee ex:S .", "Did you mean sh:node?"),
        (SHAPE + "sh:zzzzzzzzz 1 .", "Look the name up"),
        (
            "@prefix sx: <https://www.w3.org/ns/shacl#> .\n" + SHAPE + "sx:minCount 1 .",
            "Write http://www.w3.org/ns/shacl# as the namespace",
        ),
        (SHAPE + "sh:node ex:Nope .", "refers to the shape ex:Nope"),
        (SHAPE + "sh:or ( ex:Nope [ sh:nodeKind sh:IRI ] ) .", "refers to the shape ex:Nope"),
        (SHAPE + "sh:property ex:Nope .", "refers to the shape ex:Nope"),
        (
            SHAPE + "sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ] .",
            "has sh:qualifiedMinCount but no sh:qualifiedValueShape",
        ),
        (
            SHAPE + "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:C ] ] .",
            "has sh:qualifiedValueShape but no sh:qualifiedMinCount",
        ),
        (
            SHAPE
            + "ex:max 1 .\nex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] .",
            "The constraint component ex:Max has no query",
        ),
    ],
)
def test_a_likely_slip_is_a_warning(ask, shape: str, told: str) -> None:  # type: ignore[no-untyped-def]
    code, lines = ask(shape)
    assert code == 0
    assert told in "\n".join(lines)


def test_a_term_of_dash_that_the_shapes_bring_a_query_for_is_run(ask) -> None:  # type: ignore[no-untyped-def]
    component = """dash:NonRecursive a sh:ConstraintComponent ;
      sh:parameter [ sh:path dash:nonRecursive ] ; sh:validator [ a sh:SPARQLAskValidator ;
        sh:ask "ASK { FILTER ($value != $this) }" ] ."""
    code, lines = ask(SHAPE + NOT_RUN["dash:nonRecursive"] + component)
    assert (code, [line for line in lines if "not checked" in line]) == (0, [])


def test_one_demand_of_many_shapes_is_told_once_in_print(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """By term and file, with the number; of seven shapes five are named. JSON has every one."""
    js = NOT_RUN["sh:js"]
    many = "\n".join(SHAPE.replace("ex:S", f"ex:S{n}") + js for n in range(7))
    pair = "\n".join(SHAPE.replace("ex:S", f"ex:T{n}") + NOT_RUN["sh:expression"] for n in (1, 2))
    other = tmp_path / "other.ttl"
    other.write_text(HEAD + SHAPE.replace("ex:S", "ex:Other") + js, encoding="utf-8")
    given = ["--shapes", str(other)]
    code, lines = ask(f"{many}\n{pair}", *given)
    assert code == 2
    assert [line.strip() for line in lines if "not checked" in line] == [
        "sh:js of the shape ex:Other was not checked: it is not supported.",
        "sh:js was not checked: it is not supported. "
        "So it is in 7 shapes, such as ex:S0, ex:S1, ex:S2, ex:S3, ex:S4.",
        "sh:expression was not checked: it is not supported. So it is in 2 shapes: ex:T1, ex:T2.",
    ]
    for language, n in (("fi", "7 säännössä"), ("sv", "7 regler")):
        assert any(n in line for line in ask(many, "--lang", language)[1])
    for form in ("html", "markdown"):
        said = "\n".join(ask(f"{many}\n{pair}", *given, "--format", form)[1])
        assert [said.count(f"in {n} shapes") for n in (2, 7)] == [1, 1]
    document = json.loads("\n".join(ask(f"{many}\n{pair}", *given, "--format", "json")[1]))
    assert len(document["findings"]) == 10
    assert sorted(len(group["findings"]) for group in document["groups"]) == [1, 2, 7]


NEEDS = "sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
UNDECLARED = {
    "sh:sparql": 'sh:sparql [ sh:select "SELECT $this WHERE { $this foaf:name ?n }" ] ;',
    "ex:least": "ex:least 1 ;",
    "sh:target": 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this a foaf:P }" ] ;',
    "sh:rule": 'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this a foaf:P } WHERE { }" ] ;',
}
LEAST = """ex:Least a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ;
  sh:validator [ sh:ask "ASK { FILTER (foaf:least($value, $least)) }" ] .
"""


@pytest.mark.parametrize("engine", ["columns", "streaming"])
def test_a_query_whose_prefix_nothing_declares_is_left_out_alone(ask, engine: str) -> None:  # type: ignore[no-untyped-def]
    """By the Recommendation (5.2.1) that is a failure: the rest is judged and the end is 2.

    Of five shapes each has the demand that ex:b breaks, and the last has no query.
    """
    asked = ["--rules"] if engine == "columns" else []
    said = {term: each for term, each in UNDECLARED.items() if asked or term != "sh:rule"}
    shapes = "".join(
        SHAPE.replace("ex:S", f"ex:S{n}") + each + NEEDS + "\n"
        for n, each in enumerate([*said.values(), ""])
    )
    options = ["--engine", engine, "--format", "json", *asked]
    for allowed, severity, ended in (((), "violation", 2), (["--allow-unsupported"], "warning", 1)):
        code, lines = ask(LEAST + shapes, *options, *allowed)
        found = json.loads("\n".join(lines[lines.index("{") :]))["findings"]
        unrun = [each for each in found if each["code"] == "shape-not-run"]
        assert code == ended
        assert [each["severity"] for each in unrun] == [severity] * len(said)
        assert {f"ex:S{n}" for n in range(len(said))} == {each["shape"] for each in unrun}
        for each, term in zip(sorted(unrun, key=lambda f: f["shape"]), said, strict=True):
            assert term in each["message"]["en"]
            assert all("foaf:" in text for text in each["message"].values())
        assert sum(each["code"] == "value-missing" for each in found) == len(said) + 1


def test_one_prefix_for_all_is_told_once_for_each_query_that_lacks_it(ask) -> None:  # type: ignore[no-untyped-def]
    declared = 'ex:O sh:declare [ sh:prefix "foaf" ; sh:namespace "http://x.org/" ] .\n'
    lacking = UNDECLARED["sh:sparql"]
    having = lacking.replace("sh:select", "sh:prefixes ex:O ; sh:select")
    code, lines = ask(declared + SHAPE + lacking + having + NEEDS)
    assert code == 2
    assert sum("not declared: foaf:" in line for line in lines) == 1
    code, lines = ask(declared + SHAPE + having + NEEDS)
    assert (code, [line for line in lines if "not checked" in line]) == (1, [])


def test_what_is_switched_off_lacks_no_prefix(ask) -> None:  # type: ignore[no-untyped-def]
    off = UNDECLARED["sh:sparql"].replace("sh:select", "sh:deactivated true ; sh:select")
    for shape in (SHAPE + off + NEEDS, SHAPE + "sh:deactivated true ; " + UNDECLARED["sh:sparql"]):
        _, lines = ask(shape.rstrip(" ;") + ("" if shape.endswith(".") else " ."))
        assert [line for line in lines if "not checked" in line] == []


def test_the_packaged_shapes_demand_nothing_that_is_not_run() -> None:
    report = eloggraph.check("datasets/osaajaks", shapes="shapes")
    told = {f.code for f in report.findings if f.code.startswith("shape-")}
    assert report.complete
    assert not told & {"shape-not-run", "shape-term-unknown", "shape-undescribed"}

"""``check --rules``: what the rules of the shapes infer is seen by shapes, and kept apart.

Oracle: statements worked out by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import eloggraph
from eloggraph.cli.main import main

DATA = "@prefix ex: <http://ex.org/> . ex:a a ex:C ; ex:p 2 . ex:b a ex:C .\n"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
@prefix elo: <https://w3id.org/eloggraph/ns#> .
"""
DOUBLE = """[ a sh:SPARQLRule ; sh:construct
  "CONSTRUCT { $this <http://ex.org/q> ?d } WHERE { $this <http://ex.org/p> ?p BIND (2 * ?p AS ?d) }" ]"""
NEEDS = "sh:property [ sh:path ex:q ; sh:minCount 1 ]"
SHAPES = f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:rule {DOUBLE} ; {NEEDS} ."
INFERRED = '<http://ex.org/a> <http://ex.org/q> "4"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


@pytest.fixture
def ask(tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")

    def run(shapes: str, *options: str, lang: str = "en") -> Result:
        (tmp_path / "s.ttl").write_text(HEAD + shapes, encoding="utf-8")
        told = ["check", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl")]
        return CliRunner().invoke(main, [*told, "--lang", lang, *options])

    return run


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_shapes_see_what_is_inferred_only_where_rules_are_asked_for(ask, engine: str) -> None:  # type: ignore[no-untyped-def]
    without = ask(SHAPES, "--engine", engine)
    assert without.exit_code == 2
    assert "Run the rules with --rules" in without.stdout
    assert ask(SHAPES, "--engine", engine, "--allow-unsupported").stdout.count("has no value") == 2
    done = ask(SHAPES, "--engine", engine, "--rules")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if "has no value" in line] == [
        "  ex:b has no value of “ex:q”. Demanded: at least one value. Seen: no value."
    ]
    assert done.stderr == "The rules inferred one statement.\n"


def test_what_is_inferred_is_written_apart(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files = [tmp_path / name for name in ("i.nt", "i.ttl")]
    for file in files:
        assert ask(SHAPES, "--rules", "--inferred", str(file)).exit_code == 1
    assert files[0].read_text(encoding="utf-8") == INFERRED
    assert (
        files[1].read_text(encoding="utf-8").endswith("<http://ex.org/a> <http://ex.org/q> 4 .\n")
    )
    assert (tmp_path / "d.ttl").read_text(encoding="utf-8") == DATA
    report = eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.ttl", rules=True)
    assert str(report.inferred) == INFERRED
    assert eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.ttl").inferred is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--inferred", "i.ttl"], "give --rules as well"),
        (["--rules", "--inferred", "i.xlsx"], "ends with .xlsx"),
        (["--rules", "--inferred", "{folder}/d.ttl"], "that is what is read"),
        (["--rules", "--inferred", "{folder}/s.ttl"], "that is what is read"),
        (["--rules", "--inferred", "{folder}/x.nt", "-o", "{folder}/x.nt"], "x.nt"),
        (["--rules", "--inferred", "{folder}/x.nt", "--watch"], "--watch"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused(  # type: ignore[no-untyped-def]
    ask, options: list[str], told: str, tmp_path: Path
) -> None:
    result = ask(SHAPES, *(each.format(folder=tmp_path) for each in options))
    assert result.exit_code == 2
    assert told in result.stderr
    assert not list(tmp_path.glob("*.nt"))


def test_an_endless_rule_is_one_sentence(ask) -> None:  # type: ignore[no-untyped-def]
    query = "CONSTRUCT { $this <http://ex.org/next> [ a <http://ex.org/C> ] } WHERE { }"
    rule = f'[ a sh:SPARQLRule ; sh:construct "{query}" ]'
    result = ask(
        f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:rule {rule} .", "--rules", lang="fi"
    )
    assert result.exit_code == 2
    first, second, *_ = result.stdout.splitlines()
    assert first == "s.ttl, rivi 3 — virhe"
    assert "Säännön ex:S päättelysäännöt keskeytettiin 300 kierroksen jälkeen" in second
    assert "--rule-rounds" in result.stdout


def test_a_bound_on_rounds_is_given_with_rules(ask) -> None:  # type: ignore[no-untyped-def]
    """By hand: from 2 up to 6 there are four rounds with a new value."""
    up = """[ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this <http://ex.org/p> ?n }
      WHERE { $this <http://ex.org/p> ?p FILTER (?p < 6) BIND (?p + 1 AS ?n) }" ]"""
    up = up.replace("\n", " ")
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:rule {up} ."
    told = ask(shapes, "--rules", "--rule-rounds", "3")
    assert told.exit_code == 2
    assert "The rules of the shape ex:S were ended after 3 rounds" in told.stdout
    assert (
        ask(shapes, "--rules", "--rule-rounds", "4").stderr == "The rules inferred 4 statements.\n"
    )
    assert "give --rules as well" in ask(shapes, "--rule-rounds", "4").stderr


def test_a_rule_that_is_not_run_is_told_once(ask) -> None:  # type: ignore[no-untyped-def]
    """Neither that there are no rules, nor that SHACL does not know what the rule says."""
    counted = "sh:subject sh:this ; sh:predicate ex:n ; sh:object [ sh:count [ sh:path ex:p ] ]"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:C ;"
    told = ask(f"{shape} sh:rule [ a sh:TripleRule ; {counted} ] .", "--rules")
    assert told.exit_code == 2
    assert "A rule of the shape ex:S was not run: sh:count is not supported." in told.stdout
    assert "no rules (sh:rule)" not in told.stdout
    assert "does not have" not in told.stdout
    slip = ask(f"{shape} sh:property [ sh:path ex:p ; sh:count 3 ] .")
    assert "sh:count, which SHACL does not have" in slip.stdout


def test_rules_of_other_kinds_are_told_and_shapes_without_rules_too(ask) -> None:  # type: ignore[no-untyped-def]
    js = SHAPES.replace("sh:rule", 'sh:rule [ a sh:JSRule ; sh:jsFunctionName "f" ] ; sh:rule')
    told = ask(js, "--rules")
    assert told.exit_code == 2
    assert "A rule of the shape ex:S was not run: sh:JSRule is not supported." in told.stdout
    assert told.stdout.count("has no value") == 1  # the other rule was run
    allowed = ask(js, "--rules", "--allow-unsupported")
    assert (allowed.exit_code, "warning" in allowed.stdout) == (1, True)
    none = ask("ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .", "--rules")
    assert none.exit_code == 0
    assert "The shapes have no rules (sh:rule) to run" in none.stdout


def test_the_entailment_of_rules_is_run_with_them(ask) -> None:  # type: ignore[no-untyped-def]
    shapes = SHAPES + " ex: sh:entailment sh:Rules ."
    assert "sh:entailment sh:Rules of the shape" in ask(shapes).stdout
    assert "entailment" not in ask(shapes, "--rules").stdout
    assert (
        "entailment" not in ask(shapes.replace("sh:Rules", "sh:RulesEntailment"), "--rules").stdout
    )
    other = SHAPES + " ex: sh:entailment <http://www.w3.org/ns/entailment/RDFS> ."
    assert "sh:entailment of the shape" in ask(other, "--rules").stdout


def test_rules_see_tables(tmp_path: Path) -> None:
    """And checking again after a change is the same as checking."""
    shapes = tmp_path / "s.ttl"
    shapes.write_text(
        HEAD
        + """ex:S a sh:NodeShape ; sh:targetClass elo:Project ; sh:rule [ a sh:TripleRule ;
          sh:subject sh:this ; sh:predicate ex:q ; sh:object 1 ] ;
          sh:property [ sh:path ex:q ; sh:maxCount 0 ] .""",
        encoding="utf-8",
    )
    network = eloggraph.open("datasets/osaajaks")
    report = network.check(shapes=shapes, rules=True)
    assert report.count("violation") == len(report.inferred or ()) > 0
    assert all(finding.place for finding in report.findings if finding.severity == "violation")
    again = network.check(shapes=shapes, rules=True, earlier=report)
    assert (again.findings, again.inferred) == (report.findings, report.inferred)
    assert network.check(shapes=shapes, allow_unsupported=True).count("violation") == 0


def test_rules_are_explained_in_their_order(ask) -> None:  # type: ignore[no-untyped-def]
    later = "[ a sh:TripleRule ; sh:predicate ex:r ; sh:object 1 ; sh:order 2 ; sh:condition ex:S ]"
    told = ask(SHAPES.replace("sh:rule", f"sh:rule {later} ; sh:rule"), "--explain")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[-3:] == [
        "rules, run where --rules asks for them",
        "  ex:S: a SPARQL rule",
        "  ex:S: a triple rule, order 2, of those that conform to ex:S",
    ]

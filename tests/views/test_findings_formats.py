"""Findings in every form: valid where a standard says what valid is, and harmless everywhere.

Oracles: the structure that SARIF 2.1.0 requires, checked with jsonschema; an XML parser; the csv
module; pyoxigraph and the shapes of SHACL itself for the validation report.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.checks.check import CheckReport
from eloggraph.checks.validation_report import render_validation
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, Report, order_findings
from eloggraph.shacl.model import ShapeCost, Validation
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.findings.costs import render_costs
from eloggraph.views.findings.github import _escape
from eloggraph.views.findings.page import MOST_SHOWN
from eloggraph.views.findings.text import RENDERERS, write_place

HOSTILE = "=cmd|'/c calc'!A0 <script>alert(1)</script> \x1b[31m\u202e %0A::error:: | `x` [a](http://x) @all \"q\" &amp;"


def make(
    severity: str, place: Place | None, text: str = "Näin.", code: str = "value-missing"
) -> Finding:
    return Finding(
        code=code,
        severity=severity,  # type: ignore[arg-type]
        message=Text(text, f"{text} sv", f"{text} en"),
        remedy=Text("Tee.", "Gör.", "Do."),
        place=place,
        focus="urn:a",
        value=text,
        shape="urn:S",
    )


REPORT = Report(
    order_findings(
        [
            make("violation", Place(file="a b.csv", row=7, column="nimi, toinen: x")),
            make("warning", Place(file="book.xlsx", sheet="Toimijat", row=2, column="nimi")),
            make("info", Place(file="data.ttl", row=12), code="shape"),
            make("info", None, code="shape"),
            make("violation", Place(file="a b.csv", row=7, column=HOSTILE), HOSTILE),
        ]
    ),
    (("urn:S", 3), ("urn:Idle", 0)),
)
CLEAN = Report(())
UNREADABLE = Report((make("violation", Place(file="x.csv")),), complete=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "report", [REPORT, CLEAN, UNREADABLE], ids=["faulty", "clean", "unreadable"]
)
@pytest.mark.parametrize("name", RENDERERS)
def test_every_form_is_made_of_every_report_and_the_same_again(
    name: str, report: Report, language: str
) -> None:
    text = RENDERERS[name](report, language)  # type: ignore[arg-type]
    assert text.endswith("\n")
    assert text == RENDERERS[name](report, language)  # type: ignore[arg-type]
    # Controls and marks that turn the writing direction reach no reader; JSON writes what is.
    if name != "json":
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


# ------------------------------------------------------------------------------------------- text


def test_line_is_called_a_line_where_there_are_no_columns() -> None:
    assert write_place(Place(file="a.ttl.gz", row=3), "en") == "a.ttl.gz, line 3"
    assert write_place(Place(file="a.csv", row=3), "en") == "a.csv, row 3"


def test_json_is_version_1_with_what_was_judged() -> None:
    document = json.loads(RENDERERS["json"](REPORT, "fi"))
    assert document["version"] == 1
    assert document["complete"] is True
    assert document["focus"] == [{"shape": "urn:S", "count": 3}, {"shape": "urn:Idle", "count": 0}]
    assert len(document["findings"]) == 5


# ------------------------------------------------------------------------------------------ SARIF

# What SARIF 2.1.0 requires of the parts that are used here (sections 3.13 to 3.49).
MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "language": {"pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": {"properties": {"level": LEVEL}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "message": MESSAGE,
                                "level": LEVEL,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"pattern": "^[^ <>]+$"}}
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1}
                                                        }
                                                    },
                                                },
                                            },
                                            "logicalLocations": {"type": "array", "minItems": 1},
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("report", [REPORT, CLEAN, UNREADABLE])
def test_sarif_has_what_the_standard_requires(report: Report) -> None:
    log = json.loads(RENDERERS["sarif"](report, "sv"))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[found["ruleIndex"]]["id"] == found["ruleId"] for found in run["results"])
    assert len(run["results"]) == len(report.findings)
    assert run["invocations"][0]["executionSuccessful"] is report.complete


def test_sarif_leads_to_the_cell_and_speaks_the_language() -> None:
    (run,) = json.loads(RENDERERS["sarif"](REPORT, "sv"))["runs"]
    by_file = {
        found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: found
        for found in run["results"]
        if found["locations"]
    }
    sheet = by_file["book.xlsx"]
    assert sheet["level"] == "warning"
    assert sheet["message"]["text"] == "Näin. sv Gör."
    (location,) = sheet["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 2}
    assert [each["name"] for each in location["logicalLocations"]] == ["Toimijat", "nimi"]
    assert "a%20b.csv" in by_file


def test_sarif_knows_a_finding_again_when_rows_move() -> None:
    def marks(row: int) -> list[str]:
        report = Report((make("violation", Place(file="a.csv", row=row, column="c")),))
        (run,) = json.loads(RENDERERS["sarif"](report, "fi"))["runs"]
        return [found["partialFingerprints"]["eloggraph/v1"] for found in run["results"]]

    assert marks(3) == marks(4)


# --------------------------------------------------------------------------- pipelines and tables


def test_junit_fails_for_faults_only() -> None:
    root = ET.fromstring(RENDERERS["junit"](REPORT, "fi"))
    assert root.tag == "testsuites"
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "2", "0")
    assert len(list(root.iter("failure"))) == 2
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    assert {suite.get("failures") for suite in root} == {"0", "2"}
    clean = ET.fromstring(RENDERERS["junit"](CLEAN, "fi"))
    assert [case.get("name") for case in clean.iter("testcase")] == ["conforms"]
    assert list(clean.iter("failure")) == []


def test_github_commands_are_one_line_each_and_cannot_be_forged() -> None:
    lines = RENDERERS["github"](REPORT, "fi").splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == 5
    form = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:]*,?)+)::(?!.*\n)")
    assert all(form.match(line) for line in commands)
    assert [line.partition(" ")[0] for line in commands] == [
        "::notice", "::error", "::error", "::warning", "::notice",
    ]  # fmt: skip
    assert any(
        "file=a b.csv,line=7,title=value-missing%2C sarake nimi%2C toinen%3A x::" in c
        for c in commands
    )
    assert _escape("a%b") == "a%25b"


def test_markdown_shows_hostile_text_as_text() -> None:
    text = RENDERERS["markdown"](REPORT, "en")
    assert "<script>" not in text.replace("\\<", "")
    assert "[a](" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    bars = {len(re.findall(r"(?<!\\)\|", row)) for row in rows if "urn:" not in row}
    assert bars <= {5, 3}
    assert text.startswith("## The data has errors to fix\n")
    assert "| urn:Idle | 0 |" in text


@pytest.mark.parametrize(("language", "separator"), [("fi", ";"), ("sv", ";"), ("en", ",")])
def test_csv_is_read_back_and_computes_nothing(language: str, separator: str) -> None:
    text = RENDERERS["csv"](REPORT, language)
    assert text.startswith("\ufeff") is (separator == ";")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))
    assert len(rows) == 5
    severity, row_name = {
        "fi": ("vakavuus", "rivi"), "sv": ("allvar", "rad"), "en": ("severity", "row"),
    }[language]  # fmt: skip
    if language == "fi":
        assert {row[severity] for row in rows} == {"virhe", "varoitus", "huomautus"}
    assert [row[row_name] for row in rows] == ["", "7", "7", "2", "12"]
    for row in rows:
        for cell in row.values():
            assert cell is not None
            assert not re.match(r"\s*[=+@-]", cell)


# ------------------------------------------------------------------------------------------- page


def test_page_is_offline_and_shows_hostile_text_as_text() -> None:
    page = html.unescape(RENDERERS["html"](REPORT, "fi").replace("&lt;", "&amp;lt;"))
    assert "default-src 'none'" in page
    assert "<script>alert" not in page
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", page)
    assert page.count('<main class="edition') == len(LANGUAGES)
    assert "Aineistossa on korjattavaa" in page


def test_page_shows_the_most_severe_of_very_many() -> None:
    many = [
        make("warning", Place(file="a.csv", row=n), f"Rivi {n}.") for n in range(2, MOST_SHOWN + 12)
    ]
    worst = make("violation", Place(file="z.csv", row=2))
    page = RENDERERS["html"](Report(order_findings([*many, worst])), "en")
    assert page.count('class="seen"') == len(LANGUAGES) * MOST_SHOWN
    assert page.index("z.csv") < page.index("a.csv")
    assert "1,000" in page


# ----------------------------------------------------------------------------- validation report

SH = "http://www.w3.org/ns/shacl#"
DATA = """@prefix ex: <http://example.org/> .
ex:a ex:p "x"@fi , [ ex:r 1 ] ; ex:q 1.5 , "say \\"hi\\"\\n" .
_:n ex:p 2 .
"""
SHAPES = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ;
  sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:message "Ei."@fi , "No."@en ] ,
    [ sh:path ( ex:p [ sh:inversePath ex:r ] [ sh:zeroOrMorePath ex:q ] ) ; sh:minCount 5 ; sh:severity sh:Warning ] ,
    [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:node ex:Never ] .
ex:Never a sh:NodeShape ; sh:property [ sh:path ex:never ; sh:minCount 1 ] .
"""


@pytest.fixture
def checked(tmp_path: Path) -> CheckReport:
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    return eloggraph.check(tmp_path / "data.ttl", shapes=[tmp_path / "shapes.ttl"])


def read(text: str) -> ox.Store:
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    return store


def ask(store: ox.Store, pattern: str) -> list[str]:
    found = store.query(
        f"PREFIX sh: <{SH}> PREFIX ex: <http://example.org/> SELECT ?x WHERE {{ {pattern} }}"
    )
    return sorted(str(solution["x"]) for solution in found)  # type: ignore[union-attr]


def test_validation_report_says_what_the_engine_found(checked: CheckReport) -> None:
    assert checked.validation is not None
    store = read(render_validation(checked))
    assert ask(store, "[] a sh:ValidationReport ; sh:conforms ?x") == [
        '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    ]
    results = dict.fromkeys(checked.validation.results)
    assert len(ask(store, "[] sh:result ?x")) == len(results)
    for name, values in {
        "focusNode": [r.focus for r in results if not isinstance(r.focus, ox.BlankNode)],
        "value": [r.value for r in results if r.value and not isinstance(r.value, ox.BlankNode)],
        "sourceConstraintComponent": [r.component for r in results],
        "resultSeverity": [r.severity for r in results],
    }.items():
        found = ask(store, f"[] sh:result ?r . ?r sh:{name} ?x . FILTER(!ISBLANK(?x))")
        assert found == sorted(map(str, values)), name
    said = ask(store, "[] sh:result/sh:resultMessage ?x")
    assert {str(m) for r in results for m in r.messages} <= set(said)
    # Where a shape says nothing itself, what it demands is said in each language.
    assert '"Demanded: at least 5 values."@en' in said
    silent = [r for r in results if not r.messages and r.path]
    assert len([each for each in said if "Demanded: " in each]) == len(silent)
    assert ask(store, "?r sh:detail/sh:resultPath ?x") == ["<http://example.org/never>"] * len(
        [r for r in results if r.component.value.endswith("NodeConstraintComponent")]
    )


def test_validation_report_copies_longer_paths(checked: CheckReport) -> None:
    store = read(render_validation(checked))
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    second = f"[] sh:resultPath/<{rdf}rest>/<{rdf}first>/sh:inversePath ?x"
    third = f"[] sh:resultPath/<{rdf}rest>/<{rdf}rest>/<{rdf}first>/sh:zeroOrMorePath ?x"
    assert set(ask(store, second)) == {"<http://example.org/r>"}
    assert set(ask(store, third)) == {"<http://example.org/q>"}
    either = f"[] sh:resultPath/sh:alternativePath/<{rdf}rest>*/<{rdf}first> ?x"
    assert set(ask(store, either)) == {"<http://example.org/p>", "<http://example.org/q>"}


def test_validation_report_tells_what_each_shape_judged(checked: CheckReport) -> None:
    assert render_validation(checked).startswith("# http://example.org/S: 2\n")


def test_validation_report_is_the_same_again(checked: CheckReport, tmp_path: Path) -> None:
    again = eloggraph.check(tmp_path / "data.ttl", shapes=[tmp_path / "shapes.ttl"])
    assert render_validation(again) == render_validation(checked)


def test_every_result_has_what_shacl_requires(checked: CheckReport, tmp_path: Path) -> None:
    """The properties of a result that section 3.6.2 makes mandatory, checked as shapes."""
    shape = f"""@prefix sh: <{SH}> .
    <urn:Result> a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
      sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultMessage ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ."""
    (tmp_path / "report.ttl").write_text(render_validation(checked), "utf-8")
    (tmp_path / "result.ttl").write_text(shape, "utf-8")
    report = eloggraph.check(tmp_path / "report.ttl", shapes=[tmp_path / "result.ttl"])
    assert report.findings == ()
    assert dict(report.focus_counts)["urn:Result"] > 5


def test_validation_report_of_conforming_data(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:p> 1 .", "utf-8")
    shapes = f"<urn:S> a <{SH}NodeShape> ; <{SH}targetNode> <urn:a> ."
    (tmp_path / "shapes.ttl").write_text(shapes, "utf-8")
    done = eloggraph.check(tmp_path / "data.ttl", shapes=[tmp_path / "shapes.ttl"])
    store = read(render_validation(done))
    assert ask(store, "?r sh:conforms ?x") == ['"true"^^<http://www.w3.org/2001/XMLSchema#boolean>']
    assert ask(store, "?r sh:result ?x") == []


def test_validation_report_of_tables_holds_just_their_own_results(tiny_network: Path) -> None:
    actors = tiny_network / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("Staden", ""), "utf-8")
    done = eloggraph.check(tiny_network)
    store = read(render_validation(done))
    focus = set(ask(store, "[] sh:result/sh:focusNode ?x"))
    assert focus
    base = eloggraph.open(tiny_network).config.base
    assert all(node.startswith(f"<{base}") for node in focus)


def test_what_was_not_validated_has_no_validation_report() -> None:
    with pytest.raises(InputError, match="not validated"):
        render_validation(CheckReport.of(UNREADABLE))


# ------------------------------------------------------------------------------------------ costs


def test_costs_are_told_the_slowest_first() -> None:
    costs = tuple(
        ShapeCost(shape=ox.NamedNode(f"urn:{name}"), focus_nodes=1200, rows=3, seconds=seconds)
        for name, seconds in (("quick", 0.001), ("slow", 0.25))
    )
    lines = render_costs(Validation(results=(), costs=costs), "fi").splitlines()
    assert [line.split()[-1] for line in lines] == ["Sääntö", "urn:slow", "urn:quick", "yhteensä"]
    assert "250,0 ms" in lines[1]
    assert "251,0 ms" in lines[3]
    assert "does not tell" in render_costs(Validation(results=()), "en")

"""Findings for code hosts: within what these take, at the lines that they count.

Oracles: the limits and required properties of GitHub Docs, "SARIF support for code scanning", and
"Workflow commands for GitHub Actions"; the file itself, its lines counted by splitting it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.api.artifacts import find_artifacts
from eloggraph.finding import Finding, Place, Report, order_findings
from eloggraph.tables.model import Dialect
from eloggraph.tables.read.lines import list_row_lines
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.findings.github import MOST_SHOWN
from eloggraph.views.findings.markdown import MOST_BYTES
from eloggraph.views.findings.sarif import MOST_RESULTS
from eloggraph.views.findings.text import RENDERERS, render_findings

Factory = Callable[..., Any]
DATASETS = Path(__file__).resolve().parents[2] / "datasets"


def make(row: int, severity: str = "warning", text: str = "Näin.") -> Finding:
    return Finding(
        code="value-missing",
        severity=severity,  # type: ignore[arg-type]
        message=Text(text, text, text),
        remedy=Text.same("Tee."),
        place=Place(file="a.csv", row=row, column="c"),
        shape="urn:S",
    )


def run_of(report: Report, language: str = "en", paths: list[Path] | None = None) -> Any:
    artifacts = find_artifacts(report, paths) if paths else None
    text = render_findings("sarif", report, language, artifacts)  # type: ignore[arg-type]
    (run,) = json.loads(text)["runs"]
    return run


def follow_github(run: Any) -> None:
    """Hold a run against what GitHub demands of a file that is uploaded."""
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) <= 5_000
    assert len(rules) <= 25_000
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert not uri.startswith(("/", "file:", ".."))
        assert "\\" not in uri
        assert physical["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert physical["region"]["startLine"] >= 1
    for base in run["originalUriBaseIds"].values():
        assert base.get("uri", "file:///").startswith("file:///")
        assert base.get("uri", "/").endswith("/")


def fingerprints(run: Any) -> list[str]:
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]


# ------------------------------------------------------------------------------------------ SARIF


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_of_a_network_is_what_github_takes(language: str) -> None:
    report = eloggraph.check(DATASETS / "kaakkois-suomi")
    run = run_of(report, language, [DATASETS / "kaakkois-suomi"])
    follow_github(run)
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len({finding.shape for finding in report.findings})
    assert len({rule["help"]["text"] for rule in rules}) == len(rules)
    by_id = {rule["id"]: rule for rule in rules}
    gap = by_id["elosh:GuidanceService-gap-languages"]
    assert gap["helpUri"] == "https://w3id.org/eloggraph/shapes#GuidanceService-gap-languages"


def test_help_of_a_rule_is_true_of_all_its_findings(tmp_path: Path, write_network: Factory) -> None:
    tables = {"actors": "id,kind,label@fi,label@sv,label@en\na,Zz,A,A,A\nb,Qq,B,B,B\nb,,C,C,C\n"}
    run = run_of(eloggraph.check(write_network(tmp_path, tables)))
    follow_github(run)
    rules = json.dumps(run["tool"]["driver"]["rules"])
    assert not [value for value in ("Zz", "Qq", "{") if f"“{value}" in rules]
    assert "The kind of an actor is" in rules


@pytest.mark.parametrize(
    ("told", "results", "rest"), [(4_999, 4_999, 0), (5_000, 5_000, 0), (5_003, 5_000, 3)]
)
def test_sarif_has_the_most_severe_and_counts_the_rest(told: int, results: int, rest: int) -> None:
    assert MOST_RESULTS == 5_000
    findings = [make(row) for row in range(2, told + 1)] + [make(9_999, "violation")]
    run = run_of(Report(order_findings(findings)))
    follow_github(run)
    assert len(run["results"]) == results
    assert run["results"][-1]["level"] == "error"
    notifications = run["invocations"][0].get("toolExecutionNotifications", [])
    assert [f"; {rest} more" in each["message"]["text"] for each in notifications] == (
        [True] if rest else []
    )


def test_finding_of_the_whole_is_at_the_file_that_stands_for_it(
    tmp_path: Path, write_network: Factory
) -> None:
    whole = Finding(
        code="folder-without-tables", severity="info", message=Text.same("m"), remedy=Text.same("r")
    )
    folder = write_network(tmp_path, {"actors": "id,label@fi\n"})

    def uri(path: Path) -> str:
        (result,) = run_of(Report((whole,)), paths=[path])["results"]
        return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

    assert uri(folder) == "network.toml"
    (folder / "network.toml").unlink()
    assert uri(folder) == "actors.csv"
    assert uri(folder / "actors.csv") == "actors.csv"
    assert run_of(eloggraph.check(tmp_path / "none"), paths=[tmp_path / "none"])["results"]


def test_paths_start_from_the_top_of_the_repository(
    tmp_path: Path, write_network: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_network(tmp_path / "a b", {"actors": "id,kind,label@fi\na,Zz,A\n"})
    (tmp_path / ".git").mkdir()
    texts = {}
    for start in (tmp_path, folder, DATASETS):
        monkeypatch.chdir(start)
        given = Path(os.path.relpath(folder))
        report = eloggraph.check(given)
        texts[start] = render_findings("sarif", report, "fi", find_artifacts(report, [given]))
    assert len(set(texts.values())) == 1
    (run,) = json.loads(texts[folder])["runs"]
    follow_github(run)
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == tmp_path.as_uri() + "/"
    uris = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]
    }
    assert uris == {"a%20b/verkosto/actors.csv"}


def test_fingerprints_ignore_folder_row_and_language(
    tmp_path: Path, write_network: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "a,Zz,A,A,\nb,Zz,B,B,\n"
    head = "id,kind,label@fi,label@sv,label@en\n"
    marks = {}
    for number, (language, above) in enumerate(
        [("fi", ""), ("sv", 'y,,"Y\nY",Y,Y\n'), ("en", "y,,Y,Y,Y\nz,,Z,Z,Z\n")]
    ):
        place = tmp_path / str(number)
        folder = write_network(place, {"actors": head + above + rows})
        monkeypatch.chdir((place, folder, tmp_path)[number])
        marks[number] = fingerprints(run_of(eloggraph.check(folder), language, [folder]))
    assert len(marks[0]) == len(set(marks[0])) == 4
    assert marks[0] == marks[1] == marks[2]


# Of SARIF 2.1.0, sections 3.13 to 3.58: the properties of each object that is written here. Its
# schema allows no other.
CLOSED = {
    "run": "tool language columnKind originalUriBaseIds results invocations artifacts properties",
    "driver": "name version semanticVersion informationUri rules organization properties",
    "rule": "id name shortDescription fullDescription help helpUri defaultConfiguration properties",
    "result": "ruleId ruleIndex rule level kind message locations partialFingerprints fingerprints "
    "relatedLocations properties",
    "location": "id physicalLocation logicalLocations message annotations properties",
    "physical": "artifactLocation region contextRegion address properties",
    "artifact": "uri uriBaseId index description properties",
    "region": "startLine startColumn endLine endColumn charOffset charLength snippet message",
    "logical": "name index fullyQualifiedName decoratedName parentIndex kind properties",
    "invocation": "executionSuccessful toolExecutionNotifications exitCode commandLine properties",
    "notification": "level message locations descriptor properties",
    "message": "text markdown id arguments properties",
}


def test_sarif_has_no_property_that_its_schema_does_not_know() -> None:
    many = [make(row) for row in range(2, 5_004)]
    reports = (eloggraph.check(DATASETS / "kaakkois-suomi"), Report(order_findings(many)))
    for run in map(run_of, reports):
        driver, results = run["tool"]["driver"], run["results"]
        locations = [location for result in results for location in result["locations"]]
        physical = [location["physicalLocation"] for location in locations]
        notes = [
            each
            for invocation in run["invocations"]
            for each in invocation.get("toolExecutionNotifications", ())
        ]
        found = {
            "run": [run],
            "driver": [driver],
            "rule": driver["rules"],
            "result": results,
            "location": locations,
            "physical": physical,
            "artifact": [
                *(place["artifactLocation"] for place in physical),
                *run["originalUriBaseIds"].values(),
            ],
            "region": [place["region"] for place in physical],
            "logical": [each for place in locations for each in place.get("logicalLocations", ())],
            "invocation": run["invocations"],
            "notification": notes,
            "message": [
                *(each["message"] for each in (*results, *notes)),
                *(rule[key] for rule in driver["rules"] for key in ("shortDescription", "help")),
            ],
        }
        for name, objects in found.items():
            assert {key for each in objects for key in each} <= set(CLOSED[name].split()), name


# ------------------------------------------------------------------------------------------ lines


def test_machines_get_the_lines_of_the_file_and_people_the_rows(
    tmp_path: Path, write_network: Factory
) -> None:
    text = 'id,kind,label@fi,description@fi\na,,A,"yksi\nkaksi\nkolme"\nb,Zz,"B\nB",\n'
    folder = write_network(tmp_path, {"actors": text})
    report = eloggraph.check(folder)
    (finding,) = [f for f in report.findings if f.code == "code-unknown"]
    assert finding.place == Place(file="actors.csv", row=3, column="kind")
    line = text.split("\n").index('b,Zz,"B') + 1
    assert line == 5
    run = run_of(report, paths=[folder])
    (result,) = [each for each in run["results"] if "Zz" in each["message"]["text"]]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 1, "endLine": 6, "endColumn": 4}
    artifacts = find_artifacts(report, [folder])
    assert "file=actors.csv,line=5,endLine=6," in render_findings("github", report, "en", artifacts)
    assert "row 3" in render_findings("junit", report, "en", artifacts)
    assert "actors.csv, row 3, column kind" in RENDERERS["text"](report, "en")


@pytest.mark.parametrize(
    ("text", "dialect", "firsts"),
    [
        ("a,b\n1,2\n3,4\n", Dialect(","), [1, 2, 3]),
        ('a,b\r\n"1\r\n1",2\r\n\r\n3,4', Dialect(","), [1, 2, 4, 5]),
        ('sep=;\n"a\n";b\n3;4\n', Dialect(";", 6, 2), [None, 2, 4]),
        ('a,b\n=IF(A1,"x"),2\n"3\n3",4\n5,6\n', Dialect(","), [1, 2, 3, 5]),
        ('a,b\n"never closed,2\n3,4\n', Dialect(","), [1, 2]),
    ],
    ids=["plain", "crlf and blank", "declared", "formula", "broken"],
)
def test_rows_have_their_lines(text: str, dialect: Dialect, firsts: list[int | None]) -> None:
    found = list_row_lines(text, range(1, 9), dialect)
    starts = {row: line for row, line in enumerate(firsts, 1) if line is not None}
    assert {row: lines.first for row, lines in found.items() if row in starts} == starts


def test_lines_are_those_of_the_rows_that_reading_counts(tmp_path: Path) -> None:
    """Every row of the data sets begins at its line: what is read there is the row's first cell."""
    from eloggraph.schema.packaged import packaged_schema
    from eloggraph.tables.read.folder import header_counter
    from eloggraph.tables.read.lines import find_row_lines
    from eloggraph.tables.read.records import read_records

    for path in sorted(DATASETS.glob("*/*.csv")):
        (records,) = read_records(path, packaged_schema())
        rows = range(records.first_row, records.first_row + len(records.rows))
        lines = find_row_lines(path, rows, header_counter(path.stem, packaged_schema()))
        physical = path.read_text("utf-8-sig").split("\n")
        for row, cells in zip(rows, records.rows, strict=True):
            start = (cells[0] or "").split("\n")[0] if cells else ""
            assert physical[lines[row].first - 1].lstrip('"').startswith(start), (path, row)


# ------------------------------------------------------------------ summaries and annotations


@pytest.mark.parametrize(
    ("told", "shown", "rest"), [(9, 10, ""), (10, 11, ""), (11, 11, "1 more"), (99, 11, "89 more")]
)
def test_annotations_are_as_many_as_github_shows(told: int, shown: int, rest: str) -> None:
    assert MOST_SHOWN == 10
    findings = [make(row) for row in range(2, told + 2)] + [make(2, "violation", "Virhe.")]
    lines = RENDERERS["github"](Report(order_findings(findings)), "en").splitlines()
    assert len([line for line in lines if line.startswith("::")]) == shown
    assert any("::error" in line for line in lines)
    assert (rest in lines[-1]) if rest else ("more" not in lines[-1])


def test_markdown_fits_a_summary_and_counts_the_rest() -> None:
    rows = [make(row, text=f"{row:04}" + "ä" * 286) for row in range(3_200)]
    few = Report(tuple(rows[:1_600]))
    many = Report((*rows, make(5_000, "violation", "Virhe.")))
    whole, cut = RENDERERS["markdown"](few, "fi"), RENDERERS["markdown"](many, "fi")
    assert whole.count("\n| varoitus") == 1_600
    assert MOST_BYTES == 1_048_576
    assert MOST_BYTES - 3_000 < len(cut.encode()) <= MOST_BYTES
    kept = cut.count("\n| varoitus")
    assert "\n| virhe" in cut
    assert f"{3_200 - kept:,}".replace(",", "\u00a0") in cut.splitlines()[-1]


def test_markdown_is_whole_to_the_last_byte_that_fits() -> None:
    def render(padding: int) -> str:
        rows = [make(row, text=f"{row:04}" + "x" * 286) for row in range(3_000)]
        shapes = tuple((f"urn:{'y' * 200}", 0) for _ in range(padding // 200))
        return RENDERERS["markdown"](
            Report(tuple(rows), (*shapes, ("z" * (padding % 200), 0))), "en"
        )

    room = MOST_BYTES - len(render(0).encode())
    per_shape = len(render(200).encode()) - len(render(0).encode())
    padding = room // per_shape * 200 + room % per_shape
    assert len(render(padding).encode()) == MOST_BYTES
    over = render(padding + 1)
    assert len(over.encode()) < MOST_BYTES
    assert over.count("\n| warning") == 3_000
    assert "### What was checked" not in over
    assert over.endswith("does not fit here; it is in the formats json and html.\n")

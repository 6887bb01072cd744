"""The check of a network: every fault once, at its cell, in three languages.

The oracle for what is a fault is pySHACL, asked beside our way of asking it; the oracle for the
cell is the file itself, read with the csv module.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH

import eloggraph
from eloggraph.finding import Finding
from eloggraph.schema.package import ontology_files, shape_files
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.bounds import tell_at_least

Factory = Callable[..., Any]
DATASETS = Path(__file__).resolve().parents[2] / "datasets"


def copy_datasets(folder: Path) -> Path:
    for name in ("osaajaks", "suomi"):
        shutil.copytree(DATASETS / name, folder / name)
    return folder / "osaajaks"


@pytest.fixture
def osaajaks(tmp_path: Path) -> Path:
    return copy_datasets(tmp_path)


def edit(folder: Path, table: str, row: int, column: str, value: str) -> None:
    """Write a cell of a CSV file as a spreadsheet would; row 1 is the header."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def cell(folder: Path, finding: Finding) -> str:
    """Return the text of the cell that a finding is at; fail where there is no such cell."""
    place = finding.place
    assert place is not None
    assert place.row is not None
    with (folder / place.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if place.column and place.column not in rows[0]:
        # A column that the table may have and the file has not: its cell is yet to be made.
        table = packaged_schema().table(Path(place.file).stem)
        assert place.column in {column.key for column in table.columns}
        return ""
    return rows[place.row - 1][rows[0].index(place.column or rows[0][0])]


def violations(report: eloggraph.Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity == "violation"]


def places(findings: list[Finding]) -> list[tuple[str, str, int | None, str | None]]:
    return [(f.code, f.place.file, f.place.row, f.place.column) for f in findings if f.place]


def test_four_spoilt_cells_are_four_violations_at_their_cells(osaajaks: Path) -> None:
    edit(osaajaks, "fundings", 2, "since", "31.2.2021")
    edit(osaajaks, "memberships", 4, "actor", "gradja")
    edit(osaajaks, "goals", 3, "label@fi", "")
    edit(osaajaks, "services", 1, "target_groups", "target_grups")
    found = violations(eloggraph.check(osaajaks))
    assert places(found) == [
        ("value-not-date", "fundings.csv", 2, "since"),
        ("value-missing", "goals.csv", 3, "label@fi"),
        ("reference-dangling", "memberships.csv", 4, "actor"),
        ("header-unknown", "services.csv", 1, "target_grups"),
    ]
    assert [cell(osaajaks, finding) for finding in found] == [
        "31.2.2021",
        "",
        "gradja",
        "target_grups",
    ]
    _, _, dangling, header = found
    for _, remedy in dangling.remedy.items():
        assert "gradia" in remedy.casefold()
    for _, remedy in header.remedy.items():
        assert "target_groups" in remedy


@pytest.mark.parametrize("columns", [{"actors": "id"}, {"actors": "label@fi", "links": "from"}])
def test_header_gone_wrong_is_one_violation(osaajaks: Path, columns: dict[str, str]) -> None:
    """It hides its column; what follows from that is not told again."""
    for table, column in columns.items():
        edit(osaajaks, table, 1, column, f"{column}x")
    assert places(violations(eloggraph.check(osaajaks))) == [
        ("header-unknown", f"{table}.csv", 1, f"{column}x") for table, column in columns.items()
    ]


def test_messages_and_remedies_differ_in_three_languages(osaajaks: Path) -> None:
    edit(osaajaks, "goals", 3, "label@fi", "")
    edit(osaajaks, "fundings", 2, "since", "31.2.2021")
    edit(osaajaks, "actors", 2, "kind", "Virkamies")
    edit(osaajaks, "projects", 2, "since", "2024")
    found = violations(eloggraph.check(osaajaks))
    assert len(found) == 4
    for finding in found:
        for text in (finding.message, finding.remedy):
            said = dict(text.items())
            assert len(set(said.values())) == 3
            for sentence in said.values():
                assert sentence[-1] in ".?!"
                assert "{" not in sentence
                assert "://" not in sentence.replace(finding.value or "", "")


BROKEN = [
    ("values-same", "links", 2, "from", "tyollisyyden-kuntakokeilu"),
    ("rule-broken", "projects", 2, "since", "2024"),
    ("value-pattern", "roles", 2, "id", "jäsen"),
    ("value-class", "services", 2, "authority", "jyu"),
    ("value-missing", "steps", 2, "chain", ""),
    ("value-range", "steps", 3, "order", "0"),
]


def test_broken_rules_are_told_at_their_cells(osaajaks: Path) -> None:
    (osaajaks / "roles.csv").write_text("id,label@fi,label@sv,label@en\nx,X,X,X\n", "utf-8")
    for _, table, row, column, value in BROKEN:
        edit(osaajaks, table, row, column, value)
    found = violations(eloggraph.check(osaajaks))
    # A step whose order is 0 also leaves a gap in the order of the steps.
    *first, gap = found
    assert places(first) == [(code, f"{table}.csv", row, c) for code, table, row, c, _ in BROKEN]
    assert [cell(osaajaks, finding) for finding in first] == [value for *_, value in BROKEN]
    assert places([gap]) == [("rule-broken", "steps.csv", 4, "order")]


def by_pyshacl(network: eloggraph.Network) -> set[tuple[str, str]]:
    """Return ``(focus node, severity)`` of what pySHACL finds, asked directly."""
    from eloggraph.graph.rdf.store import to_rdflib

    data = rdflib.Graph()
    for graph in network.graphs:
        data += to_rdflib(graph)
    for path in ontology_files():
        data.parse(path)
    shapes = rdflib.Graph()
    for path in shape_files():
        shapes.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    severities = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
    return {
        (
            str(report.value(result, SH.focusNode)),
            severities[report.value(result, SH.resultSeverity)],
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def spoil_much(folder: Path) -> None:
    for row in (2, 5, 9):
        edit(folder, "actors", row, "label@fi", "")
        edit(folder, "actors", row, "label@en", "")
    edit(folder, "steps", 3, "order", "-1")
    edit(folder, "services", 2, "target_groups", "")
    edit(folder, "services", 3, "providers", "")
    edit(folder, "projects", 2, "until", "1999")
    edit(folder, "bodies", 2, "network", "")
    edit(folder, "claims", 4, "about", "")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> eloggraph.Network:
    folder = copy_datasets(tmp_path_factory.mktemp("spoilt"))
    spoil_much(folder)
    leave_one_region(folder.parent / "suomi" / "municipalities.csv", "13")
    return eloggraph.open(folder)


def leave_one_region(municipalities: Path, region: str) -> None:
    """Leave out the municipalities of all other regions: pySHACL takes a while for 300 of them."""
    header, *rows = municipalities.read_text(encoding="utf-8").splitlines(keepends=True)
    at = header.split(",").index("region")
    left = [row for row in rows if row.split(",")[at] == region]
    assert left
    municipalities.write_text("".join([header, *left]), encoding="utf-8")


def test_everything_pyshacl_finds_about_own_nodes_is_told(spoilt: eloggraph.Network) -> None:
    own = set(spoilt.graph.subjects())
    theirs = {(focus, severity) for focus, severity in by_pyshacl(spoilt) if focus in own}
    findings = spoilt.check().findings
    assert len(theirs) >= 10
    assert theirs == {(f.focus, f.severity) for f in findings if f.shape and f.focus}


def test_every_finding_is_at_a_cell_that_exists(spoilt: eloggraph.Network) -> None:
    for finding in spoilt.check().findings:
        text = cell(spoilt.tables.folder, finding)
        if finding.code == "value-missing" and finding.place and finding.place.column:
            assert text == ""


def test_findings_are_in_order_without_repeats_and_the_same_again(
    spoilt: eloggraph.Network,
) -> None:
    report = spoilt.check()
    keys = [finding.sort_key() for finding in report.findings]
    assert keys == sorted(keys)
    assert len(set(report.findings)) == len(report.findings)
    assert report == eloggraph.check(spoilt.tables.folder)


def test_faults_of_used_networks_are_theirs(tmp_path: Path, write_network: Factory) -> None:
    tables = {"actors": "id,label@fi,label@sv,label@en,areas\na,A,A,A,410\n"}
    folder = write_network(tmp_path, tables)
    rows = "id,label@fi,label@sv,label@en,region\n410,,Laukas,Laukaa,13\n"
    (tmp_path / "viite" / "municipalities.csv").write_text(rows, encoding="utf-8")
    assert violations(eloggraph.check(folder)) == []
    assert places(violations(eloggraph.check(tmp_path / "viite"))) == [
        ("value-missing", "municipalities.csv", 2, "label@fi")
    ]


def test_unreadable_cell_is_not_told_again_as_missing(
    tmp_path: Path, write_network: Factory
) -> None:
    tables = {
        "indicators": "id,label@fi,label@sv,label@en\ni,I,I,I\n",
        "observations": "indicator,area,value,observed\ni,13,monta,2021\n",
    }
    found = violations(eloggraph.check(write_network(tmp_path, tables)))
    assert places(found) == [("value-not-decimal", "observations.csv", 2, "value")]


def test_report_counts_the_rows_that_each_shape_judged(tiny_network: Path) -> None:
    counts = {
        shape.rpartition("#")[2]: count
        for shape, count in eloggraph.check(tiny_network).focus_counts
    }
    assert counts == {"ActorShape": 2, "ProjectShape": 1, "RoleAssignmentShape": 1}


def test_all_faults_of_reading_and_of_shapes_are_told_at_once(
    tmp_path: Path, write_network: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["actors"][1][2] = ""
    tiny_tables["actors"][2][5] = "179|Laukka"
    tiny_tables["projects"][1][5] = "2025"
    tiny_tables["memberships"].append(["jyu", "hanke", "jasen"])
    found = violations(eloggraph.check(write_network(tmp_path, tiny_tables)))
    assert places(found) == [
        ("value-missing", "actors.csv", 2, "label@fi"),
        ("reference-dangling", "actors.csv", 3, "areas"),
        ("key-repeated", "memberships.csv", 3, "actor"),
        ("rule-broken", "projects.csv", 2, "since"),
    ]


def test_folder_that_cannot_be_read_is_an_incomplete_report(tmp_path: Path) -> None:
    report = eloggraph.check(tmp_path / "none")
    assert not report.complete
    assert [finding.code for finding in report.findings] == ["folder-missing"]


def test_lexical_forms_are_left_to_rdflib_as_they_were(tiny_network: Path) -> None:
    before = rdflib.NORMALIZE_LITERALS
    eloggraph.check(tiny_network)
    assert rdflib.NORMALIZE_LITERALS is before


@pytest.mark.parametrize("times", [1, 2, 3, 40])
@pytest.mark.parametrize("kind", ["", "EducationProvider", "Väärä"])
def test_id_given_many_times_between_others_is_told_at_each_row(
    tmp_path: Path, write_network: Factory, times: int, kind: str
) -> None:
    """Rows between the others have no node of their own; the reference engine finds the same."""
    rows = [
        ["a", "EducationProvider"],
        *[["b", ""]] * times,
        ["b", kind],
        ["c", "EducationProvider"],
    ]
    folder = write_network(tmp_path, {"actors": [["id", "kind"], *rows]})
    reports = [eloggraph.check(folder, engine=engine) for engine in ("columns", "pyshacl")]
    repeated = [
        [f.place.row for f in report.findings if f.code == "key-repeated" and f.place]
        for report in reports
    ]
    assert repeated == [list(range(4, 4 + times))] * 2
    assert places(violations(reports[0])) == places(violations(reports[1]))


@pytest.mark.parametrize("cell", ["suomi|fi| klingon", "suomi; fi;klingon"])
def test_wrong_values_of_one_cell_are_told_one_by_one(
    tmp_path: Path, write_network: Factory, cell: str
) -> None:
    tables = {"services": f"id,label@fi,label@sv,label@en,languages\ns,S,S,S,{cell}\n"}
    report = eloggraph.check(write_network(tmp_path, tables))
    found = [f for f in report.findings if f.code == "value-pattern"]
    assert [finding.value for finding in found] == ["klingon", "suomi"]
    for finding in found:
        for _, message in finding.message.items():
            assert f"”{finding.value}”" in message or f"“{finding.value}”" in message


@pytest.mark.parametrize(("rows", "told"), [(200, 200), (201, 201), (202, 201), (900, 201)])
def test_what_every_row_breaks_is_told_by_cell_and_then_counted(
    tmp_path: Path, write_network: Factory, rows: int, told: int
) -> None:
    lines = "".join(f"a{number},,N,N\n" for number in range(rows))
    actors = f"id,label@fi,label@sv,label@en\n{lines}"
    report = eloggraph.check(write_network(tmp_path, {"actors": actors}))
    found = [f for f in report.findings if f.place and f.place.column == "label@fi"]
    assert len(found) == told
    assert [f.place.row for f in found if f.place] == list(range(2, told + 2))
    rest = rows - 200 if rows > 201 else 0
    last = found[-1]
    assert (f"{rest:,} more, on rows 202–{rows + 1}" in last.message.en) is bool(rest)
    assert (last.focus is None) is bool(rest)
    with tell_at_least(5_000):
        whole = eloggraph.check(tmp_path / "verkosto")
    every = [f for f in whole.findings if f.place and f.place.column == "label@fi"]
    assert len(every) == rows

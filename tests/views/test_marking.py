"""Findings on the copy: openpyxl reads what is marked, our own reader reads the cells back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.causes import group_findings
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.read.records import list_table_files, read_records
from eloggraph.text import Language
from eloggraph.views.tables.marking import mark_tables

Rows = list[list[str]]
Factory = Callable[..., Any]


def mark(folder: Path, language: Language = "fi") -> bytes:
    network = eloggraph.open(folder)
    return mark_tables(folder, network.tables, network.schema, network.check(), language)


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def comments(page: Any) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in page.iter_rows() for c in row if c.comment}


@pytest.fixture
def messy(tmp_path: Path, write_network: Factory, tiny_tables: dict[str, Rows]) -> Path:
    actors = tiny_tables["actors"]
    actors[0][5] = "alueeet"  # F1: a header that is not known
    actors[1][2] = " Jyväskylän yliopisto"  # C2: outer white space
    actors[2][0] = " jyu"  # A5 after two blank rows: a key that comes again, with white space
    actors[2:2] = [[], []]
    tiny_tables["projects"][1][4] = "jyuu"  # E2: refers to nobody
    tiny_tables["projects"][1][5] = "31.2.2020"  # F2: a day that is not there
    config = (
        'id = "pieni"\ntitle = "Pieni"\nuses = ["../viite"]\noutoa = 1\n'
        'base = "https://example.org/pieni/"\n'
    )
    tables = {**tiny_tables, "vieras": "a,b\n1,2\n", "memberships": 'actor,role\n"auki'}
    return write_network(tmp_path, tables, config)


@pytest.fixture
def readable(messy: Path) -> Path:
    (messy / "memberships.csv").unlink()
    return messy


def test_cells_are_marked_where_the_findings_are(readable: Path) -> None:
    pages = book(mark(readable))
    said = comments(pages["actors"])
    assert {"F1", "C2", "A3", "A5"} <= set(said)
    assert "alueeet" in said["F1"]
    assert said["C2"].startswith("Varoitus: ")
    # Both faults of a cell are told in one comment, the graver first.
    assert said["A5"].startswith("Virhe: ")
    assert said["A5"].count("\n\nVaroitus: ") == 1
    assert said["A5"].count("\n→ ") == 2
    assert pages["actors"]["A5"].border.left.style == "medium"
    assert pages["actors"]["A3"].border.left.style == "thin"
    assert {"E2", "F2"} <= set(comments(pages["projects"]))


def list_rows(page: Any) -> Rows:
    """Return the lines of the list, below its headers."""
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    return rows[1 + next(n for n, row in enumerate(rows) if row[0] == "Vakavuus") :]


def test_every_finding_is_on_the_list_in_order_of_severity(readable: Path) -> None:
    report = eloggraph.check(readable)
    rows = list_rows(book(mark(readable))["Tarkistus"])
    groups = group_findings(report.findings)
    assert len(rows) == sum(1 for group in groups for _ in group.walk())
    grave = [("virhe", "varoitus", "huomautus").index(r[0]) for r in rows if "↳" not in r[2]]
    causes = sum(bool(group.consequences) for group in groups)
    assert grave[causes:] == sorted(grave[causes:])
    said = "\n".join(row[3] for row in rows)
    assert all(" ".join(g.first.message.fi.split()) in said for g in groups)
    places = {row[2]: row[1] for row in rows}
    assert [cell for where, cell in places.items() if where.startswith("network.toml")] == [None], (
        places
    )
    assert places["projects.csv, rivi 2, sarake coordinator"] == "projects!E2"
    assert places["vieras.csv"] == "vieras!A1"


@pytest.mark.parametrize("as_workbook", [False, True])
def test_equal_findings_are_one_line_that_leads_to_all_and_each_cell_has_its_comment(
    tmp_path: Path, write_network: Factory, as_workbook: bool
) -> None:
    rows = [["id", "label@fi", "sector"], *([f"a{n}", f"A{n}", "olematon"] for n in range(22))]
    networks = [["id", "label@fi"], ["v", "V"]]
    folder = write_network(tmp_path, {} if as_workbook else {"actors": rows, "networks": networks})
    if as_workbook:
        made = openpyxl.Workbook()
        for name, cells in {"actors": rows, "networks": networks}.items():
            page = made.create_sheet(name)
            for row in cells:
                page.append(row)
        del made["Sheet"]
        made.save(folder / "network.xlsx")
    pages = book(mark(folder))
    front = pages["Tarkistus"]
    (line,) = [row for row in list_rows(front) if "olematon" in row[3]]
    assert line[1] == "actors!C2:C23"
    assert line[2].endswith("22 solua: rivit 2–23")
    links = [c.hyperlink.location for (c,) in front.iter_rows(min_col=2, max_col=2) if c.hyperlink]
    assert "'actors'!C2:C23" in links
    assert {f"C{n}" for n in range(2, 24)} <= set(comments(pages["actors"]))
    assert front["A3"].value.startswith("Taulukoittain: ")


def test_what_follows_stands_folded_under_its_cause(tmp_path: Path, write_network: Factory) -> None:
    actors = "id,label@fi,Kenelle,Palvelut,Puh.\na1,Toimija,,,\n"
    front = book(mark(write_network(tmp_path, {"actors": actors})))["Tarkistus"]
    rows = list_rows(front)
    at = next(n for n, row in enumerate(rows) if "eloggraph import" in row[4])
    assert at == 0
    below = [row for row in rows if row[2].startswith("↳ ")]
    assert {"Kenelle", "Palvelut", "Puh."} <= {row[2].rpartition(" ")[2] for row in below}
    top = front.max_row - len(rows) + 1
    levels = [front.row_dimensions[top + n].outlineLevel for n in range(len(rows))]
    assert levels == [int(row[2].startswith("↳ ")) for row in rows]


def test_row_that_is_too_long_is_marked_at_its_first_cell(
    tmp_path: Path, write_network: Factory
) -> None:
    page = book(mark(write_network(tmp_path, {"roles": "id,label@fi\na,A,liikaa\n"})))["roles"]
    assert "liikaa" in comments(page)["A2"]
    assert page["C2"].value == "liikaa"


def test_links_lead_to_the_marked_cells(readable: Path) -> None:
    pages = book(mark(readable))
    for (cell,) in pages["Tarkistus"].iter_rows(min_row=7, min_col=2, max_col=2):
        if cell.hyperlink:
            sheet, _, name = cell.hyperlink.location.rpartition("!")
            assert cell.value == f"{sheet.strip(chr(39))}!{name}"
            assert pages[sheet.strip("'")][name].comment or name == "A1"


def test_file_that_cannot_be_read_is_told_and_the_others_are_copied(messy: Path) -> None:
    pages = book(mark(messy))
    assert pages.sheetnames == ["Tarkistus", "actors", "projects", "vieras"]
    assert "tarkistus jäi kesken" in pages["Tarkistus"]["A3"].value
    seen = [row[2] for row in pages["Tarkistus"].iter_rows(min_row=8, values_only=True)]
    assert any(str(place).startswith("memberships.csv") for place in seen)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_language_is_the_one_chosen(readable: Path, language: Language) -> None:
    names = {"fi": "Tarkistus", "sv": "Kontroll", "en": "Check"}
    words = {"fi": "Virhe: ", "sv": "Fel: ", "en": "Error: "}
    pages = book(mark(readable, language))
    assert pages.sheetnames[0] == names[language]
    assert comments(pages["projects"])["E2"].startswith(words[language])


def read_back(folder: Path, data: bytes) -> dict[str, Rows]:
    """Return the cells of a marked copy as our own reader gives them, without the findings."""
    folder.mkdir()
    (folder / "network.xlsx").write_bytes(data)
    sheets = read_records(folder / "network.xlsx", packaged_schema())
    return {r.sheet or "": plain(r.rows) for r in sheets}


def plain(rows: Any) -> Rows:
    """Return rows without the empty cells after the last filled one of each."""
    filled = [[cell or "" for cell in row] for row in rows]
    for row in filled:
        while row and not row[-1]:
            row.pop()
    while filled and not filled[-1]:
        filled.pop()
    return filled


def test_reading_the_copy_gives_the_same_cells(readable: Path, tmp_path: Path) -> None:
    cells = read_back(tmp_path / "kopio", mark(readable))
    assert cells.pop("Tarkistus")
    for path in list_table_files(readable):
        with path.open(encoding="utf-8", newline="") as file:
            assert cells[path.stem] == plain(csv.reader(file)), path.name


def test_findings_of_the_copy_are_those_of_the_original(readable: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopio"
    read_back(copy, mark(readable))
    (copy / "network.toml").write_bytes((readable / "network.toml").read_bytes())

    def cells(folder: Path) -> list[tuple[object, ...]]:
        findings = read_network(folder, packaged_schema()).findings
        return sorted(
            (f.code, f.place.sheet or f.place.file.removesuffix(".csv"), f.place.row or 0)
            for f in findings
            if f.place
        )

    assert cells(copy) == cells(readable)


def test_workbook_is_copied_sheet_by_sheet(readable: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopio"
    read_back(copy, mark(readable))
    (copy / "network.toml").write_bytes((readable / "network.toml").read_bytes())
    again = book(mark(copy, "sv"))
    # The findings of the first copy are not carried into the second.
    assert again.sheetnames == ["Kontroll", "actors", "projects", "vieras"]
    assert set(comments(again["actors"])) == set(comments(book(mark(readable))["actors"]))


def test_row_17_is_row_17(tmp_path: Path, write_network: Factory) -> None:
    text = "sep=;\n\n\nid;label@fi;label@sv;label@en\n" + "\n" * 12 + "x;Ä;Ä;Ä\nx;Ä;Ä;Ä\n"
    page = book(mark(write_network(tmp_path, {"roles": text})))["roles"]
    assert [page["A1"].value, page["A4"].value, page["A17"].value] == [None, "id", "x"]
    assert "A18" in comments(page)  # the key of row 17, again


def test_faults_of_headers_that_come_twice_are_at_the_second(
    tmp_path: Path, write_network: Factory
) -> None:
    rows = [["id", "label@fi", "label@fi", "label@sv"], ["a", "A", " B ", "C"]]
    said = comments(book(mark(write_network(tmp_path, {"roles": rows})))["roles"])
    assert "C1" in said
    assert "B1" not in said
    assert {"C2"} == {cell for cell in said if cell in {"B2", "C2"}}


def test_tables_of_the_same_name_get_sheets_of_their_own(readable: Path, tmp_path: Path) -> None:
    (readable / "network.xlsx").write_bytes(mark(readable))
    assert book(mark(readable)).sheetnames == [
        "Tarkistus", "actors", "actors (2)", "projects", "vieras", "projects (2)", "vieras (2)",
    ]  # fmt: skip


def test_what_a_workbook_cannot_hold_is_told(tmp_path: Path, write_network: Factory) -> None:
    rows = [["id", "label@fi"], ["a", "x" * 40_000], ["b", "\ufffe"]]
    pages = book(mark(write_network(tmp_path, {"roles": rows})))
    assert len(pages["roles"]["B2"].value) == 32_767
    assert pages["roles"]["B3"].value == "�"
    said = comments(pages["roles"])
    assert "32 767" in said["B2"]
    assert "32 767" in said["B3"]


def test_clean_network_says_so(tiny_network: Path) -> None:
    page = book(mark(tiny_network, "en"))["Check"]
    report = eloggraph.check(tiny_network)
    assert page["A1"].value == "Findings: Small"
    assert report.count("violation") == 0


def test_same_folder_same_bytes(readable: Path) -> None:
    assert mark(readable) == mark(readable)

"""``check --mark`` and ``build --format``, as they are called."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.check_watch import follow
from eloggraph.cli.main import main
from eloggraph.errors import OutputError
from eloggraph.finding import Report

Factory = Callable[..., Any]


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def faulty(tmp_path: Path, write_network: Factory, tiny_tables: dict[str, Any]) -> Path:
    tiny_tables["projects"][1][4] = "jyuu"
    return write_network(tmp_path, tiny_tables)


def test_marked_copy_is_written_beside_the_findings(faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "kopio.xlsx"
    done = invoke("check", faulty, "--mark", out, "--lang", "fi")
    assert done.exit_code == 1
    assert "projects.csv, rivi 2, sarake coordinator" in done.stdout
    assert done.stderr == f"Merkitty kopio: {out}\n"
    assert openpyxl.load_workbook(out)["projects"]["E2"].comment


def test_every_faulty_cell_is_marked_however_many(
    tmp_path: Path, write_network: Factory, tiny_tables: dict[str, Any]
) -> None:
    rows = [[f"a{n}", "", " Nimi"] + [""] * 2 + ["99999"] for n in range(300)]
    tiny_tables["actors"] += rows
    folder, out = write_network(tmp_path, tiny_tables), tmp_path / "kopio.xlsx"
    done = invoke("check", folder, "--mark", out, "--lang", "en")
    assert "more cells" in done.stdout  # the terminal is spared, the copy is not
    page = openpyxl.load_workbook(out)["actors"]
    for column in ("C", "F"):
        assert all(page[f"{column}{row}"].comment for row in range(4, 304))
    listed = openpyxl.load_workbook(out)["Check"]
    assert not any("more cells" in str(cell.value) for row in listed.iter_rows() for cell in row)


def test_every_cell_that_a_shape_faults_is_marked(
    tmp_path: Path, write_network: Factory, tiny_tables: dict[str, Any]
) -> None:
    tiny_tables["actors"] += [[f"a{n}", "", "", "N", "N", ""] for n in range(300)]
    folder, out = write_network(tmp_path, tiny_tables), tmp_path / "kopio.xlsx"
    done = invoke("check", folder, "--mark", out, "--lang", "en")
    assert "100 more, on rows 204–303" in done.stdout
    page = openpyxl.load_workbook(out)["actors"]
    assert all(page[f"C{row}"].comment for row in range(4, 304))


def test_copy_is_the_same_every_time(faulty: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        invoke("check", faulty, "--mark", tmp_path / f"{name}.xlsx", "--lang", "sv")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_copy_is_not_written_over_what_is_checked(faulty: Path) -> None:
    before = (faulty / "projects.csv").read_bytes()
    done = invoke("check", faulty, "--mark", faulty / "projects.csv", "--lang", "fi")
    assert done.exit_code == 2
    assert "luettavassa kansiossa" in done.stderr
    assert "projects.csv, rivi 2" in done.stdout  # the findings are told all the same
    assert (faulty / "projects.csv").read_bytes() == before


def test_workbook_is_not_overwritten_by_its_copy(faulty: Path, tmp_path: Path) -> None:
    invoke("check", faulty, "--mark", tmp_path / "network.xlsx")
    folder = tmp_path / "toinen"
    folder.mkdir()
    (folder / "network.toml").write_bytes((faulty / "network.toml").read_bytes())
    path = folder / "network.xlsx"
    path.write_bytes((tmp_path / "network.xlsx").read_bytes())
    before = path.read_bytes()
    for given in (folder, path):
        assert invoke("check", given, "--mark", path).exit_code == 2
    assert path.read_bytes() == before
    assert invoke("check", path, "--mark", tmp_path / "kopio.xlsx").exit_code == 1
    assert openpyxl.load_workbook(tmp_path / "kopio.xlsx")["projects"]["E2"].comment


def test_copy_is_of_one_network(faulty: Path, tmp_path: Path) -> None:
    done = invoke(
        "check", faulty, tmp_path / "viite", "--mark", tmp_path / "a.xlsx", "--lang", "en"
    )
    assert done.exit_code == 2
    assert "2 were given" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_what_is_no_network_of_tables_has_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    done = invoke("check", path, "--mark", tmp_path / "a.xlsx")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_copy_that_cannot_be_written_is_told(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "kansio").write_text("", encoding="utf-8")
    done = invoke("check", faulty, "--mark", tmp_path / "kansio" / "a.xlsx")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_copy_that_is_open_elsewhere_does_not_end_a_watch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(_: Report) -> None:
        raise OutputError.tell("output-failed", value="a.xlsx", reason="auki")

    def moments(_: object) -> Any:
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr("eloggraph.cli.check_watch._list_moments", moments)
    code = follow(
        [str(tmp_path)], lambda: Report(()), then=fail, fail_on="violation", language="fi"
    )
    assert code == 0
    assert "auki" in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--format", "json"), ("--output", "a.txt"), ("--profile",)])
def test_watch_tells_text_on_the_terminal_only(faulty: Path, option: tuple[str, ...]) -> None:
    done = invoke("check", faulty, "--watch", *option, "--lang", "sv")
    assert done.exit_code == 2
    assert "--watch" in done.stderr


@pytest.mark.parametrize("form", ["csvw", "frictionless"])
def test_metadata_is_data_on_stdout(faulty: Path, form: str) -> None:
    done = invoke("build", faulty, "--format", form)
    assert done.exit_code == 0
    assert json.loads(done.stdout)


@pytest.mark.parametrize("name", ["kopio.csv", "kopio.ods", "kopio"])
def test_copy_is_named_as_the_workbook_that_it_is(name: str, faulty: Path, tmp_path: Path) -> None:
    done = invoke("check", faulty, "--mark", tmp_path / name, "--lang", "en")
    assert done.exit_code == 2
    assert ".xlsx" in done.stderr
    assert not (tmp_path / name).exists()


def test_copy_does_not_become_a_table_of_the_network(faulty: Path, tmp_path: Path) -> None:
    done = invoke("check", faulty, "--mark", faulty / "network.xlsx", "--lang", "en")
    assert done.exit_code == 2
    assert "lies in the folder" in done.stderr
    assert not (faulty / "network.xlsx").exists()


def test_ontology_has_no_tables_to_mark(tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "o.ttl").write_text(
        "<https://example.org/o> a <http://www.w3.org/2002/07/owl#Ontology> .", encoding="utf-8"
    )
    done = invoke("check", tmp_path / "o", "--mark", tmp_path / "a.xlsx", "--lang", "en")
    assert done.exit_code == 2
    assert "made of tables" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_cells_of_a_table_that_begins_in_column_b_are_marked_where_they_are(
    tmp_path: Path,
) -> None:
    folder, out = tmp_path / "net", tmp_path / "kopio.xlsx"
    folder.mkdir()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "actors"
    for row in ([None, "id", "label@fi", "homepage"], [None, "a", "#N/A", "https://a.fi"]):
        page.append(row)
    page["C2"].data_type = "e"
    book.save(folder / "network.xlsx")
    done = invoke("check", folder, "--mark", out, "--lang", "en")
    assert "row 2, column label@fi" in done.stdout
    marked = openpyxl.load_workbook(out)["actors"]
    comments = {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment}
    assert "C2" in comments
    assert "D2" not in comments


def make_book(folder: Path, name: str) -> Path:
    """A folder with a workbook that has a formula, a hidden sheet, and an area nobody knows."""
    folder.mkdir()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "actors"
    for row in (["id", "label@fi", "areas"], ["a", '=UPPER("a")', "tuntematon"]):
        page.append(row)
    book.create_sheet("Tarkistus").append(["Oma lista"])
    book["Tarkistus"].sheet_state = "hidden"
    book.save(folder / "network.xlsx")
    (folder / "network.xlsx").rename(folder / name)
    return folder


def test_own_workbook_is_marked_in_place(tmp_path: Path) -> None:
    folder, out = make_book(tmp_path / "net", "network.xlsx"), tmp_path / "kopio.xlsx"
    invoke("check", folder, "--mark", out, "--lang", "fi")
    book = openpyxl.load_workbook(out)
    # A sheet of hers that is called as ours would be keeps its name.
    assert book.sheetnames == ["Tarkistus (2)", "actors", "Tarkistus"]
    assert book["Tarkistus"].sheet_state == "hidden"
    assert book["actors"]["B2"].value == '=UPPER("a")'
    assert book["actors"]["C2"].comment
    said = [cell.value for (cell,) in book.worksheets[0].iter_rows(max_row=5, max_col=1)]
    assert any("alkuperäiseen työkirjaan network.xlsx" in str(text) for text in said)
    again = tmp_path / "toinen"
    again.mkdir()
    out.rename(again / "network.xlsx")
    invoke("check", again, "--mark", out, "--lang", "sv")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Kontroll", "actors", "Tarkistus"]
    comment = book["actors"]["C2"].comment
    assert comment is not None
    assert comment.text.startswith("Fel: ")


def test_setting_on_a_sheet_is_marked_at_its_value(tmp_path: Path) -> None:
    folder, out = make_book(tmp_path / "net", "network.xlsx"), tmp_path / "kopio.xlsx"
    book = openpyxl.load_workbook(folder / "network.xlsx")
    page = book.create_sheet("Asetukset")
    for row in (["Asetus", "Arvo"], ["verkoston nimi (suomi)", "N"], ["tilannepäivä", "ei päivä"]):
        page.append(row)
    book.save(folder / "network.xlsx")
    invoke("check", folder, "--mark", out, "--lang", "fi")
    page = openpyxl.load_workbook(out)["Asetukset"]
    assert page["B3"].comment is not None
    assert "ei päivä" in page["B3"].comment.text


def test_copy_of_a_workbook_with_macros_is_named_so(tmp_path: Path) -> None:
    folder = make_book(tmp_path / "net", "network.xlsm")
    path = folder / "network.xlsm"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macros)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, "xl/vbaProject.bin": b"\xd0\xcf"}.items():
            archive.writestr(name, data)
    done = invoke("check", folder, "--mark", tmp_path / "kopio.xlsx", "--lang", "en")
    assert done.exit_code == 2
    assert ".xlsm" in done.stderr
    assert not (tmp_path / "kopio.xlsx").exists()
    invoke("check", folder, "--mark", tmp_path / "kopio.xlsm", "--lang", "en")
    with zipfile.ZipFile(tmp_path / "kopio.xlsm") as archive:
        assert archive.read("xl/vbaProject.bin") == b"\xd0\xcf"


def test_copy_of_what_cannot_be_marked_in_place_says_so(faulty: Path, tmp_path: Path) -> None:
    book, out = tmp_path / "kirja", tmp_path / "kopio.xlsx"
    invoke("convert", faulty, book / "network.xlsx")
    with zipfile.ZipFile(book / "network.xlsx", "a") as archive:
        archive.writestr("docprops/app.xml", "")  # which of the two is meant?
    invoke("check", book, "--mark", out, "--lang", "en")
    page = openpyxl.load_workbook(out)["Check"]
    said = [str(cell.value) for (cell,) in page.iter_rows(max_row=6, max_col=1)]
    assert any("without the formats, formulas and comments" in text for text in said)
    assert openpyxl.load_workbook(out)["projects"]["E2"].comment

"""The workbook of a new network, as openpyxl sees it; LibreOffice's turn is apart."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.schema.model import Column, Table
from eloggraph.schema.packaged import packaged_schema
from eloggraph.schema.shown import arrange, is_shown
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.sheets import is_own_sheet
from eloggraph.tables.write.template.choice import choose_tables
from eloggraph.tables.write.template.folder import write_template
from eloggraph.tables.write.template.help import list_codes, need_of
from eloggraph.text import LANGUAGES, Language

SCHEMA = packaged_schema()
DATASETS = Path(__file__).parents[3] / "datasets"
# All tables in all languages, as no network has them.
WHOLE = choose_tables(SCHEMA, "fi")
COLUMNS = [(table, column) for table in WHOLE.tables for column in table.columns]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("uusi") / "verkosto"
    return openpyxl.load_workbook(write_template(folder, WHOLE, workbook=True))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the workbook that a coordinator gets, written in one language."""
    folder = tmp_path_factory.mktemp("uusi") / "savo"
    return openpyxl.load_workbook(eloggraph.new(folder, xlsx=True, lang="fi"))


def sheet_of(workbook: Any, table: Table) -> Any:
    return workbook[table.names.fi]


def letter_of(table: Table, column: Column) -> str:
    return str(openpyxl.utils.get_column_letter(table.columns.index(column) + 1))


def rules_of(workbook: Any, table: Table, column: Column) -> list[Any]:
    """Return the validations of the first cell below a header."""
    cell = f"{letter_of(table, column)}2"
    rules = sheet_of(workbook, table).data_validations.dataValidation
    return [rule for rule in rules if cell in rule.cells]


def width_and_format(sheet: Any, index: int) -> tuple[float, str]:
    """Return those of a column; neighbours that are alike are written together."""
    (found,) = [d for d in sheet.column_dimensions.values() if d.min <= index <= d.max]
    return found.width, found.number_format


def offered_by(workbook: Any, rule: Any) -> list[str]:
    """Return the values that the range of a list holds, as they were stored with it."""
    name, _, area = rule.formula1.removeprefix("OFFSET(").partition(",")[0].rpartition("!")
    first, _, last = area.replace("$", "").partition(":")
    last = last or f"{first.rstrip('0123456789')}2000"
    cells = (row[0].value for row in workbook[name.strip("'")][f"{first}:{last}"])
    return [cell for cell in cells if cell and not str(cell).startswith("=")]


def test_sheets_are_the_settings_the_tables_and_what_cells_offer(workbook: Any) -> None:
    names = [table.names.fi for table in WHOLE.tables]
    assert workbook.sheetnames == ["Asetukset", *names, "Koodit", "Luettelot"]
    assert workbook.active.title == "Asetukset"
    hidden = {sheet.title for sheet in workbook if sheet.sheet_state == "hidden"}
    assert hidden == {"Koodit", "Luettelot"}


def test_a_person_sees_eight_sheets_of_ten_columns_at_most(small: Any) -> None:
    """The oracle is issue 18: what a coordinator fills in, and nothing to scroll past."""
    seen = [sheet for sheet in small if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in seen] == [
        *("Asetukset", "Toimijat", "Verkostot", "Yhteistyösuhteet", "Palvelut", "Hankkeet"),
        *("Tavoitteet", "Vähimmäispalvelut"),
    ]
    for sheet in seen[1:]:
        folded = [d for d in sheet.column_dimensions.values() if d.hidden]
        assert folded, sheet.title
        assert all(d.outlineLevel == 1 for d in folded)
        first = min(d.min for d in folded)
        # What is folded is behind what is seen, in one piece.
        assert {i for d in folded for i in range(d.min, d.max + 1)} == {
            *range(first, sheet.max_column + 1)
        }
        assert 2 < first - 1 <= 10, sheet.title
        headers = [cell.value for cell in sheet[1]]
        assert not [name for name in headers if "(ruotsi)" in name or "(englanti)" in name]
    colours = [sheet.sheet_properties.tabColor.rgb for sheet in seen]
    assert colours[1] == colours[2] == colours[3], "who there is, and with whom"
    assert len(set(colours)) == 5, "settings, actors, services, projects, goals"


@pytest.mark.parametrize("table", [t for t in SCHEMA.tables if t.shows], ids=lambda t: t.name)
def test_what_shows_is_what_must_be_said_and_fits_in_three_languages(table: Table) -> None:
    whole = arrange(table.within(()))
    shown = [column for column in whole.columns if is_shown(table, column)]
    assert list(whole.columns)[: len(shown)] == shown
    assert len(shown) <= 10
    names = {column.key.partition("@")[0] for column in table.columns} | {
        column.key for column in table.columns
    }
    assert set(table.shows) <= names
    # An id is made from the name, so that nothing that a person must write is folded away.
    assert not [c.key for c in table.columns if c.required and c not in shown and c.key != "id"]


def test_settings_are_the_first_rows_that_can_be_filled_in(small: Any) -> None:
    rows = {row[0].value: row for row in small["Asetukset"].iter_rows() if row[0].value}
    assert rows["verkoston nimi (suomi)"][1].value is None
    assert rows["kielet"][1].value == "suomi"
    assert rows["käytetyt tiedot"][1].value == "suomi"
    assert rows["verkoston tunnus"][1].value == "savo"
    folded = small["Asetukset"].row_dimensions[rows["verkoston tunnus"][0].row]
    assert folded.hidden
    assert folded.outlineLevel == 1
    assert "https://w3id.org/eloggraph/data/savo/" in rows["osoitteiden alku"][2].value
    assert not (small["Asetukset"].row_dimensions[rows["kielet"][0].row]).hidden


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_takes_the_tables_and_passes_over_the_rest(
    language: Language, tmp_path: Path
) -> None:
    write_template(tmp_path / "uusi", choose_tables(SCHEMA, language), workbook=True)
    read = read_network(tmp_path / "uusi", SCHEMA)
    assert read.complete
    assert {m.table.name for m in read.tables} == {table.name for table in SCHEMA.tables}
    for matched in read.tables:
        assert set(matched.positions) == {column.key for column in matched.table.columns}
        assert matched.raw.header_row == 1
    # That a table is empty so far may be remarked; anything else would be our fault.
    assert {finding.code for finding in read.findings} <= {"table-no-rows"}
    assert not any(is_own_sheet(f.place.sheet or "") for f in read.findings if f.place)


@pytest.mark.parametrize("table", WHOLE.tables, ids=lambda table: table.name)
def test_sheet_is_ready_to_be_filled(workbook: Any, table: Table) -> None:
    sheet = sheet_of(workbook, table)
    assert [cell.value for cell in sheet[1]] == [column.names.fi for column in table.columns]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    for index, (column, cell) in enumerate(zip(table.columns, sheet[1], strict=True), 1):
        width, number_format = width_and_format(sheet, index)
        assert width >= len(column.names.fi) + 3
        # Text stays text: no date, number or formula is made of what is typed.
        is_number = column.kind in ("integer", "decimal")
        assert number_format == ("General" if is_number else "@")
        assert column.description.fi in cell.comment.text
        assert cell.font.bold == (need_of(column) != "optional")


def test_headers_of_each_need_look_different(workbook: Any) -> None:
    actors = next(table for table in WHOLE.tables if table.name == "actors")
    fills = {
        need_of(column): cell.fill.fgColor.rgb
        for column, cell in zip(actors.columns, sheet_of(workbook, actors)[1], strict=True)
    }
    assert len(fills) == len(set(fills.values())) == 3
    legend = {cell.value: cell.fill.fgColor.rgb for row in workbook["Asetukset"] for cell in row}
    assert legend["Pakollinen"] == fills["required"]
    assert legend["Vapaaehtoinen"] == fills["optional"]


def test_every_code_column_offers_its_codes(workbook: Any) -> None:
    for table, column in COLUMNS:
        if column.kind in ("concept", "class"):
            (rule,) = rules_of(workbook, table, column)
            assert rule.type == "list"
            labels = [code.label.fi for code in list_codes(SCHEMA, column)]
            assert offered_by(workbook, rule) == labels, (table.name, column.key)
            # One of a list and nothing else; where several fit, the list only helps.
            assert bool(rule.showErrorMessage) == (column.separator is None)


def test_every_yes_or_no_offers_both(workbook: Any) -> None:
    for table, column in COLUMNS:
        if column.kind == "boolean":
            (rule,) = rules_of(workbook, table, column)
            assert rule.formula1 == '"kyllä,ei"'
            assert rule.showErrorMessage


def test_references_offer_names_and_refuse_nothing(workbook: Any) -> None:
    seen = 0
    for table, column in COLUMNS:
        if column.kind != "node":
            continue
        rules = rules_of(workbook, table, column)
        assert not any(rule.showErrorMessage for rule in rules if rule.type == "list")
        if [t for t in SCHEMA.tables_of(column.classes) if len(t.key) == 1]:
            (rule,) = rules
            assert rule.type == "list"
            assert rule.formula1.startswith("OFFSET(")
            seen += 1
    assert seen > 100


def test_areas_and_groups_are_offered_by_the_names_of_the_reference_data(small: Any) -> None:
    """The oracle is ``datasets/suomi``: what is there and has not ended, in Finnish."""
    sheets = {table.name: table for table in choose_tables(SCHEMA, "fi", languages=["fi"]).tables}

    def offered(table: str, key: str) -> list[str]:
        (rule,) = rules_of(small, sheets[table], sheets[table].column(key))
        return offered_by(small, rule)

    areas = offered("services", "areas")
    assert {"Kuopio", "Äänekoski", "Pohjois-Savo", "Itä-Uudenmaan hyvinvointialue"} <= set(areas)
    with (DATASETS / "suomi/municipalities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    current = {row["label@fi"] for row in rows if not row["until"]}
    assert len(current) == 308
    assert current <= set(areas)
    assert not {row["label@fi"] for row in rows if row["until"]} & set(areas)
    assert areas.index("Vantaa") < areas.index("Äänekoski"), "sorted as Finns sort"
    assert "Työtä hakevat" in offered("services", "target_groups")


def test_columns_of_several_values_explain_the_semicolon(workbook: Any) -> None:
    for table, column in COLUMNS:
        if column.separator and column.kind in ("concept", "node"):
            (rule,) = rules_of(workbook, table, column)
            assert "puolipisteellä (;)" in rule.prompt
            assert len(rule.prompt) <= 255
            assert len(rule.promptTitle) <= 32


def test_guide_leads_to_every_table(workbook: Any) -> None:
    links = {
        cell.hyperlink.location: cell.value
        for row in workbook["Asetukset"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert set(links.values()) == {table.names.fi for table in SCHEMA.tables}
    assert all(place == f"'{name}'!A1" for place, name in links.items())


def test_code_sheet_explains_every_code(workbook: Any) -> None:
    rows = [[cell.value for cell in row] for row in workbook["Koodit"].iter_rows(min_row=2)]
    explained = {(row[1], row[2]) for row in rows}
    used = {column.scheme for _, column in COLUMNS if column.kind == "concept"}
    concepts = [concept for concept in SCHEMA.concepts if concept.scheme in used]
    assert {(c.label.fi, c.notation) for c in concepts} <= explained
    assert all(row[3] for row in rows)


def test_only_the_lists_have_formulas_and_none_leads_outside(tmp_path: Path) -> None:
    path = write_template(
        tmp_path / "uusi", choose_tables(SCHEMA, "sv", everything=False, modules=()), workbook=True
    )
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        held = {name: archive.read(name) for name in sheets}
        last = f"xl/worksheets/sheet{len(sheets)}.xml"
        assert [name for name, text in held.items() if b"<f>" in text] == [last]
        formulas = re.findall(rb"<f>(.*?)</f>", held[last])
        assert not any(word in text for text in formulas for word in (b"http", b"[", b"file:"))
        # Those that came later would have to be written with a prefix.
        functions = {name for text in formulas for name in re.findall(rb"([A-Z]+)\(", text)}
        assert functions <= {b"IF", b"INDEX", b"MAX", b"ROW", b"SUMPRODUCT"}
        relations = [archive.read(n) for n in archive.namelist() if n.endswith(".rels")]
    assert not any(b'TargetMode="External"' in text for text in relations)


def test_same_words_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path;"
        "from eloggraph.schema.packaged import packaged_schema as s;"
        "from eloggraph.tables.write.template.choice import choose_tables as c;"
        "from eloggraph.tables.write.template.folder import write_template as w;"
        "w(Path(sys.argv[1]), c(s(), 'fi', everything=False, modules=()), workbook=True);"
        "w(Path(sys.argv[1] + 'csv') / 'verkosto', c(s(), 'fi'))"
    )
    for seed in ("1", "2"):
        folder = tmp_path / seed / "verkosto"
        subprocess.run(
            [sys.executable, "-c", script, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    files = [path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*.*")]
    assert len(files) > len(SCHEMA.tables)
    for file in files:
        if (tmp_path / "1" / file).is_file():
            assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()

"""The workbook of a new network, as openpyxl sees it; LibreOffice's turn is apart."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eloggraph.schema.model import Column, Table
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.sheets import is_own_sheet
from eloggraph.tables.write.template.choice import choose_tables
from eloggraph.tables.write.template.folder import write_template
from eloggraph.tables.write.template.help import list_codes, need_of
from eloggraph.text import LANGUAGES, Language

SCHEMA = packaged_schema()
COLUMNS = [(table, column) for table in SCHEMA.tables for column in table.columns]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("uusi") / "verkosto"
    return openpyxl.load_workbook(
        write_template(folder, choose_tables(SCHEMA, "fi"), workbook=True)
    )


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
    """Return the values that the range of a list holds."""
    name, _, area = rule.formula1.rpartition("!")
    return [
        row[0].value for row in workbook[name.strip("'")][area.replace("$", "")] if row[0].value
    ]


def test_sheets_are_the_guide_the_tables_and_the_codes(workbook: Any) -> None:
    template = choose_tables(SCHEMA, "fi")
    names = [table.names.fi for table in template.tables]
    assert workbook.sheetnames == ["Ohje", *names, "Koodit"]
    assert workbook.active.title == "Ohje"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_takes_the_tables_and_passes_over_the_rest(
    language: Language, tmp_path: Path
) -> None:
    write_template(tmp_path / "uusi", choose_tables(SCHEMA, language), workbook=True)
    read = read_network(tmp_path / "uusi", SCHEMA)
    assert read.complete
    assert {m.table.name for m in read.tables} == {table.name for table in SCHEMA.tables}
    for matched in read.tables:
        assert list(matched.positions) == [column.key for column in matched.table.columns]
        assert matched.raw.header_row == 1
    # That a table is empty so far may be remarked; anything else would be our fault.
    assert {finding.code for finding in read.findings} <= {"table-no-rows"}
    assert not any(is_own_sheet(f.place.sheet or "") for f in read.findings if f.place)


@pytest.mark.parametrize("table", SCHEMA.tables, ids=lambda table: table.name)
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
    actors = SCHEMA.table("actors")
    fills = {
        need_of(column): cell.fill.fgColor.rgb
        for column, cell in zip(actors.columns, sheet_of(workbook, actors)[1], strict=True)
    }
    assert len(fills) == len(set(fills.values())) == 3
    legend = {cell.value: cell.fill.fgColor.rgb for row in workbook["Ohje"] for cell in row}
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


def test_references_offer_the_ids_of_their_sheet_and_refuse_nothing(workbook: Any) -> None:
    seen = 0
    for table, column in COLUMNS:
        if column.kind != "node":
            continue
        targets = [t for t in SCHEMA.tables_of(column.classes) if len(t.key) == 1]
        rules = rules_of(workbook, table, column)
        assert not any(rule.showErrorMessage and rule.type == "list" for rule in rules)
        if len(targets) == 1:
            (rule,) = rules
            name, _, area = rule.formula1.rpartition("!")
            first = area.replace("$", "").partition(":")[0]
            assert name.strip("'") == targets[0].names.fi
            assert first == f"{letter_of(targets[0], targets[0].column(targets[0].key[0]))}2"
            seen += 1
        elif targets:
            (rule,) = rules
            assert targets[0].names.fi in rule.prompt
    assert seen > 20


def test_columns_of_several_values_explain_the_bar(workbook: Any) -> None:
    for table, column in COLUMNS:
        if column.separator and column.kind in ("concept", "node"):
            (rule,) = rules_of(workbook, table, column)
            assert "väliin |" in rule.prompt
            assert len(rule.prompt) <= 255
            assert len(rule.promptTitle) <= 32


def test_guide_leads_to_every_table(workbook: Any) -> None:
    links = {
        cell.hyperlink.location: cell.value
        for row in workbook["Ohje"].iter_rows()
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


def test_workbook_has_no_formula_and_no_link_outside(tmp_path: Path) -> None:
    path = write_template(tmp_path / "uusi", choose_tables(SCHEMA, "sv"), workbook=True)
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
        relations = [archive.read(n) for n in archive.namelist() if n.endswith(".rels")]
    assert not any(b'TargetMode="External"' in text for text in relations)


def test_same_words_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path;"
        "from eloggraph.schema.packaged import packaged_schema as s;"
        "from eloggraph.tables.write.template.choice import choose_tables as c;"
        "from eloggraph.tables.write.template.folder import write_template as w;"
        "w(Path(sys.argv[1]), c(s(), 'fi'), workbook=True);"
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

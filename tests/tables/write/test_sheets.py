"""Names of sheets and texts of cells, held against what xlsxwriter and openpyxl take."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.tables.sheets import is_own_sheet, make_sheet_name
from eloggraph.tables.write.workbook import open_workbook

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(
    texts
    | st.sampled_from(["'" * 40, "😀" * 20, "x" * 30 + "'y", "History", "HISTORY", " ", "a/b"])
)
def test_every_name_becomes_one_that_a_workbook_takes(name: str) -> None:
    made = make_sheet_name(name)
    book = open_workbook(io.BytesIO())
    book.add_worksheet(made)  # raises where Excel would refuse the name
    book.close()
    assert made
    assert made.casefold() != "history"
    assert len(made.encode("utf-16-le")) <= 62
    assert make_sheet_name(made) == made


@pytest.mark.parametrize("name", ["Toimijat", "Palveluketjun vaiheet", "roles & tasks", "x" * 31])
def test_name_that_is_taken_stays_as_it_is(name: str) -> None:
    assert make_sheet_name(name) == name


@pytest.mark.parametrize("name", ["Ohje", "ohje ", "Koder", "CODES", "Kontroll", "Check"])
def test_sheets_of_our_own_are_known_in_every_language(name: str) -> None:
    assert is_own_sheet(name)


@pytest.mark.parametrize("name", ["Toimijat", "Havainnot", "Ohjeet", ""])
def test_no_other_sheet_is_taken_for_ours(name: str) -> None:
    assert not is_own_sheet(name)


def test_strings_are_neither_formulas_nor_numbers_nor_links() -> None:
    stream = io.BytesIO()
    book = open_workbook(stream)
    sheet = book.add_worksheet("a")
    cells = ["=1+1", "00100", "https://example.org/", "{=A1}", "mailto:a@example.org"]
    for row, cell in enumerate(cells):
        sheet.write(row, 0, cell)
    book.close()
    read = openpyxl.load_workbook(stream)["a"]
    assert [cell.value for cell in read["A"]] == cells
    assert {cell.data_type for cell in read["A"]} == {"s"}
    assert not any(cell.hyperlink for cell in read["A"])

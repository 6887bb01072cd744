"""Files and rows in one line: against lines written by hand."""

from __future__ import annotations

import pytest

from eloggraph.finding import Place
from eloggraph.views.page.source import cite_rows


def at(*rows: int, file: str = "services.csv", sheet: str | None = None) -> list[Place]:
    return [Place(file=file, sheet=sheet, row=row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((7,), "Lähde: services.csv, rivi 7."),
        ((2, 3, 4), "Lähde: services.csv, rivit 2–4."),
        ((2, 9, 3, 5, 2), "Lähde: services.csv, rivit 2–3, 5, 9."),
        ((2, 4, 6, 8), "Lähde: services.csv, 4 riviä."),  # more than three spans
    ],
)
def test_rows_are_told_as_spans_while_these_are_few(rows: tuple[int, ...], told: str) -> None:
    assert cite_rows(at(*rows)).fi == told


def test_other_files_follow_by_name_and_a_workbook_tells_its_sheet() -> None:
    told = cite_rows([*at(2, file="t.xlsx", sheet="Palvelut"), None], also=at(5, file="norms.csv"))
    assert told.fi == "Lähde: t.xlsx, välilehti Palvelut, rivi 2; norms.csv."


def test_without_any_row_it_is_said_that_none_is_known() -> None:
    assert cite_rows([None]).fi == "Lähdettä ei ole kirjattu."

"""Units that headers give, ticks, lists of members and partners: what was once read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.foreign import Cell
from tests.importing.test_values import import_rows, read_made

from eloggraph.importing.header_units import find_unit


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("Rahoitus (1000 €)", 350, "350000"),
        ("Budjetti, t€", 350, "350000"),
        ("Budjetti (tuhatta euroa)", "12,5", "12500"),
        ("Budget (tusen euro)", 350, "350000"),
        ("Rahoitus (milj. €)", "0,35", "350000"),
        ("Budjetti M€", 2, "2000000"),
        ("Funding (€ thousand)", 5, "5000"),
        ("Budjetti (k€)", "350 000 €", "350 000"),
        ("Budjetti (1000 €)", "2 milj. €", "2000000"),
        ("Budjetti (€)", 350, "350"),
    ],
)
def test_amounts_are_of_the_unit_that_their_header_gives(
    tmp_path: Path, header: str, cell: Cell, amount: str
) -> None:
    imported = import_rows(tmp_path, Hankkeet=[["Hankkeen nimi", header], ["Silta", cell]])
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == [amount]
    told = [(f.code, f.value) for f in imported.findings]
    is_as_written = amount in (str(cell), "350 000")
    assert told == ([] if is_as_written else [("import-read-as", str(cell))])


@pytest.mark.parametrize("header", ["Hankkeet yli 1000 €", "Tuhatta tarinaa", "Budjetti 2025"])
def test_a_header_without_a_unit_has_none(header: str) -> None:
    assert find_unit(header) is None

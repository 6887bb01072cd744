"""The marked copy opened and saved by LibreOffice: nothing that a reader needs is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.records import Records, read_records
from eloggraph.views.tables.marking import mark_tables
from office import Convert

Rows = list[list[str]]


@pytest.fixture
def saved(
    tmp_path: Path,
    write_network: Callable[..., Any],
    tiny_tables: dict[str, Rows],
    office: Convert,
) -> Any:
    """Return a marked copy, and the same after LibreOffice has opened and saved it."""
    tiny_tables["actors"][1][2] = "=1+1"
    tiny_tables["actors"][2][2] = "+358 40\n<b>&amp;\x0b"
    tiny_tables["projects"][1][4] = "jyuu"
    folder = write_network(tmp_path, tiny_tables)
    network = eloggraph.open(folder)
    copy = tmp_path / "kopio.xlsx"
    copy.write_bytes(mark_tables(folder, network.tables, network.schema, network.check(), "fi"))
    return copy, office(copy, "xlsx")


def cells(records: tuple[Records, ...]) -> dict[str, list[list[str]]]:
    """Return the cells of each table sheet, without the empty ones at the end of rows."""
    return {
        each.sheet or "": [[cell or "" for cell in row[:7]] for row in each.rows if any(row)]
        for each in records
    }


def test_cells_comments_and_links_survive(saved: tuple[Path, Path]) -> None:
    before, after = saved
    was, now = (cells(read_records(path, packaged_schema())) for path in (before, after))
    assert now["actors"] == was["actors"]
    assert now["projects"] == was["projects"]
    pages = openpyxl.load_workbook(after)
    comment = pages["projects"]["E2"].comment
    assert comment is not None
    assert "”jyuu” ei ole missään taulukoista" in comment.text
    links = [cell for row in pages["Tarkistus"].iter_rows() for cell in row if cell.hyperlink]
    assert "projects!E2" in {cell.value for cell in links}

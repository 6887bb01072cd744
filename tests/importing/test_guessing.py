"""How many columns of other people's workbooks are read as a reader reads them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.importing.foreign import FIRST_TEN, LAST_THREE, THREE_MORE, Foreign, write_workbook

import eloggraph
from eloggraph.importing.take_in import Imported, take_in
from eloggraph.schema.packaged import packaged_schema


def import_foreign(foreign: Foreign, folder: Path) -> Imported:
    path = write_workbook(folder / f"{foreign.name}.xlsx", foreign.sheets)
    return take_in([path], folder / "made", packaged_schema())


def judge(foreign: Foreign, imported: Imported) -> list[tuple[str, str, str, str, bool]]:
    """Return of each column the sheet, the header, what it is read as, how surely, and if it is right."""
    judged = []
    for sheet in imported.interpretation.sheets:
        for column in sheet.columns:
            wanted = foreign.key[sheet.source.name][column.header]
            accepted = (wanted,) if isinstance(wanted, str) else wanted
            read = str(column.targets[0]) if column.targets else column.use
            judged.append(
                (sheet.source.name, column.header, read, column.sureness, read in accepted)
            )
    return judged


def test_columns_are_read_right_and_none_is_wrong_and_said_to_be_sure(tmp_path: Path) -> None:
    right, whole = 0, 0
    for foreign in (*FIRST_TEN, *THREE_MORE, *LAST_THREE):
        (tmp_path / foreign.name).mkdir()
        imported = import_foreign(foreign, tmp_path / foreign.name)
        judged = judge(foreign, imported)
        assert len(judged) == sum(map(len, foreign.key.values()))
        assert imported.interpretation.language == foreign.language
        wrong = [each for each in judged if not each[4]]
        assert [each for each in wrong if each[3] == "sure"] == [], foreign.name
        right, whole = right + len(judged) - len(wrong), whole + len(judged)
    assert right >= 0.85 * whole, (right, whole)


@pytest.mark.parametrize("foreign", FIRST_TEN[:2], ids=lambda foreign: foreign.name)
def test_what_is_made_has_no_violation(foreign: Foreign, tmp_path: Path) -> None:
    imported = import_foreign(foreign, tmp_path)
    assert eloggraph.open(imported.path.parent).check().count("violation") == 0


def test_nobody_is_named_in_what_is_made(tmp_path: Path) -> None:
    imported = import_foreign(FIRST_TEN[0], tmp_path)
    book = openpyxl.load_workbook(imported.path)
    texts = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert [text for text in texts if "Esimerkki" in text or "@" in text] == []

"""How many columns of other people's workbooks are read as a reader reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.foreign import FIRST_TEN, Foreign, write_workbook

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


@pytest.mark.parametrize("foreign", FIRST_TEN, ids=lambda foreign: foreign.name)
def test_no_column_is_read_wrong_and_said_to_be_sure(foreign: Foreign, tmp_path: Path) -> None:
    imported = import_foreign(foreign, tmp_path)
    judged = judge(foreign, imported)
    assert len(judged) == sum(map(len, foreign.key.values()))
    assert imported.interpretation.language == foreign.language
    assert [each for each in judged if not each[4] and each[3] == "sure"] == []
    assert sum(each[4] for each in judged) >= 0.85 * len(judged), judged

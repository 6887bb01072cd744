"""What values say of their column, where the header says another, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from tests.importing.foreign import Cell, write_workbook

from eloggraph.importing.model import ColumnReading
from eloggraph.importing.take_in import Imported, take_in
from eloggraph.schema.packaged import packaged_schema


def import_rows(folder: Path, **sheets: Sequence[Sequence[Cell]]) -> Imported:
    path = write_workbook(folder / "oma.xlsx", {n.replace("_", " "): r for n, r in sheets.items()})
    return take_in([path], folder / "made", packaged_schema(), language="fi")


def find_reading(imported: Imported, header: str) -> ColumnReading:
    columns = [column for sheet in imported.interpretation.sheets for column in sheet.columns]
    return next(column for column in columns if column.header == header)


def read_made(imported: Imported, sheet: str) -> list[dict[str, str]]:
    header, *rows = openpyxl.load_workbook(imported.path)[sheet].iter_rows(values_only=True)
    named = [dict(zip(header, row, strict=True)) for row in rows]
    return [{str(key): str(cell) for key, cell in row.items() if cell} for row in named]


KINDS: list[list[Cell]] = [
    ["Kainuun ohjausverkosto"],
    [],
    ["Nro", "Toimija", "Toimijan laji", "Kotipaikka", "Huom!"],
    [1, "Kajaanin kaupunki", "kunta", "Kajaani", None],
    [2, "Kainuun työllisyyspalvelut", "työllisyysalue", "Kajaani", None],
    [3, "Kainuun ammattikorkeakoulu", "AMK", "Kajaani", "soitettu"],
    [4, "Kuhmon lukio", "lukio", "Kuhmo", None],
]


def test_values_that_fit_another_column_win_over_the_header(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Verkosto=KINDS)
    reading = find_reading(imported, "Toimijan laji")
    assert (*map(str, reading.targets), reading.sureness) == ("actors.type", "likely")
    assert reading.why.fi == "arvot"
    assert imported.findings == ()


def test_classes_are_read_by_their_names(tmp_path: Path) -> None:
    rows = [
        ["Toimija", "Toimijan laji", "Kunta"],
        ["Alfa", "viranomainen", "Kuopio"],
        ["Beeta", "koulutuksen järjestäjä", "Kuopio"],
    ]
    schema = packaged_schema()
    column = schema.table("actors").column("kind")
    names = [schema.labels[iri].fi or "" for iri in column.allowed[1:]]
    for row, name in zip(rows[1:], names, strict=True):
        row[1] = name
    imported = import_rows(tmp_path, Toimijat=rows)
    assert str(find_reading(imported, "Toimijan laji").targets[0]) == "actors.kind"
    assert [row["laji"] for row in read_made(imported, "Toimijat")] == names
    assert imported.findings == ()

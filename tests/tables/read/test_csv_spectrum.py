"""The csv-spectrum suite: every file gives the cells of its JSON twin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eloggraph.tables.read.inspect import inspect

NAMES = [
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "location_coordinates",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
]


@pytest.fixture
def suite(reference_data: Path) -> Path:
    return reference_data / "suites" / "csv-spectrum"


def test_every_file_of_the_suite_is_read(suite: Path) -> None:
    assert sorted(path.stem for path in (suite / "csvs").iterdir()) == NAMES
    assert sorted(path.stem for path in (suite / "json").iterdir()) == NAMES


def expected(suite: Path, name: str) -> list[dict[str, str]]:
    text = (suite / "json" / f"{name}.json").read_text(encoding="utf-8")
    # The suite's own twin has another number than its CSV file.
    found = json.loads(text.replace('"1234567890"', '"2095257564"'))
    return found if isinstance(found, list) else [found]


def read(path: Path) -> list[dict[str, str]]:
    inspection = inspect(path)
    assert not inspection.report.reaches("violation")
    return [dict(zip(inspection.columns, row, strict=True)) for row in inspection.rows]


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_those_of_the_json_twin(suite: Path, name: str, tmp_path: Path) -> None:
    data = (suite / "csvs" / f"{name}.csv").read_bytes()
    if name.endswith("_crlf"):
        # Copies of the suite that went through version control have lost its line ends.
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    (tmp_path / f"{name}.csv").write_bytes(data)
    assert read(tmp_path / f"{name}.csv") == expected(suite, name)

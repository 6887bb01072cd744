"""Notebooks run in a kernel from first cell to last, tell what they promise, and are kept bare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

CHECKOUT = Path(__file__).parent.parent
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))
# What each of them must come to; the region of two of them is invented, so it is known.
TOLD = {
    "coverage-and-sunset": [
        "missing from 5 cells",
        "Within a year (by 2024-12-31), 2 projects will end",
    ],
    "first-look": ["{'violation': 0,", "14 actors, 42 ties", "<iframe"],
    "silos": [
        "2 groups mostly stay inside",
        "['rehabilitation', 'immigration']",
        "too-little-data",
    ],
    "sparql": ["ResultTable 13 rows of name, type", "http://xmlns.com/foaf/0.1/knows"],
    "two-versions": ["world=17, learned=0, unknown=0", "Gradia Jyväskylä"],
    "your-own-table": [
        "links.to",
        "'target_groups': 1}",
        "3 notes",
        "uraohjaus – Ohjaamo",
        "<iframe",
    ],
}
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read_cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


@by_name
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_notebook_runs_from_first_cell_to_last_and_tells_what_it_should(path: Path) -> None:
    book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [each for cell in book.cells for each in cell.get("outputs", [])]
    assert [each.text for each in outputs if each.get("name") == "stderr"] == []
    shown = [text for each in outputs for text in each.get("data", {}).values()]
    told = "\n".join([*shown, *(each.text for each in outputs if "text" in each)])
    assert [text for text in TOLD[path.stem] if text not in told] == []


@by_name
def test_notebook_is_kept_without_output(path: Path) -> None:
    cells = read_cells(path)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


@by_name
def test_notebook_has_its_headings_in_finnish_too(path: Path) -> None:
    lines = [
        line
        for cell in read_cells(path)
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    ]
    headings = [line for line in lines if line.startswith("#")]
    assert len(headings) > 3
    assert [line for line in headings if " · " not in line] == []


def test_every_notebook_is_in_the_list_of_them() -> None:
    listed = (CHECKOUT / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in NOTEBOOKS} == TOLD.keys()
    assert [path.name for path in NOTEBOOKS if f"`{path.name}`" not in listed] == []

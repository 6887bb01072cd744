"""What the documents name stands in the report and in the tables beside it, so that people read it.

Of goals, challenges, proposals, measures (a standing task is one), work packages, indicators, posts
and steps of service chains.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

DATASETS = Path(__file__).parents[2] / "datasets"
COUNTED = (
    *("goals", "challenges", "proposals", "measures"),
    *("work_packages", "indicators", "posts", "steps"),
)
LEAST = 0.95
# How many labels each folder has: so that none goes missing from what is counted.
FOLDERS = {
    "kansallinen-kehittaminen": 43,
    "varsinais-suomi": 65,
    "kaakkois-suomi": 107,
    "laituri": 63,
    "osaajaks": 21,
}


class Cells(HTMLParser):
    """Gathers the cells of the tables of the Finnish edition, each as one text."""

    def __init__(self) -> None:
        super().__init__()
        self.section = ""
        self.cell: list[str] | None = None
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.section = (named.get("id") or self.section) if tag == "h2" else self.section
        if tag in ("th", "td"):
            self.cell = []

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self.cell is not None:
            if self.section.startswith("fi-"):
                text = " ".join("".join(self.cell).split())
                self.found.add(re.sub(r"^[0-9]+\. ", "", text))  # steps are numbered
            self.cell = None


@pytest.fixture(scope="module", params=sorted(FOLDERS))
def output(request: pytest.FixtureRequest, written: Callable[[str], Path]) -> Path:
    return written(request.param)


def list_labels(folder: str) -> list[str]:
    """Return the Finnish names of what is counted, row by row."""
    paths = [DATASETS / folder / f"{table}.csv" for table in COUNTED]
    return [
        row["label@fi"]
        for path in paths
        if path.exists()
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]


def count(labels: list[str], shown: set[str]) -> float:
    return sum(label in shown for label in labels) / len(labels)


def test_labels_stand_in_rows_of_the_report(output: Path) -> None:
    page = Cells()
    page.feed((output / "report.html").read_text(encoding="utf-8"))
    labels = list_labels(output.name)
    missing = sorted(set(labels) - page.found)
    assert count(labels, page.found) >= LEAST, missing


def test_labels_stand_in_cells_of_the_tables(output: Path) -> None:
    shown: set[str] = set()
    for path in sorted((output / "tables").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            shown |= {cell for row in csv.reader(file, delimiter=";") for cell in row}
    labels = list_labels(output.name)
    assert count(labels, shown) >= LEAST, sorted(set(labels) - shown)


def test_no_label_goes_missing_from_what_is_counted(output: Path) -> None:
    assert len(list_labels(output.name)) == FOLDERS[output.name]

"""The reference data, where it is at hand."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def gold() -> Path:
    named = os.environ.get("ELOGGRAPH_REFERENCE_DATA")
    places = [Path(named)] if named else [REPOSITORY.parent / "shared" / "data"]
    for place in places:
        if (place / "gold" / "expected.json").is_file():
            return place / "gold"
    pytest.skip("reference data not found: set ELOGGRAPH_REFERENCE_DATA to the data folder")


@pytest.fixture(scope="session")
def expected(gold: Path) -> Callable[[str, str], Any]:
    values = json.loads((gold / "expected.json").read_text(encoding="utf-8"))

    def look_up(network: str, name: str) -> Any:
        return next(value for value in values[network]["values"] if value["id"] == name)

    return look_up


def _read(path: Path) -> Sequence[Sequence[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture
def read_ties(gold: Path) -> Callable[[str], nx.Graph[str]]:
    return lambda name: nx.Graph([tuple(row) for row in _read(gold / name)])


@pytest.fixture
def clubs(gold: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in _read(gold / "karate_nodes.csv")}

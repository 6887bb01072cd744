"""The table of the coverage says of each cell how many services it has, and names as many."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main

DATASETS = Path(__file__).parents[2] / "datasets"
NETWORKS = ("osaajaks", "varsinais-suomi")


def list_cells(network: str) -> list[dict[str, Any]]:
    told = ["analyse", str(DATASETS / network), "coverage", "--format", "json"]
    cells: list[dict[str, Any]] = json.loads(CliRunner().invoke(main, told).stdout)["coverage"][
        "cells"
    ]
    return cells


@pytest.mark.parametrize("network", NETWORKS)
def test_as_many_services_are_named_as_are_counted(network: str) -> None:
    """One service is told in a word, several in figures."""
    recorded = [cell for cell in list_cells(network) if cell["state"] == "recorded"]
    figures = [re.findall(r"\d+", cell["reason"]["fi"]) for cell in recorded]
    assert [int(each[0]) if each else 1 for each in figures] == [
        len(cell["services"]) for cell in recorded
    ]
    assert recorded


def test_a_chain_that_its_steps_make_up_is_no_service_beside_theirs() -> None:
    """The chain of osaajaks has three services; it has a row of its own among them."""
    with (DATASETS / "osaajaks" / "services.csv").open(encoding="utf-8") as file:
        services = {row["id"] for row in csv.DictReader(file)}
    with (DATASETS / "osaajaks" / "chains.csv").open(encoding="utf-8") as file:
        chains = {row["id"] for row in csv.DictReader(file)}
    named = {iri.rpartition("/")[2] for cell in list_cells("osaajaks") for iri in cell["services"]}
    assert named == services
    assert not named & chains

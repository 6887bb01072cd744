"""Scripts as researchers write them: strictly typed, and right."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from runpy import run_path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest

import eloggraph

CHECKOUT = Path(__file__).parents[1]
SCRIPTS = CHECKOUT / "tests" / "scripts"
OSAAJAKS = CHECKOUT / "datasets" / "osaajaks"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def test_scripts_pass_the_strict_type_checker() -> None:
    """With the settings of nobody: what the package says of its types is enough."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(SCRIPTS)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_script_of_pandas_counts_as_the_tables_do(tmp_path: Path) -> None:
    """The oracle are the cells of the table, counted by hand."""
    run_path(str(SCRIPTS / "providers_by_group.py"))["main"](OSAAJAKS, tmp_path / "a.csv")
    counted = pd.read_csv(tmp_path / "a.csv", index_col="group")
    services: dict[str, set[str]] = {}
    providers: dict[str, set[str]] = {}
    for name in ("services.csv", "chains.csv"):
        with (OSAAJAKS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                given = set(filter(None, row["providers"].split("|")))
                for group in filter(None, row["target_groups"].split("|") if given else []):
                    services.setdefault(group, set()).add(row["id"])
                    providers.setdefault(group, set()).update(given)
    assert sorted(counted["services"]) == sorted(map(len, services.values()))
    assert sorted(counted["providers"]) == sorted(map(len, providers.values()))
    assert set(counted["findings"]) == {len(eloggraph.open(OSAAJAKS).check().findings)}


def test_a_script_of_networkx_writes_graphml_that_can_be_read_anywhere(tmp_path: Path) -> None:
    """Igraph reads keys of the plain types and nothing else."""
    run_path(str(SCRIPTS / "to_igraph.py"))["main"](OSAAJAKS, tmp_path)
    actors = nx.read_graphml(tmp_path / "actors.graphml")
    assert len(actors) == 14
    best = max(actors, key=lambda node: actors.nodes[node]["betweenness"])
    expected = nx.betweenness_centrality(eloggraph.open(OSAAJAKS).to_networkx("actors"))
    assert actors.nodes[best]["betweenness"] == pytest.approx(max(expected.values()))
    for name in ("actors", "services"):
        keys = ElementTree.parse(tmp_path / f"{name}.graphml").iter(f"{GRAPHML}key")
        assert {key.get("attr.type") for key in keys} <= {"string", "long", "int", "double"}
    services = nx.read_graphml(tmp_path / "services.graphml")
    assert nx.is_bipartite(services)
    assert services.number_of_edges() == 20

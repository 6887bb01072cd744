"""The main job: all its files, the same bytes each time, and a manifest that tells the truth."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PROMISED = {
    "report.html",
    "map.html",
    "graph.ttl",
    "findings.json",
    "network.graphml",
    "run.json",
}


def run_in_a_process(output: Path, hash_seed: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "eloggraph", "run", "datasets/osaajaks", "--output", str(output)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("run")
    run_in_a_process(folder / "one", "1")
    run_in_a_process(folder / "two" / "deeper", "4242")
    return folder / "one", folder / "two" / "deeper"


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_runs_are_byte_equal_whatever_the_hash_seed(outputs: tuple[Path, Path]) -> None:
    one, two = map(read, outputs)
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == set()


def test_every_promised_file_is_there(outputs: tuple[Path, Path]) -> None:
    names = set(read(outputs[0]))
    assert PROMISED <= names
    assert any(name.startswith("tables/") and name.endswith(".csv") for name in names)


def test_manifest_hashes_are_those_of_the_files(outputs: tuple[Path, Path]) -> None:
    files = read(outputs[0])
    manifest = json.loads(files["run.json"])
    hashes = {n: hashlib.sha256(b).hexdigest() for n, b in files.items() if n != "run.json"}
    assert manifest["outputs"] == hashes
    actors = (CHECKOUT / "datasets" / "osaajaks" / "actors.csv").read_bytes()
    assert manifest["inputs"]["actors.csv"] == hashlib.sha256(actors).hexdigest()


def test_graph_is_read_alike_by_two_parsers(outputs: tuple[Path, Path]) -> None:
    import pyoxigraph
    import rdflib

    path = outputs[0] / "graph.ttl"
    strict = {
        str(quad.triple)
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    }
    graph = rdflib.Graph().parse(path, format="turtle")
    assert (
        len(graph)
        == len(strict)
        == json.loads((outputs[0] / "run.json").read_text("utf-8"))["counts"]["statements"]
    )


def test_no_machine_path_in_any_output(outputs: tuple[Path, Path]) -> None:
    for name, data in read(outputs[0]).items():
        assert str(CHECKOUT).encode() not in data, name
        assert str(outputs[0].parent).encode() not in data, name


def test_graphml_is_read_back_by_networkx(outputs: tuple[Path, Path]) -> None:
    import networkx as nx

    graph = nx.read_graphml(outputs[0] / "network.graphml")
    counts = json.loads((outputs[0] / "run.json").read_text("utf-8"))["counts"]
    assert graph.number_of_nodes() == counts["nodes"]

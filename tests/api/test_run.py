"""The main job: all its files, the same bytes each time, and a manifest that tells the truth."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest

import eloggraph

CHECKOUT = Path(__file__).parents[2]
PROMISED = {
    "index.html",
    "report.html",
    "report.md",
    "map.html",
    "cards.html",
    "poster.html",
    "poster.svg",
    "graph.ttl",
    "findings.html",
    "findings.json",
    "network.graphml",
    "network.gexf",
    "network.cyjs",
    "network.dot",
    "kumu-elements.csv",
    "kumu-connections.csv",
    "tables/all.xlsx",
    "run.json",
    "ro-crate-metadata.json",
    *(("poster.pdf", "poster.png") if find_spec("typst") else ()),
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


def test_the_index_leads_to_every_file_and_says_what_is_true(outputs: tuple[Path, Path]) -> None:
    files = read(outputs[0])
    page = files["index.html"].decode("utf-8")
    report = files["report.html"].decode("utf-8")
    headlines = re.findall(r'<p class="headline">(.*?)</p>', page)
    assert headlines == re.findall(r'<p class="headline">(.*?)</p>', report)
    linked = {address.partition("#")[0] for address in re.findall(r'href="([^"#]+[^"]*)"', page)}
    assert linked == files.keys() - {"index.html"}


def test_the_index_says_what_each_view_answers(outputs: tuple[Path, Path]) -> None:
    """The oracle is the title of each page, and of what ends the report's own contents."""
    files = {name: data.decode("utf-8", "replace") for name, data in read(outputs[0]).items()}
    line = r'<li><a href="([a-z]+\.html)#([^"]+)">[^<]*</a><p class="says">(.*?)</p>'
    told = re.findall(line, files["index.html"].partition("</main>")[0])
    views = {path: claim for path, anchor, claim in told if anchor == "lang=fi"}
    assert list(views) == [
        f"{view}.html" for view in ("services", "goals", "chain", "matrix", "areas")
    ]
    for path, claim in views.items():
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", files[path], re.DOTALL)[0].strip() == claim
    (answer,) = [claim for _, anchor, claim in told if anchor == "fi-sunset"]
    contents = files["report.html"].partition('<a href="#fi-sunset">')[2].partition("</li>")[0]
    assert f"<span>{answer}</span>" in contents
    assert 'id="fi-sunset"' in files["report.html"]


@pytest.mark.parametrize("network", ["osaajaks", "varsinais-suomi"])
def test_every_actor_that_is_asked_to_confirm_has_a_card_with_all_its_ties(
    network: str, tmp_path: Path
) -> None:
    """The oracle is who gets a workbook from confirm, and how many lines it has."""
    folder = CHECKOUT / "datasets" / network
    eloggraph.run(folder, tmp_path / "run", permutations=99, draft=True)
    eloggraph.confirm(folder, tmp_path / "confirm", lang="fi")
    page = (tmp_path / "run" / "cards.html").read_text("utf-8")
    edition = page.partition('<main class="edition first" lang="fi"')[2].partition("</main>")[0]
    cards = dict(re.findall(r"<h2>(.*?)</h2>(.*?)</section>", edition, re.DOTALL))
    counted = {}
    for path in sorted((tmp_path / "confirm" / "pages").glob("*.html")):
        asked = path.read_text("utf-8").partition('lang="fi"')[2].partition("</main>")[0]
        part = asked.partition('id="fi-tie"')[2].partition("</section>")[0]
        counted[re.findall(r"<h1>(.*?)</h1>", asked)[0]] = part.count('<div class="line">')
    assert cards.keys() == counted.keys()
    told = {
        name: int((re.findall(r"Yhteistyö \((\d+)\)", card) or ["0"])[0])
        for name, card in cards.items()
    }
    assert told == counted
    assert any(told.values()) == (network == "varsinais-suomi")
    front = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert front.count('href="cards.html#lang=') == 3


def test_the_workbook_holds_the_tables_and_its_numbers_are_numbers(
    outputs: tuple[Path, Path],
) -> None:
    """The oracle is openpyxl, and what the CSV files say."""
    folder = outputs[0] / "tables"
    book = openpyxl.load_workbook(folder / "all.xlsx")
    assert set(book.sheetnames) == {path.stem for path in folder.glob("*.csv")}
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        written = list(csv.reader(io.StringIO(text), delimiter=";"))
        cells = [["" if c is None else c for c in row] for row in book[path.stem].values]
        assert [str(cell) for cell in cells[0]] == written[0]
        assert len(cells) == len(written)
        first = [
            cell for cell in cells[-1] if isinstance(cell, str) and not cell.startswith(("=", "-"))
        ]
        assert all(cell in written[-1] for cell in first)
    header = [cell.value for cell in book["nodes"][1]]
    ties = [row[header.index("yhteyksiä")] for row in list(book["nodes"].values)[1:]]
    assert all(isinstance(n, int) for n in ties)


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

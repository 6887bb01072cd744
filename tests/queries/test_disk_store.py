"""A store on disk says what the network says, is told when it is stale, and is whole or not there.

Oracles: the same queries over the store in memory; the server of Oxigraph, where it is installed.
"""

from __future__ import annotations

import json
import shlex
import shutil
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.api import disk_store
from eloggraph.api.network import Network
from eloggraph.api.query import explain_asked
from eloggraph.api.unread import count_unread
from eloggraph.cli.main import main
from eloggraph.errors import InputError, OptionError, OutputError
from eloggraph.graph.answers import Answer, ResultTable
from eloggraph.graph.queries import named_queries, run_query
from eloggraph.graph.query_heads import write_shown
from eloggraph.graph.rdf import disk, ntriples
from eloggraph.graph.rdf.found import holds_rdf
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.written import find_rewritten
from eloggraph.iri import expand

FOLDER = Path(__file__).parents[2] / "datasets" / "kaakkois-suomi"


@pytest.fixture(scope="module")
def network() -> Network:
    return eloggraph.open(FOLDER)


@pytest.fixture(scope="module")
def store(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "store"
    network.write_store(folder)
    return folder


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a network that may be changed."""
    for name in ("suomi", "osaajaks"):
        shutil.copytree(FOLDER.parent / name, tmp_path / name)
    return tmp_path / "osaajaks"


def test_the_store_says_what_the_network_says(network: Network, store: Path) -> None:
    opened = eloggraph.open_dataset(store)
    assert set(opened.store) == set(network.store)
    assert (opened.bases, opened.ties) == (network.bases, network.ties)


@pytest.fixture(scope="module")
def in_memory(network: Network) -> dict[str, Answer]:
    """Return what each named query finds in memory; ``test_lean_stores`` asks the tables."""
    own, asked = network.config.base, named_queries()
    return {name: run_query(network.store, query, own=own) for name, query in asked.items()}


def test_named_queries_answer_as_in_memory(
    network: Network, store: Path, in_memory: dict[str, Answer]
) -> None:
    on_disk, own = eloggraph.open_dataset(store).store, network.config.base
    asked = named_queries().items()
    found = {name: run_query(on_disk, query, own=own) for name, query in asked}
    assert [name for name, answer in found.items() if answer != in_memory[name]] == []


def test_a_query_of_the_reader_is_asked_in_a_child(network: Network, store: Path) -> None:
    query = "SELECT ?actor { ?actor a/rdfs:subClassOf* elo:Actor }"
    found = eloggraph.open_dataset(store).select(query)
    assert found == network.select(query)
    assert len(found) > 10


def test_the_store_of_a_day_has_the_state_of_that_day(network: Network, tmp_path: Path) -> None:
    network.write_store(tmp_path / "day", at="2019")
    opened = eloggraph.open_dataset(tmp_path / "day")
    assert set(opened.store) == set(network.look("2019").store) != set(network.store)
    assert opened.query("actors", at="2019") == network.query("actors", at="2019")
    with pytest.raises(OptionError, match="2020"):
        opened.query("actors", at="2020")
    assert "2019" in opened.remarks[0].en


def test_numbers_stand_as_the_tables_write_them(tmp_path: Path) -> None:
    node, decimal = ox.NamedNode("urn:a"), ox.NamedNode(expand("xsd:decimal"))
    said = [
        ox.Triple(node, node, ox.Literal(text, datatype=decimal)) for text in ("755.50", "7.0", "7")
    ]
    graph = graph_of_triples(said, "urn:")
    (tmp_path / "store").mkdir()
    disk.write_disk_store(tmp_path / "store", [graph], {})
    (written,) = find_rewritten(disk.read_written(tmp_path / "store")).values()
    assert str(written).startswith('"755.50"^^')


def test_a_store_that_is_loaded_in_many_parts_has_all_of_it(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What bounds the memory that it takes: as much as a part, however many statements there are."""
    sizes = list[int]()

    class Noting:
        def __init__(self, folder: str) -> None:
            self.store = ox.Store(folder)

        def bulk_load(self, lines: bytes, **options: Any) -> None:
            sizes.append(lines.count(b"\n"))
            self.store.bulk_load(lines, **options)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.store, name)

    monkeypatch.setattr(ntriples, "_LOADED", 50)
    monkeypatch.setattr(disk, "ox", SimpleNamespace(**{**vars(ox), "Store": Noting}))
    network.write_store(tmp_path / "parts")
    monkeypatch.undo()
    assert set(eloggraph.open_dataset(tmp_path / "parts").store) == set(network.store)
    assert len(sizes) > 20
    assert max(sizes) < 100


def test_a_stale_store_is_told(copied: Path, tmp_path: Path) -> None:
    place = tmp_path / "store"
    eloggraph.open(copied).write_store(place)
    table = copied / "actors.csv"
    table.touch()  # another time, the same content
    opened = eloggraph.open_dataset(place)
    assert len(opened.remarks) == 1
    table.write_text(table.read_text("utf-8") + "\n", "utf-8")
    said = opened.remarks[1].en
    assert "“actors.csv” is no longer as it was when the store was made (1 in all)" in said
    line = said.strip().rpartition(": ")[2]
    assert CliRunner().invoke(main, line.split()[1:]).exit_code == 0
    assert len(eloggraph.open_dataset(place).remarks) == 1


def test_a_term_that_is_not_there_is_told(store: Path) -> None:
    opened = eloggraph.open_dataset(store)
    said = explain_asked(opened, "ASK { ?s a elo:Projekt }", "en", None, "all")
    assert "“elo:Projekt”" in said
    assert said.startswith(opened.remarks[0].en)
    assert "elo:" not in explain_asked(opened, "ASK { ?s a elo:Project }", "en", None, "all")


def test_a_file_that_is_no_table_any_more_is_told(copied: Path, tmp_path: Path) -> None:
    """Gone, a folder, of another size, of the same size with other content, or none of ours."""
    place = tmp_path / "store"
    eloggraph.open(copied).write_store(place)
    about, table = place / "eloggraph.json", copied / "actors.csv"
    told, content = about.read_text("utf-8"), table.read_bytes()

    def is_told() -> bool:
        return any("actors.csv" in each.en for each in eloggraph.open_dataset(place).remarks)

    assert not is_told()
    for other in (content + b"\n", content.swapcase()):
        table.write_bytes(other)
        assert is_told()
    table.unlink()
    assert is_told()
    table.mkdir()
    assert is_told()
    table.rmdir()
    table.write_bytes(content)
    assert not is_told()
    about.write_text(told.replace("/actors.csv", "/../osaajaks/actors.csv"), "utf-8")
    assert is_told()


def test_a_store_is_replaced_only_where_that_is_said_and_all_is_ours(
    copied: Path, tmp_path: Path
) -> None:
    network, place = eloggraph.open(copied), tmp_path / "store"
    network.write_store(place)
    with pytest.raises(OutputError, match="store in"):
        network.write_store(place)
    (place / "notes.txt").write_text("mine")
    with pytest.raises(OutputError):
        network.write_store(place, rebuild=True)
    assert (place / "notes.txt").read_text() == "mine"
    with pytest.raises(OutputError):
        network.write_store(copied / "store")


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_store_that_cannot_be_finished_leaves_what_was_there(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rebuild: bool
) -> None:
    network, place = eloggraph.open(copied), tmp_path / "store"
    if rebuild:
        network.write_store(place)
    before = sorted(path.name for path in tmp_path.iterdir())

    def fail(graphs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "find_rewritten", fail)
    with pytest.raises(OutputError, match="No space"):
        network.write_store(place, rebuild=rebuild)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert not rebuild or eloggraph.open_dataset(place).ask("ASK { ?s a elo:Actor }")


def test_a_broken_store_is_told(store: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(store, broken)
    (broken / "CURRENT").unlink()
    with pytest.raises(InputError, match="could not be opened"):
        eloggraph.open_dataset(broken).ask("ASK {}")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[str]:
    """Return the address of Oxigraph's own server over the store."""
    program = shutil.which("oxigraph")
    if program is None:
        pytest.skip("the server of Oxigraph (the package oxigraph) is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bound = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--location", str(store), "--bind", bound, "--union-default-graph"]
    process = subprocess.Popen(
        [program, "serve-read-only", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(400):
            with suppress(OSError), urllib.request.urlopen(f"http://{bound}/"):
                break
            time.sleep(0.05)
        yield f"http://{bound}/query"
    finally:
        process.kill()
        process.wait()


def ask_server(address: str, query: str) -> ResultTable:
    """Ask over HTTP, as any client does."""
    kind = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
    asked = urllib.request.Request(address, query.encode(), kind)
    with urllib.request.urlopen(asked) as answer:
        found = ox.parse_query_results(answer.read(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    names = tuple(each.value for each in found.variables)
    return ResultTable(variables=names, rows=tuple(tuple(row) for row in found))


def test_the_server_of_oxigraph_has_all_of_it(server: str, network: Network) -> None:
    answer = ask_server(server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert answer.texts() == ((str(len(network.store)),),)


def test_the_server_of_oxigraph_answers_every_named_query_alike(
    server: str, network: Network, in_memory: dict[str, Answer]
) -> None:
    """What is shown of a query is asked over HTTP."""
    base, differing, rows = f"BASE <{network.config.base}>\n", [], 0
    for name, meant in in_memory.items():
        found = ask_server(server, base + write_shown(named_queries()[name].text, "en"))
        assert isinstance(meant, ResultTable)
        places = [found.variables.index(each) for each in meant.variables]
        told = Counter(tuple(row[place] for place in places) for row in found)
        differing += [name] if told != Counter(meant.rows) else []
        rows += len(found)
    assert differing == []
    assert rows > 1000


def test_a_store_is_known_wherever_it_is_named(
    store: Path, network: Network, tmp_path: Path
) -> None:
    quads = tmp_path / "all.nq"
    quads.write_bytes(ox.serialize(network.store, format=ox.RdfFormat.N_QUADS) or b"")
    assert eloggraph.hash_graph(store) == eloggraph.hash_graph(quads)
    beside = tmp_path / "n.ttl"
    beside.write_text("<urn:a> <urn:b> <urn:c> .")
    for ask in (
        lambda: eloggraph.open_dataset(store, store.parent),
        lambda: eloggraph.open_dataset(store, named=beside),
        lambda: eloggraph.open_dataset(beside, named=store),
    ):
        with pytest.raises(InputError, match="is a store, which only query and hash read"):
            ask()
    (finding,) = eloggraph.check(store).findings
    assert finding.code == "store-elsewhere"
    assert not holds_rdf(store.parent)


def write_store_by_hand(place: Path, about: dict[str, object]) -> Path:
    ox.Store(str(place)).flush()
    (place / "eloggraph.json").write_text(json.dumps(about))
    return place


@pytest.mark.parametrize(
    "changed",
    [{"version": 1}, {"bases": ["a b"]}, {"ties": {"x": ["y"]}}, {"inputs": {"a": 1}}, None],
)
def test_a_store_of_another_version_or_damaged_is_told(
    store: Path, tmp_path: Path, changed: dict[str, object] | None
) -> None:
    about = json.loads((store / "eloggraph.json").read_text("utf-8"))
    place = write_store_by_hand(tmp_path / "other", {**about, **(changed or {})})
    if changed is None:
        (place / "eloggraph.json").write_text("{")
    with pytest.raises(InputError, match="made by another version, or is damaged"):
        eloggraph.open_dataset(place)


def test_a_strangers_store_opens_no_other_file(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it names is read nowhere, and with ``untrusted`` not even looked for or shown."""
    about = json.loads((store / "eloggraph.json").read_text("utf-8"))
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    given = {"size": 6, "time": 0, "sha256": ""}
    inputs = {str(outside): given, "/dev/zero": {**given, "size": 0}}
    about |= {"inputs": inputs, "folders": {"tables": []}, "folder": "x; echo harm"}
    place = write_store_by_hand(tmp_path / "stranger's", about)
    opened: list[Path] = []
    monkeypatch.setattr(disk_store, "hash_file", opened.append)
    (_, said) = eloggraph.open_dataset(place).remarks
    line = said.en.rpartition(": ")[2].strip()
    assert shlex.split(line)[2:5] == [str(tmp_path / "x; echo harm"), "--store", str(place)]
    (_, said) = eloggraph.open_dataset(place, untrusted=True).remarks
    assert "echo" not in said.en
    assert "not looked at" in said.en
    assert not opened


def test_a_draft_store_says_what_it_lacks(copied: Path, tmp_path: Path) -> None:
    table = copied / "actors.csv"
    header, row, *rows = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([header, row, row, *rows]) + "\n", "utf-8")
    tables = eloggraph.open(copied)
    faults, rows = count_unread(tables)
    assert faults
    tables.write_store(tmp_path / "store", draft=True)
    remarks = eloggraph.open_dataset(tmp_path / "store").remarks
    assert f"had errors ({faults}), so the answer lacks what they hold (rows: {rows})" in " ".join(
        each.en for each in remarks
    )


def test_a_table_that_is_new_makes_a_store_stale(copied: Path, tmp_path: Path) -> None:
    eloggraph.open(copied).write_store(tmp_path / "store")
    for place in (copied, copied.parent / "suomi"):
        (place / "extra.csv").write_text("id\n")
    said = eloggraph.open_dataset(tmp_path / "store").remarks[1].en
    assert "“extra.csv”" in said
    assert "(2 in all)" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store", "s", "-o", "a.ttl"], "--store writes a store into a folder of its own"),
        (["--store", "s", "--format", "turtle"], "--output and --format do not go with it"),
        (["--rebuild"], "give --store DIR too"),
    ],
)
def test_options_that_would_do_nothing_beside_a_store_are_refused(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", str(FOLDER), *words, "--lang", "en"])
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not list(tmp_path.iterdir())


def test_a_link_to_a_store_stays_a_link(tmp_path: Path) -> None:
    network, place, link = eloggraph.open("datasets/suomi"), tmp_path / "real", tmp_path / "link"
    network.write_store(place)
    before = (place / "eloggraph.json").stat().st_ino
    link.symlink_to(place, target_is_directory=True)
    network.write_store(link, rebuild=True)
    assert link.is_symlink()
    assert (place / "eloggraph.json").stat().st_ino != before
    assert {path.name for path in tmp_path.iterdir()} == {"real", "link"}

"""A million statements of tables: written as RDF, asked from tables and from disk, beside others.

    python benchmarks/stores.py [DIR] [--runs 1]

Makes the example of Finland, unless a network folder is given, and runs each line as a whole
process: CPU seconds of all cores and peak memory. Memory is exact; where others use the machine
too, seconds are compared within one run only. The others are run where they are installed, on the
N-Triples that ``build`` writes (DuckDB on the tables); all are asked one question of which the
answers must agree: how many services the actors of each type provide.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from measure import measure

ELO = "https://w3id.org/eloggraph/ns#"
QUESTION = f"""SELECT ?type (COUNT(DISTINCT ?service) AS ?n) WHERE {{
  ?service a <{ELO}GuidanceService> ; <{ELO}providedBy> ?actor . ?actor <{ELO}actorType> ?type
}} GROUP BY ?type"""
SQL = """SELECT type, count(DISTINCT service) FROM (
  SELECT s.id AS service, unnest(string_split(s.providers, '|')) AS actor
  FROM read_csv('{folder}/services.csv', all_varchar=true) AS s
) JOIN read_csv('{folder}/actors.csv', all_varchar=true) AS a ON a.id = actor GROUP BY type"""
NAMED = ("projects", "services-by-provider", "coverage-offers")

Counts = list[int]


def ask_pyoxigraph(path: Path) -> Counts:
    """Load N-Triples into memory and ask."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    return [int(row["n"].value) for row in store.query(QUESTION)]  # type: ignore[union-attr]


def ask_rdflib(path: Path) -> Counts:
    """Parse N-Triples and ask."""
    import rdflib

    graph = rdflib.Graph().parse(path, format="nt")
    return [int(row.n) for row in graph.query(QUESTION)]  # type: ignore[union-attr]


def ask_duckdb(folder: Path) -> Counts:
    """Ask the tables in SQL."""
    import duckdb

    found = duckdb.sql(SQL.format(folder=folder))
    return [row[1] for row in found.fetchall()] if found else []


PEERS: dict[str, tuple[Callable[[Path], Counts], str]] = {
    "pyoxigraph": (ask_pyoxigraph, "load N-Triples, ask"),
    "rdflib": (ask_rdflib, "parse N-Triples, ask"),
    "duckdb": (ask_duckdb, "ask the tables in SQL"),
}


def main() -> None:
    """Measure all, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", choices=PEERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(*sorted(PEERS[options.only][0](options.folder)))
        return
    if options.folder and not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder of a network")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = options.folder or work / "finland"
        if options.folder is None:
            run("new", str(folder), "--example", "finland")
        compare(folder, work, options.runs)


def compare(folder: Path, work: Path, runs: int) -> None:
    """Print a line for each way."""
    ours = [sys.executable, "-m", "eloggraph"]
    lines, store = work / "graph.nt", work / "store"
    ways = [
        ("build to N-Triples", [*ours, "build", str(folder), "-o", str(lines)]),
        ("build to Turtle", [*ours, "build", str(folder), "-o", str(work / "graph.ttl")]),
        ("build a store", [*ours, "build", str(folder), "--store", str(store), "--rebuild"]),
    ]
    for data, where in ((folder, "the tables"), (store, "the store")):
        asked = [*ours, "query", str(data)]
        ways += [(f"ask {where}: {each}", [*asked, each]) for each in NAMED]
        ways.append((f"ask {where}: the question", [*asked, QUESTION]))
    peers = {
        peer: [sys.executable, __file__, str(folder if peer == "duckdb" else lines), "--only", peer]
        for peer in PEERS
        if importlib.util.find_spec(peer)
    }
    ways += [(f"{peer}: {PEERS[peer][1]}", command) for peer, command in peers.items()]
    print(f"{'':48} {'CPU s':>7} {'peak MB':>8}")
    for way, command in ways:
        measured = [measure(command) for _ in range(runs)]
        cpu, peak = min(each[1] for each in measured), max(each[2] for each in measured)
        print(f"{way:48} {cpu:7.2f} {peak:8.0f}", flush=True)
    refuse_differing(folder, peers.values())


def refuse_differing(folder: Path, commands: Iterable[list[str]]) -> None:
    """End with an error where the answers to the question differ."""
    asked = run("query", str(folder), QUESTION, "--format", "csv").splitlines()[1:]
    found = {" ".join(map(str, sorted(int(line.rpartition(",")[2]) for line in asked)))}
    for command in commands:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found.add(said.strip())
    if len(found) > 1:
        raise SystemExit(f"The answers differ: {found}")
    print(f"All answer alike: {found.pop()}")


def run(*line: str) -> str:
    """Run the toolkit, and return what it says."""
    command = [sys.executable, "-m", "eloggraph", *line]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()

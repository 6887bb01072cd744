"""The engines of the check as the data grow: one command, whole processes, time and peak memory.

    python benchmarks/engines.py [--sizes 10k 1m 10m] [--engines columns streaming duckdb]
                                 [--memory 500MB] [--limit 900] [--remote sc://host:port]

The data are the synthetic networks of ``compare.py`` as N-Triples, the shapes its shapes without
SPARQL. ``100m`` is that of ``10m`` ten times, each under another base and as of another file, as a
file of statements (Parquet), and ``50m`` five times: it has to have the results of ``10m`` so many
times, each in its file and line. Otherwise every engine has to find the same, but for what it says
of itself. ``--memory`` is for ``duckdb`` alone, ``--remote`` for ``spark``, of which only the
process here is measured: the server is another.

What was measured is kept in ``benchmarks/out/engines.json``, so that sizes may be run one by one,
or none; ``benchmarks/engine_growth.md`` and ``.svg`` are written from all of it.
"""

import argparse
import dataclasses
import json
import os
import platform
import sys
from collections import Counter
from pathlib import Path

import compare
import polars as pl
from growth import draw_growth
from measure import Run, run_bounded

from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.graph.rdf.packed import read_packed_about, scan_packed, write_packed_about

# How many times the largest network stands in what is larger.
TIMES = {"50m": 5, "100m": 10}
SIZES = ("10k", "1m", "10m", *TIMES)
BASE = "https://w3id.org/eloggraph/data/"
ENGINES = ("columns", "streaming", "duckdb")
HERE = Path(__file__).parent
# Gigabytes of address space: an engine maps more than it holds.
MOST = 40
# Results that are told: all.
TOLD = 1_000_000


def make_data(size: str) -> Path:
    """Write the data of a size once, and return the file."""
    compare.OUT.mkdir(exist_ok=True)
    if size not in TIMES:
        return compare.make_rdf(compare.make_network(size)[0])
    whole = compare.OUT / f"{size}.parquet"
    if not whole.exists():
        one = compare.OUT / "10m.parquet"
        if not one.exists():
            pack_statements([make_data("10m")], one)
        about, times = read_packed_about(one), range(TIMES[size])
        (own,) = about.inputs
        inputs = [dataclasses.replace(own, file=name_copy(number)) for number in times]
        told = dataclasses.replace(about, statements=len(times) * about.statements, inputs=inputs)
        copies = pl.concat(move(scan_packed(one), number) for number in times)
        copies.sink_parquet(whole, metadata=write_packed_about(told), engine="streaming")
    return whole


def move(rows: pl.LazyFrame, number: int) -> pl.LazyFrame:
    """Return statements about nodes of another base, and as of another file."""
    moved = pl.col("subject", "object").str.replace(f"^{BASE}", f"{BASE}copy{number}/")
    return rows.with_columns(moved, file=pl.lit(name_copy(number)))


def name_copy(number: int) -> str:
    """Return the file that statements of a copy stand in."""
    return f"copy{number}.nt"


def count_statements(size: str) -> int:
    """Return how many statements there are in the data of a size."""
    data = make_data(size)
    if size in TIMES:
        return read_packed_about(data).statements
    with data.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 24), b""))


def read_report(run: Run) -> dict | None:
    """Return what a report tells, without what an engine says of itself."""
    document = json.loads(run.output) if run.output and not run.stopped else None
    return document and {name: value for name, value in document.items() if name != "engine"}


def list_told(document: dict, size: str = "") -> Counter[str]:
    """Return what is told of nodes, with its place; where a size is given, as its copies have it.

    What is told of a node that is in all copies is told once, where it stands first.
    """
    told: Counter[str] = Counter()
    for each in document["findings"]:
        if each["focus"] is None:
            continue
        place = each["place"] or {"file": None, "row": None}
        for number in range(TIMES[size]) if size and BASE in each["focus"] else (0,):
            file = name_copy(number) if size else place["file"]
            text = json.dumps({**each, "place": [file, place["row"]]}, sort_keys=True)
            told[text.replace(BASE, f"{BASE}copy{number}/") if size else text] += 1
    return told


def run_engine(size: str, engine: str, options: argparse.Namespace) -> tuple[dict, dict | None]:
    """Check the data of a size, and return what it took and what was told."""
    command = [sys.executable, "-m", "eloggraph", "check", str(make_data(size)), "--format", "json"]
    command += ["--shapes", str(compare.make_shapes()), "--engine", engine]
    command += [] if engine == "columns" else ["--most", str(TOLD)]
    command += ["--memory", options.memory] if engine == "duckdb" else []
    command += ["--remote", options.remote] if engine == "spark" else []
    run = run_bounded(command, options.limit, MOST)
    figure = {
        "size": size,
        "engine": f"duckdb, {options.memory}" if engine == "duckdb" else engine,
        "statements": count_statements(size),
        "seconds": round(run.seconds, 1),
        "cpu": round(run.cpu, 1),
        "megabytes": round(run.megabytes),
        "stopped": run.stopped,
    }
    return figure, read_report(run)


def judge(found: dict | None, first: dict | None, size: str) -> str:
    """Tell whether a report has what the first of its size has; of copies, what ``10m`` has."""
    if found is None:
        return "stopped"
    if size not in TIMES:
        return "yes" if first in (None, found) else "NO"
    if first is None:
        return "not compared"
    told, expected = list_told(found), list_told(first, size)
    return "yes" if told == expected else f"NO, {(told - expected).total()} are others"


def write_page(figures: list[dict]) -> str:
    """Return the figures as Markdown."""
    rows = [
        f"| {f['statements']:,} | {f['engine']} | {f['seconds']:.1f} | {f['cpu']:.1f} "
        f"| {f['cpu'] / f['statements'] * 1e6:.2f} | {f['megabytes']:,} | {f['told']:,} "
        f"| {f['same']} |"
        for f in figures
    ]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# The engines of the check as the data grow",
        "",
        f"Written by `python benchmarks/engines.py`: whole processes on {machine}.",
        "Up to ten million statements the data are N-Triples, what is more is a file of statements",
        "(Parquet). Other work on the machine makes seconds by the clock long, and those of all",
        "cores longer. *Same*: all that is told is what `columns` tells, with file and line; of a",
        "file of statements it is what is told of ten million, in each of its copies.",
        "",
        "![Seconds of processor time over the number of statements](engine_growth.svg)",
        "",
        "| statements | engine | s | CPU s | CPU µs a statement | peak MB | told | same |",
        "|---:|---|---:|---:|---:|---:|---:|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def draw(figures: list[dict]) -> str:
    """Return the picture of the figures."""
    return draw_growth(
        [{**figure, "seconds": figure["cpu"]} for figure in figures],
        title="Processor time of a whole check over the number of statements",
        seconds="seconds of all cores, whole process",
    )


def main() -> None:
    """Run every engine on every size, and write table and picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", default=["10k", "1m", "10m"], choices=SIZES)
    parser.add_argument("--engines", nargs="+", default=ENGINES, choices=(*ENGINES, "spark"))
    parser.add_argument("--memory", default="500MB")
    parser.add_argument("--remote", default="sc://127.0.0.1:15002")
    parser.add_argument("--limit", type=float, default=900)
    options = parser.parse_args()
    kept, told = compare.OUT / "engines.json", compare.OUT / "engines-10m.json"
    figures = json.loads(kept.read_text("utf-8")) if kept.exists() else []
    for size in options.sizes:
        first = json.loads(told.read_text("utf-8")) if size in TIMES and told.exists() else None
        for engine in options.engines:
            figure, found = run_engine(size, engine, options)
            figure["told"] = list_told(found).total() if found else 0
            figure["same"] = judge(found, first, size)
            if size not in TIMES:
                first = first or found
            key = figure["size"], figure["engine"]
            figures = [f for f in figures if (f["size"], f["engine"]) != key] + [figure]
            print(json.dumps(figure), flush=True)
        if size == "10m" and first:
            told.write_text(json.dumps(first), "utf-8")
        figures.sort(key=lambda f: (SIZES.index(f["size"]), f["engine"]))
        kept.write_text(json.dumps(figures, indent=1), "utf-8")
    (HERE / "engine_growth.md").write_text(write_page(figures), "utf-8")
    (HERE / "engine_growth.svg").write_text(draw(figures), "utf-8")


if __name__ == "__main__":
    main()

"""The engines of the check as the data grow: one command, whole processes, time and peak memory.

    python benchmarks/engines.py [--sizes 10k 1m 10m] [--engines columns streaming duckdb]
                                 [--memory 500MB] [--limit 900] [--remote sc://host:port]

The data are the synthetic networks of ``compare.py`` as N-Triples, the shapes its shapes without
SPARQL. ``100m`` is that of ``10m`` ten times, each under another base, as a file of statements
(Parquet). Every engine has to find the same, but for what it says of itself; what it took is
written to ``benchmarks/out/engines.md`` and ``engines.svg``. ``--memory`` is for ``duckdb`` alone,
``--remote`` for ``spark``, of which only the process here is measured: the server is another.
"""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

import compare
import polars as pl
from growth import draw_growth
from measure import Run, run_bounded

from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.graph.rdf.packed import read_packed_about, scan_packed, write_packed_about

TIMES = 10
BASE = "https://w3id.org/eloggraph/data/"
ENGINES = ("columns", "streaming", "duckdb")
# Gigabytes of address space: an engine maps more than it holds.
MOST = 40


def make_data(size: str) -> Path:
    """Write the data of a size once, and return the file."""
    compare.OUT.mkdir(exist_ok=True)
    if size != "100m":
        return compare.make_rdf(compare.make_network(size)[0])
    whole = compare.OUT / "100m.parquet"
    if not whole.exists():
        one = compare.OUT / "10m.parquet"
        if not one.exists():
            pack_statements([make_data("10m")], one)
        about = read_packed_about(one)
        about = dataclasses.replace(about, statements=TIMES * about.statements)
        copies = pl.concat(move(scan_packed(one), number) for number in range(TIMES))
        copies.sink_parquet(whole, metadata=write_packed_about(about), engine="streaming")
    return whole


def move(rows: pl.LazyFrame, number: int) -> pl.LazyFrame:
    """Return statements about nodes of another base; those of the first stay where they are."""
    if not number:
        return rows
    return rows.with_columns(
        pl.col("subject", "object").str.replace(f"^{BASE}", f"{BASE}copy{number}/")
    )


def list_found(run: Run) -> object:
    """Return what a report tells, without what an engine says of itself."""
    document = json.loads(run.output) if run.output else None
    return document and {name: value for name, value in document.items() if name != "engine"}


def main() -> None:
    """Run every engine on every size, and write table and picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["10k", "1m", "10m"])
    parser.add_argument("--engines", nargs="+", default=ENGINES)
    parser.add_argument("--memory", default="500MB")
    parser.add_argument("--remote", default="sc://127.0.0.1:15002")
    parser.add_argument("--limit", type=float, default=900)
    options = parser.parse_args()
    shapes, figures = compare.make_shapes(), []
    lines = ["| size | engine | s | CPU s | µs a statement | peak MB | same |", "|---" * 7 + "|"]
    for size in options.sizes:
        data, first = make_data(size), None
        for engine in options.engines:
            command = [sys.executable, "-m", "eloggraph", "check", str(data), "--format", "json"]
            command += ["--shapes", str(shapes), "--engine", engine]
            command += ["--memory", options.memory] if engine == "duckdb" else []
            command += ["--remote", options.remote] if engine == "spark" else []
            run = run_bounded(command, options.limit, MOST)
            found = list_found(run)
            first = first or found
            count = compare.make_network(size)[1] if size != "100m" else 100_000_000
            figures.append(
                {
                    "engine": engine,
                    "statements": count,
                    "seconds": run.seconds,
                    "stopped": run.stopped,
                }
            )
            same = "stopped" if run.stopped else "yes" if found == first else "NO"
            lines.append(
                f"| {size} | {engine} | {run.seconds:.1f} | {run.cpu:.1f} "
                f"| {run.seconds / count * 1e6:.2f} | {run.megabytes:.0f} | {same} |"
            )
            print(lines[-1], flush=True)
    (compare.OUT / "engines.md").write_text("\n".join(lines) + "\n", "utf-8")
    (compare.OUT / "engines.svg").write_text(draw_growth(figures), "utf-8")


if __name__ == "__main__":
    main()

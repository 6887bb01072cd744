"""What packing takes: CPU seconds and peak memory for N-Triples and Turtle of a size.

    python benchmarks/packing.py [--cases 1m 10m] [--runs 3]

The data of ``1m`` are those of ``compare.py``; ``10m`` are they under ten bases. Peak memory is
that of the whole process.
"""

import argparse
import re
import statistics
import sys
from pathlib import Path

import compare
import pyoxigraph as ox
from measure import run_bounded

_BASE = re.compile(rb"<(https://[^>]*?/data/[^/>]+)/")
TIMES = {"1m": 1, "10m": 10}


def make_data(case: str) -> dict[str, Path]:
    """Return the files of a case by their endings; they are written once."""
    lines, turtle = (compare.OUT / f"packing-{case}.{ending}" for ending in ("nt", "ttl"))
    if not lines.exists():
        one = compare.make_rdf(compare.make_network("1m")[0]).read_bytes()
        base = _BASE.search(one)
        assert base
        with lines.open("wb") as file:
            for number in range(TIMES[case]):
                file.write(one.replace(base.group(1), b"%s%d" % (base.group(1), number)))
    if not turtle.exists():
        said = ox.parse(path=str(lines), format=ox.RdfFormat.N_TRIPLES)
        ox.serialize(said, str(turtle), format=ox.RdfFormat.TURTLE)
    return {"N-Triples": lines, "Turtle": turtle}


def main() -> None:
    """Print the median of CPU seconds and the largest peak for each case and format."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", choices=TIMES, default=["1m"])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    compare.OUT.mkdir(exist_ok=True)
    for case in options.cases:
        for name, path in make_data(case).items():
            made = compare.OUT / "packing.parquet"
            command = [sys.executable, "-m", "eloggraph", "pack", str(path), "-o", str(made)]
            took = [run_bounded(command, 900, compare.MEMORY) for _ in range(options.runs)]
            cpu = statistics.median(run.cpu for run in took)
            peak = max(run.megabytes for run in took)
            ended = "  stopped" if any(run.stopped for run in took) else ""
            print(f"{case:4} {name:9} CPU s {cpu:6.2f}  peak MB {peak:6.0f}{ended}", flush=True)


if __name__ == "__main__":
    main()

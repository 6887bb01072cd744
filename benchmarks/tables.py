"""Tables read, matched and typed, beside Polars that merely reads the same files.

    python benchmarks/tables.py DIR [--runs 5]

Each of the two runs in a process of its own that imports everything first; the seconds are those of
the work alone, the memory is the peak of the process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from eloggraph.graph.populate.populate import populate
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network


def read_with_polars(folder: Path) -> int:
    """Read every CSV file as text; return the number of cells."""
    frames = [pl.read_csv(path, infer_schema=False) for path in sorted(folder.glob("*.csv"))]
    return sum(frame.height * frame.width for frame in frames)


def read_with_eloggraph(folder: Path) -> int:
    """Read, match and type every table; return the number of statements."""
    schema = packaged_schema()
    network = read_network(folder, schema)
    graph, _ = populate(network.tables, schema, network.config)
    return len(graph)


WORK = {"polars": read_with_polars, "eloggraph": read_with_eloggraph}


def main() -> None:
    """Measure both, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        packaged_schema()
        start = time.perf_counter()
        count = WORK[options.only](options.folder)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": peak, "count": count}))
        return
    command = [sys.executable, __file__, str(options.folder), "--only"]
    for name in WORK:
        runs = [
            json.loads(subprocess.run([*command, name], capture_output=True, check=True).stdout)
            for _ in range(options.runs)
        ]
        seconds = statistics.median(run["seconds"] for run in runs)
        megabytes = max(run["megabytes"] for run in runs)
        print(f"{name:10} {seconds:7.3f} s {megabytes:6.0f} MB  {runs[0]['count']:,}")


if __name__ == "__main__":
    main()

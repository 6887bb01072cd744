"""Workbooks read as tables, beside the library that merely reads their cells.

    python benchmarks/workbooks.py FILE.xlsx … [--runs 3]

Each of the two runs in a process of its own that imports everything first; the seconds are those of
the processor for the work alone, the memory is the peak of the process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import fastexcel

from eloggraph.tables.read.workbook import read_workbook


def read_with_library(path: Path) -> int:
    """Read every sheet as text; return the number of cells."""
    book = fastexcel.read_excel(path.read_bytes())
    frames = [
        book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        for name in book.sheet_names
    ]
    return sum(frame.height * frame.width for frame in frames)


def read_with_eloggraph(path: Path) -> int:
    """Read every sheet as a table; return the number of cells."""
    tables, _ = read_workbook(path, path.name)
    return sum(table.frame.height * len(table.headers) for table in tables)


WORK = {"library": read_with_library, "eloggraph": read_with_eloggraph}


def count_seconds() -> float:
    """Return the seconds of the processor that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure both, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        start = count_seconds()
        count = WORK[options.only](options.files[0])
        seconds = count_seconds() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": peak, "count": count}))
        return
    for path in options.files:
        command = [sys.executable, __file__, str(path), "--only"]
        for name in WORK:
            runs = [
                json.loads(subprocess.run([*command, name], capture_output=True, check=True).stdout)
                for _ in range(options.runs)
            ]
            seconds = statistics.median(run["seconds"] for run in runs)
            megabytes = max(run["megabytes"] for run in runs)
            print(
                f"{path.name} {name:10} {seconds:6.2f} s {megabytes:5.0f} MB  {runs[0]['count']:,}"
            )


if __name__ == "__main__":
    main()

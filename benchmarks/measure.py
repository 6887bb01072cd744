"""Measure a command as a whole process: wall seconds and peak memory over several runs.

    python benchmarks/measure.py [--runs N] COMMAND [ARGUMENT ...]

The first run warms the page cache and is not counted.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

# As installed: what Python compiles in the first run is there for the next.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """What one run of a command took; ``stopped`` where it passed a limit or broke down.

    ``cpu`` is the time of all cores: where others use the machine too, it says more than the clock.
    ``user`` is the part of it outside the kernel.
    """

    seconds: float
    cpu: float
    user: float
    megabytes: float
    output: bytes
    stopped: bool


def run_bounded(command: list[str], limit: float, gigabytes: int, processor: float = 0) -> Run:
    """Run a command as a whole process within seconds and memory, and keep its output.

    ``limit`` is by the clock; ``processor``, where it is given, is that of all cores.
    """

    def bound_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (gigabytes << 30, gigabytes << 30))
        if processor:
            resource.setrlimit(resource.RLIMIT_CPU, (int(processor), int(processor)))

    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.DEVNULL,
            preexec_fn=bound_memory,
            env=ENVIRONMENT,
        )
        clock = threading.Timer(limit, process.kill)
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        clock.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Run(
            seconds=seconds,
            cpu=usage.ru_utime + usage.ru_stime,
            user=usage.ru_utime,
            megabytes=usage.ru_maxrss / 1024,
            output=output.read(),
            stopped=process.returncode not in (0, 1),
        )


def measure(command: list[str]) -> tuple[float, float, float]:
    """Return wall seconds, seconds of all cores, and peak megabytes of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    cpu = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, cpu, usage.ru_maxrss / 1024


def main() -> None:
    """Print minimum, median and maximum of each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("give a command to measure")
    measure(options.command)
    runs = [measure(options.command) for _ in range(options.runs)]
    print(
        f"{' '.join(options.command)} ({options.runs} runs, {os.cpu_count()} cores, "
        f"Python {sys.version.split()[0]})"
    )
    for name, values in zip(("wall s", "CPU s", "peak MB"), zip(*runs, strict=True), strict=True):
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"  {name:8} min {low:8.3f}  median {middle:8.3f}  max {high:8.3f}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

"""Every command that writes, killed before every call that writes, or on a disk of every size.

Usage: ``python benchmarks/faults.py kill|fill [--every N] [--jobs run,docs]``. ``kill`` needs
strace, and ``fill`` a system that gives a user mounts of his own.

``docs`` has thousands of calls and sizes: ``--forked --jobs docs`` tries one job of it with forks
of one process; for ``fill`` put ``unshare --mount --map-root-user`` before the line.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import faults

Case = TypeVar("Case")


def kill_all(job: faults.Job, every: int, workers: int) -> int:
    """Kill a command before every n-th call; print what was wrong, and return how often."""
    states = faults.find_states(job)
    with tempfile.TemporaryDirectory() as folder:
        job.prepare(Path(folder))
        calls = faults.list_calls(Path(folder), job.command)

    def judge(at: tuple[str, int]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            return list(faults.judge_kill(job, Path(folder), states, *at))

    chosen = calls[::every]
    wrong = judge_all(job, chosen, judge, lambda at: f"killed before {at[0]} {at[1]}", workers)
    print(f"{job.name}: {len(chosen)} kills of {len(calls)} calls, {wrong} wrong", flush=True)
    return wrong


def fill_all(job: faults.Job, every: int, workers: int) -> int:
    """Run a command on disks of every n-th size that is too small; print and count as above."""
    states = faults.find_states(job)

    def measure(pages: int) -> tuple[int, int]:
        with tempfile.TemporaryDirectory() as folder:
            done, _, kept = faults.call_on_disk(job, Path(folder), pages)
            return done.returncode, kept

    enough = 1
    while measure(enough)[0] != 0:
        enough *= 2
    least = enough // 2
    while enough - least > 1:
        middle = (least + enough) // 2
        least, enough = (least, middle) if measure(middle)[0] == 0 else (middle, enough)

    def judge(pages: int) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            return list(faults.judge_full_disk(job, Path(folder), states, pages))

    sizes = sorted({*range(0, enough, every), enough - 1})
    wrong = judge_all(job, sizes, judge, lambda pages: f"{pages} pages", workers)
    print(f"{job.name}: {len(sizes)} sizes up to {enough} pages, {wrong} wrong", flush=True)
    return wrong


def judge_all(
    job: faults.Job,
    cases: Sequence[Case],
    judge: Callable[[Case], list[str]],
    name: Callable[[Case], str],
    workers: int,
) -> int:
    """Judge cases side by side; print each fault as it is found and return how many have some."""
    wrong = 0
    with ThreadPoolExecutor(workers) as pool:
        for done, (case, faulty) in enumerate(zip(cases, pool.map(judge, cases), strict=True)):
            wrong += bool(faulty)
            if done % 100 == 0:
                print(f"{job.name}: {done} of {len(cases)}", file=sys.stderr, flush=True)
            for fault in faulty:
                print(f"{job.name}: {name(case)}: {fault}", flush=True)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["kill", "fill"])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", default="")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--forked", action="store_true")
    given = parser.parse_args()
    wanted = set(filter(None, given.jobs.split(",")))
    jobs = [job for job in faults.JOBS if not wanted or job.name in wanted]
    if given.forked:
        import forked

        (job,) = jobs
        forked.take_over(job)
        given.workers = 1
    do = {"kill": kill_all, "fill": fill_all}[given.what]
    wrong = sum(do(job, given.every, given.workers) for job in jobs)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()

"""The local page from outside: how soon it answers, and what kills leave of it.

Usage: ``python benchmarks/page.py start [--times 10]`` prints the milliseconds from the start of
the process to the first byte, and starts five at once. ``python benchmarks/page.py kills [--times
100] [--seed 0]`` kills the server, a child of it or the browser at a random moment while cells are
written, and holds after each that every confirmed edit is there, that the original is as it was,
and that nothing runs on. It needs Linux, and Chromium for the browser.
"""

import argparse
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import visits

ROWS = 40
TOWNS = ("Kuopio", "Iisalmi", "Lieksa", "Kuopoi", "Varkaus")
SOON = 1.0  # so long may what was started by a killed program run on


def measure_start(times: int) -> None:
    """Print how soon the first byte comes, and how many servers five starts make."""
    figures = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as home:
            began = time.perf_counter()
            with visits.start(Path(home)) as process:
                visit = visits.Visit(visits.read_address(process)[0])
                visit.get("/alive")
                figures.append(1000 * (time.perf_counter() - began))
    middle, least, most = statistics.median(figures), min(figures), max(figures)
    print(f"first byte: {middle:.0f} ms ({least:.0f} to {most:.0f})")
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        started = [stack.enter_context(visits.start(Path(home))) for _ in range(5)]
        hosts = {visits.read_address(process)[0] for process in started}
        time.sleep(0.5)
        alive = sum(process.poll() is None for process in started)
    print(f"five at once: {alive} server, {len(hosts)} address")


class Trial:
    """A table that is edited, with what was confirmed and what was asked for last."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.home, self.random = folder / "home", random.Random(seed)
        self.home.mkdir()
        self.own = folder / "verkosto.csv"
        lines = ["Organisaatio;Kunta;Toimiala;Muuta"]
        lines += [f"Toimija {n};{TOWNS[n % 5]};koulutus;" for n in range(ROWS)]
        self.own.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.original = self.own.read_bytes()
        self.cells: dict[tuple[int, int], str] = {}
        self.asked: tuple[tuple[int, int], str] | None = None
        self.number = 0

    def choose_edit(self) -> tuple[int, int, str]:
        """Return a cell and a text that no cell had before."""
        self.number += 1
        row, column = self.random.randrange(2, ROWS + 2), self.random.choice((1, 3))
        self.asked = ((row, column), f"teksti {self.number}")
        return row, column, self.asked[1]

    def confirm(self) -> None:
        """Note that what was asked for last was confirmed."""
        assert self.asked
        at, text = self.asked
        self.cells[at], self.asked = text, None

    def open(self, visit: visits.Visit) -> dict[str, object]:
        """Open the network as somebody does who comes back; return its cells."""
        visit.fill("/open", {"what": "kept", "name": "verkosto"})
        visit.wait()
        return visit.look()

    def judge(self, visit: visits.Visit) -> list[str]:
        """Return what is not as it must be."""
        rows = self.open(visit)["rows"]
        wrong = []
        for (row, column), text in self.cells.items():
            found = rows[row - 1][column]  # type: ignore[index]
            if found != text:
                if self.asked == ((row, column), found):
                    continue  # kept, though nobody heard of it any more
                wrong.append(f"row {row}, column {column}: {found!r} in place of {text!r}")
        if self.asked and rows[self.asked[0][0] - 1][self.asked[0][1]] == self.asked[1]:
            self.confirm()
        self.asked = None
        kept = self.home / ".originals" / "verkosto" / "verkosto.csv"
        if self.own.read_bytes() != self.original or kept.read_bytes() != self.original:
            wrong.append("the original was changed")
        return wrong


def kill(process: int) -> None:
    """Kill a process, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def write_until_killed(trial: Trial, visit: visits.Visit, victims: list[int]) -> None:
    """Write cells one after another; at a random moment a process is killed."""
    state = trial.open(visit)
    victim = trial.random.choice(victims)
    timer = threading.Timer(trial.random.uniform(0, 0.6), kill, [victim])
    timer.start()
    with suppress(OSError, visits.http.client.HTTPException):
        while timer.is_alive() or visit.get("/alive")[0] == 200:
            if not visit.edit(state, *trial.choose_edit()):
                break
            trial.confirm()
            state["revision"] += 1  # type: ignore[operator]
            if not timer.is_alive():
                break
    timer.join()


def write_in_browser(trial: Trial) -> None:
    """Write cells from a page of Chromium, which is killed at a random moment."""
    from playwright.sync_api import Error, sync_playwright

    program = shutil.which("chromium") or "chromium"
    address = str(visits.find_address(trial.home))
    with sync_playwright() as playwright, suppress(Error):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        page.goto(address.partition("?")[0] + "mend?sheet=0")
        page.expose_function("next", lambda: list(trial.choose_edit()))
        page.expose_function("confirmed", trial.confirm)
        tools = browser.new_browser_cdp_session()
        known = tools.send("SystemInfo.getProcessInfo")["processInfo"]
        (own,) = (each["id"] for each in known if each["type"] == "browser")
        threading.Timer(trial.random.uniform(0, 1), kill, [own]).start()
        page.evaluate(
            """async () => {
              const state = JSON.parse(document.querySelector("#mending").textContent);
              for (let revision = state.revision; ; revision += 1) {
                const [row, column, text] = await window.next();
                const answer = await fetch("/edits", {
                  method: "POST",
                  headers: { "content-type": "application/json" },
                  body: JSON.stringify({ ...state, kind: "paste", rows: 0, marks: 0, causes: 0,
                    revision, row, column, block: [[text]] }),
                });
                if (!answer.ok) return;
                await window.confirmed();
              }
            }"""
        )


def find_left(processes: list[int]) -> list[int]:
    """Return which of the processes run on longer than they may."""
    until = time.monotonic() + SOON
    while left := [each for each in processes if visits.find_parent(each) is not None]:
        if time.monotonic() > until:
            return left
        time.sleep(0.02)
    return []


def measure_kills(times: int, seed: int) -> int:
    """Kill again and again; print what was wrong and return how often."""
    wrong, counts = 0, {"server": 0, "child": 0, "browser": 0}
    with tempfile.TemporaryDirectory() as top, ExitStack() as stack:
        trial = Trial(Path(top), seed)
        process = stack.enter_context(visits.start(trial.home))
        visit = visits.enter(process)
        visit.upload(trial.own)
        for number in range(times):
            what = trial.random.choice(list(counts))
            counts[what] += 1
            children = visits.list_children(process.pid)
            if what == "browser":
                write_in_browser(trial)
            else:
                victims = [process.pid] if what == "server" else children or [process.pid]
                write_until_killed(trial, visit, victims)
            told = []
            if process.poll() is not None or what == "server":
                process.wait()
                if left := find_left(children):
                    told.append(f"{len(left)} children run on")
                process = stack.enter_context(visits.start(trial.home))
                visit = visits.enter(process)
            told += trial.judge(visit)
            wrong += bool(told)
            print(number + 1, what, len(trial.cells), *told, sep="  ", flush=True)
    print(f"{times} kills ({counts}), {trial.number} edits, {wrong} wrong")
    return wrong


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["start", "kills"])
    parser.add_argument("--times", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.what == "start":
        measure_start(given.times or 10)
    else:
        sys.exit(measure_kills(given.times or 100, given.seed) > 0)


if __name__ == "__main__":
    main()

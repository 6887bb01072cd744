"""Run every command of two programs and compare all that they say and write.

Usage: ``python desktop/compare.py WHEEL FROZEN``, of a checkout: the ``eloggraph`` of an
environment with the wheel, and that of the frozen folder. Commands are run as their own help gives
examples of them, each program in a folder of its own; the local page is opened, asked and ended.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import visits

CHECKOUT = Path(__file__).parent.parent
_EXAMPLE = re.compile(r"^\s+eloggraph (.+)$", re.MULTILINE)
_COMMAND = re.compile(r"^  ([a-z]+)  ", re.MULTILINE)
_ACTORS = "SELECT ?a ?n { ?a a elo:Actor ; skos:prefLabel ?n } ORDER BY ?a ?n"
# What differs between any two runs: the seconds that something took, and the folder.
_SECONDS = re.compile(rb"\d+[.,]\d+ s\b")


@dataclass(frozen=True)
class Done:
    """What a command said and wrote."""

    code: int
    said: bytes
    files: dict[str, bytes]


def main(wheel: str, frozen: str) -> int:
    """Compare; print what differs and return how many commands do."""
    programs, wrong = (wheel, frozen), 0
    with tempfile.TemporaryDirectory() as top, ThreadPoolExecutor(2) as pool:
        homes = [prepare(Path(top) / name) for name in ("wheel", "frozen")]
        for line in list_lines(wheel):
            began = time.monotonic()
            one, other = pool.map(partial(run, line), programs, homes)
            told = list(find_differences(one, other))
            wrong += bool(told)
            took = f"{time.monotonic() - began:5.1f} s"
            print(took, "differs" if told else "   same", line, *told, sep="  ", flush=True)
        page, same = pool.map(serve, programs, homes)
        told = [to for to in page if page[to] != same[to] or page[to][0] not in (0, 200)]
        wrong += bool(told)
        print("serve", "differs" if told else "same", *told, *(page[to][0] for to in told))
    print(f"{wrong} commands differ.")
    return wrong


def prepare(home: Path) -> Path:
    """Return a folder with what the examples are of."""
    for name in ("datasets", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, home / name)
    return home


def list_lines(program: str) -> list[str]:
    """Return the examples of every command, and those of the commands' help itself."""
    names = _COMMAND.findall(ask(program, "--help"))
    assert "check" in names, names
    lines = ["--help", "--version"]
    for name in names:
        lines.append(f"{name} --help")
        if name != "serve":  # it waits for its reader
            found = _EXAMPLE.findall(ask(program, name, "--help"))
            assert found, name
            lines += found
    return lines


def ask(program: str, *arguments: str) -> str:
    """Return what a program says, in English and in wide lines."""
    return subprocess.run(
        [program, *arguments], env=environment(), capture_output=True, check=True, text=True
    ).stdout


def environment() -> dict[str, str]:
    """Return the environment of both programs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**kept, "ELOGGRAPH_LANG": "en", "COLUMNS": "300", "SOURCE_DATE_EPOCH": "1767225600"}


def run(line: str, program: str, home: Path) -> Done:
    """Run a command in a folder; return what came of it, and clear away what it wrote."""
    before = list_files(home)
    done = subprocess.run(
        [program, *shlex.split(line)],
        cwd=home,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    where = str(home).encode()
    # No two stores on disk have the same bytes; they have the same hash.
    stores = [found.parent for found in home.rglob("CURRENT")]
    hashes = [ask(program, "hash", str(store)).encode() for store in stores]
    for store in stores:
        shutil.rmtree(store)
    written = {}
    for name in list_files(home) - before:
        written[name] = (home / name).read_bytes().replace(where, b"HOME")
        (home / name).unlink()
    shutil.rmtree(home / "out", ignore_errors=True)
    said = _SECONDS.sub(b"... s", done.stdout + done.stderr).replace(where, b"HOME")
    return Done(done.returncode, b"\n".join([said, *hashes]), written)


def list_files(home: Path) -> set[str]:
    """Return the files of a folder."""
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def find_differences(one: Done, other: Done) -> list[str]:
    """Return what two runs have not in common, and an error in either."""
    told = []
    if one.code not in (0, 1) or one.code != other.code:
        told.append(f"ended with {one.code} and {other.code}: {other.said[-300:]!r}")
    if one.said != other.said:
        told.append(f"said {one.said[:300]!r} and {other.said[:300]!r}")
    if one.files.keys() != other.files.keys():
        told.append(f"wrote {sorted(one.files.keys() ^ other.files.keys())} alone")
    both = one.files.keys() & other.files.keys()
    return told + [f"wrote another {name}" for name in both if one.files[name] != other.files[name]]


def serve(program: str, home: Path) -> dict[str, tuple[int, bytes]]:
    """Open the local page, ask of it what its children work out, and end it by its button."""
    kept = home / "kept"
    kept.mkdir()
    found = {}
    with visits.start(kept, (program,), env=environment()) as process:
        visit = visits.enter(process)
        visit.fill("/open", {"what": "path", "name": str(home / "datasets" / "osaajaks")})
        visit.wait()
        visit.get("/map")
        visit.get("/report")
        for to in ("/files/map", "/files/report", "/template.xlsx"):
            found[to] = visit.get(to)
        found["/sparql"] = visit.get(f"/sparql?{urlencode({'query': _ACTORS})}", accept="text/csv")
        visit.fill("/stop")
        found["the end"] = (process.wait(20), b"")
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) > 0)

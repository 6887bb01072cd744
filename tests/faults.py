"""Real commands killed at any call that writes, and on disks of any size: what is left of each.

``strace`` counts the calls of one whole command and kills it before any of them; a mount of its
own gives it a disk that is too small. ``tests/cli/test_faults.py`` tries some of each, and
``python benchmarks/faults.py`` all.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

CHECKOUT = Path(__file__).parent.parent
WRITING = (
    "write,pwrite64,writev,pwritev,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,ftruncate,truncate,chmod,fchmod,fchmodat,"
    "utimensat,sendfile,copy_file_range,openat,open,creat"
)
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_OPENING = {"openat", "open", "creat"}
# A disk has no byte that is not of a page.
PAGE = 4096

Snapshot = dict[str, str] | None


@dataclass(frozen=True)
class Job:
    """A command that writes to ``place``; ``earlier`` is what has been there before."""

    name: str
    command: str
    place: str
    earlier: str | None = None
    # Once the new output stands, the next call is refused: it is no output to be replaced.
    once: bool = False
    also: tuple[str, ...] = field(default=())
    # A store on disk is what it says: its files have other names and bytes each time.
    is_store: bool = False

    def look(self, place: Path) -> Snapshot:
        """Return what stands at a place."""
        return look_into_store(place) if self.is_store else look(place)

    def prepare(self, work: Path) -> None:
        """Put the input and what has been there before into an empty folder."""
        for name in ("osaajaks", "suomi"):
            shutil.copytree(CHECKOUT / "datasets" / name, work / name)
        if self.earlier == "empty":
            (work / "at" / self.place).mkdir(parents=True)
        elif self.earlier == "beside":
            (work / "at" / self.place).parent.mkdir(parents=True)
            ((work / "at" / self.place).parent / "mine.txt").write_text("mine", encoding="utf-8")
        elif self.earlier:
            shutil.copytree(_make_earlier(self.earlier), work / "at")
        else:
            (work / "at").mkdir()


@cache
def _make_earlier(command: str) -> Path:
    """Return a folder with what a command has written, made once."""
    kept = tempfile.TemporaryDirectory()
    atexit.register(kept.cleanup)
    work = Path(kept.name)
    Job("", "", "").prepare(work)
    done = call(work, command, start=_PLAIN)
    assert done.returncode == 0, done.stderr
    return work / "at"


_PLAIN = (sys.executable, "-m", "eloggraph")


@cache
def find_start(command: str) -> tuple[str, ...]:
    """Return what a command begins with: ``docs`` has worked its pages out before, once."""
    if not command.startswith("docs "):
        return _PLAIN
    kept = tempfile.TemporaryDirectory()
    atexit.register(kept.cleanup)
    work = Path(kept.name)
    (work / "at").mkdir()
    start = (sys.executable, str(Path(__file__).with_name("worked_out.py")), str(work / "pages"))
    done = call(work, command, start=start)
    assert done.returncode == 0, done.stderr
    return start


JOBS = (
    Job("run", "run ../osaajaks --output out --lang en", "out"),
    Job("run over", "run ../osaajaks --output out --lang en", "out", "run ../osaajaks -o out"),
    Job("docs", "docs --output out --lang en", "out"),
    Job("docs over", "docs --output out --lang en", "out", "docs -o out --lang fi"),
    Job("new", "new out --lang fi", "out", once=True),
    Job("new in empty", "new out --lang fi", "out", "empty", once=True),
    Job("new workbook", "new out --xlsx --lang fi", "out", once=True),
    Job("convert", "convert ../osaajaks out", "out", once=True),
    Job("convert in empty", "convert ../osaajaks out", "out", "empty", once=True),
    Job("to workbook", "convert ../osaajaks out/network.xlsx", "out", once=True),
    Job(
        "to workbook beside",
        "convert ../osaajaks out/network.xlsx",
        "out/network.xlsx",
        "beside",
        once=True,
        also=("network.toml", "mine.txt"),
    ),
    Job("confirm", "confirm ../osaajaks --to out --lang en", "out"),
    Job(
        "confirm over",
        "confirm ../osaajaks --to out --lang en",
        "out",
        "confirm ../osaajaks --to out --lang fi",
    ),
    Job("mark", "check ../osaajaks --mark out.xlsx --lang en", "out.xlsx"),
    Job(
        "mark over",
        "check ../osaajaks --mark out.xlsx --lang en",
        "out.xlsx",
        "check ../osaajaks --mark out.xlsx --lang fi",
    ),
    Job("store", "build ../osaajaks --store out", "out", once=True, is_store=True),
    Job(
        "store over",
        "build ../osaajaks --store out --rebuild",
        "out",
        "build ../osaajaks --store out --at 2019",
        is_store=True,
    ),
)


def call(
    work: Path,
    command: str,
    before: tuple[str, ...] = (),
    at: Path | None = None,
    start: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a command of ours in the folder ``at``; ``before`` is what runs it."""
    line = [*before, *(start or find_start(command)), *command.split()]
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "ELOGGRAPH_LANG": "en",
        "TMPDIR": str(work / "at"),
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), os.environ.get("PYTHONPATH", "")]),
    }
    return subprocess.run(
        line,
        cwd=at or work / "at",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def look(place: Path) -> Snapshot:
    """Return what stands at a place, by name below it; nothing is None."""
    if not os.path.lexists(place):
        return None
    if not place.is_dir():
        return {"": _hash(place)}
    return {
        path.relative_to(place).as_posix(): "folder" if path.is_dir() else _hash(path)
        for path in sorted(place.rglob("*"))
    }


def look_into_store(place: Path) -> Snapshot:
    """Return what a store on disk says, and why it cannot be read; nothing is None."""
    if not os.path.lexists(place):
        return None
    try:
        about = json.loads((place / "eloggraph.json").read_text(encoding="utf-8"))
        said = sorted(map(str, ox.Store.read_only(str(place))))
    except (OSError, ValueError) as error:
        return {"": str(error)}
    return {"": hashlib.sha256("".join(said).encode()).hexdigest(), "at": str(about["at"])}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def list_calls(work: Path, command: str) -> tuple[tuple[str, int], ...]:
    """Return every call that writes, by name and number among all calls of that name."""
    log = work / "calls"
    trace = ("strace", "-f", "--seccomp-bpf", "-o", str(log), "-e", f"trace={WRITING}")
    call(work, command, trace)
    return read_calls(log)


def read_calls(log: Path) -> tuple[tuple[str, int], ...]:
    """Return the calls that write of the first process in a log of strace."""
    seen: Counter[str] = Counter()
    found = []
    first = None
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        process, name, rest = match.groups()
        first = first or process
        if process == first:
            seen[name] += 1
            if name not in _OPENING or re.search("O_WRONLY|O_RDWR|O_CREAT", rest):
                found.append((name, seen[name]))
    return tuple(found)


def can_trace() -> bool:
    """Tell whether a process may be traced here."""
    command = ["strace", "-f", "--seccomp-bpf", "-o", os.devnull, "-e", "trace=write", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def kill(work: Path, command: str, name: str, number: int) -> int:
    """Kill a command before a call; return how the process ended."""
    fault = f"inject={name}:signal=KILL:when={number}"
    quiet = ("-qqq", "-o", os.devnull)
    return call(
        work, command, ("strace", "-f", *quiet, "-e", f"trace={name}", "-e", fault)
    ).returncode


@dataclass(frozen=True)
class States:
    """The old output of a job and the new one, and the pages that the new one takes."""

    old: Snapshot
    new: Snapshot
    pages: int


@cache
def find_states(job: Job) -> States:
    """Return a job's states, as the command writes them that works all of it out; found once."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        job.prepare(work)
        place = work / "at" / job.place
        old = job.look(place)
        assert call(work, job.command, start=_PLAIN).returncode == 0
        return States(old, job.look(place), count_pages(work / "at"))


def judge_kill(job: Job, work: Path, states: States, name: str, number: int) -> Iterator[str]:
    """Yield what is wrong after a command has been killed before a call, and after the next one."""
    old, new = states.old, states.new
    job.prepare(work)
    inputs = look(work / "osaajaks")
    ended = kill(work, job.command, name, number)
    if ended not in (-9, 137):
        yield f"was not killed: {ended}"
    found = job.look(work / "at" / job.place)
    if found not in (old, new):
        yield "neither the old nor the new output stands there"
    done = call(work, job.command)
    if done.returncode not in (0, 2 if job.once and found == new else 0):
        yield f"the next call ends with {done.returncode}: {done.stderr}"
    if job.look(work / "at" / job.place) != new:
        yield "the next call does not write the new output"
    yield from judge_rest(job, work)
    if look(work / "osaajaks") != inputs:
        yield "the input was changed"


# A disk of so many pages in a name space of its own, with what was there before; when the command
# has ended, what is on it is kept in a folder.
_DISK = """
mount -t tmpfs -o size=$1 tmpfs disk && cp -a at/. disk && cd disk && shift || exit 99
"$@"
code=$?
cp -a . ../kept && exit $code
"""


def can_mount() -> bool:
    """Tell whether this system lets us have a disk of our own."""
    if shutil.which("unshare") is None:
        return False
    script = "mount -t tmpfs tmpfs /tmp"
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def count_pages(folder: Path) -> int:
    """Return how many pages the files of a folder take."""
    return sum(-(-path.stat().st_size // PAGE) for path in folder.rglob("*") if path.is_file())


def call_on_disk(
    job: Job, work: Path, pages: int
) -> tuple[subprocess.CompletedProcess[str], Snapshot, int]:
    """Call a command on a disk that has so many pages more than what was there before.

    Returns what was said, what stands at the output's place, and how many pages that has.
    """
    job.prepare(work)
    (work / "disk").mkdir()
    (work / "kept").mkdir()
    size = (count_pages(work / "at") + pages) * PAGE
    script = ("sh", "-c", _DISK, "disk", str(max(size, PAGE)))
    before = ("unshare", "--mount", "--map-root-user", *script)
    done = call(work, job.command, before, at=work)
    if done.returncode == 99:
        raise AssertionError(done.stderr)
    return done, job.look(work / "kept" / job.place), count_pages(work / "kept")


def judge_full_disk(job: Job, work: Path, states: States, pages: int) -> Iterator[str]:
    """Yield what is wrong after a command on a disk that is too small by at least a page."""
    done, found, _ = call_on_disk(job, work, pages)
    if done.returncode != 2:
        yield f"exit code {done.returncode}: {done.stderr}"
    if found != states.old:
        yield "the old output does not stand there"
    said = [line for line in done.stderr.splitlines() if "No space left" in line]
    if len(said) != 1 or "Traceback" in done.stderr:
        yield f"not told in one sentence: {done.stderr}"
    yield from judge_rest(job, work, "kept")


def judge_rest(job: Job, work: Path, at: str = "at") -> Iterator[str]:
    """Yield what lies beside an output and has no business there."""
    above = (work / at / job.place).parent
    left = {path.name for path in above.iterdir()} - {Path(job.place).name, *job.also}
    if left:
        yield f"left behind: {', '.join(sorted(left))}"

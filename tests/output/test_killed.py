"""Killed before any step that writes, or the disk full at any byte: the old output or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eloggraph.output import MANIFEST
from eloggraph.output.ownership import look_at

# The layer of faults: before the step with the given number the process is killed, or every
# write fails from there on. What a step is: whatever Python asks the system to change.
LAYER = """
import os, signal, sys
fault, at, steps = "", 0, 0
def step():
    global steps
    steps += 1
    if fault == "kill" and steps == at:
        os.kill(os.getpid(), signal.SIGKILL)
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "ctypes.dlsym"}
def audit(event, details):
    if event in CHANGES or event == "open" and details[1] and set(details[1]) & set("wxa+"):
        step()
sys.addaudithook(audit)
real_write, real_sync, written = os.write, os.fsync, 0
def write(handle, data):
    global written
    if handle > 2:
        step()
        if fault == "full":
            room = at - written
            if room <= 0:
                raise OSError(28, "No space left on device")
            data = bytes(data)[:room]
    done = real_write(handle, data)
    written += done if handle > 2 else 0
    return done
def sync(handle):
    step()
    real_sync(handle)
os.write, os.fsync = write, sync
from pathlib import Path
from eloggraph.errors import OutputError
from eloggraph.output import folders, write_file, write_folder, write_new_folder
new = {"a.txt": "new", "t/b.txt": "new too"}
def work(call, place, way):
    if way == "two":
        folders.exchange = lambda *_: False
    try:
        if call == "folder":
            write_folder(place, new, kind="run")
        elif call == "new":
            write_new_folder(place, new)
        else:
            write_file(place, "new")
    except OutputError:
        os._exit(2)
    print(steps, written, flush=True)
    os._exit(0)
# Each line asks for one work in a process of its own.
for line in sys.stdin:
    fault, at, call, place, way = line.rstrip("\\n").split("\\t")
    at = int(at)
    child = os.fork()
    if not child:
        work(call, Path(place), way)
    print("end", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
OLD = {"a.txt": "old", "c/d.txt": "old too"}
NEW = {"a.txt": "new", "t/b.txt": "new too"}


class Layer:
    """A process that does each work in a fork of its own, with a fault in it."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", LAYER]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def __call__(
        self, fault: str, at: int, call: str, place: Path, way: str = "one"
    ) -> tuple[int, str]:
        """Return exit code and what was printed: the number of steps and of bytes."""
        assert self.process.stdin
        assert self.process.stdout
        print(fault, at, call, place, way, sep="\t", file=self.process.stdin, flush=True)
        printed = ""
        for line in self.process.stdout:
            if line.startswith("end "):
                return int(line.split()[1]), printed
            printed += line
        raise AssertionError("the layer of faults has died")


@pytest.fixture(scope="module")
def run() -> Iterator[Layer]:
    layer = Layer()
    yield layer
    layer.process.kill()
    layer.process.communicate()


def contents(place: Path) -> dict[str, str] | str | None:
    if place.is_file():
        return place.read_text(encoding="utf-8")
    if not place.exists():
        return None
    files = (path for path in place.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {p.relative_to(place).as_posix(): p.read_text(encoding="utf-8") for p in files}


def prepare(place: Path, call: str) -> dict[str, str] | str | None:
    from eloggraph.output import write_folder

    if call == "folder":
        write_folder(place, OLD, kind="run")
        return OLD
    if call == "file":
        place.write_text("old", encoding="utf-8")
        return "old"
    return None


@pytest.mark.skipif(sys.platform == "win32", reason="no signal kills a process there")
@pytest.mark.parametrize("call", ["folder", "new", "file"])
def test_killed_before_any_step_the_old_or_the_new_output_stands(
    run: Layer, tmp_path: Path, call: str
) -> None:
    prepare(tmp_path / "count", call)
    code, printed = run("kill", 0, call, tmp_path / "count")
    assert code == 0
    steps = int(printed.split()[0])
    assert steps > 3
    seen = set()
    for at in range(1, steps + 1):
        place = tmp_path / str(at) / "out"
        place.parent.mkdir()
        old = prepare(place, call)
        assert run("kill", at, call, place)[0] == -9
        found, new = contents(place), "new" if call == "file" else NEW
        assert found in (old, new), at
        if call == "folder":
            assert not look_at(place).foreign
            assert not look_at(place).changed
        seen.add(json.dumps(found))
        # The next one finds a clean place and leaves a clean place.
        if call != "new":
            assert run("kill", 0, call, place)[0] == 0
            assert contents(place) == new
            assert [path.name for path in place.parent.iterdir()] == ["out"]
    assert len(seen) == 2, "it was killed before and after the exchange"


@pytest.mark.skipif(sys.platform == "win32", reason="no signal kills a process there")
def test_killed_between_two_renames_the_next_one_puts_back(run: Layer, tmp_path: Path) -> None:
    prepare(tmp_path / "count", "folder")
    steps = int(run("kill", 0, "folder", tmp_path / "count", "two")[1].split()[0])
    gaps = 0
    for at in range(1, steps + 1):
        place = tmp_path / str(at) / "out"
        place.parent.mkdir()
        prepare(place, "folder")
        assert run("kill", at, "folder", place, "two")[0] == -9
        gaps += not place.exists()
        assert contents(place) in (OLD, NEW, None)
        # A full disk for the next one: what it finds, it puts back before anything else.
        assert run("full", 0, "folder", place, "two")[0] == 2
        assert contents(place) in (OLD, NEW)
    assert gaps == 1


@pytest.mark.parametrize("call", ["folder", "new", "file"])
def test_full_disk_at_any_byte_is_told_and_leaves_the_old_output(
    run: Layer, tmp_path: Path, call: str
) -> None:
    prepare(tmp_path / "count", call)
    total = int(run("full", 10**6, call, tmp_path / "count")[1].split()[1])
    sizes = range(0, total, max(1, total // 25))
    for at in (*sizes, total - 1):
        place = tmp_path / str(at) / "out"
        place.parent.mkdir(exist_ok=True)
        old = prepare(place, call)
        assert run("full", at, call, place)[0] == 2
        assert contents(place) == old
        assert [path.name for path in place.parent.iterdir()] == (["out"] if old else [])

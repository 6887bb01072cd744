"""What ``tests/faults.py`` does with whole processes, done with forks of one that knows ``docs``.

The command writes 450 files with 2,000 calls. One process works the pages out (with
``tests/worked_out.py``) and loads whatever the command loads; each call is a fork of it, which
runs the command from its first word to its exit code. ``strace`` takes hold of the fork before
that, and the disk is one mount of which the size is changed.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults
import worked_out

_BEGIN = 0.01
_call_whole = faults.call


def take_over(job: faults.Job) -> None:
    """Let the judges of ``tests/faults.py`` call forks of this process for a job of ``docs``."""
    pages = Path(faults.find_start(job.command)[-1])
    worked_out.take(pages)
    import ctypes  # noqa: F401  the exchange of folders loads it

    from eloggraph.cli import main, process  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        code = main.main(["docs", "-o", f"{folder}/out", "--lang", "en"], standalone_mode=False)
        assert not code, code
    faults.call = call
    faults.kill = kill
    faults.list_calls = list_calls
    faults.call_on_disk = _Disk().call


def _fork(work: Path, at: Path, command: str, *, stopped: bool) -> int:
    """Run a command in a fork, which waits before its first word where it shall be stopped."""
    child = os.fork()
    if child:
        return child
    try:
        said = os.open(work / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        os.close(said)
        os.chdir(at)
        os.environ |= {"ELOGGRAPH_LANG": "en", "TMPDIR": str(at)}
        sys.argv = ["eloggraph", *command.split()]
        from eloggraph.cli.process import run_process

        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        run_process()
    finally:
        os._exit(70)


def _end(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def call(
    work: Path,
    command: str,
    before: tuple[str, ...] = (),
    at: Path | None = None,
    start: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a command as ``faults.call`` does; where ``start`` is given, in a process of its own."""
    if start:
        return _call_whole(work, command, before, at, start)
    code = _end(_fork(work, at or work / "at", command, stopped=False))
    said = (work / "said").read_text(encoding="utf-8", errors="replace")
    return subprocess.CompletedProcess(command, code, said, said)


def _trace(work: Path, command: str, *options: str) -> int:
    """Run a command that strace has taken hold of; return how it ended."""
    child = _fork(work, work / "at", command, stopped=True)
    os.waitpid(child, os.WUNTRACED)
    line = ["strace", "-f", "-qqq", *options, "-p", str(child)]
    with subprocess.Popen(line, stderr=subprocess.DEVNULL) as tracer:
        status = Path(f"/proc/{child}/status")
        while "TracerPid:\t0\n" in status.read_text(encoding="utf-8"):
            assert tracer.poll() is None, "strace has ended"
            time.sleep(_BEGIN / 10)
        time.sleep(_BEGIN)
        os.kill(child, signal.SIGCONT)
        return _end(child)


def list_calls(work: Path, command: str) -> tuple[tuple[str, int], ...]:
    """Return every call that writes, as ``faults.list_calls`` does."""
    log = work / "calls"
    _trace(work, command, "-o", str(log), "-e", f"trace={faults.WRITING}")
    return faults.read_calls(log)


def kill(work: Path, command: str, name: str, number: int) -> int:
    """Kill a command before a call; return how the process ended."""
    fault = f"inject={name}:signal=KILL:when={number}"
    return _trace(work, command, "-o", os.devnull, "-e", f"trace={name}", "-e", fault)


class _Disk:
    """One disk, whose size is changed; what was there before is put there again if it is gone."""

    def __init__(self) -> None:
        self.work: Path | None = None
        self.old: faults.Snapshot = None

    def call(
        self, job: faults.Job, work: Path, pages: int
    ) -> tuple[subprocess.CompletedProcess[str], faults.Snapshot, int]:
        """Call a command on a disk that has so many pages more than what was there before."""
        disk = self._mount(job)
        size = max(faults.count_pages(disk) + pages, 1) * faults.PAGE
        subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
        done = call(disk.parent, job.command, at=disk)
        (work / "kept").symlink_to(disk)
        found, used = faults.look(disk / job.place), faults.count_pages(disk)
        if found != self.old:
            subprocess.run(["umount", disk], check=True)
            self.work = None
        return done, found, used

    def _mount(self, job: faults.Job) -> Path:
        if self.work is None:
            self.work = Path(tempfile.mkdtemp(prefix="disk-"))
            job.prepare(self.work)
            (self.work / "disk").mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.work / "disk"], check=True)
            shutil.copytree(self.work / "at", self.work / "disk", dirs_exist_ok=True)
            self.old = faults.look(self.work / "disk" / job.place)
        return self.work / "disk"

"""Some of every command's calls that write are its last, and some disks are too small for it.

``python benchmarks/faults.py`` tries every call and every size.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

import faults

# Whole processes: of a few commands a few calls are tried, and a disk.
_KILLED = ("run over", "docs over", "new in empty", "to workbook", "mark over", "store over")
_FILLED = ("run over", "docs over", "to workbook beside")
_JOBS = {job.name: job for job in faults.JOBS}


@cache
def can_kill() -> bool:
    """Tell whether a process may be traced here."""
    return shutil.which("strace") is not None and faults.can_trace()


@pytest.mark.parametrize("name", _KILLED)
def test_killed_at_a_call_the_old_or_the_new_output_stands(name: str, tmp_path: Path) -> None:
    if not can_kill():
        pytest.skip("strace is not installed, or may trace nothing here")
    job = _JOBS[name]
    states = faults.find_states(job)
    job.prepare(tmp_path / "calls")
    calls = faults.list_calls(tmp_path / "calls", job.command)
    assert len(calls) > 5
    for at in (len(calls) // 2, len(calls) * 5 // 6):
        wrong = list(faults.judge_kill(job, tmp_path / str(at), states, *calls[at]))
        assert not wrong, (calls[at], wrong)


@pytest.mark.parametrize("name", _FILLED)
def test_on_a_disk_that_is_too_small_the_old_output_stands(name: str, tmp_path: Path) -> None:
    if not faults.can_mount():
        pytest.skip("the system gives no mounts of one's own")
    job = _JOBS[name]
    states = faults.find_states(job)
    wrong = list(faults.judge_full_disk(job, tmp_path / "disk", states, states.pages // 2))
    assert not wrong, wrong

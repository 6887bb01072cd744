"""A sample of the hostile files of ``benchmarks/fuzz_doors.py``, which makes them by the thousand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is met by a fork")
def test_hostile_files_end_in_a_sentence() -> None:
    """No signal, no traceback, no error of the program, no more than 5 s and 500 MB."""
    command = [sys.executable, "benchmarks/fuzz_doors.py", "--count", "64", "--seed", "7"]
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, timeout=1200, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "64 files" in done.stdout

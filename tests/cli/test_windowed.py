"""The page begun by an icon: no console, a file in its place, and a browser that tells what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import visits


def begin(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Begin without any of the three streams, as a program without a console is."""
    line = '"$@" <&- >&- 2>&-'
    command = ["sh", "-c", f"exec {line}", "sh", sys.executable, "-m", "eloggraph.cli.windowed"]
    told = {**os.environ, "HOME": str(home), "ELOGGRAPH_LANG": "en", **environment}
    return subprocess.Popen([*command, *arguments], env=told)


@pytest.mark.skipif(sys.platform == "win32", reason="it closes streams by a shell")
def test_the_page_is_served_without_a_console(tmp_path: Path) -> None:
    log = tmp_path / "eloggraph" / "eloggraph.log"
    # A browser that does nothing: it would be opened.
    with begin(tmp_path, BROWSER="true") as process:
        try:
            until = time.monotonic() + 30
            while visits.find_address(log.parent) is None:
                assert time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.05)
            assert "http://127.0.0.1:" in log.read_text("utf-8")
        finally:
            process.terminate()
        assert process.wait(10) in (0, 143)
    assert "Traceback" not in log.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="it closes streams by a shell")
def test_what_fails_is_shown_in_the_browser(tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >>"{shown}"\n', encoding="ascii")
    browser.chmod(0o755)
    with begin(tmp_path, "no-such-folder", BROWSER=f"{browser} %s") as process:
        assert process.wait(30) == 2
    log = tmp_path / "eloggraph" / "eloggraph.log"
    assert shown.read_text("ascii").strip() == log.as_uri()
    assert "no-such-folder" in log.read_text("utf-8")
    assert "Traceback" not in log.read_text("utf-8")

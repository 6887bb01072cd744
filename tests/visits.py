"""The local page visited by a program: started as a process, entered by its code, asked and told."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

COMMAND = (sys.executable, "-m", "eloggraph")
WAIT = 120.0


@dataclass
class Visit:
    """A browser without a window: it has the cookie, and names the page as where it comes from."""

    host: str
    cookie: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(self.host, timeout=WAIT)

    def enter(self, path: str) -> None:
        """Change the code of an address for the cookie."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = str(answer.headers["set-cookie"]).partition(";")[0]

    def send(
        self, way: str, to: str, body: bytes | str | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """Send a request; return the status and the body of the answer.

        Each has a connection of its own: one that nobody uses for a while the server closes.
        """
        self.connection.close()
        origin = {"origin": f"http://{self.host}"} if way == "POST" else {}
        self.connection.request(way, to, body, {"cookie": self.cookie, **origin, **headers})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def get(self, to: str, **headers: str) -> tuple[int, bytes]:
        return self.send("GET", to, **headers)

    def fill(self, to: str, fields: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Send a form."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", to, urlencode(fields or {}), **kind)

    def wait(self) -> None:
        """Wait until what is opened has been read."""
        until = time.monotonic() + WAIT
        while b"data-progress" in self.get("/reading")[1]:
            assert time.monotonic() < until, "reading does not end"
            time.sleep(0.05)

    def upload(self, file: Path) -> None:
        """Bring in a table, and wait until it is read."""
        status, _ = self.send(
            "POST", f"/upload?{urlencode({'name': file.name})}", file.read_bytes()
        )
        assert status == 202, status
        self.wait()

    def look(self) -> dict[str, Any]:
        """Return what the page of mending shows."""
        page = self.get("/mend?sheet=0")[1].decode()
        found = re.search(
            r'<script type="application/json" id="mending">(.*?)</script>', page, re.S
        )
        assert found, page[:2000]
        return dict(json.loads(found[1]))

    def edit(self, state: Mapping[str, Any], row: int, column: int, text: str) -> bool:
        """Write a cell as the grid does; tell whether it is confirmed."""
        body = {key: state[key] for key in ("revision", "sheet", "token")}
        body |= {"kind": "paste", "row": row, "column": column, "block": [[text]]}
        status, _ = self.send(
            "POST", "/edits", json.dumps(body), **{"content-type": "application/json"}
        )
        return status == 200


@contextmanager
def start(
    home: Path, command: Sequence[str] = COMMAND, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """Start the program; it is killed at the end, where it has not ended itself."""
    line = [*command, "serve", str(home), "--no-browser"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def read_address(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Return the host and the path that the program tells."""
    assert process.stderr is not None
    told = process.stderr.readline()
    found = re.search(r"//(127\.0\.0\.1:\d+)(/\?code=\S+)", told)
    assert found, told + process.stderr.read()
    return found[1], found[2]


def enter(process: subprocess.Popen[str]) -> Visit:
    """Enter the page of a program that was started."""
    host, path = read_address(process)
    visit = Visit(host)
    visit.enter(path)
    return visit


def find_parent(process: int) -> int | None:
    """Return the parent of a process; None where it has ended (Linux)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, parent = stat.rpartition(")")[2].split()[:2]
    return None if state == "Z" else int(parent)  # nobody may have asked yet how it ended


def list_children(process: int) -> list[int]:
    """Return the processes that a process has started (Linux)."""
    every = (int(each.name) for each in Path("/proc").glob("[0-9]*"))
    return [each for each in every if find_parent(each) == process]


def find_address(home: Path) -> str | None:
    """Return a new address of the program that serves a folder, as who starts it again gets it."""
    from eloggraph.web.instance import find_running

    return find_running(home)

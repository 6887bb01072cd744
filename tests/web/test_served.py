"""The program as it is served: strangers on the socket, queries without end, and its own end."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from eloggraph.web.protocol import MOST_QUERY

OSAAJAKS = Path(__file__).parents[2] / "datasets" / "osaajaks"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
JSON = "application/sparql-results+json"


@dataclass
class Program:
    """The program, and a browser that has entered."""

    process: subprocess.Popen[str]
    port: int
    cookie: str

    def ask(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        own = {"cookie": self.cookie, "origin": f"http://127.0.0.1:{self.port}"}
        if method == "POST":
            own["content-type"] = "application/x-www-form-urlencoded"
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, path, body or None, {**own, **named})
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def send(self, data: bytes) -> bytes:
        """Send bytes as they are, and return what comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as stranger:
            stranger.sendall(data)
            if b"\r\n\r\n" not in data:  # no request at all: it hangs up
                stranger.shutdown(socket.SHUT_WR)
            parts = []
            while part := stranger.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(
            "ascii"
        )
        return [int(each) for each in listed.split()]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    # As a program without a console is started, which has no streams; one is kept for the address.
    argv = ["eloggraph", "serve", str(tmp_path), "--no-browser"]
    code = f"import sys; sys.stdin = sys.stdout = None; sys.argv = {argv}; "
    run = "from eloggraph.__main__ import run_process; run_process()"
    command = (sys.executable, "-c", code + run)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"127\.0\.0\.1:(\d+)(/\?code=\S+)", process.stderr.readline())
        assert found
        program = Program(process=process, port=int(found[1]), cookie="")
        try:
            entered = program.ask("GET", found[2])
            program.cookie = entered.headers["set-cookie"].partition(";")[0]
            form = urlencode({"what": "path", "name": str(OSAAJAKS)})
            assert program.ask("POST", "/open", form).status == 303
            yield program
        finally:
            process.kill()


def test_a_stranger_gets_nothing_and_breaks_nothing(program: Program) -> None:
    program.ask("GET", "/events?key=open")  # ends when it is open
    own = f"Host: 127.0.0.1:{program.port}\r\nCookie: {program.cookie}\r\n".encode()
    end, form = b"Connection: close\r\n\r\n", b"POST /edits HTTP/1.1\r\n" + own
    requests: tuple[tuple[bytes, tuple[int, ...]], ...] = (
        (b"GET / HTTP/1.0\r\n\r\n", (400,)),
        (b"\x00\x01\x02\r\n\r\n", (400,)),
        (bytes.fromhex("16030100c8010000c40303") + b"a" * 99 + b"\r\n\r\n", (400,)),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400,)),
        (b"GET /../../etc/passwd HTTP/1.1\r\n" + own + end, (404,)),
        (b"GET /static/..%2f..%2fweb%2fdoor.py HTTP/1.1\r\n" + own + end, (404,)),
        (b"GET /static/local%00.css HTTP/1.1\r\n" + own + end, (404,)),
        ("GET /static/ä.css HTTP/1.1\r\n".encode() + own + end, (400,)),
        (b"GET http://evil.example/ HTTP/1.1\r\n" + own + end, (404,)),
        (b"GET /%zz%ff HTTP/1.1\r\n" + own + end, (404,)),
        (b"GET /query?query=%ff%fe HTTP/1.1\r\n" + own + end, (200, 422)),
        (b"GET / HTTP/1.1\r\n" + own + b"Accept-Language: \xff\r\n" + end, (200,)),
        (b"GET / HTTP/1.1\r\n" + own + b"X: a\r\n" * 9_000 + end, (200, 400)),
        (b"GET / HTTP/1.1\r\n" + own + b"Host: evil.example\r\n" + end, (400,)),
        (form + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", (400,)),
        (form + b"Content-Length: -5\r\n\r\nhello", (400,)),
        (form + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", (400, 501)),
        (b"OPTIONS * HTTP/1.1\r\n" + own + end, (404,)),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + own + end, (404,)),
        (b"TRACE / HTTP/1.1\r\n" + own + end, (405,)),
        (b"PUT /edits HTTP/1.1\r\n" + own + end, (405,)),
        (b"GET /events HTTP/1.1\r\n" + own + b"Upgrade: websocket\r\n" + end, (200, 400)),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: \x7f;=;\r\n" % program.port + end, (400, 401)),
    )  # fmt: skip
    for data, wanted in requests:
        answer = program.send(data)
        assert int(answer.split(b" ", 2)[1]) in wanted, data
        assert b"Traceback" not in answer
        assert b"root:" not in answer
    assert program.send(b"GET / HTT") == b""  # half a request
    jsons = ("[" * 100_000, '{"kind": ["paste"]}', '{"kind": "paste", "revision": 1e999}', "\0")
    for text in jsons:
        told = program.ask("POST", "/edits", text, content_type="application/json")
        assert told.status == 400
    moved = program.ask("POST", "/language", urlencode({"back": "/\r\nSet-Cookie: a=b"}))
    assert (moved.status, moved.headers["set-cookie"]) == (303, None)
    # An address holds the longest query, as it is written there at its longest.
    for length, status in ((MOST_QUERY, 200), (MOST_QUERY + 1, 413)):
        address = f"/sparql?query={quote('ASK {}#')}{'%23' * (length - 7)}"
        assert program.ask("GET", address, accept=JSON).status == status
    assert program.ask("GET", "/alive").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of processes in /proc")
def test_a_query_without_end_is_ended_and_nothing_outlives_the_program(program: Program) -> None:
    program.ask("GET", "/events?key=open")
    for query, told in (
        (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", "seconds"),
        (f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f", "MB"),
    ):
        begun = time.monotonic()
        done = program.ask("GET", f"/sparql?query={quote(query)}", accept=JSON)
        assert (done.status, told in done.text) == (504, True), done.text
        assert time.monotonic() - begun < 60  # by the clock of a machine that has much to do
        good = program.ask("GET", "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D", accept=JSON)
        assert json.loads(good.text)["boolean"] is True
    resident = Path(f"/proc/{program.process.pid}/statm").read_text("ascii").split()[1]
    assert int(resident) * os.sysconf("SC_PAGE_SIZE") < 60_000_000
    children = program.children()
    assert children
    program.process.send_signal(signal.SIGKILL)
    program.process.wait(5)
    until = time.monotonic() + 10
    while time.monotonic() < until and any(Path(f"/proc/{each}").exists() for each in children):
        time.sleep(0.05)
    assert [each for each in children if Path(f"/proc/{each}").exists()] == []


def test_pages_that_wait_hear_that_the_program_ends(program: Program) -> None:
    head = f"GET /events?key=open HTTP/1.1\r\nHost: 127.0.0.1:{program.port}\r\nCookie: {program.cookie}\r\n\r\n"
    pages = [socket.create_connection(("127.0.0.1", program.port), timeout=10) for _ in range(3)]
    for page in pages:
        page.sendall(head.encode())
        assert b"200 OK" in page.recv(65536)
    program.process.send_signal(signal.SIGINT)
    for page in pages:
        heard = b""
        while part := page.recv(65536):
            heard += part
        page.close()
        assert b"event: bye" in heard
    assert program.process.wait(5) == 0
    assert program.process.stderr is not None
    assert "Traceback" not in program.process.stderr.read()

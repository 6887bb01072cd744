"""Who may speak to the page. The cases are those of a browser and of other pages in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response

from eloggraph.web.door import CODE_SECONDS, HEADERS, Door, Keys
from eloggraph.web.instance import begin_proof
from loops import run_apart

PORT = 8756
HOST = ("host", f"127.0.0.1:{PORT}")
ORIGIN = ("origin", f"http://127.0.0.1:{PORT}")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(
    keys: Keys,
    headers: Iterable[tuple[str, str]],
    *,
    method: str = "GET",
    path: str = "/mend",
    query: str = "",
) -> tuple[int, dict[str, str]]:
    """Ask the door, with what is behind it answering 200, and return status and headers."""
    door = Door(
        PlainTextResponse("in"), keys=keys, port=PORT, refuse=lambda status, _: Response("", status)
    )
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    run_apart(door(scope, receive, send))
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], said


@pytest.fixture
def keys() -> Keys:
    return Keys(cookie="c", bearer="b", clock=Clock())


COOKIE = ("cookie", f"other=1; eloggraph-{PORT}=c")
FETCH = "sec-fetch-site"


@pytest.mark.parametrize(
    ("status", "method", "headers"),
    [
        (200, "GET", [HOST, COOKIE]),
        (200, "GET", [("host", f"localhost:{PORT}"), COOKIE]),
        (200, "GET", [("host", f"[::1]:{PORT}"), COOKIE]),
        # Another name that leads to this machine.
        (421, "GET", [("host", "evil.example"), COOKIE]),
        (421, "GET", [("host", f"evil.example:{PORT}"), COOKIE]),
        (421, "GET", [("host", f"127.0.0.1.evil.example:{PORT}"), COOKIE]),
        (421, "GET", [("host", "127.0.0.1"), COOKIE]),
        (421, "GET", [("host", "127.0.0.1:80"), COOKIE]),
        (421, "GET", [("host", ""), COOKIE]),
        (400, "GET", [COOKIE]),
        (400, "GET", [HOST, ("host", "evil.example"), COOKIE]),
        # Another browser, or another program.
        (401, "GET", [HOST]),
        (401, "GET", [HOST, ("cookie", f"eloggraph-{PORT}=x")]),
        (401, "GET", [HOST, ("cookie", "eloggraph-1=c")]),
        (401, "GET", [HOST, ("authorization", "Bearer b")]),
        # The page itself.
        (200, "POST", [HOST, COOKIE, ORIGIN, (FETCH, "same-origin")]),
        (200, "POST", [HOST, COOKIE, ORIGIN]),
        # Another page.
        (403, "POST", [HOST, COOKIE, ("origin", "http://evil.example")]),
        (403, "POST", [HOST, COOKIE, ("origin", "null")]),
        (403, "POST", [HOST, COOKIE, ("origin", f"https://127.0.0.1:{PORT}")]),
        (403, "POST", [HOST, COOKIE, ("origin", f"http://localhost:{PORT}")]),
        (403, "POST", [HOST, COOKIE, ("origin", "http://127.0.0.1:1")]),
        (403, "POST", [HOST, COOKIE, (FETCH, "cross-site")]),
        (403, "POST", [HOST, COOKIE, (FETCH, "same-site")]),
        (403, "GET", [HOST, COOKIE, (FETCH, "same-site"), ("sec-fetch-dest", "script")]),
        (
            403,
            "GET",
            [
                *(HOST, COOKIE, (FETCH, "cross-site")),
                *(("sec-fetch-dest", "iframe"), ("sec-fetch-mode", "navigate")),
            ],
        ),
        (
            403,
            "GET",
            [
                *(HOST, COOKIE, (FETCH, "same-site")),
                *(("sec-fetch-dest", "iframe"), ("sec-fetch-mode", "navigate")),
            ],
        ),
        (403, "GET", [HOST, COOKIE, (FETCH, "cross-site"), ("sec-fetch-dest", "image")]),
        (403, "OPTIONS", [HOST, COOKIE, ("origin", "http://evil.example")]),
        (403, "HEAD", [HOST, COOKIE, (FETCH, "cross-site"), ("sec-fetch-mode", "no-cors")]),
        # A link that somebody follows; its cookie is not sent along from another site.
        (
            401,
            "GET",
            [
                *(HOST, (FETCH, "cross-site")),
                *(("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate")),
            ],
        ),
    ],
)
def test_the_door(keys: Keys, status: int, method: str, headers: list[tuple[str, str]]) -> None:
    seen, said = ask(keys, headers, method=method)
    assert seen == status
    assert {name: said[name] for name in HEADERS} == HEADERS
    assert "access-control-allow-origin" not in said


def test_the_code_of_the_address_becomes_a_cookie_once(keys: Keys) -> None:
    code = keys.make_code()
    status, said = ask(keys, [HOST], path="/", query=f"code={code}")
    assert (status, said["location"]) == (303, "/")
    assert said["set-cookie"] == f"eloggraph-{PORT}=c; HttpOnly; Path=/; SameSite=strict"
    assert ask(keys, [HOST], path="/", query=f"code={code}")[0] == 401


def test_the_code_is_of_no_use_later_or_elsewhere(keys: Keys) -> None:
    code = keys.make_code()
    assert ask(keys, [HOST], path="/map", query=f"code={code}")[0] == 401
    assert ask(keys, [HOST], path="/", query="code=")[0] == 401
    keys.clock.now = CODE_SECONDS + 1  # type: ignore[attr-defined]
    assert ask(keys, [HOST], path="/", query=f"code={code}")[0] == 401


def test_a_program_gets_to_the_endpoint_alone(keys: Keys) -> None:
    bearer = ("authorization", "bearer b")
    assert ask(keys, [HOST, bearer], path="/sparql")[0] == 200
    assert ask(keys, [HOST, bearer], path="/sparql/")[0] == 200
    assert ask(keys, [HOST, ("authorization", "Bearer x")], path="/sparql")[0] == 401
    assert ask(keys, [HOST, ("authorization", "Basic b")], path="/sparql")[0] == 401
    for path in ("/", "/mend", "/sparqlx", "/download/map"):
        assert ask(keys, [HOST, bearer], path=path)[0] == 401


def test_who_starts_the_program_again_gets_a_code_and_nothing_else(keys: Keys) -> None:
    known = ("x-eloggraph-start", begin_proof(keys.starter))
    assert ask(keys, [HOST, known], method="POST", path="/again")[0] == 200
    for said in ("x", keys.starter, begin_proof("x"), begin_proof(keys.starter)[:-1]):
        headers = [HOST, ("x-eloggraph-start", said)]
        assert ask(keys, headers, method="POST", path="/again")[0] == 401
    for headers in ([HOST], [HOST, COOKIE]):
        assert ask(keys, headers, method="POST", path="/again")[0] == 401
    assert ask(keys, [HOST, known], path="/mend")[0] == 401


def test_nothing_but_the_looks_of_the_page_is_given_to_all(keys: Keys) -> None:
    assert ask(keys, [HOST], path="/static/local.css")[0] == 200
    assert ask(keys, [("host", "evil.example")], path="/static/local.css")[0] == 421


def test_secrets_are_others_each_time() -> None:
    one, other = Keys(), Keys()
    assert one.cookie != other.cookie
    assert one.bearer != other.bearer
    assert one.make_code() != one.make_code()

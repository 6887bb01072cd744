"""A program that nobody uses ends, and a page that was asleep says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from eloggraph.web import idle
from loops import run_apart


def test_nobody_asks_for_so_long_as_the_last_answer_is_old() -> None:
    now, seen = [0.0], list[float]()

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        now[0] += 50
        seen.append(heard.seconds)  # an answer that is still being given
        await PlainTextResponse("")(scope, receive, send)

    async def send(_: Any) -> None:
        pass

    heard = idle.Idle(answer, lambda: now[0])
    now[0] = 30.0
    assert heard.seconds == 30
    run_apart(heard({"type": "http", "method": "GET", "headers": []}, None, send))  # type: ignore[arg-type]
    assert (seen, heard.seconds) == ([0.0], 0.0)
    now[0] += 7
    assert heard.seconds == 7


def test_it_waits_as_long_as_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds
        if len(slept) == 1:  # somebody asks meanwhile
            heard._last = now[0]

    async def answer(*_: Any) -> None:
        pass

    heard = idle.Idle(answer, lambda: now[0])
    monkeypatch.setattr(idle.asyncio, "sleep", sleep)
    run_apart(heard.wait(90.0))
    assert slept == [60, 60, 30]


def test_the_page_knows_after_how_long_the_program_ends(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    with serve_in(tmp_path) as served:
        assert 'data-idle="0"' in served.get("/").text
        served.session.idle = 7_200.0
        page = served.get("/").text
        assert 'data-idle="7200"' in page
        assert "not used for a long time" in page
        assert served.stopped == []

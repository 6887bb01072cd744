"""The page in this process: the application without a socket, its tasks without children."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from eloggraph.errors import EloggraphError
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.jobs.warm import ChildFailed
from eloggraph.steps import Listener, heard_by
from eloggraph.web.app import make_app
from eloggraph.web.crew import Crew
from eloggraph.web.door import Keys
from eloggraph.web.session import Session
from eloggraph.web.tasks import Desk

PORT = 8756
BASE = f"http://127.0.0.1:{PORT}"
OSAAJAKS = Path(__file__).parents[2] / "datasets" / "osaajaks"


class Here:
    """Calls tasks in a thread of this process."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.tasks = self.desk.list_tasks()
        self.called: list[str] = []
        self.ended = 0

    async def call(self, name: str, *given: object, listen: Listener | None = None) -> object:
        self.called.append(name)

        def work() -> object:
            with heard_by(listen or (lambda step: None)):
                return self.tasks[name](*given)

        try:
            return await asyncio.to_thread(work)
        except (EloggraphError, BoundExceeded):
            raise
        except Exception as error:
            raise ChildFailed from error

    def end(self) -> None:
        self.ended += 1

    async def close(self) -> None:
        self.desk.leave()


@dataclass
class Served:
    """A page that is served: a browser that has entered, and what is behind the door."""

    client: TestClient
    session: Session
    keys: Keys
    stopped: list[bool]
    came: Any

    def get(self, address: str, **options: Any) -> Any:
        return self.client.get(address, **options)

    def post(self, address: str, **options: Any) -> Any:
        headers = {"origin": BASE, **options.pop("headers", {})}
        return self.client.post(address, headers=headers, **options)

    def fill(self, address: str, fields: dict[str, str] | None = None) -> Any:
        """Send a form as it stands on the page of what is open."""
        return self.post(address, data={"token": self.session.token, **(fields or {})})

    def open(self, folder: Path) -> None:
        answer = self.post("/open", data={"what": "path", "name": str(folder)})
        self.wait(answer)

    def query(self, text: str) -> Any:
        """Return the page of a query once it is answered, however busy the machine is."""
        return self.wait(self.client.get("/query", params={"query": text}))

    def wait(self, answer: Any, times: int = 60) -> Any:
        """Ask again as the script does, until the work is done."""
        for _ in range(times):
            if "data-progress" not in answer.text:
                return answer
            key = answer.text.partition('data-progress="')[2].partition('"')[0]
            self.client.get("/events", params={"key": key})  # ends when the work does
            answer = self.client.get(answer.url.path, params=answer.url.query.decode())
        raise AssertionError(answer.text)


@contextmanager
def serving(home: Path, opened: Path | None = None) -> Iterator[Served]:
    keys, stopped = Keys(), []
    session = Session(home, Crew(Here))
    app = make_app(session, keys, PORT, lambda: stopped.append(True), opened)
    with TestClient(app, base_url=BASE, headers={"accept-language": "en"}) as client:
        came = client.get("/", params={"code": keys.make_code()})
        assert came.status_code == 200
        yield Served(client, session, keys, stopped, came)


@pytest.fixture(scope="module")
def osaajaks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a packaged network that is open, with nothing to mend."""
    with serving(tmp_path_factory.mktemp("home")) as served:
        served.open(OSAAJAKS)
        yield served


@pytest.fixture
def serve_in() -> Callable[..., Any]:
    return serving

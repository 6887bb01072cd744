"""The start: a port that is free, one address, and an end in order."""

from __future__ import annotations

import http.client
import http.server
import json
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main
from eloggraph.errors import InputError
from eloggraph.web import crew, instance, start
from loops import run_apart


def test_another_port_is_taken_where_one_is_not_free() -> None:
    with start.listen(0) as first:
        taken = first.getsockname()[1]
        with start.listen(taken) as other:
            assert other.getsockname()[0] == "127.0.0.1"
            assert other.getsockname()[1] != taken


def test_a_folder_is_a_network_or_keeps_networks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert start.choose_folders(None) == (tmp_path / "eloggraph", None)
    assert start.choose_folders(tmp_path) == (tmp_path, None)
    (tmp_path / "actors.csv").write_text("id\n", encoding="utf-8")
    assert start.choose_folders(tmp_path) == (tmp_path / "eloggraph", tmp_path)
    with pytest.raises(InputError):
        start.choose_folders(tmp_path / "none")


def test_what_a_killed_program_left_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start.listen(0) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setattr(instance, "_SECONDS", 0.1)
    for left in (f'{{"port": {port}, "secret": "x"}}', "", "[]", '{"port": "x"}'):
        (tmp_path / ".serve.json").write_text(left, encoding="utf-8")
        assert start.find_running(tmp_path) is None
        assert not (tmp_path / ".serve.json").exists()
    assert start.announce(tmp_path, 1, "a")
    assert not start.announce(tmp_path, 2, "b")


@pytest.mark.parametrize("address", ["http://evil.example/?code=a", "http://127.0.0.1:{}/?code=a"])
@pytest.mark.parametrize("secret", ["the secret", "another"])
def test_who_has_the_port_since_is_told_no_secret_and_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, secret: str
) -> None:
    came: list[str] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(f"{self.requestline}\n{self.headers}")
            said = address.format(self.server.server_port)  # type: ignore[attr-defined]
            proof = instance.prove_answer(self.headers[instance.HEADER], secret, said)
            body = json.dumps({"address": said, "proof": proof}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    monkeypatch.setattr(instance, "_SECONDS", 0.1)
    with http.server.HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert instance.announce(tmp_path, server.server_port, "the secret")
        found = instance.find_running(tmp_path)
        server.shutdown()
    # Of the four only the one that knows the secret and is here is believed.
    is_ours = secret == "the secret" and "127.0.0.1" in address
    assert (found is not None) == is_ours
    assert "the secret" not in "".join(came)
    assert came


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_folder_that_is_made_is_the_readers_alone(tmp_path: Path) -> None:
    home = tmp_path / "eloggraph"
    assert instance.announce(home, 1, "a")
    assert home.stat().st_mode & 0o77 == 0
    (own := tmp_path / "own").mkdir(mode=0o755)
    before = own.stat().st_mode
    assert instance.announce(own, 1, "a")
    assert own.stat().st_mode == before


def test_only_ones_own_announcement_is_taken_back(tmp_path: Path) -> None:
    assert instance.announce(tmp_path, 1, "a")
    instance.withdraw(tmp_path, "b")
    assert (tmp_path / instance.FILE).exists()
    instance.withdraw(tmp_path, "a")
    assert not (tmp_path / instance.FILE).exists()


def test_a_child_imports_nothing_from_the_folder_that_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("polars", "jinja2", "eloggraph"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    async def ask() -> object:
        child = crew.start_child()
        try:
            return await child.call("questions", "en")
        finally:
            await child.close()

    questions = run_apart(ask())
    assert isinstance(questions, tuple)
    assert {"silos", "actors-by-region"} <= {each.key for each in questions}


def test_a_folder_that_is_not_there_is_told_in_one_sentence() -> None:
    done = CliRunner().invoke(main, ["serve", "no-such-folder", "--lang", "en"])
    assert done.exit_code == 2
    assert "no-such-folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_program_serves_and_ends_with_the_keyboard(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "eloggraph", "serve", str(tmp_path), "--no-browser")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"//(127\.0\.0\.1:\d+)(/\?code=\S+)", process.stderr.readline())
        assert found
        connection = http.client.HTTPConnection(found[1])
        connection.request("GET", found[2])
        answer = connection.getresponse()
        answer.read()
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert answer.status == 303
        # Somebody still listens.
        connection.request("GET", "/", headers={"cookie": cookie})
        assert connection.getresponse().read().count(b"<h1>") == 1
        # Who starts it again gets the page that is there.
        told = start.find_running(tmp_path)
        assert told is not None
        again = re.fullmatch(r"http://(127\.0\.0\.1:\d+)(/\?code=\S+)", told)
        assert again
        assert again[1] == found[1]
        assert again[2] != found[2]
        assert (tmp_path / ".serve.json").stat().st_mode & 0o77 == 0
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        assert "Traceback" not in process.stderr.read()
    assert [*tmp_path.iterdir()] == []

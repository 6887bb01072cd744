"""One program for the networks of a folder: who starts it again gets the page that is there."""

from __future__ import annotations

import http.client
import json
import os
import time
from contextlib import suppress
from pathlib import Path

FILE = ".serve.json"
AGAIN = "/again"
HEADER = "x-eloggraph-start"
_SECONDS = 3.0
_EVERY = 0.05


def announce(home: Path, port: int, secret: str) -> bool:
    """Write down where the program is, for the reader alone; false where another one has."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(home / FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        json.dump({"port": port, "secret": secret}, stream)
    return True


def withdraw(home: Path) -> None:
    """Take back what :func:`announce` has written."""
    with suppress(OSError):
        (home / FILE).unlink()


def find_running(home: Path, folder: Path | None = None) -> str | None:
    """Return a new address of the program that is there, which opens a folder if one is named.

    What a program has left that was killed is cleared away.
    """
    file, until = home / FILE, time.monotonic() + _SECONDS
    while True:
        try:
            said = file.read_bytes()
        except OSError:
            return None
        with suppress(OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
            known = json.loads(said)
            return _ask(int(known["port"]), str(known["secret"]), folder)
        # One that begins right now has not written all of it, or does not answer yet.
        is_new = time.time() - _time_of(file) < _SECONDS
        if not is_new or time.monotonic() > until:
            break
        time.sleep(_EVERY)
    with suppress(OSError):
        if file.read_bytes() == said:
            file.unlink()
    return None


def _time_of(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _ask(port: int, secret: str, folder: Path | None) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        body = json.dumps({"folder": "" if folder is None else str(folder)})
        connection.request("POST", AGAIN, body, {HEADER: secret})
        answer = connection.getresponse()
        if answer.status != 200:
            raise ValueError(answer.status)
        return str(json.loads(answer.read())["address"])
    finally:
        connection.close()

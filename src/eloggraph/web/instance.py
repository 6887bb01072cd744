"""One program for the networks of a folder: who starts it again gets the page that is there.

Another program may have the port since. So the secret itself is never sent: who asks proves that it
knows it, and so does who answers, each of a number that is used once.
"""

from __future__ import annotations

import hmac
import http.client
import json
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

FILE = ".serve.json"
AGAIN = "/again"
HEADER = "x-eloggraph-start"
_SECONDS = 3.0
_EVERY = 0.05
_MOST = 10_000


def announce(home: Path, port: int, secret: str) -> bool:
    """Write down where the program is, for the reader alone; false where another one has.

    The folder of networks is the reader's alone too, if it is made here.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file = os.open(home / FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        json.dump({"port": port, "secret": secret}, stream)
    return True


def withdraw(home: Path, secret: str) -> None:
    """Take back what :func:`announce` has written, if it is still what stands there."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        if json.loads((home / FILE).read_bytes())["secret"] == secret:
            (home / FILE).unlink()


def begin_proof(secret: str) -> str:
    """Return a number that is used once, with the proof that who asks knows the secret."""
    nonce = secrets.token_hex(16)
    return f"{nonce} {_prove(secret, 'ask', nonce)}"


def is_proven(said: str, secret: str) -> bool:
    """Tell whether who asks knows the secret.

    >>> is_proven(begin_proof("s"), "s"), is_proven(begin_proof("x"), "s"), is_proven("s", "s")
    (True, False, False)
    """
    nonce, _, proof = said.partition(" ")
    return _is_same(proof, _prove(secret, "ask", nonce))


def prove_answer(said: str, secret: str, address: str) -> str:
    """Return the proof that who answers with an address knows the secret."""
    return _prove(secret, "answer", said.partition(" ")[0], address)


def _prove(secret: str, *said: str) -> str:
    return hmac.new(secret.encode(), "\n".join(said).encode(), "sha256").hexdigest()


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


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
        proof = begin_proof(secret)
        connection.request("POST", AGAIN, body, {HEADER: proof})
        answer = connection.getresponse()
        if answer.status != 200:
            raise ValueError(answer.status)
        said = json.loads(answer.read(_MOST))
        address = str(said["address"])
        is_ours = re.fullmatch(rf"http://127\.0\.0\.1:{port}/\?code=[\w-]+", address)
        if not is_ours or not _is_same(str(said["proof"]), prove_answer(proof, secret, address)):
            raise ValueError(address)
        return address
    finally:
        connection.close()

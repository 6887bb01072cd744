"""The command line in forks of one process that has loaded it: no command waits for the libraries.

A command is a process of its own from its first word to its exit code, with the streams, the locale
and the environment with which the first process was started. Used where what is tried are many
commands in one environment.
"""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType

# After every command on its streams; no text of ours has it.
_END = b"\x00\x01end\x01\x00"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it said; a terminal shows both streams in one."""

    code: int
    stdout: bytes
    stderr: bytes


class Forks:
    """A process in an environment; ``call`` runs a command in a fork of it."""

    def __init__(self, environment: Mapping[str, str], *, terminal: bool = False) -> None:
        self._own: list[int] = []
        stdout = stderr = subprocess.PIPE
        if terminal:
            import pty

            master, slave = pty.openpty()
            self._own = [master]
            stdout = stderr = slave
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=stderr,
        )
        if terminal:
            os.close(slave)
            streams = [master]
        else:
            assert self._process.stdout is not None
            assert self._process.stderr is not None
            streams = [self._process.stdout.fileno(), self._process.stderr.fileno()]
        self._streams = streams

    def __enter__(self) -> Forks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
        for own in self._own:
            os.close(own)

    def call(self, words: Sequence[str], at: Path) -> Done:
        """Run a command in a folder, and wait for its end."""
        order = json.dumps({"words": [*words], "at": str(at)})
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n".encode())
        self._process.stdin.flush()
        said = [b""] * len(self._streams)

        def listen(number: int) -> None:
            said[number] = _read(self._streams[number])

        listeners = [threading.Thread(target=listen, args=(n,)) for n in range(len(said))]
        for listener in listeners:
            listener.start()
        for listener in listeners:
            listener.join()
        head, _, code = said[0].rpartition(b"\x00code ")
        return Done(int(code), head, said[1] if len(said) > 1 else b"")


def _read(stream: int) -> bytes:
    said = b""
    while not said.endswith(_END):
        part = os.read(stream, 65536)
        assert part, said  # the first process has ended
        said += part
    return said.removesuffix(_END)


def _serve() -> None:
    """Run every command that stdin orders in a fork, and tell its exit code after what it said."""
    import eloggraph

    for module in pkgutil.walk_packages(eloggraph.__path__, "eloggraph."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    from eloggraph.__main__ import run_process

    for line in sys.stdin.buffer:
        order = json.loads(line)
        child = os.fork()
        if not child:
            try:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.chdir(order["at"])
                sys.argv = ["eloggraph", *order["words"]]
                run_process()
            finally:
                os._exit(70)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(1, b"\x00code %d" % code + _END)
        if not os.isatty(2):
            os.write(2, _END)


if __name__ == "__main__":
    del sys.path[0]  # this folder's modules are no part of the toolkit
    _serve()

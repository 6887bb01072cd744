"""A server of Sail, which speaks the protocol of Spark, and a session of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from eloggraph.shacl.core.terms import Backend

# It ends with its standard input, however this process ends.
_SERVER = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
"""
SOURCE = Path(__file__).parents[1] / "src"


@contextmanager
def serve_sail() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address of a server in a process of ours, and that process."""
    if find_spec("pysail") is None or find_spec("pyspark") is None:
        pytest.skip("pysail and pyspark-client are not installed")
    path = os.pathsep.join([str(SOURCE), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        env=os.environ | {"PYTHONPATH": path, "RUST_LOG": "off"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield f"sc://127.0.0.1:{server.stdout.readline().strip()}", server
        finally:
            server.stdin.close()
            server.wait(30)


@pytest.fixture(scope="session")
def spark_remote() -> Iterator[str]:
    """The address of a server: that of ``ELOGGRAPH_TEST_SPARK``, else of one of ours."""
    if given := os.environ.get("ELOGGRAPH_TEST_SPARK"):
        yield given
        return
    with serve_sail() as (remote, _):
        yield remote


@pytest.fixture
def open_spark(spark_remote: str, tmp_path: Path) -> Iterator[Callable[[], Backend]]:
    """Opens a session of the server; all are closed at the end."""
    from eloggraph.shacl.core.engines import Server, open_engine

    opened: list[Backend] = []

    def open_one() -> Backend:
        opened.append(open_engine("spark", folder=tmp_path, server=Server(remote=spark_remote)))
        return opened[-1]

    yield open_one
    for backend in opened:
        backend.close()

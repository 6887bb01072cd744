"""Servers that speak the protocol of Spark, and sessions of them: Sail's, or Spark's own.

``ELOGGRAPH_TEST_SPARK`` is the address of one that runs (``sc://…``), or the master of a Spark that
is started, such as ``local-cluster[2,1,1024]``; where it is not set Sail is started.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from eloggraph.shacl.core.terms import Backend

# Each ends with its standard input, however this process ends.
_SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", int(sys.argv[1]))
server.start(background=True)
print(flush=True)
sys.stdin.read()
"""
_SPARK = """
import sys
from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession
conf = SparkConf().setMaster(sys.argv[2]).setAll([
    ("spark.plugins", "org.apache.spark.sql.connect.SparkConnectPlugin"),
    ("spark.connect.grpc.binding.port", sys.argv[1]),
    ("spark.driver.host", "127.0.0.1"),
    ("spark.ui.enabled", "false"),
    ("spark.ui.showConsoleProgress", "false"),
    ("spark.sql.shuffle.partitions", "4"),
])
context = SparkContext(conf=conf)
print(flush=True)
sys.stdin.read()
context.stop()
"""
_GIVEN = os.environ.get("ELOGGRAPH_TEST_SPARK", "")
SOURCE = Path(__file__).parents[1] / "src"


def _find_free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def serve_spark() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address of a server in a process of ours, and that process."""
    program, needed = (_SPARK, "py4j") if _GIVEN else (_SAIL, "pysail")
    if find_spec(needed) is None or find_spec("pyspark") is None:
        pytest.skip("pysail and pyspark-client are not installed")
    port, path = _find_free_port(), os.pathsep.join([str(SOURCE), *sys.path])
    own = {"PYTHONPATH": path, "RUST_LOG": "off", "PYSPARK_PYTHON": sys.executable}
    # A session of a server leaves word of it there, so that no Spark of its own would start.
    given = {name: text for name, text in os.environ.items() if not name.startswith("SPARK_")}
    with subprocess.Popen(
        [sys.executable, "-c", program, port, _GIVEN],
        env=given | own,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            assert server.stdout.readline() == "\n", "the server did not start"
            yield f"sc://127.0.0.1:{port}", server
        finally:
            server.stdin.close()
            server.wait(60)


def _read_parent(process: int) -> int:
    found = re.search(r"^PPid:\s+(\d+)$", Path(f"/proc/{process}/status").read_text("utf-8"), re.M)
    assert found is not None
    return int(found[1])


def _descends(process: int) -> bool:
    """Tell whether a process was started by this one, or by one that was."""
    try:
        while process > 1:
            process = _read_parent(process)
            if process == os.getpid():
                return True
    except FileNotFoundError:  # it has ended meanwhile
        pass
    return False


def find_executors() -> list[int]:
    """Return the processes of the executors of a cluster that was started here."""
    if not _GIVEN.startswith("local-cluster"):
        pytest.skip("the executors are processes of their own only in a cluster of Spark")
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            is_one = b"CoarseGrainedExecutorBackend" in path.read_bytes()
        except OSError:
            continue
        if is_one and _descends(int(path.parent.name)):
            found.append(int(path.parent.name))
    return found


@pytest.fixture(scope="session")
def spark_remote() -> Iterator[str]:
    """The address of a server, one for all tests."""
    if _GIVEN.startswith("sc:"):
        yield _GIVEN
        return
    with serve_spark() as (remote, _):
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

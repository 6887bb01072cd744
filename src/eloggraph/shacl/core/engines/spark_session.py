"""Sessions of Spark, on a server or in this process, and what may go wrong with them."""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from eloggraph.shacl.core.terms import NoRoomError, ServerError

_PORT = 15002
# What pyspark leaves word by that its functions are those for a server.
_CONNECTED = "SPARK_CONNECT_MODE_ENABLED"
# Seconds for an answer, and how often what got none is tried again: some seconds in all.
_PATIENCE, _ATTEMPTS = 5, 5
# What servers say in their own words, and what it means; the first that is found counts.
_MEANINGS = (
    ("address", r"Invalid URL for Spark Connect|INVALID_CONNECT_URL"),
    ("tls", r"[Tt]ls handshake failed"),
    ("memory", r"OutOfMemory|heap space|GC overhead|ResourcesExhausted|Resources exhausted"),
    ("disk", r"No space left"),
    ("package", r"No module named|ModuleNotFoundError|PYTHON_VERSION_MISMATCH"),
    ("files", r"PATH_NOT_FOUND|No such file|Permission denied|Mkdirs failed|does not exist"),
    ("version", r"unsupported PySpark version|UNSUPPORTED.*VERSION"),
    (
        "lost",
        r"UNAVAILABLE|RETRIES_EXCEEDED|Connection refused|Connection reset|Socket closed"
        r"|StatusCode\.(?:CANCELLED|ABORTED)|Stream removed|FetchFailed"
        r"|ExecutorLost|[Ee]xecutor (?:was )?lost|[Ww]orker .*(?:lost|unreachable|heartbeat)"
        r"|SESSION_(?:CLOSED|NOT_FOUND|CHANGED)|OPERATION_NOT_FOUND|Py4JNetworkError",
    ),
)
# Of anything else the line that names an error of Python or Java is told.
_UNKNOWN = "failed", r"^[\s:]*[\w.]*(?:Error|Exception): "
_LONGEST = 300
# Of a Spark that is started here: no page of its own, nothing drawn amid a report.
_QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


def open_session(remote: str | None, master: str | None) -> Any:
    """Return a session of a server (``sc://host:port``), or of a master that runs from here.

    Raises
    ------
    ServerError
        When there is no answer, or no whole Spark is installed for a master; and when a master is
        asked for where a server has been.
    """
    if remote is None:
        return _open_here(master)
    refuse_silent(remote)
    from pyspark.sql import SparkSession
    from pyspark.sql.connect.client.retries import DefaultPolicy

    with ends_raised():
        session: Any = SparkSession.builder.remote(remote).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_ATTEMPTS)])
        return session


def _open_here(master: str | None) -> Any:
    if find_spec("py4j") is None:
        raise ServerError("whole")
    if _CONNECTED in os.environ:
        raise ServerError("connected")
    from pyspark.sql import SparkSession

    with ends_raised():
        builder: Any = SparkSession.builder.master(master).appName("eloggraph")
        for name, value in _QUIET.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        return session


def close_session(session: Any) -> None:
    """End a session, whether its server is there or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("pyspark.sql.connect.logging").setLevel(logging.CRITICAL)
        if _is_of_server(session):
            session.client.set_retry_policies([])
        session.stop()


def _is_of_server(session: Any) -> bool:
    return type(session).__module__.startswith("pyspark.sql.connect")


def refuse_silent(remote: str) -> None:
    """Refuse a server that nobody answers for: its client would try for minutes.

    Raises
    ------
    ServerError
        When the address is none, or nothing listens there.

    Examples
    --------
    >>> refuse_silent("http://127.0.0.1")
    Traceback (most recent call last):
        ...
    eloggraph.shacl.core.terms.ServerError: ('address', '')
    """
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname, _PORT if parts.port is None else parts.port
    except ValueError as error:
        raise ServerError("address") from error
    # Its client knows the scheme in small letters alone.
    if not remote.startswith("sc://") or not host or not port:
        raise ServerError("address")
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except UnicodeError as error:  # no name that a host can have
        raise ServerError("address") from error
    except OSError as error:
        raise ServerError("silent", f"{host}:{port}") from error


@contextmanager
def ends_raised() -> Iterator[None]:
    """Raise what ended a job as an error of ours.

    Raises
    ------
    NoRoomError
        When memory or disk ended.
    ServerError
        When it was anything else.
    """
    from pyspark.errors import PySparkException

    kinds: list[type[BaseException]] = [PySparkException]
    if "grpc" in sys.modules:  # a session of a server has it
        from grpc import RpcError

        kinds.append(RpcError)
    if find_spec("py4j") is not None:
        from py4j.protocol import Py4JError

        kinds += [Py4JError, ConnectionError]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*RETRIES_EXCEEDED")
            yield
    except tuple(kinds) as error:
        raise find_meaning(str(error)) from error


def find_meaning(said: str) -> NoRoomError | ServerError:
    """Return what a server means by its words.

    >>> find_meaning("java.lang.OutOfMemoryError: Java heap space")
    NoRoomError('memory')
    >>> find_meaning("[X] what nobody knows. And more").reason
    'what nobody knows. And more'
    """
    lines = said.strip().splitlines() or [""]
    found, pattern = next((each for each in _MEANINGS if re.search(each[1], said)), _UNKNOWN)
    if found in ("memory", "disk"):
        return NoRoomError(found)
    told = re.findall(r'details = "(.*)"', said)
    told += [line.strip() for line in lines if re.search(pattern, line)]
    reason = next(iter(told), lines[0])
    return ServerError(found, re.sub(r"^(?:: |\[\w+(?:\.\w+)*\] )", "", reason)[:_LONGEST])

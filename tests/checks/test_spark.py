"""A server reads and judges RDF: the same report as here, and a sentence for all that ends it.

Oracle: the report of the engine ``columns``, which other tests hold against pySHACL.
"""

from __future__ import annotations

import gzip
import os
import re
import signal
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.checks import engine_choice
from eloggraph.checks.check import CheckReport
from eloggraph.checks.engine_choice import choose_engine
from eloggraph.cli.main import main
from eloggraph.errors import OptionError
from eloggraph.graph.rdf import ranges
from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.shacl.core import engines
from eloggraph.shacl.core.engines import Server, ends_raised, spark
from eloggraph.shacl.core.engines.spark_session import find_meaning
from eloggraph.shacl.core.terms import Backend, Frame, NoRoomError, ServerError
from spark_servers import find_executors, serve_spark

from .test_engines import DATA, SHAPES, told

SOMEWHERE = "sc://127.0.0.1:9"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    lines = ox.serialize(ox.parse(DATA, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    (tmp_path / "data.nt").write_bytes(lines)
    (tmp_path / "more.nt.gz").write_bytes(gzip.compress(lines.replace(b"org/c>", b"org/e>")))
    return tmp_path


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, which is empty after each check."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def check(files: Path, *names: str, remote: str | None, engine: str = "spark") -> CheckReport:
    paths = [files / name for name in names]
    return eloggraph.check(*paths, shapes=files / "shapes.ttl", engine=engine, remote=remote)


def test_a_report_is_the_same_as_here(
    files: Path, temporary: Path, spark_remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = ["odd [name] {é}.parquet", "_a%20b #c.parquet", "a:b.parquet"]
    for name in packed:
        pack_statements([files / "data.nt"], files / name)
    monkeypatch.setattr(ranges.cut_ranges, "__defaults__", (300,))
    for names in (["data.nt", "more.nt.gz"], *([name] for name in packed)):
        found = check(files, *names, remote=spark_remote)
        assert told(found) == told(check(files, *names, remote=None, engine="columns"))
        assert len(found.findings) > 8
        assert found.engine is not None
        assert found.engine.name == "spark"
        assert found.engine.version.startswith("pyspark")
    assert [*temporary.iterdir()] == []


def test_what_a_file_of_statements_has_no_value_of_is_placed(
    files: Path, spark_remote: str
) -> None:
    """What is placed where a node is described first is kept on the way."""
    (files / "shapes.ttl").write_text(
        f"{SHAPES} ex:S sh:property [ sh:path ex:no ; sh:minCount 1 ] ."
    )
    pack_statements([files / "data.nt"], files / "a.parquet")
    found = check(files, "a.parquet", remote=spark_remote)
    assert told(found) == told(check(files, "a.parquet", remote=None, engine="columns"))
    assert "value-missing" in {finding.code for finding in found.findings}


def test_a_fault_is_told_at_its_line(files: Path, spark_remote: str) -> None:
    with (files / "data.nt").open("a", encoding="utf-8") as file:
        file.write("<urn:a> nothing .\n")
    found = check(files, "data.nt", remote=spark_remote)
    assert told(found) == told(check(files, "data.nt", remote=None, engine="columns"))
    assert [f.code for f in found.findings] == ["rdf-malformed"]


def test_a_file_of_statements_may_have_been_made_by_anybody(files: Path, spark_remote: str) -> None:
    made = files / "a.parquet"
    pack_statements([files / "data.nt"], made)
    rows, metadata = pl.read_parquet(made), pl.read_parquet_metadata(made)
    odd = rows.with_columns(pl.col("subject").replace("http://example.org/c", "urn:a> b"))
    odd.write_parquet(made, metadata={"eloggraph": metadata["eloggraph"]})
    (finding,) = check(files, made.name, remote=spark_remote).findings
    assert finding.code == "rdf-parquet"


def test_other_formats_are_to_be_packed_first(files: Path, spark_remote: str) -> None:
    (files / "data.ttl").write_text(DATA, encoding="utf-8")
    pack_statements([files / "data.nt"], files / "a.parquet")
    for names in (["data.ttl"], ["data.nt", "a.parquet"]):
        (finding,) = check(files, *names, remote=spark_remote).findings
        assert finding.code == "engine-format"
        assert "eloggraph pack" in finding.remedy.en


def test_a_server_that_is_not_there_is_a_sentence(files: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark-client is not installed")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    for remote, said in (
        (f"sc://127.0.0.1:{port}/;token=secret", f"127.0.0.1:{port} does not answer"),
        ("http://127.0.0.1", "no address"),
        ("sc://127.0.0.1:port", "no address"),
        ("sc://127.0.0.1:0", "no address"),
        (f"SC://127.0.0.1:{port}", "no address"),
        ("sc://a..b", "no address"),
    ):
        report = check(files, "data.nt", remote=remote)
        (finding,) = report.findings
        assert not report.complete
        assert said in finding.message.en
        assert "secret" not in str(finding)
        assert len({finding.message.fi, finding.message.sv, finding.message.en}) == 3


def test_an_address_that_its_client_refuses_is_none(files: Path, spark_remote: str) -> None:
    for odd in ("/path", "/;odd"):
        (finding,) = check(files, "data.nt", remote=f"{spark_remote}{odd}").findings
        assert "no address" in finding.message.en


def test_a_folder_that_servers_take_for_a_pattern_is_told(
    files: Path, spark_remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = files / "odd [name]"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    (finding,) = check(files, "data.nt", remote=spark_remote).findings
    assert str(folder) in finding.message.en
    assert "TMPDIR" in finding.remedy.en
    assert [*folder.iterdir()] == []


def at_keep(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> None:
    """Have something done before a frame is kept, which is the so many-th."""
    keep, kept = spark.SparkBackend.keep, list[Frame]()

    def keep_one(self: spark.SparkBackend, frame: Frame) -> Frame:
        kept.append(frame)
        if len(kept) == number:
            act()
        return keep(self, frame)

    monkeypatch.setattr(spark.SparkBackend, "keep", keep_one)


def test_a_server_that_is_killed_is_a_sentence(
    files: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_spark() as (remote, server):

        def kill() -> None:
            server.kill()
            server.wait(30)

        at_keep(monkeypatch, 4, kill)
        report = check(files, "data.nt", remote=remote)
    (finding,) = report.findings
    assert (finding.code, report.complete) == ("engine-server", False)
    assert "executors" in finding.message.en
    assert [*temporary.iterdir()] == []


def test_an_executor_that_is_killed_costs_only_its_own_work(
    files: Path, spark_remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = []

    def kill() -> None:
        first, *_ = find_executors()
        os.kill(first, signal.SIGKILL)
        killed.append(first)

    at_keep(monkeypatch, 4, kill)
    found = check(files, "data.nt", remote=spark_remote)
    assert told(found) == told(check(files, "data.nt", remote=None, engine="columns"))
    assert killed


def test_executors_that_end_again_and_again_are_a_sentence(
    open_spark: Callable[[], Backend],
) -> None:
    find_executors()

    # Sent as it stands, for the executors have no module of the tests.
    def end_executor(_: Mapping[str, object]) -> Iterable[pl.DataFrame]:
        """Kill the executor, which started what started this process of Python."""
        status = Path(f"/proc/{os.getppid()}/status").read_text("utf-8")
        (executor,) = re.findall(r"PPid:\s+(\d+)", status)
        os.kill(int(executor), signal.SIGKILL)
        return ()

    backend = open_spark()
    work = backend.spread(pl.DataFrame({"n": [1]}), end_executor, {"n": pl.Int64})
    with pytest.raises(ServerError) as told, ends_raised("spark"):
        backend.fetch(work)
    assert told.value.variant == "lost"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Job aborted: java.lang.OutOfMemoryError: Java heap space", NoRoomError("memory")),
        ("IOException: No space left on device", NoRoomError("disk")),
        ("ModuleNotFoundError: No module named 'eloggraph'", ServerError("package")),
        ("[PATH_NOT_FOUND] Path does not exist: file:/x.", ServerError("files")),
        ("ExecutorLostFailure (executor 1 exited)", ServerError("lost")),
        ("MetadataFetchFailedException: Missing an output location", ServerError("lost")),
        ("unsupported PySpark version", ServerError("version")),
        ("UNAVAILABLE: Tls handshake failed (TSI_PROTOCOL_FAILURE)", ServerError("tls")),
        ("status = StatusCode.CANCELLED\n\tdetails = 'Stream removed'", ServerError("lost")),
        ("something else", ServerError("failed")),
    ],
)
def test_what_a_server_says_has_a_meaning(said: str, meant: NoRoomError | ServerError) -> None:
    found = find_meaning(f"{said}\n\tat org.apache.spark")
    assert (type(found), found.variant) == (type(meant), meant.variant)
    assert "\n" not in getattr(found, "reason", "")


def test_the_reason_is_the_line_that_says_it() -> None:
    said = (
        "An exception was thrown from the Python worker. Please see the stack trace below.\n"
        'Traceback (most recent call last):\n  File "worker.py", line 1\n'
    )
    for last, variant in (
        ("ModuleNotFoundError: No module named 'eloggraph'", "package"),
        ("ValueError: odd", "failed"),
    ):
        found = find_meaning(f"{said}{last}\n")
        assert isinstance(found, ServerError)
        assert (found.variant, found.reason) == (variant, last)


def test_the_reason_of_a_spark_that_is_started_here_is_that_of_java() -> None:
    said = "An error occurred while calling o23.parquet.\n: java.net.URISyntaxException: odd: a:b\n\tat x"
    assert find_meaning(said).args[-1] == "java.net.URISyntaxException: odd: a:b"


def invoke(*arguments: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["check", *arguments, "--lang", "en"])
    return run.exit_code, run.output


def test_a_server_is_named_for_the_engine_that_needs_it(files: Path) -> None:
    data = str(files / "data.nt")
    for arguments, said in (
        (["--engine", "spark"], "--remote"),
        (["--engine", "columns", "--remote", SOMEWHERE], "--engine spark"),
        (["--master", "local[2]"], "--engine spark"),
        (["--engine", "spark", "--remote", SOMEWHERE, "--master", "local"], "not both"),
        (["--engine", "spark", "--remote", SOMEWHERE, "--rules"], "--rules"),
    ):
        code, printed = invoke(data, *arguments)
        assert (code, said in printed) == (2, True), printed
    code, printed = invoke("datasets/osaajaks", "--engine", "spark", "--remote", SOMEWHERE)
    assert (code, "checks RDF files" in printed) == (2, True), printed


def test_two_versions_over_one_another_are_told(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason="pyspark-client is not installed")
    versions = {"pyspark": "4.1.3", "pyspark-client": "4.2.0"}
    monkeypatch.setattr(engines, "version", lambda name: versions.get(name, "1"))
    (finding,) = check(files, "data.nt", remote=SOMEWHERE).findings
    assert finding.code == "engine-server"
    assert "pyspark 4.1.3, pyspark-client 4.2.0" in finding.message.en
    versions["pyspark"] = "4.2.0"
    (finding,) = check(files, "data.nt", remote=SOMEWHERE).findings
    assert "127.0.0.1:9 does not answer" in finding.message.en


def test_a_spark_beside_a_server_is_a_sentence(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: pyspark, whose functions are for a server once a session of one has been."""
    pytest.importorskip("py4j", reason="all of pyspark is not installed")
    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")
    asked = {"shapes": files / "shapes.ttl", "engine": "spark", "master": "local[1]"}
    (finding,) = eloggraph.check(files / "data.nt", **asked).findings  # type: ignore[arg-type]
    assert finding.code == "engine-server"
    assert "in the same process" in finding.message.en


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_choice, "is_installed", lambda _: False)
    server = Server(remote=SOMEWHERE)
    with pytest.raises(OptionError, match=r"eloggraph\[spark\]"):
        choose_engine([], "spark", memory=None, rules=False, server=server)

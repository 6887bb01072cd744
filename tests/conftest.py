"""Factories: small network folders, read and populated, and the reference data where it is."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

import eloggraph
from eloggraph.finding import Finding, order_findings
from eloggraph.graph.populate.populate import populate
from eloggraph.graph.statements import Graph
from eloggraph.schema.model import Schema
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import NetworkTables, read_network

# How long an example takes says more of the machine than of the code; and the examples are
# the same on every machine. `make test-random` draws new ones each time.
settings.register_profile("eloggraph", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("eloggraph")

pytest_plugins = ["networks", "office", "spark_servers"]

REPOSITORY = Path(__file__).resolve().parents[1]
Rows = Sequence[Sequence[str]]
Tables = Mapping[str, str | bytes | Rows]

CONFIG = """\
id = "pieni"
base = "https://example.org/pieni/"
title = { fi = "Pieni", sv = "Liten", en = "Small" }
uses = ["../viite"]
"""
REFERENCE: Tables = {
    "regions": [
        ["id", "label@fi", "label@sv", "label@en", "iso"],
        ["13", "Keski-Suomi", "Mellersta Finland", "Central Finland", "FI-08"],
    ],
    "municipalities": [
        ["id", "label@fi", "label@sv", "label@en", "region"],
        ["179", "Jyväskylä", "Jyväskylä", "Jyväskylä", "13"],
        ["410", "Laukaa", "Laukas", "Laukaa", "13"],
    ],
    "roles": [
        ["id", "label@fi", "label@sv", "label@en"],
        ["jasen", "jäsen", "medlem", "member"],
    ],
}
TINY: Tables = {
    "actors": [
        ["id", "kind", "label@fi", "label@sv", "label@en", "areas"],
        ["jyu", "", "Jyväskylän yliopisto", "Jyväskylä universitet", "Uni of Jyväskylä", "13"],
        ["kaupunki", "PublicAuthority", "Kaupunki", "Staden", "The city", "179|410"],
    ],
    "projects": [
        ["id", "label@fi", "label@sv", "label@en", "coordinator", "since", "until"],
        ["hanke", "Hanke", "Projektet", "The project", "jyu", "2020", "2023"],
    ],
    "memberships": [
        ["actor", "organization", "role"],
        ["jyu", "hanke", "jasen"],
    ],
}


def to_csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_tables(folder: Path, tables: Tables, config: str | bytes | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tables.items():
        data = content if isinstance(content, str | bytes) else to_csv(content)
        path = folder / (name if "." in name else f"{name}.csv")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    if config is not None:
        data = config.encode() if isinstance(config, str) else config
        (folder / "network.toml").write_bytes(data)
    return folder


def _write_network(
    tmp_path: Path, tables: Tables, config: str | bytes | None = CONFIG, name: str = "verkosto"
) -> Path:
    """Write a network folder beside a small reference folder that it uses."""
    reference = 'id = "viite"\nbase = "https://example.org/viite/"\ntitle = "Viite"\n'
    write_tables(tmp_path / "viite", REFERENCE, reference)
    return write_tables(tmp_path / name, tables, config)


@pytest.fixture(scope="session", autouse=True)
def without_waiting_for_the_disk() -> Iterator[None]:
    """No test pulls the plug of its own process; those that are killed or filled up are others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def write_network() -> Callable[..., Path]:
    """``write_network(tmp_path, {"actors": "id,…"}, config=…)`` makes a network folder."""
    return _write_network


@pytest.fixture
def tiny_tables() -> dict[str, list[list[str]]]:
    """The tables of a network without any fault, for a test to spoil."""
    return {name: [list(row) for row in rows] for name, rows in TINY.items()}


@pytest.fixture
def tiny_network(tmp_path: Path) -> Path:
    """The folder of a network without any fault."""
    return _write_network(tmp_path, TINY)


@dataclass(frozen=True)
class Reading:
    """A folder as read and populated, before any shape is asked."""

    tables: NetworkTables
    graph: Graph
    findings: tuple[Finding, ...]

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    def of(self, code: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.code == code]

    def cells(self, severity: str = "violation") -> list[tuple[str, int | None, str | None]]:
        """Return ``(code, row, column)`` of the findings of a severity."""
        return [
            (f.code, f.place and f.place.row, f.place and f.place.column)
            for f in self.findings
            if f.severity == severity
        ]

    def values(self, predicate: str) -> list[tuple[str, str]]:
        """Return ``(last part of the subject, object)`` of the statements of a property, sorted."""
        pairs = [
            (subject.rpartition("/")[2], value)
            for part in self.graph.of(predicate)
            for subject, value in part.frame.select("subject", "object").iter_rows()
        ]
        return sorted(pairs)


def _populate(tables: NetworkTables, schema: Schema) -> tuple[Graph, tuple[Finding, ...]]:
    used = [_populate(each, schema)[0] for each in tables.uses]
    return populate(tables.tables, schema, tables.config, used)


@pytest.fixture
def read() -> Callable[..., Reading]:
    """``read(folder)`` reads and populates a folder with a schema, by default ours."""

    def read_folder(folder: Path, schema: Schema | None = None) -> Reading:
        schema = schema or packaged_schema()
        tables = read_network(folder, schema)
        graph, told = _populate(tables, schema)
        return Reading(tables, graph, order_findings([*tables.findings, *told]))

    return read_folder


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data: ``ELOGGRAPH_REFERENCE_DATA``, or beside the repository."""
    named = os.environ.get("ELOGGRAPH_REFERENCE_DATA")
    for folder in (Path(named) if named else None, REPOSITORY.parent / "shared" / "data"):
        if folder is not None and folder.is_dir():
            return folder
    pytest.skip("reference data not found: set ELOGGRAPH_REFERENCE_DATA to the data folder")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the output of a packaged network, written once for all tests."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # what is above is of all who share the tests
        top = top.parent
    (top / "written").mkdir(exist_ok=True)

    def write(network: str) -> Path:
        place = top / "written" / network
        with _one_at_a_time(place.with_suffix(".lock")):
            if not place.exists():  # an output stands there whole or not at all
                source = REPOSITORY / "datasets" / network
                assert eloggraph.run(source, place, permutations=999, draft=True).written
        return place

    return write


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield  # has no such lock, and where there is one process none is needed
    else:
        import fcntl

        with lock.open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

"""About how many statements files have, before they are read. Oracle: pyoxigraph counts them all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.graph.rdf import size
from eloggraph.graph.rdf.found import find_sources
from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.graph.rdf.size import Extent, estimate_extent

# A node has few statements of very different lengths, so that bytes alone tell little.
NODES = 9_000
TEXT = "".join(
    f'<http://example.org/n{n}> <http://example.org/long/name/of/a/property> "{n}", "{"x" * (n % 90)}", {n} .\n'
    for n in range(NODES)
)
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def write(path: Path, format_: ox.RdfFormat) -> Path:
    quads = ox.parse(TEXT, format=ox.RdfFormat.TURTLE)
    path.write_bytes(ox.serialize((quad.triple for quad in quads), format=format_) or b"")
    return path


def estimate(*paths: Path) -> Extent | None:
    return estimate_extent(find_sources(paths)[0])


@pytest.fixture(autouse=True)
def _every_file_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "SMALL", 1)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_sample_tells_how_many_statements_there_are(tmp_path: Path, suffix: str) -> None:
    file = write(tmp_path / f"a{suffix}", FORMATS[suffix])
    found = estimate(file)
    assert found is not None
    assert found.statements == pytest.approx(3 * NODES, rel=0.05)
    assert found.length == file.stat().st_size


def test_files_of_a_format_are_alike_and_those_of_statements_tell_their_number(
    tmp_path: Path,
) -> None:
    one, other = (
        write(tmp_path / "a.nt", FORMATS[".nt"]),
        write(tmp_path / "b.ttl", FORMATS[".ttl"]),
    )
    (tmp_path / "half.nt").write_bytes(one.read_bytes()[: one.stat().st_size // 2])
    pack_statements([one], tmp_path / "c.parquet")
    packed = estimate(tmp_path / "c.parquet")
    assert packed is not None
    assert packed.statements == 3 * NODES
    found = estimate(one, other, tmp_path / "half.nt", tmp_path / "c.parquet")
    assert found is not None
    assert found.statements == pytest.approx(3 * NODES * 3.5, rel=0.05)
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(one.read_bytes()))
    zipped = estimate(tmp_path / "a.nt.gz")
    assert zipped is not None
    assert zipped.statements == pytest.approx(
        zipped.length * 3 * NODES / one.stat().st_size, rel=0.05
    )


def test_what_is_small_or_no_rdf_is_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"none")
    (tmp_path / "bad.ttl").write_bytes(b"<<<<" * 1000)
    assert estimate(tmp_path / "a.parquet", tmp_path / "none.nt") is None
    guessed = estimate(tmp_path / "bad.ttl")
    assert guessed is not None
    assert guessed.statements == 4000 // 100
    monkeypatch.setattr(size, "SMALL", 4001)
    assert estimate(tmp_path / "bad.ttl") is None

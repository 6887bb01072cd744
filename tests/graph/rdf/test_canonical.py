"""RDFC-1.0 as the W3C has it: its own tests by manifest, and one hash for all forms of a graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import FaultyError, InputError, OptionError
from eloggraph.graph.rdf.canonical import Algorithm, write_canonical

OSAAJAKS = Path(__file__).parents[3] / "datasets" / "osaajaks"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDFC = "https://w3c.github.io/rdf-canon/tests/vocab#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def suite(reference_data: Path) -> Path:
    return reference_data / "suites" / "rdf-canon"


def entries(suite: Path) -> Iterator[tuple[str, str, Path, Path | None, Algorithm]]:
    """Yield name, type, action, result and hash algorithm of each test of the manifest."""
    base = "urn:suite:/"
    data = (suite / "manifest.ttl").read_bytes()
    said: dict[str, dict[str, str]] = {}
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=f"{base}manifest"):
        said.setdefault(str(quad.subject), {})[quad.predicate.value] = getattr(
            quad.object, "value", ""
        )
    for name, told in sorted(said.items()):
        if f"{MF}action" in told:
            files = {
                key: suite / told[f"{MF}{key}"].removeprefix(base)
                for key in ("action", "result")
                if f"{MF}{key}" in told
            }
            algorithm: Algorithm = (
                "sha384" if told.get(f"{RDFC}hashAlgorithm") == "SHA384" else "sha256"
            )
            kind = told[TYPE].removeprefix(RDFC)
            yield name, kind, files["action"], files.get("result"), algorithm


def read(path: Path) -> list[ox.Quad]:
    return [*ox.parse(path.read_bytes(), format=ox.RdfFormat.N_QUADS)]


def rename(quads: list[ox.Quad], names: dict[str, str]) -> str:
    def name(term: object) -> object:
        return ox.BlankNode(names[term.value]) if isinstance(term, ox.BlankNode) else term

    renamed = {ox.Quad(*map(name, quad)) for quad in quads}  # type: ignore[arg-type]
    return "".join(sorted(f"{quad} .\n" for quad in renamed))


def test_the_suite_of_the_w3c_passes_by_its_manifest(suite: Path) -> None:
    """All but the one test of a graph that must be given up, which has a test of its own."""
    passed, failed = 0, []
    for name, kind, action, result, algorithm in entries(suite):
        if kind == "RDFC10NegativeEvalTest":
            continue
        assert result is not None
        quads = read(action)
        found = write_canonical(quads, algorithm)
        if kind == "RDFC10MapTest":
            expected = rename(quads, json.loads(result.read_text(encoding="utf-8")))
        else:
            expected = result.read_text(encoding="utf-8")
        passed += found == expected
        failed += [name] * (found != expected)
    assert failed == []
    assert passed == 85


def test_a_graph_that_would_take_for_ever_is_given_up(suite: Path) -> None:
    with pytest.raises(InputError) as told:
        eloggraph.hash_graph(suite / "rdfc10" / "test074-in.nq", seconds=0.2)
    assert [finding.code for finding in told.value.findings] == ["hash-beyond-bounds"]


def test_a_graph_has_one_hash_in_every_form(tmp_path: Path) -> None:
    """The oracle is another library's N-Triples, shuffled and with other labels."""
    net = eloggraph.open(OSAAJAKS)
    found = {eloggraph.hash_graph(OSAAJAKS)}
    texts = {
        "a.ttl": net.build("turtle"),
        "b.nt": "".join(sorted(net.build("ntriples").splitlines(keepends=True), reverse=True)),
        "c.rdf": net.to_rdflib().serialize(format="pretty-xml"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        found.add(eloggraph.hash_graph(tmp_path / name))
    assert len(found) == 1
    (tmp_path / "b.nt").write_text(texts["b.nt"].replace('"2020"', '"2021"'), encoding="utf-8")
    assert eloggraph.hash_graph(tmp_path / "b.nt") not in found


def test_blank_nodes_of_two_files_are_not_one(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(f"_:x <urn:p> '{name}' .", encoding="utf-8")
    (tmp_path / "c.nt").write_text('_:x <urn:p> "a" .\n_:x <urn:p> "b" .\n', encoding="utf-8")
    (tmp_path / "d.nt").write_text('_:y <urn:p> "a" .\n_:x <urn:p> "b" .\n', encoding="utf-8")
    (tmp_path / "both").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").rename(tmp_path / "both" / f"{name}.ttl")
    both, one, two = (eloggraph.hash_graph(tmp_path / name) for name in ("both", "c.nt", "d.nt"))
    assert both == two != one


def test_what_cannot_be_hashed_is_told(tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text("<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", "utf-8")
    with pytest.raises(InputError) as told:
        eloggraph.hash_graph(tmp_path / "new.ttl")
    assert told.value.findings[0].code == "rdf-version"
    with pytest.raises(OptionError):
        eloggraph.hash_graph(OSAAJAKS, algorithm="md5")  # type: ignore[arg-type]
    (tmp_path / "actors.csv").write_text("id,label@fi,type\na,A,no-such-type\n", "utf-8")
    with pytest.raises(FaultyError):
        eloggraph.hash_graph(tmp_path)


def test_the_command_prints_the_hash_and_nothing_else() -> None:
    done = CliRunner().invoke(main, ["hash", str(OSAAJAKS), "--algorithm", "sha384"])
    assert done.exit_code == 0
    assert done.stdout == eloggraph.hash_graph(OSAAJAKS, algorithm="sha384") + "\n"
    assert len(done.stdout) == 97

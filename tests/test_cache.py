"""What an installation makes ready is what the sources say, and is not used when they change."""

import os
import pickle
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import polars as pl
import pyoxigraph as ox
import pytest
from jinja2 import Environment

import eloggraph
from eloggraph import cache
from eloggraph.api.prepare import prepare
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.schema.packaged import packaged_model, packaged_schema
from eloggraph.shacl.core import plan_of
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.views.page import templates

CHECKOUT = Path(__file__).parents[1]
DATASETS = CHECKOUT / "datasets"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Use a folder of its own for what is made ready, freshly written."""
    monkeypatch.setattr(cache, "PREPARED", tmp_path / "prepared")
    cache._is_current.cache_clear()
    cache.write_prepared(tmp_path / "prepared", prepare())
    yield tmp_path / "prepared"
    cache._is_current.cache_clear()


def unmade() -> str:
    raise AssertionError("this was to be ready")


def test_all_that_is_made_ready_is_found(folder: Path) -> None:
    names = [name for name, _ in prepare()]
    assert len(names) == len(set(names)) > 5
    for name in names:
        cache.prepared_or_made(name, unmade)


def test_the_schema_is_that_of_the_sources(folder: Path) -> None:
    # Not the schema that other tests hold: a new one.
    read, ready = packaged_model().schema, packaged_schema.__wrapped__()
    for name in ("tables", "classes", "concepts", "schemes", "ontologies"):
        assert getattr(ready, name) == getattr(read, name)
    for name in ("labels", "rules", "properties"):
        assert dict(getattr(ready, name)) == dict(getattr(read, name))


def test_shapes_and_plan_are_those_of_the_sources() -> None:
    read = ShapesGraph(packaged_model().shapes)
    assert set(packaged_shapes().triples) == set(read.triples)
    assert explain(plan_of(packaged_shapes())) == explain(compile_shapes(read))
    assert plan_of(packaged_shapes()).shapes == compile_shapes(read).shapes


def test_the_ontology_is_that_of_the_sources() -> None:
    read = graph_of_triples(packaged_model().ontology, ontology_graph().base)
    assert len(read) == len(ontology_graph()) > 1000
    for one, other in zip(read.frames, ontology_graph().frames, strict=True):
        assert (one.predicate, one.datatype, one.language) == (
            other.predicate,
            other.datatype,
            other.language,
        )
        assert one.frame.equals(other.frame)
        assert one.frame.schema == {"subject": pl.String, "object": pl.String, "row": pl.UInt32}


def test_blank_nodes_of_our_own_are_none_of_the_data() -> None:
    # A file of N-Triples keeps its labels, and is judged in one graph with the ontology.
    texts = [text for part in ontology_graph().frames for text in part.frame["subject"]]
    labels = {text for text in texts if text.startswith("_:")}
    assert labels
    assert {label[: len("_:eloggraph-")] for label in labels} == {"_:eloggraph-"}
    blanks = {
        t.subject.value for t in packaged_shapes().triples if isinstance(t.subject, ox.BlankNode)
    }
    assert blanks
    assert all(label.startswith("eloggraph-") for label in blanks)


def test_a_check_says_the_same_with_and_without() -> None:
    ready = eloggraph.check(DATASETS / "osaajaks")
    code = (
        "import sys, pickle, eloggraph; from eloggraph import cache;"
        "cache._is_current = lambda: False;"
        "found = eloggraph.check(sys.argv[1]);"
        "judged = (found.findings, found.focus_counts, found.complete);"
        "sys.stdout.buffer.write(pickle.dumps(judged))"
    )
    command = [sys.executable, "-c", code, str(DATASETS / "osaajaks")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert ready.findings
    assert pickle.loads(done.stdout) == (ready.findings, ready.focus_counts, ready.complete)


def test_a_source_that_changes_is_read_anew(folder: Path) -> None:
    source = CHECKOUT / "shapes" / "gaps.ttl"
    status = source.stat()
    try:
        os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
        cache._is_current.cache_clear()
        assert cache.prepared_or_made("schema", lambda: "made") == "made"
    finally:
        os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "content", [b"", b"no pickle", pickle.dumps(1)[:-1], b"cno.such\nthing\n."]
)
def test_what_cannot_be_read_is_made(folder: Path, content: bytes) -> None:
    (folder / "schema.pickle").write_bytes(content)
    assert cache.prepared_or_made("schema", lambda: "made") == "made"


def test_a_missing_folder_is_no_fault(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    cache._is_current.cache_clear()
    assert cache.prepared_or_made("schema", lambda: "made") == "made"


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for number in range(2):
        out = tmp_path / str(number)
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "eloggraph.api.prepare", str(out)]
        subprocess.run(command, check=True, env=environment)
        written.append({file.name: file.read_bytes() for file in sorted(out.iterdir())})
    assert written[0] == written[1]
    assert "signature" not in written[0]  # a wheel names no moment and no machine


def test_templates_are_ready_and_one_that_changed_is_compiled_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str | None] = []

    def compile_told(self: Environment, source: str, name: str | None, *more: object) -> CodeType:
        compiled.append(name)
        return usual(self, source, name, *more)  # type: ignore[arg-type,return-value]

    usual = Environment.compile
    monkeypatch.setattr(Environment, "compile", compile_told)
    ready = cache.prepared_or_made("templates", dict[str, bytes])
    templates._make_environment(ready).get_template("map/still.html")
    assert compiled == []
    read = templates.read_template
    monkeypatch.setattr(templates, "read_template", lambda name: read(name) + " ")
    templates._make_environment(ready).get_template("map/still.html")
    assert compiled == ["map/still.html"]


def test_the_build_asks_for_every_library_that_makes_something_ready() -> None:
    """A build by itself (``pip install .``) has those libraries and no others."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {re.split("[>=<]", each)[0] for each in project["build-system"]["requires"]}
    code = """
import sys
from eloggraph.api.prepare import prepare
for _ in prepare():
    pass
print(*{name.partition(".")[0] for name, module in sys.modules.items()
        if "site-packages" in str(getattr(module, "__file__", None))})
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    # By Jinja; and taken by others where it is there.
    brought = {"markupsafe", "typing_extensions"}
    used = {name for name in done.stdout.split() if not name.startswith("_")}
    assert {"jinja2", "polars"} <= used
    assert used - brought <= asked

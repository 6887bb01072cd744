"""``eloggraph check``: what may be given, what comes out, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.check import _FORMATS
from eloggraph.cli.main import main

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ;
  sh:property [ sh:path <urn:q> ; sh:minCount 1 ; sh:severity sh:Warning ] .
"""


def invoke(*arguments: str) -> Result:
    return CliRunner(env={"ELOGGRAPH_LANG": "en"}).invoke(main, ["check", *arguments])


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with data and shapes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rdf").mkdir()
    (tmp_path / "rdf" / "data.ttl").write_text("<urn:a> <urn:p> 1 .\n", "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    return tmp_path


@pytest.mark.parametrize("format_", _FORMATS)
def test_every_format_goes_to_stdout_or_to_a_file(files: Path, format_: str) -> None:
    given = ["rdf", "--shapes", "shapes.ttl", "--format", format_]
    shown = invoke(*given)
    assert (shown.exit_code, shown.stderr) == (0, "")
    written = invoke(*given, "--output", "out")
    assert written.stdout == ""
    assert (files / "out").read_text("utf-8") == shown.stdout


def test_exit_code_follows_the_threshold(files: Path) -> None:
    given = ["rdf/data.ttl", "--shapes", "shapes.ttl"]
    assert invoke(*given).exit_code == 0
    assert invoke(*given, "--fail-on", "warning").exit_code == 1
    (files / "rdf" / "data.ttl").write_text("junk", "utf-8")
    broken = invoke(*given)
    assert broken.exit_code == 2
    assert "data.ttl, line 1" in broken.stdout


@pytest.mark.parametrize("format_", ["sarif", "github", "junit"])
def test_pipelines_get_paths_from_where_the_command_was_given(files: Path, format_: str) -> None:
    for path in ("rdf", "rdf/data.ttl"):
        assert "rdf/data.ttl" in invoke(path, "--shapes", "shapes.ttl", "--format", format_).stdout
    assert "rdf/" not in invoke("rdf", "--shapes", "shapes.ttl").stdout


def test_several_paths_and_several_files_of_shapes(files: Path) -> None:
    (files / "more.nt").write_text("<urn:b> <urn:p> <urn:c> .\n", "utf-8")
    (files / "more-shapes.ttl").write_text(SHAPES.replace("urn:q", "urn:r"), "utf-8")
    done = invoke(
        "rdf",
        "more.nt",
        "--shapes",
        "shapes.ttl",
        "--shapes",
        "more-shapes.ttl",
        "--format",
        "json",
    )
    assert json.loads(done.stdout)["summary"]["warning"] == 4


def test_engines_say_the_same(files: Path) -> None:
    said = {
        engine: invoke("rdf", "--shapes", "shapes.ttl", "--engine", engine).stdout
        for engine in ("columns", "pyshacl")
    }
    assert len(set(said.values())) == 1


def test_profile_is_talk_and_not_data(files: Path) -> None:
    done = invoke("rdf", "--shapes", "shapes.ttl", "--format", "json", "--profile")
    json.loads(done.stdout)
    assert "urn:S" in done.stderr
    assert " ms" in done.stderr


def test_explain_shows_the_plan_and_checks_nothing(files: Path) -> None:
    done = invoke("no-such-file.ttl", "--shapes", "shapes.ttl", "--explain")
    assert done.exit_code == 0
    assert "urn:S" in done.stdout
    assert "urn:q" in done.stdout


def test_named_graph_is_picked(files: Path) -> None:
    (files / "data.nq").write_text(
        "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:q> <urn:b> <urn:h> .\n", "utf-8"
    )
    assert "Nothing to remark" in invoke("data.nq", "--shapes", "shapes.ttl").stdout
    assert "1 warning" in invoke("data.nq", "--shapes", "shapes.ttl", "--graph", "urn:g").stdout


def test_turtle_of_what_cannot_be_read_is_told_on_stderr(files: Path) -> None:
    (files / "rdf" / "data.ttl").write_text("junk", "utf-8")
    done = invoke("rdf", "--format", "turtle")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "data.ttl" in done.stderr


def test_malformed_shapes_are_told_like_data(files: Path) -> None:
    (files / "shapes.ttl").write_text("junk", "utf-8")
    done = invoke("rdf", "--shapes", "shapes.ttl")
    assert done.exit_code == 2
    assert "shapes.ttl, line 1" in done.stdout


def test_the_fast_engine_does_not_import_the_other(files: Path) -> None:
    code = (
        "import sys, eloggraph; eloggraph.check('rdf', shapes=['shapes.ttl'])\n"
        "print([m for m in ('rdflib', 'pyshacl', 'networkx', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=files, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"

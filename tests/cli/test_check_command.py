"""``eloggraph check``: what may be given, what comes out, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import eloggraph
from eloggraph.api.named import find_networks
from eloggraph.cli.check_reports import FORMATS
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


@pytest.mark.parametrize("format_", FORMATS)
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
    assert "No problems found" in invoke("data.nq", "--shapes", "shapes.ttl").stdout
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


# ------------------------------------------------------------------- files in place of folders


@pytest.fixture
def faulty(tmp_path: Path, write_network: Callable[..., Path]) -> Path:
    tables = {"actors": "id,label@fi,label@sv,label@en\na,A,A,A\n", "links": "from,to\na,b\n"}
    return write_network(tmp_path, tables)


def test_table_stands_for_its_network(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pre-commit hands over are the files of a change; a row may be missed in another."""
    whole = invoke(str(faulty))
    named = [str(faulty / name) for name in ("actors.csv", "links.csv", "network.toml")]
    for given in ([named[0]], named, [str(faulty), named[1]]):
        done = invoke(*given)
        assert (done.exit_code, done.stdout) == (whole.exit_code, whole.stdout) == (1, done.stdout)
        assert ("The whole network is read" in done.stderr) is (str(faulty) not in given)
    assert "links.csv, row 2" in whole.stdout
    monkeypatch.chdir(faulty)
    assert invoke("actors.csv").stdout == whole.stdout
    assert eloggraph.check("actors.csv") == eloggraph.check(".")


def test_folder_of_a_table_is_the_nearest_with_settings(faulty: Path) -> None:
    inner = faulty / "old" / "older"
    inner.mkdir(parents=True)
    (inner / "actors.csv").write_text("id,label@fi\n", "utf-8")
    assert find_networks([inner / "actors.csv"]) == (faulty.resolve(),)
    (inner.parent / ".git").mkdir()  # another repository is another's matter
    assert find_networks([inner / "actors.csv"]) == (inner,)
    assert find_networks([faulty / "none.csv"]) == (faulty / "none.csv",)


def test_networks_of_several_tables_are_told_apart(faulty: Path) -> None:
    other = faulty.parent / "toinen"
    other.mkdir()
    (other / "actors.csv").write_text("id,label@fi\na,\n", "utf-8")
    done = invoke(str(faulty / "links.csv"), str(other / "actors.csv"))
    assert "verkosto/links.csv, row 2" in done.stdout
    assert "toinen/actors.csv, row 2" in done.stdout


# ------------------------------------------------------------------------------ several reports


def test_several_reports_are_made_of_one_check(faulty: Path, tmp_path: Path) -> None:
    sarif, page = tmp_path / "out" / "f.sarif", tmp_path / "out" / "f.md"
    done = invoke(str(faulty), "--report", f"sarif={sarif}", "--report", f"markdown={page}")
    assert done.exit_code == 1
    assert done.stdout == invoke(str(faulty)).stdout
    for form, file in (("sarif", sarif), ("markdown", page)):
        assert file.read_text("utf-8") == invoke(str(faulty), "--format", form).stdout


@pytest.mark.parametrize("value", ["sarif", "sarif=", "pdf=x.pdf", "=x"])
def test_report_that_makes_no_sense_is_refused(faulty: Path, value: str) -> None:
    done = invoke(str(faulty), "--report", value)
    assert done.exit_code == 2
    assert "sarif, junit" in done.stderr
    assert done.stdout == ""


def test_reports_are_not_written_over_what_is_checked(faulty: Path, files: Path) -> None:
    before = (faulty / "actors.csv").read_bytes()
    given = [str(faulty), "--report", f"csv={faulty / 'actors.csv'}"]
    done = invoke(*given)
    assert done.exit_code == 2
    assert "lies in the folder" in done.stderr
    assert (faulty / "actors.csv").read_bytes() == before
    for target in ("rdf/data.ttl", "shapes.ttl"):
        data = (files / target).read_bytes()
        done = invoke("rdf", "--shapes", "shapes.ttl", "--format", "turtle", "-o", target)
        assert done.exit_code == 2
        assert (files / target).read_bytes() == data
    # Nor beside the tables, and of several none where one is refused.
    outside, inside = faulty.parent / "f.md", faulty / "f.sarif"
    done = invoke(str(faulty), "--report", f"markdown={outside}", "--report", f"sarif={inside}")
    assert done.exit_code == 2
    assert not outside.exists()
    assert not inside.exists()

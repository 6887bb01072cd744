"""The command ``reason``: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.reason import reason
from eloggraph.ontology.hermit import find_java
from eloggraph.text import FINISHED

CHECKOUT = Path(__file__).resolve().parents[2]
OSAAJAKS = str(CHECKOUT / "datasets" / "osaajaks")
needs_java = pytest.mark.skipif(find_java() is None, reason="HermiT needs Java")

BOTH = """
@prefix elo: <https://w3id.org/eloggraph/ns#> .
<urn:koulu> a elo:Actor , elo:GuidanceService .
"""


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(reason, list(arguments))


@needs_java
def test_consistent_network_is_exit_0_and_its_inferences_are_written(tmp_path: Path) -> None:
    output = tmp_path / "inferred.nq"
    done = invoke(OSAAJAKS, "--format", "json", "--align", "--output", str(output))
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["verdict"] == "consistent"
    assert told["inferred"]["count"] == sum(told["inferred"]["rules"].values()) > 0
    graph = told["inferred"]["graph"]
    lines = output.read_text(encoding="utf-8").splitlines()
    described = [line for line in lines if line.startswith(f"<{graph}>")]
    assert len(lines) - len(described) == told["inferred"]["count"]
    assert all(f"<{graph}> ." in line for line in lines)


@pytest.mark.usefixtures("no_java")
def test_contradiction_is_exit_1_even_where_java_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "both.ttl"
    path.write_text(BOTH, encoding="utf-8")
    done = invoke(str(path), "--lang", "fi")
    assert done.exit_code == 1
    assert "both.ttl, rivi 3" in done.stdout


@pytest.mark.usefixtures("no_java")
def test_unfinished_examination_is_exit_2_and_says_why_in_each_language() -> None:
    seen = {language: invoke(OSAAJAKS, "--lang", language) for language in FINISHED}
    assert {done.exit_code for done in seen.values()} == {2}
    assert all("Java" in done.stdout for done in seen.values())
    assert len({done.stdout for done in seen.values()}) == len(FINISHED)


@pytest.mark.parametrize("path", ["nowhere", __file__])
def test_what_cannot_be_read_is_exit_2_and_a_sentence_on_stderr(path: str) -> None:
    done = invoke(path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert Path(path).name in done.stderr


@pytest.mark.usefixtures("no_java")
def test_alignment_infers_more_than_the_ontology_alone() -> None:
    counts = [
        json.loads(invoke(OSAAJAKS, "--format", "json", *more).stdout)["inferred"]["count"]
        for more in ((), ("--align",))
    ]
    assert counts[0] < counts[1]

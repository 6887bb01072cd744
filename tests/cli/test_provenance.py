"""What an answer rests on, beside it: the question, the hashes of what was read, versions, the day."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.api import provenance as api_provenance
from eloggraph.cli.main import main
from eloggraph.graph.queries import named_queries
from eloggraph.once import read_once

CHECKOUT = Path(__file__).parents[2]
OSAAJAKS = CHECKOUT / "datasets" / "osaajaks"


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("ELOGGRAPH_LANG", "en")


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ask(output: Path, *words: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(main, [*words, "-o", str(output), "--provenance"])
    assert done.exit_code == code, done.output
    beside = output.with_name(output.name + ".provenance.json")
    told: dict[str, Any] = json.loads(beside.read_text(encoding="utf-8"))
    return told


def test_a_named_query_is_told_with_its_text_and_all_that_was_read(tmp_path: Path) -> None:
    """The oracle is what lies in the two folders."""
    output = tmp_path / "steps.csv"
    told = ask(output, "query", str(OSAAJAKS), "chain-steps", "--bind", "order=1")
    assert told["answer"] == {"file": "steps.csv", "sha256": hash_of(output)}
    assert told["command"] == "query"
    assert told["options"]["bind"] == ["order=1"]
    assert told["options"]["format"] == "csv"
    assert told["query"] == {"name": "chain-steps", "text": named_queries()["chain-steps"].text}
    read = {**told["inputs"]}
    for folder in (OSAAJAKS, OSAAJAKS.parent / "suomi"):
        for path in (*folder.glob("*.csv"), folder / "network.toml"):
            assert read.pop(f"{folder.name}/{path.name}") == hash_of(path)
    assert read == {}
    assert [(each["id"], each["date"]) for each in told["data"]] == [
        ("osaajaks", "2021-05"),
        ("suomi", "2026-01-01"),
    ]
    assert told["versions"]["polars"] == version("polars")
    assert told["made"] == "2023-11-14"


def test_the_same_question_is_told_with_the_same_bytes_and_no_place_of_the_machine(
    tmp_path: Path,
) -> None:
    said = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        output = tmp_path / name / "a.json"
        ask(output, "analyse", str(OSAAJAKS), "coverage", "--at", "2021-06")
        said.append((output.parent / "a.json.provenance.json").read_text(encoding="utf-8"))
    assert said[0] == said[1]
    assert str(CHECKOUT) not in said[0]
    assert str(tmp_path) not in said[0]
    assert json.loads(said[0])["options"] == {
        "questions": ["coverage"],
        "format": "json",
        "at": "2021-06",
    }


def test_rdf_files_and_ones_own_sparql_are_told(tmp_path: Path) -> None:
    query = "SELECT ?c { ?c a owl:Class }"
    told = ask(
        tmp_path / "a.csv",
        "query",
        str(CHECKOUT / "ontology" / "elo.ttl"),
        query,
        "--rows",
        "3",
        code=2,
    )
    assert told["query"] == {"text": query}
    assert told["inputs"] == {"ontology/elo.ttl": hash_of(CHECKOUT / "ontology" / "elo.ttl")}
    assert told["options"]["rows"] == 3


@pytest.mark.parametrize("words", [["build"], ["map"], ["build", "--format", "bibtex"]])
def test_other_answers_are_told_too(tmp_path: Path, words: list[str]) -> None:
    output = tmp_path / (
        "a.html" if words == ["map"] else "a.ttl" if words == ["build"] else "a.bib"
    )
    told = ask(output, words[0], str(OSAAJAKS), *words[1:])
    assert told["answer"]["sha256"] == hash_of(output)
    assert "osaajaks/actors.csv" in told["inputs"]
    assert "query" not in told


def test_without_a_file_there_is_nothing_to_lie_beside() -> None:
    done = CliRunner().invoke(main, ["query", str(OSAAJAKS), "ASK {}", "--provenance"])
    assert done.exit_code == 2
    assert "--output" in done.output


def test_where_nothing_is_written_nothing_is_told(tmp_path: Path) -> None:
    words = ["query", str(OSAAJAKS), "no-such-query", "-o", str(tmp_path / "a.csv"), "--provenance"]
    assert CliRunner().invoke(main, words).exit_code == 2
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("at", ["2021-06", None])
def test_of_a_store_its_network_and_day_are_told(tmp_path: Path, at: str | None) -> None:
    network = eloggraph.open(OSAAJAKS)
    network.write_store(tmp_path / "store", at=at)
    told = ask(tmp_path / "a.csv", "query", str(tmp_path / "store"), "actors")
    assert told["data"] == [{"base": network.config.base, **({"date": at} if at else {})}]
    assert told["inputs"]["osaajaks/actors.csv"] == hash_of(OSAAJAKS / "actors.csv")


def test_a_file_that_changes_in_between_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read a second time after the answer, as another file: no hash of it is the answer's."""
    file, output = tmp_path / "a.nt", tmp_path / "a.csv"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n")

    def change(*_: object, **__: object) -> str:
        file.write_text("<urn:a> <urn:b> <urn:d> .\n")
        read_once(file)
        return "{}"

    monkeypatch.setattr(api_provenance, "describe_answer", change)
    words = ["query", str(file), "SELECT * { ?s ?p ?o }", "-o", str(output), "--provenance"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "a.nt" in done.output
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.csv", "a.nt"]

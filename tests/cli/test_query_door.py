"""``eloggraph query``: what is missing is told, names are completed, stdin is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import eloggraph
from eloggraph.cli.main import main
from eloggraph.cli.options import RDF_FORMATS
from eloggraph.graph.answer_formats import RDF_WRITERS
from eloggraph.graph.rdf.found import NAMED

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["query", *words, "--lang", "en"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "There is no query."),
        (["datasets/osaajaks"], "the last argument, datasets/osaajaks, is a folder"),
        (["datasets/osaajaks", "datasets/laituri"], "the last argument, datasets/laituri"),
        (["-"], "the last argument, -, is"),
        (["actors"], "What “actors” is asked of is missing."),
        (["ASK {}"], "What “ASK {}” is asked of is missing."),
        (["actorz"], "Did you mean “actors”?"),
        (["datasets/osaajaks", "chain-step"], "Did you mean “chain-steps”"),
        (["--show", "chain-step"], "Did you mean “chain-steps”"),
        (["datasets/osaajaks", "ASK {}", "--format", "turtle"], "Choose one of these: text, csv"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(words: list[str], said: str) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "the data as a whole" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_query_is_shown_with_its_parameters() -> None:
    shown = call("--show", "actors-by-region").stdout
    assert shown.startswith("# eloggraph query DIR actors-by-region --bind region=…\n")
    assert "# title@fi:" in shown
    assert 'LANG(?actor_own) = "en"' in shown


def test_graphs_are_listed() -> None:
    both = call("datasets/osaajaks", "datasets/laituri", "--graphs").stdout.splitlines()
    assert [line.split("/")[-2] for line in both if "/data/" in line] == [
        "laituri",
        "osaajaks",
        "suomi",
    ]


def test_what_else_an_answer_covers_is_said_beside_it() -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole, own = (call("datasets/osaajaks", query, *o) for o in ([], ["--default-graph", "own"]))
    assert "what the network uses (“https://w3id.org/eloggraph/data/suomi/”)" in whole.stderr
    assert own.stderr == ""
    assert int(own.stdout.split()[-1]) < int(whole.stdout.split()[-1])


@pytest.mark.parametrize(
    ("words", "incomplete", "found"),
    [
        (["datasets/osaajaks"], "chain-", ["chain-customers", "chain-steps"]),
        (["datasets/osaajaks", "--show"], "projects-", ["projects-without-end"]),
        (["datasets/osaajaks"], "coverage-", ["coverage-"]),  # only serve an analysis: a file
        ([], "chain-", ["chain-"]),  # what is asked comes first: a file
    ],
)
def test_names_of_queries_are_completed(
    words: list[str], incomplete: str, found: list[str]
) -> None:
    shell = ShellComplete(main, {}, "eloggraph", "_ELOGGRAPH_COMPLETE")
    items = shell.get_completions(["query", *words], incomplete)
    assert [item.value for item in items] == found
    assert all((item.type == "file") == (item.value == incomplete) for item in items)


def test_statements_come_from_stdin_and_bytes_go_to_stdout() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "eloggraph", "query", "-", "SELECT * { ?s ?p ?o }"),
            *("--input-format", "ntriples", "--format", "parquet"),
        ],
        input=b"<urn:a> <urn:b> <urn:c> .\n",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout[:4] == done.stdout[-4:] == b"PAR1"


def test_a_query_comes_from_stdin_and_as_a_path(tmp_path: Path) -> None:
    query, words = "SELECT ?s { ?s a elo:Project }", ["query", "datasets/osaajaks"]
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    given = CliRunner().invoke(main, [*words, "-", "--lang", "en"], input="\ufeff" + query)
    assert given.exit_code == 0
    assert given.stdout == call("datasets/osaajaks", query).stdout
    net = eloggraph.open("datasets/osaajaks")
    assert net.select(tmp_path / "q.rq").texts() == net.select(query).texts()
    assert "There is no query" in CliRunner().invoke(main, [*words, "-", "--lang", "en"]).stderr


@pytest.mark.parametrize(
    ("rows", "said"), [("1", "The first row of"), ("2", "The first 2 rows of")]
)
def test_it_is_told_where_rows_are_left_out(rows: str, said: str) -> None:
    done = call("datasets/osaajaks", "actors", "--rows", rows, "--format", "csv")
    assert (done.exit_code, len(done.stdout.splitlines())) == (2, int(rows) + 1)
    assert said in done.stderr


def test_one_text_is_a_binding() -> None:
    net = eloggraph.open("datasets/osaajaks")
    assert net.select("chain-steps", "en", "order=01") == net.select(
        "chain-steps", "en", {"order": 1}
    )
    both = net.select("actors-by-region", "fi", {"region": ["13", "Keski-Suomi"]})
    assert both == net.select("actors-by-region", "fi", {"region": "13"})


def test_every_format_of_rdf_can_be_read_and_written() -> None:
    assert set(RDF_FORMATS) == NAMED.keys() == RDF_WRITERS.keys()

"""Answers have what the data write, options what they can be, and a terminal gets no bytes.

Oracle: the text of the data, and of the options that there are.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.api.provenance import describe_answer
from eloggraph.cli.main import main
from eloggraph.cli.query_asked import write_answer
from eloggraph.errors import EloggraphError, OptionError
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.rdf import source
from eloggraph.graph.rdf.found import FORMATS
from eloggraph.once import keep_hashes

PREFIX = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.ttl"
    file.write_text(f'{PREFIX}<urn:a> <urn:p> 0700.50 ; <urn:q> "1"^^xsd:int .')
    return file


@pytest.mark.parametrize("query", ["DESCRIBE <urn:a>", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_statements_have_literals_as_the_data_write_them(data: Path, query: str) -> None:
    said = str(eloggraph.open_dataset(data).construct(query))
    assert '"0700.50"^^<http://www.w3.org/2001/XMLSchema#decimal>' in said
    assert '"1"^^<http://www.w3.org/2001/XMLSchema#int>' in said
    assert said.splitlines() == sorted(said.splitlines())


def test_what_a_query_works_out_stays(data: Path) -> None:
    made = "CONSTRUCT { ?s <urn:p> ?n } WHERE { ?s <urn:q> ?o BIND(?o + 699.5 AS ?n) }"
    assert '"700.5"' in str(eloggraph.open_dataset(data).construct(made))


@pytest.mark.parametrize(
    "options",
    [{"default_graph": "Unnamed"}, {"rows": -1}, {"rows": 0}, {"seconds": 0}, {"memory": 0}],
)
def test_a_value_that_no_option_has_is_refused(data: Path, options: dict[str, object]) -> None:
    (name,) = options
    with pytest.raises(OptionError, match=f"{name} cannot be .* Choose one of these"):
        eloggraph.open_dataset(data).select("SELECT * { ?s ?p ?o }", **options)  # type: ignore[arg-type]


def test_an_address_is_not_asked() -> None:
    with pytest.raises(EloggraphError, match=r"http://example\.org/sparql” is an address"):
        eloggraph.open_dataset("http://example.org/sparql")
    done = CliRunner().invoke(
        main, ["query", "http://example.org/sparql", "ASK {}", "--lang", "en"]
    )
    assert done.exit_code == 2
    assert "is an address on the web" in " ".join(done.output.split())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_neither_bytes_nor_controls(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyoxigraph import Literal

    answer = ResultTable(variables=("x",), rows=((Literal("\x1b[31mred"),),))
    assert "\x1b" in write_answer(answer, "csv", None, "en")
    monkeypatch.setattr("sys.stdout", Terminal())
    assert write_answer(answer, "csv", None, "en") == "x\n�[31mred\n"
    assert "\x1b" in write_answer(answer, "csv", "file.csv", "en")
    with pytest.raises(OptionError, match="give -o FILE"):
        write_answer(answer, "parquet", None, "en")


def test_provenance_tells_what_a_store_was_made_of(tmp_path: Path) -> None:
    eloggraph.open("datasets/suomi").write_store(tmp_path / "store")
    out = tmp_path / "answer.csv"
    asked = ["query", str(tmp_path / "store"), "actors", "-o", str(out), "--provenance"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    told = json.loads((tmp_path / "answer.csv.provenance.json").read_text("utf-8"))
    table = Path("datasets/suomi/network.toml").read_bytes()
    assert told["inputs"]["suomi/network.toml"] == hashlib.sha256(table).hexdigest()


def test_provenance_tells_of_what_stdin_gave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"<urn:a> <urn:b> <urn:c> .")
    monkeypatch.setattr(source, "STDIN", given)
    file = source.RdfSource(path=given, name="-", format=FORMATS[".nt"])
    with keep_hashes() as hashes:
        source.read_source(file)
    told = json.loads(describe_answer(given, "query", {}, hashes.first, told=hashes.told))
    assert told["inputs"] == {"-": hashlib.sha256(given.read_bytes()).hexdigest()}

"""RDF that is read where it lies: the same report as of what is in memory, and what only it tells.

Oracle: the report of the engine ``columns``, which other tests hold against pySHACL.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.checks import engine_choice, scanned
from eloggraph.checks.check import CheckReport
from eloggraph.checks.engine_choice import LARGE, choose_engine
from eloggraph.cli.main import main
from eloggraph.errors import OptionError
from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.graph.rdf.size import Extent
from eloggraph.shacl.core.terms import NoRoomError, TooManyRowsError
from eloggraph.views.findings.text import render_json

ENGINES = ["streaming", "duckdb"]
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Sub rdfs:subClassOf ex:Thing .
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ;
    sh:property [ sh:path ex:date ; sh:datatype xsd:date ; sh:maxCount 1 ] ,
        [ sh:path ex:label ; sh:pattern "^\\\\w+$" ; sh:uniqueLang true ] ,
        [ sh:path ex:part ; sh:node [ sh:property [ sh:path ex:size ; sh:minInclusive 2 ] ] ] ,
        [ sh:path [ sh:inversePath ex:part ] ; sh:maxCount 0 ] ;
    sh:sparql [ sh:select "SELECT $this ?value { $this <http://example.org/link> ?value . FILTER(?value = $this) }" ] .
ex:None a sh:NodeShape ; sh:targetClass ex:Nothing ; sh:closed true .
"""
DATA = """
@prefix ex: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a ex:Thing ; ex:date "2024-02-30"^^xsd:date , "2024-02-29"^^xsd:date ; ex:label "ä"@fi , "b c"@fi ;
    ex:part [ ex:size 1 ] , ex:b ; ex:link ex:a .
ex:b a ex:Thing ; ex:label "line\\nend" , "quote\\"" ; ex:size 1.5 .
ex:c a ex:Sub .
ex:d <http://www.w3.org/2002/07/owl#imports> <http://example.org/other> .
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name, text in (("shapes.ttl", SHAPES), ("data.ttl", DATA)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    lines = [f'<urn:n{n}> <http://example.org/p> "{n}" .' for n in range(30)]
    (tmp_path / "many.nt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "many.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
        "ex:M sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .\n",
        encoding="utf-8",
    )
    return {path.name: str(path) for path in tmp_path.iterdir()}


def told(report: CheckReport) -> dict[str, object]:
    """Return all that a report tells, but for the labels of blank nodes and the engine.

    Of Turtle only the file of an import is known in memory.
    """
    document = json.loads(re.sub(r"_:[\w-]+", "_:", render_json(report, "en")))
    document.pop("engine", None)
    for finding in document["findings"]:
        if finding["code"] == "import-not-followed":
            finding["place"]["row"] = None
    order = sorted(document["findings"], key=json.dumps)
    return {**document, "findings": order, "groups": len(document["groups"])}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_report_is_the_same_on_each_engine(files: dict[str, str], engine: str) -> None:
    for data, shapes in (("data.ttl", "shapes.ttl"), ("many.nt", "many.ttl")):
        expected = eloggraph.check(files[data], shapes=files[shapes], engine="columns")
        found = eloggraph.check(files[data], shapes=files[shapes], engine=engine)
        assert told(found) == told(expected)
        assert expected.engine is None
        assert found.engine is not None
        assert (found.engine.name, found.engine.results) == (engine, ())
        assert found.engine.version.partition(" ")[0] == found.engine.version.split(" ")[0] != ""
    codes = {
        f.code for f in eloggraph.check(files["data.ttl"], shapes=files["shapes.ttl"]).findings
    }
    assert {"import-not-followed", "shape-no-focus", "subclass-unknown"} <= codes


def test_the_own_shapes_judge_the_files_and_not_the_ontology(tmp_path: Path) -> None:
    """A whole network: its terms are looked at, and its queries are asked."""
    network = tmp_path / "network.nt"
    network.write_text(eloggraph.open("datasets/osaajaks").build("ntriples"), encoding="utf-8")
    expected = eloggraph.check(network, engine="columns")
    found = eloggraph.check(network, engine="streaming")
    assert told(found) == told(expected)
    assert found.complete
    assert len(found.focus_counts) > 20


def test_a_query_that_reads_too_much_is_told(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanned, "_OF_STATEMENT", 10**12)
    asked = {"shapes": files["shapes.ttl"], "engine": "streaming"}
    report = eloggraph.check(files["data.ttl"], **asked)  # type: ignore[arg-type]
    (unrun,) = (f for f in report.findings if f.code == "shape-not-run")
    assert "sh:sparql" in unrun.message.en
    assert (unrun.severity, unrun.shape, report.complete) == ("violation", "ex:S", False)
    assert unrun.place is not None
    allowed = eloggraph.check(files["data.ttl"], allow_unsupported=True, **asked)  # type: ignore[arg-type]
    assert allowed.complete
    assert [f.severity for f in allowed.findings if f.code == "shape-not-run"] == ["warning"]


def invoke(*arguments: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["check", *arguments, "--lang", "en"])
    return run.exit_code, run.output


@pytest.mark.parametrize(("most", "n"), [(29, 29), (30, 30), (2, 2)])
def test_of_many_results_some_are_told_and_all_are_counted(
    files: dict[str, str], most: int, n: int
) -> None:
    code, printed = invoke(
        *(files["many.nt"], "--shapes", files["many.ttl"], "--engine", "streaming"),
        *("--most", str(most), "--format", "json"),
    )
    document = json.loads(printed)
    assert code == 1
    seen = [each for each in document["findings"] if each["severity"] == "violation"]
    assert len(seen) == n
    assert [f["place"]["row"] for f in seen] == sorted(f["place"]["row"] for f in seen)
    many = [
        each["message"]["en"] for each in document["findings"] if each["code"] == "results-many"
    ]
    assert many == ([] if most == 30 else [f"There are 30 results, and {most} of them are told."])
    assert [each["count"] for each in document["engine"]["results"]] == ([] if most == 30 else [30])
    assert document["engine"]["statements"] == 30
    assert document["engine"]["rows"] < 200


def test_an_engine_that_cannot_do_it_says_so(files: dict[str, str]) -> None:
    for arguments, said in (
        (["datasets/osaajaks", "--engine", "streaming"], "checks RDF files"),
        (["datasets/osaajaks", "--most", "3"], "--most"),
        ([files["many.nt"], "--engine", "columns", "--most", "3"], "--most"),
        ([files["many.nt"], "--engine", "duckdb", "--rules"], "--rules"),
    ):
        code, printed = invoke(*arguments)
        assert (code, said in printed) == (2, True), printed


def test_memory_that_ends_is_a_sentence(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from eloggraph.shacl.core.engines import duckdb as engine

    monkeypatch.setattr(engine, "_LEAST", 1_000_000)
    code, printed = invoke(
        files["many.nt"], "--shapes", files["many.ttl"], "--engine", "duckdb", "--memory", "1MB"
    )
    assert code == 2
    assert "--memory" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("memory", ["1", "1kB", "2 gb", "99999999999TB"])
def test_any_amount_of_memory_is_one(files: dict[str, str], engine: str, memory: str) -> None:
    """What an engine cannot do without it takes; as much as nobody has is as good as all."""
    asked = {"shapes": files["many.ttl"], "engine": engine}
    report = eloggraph.check(files["many.nt"], memory=memory, **asked)  # type: ignore[arg-type]
    assert told(report) == told(eloggraph.check(files["many.nt"], **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("memory", ["0", "0GB", "-1", "2GiB", "much", ""])
def test_what_is_no_amount_of_memory_is_told(files: dict[str, str], memory: str) -> None:
    code, printed = invoke(files["many.nt"], "--engine", "streaming", f"--memory={memory}")
    assert (code, "is no amount of memory" in printed) == (2, True)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoRoomError("memory"), "--memory"),
        (NoRoomError("disk"), "TMPDIR"),
        (TooManyRowsError(77), "more than 77 rows"),
    ],
)
def test_what_ends_is_told_in_every_language(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def end(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(scanned, "check_shapes", end)
    report = eloggraph.check(files["many.nt"], shapes=files["many.ttl"], engine="streaming")
    (finding,) = report.findings
    assert not report.complete
    assert said in f"{finding.message.en} {finding.remedy.en}"
    assert len({finding.message.fi, finding.message.sv, finding.message.en}) == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_a_named_graph_is_checked_alone(files: dict[str, str], tmp_path: Path, engine: str) -> None:
    quads = tmp_path / "two.nq"
    said = (f'<urn:{n}> <http://example.org/p> "{n}" <urn:g{n}> .\n' for n in range(3))
    quads.write_text("".join(said), encoding="utf-8")
    asked = {"shapes": files["many.ttl"], "graph": "urn:g1"}
    found = eloggraph.check(quads, engine=engine, **asked)  # type: ignore[arg-type]
    assert told(found) == told(eloggraph.check(quads, engine="columns", **asked))  # type: ignore[arg-type]
    assert [finding.focus for finding in found.findings] == ["urn:1"]


def test_a_file_of_statements_is_checked_as_what_it_is_made_of(
    files: dict[str, str], tmp_path: Path
) -> None:
    packed = tmp_path / "data.parquet"
    pack_statements([Path(files["data.ttl"])], packed)
    found, expected = (
        eloggraph.check(path, shapes=files["shapes.ttl"], engine="streaming")
        for path in (packed, files["data.ttl"])
    )
    assert told(found) == told(expected)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("order", [("z.nt", "a.nt"), ("a.nt", "z.nt"), ("z.parquet", "a.nt")])
def test_what_several_files_say_is_placed_in_the_first(
    files: dict[str, str], tmp_path: Path, engine: str, order: tuple[str, str]
) -> None:
    said = '<urn:n> <http://example.org/p> "x" .\n'
    (tmp_path / "z.nt").write_text("# a comment\n" + said, encoding="utf-8")
    (tmp_path / "a.nt").write_text(said, encoding="utf-8")
    pack_statements([tmp_path / "z.nt"], tmp_path / "z.parquet")
    given = [tmp_path / name for name in order]
    found, expected = (
        eloggraph.check(*given, shapes=files["many.ttl"], engine=name)
        for name in (engine, "columns")
    )
    assert told(found) == told(expected)
    (place,) = (f.place for f in expected.findings if f.focus == "urn:n")
    assert place is not None
    assert place.file == f"{order[0][0]}.nt"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", None),
        ("subject", "urn:a b"),
        ("subject", '"x"'),
        ("subject", "_:b <urn:p> <urn:o> . #"),
        ("predicate", None),
        ("predicate", "_:b"),
        ("object", None),
        ("tag", None),
        ("tag", "@fi . #"),
        ("tag", "@fi--ltr"),
        ("graph", '"x"'),
    ],
)
def test_a_row_that_somebody_has_edited_is_told_and_nothing_is_judged(
    files: dict[str, str], tmp_path: Path, engine: str, column: str, value: str | None
) -> None:
    """The row is no RDF by the grammar of N-Quads."""
    made, edited = tmp_path / "made.parquet", tmp_path / "edited.parquet"
    pack_statements([Path(files["many.nt"])], made)
    rows = pl.read_parquet(made).with_columns(
        pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(value)).otherwise(column).alias(column)
    )
    rows.write_parquet(edited, metadata=pl.read_parquet_metadata(made))
    report = eloggraph.check(edited, shapes=files["many.ttl"], engine=engine)
    (finding,) = report.findings
    assert (finding.code, report.complete) == ("rdf-parquet", False)
    assert "Row 4" in finding.message.en
    assert report == eloggraph.check(edited, shapes=files["many.ttl"], engine="columns")


GIGABYTE = 10**9


@pytest.mark.parametrize(
    ("statements", "memory", "rules", "chosen"),
    [
        (LARGE - 1, 1, False, "columns"),
        (LARGE, 16 * GIGABYTE, False, "streaming"),
        (LARGE, None, False, "streaming"),
        (LARGE, 2 * 165 * LARGE, False, "streaming"),
        (LARGE, 2 * 165 * LARGE - 2, False, "duckdb"),
        (LARGE, 16 * GIGABYTE, True, "columns"),
    ],
)
def test_the_engine_follows_the_size_and_the_memory(
    monkeypatch: pytest.MonkeyPatch, statements: int, memory: int | None, rules: bool, chosen: str
) -> None:
    def estimate(_: object) -> Extent:
        return Extent(statements, 0)

    monkeypatch.setattr(engine_choice, "estimate_extent", estimate)
    assert choose_engine([], None, memory=memory, rules=rules) == chosen
    assert choose_engine([], "auto", memory=memory, rules=rules) == chosen
    assert choose_engine([], "pyshacl", memory=memory, rules=rules) == "pyshacl"
    monkeypatch.setattr(engine_choice, "is_installed", lambda _: False)
    expected = "streaming" if chosen == "duckdb" else chosen
    assert choose_engine([], None, memory=memory, rules=rules) == expected
    with pytest.raises(OptionError, match=r"eloggraph\[duckdb\]|--rules"):
        choose_engine([], "duckdb", memory=memory, rules=rules)

"""Commands lose nothing, overwrite nothing that they read, and say what they leave out."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.api.query import choose_bounds
from eloggraph.cli.main import main

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two data sets and the shapes, to work in."""
    for name in ("datasets/osaajaks", "datasets/suomi", "shapes", "ontology"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(line: str, *more: str) -> Result:
    return CliRunner().invoke(main, [*line.split(), *more])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def spoil(place: Path, rows: int = 1) -> None:
    """Let the first rows of a table refer to what is not there."""
    path = place / "datasets/osaajaks/memberships.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    for at in range(1, rows + 1):
        lines[at] = "no-such-actor," + lines[at].partition(",")[2]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_commands_in_one_folder_lose_nothing(place: Path) -> None:
    """Case D1: what else stands in an output folder outlives every run."""
    run = "run datasets/osaajaks --output out/osaajaks"
    assert call(run).exit_code == 0
    assert call("convert datasets/osaajaks out/osaajaks/network.xlsx").exit_code == 0
    book = (place / "out/osaajaks/network.xlsx").read_bytes()
    for line in (run, run + " --replace", "docs --output out/osaajaks", run):
        refused = line != run + " --replace"
        assert call(line).exit_code == (2 if refused else 0), line
        assert (place / "out/osaajaks/network.xlsx").read_bytes() == book
        assert (place / "out/osaajaks/network.toml").exists()


def test_a_file_of_that_name_makes_no_folder_ours(place: Path) -> None:
    """Case D2."""
    (place / "other").mkdir()
    for name, text in (("run.json", "{}"), ("thesis.docx", "p")):
        (place / "other" / name).write_text(text, encoding="utf-8")
    done = call("run datasets/osaajaks --output other --lang en")
    assert done.exit_code == 2
    assert "thesis.docx" in done.stderr
    assert (place / "other/thesis.docx").read_text(encoding="utf-8") == "p"


OVER_INPUTS = [
    "run datasets/osaajaks --output datasets/osaajaks",
    "run datasets/osaajaks --output datasets/osaajaks/out",
    "run datasets/osaajaks --output datasets",
    "run datasets/osaajaks --output datasets/suomi --replace",
    "docs --examples datasets/osaajaks --output datasets/osaajaks/docs",
    "build datasets/osaajaks --format turtle -o datasets/osaajaks/actors.csv",
    "build datasets/osaajaks --format turtle -o datasets/suomi/regions.csv",
    "map datasets/osaajaks -o datasets/osaajaks/map.html",
    "analyse datasets/osaajaks --format text -o datasets/osaajaks/actors.csv",
    "query datasets/osaajaks actors -o datasets/osaajaks/actors.csv",
    "query datasets/osaajaks q.rq --format text -o q.rq",
    "inspect datasets/osaajaks/actors.csv --format text -o datasets/osaajaks/actors.csv",
    "check d.ttl --shapes shapes --format turtle -o d.ttl",
    "check datasets/osaajaks --format json -o datasets/osaajaks/f.json",
    "check datasets/osaajaks -o datasets/suomi/f.json",
    "check datasets/osaajaks --report sarif=datasets/suomi/regions.csv",
    "check datasets/osaajaks --mark datasets/suomi/marked.xlsx",
    "check datasets/osaajaks/actors.csv --format csv -o datasets/osaajaks/actors.csv",
    "check datasets/osaajaks --mark datasets/osaajaks/network.xlsx",
    "diff ontology ontology --format text -o ontology/elo.ttl",
    "reason datasets/osaajaks -o datasets/osaajaks/i.nt",
    "reason datasets/osaajaks -o datasets/suomi/i.nt",
    "docs --examples datasets/osaajaks --output datasets/suomi/docs",
    "convert datasets/osaajaks datasets/osaajaks/csv",
    "convert datasets/osaajaks datasets/osaajaks/out/network.xlsx",
    "convert datasets/osaajaks datasets/suomi/out/network.xlsx",
    "report datasets/osaajaks -o datasets/osaajaks/r.html",
    "compare datasets/osaajaks --from 2022 --to 2024 --format text -o datasets/suomi/regions.csv",
    "confirm datasets/osaajaks --to datasets/osaajaks/cards",
    "confirm datasets/osaajaks --to datasets/suomi --replace",
    "confirm datasets/osaajaks --take datasets/suomi --to datasets/suomi/out",
]


@pytest.mark.parametrize("line", OVER_INPUTS)
def test_no_output_is_holds_or_lies_in_an_input(place: Path, line: str) -> None:
    """Cases D3 and D4."""
    (place / "d.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    (place / "q.rq").write_text("SELECT ?s { ?s ?p ?o } LIMIT 1", encoding="utf-8")
    before = contents(place)
    done = call(line, "--lang", "en")
    assert done.exit_code == 2, done.output
    assert "was not written" in done.stderr or "Nothing was written" in done.stderr
    assert contents(place) == before


@pytest.mark.parametrize(
    "reports",
    [
        "-o f.json --report sarif=f.json",
        "--report sarif=f.out --report markdown=./f.out",
        "--report json=-",
        "--report json=f.json --report sarif=link.json",
    ],
)
def test_no_output_is_written_over_another(place: Path, reports: str) -> None:
    (place / "link.json").symlink_to("f.json")
    before = contents(place)
    done = call(f"check datasets/osaajaks {reports} --lang en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "two outputs would go to" in done.stderr
    assert contents(place) == before


@pytest.mark.parametrize("line", ["build datasets/osaajaks", "map datasets/osaajaks"])
def test_faulty_tables_are_refused_unless_a_draft_is_wanted(place: Path, line: str) -> None:
    """Case D9: and a draft says that it is one."""
    spoil(place)
    done = call(line, "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "memberships.csv, row 2" in done.stderr
    drafted = call(line, "--lang", "en", "--draft")
    assert drafted.exit_code == 0
    assert "Draft: the tables have one error" in drafted.stdout


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("line", ["query datasets/osaajaks actors", "analyse datasets/osaajaks"])
def test_answers_say_what_they_lack(place: Path, line: str, rows: int) -> None:
    spoil(place, rows)
    done = call(line, "--lang", "en")
    assert done.exit_code == 0
    assert done.stdout
    told = {0: "", 1: "one error", 3: "3 errors"}[rows]
    assert told in done.stderr if rows else done.stderr == ""
    assert f"(rows: {rows})" in done.stderr or not rows


def ask(query: str, *options: str) -> Sequence[object]:
    command = [sys.executable, "-m", "eloggraph", "query", "datasets/osaajaks", query, *options]
    begun = time.monotonic()
    done = subprocess.run(
        [*command, "--lang", "en"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr, time.monotonic() - begun


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_query_without_end_is_ended(place: Path) -> None:
    """Case D13."""
    code, out, told, took = ask(ENDLESS, "--seconds", "1")
    assert (code, out) == (2, "")
    assert "not done in 1 seconds" in str(told)
    assert float(str(took)) < 30


def test_a_query_that_fills_the_memory_is_ended(place: Path) -> None:
    fills = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    code, out, told, _ = ask(fills, "--memory", "100", "--rows", "100000000", "--seconds", "60")
    assert (code, out) == (2, "")
    assert "more than 100 MB" in str(told)


def test_an_answer_that_was_cut_says_so(place: Path) -> None:
    code, out, told, _ = ask("SELECT ?s { ?s ?p ?o }", "--rows", "2", "--format", "csv")
    assert code == 2
    assert len(str(out).splitlines()) == 3
    assert "The first 2 rows" in str(told)


def test_graphs_are_named(place: Path) -> None:
    """Case D8."""
    listed = call("query datasets/osaajaks --graphs").stdout.splitlines()
    counts = {line.split()[1]: int(line.split()[0]) for line in listed}
    own = "https://w3id.org/eloggraph/data/osaajaks/"
    query = f"SELECT (COUNT(*) AS ?n) FROM <{own}> {{ ?s ?p ?o }}"
    answer = call("query datasets/osaajaks --format csv", query).stdout.split()
    assert int(answer[1]) == counts[own] < sum(counts.values())
    refused = call("query datasets/osaajaks --lang en", query.replace(own, "urn:none"))
    assert refused.exit_code == 2
    assert own in refused.stderr


def test_what_a_query_may_take_follows_the_size_of_the_graph(place: Path) -> None:
    code, out, told, _ = ask(ENDLESS)
    assert (code, out) == (2, "")
    assert "not done in 1 seconds" in str(told)
    assert choose_bounds(0).seconds == 1 == choose_bounds(19_999).seconds
    assert choose_bounds(20_000).seconds == 2
    assert choose_bounds(1_000_000).memory_mb == 2_080


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_query_is_a_regular_file_of_a_bounded_size(place: Path) -> None:
    os.mkfifo(place / "pipe.rq")
    (place / "endless.rq").symlink_to("/dev/zero")
    (place / "large.rq").write_bytes(b"#" * 1_000_001)
    (place / "most.rq").write_bytes(b"ASK {}".ljust(1_000_000))
    for name, said in (
        ("pipe", "not a regular"),
        ("endless", "not a regular"),
        ("large", "1000 kB"),
    ):
        done = call(f"query datasets/osaajaks {name}.rq --lang en")
        assert done.exit_code == 2
        assert said in done.stderr
    assert call("query datasets/osaajaks most.rq").exit_code == 0


@pytest.mark.parametrize("word", ["DROP", "LOAD"])
def test_an_update_in_a_file_is_told_as_one(place: Path, word: str) -> None:
    (place / "q.ru").write_text(f"{word} <urn:x>", encoding="utf-8")
    done = call("query datasets/osaajaks q.ru --lang en")
    assert done.exit_code == 2
    assert f"the word {word}, which is not allowed" in done.stderr

"""The recipes of CONTRIBUTING, walked literally in a copy of the toolkit.

What is written into the copy stands in CONTRIBUTING.md word for word; the oracle is what the
recipe says will follow without Python.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from eloggraph.graph.queries import NamedQuery, named_queries

CHECKOUT = Path(__file__).parent.parent
# Runs commands one after another in one process, and prints what each of them answered.
RUN = """
import json, sys
from click.testing import CliRunner
from eloggraph.cli.main import main
runner = CliRunner(env={"ELOGGRAPH_LANG": "en"})
done = [(line, runner.invoke(main, line.split())) for line in json.load(sys.stdin)]
print(json.dumps({line: [each.exit_code, each.stdout, each.stderr] for line, each in done}))
"""
COMMANDS = (
    "check datasets/osaajaks --format json",
    "check faulty/osaajaks --format json",
    "build datasets/osaajaks --format ntriples",
    "map datasets/osaajaks -o out/map.html",
    "docs -o out/docs",
    "new out/csv --all",
    "new out/book --xlsx --lang sv --all",
    "query --list",
    "query datasets/osaajaks fees --lang sv --format csv",
    "query datasets/suomi fees --format csv",
    "query datasets/osaajaks unprefixed --lang sv --format csv",
    "query datasets/osaajaks unselected --format json",
    "check ontology/elo.ttl --format json",
)
# All rules of the model but that of the standard, which a second engine holds them to.
PROOFS = ("tests/model", "tests/examples", "-k", "not by_the_standard_itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """The copy after the recipes, what the tests of the model said on the way, and all answers."""

    top: Path
    forgotten: str
    kept: str
    answers: dict[str, Answer]


def blocks(heading: str) -> list[str]:
    """Return the blocks of code of one recipe, as they stand there."""
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(rf"^### {heading}\n(.*?)(?=^##)", text, re.DOTALL | re.MULTILINE)
    found = re.findall(r"^ *```\w+\n(.*?)^ *```$", recipe, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for block in found]


def append(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_column(table: Path, name: str, cells: list[str]) -> None:
    """Add a column to the table of a data set; the rows after the given cells are left empty."""
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    cells = [*cells, *[""] * (len(rows) - len(cells))]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*header, name])
        writer.writerows([*row, cell] for row, cell in zip(rows, cells, strict=True))


def copy_toolkit(top: Path) -> None:
    ignored = shutil.ignore_patterns("prepared")
    for folder in ("src", "ontology", "shapes", "tests/model", "tests/examples"):
        shutil.copytree(CHECKOUT / folder, top / folder, ignore=ignored)
    shutil.copy(CHECKOUT / "pyproject.toml", top)
    for name in ("conftest", "networks", "office", "spark_servers"):
        shutil.copy(CHECKOUT / "tests" / f"{name}.py", top / "tests")
    for name in ("osaajaks", "suomi"):
        shutil.copytree(CHECKOUT / "datasets" / name, top / "datasets" / name)


def follow_column_recipe(top: Path) -> None:
    shape, term, _ = blocks("A new column")
    services = top / "shapes" / "services.ttl"
    append(services, shape)
    listed = "elosh:GuidanceService-languages , "
    replace(services, listed, f"{listed}elosh:GuidanceService-fee , ")
    append(top / "ontology" / "elo.ttl", term)


def show_fee(top: Path) -> None:
    *_, example = blocks("A new column")
    folder = top / "tests" / "examples" / "services"
    service = "ex:service a elo:GuidanceService , elo:PublicGuidanceService ;\n"
    replace(folder / "conforming.ttl", service, f"{service}    elo:fee 12.5 ;\n")
    append(folder / "violating.ttl", example)


def follow_column_recipe_for_actors(top: Path) -> None:
    """Another column by the same recipe, of nodes that the map shows."""
    shape, term, _ = blocks("A new column")
    words = {"GuidanceService": "Actor", "fee": "rent", "maksu": "vuokra", "avgift": "hyra"}
    for old, new in (words | {"maksaa": "vuokraa", "betalar": "hyr", "pays": "lets"}).items():
        shape, term = shape.replace(old, new), term.replace(old, new)
    append(top / "shapes" / "actors.ttl", shape)
    append(top / "ontology" / "elo.ttl", term)
    listed = "elosh:Actor-homepage ,"
    replace(top / "shapes" / "actors.ttl", listed, f"{listed} elosh:Actor-rent ,")


def follow_table_recipe(top: Path) -> None:
    shapes, terms, alignment, good, bad = blocks("A new table")
    append(top / "shapes" / "organisation.ttl", shapes)
    append(top / "ontology" / "elo.ttl", terms)
    append(top / "ontology" / "elo-align.ttl", alignment)
    append(top / "tests" / "examples" / "organisation" / "conforming.ttl", good)
    append(top / "tests" / "examples" / "organisation" / "violating.ttl", bad)


def follow_query_recipe(top: Path) -> None:
    (query,) = blocks("A new named query")
    folder = top / "src" / "eloggraph" / "graph" / "queries"
    (folder / "fees.rq").write_text(query, encoding="utf-8")
    # And what happens to one that does not.
    bare = re.sub(r"^PREFIX elo:.*\n", "", query, flags=re.MULTILINE)
    (folder / "unprefixed.rq").write_text(bare, encoding="utf-8")
    alone = query.replace(" ?lang ?own WHERE", " WHERE")
    assert alone != query
    (folder / "unselected.rq").write_text(alone, encoding="utf-8")


def fill_tables(top: Path) -> None:
    """Give the network fees and events; and give a copy of it faulty ones."""
    network, faulty = top / "datasets" / "osaajaks", top / "faulty" / "osaajaks"
    shutil.copytree(top / "datasets", top / "faulty")
    add_column(network / "services.csv", "maksu", ["1234,5"])
    add_column(faulty / "services.csv", "avgift", ["12", "ilmainen"])
    add_column(network / "actors.csv", "vuokra", ["77,25"])
    events = "id,label@fi,label@sv,label@en,{}\nfair,Messut,Mässa,Fair,{}\nday,Päivä,Dag,Day,{}\n"
    (network / "events.csv").write_text(events.format("järjestäjä", "jamk", "jyu"), "utf-8")
    (faulty / "events.csv").write_text(events.format("organiser", "jamkk", ""), "utf-8")


def run(top: Path, *line: str, given: str = "", fails: bool = False) -> str:
    done = subprocess.run(
        [sys.executable, *line],
        input=given,
        cwd=top,
        env={"PYTHONPATH": str(top / "src"), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout


def run_tests(top: Path, *choice: str, fails: bool = False) -> str:
    return run(top, "-m", "pytest", "-p", "no:cacheprovider", *choice, fails=fails)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    top = tmp_path_factory.mktemp("recipes")
    copy_toolkit(top)
    follow_column_recipe(top)
    forgotten = run_tests(top, "tests/examples", "-k", "GuidanceService-fee", fails=True)
    show_fee(top)
    follow_table_recipe(top)
    kept = run_tests(top, *PROOFS)
    follow_query_recipe(top)
    follow_column_recipe_for_actors(top)
    fill_tables(top)
    answers = json.loads(run(top, "-c", RUN, given=json.dumps(COMMANDS)))
    return Walked(
        top=top,
        forgotten=forgotten,
        kept=kept,
        answers={
            line: Answer(code=code, out=out, err=err) for line, (code, out, err) in answers.items()
        },
    )


def cells(answer: Answer) -> set[tuple[str, int, str, str]]:
    """Return file, row and column of every violation, and its code."""
    return {
        (place["file"], place["row"], place["column"], finding["code"])
        for finding in json.loads(answer.out)["findings"]
        if finding["severity"] == "violation"
        for place in [finding["place"]]
    }


def test_examples_are_asked_for_and_then_all_rules_of_the_model_are_kept(walked: Walked) -> None:
    assert "test_property_shape_is_proved[GuidanceService-fee]" in walked.forgotten
    assert "never violated" in walked.forgotten
    assert re.search(r"^\d{3,} passed", walked.kept.splitlines()[-1])
    told = json.loads(walked.answers["check ontology/elo.ttl --format json"].out)["findings"]
    new = re.compile(r"elo:(fee|rent|Event|organisedBy)\b")
    assert [each for each in told if new.search(json.dumps(each))] == []


def test_new_tables_have_the_column_and_the_table_under_their_names(walked: Walked) -> None:
    headers = {}
    for path in (walked.top / "out" / "csv").rglob("*.csv"):
        headers[path.stem] = path.read_text(encoding="utf-8-sig").splitlines()[0]
    assert re.search(r"\bfee\b", headers["Services"])
    assert re.search(r"\borganiser\b", headers["Events"])
    book = openpyxl.load_workbook(walked.top / "out" / "book" / "network.xlsx")
    assert "avgift" in [cell.value for cell in book["Tjänster"][1]]
    assert "arrangör" in [cell.value for cell in book["Evenemang"][1]]


def test_values_are_read_under_any_name_and_a_wrong_one_is_told_at_its_cell(
    walked: Walked,
) -> None:
    assert cells(walked.answers["check datasets/osaajaks --format json"]) == set()
    faulty = walked.answers["check faulty/osaajaks --format json"]
    assert cells(faulty) == {
        ("services.csv", 3, "avgift", "value-not-decimal"),
        ("events.csv", 2, "organiser", "reference-dangling"),
        ("events.csv", 3, "organiser", "value-missing"),
    }
    told = {
        each["code"]: each
        for each in json.loads(faulty.out)["findings"]
        if each["severity"] == "violation"
    }
    assert "jamk" in re.findall(r"\w+", told["reference-dangling"]["remedy"]["en"])
    assert told["value-missing"]["message"]["fi"] == "Solu sarakkeessa ”järjestäjä” on tyhjä."


def test_the_statements_are_in_the_graph(walked: Walked) -> None:
    lines = walked.answers["build datasets/osaajaks --format ntriples"].out.splitlines()
    elo, data = "https://w3id.org/eloggraph/ns#", "https://w3id.org/eloggraph/data/osaajaks/"
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    service = f"<{data}services/henkilokohtainen-ohjaus>"
    assert f'{service} <{elo}fee> "1234.5"^^<{decimal}> .' in lines
    assert f"<{data}events/fair> <{elo}organisedBy> <{data}actors/jamk> ." in lines
    assert sum(f"<{elo}fee>" in line for line in lines) == 1


def test_the_reference_shows_column_table_and_query(walked: Walked) -> None:
    pages = walked.top / "out" / "docs"
    for language, name in {"fi": "maksu", "sv": "avgift", "en": "fee"}.items():
        services = (pages / language / "tables" / "services.html").read_text(encoding="utf-8")
        assert f'<a class="self" href="../tables/services.html#fee">{name}</a>' in services
        events = (pages / language / "tables" / "events.html").read_text(encoding="utf-8")
        assert '<tr id="organiser">' in events


def test_the_map_shows_the_fact_of_an_actor_and_not_that_of_a_service(walked: Walked) -> None:
    page = (walked.top / "out" / "map.html").read_text(encoding="utf-8")
    for shown in ("vuokra", "hyra", "77.25"):
        assert shown in page, shown
    assert not re.search(r"\b(maksu|avgift|fee)\b|1.?234[.,]5", page)


def test_a_named_query_is_listed_and_answers_for_its_network_in_a_language(
    walked: Walked,
) -> None:
    assert re.search(r"^ *fees +Services that cost$", walked.answers["query --list"].out, re.M)
    swedish = walked.answers["query datasets/osaajaks fees --lang sv --format csv"]
    coaching = "De personliga coachernas individuella vägledning"
    assert swedish.out.splitlines() == ["service,fee", f"{coaching},1234.5"]
    assert walked.answers["query datasets/suomi fees --format csv"].out == "service,fee\n"


def test_what_the_query_recipe_asks_for_is_needed(walked: Walked) -> None:
    """The usual prefixes are known without it; what it does not select is not bound."""
    bare = walked.answers["query datasets/osaajaks unprefixed --lang sv --format csv"]
    assert bare.out == walked.answers["query datasets/osaajaks fees --lang sv --format csv"].out
    assert bare.code == 0
    (row,) = json.loads(walked.answers["query datasets/osaajaks unselected --format json"].out)
    assert row["service"] == "Omavalmentajien henkilökohtainen ohjaus"  # asked in English


@pytest.mark.parametrize("query", named_queries().values(), ids=named_queries())
def test_named_queries_select_what_the_toolkit_binds(query: NamedQuery) -> None:
    head, body = re.split(r"\bWHERE\b", re.sub(r"#.*", "", query.text), maxsplit=1)
    used = {name for name in ("own", "lang") if re.search(rf"\?{name}\b", body)}
    assert used <= set(re.findall(r"\?(\w+)", head))

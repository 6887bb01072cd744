"""Every command has help, an example that runs as it stands, and keeps stdout for data."""

import json
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from commands import ENDING, list_examples
from eloggraph.cli.main import COMMANDS, main
from eloggraph.graph.queries import named_queries
from eloggraph.text import FINISHED, LANGUAGES, Text
from eloggraph.views.tables.answers import name_variable

CHECKOUT = Path(__file__).parent.parent.parent


def invoke(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env or {"ELOGGRAPH_LANG": "en"}).invoke(main, list(arguments))


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with the data sets where the examples expect them."""
    for name in ("datasets", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "datasets"


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_help_and_an_example(command: str) -> None:
    done = invoke(command, "--help")
    assert done.exit_code == 0
    assert list_examples(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    found = main.get_command(click.Context(main), command)
    assert found is not None
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{command} {parameter.name}"


@pytest.mark.parametrize(
    "example", [pytest.param(line, id=line) for name in ENDING for line in list_examples(name)]
)
def test_example_runs_as_it_stands(example: str, datasets: Path) -> None:
    done = invoke(*shlex.split(example))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("language", FINISHED)
def test_help_speaks_the_language_of_the_environment(language: str) -> None:
    import subprocess
    import sys

    seen = {
        code: subprocess.run(
            [sys.executable, "-m", "eloggraph", "check", "--help"],
            env={"ELOGGRAPH_LANG": code, "PATH": ""},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for code in {language, "en"}
    }
    assert (seen[language] == seen["en"]) == (language == "en")


def test_missing_folder_is_one_sentence_and_exit_2() -> None:
    done = invoke("check", "no-such-folder", "--lang", "fi")
    assert done.exit_code == 2
    assert "no-such-folder" in done.output
    assert "Traceback" not in done.output


def test_missing_folder_as_json_is_still_json() -> None:
    done = invoke("check", "no-such-folder", "--format", "json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["findings"][0]["code"] == "folder-missing"


@pytest.mark.parametrize("command", ["build", "analyse", "map"])
def test_other_commands_tell_a_missing_folder_on_stderr(command: str) -> None:
    done = invoke(command, "no-such-folder", "--lang", "sv")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "no-such-folder" in done.stderr


def test_check_exits_1_for_findings_at_the_threshold(datasets: Path) -> None:
    actors = datasets / "osaajaks" / "actors.csv"
    text = actors.read_text(encoding="utf-8")
    actors.write_text(text.replace("2020", "2020 "), encoding="utf-8")
    (datasets / "osaajaks" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert invoke("check", "datasets/osaajaks").exit_code == 0
    assert invoke("check", "datasets/osaajaks", "--fail-on", "warning").exit_code == 1


def test_check_json_has_the_fixed_form(datasets: Path) -> None:
    (datasets / "osaajaks" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    document = json.loads(invoke("check", "datasets/osaajaks", "--format", "json").stdout)
    assert document["version"] == 1
    assert set(document["summary"]) == {"violation", "warning", "info"}
    finding = document["findings"][0]
    assert {"code", "severity", "message", "place", "focus", "path", "value", "shape"} <= set(
        finding
    )
    assert set(finding["message"]) == set(LANGUAGES)
    assert set(finding["place"]) == {"file", "sheet", "row", "column"}


def test_unknown_query_names_the_nearest(datasets: Path) -> None:
    done = invoke("query", "datasets/osaajaks", "actor")
    assert done.exit_code == 2
    assert "actors" in done.stderr


def test_query_from_a_file(datasets: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "utf-8")
    done = invoke("query", "datasets/osaajaks", "mine.rq", "--format", "csv")
    assert done.exit_code == 0, done.output
    assert int(done.stdout.splitlines()[1]) > 1000


def test_answer_is_a_table_for_machines_or_for_people(datasets: Path) -> None:
    """The standard's form is the same in every language, and holds each value as it is."""
    query = 'SELECT ("=1+1" AS ?label) ("a;-b" AS ?x) (1.5 AS ?n) WHERE {}'
    given = ("query", "datasets/osaajaks", query, "--format")
    standard = "label,x,n\n=1+1,a;-b,1.5\n"
    assert [invoke(*given, "csv", "--lang", lang).stdout for lang in ("fi", "en")] == [standard] * 2
    assert invoke(*given, "spreadsheet", "--lang", "fi").stdout == (
        "\ufeffnimi;x;n\n'=1+1;\"a;'-b\";1,5\n"
    )
    assert invoke(*given, "spreadsheet", "--lang", "en").stdout == "name,x,n\n'=1+1,a;'-b,1.5\n"


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_columns_of_every_named_question_have_a_name(lang: str) -> None:
    """In Finnish and Swedish no header is the bare word of the query."""
    for query in named_queries().values():
        selected = re.search(r"SELECT (?:DISTINCT )?(.*?) WHERE", query.text, re.S)
        variables = re.findall(r"\?(\w+)", selected[1]) if selected and query.question else []
        for variable in set(variables) - {"lang", "own", "seed"}:
            name = name_variable(variable)
            assert "_" not in name.say(lang)
            assert lang == "en" or name != Text.same(variable), (query.name, variable)


def test_query_that_reaches_out_is_refused(datasets: Path) -> None:
    query = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    done = invoke("query", "datasets/osaajaks", query)
    assert done.exit_code == 2
    assert "SERVICE" in done.stderr


def test_run_with_violations_leaves_the_last_good_output(datasets: Path, tmp_path: Path) -> None:
    assert invoke("run", "datasets/osaajaks", "--output", "out").exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    projects = datasets / "osaajaks" / "projects.csv"
    projects.write_text(projects.read_text("utf-8").replace(",2020,", ",31.2.2020,"), "utf-8")
    done = invoke("run", "datasets/osaajaks", "--output", "out")
    assert done.exit_code == 1
    assert "31.2.2020" in done.stderr
    after = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert after == before


def test_run_as_a_draft_writes_in_spite_of_violations(datasets: Path, tmp_path: Path) -> None:
    projects = datasets / "osaajaks" / "projects.csv"
    projects.write_text(projects.read_text("utf-8").replace(",2020,", ",31.2.2020,"), "utf-8")
    done = invoke("run", "datasets/osaajaks", "--output", "out", "--draft")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "report.html").exists()


def test_run_refuses_a_folder_that_is_not_its_own(datasets: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.txt").write_text("mine", "utf-8")
    done = invoke("run", "datasets/osaajaks", "--output", "photos")
    assert done.exit_code == 2
    assert (tmp_path / "photos" / "holiday.txt").read_text("utf-8") == "mine"

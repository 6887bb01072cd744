"""Tables have their names in the shapes alone: give all of them others, and every command works."""

import re
from pathlib import Path

import pytest

from copies import CHECKOUT, copy_toolkit, run_commands

COMMANDS = (
    "check datasets/osaajaks --format json",
    "analyse datasets/osaajaks --format json",
    "query datasets/osaajaks chain-steps --format csv",
    "build datasets/osaajaks --format frictionless",
    "map datasets/osaajaks -o out/map.html",
    "report datasets/osaajaks -o out/report.html",
    "run datasets/osaajaks -o out/run",
    "reason datasets/osaajaks",
    "inspect datasets/osaajaks/t_actors.csv",
    "docs -o out/docs",
    "diff ontology ontology",
    "convert datasets/osaajaks out/converted/network.xlsx",
    "new out/new",
    "new out/book --xlsx --lang fi",
    "new out/some --tables t_links,t_actors",
    "new out/example --example region",
    "check out/example",  # what it lacks by design is a warning
)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the toolkit in which each table is called t_ and what it was."""
    top = tmp_path_factory.mktemp("renamed")
    copy_toolkit(top, "osaajaks", "suomi")
    for file in (top / "shapes").glob("*.ttl"):
        text = file.read_text(encoding="utf-8")
        named = re.sub(r'(elosh:table +")(\w+")', r"\1t_\2", text)
        file.write_text(named, encoding="utf-8")
    for name in ("osaajaks", "suomi"):
        for file in (top / "datasets" / name).glob("*.csv"):
            file.rename(file.with_name(f"t_{file.name}"))
    return top


def test_every_command_works_when_all_tables_have_other_names(renamed: Path) -> None:
    answers = run_commands(renamed, COMMANDS)
    failed = {line: told for line, (code, _, told) in answers.items() if code}
    assert failed == {}
    assert (renamed / "out" / "example" / "t_links.csv").is_file()
    assert not (renamed / "out" / "example" / "links.csv").exists()
    # Nodes have their table in their IRI, and files its name; all else is as it was.
    for line, (_, expected, _) in run_commands(CHECKOUT, COMMANDS[:3]).items():
        found = answers[line][1].replace("t_", "")
        assert sorted(found.splitlines()) == sorted(expected.replace("t_", "").splitlines())

"""The ending of an output's name tells its form; what it cannot be is refused, or told.

The oracle of each form is how such a file begins, as its standard says.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.main import main

BEGINNINGS = {
    "turtle": "@prefix",
    "validation": "# https://w3id.org/eloggraph/shapes#",
    "ntriples": "<http",
    "csvw": '{\n  "@context"',
    "frictionless": '{\n  "name"',
    "json": "{",
    "sarif": '{\n  "$schema"',
    "junit": "<?xml",
    "html": "<!doctype html>",
    "markdown": "#",
}


def call(line: str, folder: Path, lang: str = "en") -> Result:
    arguments = [str(folder) if word == "D" else word for word in line.split()]
    return CliRunner().invoke(main, [*arguments, "--lang", lang])


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("build D -o g.ttl", "turtle"),
        ("build D -o g.NT", "ntriples"),
        ("build D -o tables-metadata.json", "csvw"),
        ("build D -o datapackage.json", "frictionless"),
        ("build D -o graph", "turtle"),
        ("build D -o graph.txt", "turtle"),
        ("build D -o graph.of-2024", "turtle"),
        ("check D -o f.json", "json"),
        ("check D -o f.sarif", "sarif"),
        ("check D -o f.sarif.json", "sarif"),
        ("check D -o f.xml", "junit"),
        ("check D -o f.md", "markdown"),
        ("check D -o f.html", "html"),
        ("check D -o f.ttl", "validation"),
        ("analyse D -o a.json", "json"),
        ("compare D --from 2000 -o c.html", "html"),
        ("compare D --from 2000 -o c.md", "markdown"),
        ("map D -o m.htm", "html"),
        ("report D -o r.html", "html"),
    ],
)
def test_form_follows_the_ending(line: str, form: str, tiny_network: Path, there: Path) -> None:
    done = call(line, tiny_network)
    assert done.exit_code == 0, done.output
    written = (there / line.split()[-1]).read_text(encoding="utf-8")
    assert written.startswith(BEGINNINGS[form])


def test_rows_for_machines_follow_the_ending(tiny_network: Path, there: Path) -> None:
    for name, form in (("a.csv", "csv"), ("a.json", "json"), ("a", "text")):
        call(f"query D actors -o {name}", tiny_network)
        asked = call(f"query D actors --format {form}", tiny_network)
        assert (there / name).read_text(encoding="utf-8").split() == asked.stdout.split()


@pytest.mark.parametrize("line", ["build D", "build D -o -"])
def test_stdout_has_the_first_form(line: str, tiny_network: Path) -> None:
    assert call(line, tiny_network).stdout.startswith("@prefix")


@pytest.mark.parametrize(
    "line",
    [
        "build D -o g.jsonld",
        "build D -o g.nt.gz",
        "build D -o g.json",
        "build D -o g.html",
        "query D actors -o a.xlsx",
        "check D -o f.nt",
        "map D -o map.svg",
        "report D -o report.PDF",
        "reason D -o inferred.json",
    ],
)
def test_a_form_that_is_not_written_is_refused(line: str, tiny_network: Path, there: Path) -> None:
    done = call(line, tiny_network)
    assert done.exit_code == 2
    assert line.split()[-1] in done.stderr
    assert not (there / line.split()[-1]).exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("build D --format turtle -o g.nt", True),
        ("build D --format turtle -o g.ttl", False),
        ("build D --format csvw -o m.json", False),
        ("build D --format ntriples -o g.ttl", False),
        ("check D --format text -o f.sarif", True),
        ("check D --format sarif -o f.json", False),
        ("check D --format json -o f.txt", False),
        ("query D actors --format spreadsheet -o a.csv", False),
    ],
)
def test_the_readers_word_goes_before_the_ending(
    line: str, told: bool, tiny_network: Path, there: Path
) -> None:
    done = call(line, tiny_network)
    assert done.exit_code == 0
    assert (there / line.split()[-1]).exists()
    assert ("although its name ends with" in done.stderr) == told


def test_reasoning_writes_graphs_by_their_ending(tiny_network: Path, there: Path) -> None:
    for name in ("i.nt", "i.nq"):
        call(f"reason D -o {name}", tiny_network)
    triples, quads = ((there / name).read_text(encoding="utf-8") for name in ("i.nt", "i.nq"))
    assert len(triples.splitlines()) == len(quads.splitlines())
    assert len(quads) > len(triples)

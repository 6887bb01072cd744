"""Shapes of the reader within bounds: a sentence and exit code 2 where one is met."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eloggraph.cli.check_bounds import _measure

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

CHECKOUT = Path(__file__).parents[2]
# The process of a command, with bounds of its own.
PROCESS = (
    "import sys\n"
    "from eloggraph.__main__ import run_process\n"
    "from eloggraph.cli import check_bounds\n"
    "check_bounds.SECONDS, check_bounds.MEGABYTES = {seconds}, {megabytes}\n"
    "sys.argv = ['eloggraph', *sys.argv[1:]]\n"
    "run_process()\n"
)
PREFIXES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TARGET = "<urn:S> a sh:NodeShape ; sh:targetSubjectsOf skos:prefLabel ; "
CROSS = TARGET + (
    'sh:sparql [ sh:message "m" ; sh:select "SELECT $this WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i '
    'FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 3) }" ] .'
)
PATHS = " ".join(
    "[ sh:alternativePath ( rdf:type [ sh:inversePath rdf:type ] ) ]" for _ in range(14)
)
WALK = TARGET + f"sh:property [ sh:path ( {PATHS} ) ; sh:maxCount 1 ] ."
DIAMOND = (
    TARGET
    + "sh:node <urn:a0> ."
    + "".join(
        f"<urn:{a}{n}> a sh:NodeShape ; sh:{word} ( <urn:a{n + 1}> <urn:b{n + 1}> ) ."
        for n in range(40)
        for a, word in (("a", "and"), ("b", "or"))
    )
    + "<urn:a40> a sh:NodeShape ; sh:nodeKind sh:IRI . <urn:b40> a sh:NodeShape ; sh:nodeKind sh:IRI ."
)


def check(
    folder: Path, shapes: str, *more: str, seconds: float = 5, megabytes: int = 350
) -> subprocess.CompletedProcess[str]:
    path = folder / "s.ttl"
    path.write_text(PREFIXES + shapes, encoding="utf-8")
    code = PROCESS.format(seconds=seconds, megabytes=megabytes)
    command = [sys.executable, "-c", code, "check", "datasets/osaajaks", "--shapes", str(path)]
    return subprocess.run(
        [*command, "--lang", "en", *more],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_bounds_follow_what_is_read_of_folders_within(tmp_path: Path) -> None:
    """Of RDF the folders within are read, beside tables they are not; the oracle is the size."""
    flat, nested = tmp_path / "flat", tmp_path / "nested" / "a" / "b"
    for folder in (flat, nested):
        folder.mkdir(parents=True)
        (folder / "a.ttl").write_bytes(b"#" * 700)
    assert _measure(tmp_path / "nested") == _measure(flat) == 700
    (tmp_path / "nested" / "network.toml").write_bytes(b"#" * 30)
    assert _measure(tmp_path / "nested") == 30


@pytest.mark.parametrize("shapes", [CROSS, WALK, DIAMOND], ids=["cross", "walk", "diamond"])
def test_shapes_without_end_are_ended(tmp_path: Path, shapes: str) -> None:
    # Memory enough, so that the time is the bound that is met.
    done = check(tmp_path, shapes, seconds=1, megabytes=8_000)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was not done in " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="memory is watched by /proc")
def test_shapes_that_fill_the_memory_are_ended(tmp_path: Path) -> None:
    done = check(tmp_path, CROSS, megabytes=30)
    assert (done.returncode, done.stdout) == (2, "")
    assert "MB of memory, so it was ended" in done.stderr


def test_shapes_within_bounds_are_checked_as_ever(tmp_path: Path) -> None:
    """The child writes the report and its exit code is the command's."""
    length = "sh:property [ sh:path skos:prefLabel ; sh:maxLength {} ] ."
    good = check(tmp_path, TARGET + length.format(1000))
    bad = check(tmp_path, TARGET + length.format(1), "--output", str(tmp_path / "found.txt"))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == "No problems found.\n"
    assert bad.returncode == 1
    assert "errors" in (tmp_path / "found.txt").read_text(encoding="utf-8")


MALFORMED = {
    "backtracking": "sh:property [ sh:path skos:prefLabel ; sh:pattern '^(?=(.+)+$)x$' ] .",
    "a size of its own": "sh:property [ sh:path skos:prefLabel ; sh:pattern '((a{1,999}){1,999}){1,999}' ] .",
    "a list that is a circle": "sh:and <urn:l> . <urn:l> rdf:first <urn:T> ; rdf:rest <urn:l> .",
    "a path that is a circle": "sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .",
    "depth": "sh:not " + "[ sh:not " * 3000 + "[ sh:nodeKind sh:IRI ]" + " ]" * 3000 + " .",
    "depth of a path": "sh:property [ sh:path "
    + "[ sh:inversePath " * 3000
    + "skos:broader"
    + " ]" * 3000
    + " ] .",
    "depth of SPARQL": 'sh:sparql [ sh:select "SELECT $this WHERE { '
    + "{" * 3000
    + "$this ?p ?o"
    + "}" * 3000
    + ' }" ] .',
}


@pytest.mark.parametrize("shapes", MALFORMED.values(), ids=MALFORMED)
def test_shapes_that_no_engine_can_run_are_told_at_once(tmp_path: Path, shapes: str) -> None:
    done = check(tmp_path, TARGET + shapes)
    assert done.returncode == 2
    assert "s.ttl" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_shape_that_asks_for_itself_alone_demands_nothing(tmp_path: Path) -> None:
    done = check(tmp_path, TARGET + "sh:and ( <urn:S> ) .")
    assert (done.returncode, done.stdout) == (0, "No problems found.\n")


@pytest.mark.parametrize("members", [1, 2000])
def test_a_long_list_of_values_is_checked(tmp_path: Path, members: int) -> None:
    values = " ".join(f'"{n}"' for n in range(members))
    done = check(
        tmp_path, TARGET + f"sh:property [ sh:path skos:prefLabel ; sh:in ( {values} ) ] ."
    )
    assert done.returncode == 1
    assert done.stdout.endswith("errors.\n")


@pytest.mark.parametrize(("large", "died"), [(10**6, False), (10, True)])
def test_a_check_of_much_that_dies_says_how_to_do_with_less_memory(
    tmp_path: Path, large: int, died: bool
) -> None:
    """Polars ends the process where memory ends; here the process ends itself in its place."""
    data = tmp_path / "data.nt"
    data.write_text('<urn:a> <urn:p> "x" .\n', encoding="utf-8")
    code = (
        "import os, sys\n"
        "from eloggraph.__main__ import run_process\n"
        "from eloggraph.checks import any_rdf\n"
        "from eloggraph.cli import check_bounds\n"
        f"check_bounds._LARGE = {large}\n"
        "any_rdf.check_rdf = lambda *_, **__: os.abort()\n"
        "sys.argv = ['eloggraph', *sys.argv[1:]]\n"
        "run_process()\n"
    )
    command = [sys.executable, "-c", code, "check", str(data), "--lang", "en"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert ("--engine duckdb" in done.stderr) == died, done.stderr
    assert (done.returncode == 2) == died

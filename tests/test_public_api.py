"""What the package shows is what it promises, and what the command line says, it says too."""

import ast
import inspect
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import eloggraph
from eloggraph.api.asked import Dataset
from eloggraph.api.opened import OpenedFolder
from eloggraph.api.stored import StoredGraphs
from eloggraph.api.written import WrittenNetwork
from eloggraph.cli.main import COMMANDS, VERBS, main
from eloggraph.errors import OptionError

OSAAJAKS = Path(__file__).parent.parent / "datasets" / "osaajaks"
ONTOLOGY = OSAAJAKS.parent.parent / "ontology"
CLI = Path(eloggraph.__file__).parent / "cli"

FUNCTIONS = {name for name in eloggraph.__all__ if inspect.isfunction(getattr(eloggraph, name))}
METHODS = {
    name
    for kind in (eloggraph.Network, Dataset, WrittenNetwork, OpenedFolder, StoredGraphs)
    for name, value in vars(kind).items()
    if inspect.isfunction(value) and not name.startswith("_")
}
# No command of their own: what they do is part of every command, or an option of one.
WITHOUT_COMMAND = {
    "open": "every command opens the folder that it is given",
    "open_dataset": "query opens what it is given",
    "find_store": "a part of query",
    "find_day_store": "a part of query",
    "mark": "check --mark",
    "list_sources": "a part of the report",
    "look": "--at of every command that looks at a day",
    "to_rdflib": "build, for a program",
    "to_oxigraph": "build, for a program",
    "to_owlready": "reason, for a program",
    "to_networkx": "run, for a program: network.graphml",
    "to_polars": "build, for a program",
    "to_pandas": "build, for a program",
    "select": "query, for a program that knows the kind of its query",
    "ask": "query, for a program that knows the kind of its query",
    "construct": "query, for a program that knows the kind of its query",
    "view": "map --view",
    "write_store": "build --store",
    "build_parts": "build, which need not hold a large file at once",
}
# Options that are about showing, or about the command line's own life: a library returns values.
SHOWING = {
    "format_",
    "output",
    "fail_on",
    "lang",
    "list_",
    "show",
    "graphs",
    "renderer",
    "view",
    "provenance",
}
ONLY_COMMAND = {
    "build": {"store", "rebuild"},  # write_store
    "check": {"explain", "watch", "mark", "report", "inferred"},
    "confirm": {"taking"},  # tells apart what is to be sent and what came back
}
# What a command takes from its surroundings, or only programs ask for.
ONLY_PYTHON = {
    "check": {"earlier"},
    "compare": {"permutations", "today"},
    "build": {"format"},
    "confirm": {"today"},
    "analyse": {"permutations", "today"},
    "map": {"today"},
    "report": {"permutations", "today"},
    # Of a page: the command has the workbook and the settings, and prefers what it speaks.
    "import_tables": {"choices", "amends", "preferred"},
    "serve": {"tell"},
    "run": {"permutations", "today"},
}


def verb(name: str) -> Callable[..., Any]:
    """Return the public function of a command, or the method of a network."""
    return getattr(eloggraph if name in FUNCTIONS else eloggraph.Network, name)  # type: ignore[no-any-return]


def parameters(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self"}


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def test_all_is_sorted_and_there() -> None:
    assert eloggraph.__all__ == sorted(eloggraph.__all__)
    assert all(hasattr(eloggraph, name) for name in eloggraph.__all__)
    assert dir(eloggraph) == eloggraph.__all__
    with pytest.raises(AttributeError, match="examine"):
        eloggraph.examine  # type: ignore[attr-defined] # noqa: B018


def test_nothing_public_is_left_out_of_all() -> None:
    visible = {
        name
        for name, value in vars(eloggraph).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert visible - {"typing"} <= set(eloggraph.__all__)


def test_type_checkers_see_every_public_name() -> None:
    """The names are imported when they are asked for: a checker reads another list."""
    tree = ast.parse(Path(eloggraph.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("eloggraph.")
        for alias in node.names
    }
    assert seen | {"__version__"} == set(eloggraph.__all__)


def test_every_command_has_a_public_verb_and_every_verb_a_command() -> None:
    verbs = {VERBS.get(name, name) for name in COMMANDS}
    assert (FUNCTIONS | METHODS) - set(WITHOUT_COMMAND) == verbs
    assert set(WITHOUT_COMMAND) <= FUNCTIONS | METHODS


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_verb_have_the_same_options(name: str) -> None:
    theirs = {parameter.name or "" for parameter in command(name).params}
    name = VERBS.get(name, name)
    ours = parameters(verb(name)) - ONLY_PYTHON.get(name, set())
    assert ours - theirs == set()
    if name not in FUNCTIONS:
        theirs -= {"folder", "untrusted"}  # the network that the method is called on, as opened
        assert "untrusted" in parameters(eloggraph.open)
    if name == "query":
        theirs -= parameters(eloggraph.open_dataset)
    assert theirs - ours - SHOWING - ONLY_COMMAND.get(name, set()) == set()


# Options that are about files, which a network that is open has been read from.
_OF_PATHS = {
    *("path", "paths", "graph", "input_format", "memory", "most", "untrusted"),
    *("master", "remote"),
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS & METHODS))
def test_a_verb_takes_the_same_options_of_a_network_that_is_open(name: str) -> None:
    function, method = (parameters(getattr(home, name)) for home in (eloggraph, eloggraph.Network))
    assert function - method - _OF_PATHS == set()
    assert method <= function


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_parse_call_render_and_are_short(name: str) -> None:
    name = VERBS.get(name, name)
    tree = ast.parse((CLI / f"{name}.py").read_text(encoding="utf-8"))
    (function,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name
    )
    first, last = function.body[1], function.body[-1]
    assert (last.end_lineno or 0) - first.lineno < 20
    called = [
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "eloggraph"
    ]
    opening = "open_dataset" if name == "query" else "open"
    assert called == [name if name in FUNCTIONS else opening]
    if called == [opening]:
        text = ast.unparse(function)
        method = "build_parts" if name == "build" else name
        calls = (f"eloggraph.open(folder).{method}(", f"network.{method}(", f"dataset.{name}(")
        assert any(each in text for each in calls)


@pytest.mark.parametrize("name", eloggraph.__all__)
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    value = getattr(eloggraph, name)
    if getattr(value, "__module__", "").startswith("eloggraph"):  # no other name for a type
        assert ">>>" in (value.__doc__ or "")


@pytest.mark.parametrize("name", sorted(METHODS - {"list_sources"}))
def test_every_verb_of_a_network_is_documented_with_an_example(name: str) -> None:
    assert ">>>" in (getattr(eloggraph.Network, name).__doc__ or "")


def test_a_report_has_what_stands_behind_it(
    tmp_path: Path, write_network: Callable[..., Path], tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["actors"][1][2] = ""  # its Finnish name
    folder = write_network(tmp_path, tiny_tables)
    net = eloggraph.open(folder)
    report = net.check()
    assert isinstance(report, eloggraph.Report)
    assert report == eloggraph.check(folder)
    assert report.validation is not None
    assert report.validation.results
    assert report.validation.costs == ()
    assert net.check() is report
    profiled = net.check(profile=True)
    assert profiled == report
    assert profiled.validation is not None
    assert profiled.validation.costs
    other = net.check(engine="pyshacl")
    assert other.validation is not None
    assert other.validation.results == report.validation.results


def test_shapes_of_a_network_that_is_open_are_files_too(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix elo: <https://w3id.org/eloggraph/ns#> ."
        "<urn:s> a sh:NodeShape ; sh:targetClass elo:Actor ;"
        " sh:property [ sh:path elo:no ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    opened = eloggraph.open(OSAAJAKS).check(shapes=shapes)
    assert opened.count("violation") > 1
    assert opened == eloggraph.check(OSAAJAKS, shapes=[shapes])


def test_options_for_nothing_are_refused_in_python_too(tmp_path: Path) -> None:
    refused: list[dict[str, Any]] = [
        {"xlsx": True, "metadata": True},
        {"example": "region", "xlsx": True},
        {"tables": []},
        {"seed": 0},
    ]
    for options in refused:
        with pytest.raises(OptionError):
            eloggraph.new(tmp_path / "new", **options)
    with pytest.raises(OptionError):
        eloggraph.convert(OSAAJAKS, tmp_path / "a.xlsx", separator="comma")
    assert list(tmp_path.iterdir()) == []


def test_one_rule_for_the_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pages about a network open in its own first language, all else is in the reader's."""
    for name in ("network.toml", "actors.csv"):
        text = (OSAAJAKS / name).read_text(encoding="utf-8")
        text = text.replace('languages = ["fi", "sv", "en"]', 'languages = ["sv", "fi"]')
        (tmp_path / name).write_text(text.replace('uses = ["../suomi"]', ""), encoding="utf-8")
    net = eloggraph.open(tmp_path)
    for environment in ("fi", "en"):
        monkeypatch.setenv("ELOGGRAPH_LANG", environment)
        drawn = net.map(draft=True)  # the network that it uses is not here
        assert '<html lang="sv"' in drawn.to_html()
        assert '<html lang="en"' in drawn.to_html("en")
        assert net.query("actors") == net.query("actors", environment)  # type: ignore[arg-type]
        assert net.mark() == net.mark(lang=environment)  # type: ignore[arg-type]
    assert net.query("actors", "fi") != net.query("actors", "en")


def test_a_language_that_we_do_not_have_is_refused_with_those_that_we_have() -> None:
    net = eloggraph.open(OSAAJAKS)
    for ask in (net.map().to_html, lambda lang: net.query("actors", lang)):
        with pytest.raises(ValueError, match=r"xx: not one of fi, sv, en"):
            ask("xx")


def test_public_values_are_one_line(tmp_path: Path) -> None:
    net = eloggraph.open(OSAAJAKS)
    report = eloggraph.check("no-such-folder")
    values = (
        *(net, net.graph, net.map(), net.analyse(permutations=9), net.report(permutations=9)),
        *(net.query("actors"), net.reason(), report, report.findings[0]),
        eloggraph.inspect(OSAAJAKS / "actors.csv"),
        eloggraph.diff(ONTOLOGY, ONTOLOGY),
        eloggraph.run(OSAAJAKS, tmp_path / "out", permutations=9),
    )
    for value in values:
        assert "\n" not in repr(value)
        assert len(repr(value).replace(str(tmp_path), "")) < 120, repr(value)


def test_help_and_the_package_import_no_data_library() -> None:
    code = (
        "import sys\n"
        "import eloggraph\n"
        "print(sum(name.startswith('eloggraph') for name in sys.modules))\n"
        "from click.testing import CliRunner\n"
        "from eloggraph.cli.main import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "heavy = {'polars', 'pyoxigraph', 'rdflib', 'networkx', 'numpy', 'pyshacl', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "[]"]

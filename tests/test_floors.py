"""The house keeps its floors: every import is held against the table of the design."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

SOURCE = Path(__file__).parent.parent / "src" / "eloggraph"

# Lowest first. A room imports from its own floor and from those before it.
FLOORS: dict[str, frozenset[str]] = {
    "ground": frozenset(),
    "schema": frozenset({"pyoxigraph"}),
    "tables": frozenset({"polars", "fastexcel", "xlsxwriter"}),
    "graph": frozenset({"pandas", "polars", "pyoxigraph", "rdflib"}),
    "snapshot": frozenset({"polars"}),
    "shacl": frozenset(
        {
            "duckdb",
            "grpc",
            "narwhals",
            "polars",
            "py4j",
            "pyarrow",
            "pyoxigraph",
            "pyshacl",
            "pyspark",
            "rdflib",
        }
    ),
    "checks": frozenset({"polars", "pyoxigraph"}),
    "ontology": frozenset({"owlready2", "polars", "pyoxigraph"}),
    "analysis": frozenset({"graspologic_native", "networkx", "numpy"}),
    "cards": frozenset(),
    "importing": frozenset({"polars"}),
    "layout": frozenset({"networkx", "numpy"}),
    "views": frozenset({"jinja2", "markupsafe", "pyvis", "typst"}),
    "publish": frozenset({"pyoxigraph"}),
    "example": frozenset(),
    # The front door names types of the floors below; it runs none of their libraries itself.
    "api": frozenset(
        {"networkx", "owlready2", "pandas", "polars", "pyoxigraph", "pyvis", "rdflib"}
    ),
    "web": frozenset({"starlette", "uvicorn"}),
    "cli": frozenset({"click", "watchfiles"}),
}
ROOMS = {
    "text": "ground",
    "cache": "ground",
    "catalogue": "ground",
    "languages": "ground",
    "iri": "ground",
    "finding": "ground",
    "causes": "ground",
    "errors": "ground",
    "config": "ground",
    "filenames": "ground",
    "output": "ground",
    "jobs": "ground",
    "nesting": "ground",
    "once": "ground",
    "steps": "ground",
    "private": "ground",
    "profiles": "ground",
    "publication": "ground",
    "tie_sorts": "ground",
    # It names the page among the commands; what it names is imported when it is asked for.
    "__init__": "web",
    "__main__": "cli",
}
MODULES = sorted(SOURCE.rglob("*.py"))
# A test of a rule holds all modules of a room against it: there are many, and each is quick.
BY_ROOM = {
    room: [path for path in MODULES if path.relative_to(SOURCE).parts[0] == room]
    for room in sorted({path.relative_to(SOURCE).parts[0] for path in MODULES})
}
every_room = pytest.mark.parametrize("paths", BY_ROOM.values(), ids=BY_ROOM)


def floor_of(parts: tuple[str, ...]) -> str:
    return ROOMS.get(parts[0], parts[0]) if parts else "api"


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[tuple[str, bool], ...]:
    return tuple(walk_imports(parse(path)))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def forbidden(floor: str, name: str) -> str | None:
    top, *rest = name.split(".")
    if top == "eloggraph":
        order = list(FLOORS)
        # The package itself is the front door, for those above it only.
        other = floor_of(tuple(rest))
        return None if order.index(other) <= order.index(floor) else f"{name} is above {floor}"
    if top in sys.stdlib_module_names or top in FLOORS[floor]:
        return None
    return f"{top} has no home on {floor}"


def id_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@every_room
def test_module_imports_only_from_its_floor_and_below(paths: list[Path]) -> None:
    assert [
        (id_of(path), fault)
        for path in paths
        for name in imports(parse(path))
        if (fault := forbidden(floor_of(path.relative_to(SOURCE).with_suffix("").parts), name))
    ] == []


NAMES = {
    ".".join(("eloggraph", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in MODULES
}
# A verb is a function and a method of the network: each method asks for the module of its verb
# when it is called, and that module opens networks. No other circle may be closed in a function.
DOORS = ("eloggraph.api.network", "eloggraph.api.written")


def walk_imports(tree: ast.AST, lazy: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the modules that are imported when the program runs, and whether in a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for other in node.orelse:
                yield from walk_imports(other, lazy)
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                yield (module if module in NAMES else str(node.module)), lazy
        in_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from walk_imports(node, lazy or in_function)


Imports = Mapping[str, Iterable[tuple[str, bool]]]


def find_circles(imported: Imports, *, lazy: bool) -> set[frozenset[str]]:
    """Return the groups of modules that need each other, at import or when they run."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, modules in imported.items():
        graph.add_edges_from(
            (name, module)
            for module, is_lazy in modules
            if module in imported
            and module != name
            and (not is_lazy or (lazy and name not in DOORS))
        )
    return {frozenset(found) for found in nx.strongly_connected_components(graph) if len(found) > 1}


def test_modules_import_each_other_in_no_circle() -> None:
    imported = {name: imports_of(path) for name, path in NAMES.items()}
    assert find_circles(imported, lazy=False) == set()
    assert find_circles(imported, lazy=True) == set()


def test_a_circle_is_seen() -> None:
    def find(other: str, *, lazy: bool) -> set[frozenset[str]]:
        sources = {"eloggraph.iri": "from eloggraph.text import say", "eloggraph.text": other}
        return find_circles(
            {n: [*walk_imports(ast.parse(s))] for n, s in sources.items()}, lazy=lazy
        )

    both = {frozenset({"eloggraph.iri", "eloggraph.text"})}
    late = "def f():\n    from eloggraph import iri"
    assert find("import eloggraph.iri", lazy=False) == both
    assert find(late, lazy=False) == set()
    assert find(late, lazy=True) == both
    assert find("if TYPE_CHECKING:\n    from eloggraph.iri import ELO", lazy=True) == set()


# Libraries that stand behind one door on their floor, so that each can be exchanged in one place.
HOMES = {
    "duckdb": {"shacl/core/engines/duckdb.py"},
    "fastexcel": {"tables/read/workbook.py", "tables/write/workbook.py"},
    "graspologic_native": {"analysis/statistics/leiden.py"},
    "jinja2": {"views/page/templates.py"},
    "markupsafe": {"views/page/escapes.py"},
    "narwhals": {"shacl/core/"},
    "owlready2": {"ontology/hermit_child.py", "ontology/owlready.py"},
    "pandas": {"api/opened.py", "graph/answer_frame.py", "graph/answers.py", "graph/table.py"},
    "pyarrow": {"shacl/core/engines/spark.py"},
    "pyshacl": {"shacl/pyshacl_engine.py"},
    "pyspark": {"shacl/core/engines/spark_session.py"},
    "pyvis": {"views/map/pyvis.py"},
    "rdflib": {"graph/rdf/store.py", "shacl/pyshacl_engine.py"},
    "typst": {"views/poster/printed.py"},
    "starlette": {"web/"},
    "uvicorn": {"web/start.py"},
    "watchfiles": {"cli/check_watch.py"},
    "xlsxwriter": {"tables/write/"},
}


@pytest.mark.parametrize("library", HOMES)
def test_library_is_used_behind_its_own_door_only(library: str) -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for name, _ in imports_of(path)
        if name.partition(".")[0] == library
    }
    assert {user for user in users if not user.startswith(tuple(HOMES[library]))} == set()
    assert users


# What the SHACL library knows of the rest: statements and IRIs, what a query may not do, and of
# schema/ nothing but the index of RDF terms, which reads ontology and shapes alike.
SHACL_KNOWS = frozenset(
    f"eloggraph.{name}"
    for name in (
        "graph.statements",
        "graph.query_safety",
        "graph.rdf.triples",
        "iri",
        "schema.terms",
    )
)


def test_shacl_is_a_library_of_its_own() -> None:
    """Statements in, results out: no finding, no text, no table, no network."""
    assert [
        (id_of(path), name)
        for path in BY_ROOM["shacl"]
        for name in imports(parse(path))
        if name.startswith("eloggraph")
        and name not in SHACL_KNOWS
        and not name.startswith("eloggraph.shacl")
    ] == []


def test_an_import_that_goes_up_is_seen() -> None:
    assert forbidden("tables", "eloggraph.graph.rdf.write")
    assert forbidden("ground", "polars")
    assert forbidden("views", "networkx")
    assert forbidden("checks", "eloggraph.schema.model") is None


def test_modules_are_short_and_have_names() -> None:
    assert {path.stem for path in MODULES}.isdisjoint(
        {"util", "utils", "helpers", "common", "misc", "base"}
    )
    lengths = {id_of(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("room", sorted({*BY_ROOM} - {"cli"}))
def test_only_the_command_line_prints_exits_or_catches_all(room: str) -> None:
    for node in (node for path in BY_ROOM[room] for node in ast.walk(parse(path))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert ast.unparse(node.type) not in {"Exception", "BaseException"}
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "sys.exit", "exit", "eval", "exec"}


# Rooms that handle tables whatever they are; analyses and pages have words of their own.
TABLE_ROOMS = (
    "schema",
    "tables",
    "graph",
    "shacl",
    "checks",
    "ontology",
    "example",
    "api",
    "cli",
    "importing",
    "web",
)


@every_room
def test_no_table_or_column_of_the_model_is_named_in_python(paths: list[Path]) -> None:
    """Their names live in the shapes; a name that is also a plain word is not looked for."""
    assert {id_of(path): found for path in paths if (found := find_model_names(path))} == {}


def find_model_names(path: Path) -> set[str]:
    from eloggraph.schema.packaged import packaged_schema

    tables = packaged_schema().tables
    keys = {column.key for table in tables for column in table.columns}
    names = {table.name for table in tables} - keys
    if path.relative_to(SOURCE).parts[0] not in TABLE_ROOMS:
        names = {name for name in names if "_" in name}
    names |= {key for key in keys if "_" in key or "@" in key}
    # Axes of the coverage analysis are variables of its named queries.
    names -= {"target_group"}
    if path.parent.name == "example":
        names -= {"actors"}  # the file of what was planted has words of its own
    tree = parse(path)
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    return names & {text for text in strings if isinstance(text, str)}


def test_contributing_shows_the_floors_their_rooms_and_their_libraries() -> None:
    text = (SOURCE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## The floors")[2].partition("## Words")[0]
    lines = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| ")][1:]
    shown = {}
    for floor, rooms, _, libraries in lines:
        named = re.findall(r"[\w/]+", " ".join(re.findall(r"`([^`]+)`", rooms)))
        name = "ground" if "ground" in floor else re.findall(r"(\w+)/", floor + rooms)[0]
        shown[name] = frozenset() if "–" in libraries else set(re.findall(r"\w+", libraries))
        folder = SOURCE if name in ("ground", "cli") else SOURCE / name
        missing = {
            room
            for room in named
            if not (folder / room).is_dir() and not (folder / f"{room}.py").is_file()
        }
        assert missing == set(), name
        if name == "ground":
            assert {room.rstrip("/") for room in named} == {
                room for room, its in ROOMS.items() if its == "ground"
            }
    # The front door names types of the libraries below and runs none of them.
    assert list(shown) == list(FLOORS)
    assert shown | {"api": FLOORS["api"]} == FLOORS

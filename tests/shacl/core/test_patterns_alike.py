"""A pattern means the same on every engine that computes frames.

Oracle: ``REGEX`` of SPARQL, as Oxigraph has it, which constraints in SPARQL are asked with too.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.terms import Backend
from eloggraph.shacl.shapes import ShapesGraph

# Pattern, flags, text: engines are known to differ in about half of them.
PAIRS = [
    (r"^\w+$", "", "ä"),
    (r"^\w+$", "", "a_1"),
    (r"^\W$", "", "ä"),
    (r"^\d+$", "", "٣"),
    (r"^\D$", "", "٣"),
    (r"^a\sb$", "", "a\u00a0b"),
    (r"^\S+$", "", "a\u2003b"),
    (r"\bö", "", "äö"),
    (r"^ÄÖ$", "i", "äö"),
    (r"^ß$", "i", "ẞ"),
    (r"^a.b$", "", "a\nb"),
    (r"^a.b$", "s", "a\nb"),
    (r"a$", "", "a\n"),
    (r"a$", "m", "a\nb"),
    (r"^\p{L}+$", "", "Ωж"),
    (r"^\p{Lu}$", "", "ǅ"),
    (r"^[[:alpha:]]$", "", "ä"),
    ("^(" + "|".join(f"kunta{n}" for n in range(300)) + ")$", "", "kunta299"),
    (r"^.$", "", "👩"),
    (r"^[a&]$", "", "&"),
    (r"^[a-z0-9]{2,5}$", "", "ab12"),
    (r"^\S+@\S+\.[a-z]{2,}$", "", "ä@ö.fi"),
]  # fmt: skip
SHAPES = "ex:S sh:targetNode ex:a ; sh:property "


@pytest.fixture(scope="module")
def expected() -> set[int]:
    """The numbers of the pairs that do not match."""
    store = ox.Store()

    def ask(pattern: str, flags: str, text: str) -> bool:
        given = ", ".join(str(ox.Literal(each)) for each in (text, pattern, flags))
        return bool(store.query(f"ASK {{ FILTER(REGEX({given})) }}"))

    return {number for number, pair in enumerate(PAIRS) if not ask(*pair)}


@pytest.mark.parametrize("engine", [PolarsBackend, DuckBackend, "spark"])
def test_a_pattern_means_the_same_everywhere(
    shapes_of: Callable[[str], ShapesGraph],
    graph_of: Callable[[str], Graph],
    expected: set[int],
    engine: Callable[[], Backend] | str,
    request: pytest.FixtureRequest,
) -> None:
    backend = request.getfixturevalue("open_spark") if isinstance(engine, str) else engine
    shapes = " , ".join(
        f"[ sh:path ex:p{number} ; sh:pattern {ox.Literal(pattern)} ; sh:flags {ox.Literal(flags)} ]"
        for number, (pattern, flags, _) in enumerate(PAIRS)
    )
    # A value that never matches keeps each pattern from being proved by a look at the column.
    data = " ".join(
        f'ex:a ex:p{number} {ox.Literal(text)} , "" .' for number, (*_, text) in enumerate(PAIRS)
    )
    plan = compile_shapes(shapes_of(f"{SHAPES}{shapes} ."))
    found = run_plan(plan, [graph_of(data)], backend=backend()).results
    failed = {str(r.path).rpartition("/p")[2][:-1] for r in found if r.value != ox.Literal("")}
    assert failed == {str(number) for number in expected}
    assert 0 < len(expected) < len(PAIRS)

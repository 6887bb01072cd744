"""Steps repeated without end: the same as pySHACL and as one step after another, at any depth."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

import eloggraph
from eloggraph.shacl.core.closure import close

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DEEP = 40  # deeper than what joins are made for
DATA = {
    "chain": "\n".join(f"ex:n{i} ex:p ex:n{i + 1} ." for i in range(DEEP)),
    "circle": "\n".join(f"ex:n{i} ex:p ex:n{(i + 1) % DEEP} ." for i in range(DEEP)),
    "circle-with-tails": "\n".join(f"ex:n{i} ex:p ex:n{(i + 1) % DEEP} , ex:t{i} ." for i in range(DEEP))
    + "ex:n3 ex:p ex:n3 . ex:head ex:p ex:n1 .",
    "ladder": "\n".join(f"ex:n{i} ex:p ex:n{i + 1} , ex:m{i + 1} . ex:m{i} ex:p ex:n{i + 1} ." for i in range(DEEP)),
    "blank": "ex:n0 ex:p " + "[ ex:p " * DEEP + "'end'" + " ] " * DEEP + ".",
    "literals": "\n".join(f"ex:n{i} ex:p ex:n{i + 1} , {i} , 'ex:n{i}' ." for i in range(DEEP)),
    "two-ways": "\n".join(f"ex:n{i + 1} ex:q ex:n{i} ." if i % 3 else f"ex:n{i} ex:p ex:n{i + 1} ." for i in range(DEEP)),
    "list": "ex:n0 ex:p ( " + " ".join(map(str, range(DEEP))) + " ) .",
}  # fmt: skip
PATHS = {
    "*": "[ sh:zeroOrMorePath ex:p ]",
    "+": "[ sh:oneOrMorePath ex:p ]",
    "inverse": "[ sh:oneOrMorePath [ sh:inversePath ex:p ] ]",
    "two": "[ sh:zeroOrMorePath [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ]",
    "pairs": "[ sh:oneOrMorePath ( ex:p ex:p ) ]",
    "after": "( ex:p [ sh:zeroOrMorePath ex:p ] )",
    "members": "( ex:p [ sh:zeroOrMorePath rdf:rest ] rdf:first )",
}


# The shape of one path, whose property shapes end with its number.
ANY_VALUE = f"""<urn:S/%(at)d> sh:targetNode ex:n0 , ex:n7 , ex:n{DEEP} , "lone" ; sh:targetSubjectsOf ex:q ;
  sh:property <urn:P/%(at)d> .
<urn:P/%(at)d> sh:path %(path)s ; sh:in () .
"""
FEW_VALUES = """<urn:S/%(at)d> sh:targetSubjectsOf ex:p , ex:q , rdf:rest ; sh:targetNode "lone" , 7 ;
  sh:property <urn:P/%(at)d> , <urn:Q/%(at)d> .
<urn:P/%(at)d> sh:path %(path)s ; sh:nodeKind sh:BlankNodeOrIRI ; sh:not [ sh:in ( ex:n9 ) ] .
<urn:Q/%(at)d> sh:path %(path)s ; sh:pattern "[^39]$" .
"""
NUMBERS = {path: at for at, path in enumerate(PATHS)}
Found = dict[int, list[tuple[str, str, str]]]


def judge(folder: Path, engine: Literal["columns", "pyshacl"], data: str, shapes: str) -> Found:
    """Return focus node, value and component of all results, by the number of the path."""
    for name, text in (("d.ttl", DATA[data]), ("s.ttl", shapes)):
        (folder / name).write_text(HEAD + text, encoding="utf-8")
    done = eloggraph.check(folder / "d.ttl", shapes=folder / "s.ttl", engine=engine)
    assert done.validation is not None
    found: Found = {at: [] for at in NUMBERS.values()}
    for each in done.validation.results:
        focus = str(each.focus) if "_:" not in str(each.focus) else "_"
        at = int(str(each.shape).strip("<>").rpartition("/")[2])
        found[at].append((focus, str(each.value), each.component.value))
    return {at: sorted(results) for at, results in found.items()}


@pytest.fixture(scope="module")
def by_pyshacl(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Found]:
    """Return a function that gives what pySHACL finds in a graph, asked once for all paths."""

    @cache
    def find(data: str, shape: str) -> Found:
        every = "".join(shape % {"at": at, "path": PATHS[path]} for path, at in NUMBERS.items())
        return judge(tmp_path_factory.mktemp("pyshacl"), "pyshacl", data, every)

    return find


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("shape", [ANY_VALUE, FEW_VALUES], ids=["any value", "few values"])
def test_both_engines_reach_the_same(
    tmp_path: Path, by_pyshacl: Callable[[str, str], Found], shape: str, data: str, path: str
) -> None:
    """Also what is reached in several ways, and where there are more focus nodes than values."""
    at = NUMBERS[path]
    found = judge(tmp_path, "columns", data, shape % {"at": at, "path": PATHS[path]})
    assert found[at] == by_pyshacl(data, shape)[at]


def test_values_that_many_reach_are_judged_once_each(tmp_path: Path) -> None:
    """Of the 12,5 million pairs of a chain of 5,000 only those with the bad value are made."""
    chain = "".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(5_000))
    (tmp_path / "d.nt").write_text(chain + '<urn:2999> <urn:p> "end" .\n', encoding="utf-8")
    path = "[ sh:zeroOrMorePath <urn:p> ]"
    shapes = f"<urn:S> sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path {path} ; sh:nodeKind sh:IRI ] ."
    (tmp_path / "s.ttl").write_text(HEAD + shapes, encoding="utf-8")
    done = eloggraph.check(tmp_path / "d.nt", shapes=tmp_path / "s.ttl")
    assert done.validation is not None
    assert {str(result.value) for result in done.validation.results} == {'"end"'}
    focus = {int(str(result.focus)[5:-1]) for result in done.validation.results}
    assert focus == set(range(3_000))


def step_by_step(edges: dict[int, list[int]], start: int, zero: bool) -> list[int]:
    seen: set[int] = {start} if zero else set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += edges.get(node, ())
        elif node == start and zero:
            continue
    return sorted(seen)


@pytest.mark.parametrize("seed", range(40))
def test_any_graph_is_closed_as_one_step_after_another(seed: int) -> None:
    dice = random.Random(seed)
    size = dice.randint(1, 30)
    edges: dict[int, list[int]] = {}
    for _ in range(dice.randint(0, 2 * size)):
        edges.setdefault(dice.randrange(size), []).append(dice.randrange(size))
    starts = dice.sample(range(size), dice.randint(1, size))
    for zero in (False, True):
        wanted = {start: step_by_step(edges, start, zero) for start in starts}
        assert close(edges, starts, zero=zero) == wanted


def test_a_chain_deeper_than_the_stack_is_closed() -> None:
    edges = {number: [number + 1] for number in range(50_000)}
    assert close(edges, [0], zero=False) == {0: list(range(1, 50_001))}

"""Steps repeated without end: the same as pySHACL and as one step after another, at any depth."""

from __future__ import annotations

import random
from pathlib import Path

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


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("data", DATA)
def test_both_engines_reach_the_same(tmp_path: Path, data: str, path: str) -> None:
    shapes = f"""ex:S sh:targetNode ex:n0 , ex:n7 , ex:n{DEEP} , "lone" ; sh:targetSubjectsOf ex:q ;
      sh:property [ sh:path {PATHS[path]} ; sh:in () ] ."""
    for name, text in (("d.ttl", DATA[data]), ("s.ttl", shapes)):
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    found = []
    for engine in ("columns", "pyshacl"):
        done = eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.ttl", engine=engine)
        assert done.validation is not None
        found.append(sorted((str(r.focus), str(r.value)) for r in done.validation.results))
    assert found[0] == found[1]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("data", DATA)
def test_all_that_lead_to_a_few_bad_values_are_found(tmp_path: Path, data: str, path: str) -> None:
    """Also those that reach them by several ways; here there are more focus nodes than values."""
    shapes = f"""ex:S sh:targetSubjectsOf ex:p , ex:q , rdf:rest ; sh:targetNode "lone" , 7 ;
      sh:property [ sh:path {PATHS[path]} ; sh:nodeKind sh:BlankNodeOrIRI ;
        sh:not [ sh:in ( ex:n9 ) ] ] , [ sh:path {PATHS[path]} ; sh:pattern "[^39]$" ] ."""
    found = {}
    for name, text in (("d.ttl", DATA[data]), ("s.ttl", shapes)):
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    for engine in ("columns", "pyshacl"):
        done = eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.ttl", engine=engine)
        assert done.validation is not None
        found[engine] = sorted(
            (str(r.focus) if "_:" not in str(r.focus) else "_", str(r.value), r.component.value)
            for r in done.validation.results
        )
    assert found["columns"] == found["pyshacl"]


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

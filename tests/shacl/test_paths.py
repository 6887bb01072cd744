"""Property paths: what is read, what is refused, and how they are written.

Oracle: SHACL section 2.3.1 (what is a path), and Oxigraph, which reads what is written and walks
it to the same nodes.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.paths import (
    AlternativePath,
    InversePath,
    Path,
    PathError,
    PredicatePath,
    RepeatPath,
    SequencePath,
    first_steps,
    is_single_step,
    predicates_of,
    push_inverses,
    read_path,
    write_path,
)

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."""
P, Q = PredicatePath("urn:x:p"), PredicatePath("urn:x:q")


def read(turtle: str) -> Path:
    text = f"{PREFIXES} :S sh:path {turtle} ."
    index = TermIndex(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    return read_path(index.one(ox.NamedNode("urn:x:S"), "sh:path"), index.objects)


@pytest.mark.parametrize(
    ("turtle", "path", "text"),
    [
        (":p", P, "<p>"),
        ("[ sh:inversePath :p ]", PredicatePath("urn:x:p", True), "^<p>"),
        ("( :p :q )", SequencePath((P, Q)), "<p>/<q>"),
        ("[ sh:alternativePath ( :p :q ) ]", AlternativePath((P, Q)), "<p>|<q>"),
        ("[ sh:zeroOrMorePath :p ]", RepeatPath(P, True, True), "<p>*"),
        ("[ sh:oneOrMorePath :p ]", RepeatPath(P, False, True), "<p>+"),
        ("[ sh:zeroOrOnePath :p ]", RepeatPath(P, True, False), "<p>?"),
        ("[ sh:inversePath ( :p :q ) ]", InversePath(SequencePath((P, Q))), "^(<p>/<q>)"),
        ("( :p [ sh:inversePath :q ] )", SequencePath((P, PredicatePath("urn:x:q", True))), "<p>/(^<q>)"),
        # What is a list is a sequence, whatever else is said of it.
        ("[ rdf:first :p ; rdf:rest ( :q ) ; sh:inversePath :p ]", SequencePath((P, Q)), "<p>/<q>"),
    ],
)  # fmt: skip
def test_path_is_read_and_written(turtle: str, path: Path, text: str) -> None:
    assert read(turtle) == path
    assert write_path(path, lambda iri: f"<{iri.removeprefix('urn:x:')}>") == text


def nest(depth: int) -> str:
    return "[ sh:inversePath " * depth + ":p" + " ]" * depth


@pytest.mark.parametrize(
    ("turtle", "parameter"),
    [
        ('"p"', None),
        ("[]", None),
        ("()", None),
        ("( :p )", None),
        ("[ sh:inversePath :p , :q ]", None),
        ("[ sh:inversePath :p ; sh:zeroOrMorePath :p ]", None),
        ("_:x . _:x sh:inversePath _:x", None),
        ("[ rdf:first :p ]", "sh:path"),
        ("[ sh:alternativePath [ rdf:first :p ] ]", "sh:alternativePath"),
        ("_:l . _:l rdf:first :p ; rdf:rest _:l", "sh:path"),
        (nest(51), None),
    ],
)
def test_what_is_no_path_is_refused(turtle: str, parameter: str | None) -> None:
    with pytest.raises(PathError) as refused:
        read(turtle)
    assert refused.value.parameter == parameter


def test_a_path_may_be_deep_but_not_enormous() -> None:
    assert push_inverses(read(nest(50))) == P
    # Each line means twice what the next one means.
    lines = " ".join(f"_:n{n} rdf:first _:n{n + 1} ; rdf:rest ( _:n{n + 1} ) ." for n in range(20))
    with pytest.raises(PathError):
        read(f"_:n0 . {lines} _:n20 sh:inversePath :p")


# -- random paths ---------------------------------------------------------------------------------

paths = st.recursive(
    st.builds(PredicatePath, st.sampled_from(["urn:x:p", "urn:x:q"]), st.booleans()),
    lambda inner: st.one_of(
        st.builds(InversePath, inner),
        st.builds(SequencePath, st.tuples(inner, inner)),
        st.builds(AlternativePath, st.tuples(inner, inner)),
        st.builds(RepeatPath, inner, st.booleans(), st.just(True)),
        st.builds(RepeatPath, inner, st.just(True), st.just(False)),
    ),
    max_leaves=4,
)
NODES = [ox.NamedNode(f"urn:x:n{number}") for number in range(4)]
graphs = st.lists(
    st.builds(
        ox.Triple,
        st.sampled_from(NODES),
        st.sampled_from([ox.NamedNode("urn:x:p"), ox.NamedNode("urn:x:q")]),
        st.sampled_from(NODES),
    ),
    max_size=8,
)


def step(path: Path, node: ox.NamedNode, data: list[ox.Triple]) -> set[object]:
    """Walk a path from a node, as its definition says."""
    if isinstance(path, PredicatePath):
        found = [
            (t.object, t.subject) if path.inverse else (t.subject, t.object)
            for t in data
            if t.predicate.value == path.iri
        ]
        return {end for start, end in found if start == node}
    if isinstance(path, InversePath):
        return {start for start in NODES if node in step(path.path, start, data)}
    if isinstance(path, AlternativePath):
        return set().union(*(step(each, node, data) for each in path.paths))
    if isinstance(path, SequencePath):
        first, second = path.steps
        return {end for mid in step(first, node, data) for end in step(second, mid, data)}  # type: ignore[arg-type]
    reached = step(path.path, node, data)
    waiting = list(reached) if path.many else []
    while waiting:
        new = step(path.path, waiting.pop(), data) - reached  # type: ignore[arg-type]
        reached |= new
        waiting += new
    return reached | ({node} if path.zero else set())


@settings(max_examples=150)
@given(paths, graphs, st.booleans())
def test_written_paths_lead_where_they_should(
    path: Path, data: list[ox.Triple], brief: bool
) -> None:
    store = ox.Store()
    # Oxigraph leads no path of no length from a node that is in no statement.
    known = [ox.Triple(node, ox.NamedNode("urn:x:known"), node) for node in NODES]
    store.extend(ox.Quad(*triple) for triple in (*data, *known))
    for each in (path, push_inverses(path)):
        text = write_path(each, lambda iri: f"<{iri}>", brief=brief)
        for node in NODES:
            found = store.query(f"SELECT DISTINCT ?end {{ {node} {text} ?end }}")
            assert {solution["end"] for solution in found} == step(path, node, data), text  # type: ignore[union-attr]


@given(paths)
def test_pushing_inverses_leaves_none_and_reads_the_same(path: Path) -> None:
    pushed = push_inverses(path)
    assert "InversePath" not in repr(pushed)
    assert set(predicates_of(pushed)) == set(predicates_of(path))
    assert set(first_steps(path)) <= {
        PredicatePath(iri, inverse) for iri in predicates_of(path) for inverse in (True, False)
    }


def test_an_inverse_sequence_begins_with_its_last_property() -> None:
    assert first_steps(InversePath(SequencePath((P, Q)))) == (PredicatePath("urn:x:q", True),)


def test_choices_of_properties_are_one_step() -> None:
    assert is_single_step(P)
    assert is_single_step(PredicatePath("urn:x:p", True))
    assert is_single_step(AlternativePath((P, Q)))
    assert not is_single_step(SequencePath((P, Q)))
    assert not is_single_step(RepeatPath(P, True, True))

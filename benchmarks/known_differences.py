"""Where other engines are known to differ from the SHACL Recommendation, for ``fuzz_shacl.py``.

A disagreement is known where both engines agree as soon as the place is taken out of the case:
what a place hides is found by that too. Clauses are those of the SHACL Recommendation of 20 July
2017, in our words, and of SPARQL 1.1 where they lead there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

SH = "http://www.w3.org/ns/shacl#"
FIRST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
Triples = list[ox.Triple]
Case = tuple[Triples, Triples]
ILL_TYPED = {("300", "byte"), ("x", "integer"), ("yes", "boolean"), ("2020-13-01", "date")}


@dataclass(frozen=True)
class Difference:
    """A place at which engines differ, the clause that decides, and a case without the place."""

    clause: str
    engines: frozenset[str]
    take_out: Callable[[Triples, Triples], Case]


def with_paths(shapes: Triples) -> set[object]:
    """Return the property shapes."""
    return {t.subject for t in shapes if t.predicate.value == SH + "path"}


def drop_closed_paths(shapes: Triples, data: Triples) -> Case:
    held = with_paths(shapes)
    kept = [t for t in shapes if t.predicate.value != SH + "closed" or t.subject not in held]
    return kept, data


def drop_unbound_queries(shapes: Triples, data: Triples) -> Case:
    held = with_paths(shapes)
    unbound = {
        t.subject
        for t in shapes
        if t.predicate.value == SH + "select" and "OPTIONAL" in str(t.object)
    }
    return [t for t in shapes if t.object not in unbound or t.subject not in held], data


def drop_ill_typed(shapes: Triples, data: Triples) -> Case:
    """Leave out the ill-typed literals; in a list another term stands in for one."""

    def keep(triples: Iterable[ox.Triple]) -> Triples:
        kept = []
        for triple in triples:
            if not is_ill_typed(triple.object):
                kept.append(triple)
            elif triple.predicate == FIRST:
                kept.append(ox.Triple(triple.subject, FIRST, ox.NamedNode("urn:x:other")))
        return kept

    return keep(shapes), keep(data)


def is_ill_typed(term: object) -> bool:
    if not isinstance(term, ox.Literal):
        return False
    return (term.value, term.datatype.value.rpartition("#")[2]) in ILL_TYPED


def name_blanks(shapes: Triples, data: Triples) -> Case:
    def name(term):  # type: ignore[no-untyped-def]
        return ox.NamedNode(f"urn:x:{term.value}") if isinstance(term, ox.BlankNode) else term

    return shapes, [ox.Triple(name(t.subject), t.predicate, name(t.object)) for t in data]


def drop_booleans(shapes: Triples, data: Triples) -> Case:
    def is_boolean(term: object) -> bool:
        return isinstance(term, ox.Literal) and term.datatype.value.endswith("#boolean")

    return shapes, [t for t in data if not is_boolean(t.object)]


def drop_tagged(shapes: Triples, data: Triples) -> Case:
    def is_tagged(term: object) -> bool:
        return isinstance(term, ox.Literal) and term.language is not None

    def is_focus(triple: ox.Triple) -> bool:
        return triple.predicate.value == SH + "targetNode" and is_tagged(triple.object)

    return [t for t in shapes if not is_focus(t)], [t for t in data if not is_tagged(t.object)]


DIFFERENCES = (
    Difference(
        "4.8.1: sh:closed looks at the statements of the value nodes, not of the focus nodes",
        frozenset({"shacl"}),
        drop_closed_paths,
    ),
    Difference(
        "5.3.2, 3.7: the focus node stands in for no unbound ?value of a property shape",
        frozenset({"shacl", "shifty"}),
        drop_unbound_queries,
    ),
    Difference(
        "4.3, 4.5: an ill-typed literal has no value, so that no comparison with it is true",
        frozenset({"shacl", "shifty", "pyshacl_turbo"}),
        drop_ill_typed,
    ),
    Difference(
        "4.3, 4.5: SPARQL (17.3) orders no texts with languages, so no comparison of them is true",
        frozenset({"shacl"}),
        drop_tagged,
    ),
    Difference(
        "4.5.4: SPARQL (17.3) orders booleans, so that each is at most itself",
        frozenset({"shifty"}),
        drop_booleans,
    ),
    Difference(
        "Appendix A: what is pre-bound is joined as a term, a blank node too, and is no variable",
        frozenset({"shifty"}),
        name_blanks,
    ),
)


def name_difference(
    engine: str, shapes: Triples, data: Triples, agree: Callable[[Triples, Triples], bool]
) -> str | None:
    """Return the clauses that settle a disagreement, or None where they do not."""
    known = [each for each in DIFFERENCES if engine in each.engines]
    for each in known:
        if agree(*each.take_out(shapes, data)):
            return each.clause
    for each in known:
        shapes, data = each.take_out(shapes, data)
    return "several of these at once" if agree(shapes, data) else None

"""What was judged of the files alone: the toolkit's own terms are looked at, and not theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.model import Term, Validation, text_of
from eloggraph.shacl.shapes import ShapesGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the files say: which of some nodes they describe, and of how many subjects what."""

    find_described: Callable[[Collection[str]], Collection[str]]
    count_subjects: Callable[[Collection[str]], int]

    @classmethod
    def of(cls, graph: Graph) -> Said:
        """Return what a graph in memory says."""

        def find_described(nodes: Collection[str]) -> set[str]:
            asked = sorted(nodes)
            subjects = (part.frame[SUBJECT] for part in graph.frames if asked)
            return {node for each in subjects for node in each.filter(each.is_in(asked))}

        def count_subjects(predicates: Collection[str]) -> int:
            said = [part.frame[SUBJECT] for each in predicates for part in graph.of(each)]
            return pl.concat(said).n_unique() if said else 0

        return cls(find_described=find_described, count_subjects=count_subjects)


def leave_out_ontology(validation: Validation, shapes: ShapesGraph, said: Said) -> Validation:
    """Return what was judged of the files: the toolkit's own terms are not theirs."""
    own = {subject for part in ontology_graph().frames for subject in part.frame[SUBJECT]}
    asked = {text_of(result.focus) for result in validation.results} & own
    members = {shape: _list_members(shape, shapes) for shape, _ in validation.focus_counts}
    nodes = asked.union(*members.values())
    left_out = nodes.difference(said.find_described(nodes))
    counts = []
    for shape, count in validation.focus_counts:
        # Some of the terms have properties that are judged.
        predicates = [text_of(term) for term in shapes.index.objects(shape, "sh:targetSubjectsOf")]
        theirs = count - len(members[shape] & left_out)
        if predicates:
            theirs = min(count, said.count_subjects(predicates))
        counts.append((shape, theirs))
    return replace(
        validation,
        results=tuple(r for r in validation.results if text_of(r.focus) not in left_out),
        focus_counts=tuple(counts),
    )


def _list_members(shape: Term, shapes: ShapesGraph) -> frozenset[str]:
    """Return the terms of the toolkit that are in a class of the shape, such as kinds of roles."""
    targets = {text_of(term) for term in shapes.index.objects(shape, "sh:targetClass")}
    below = packaged_schema().descendants
    wanted = targets.union(*(below.get(each, ()) for each in targets))
    return frozenset().union(*(_members_by_class().get(each, ()) for each in wanted))


@cache
def _members_by_class() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for part in ontology_graph().of(expand("rdf:type")):
        for subject, kind in part.frame.select(SUBJECT, OBJECT).iter_rows():
            found.setdefault(kind, set()).add(subject)
    return {kind: frozenset(subjects) for kind, subjects in found.items()}

"""Statements chosen where they lie, for those who tell of results: few of them come here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import narwhals as nw

from eloggraph.graph.statements import OBJECT, SUBJECT
from eloggraph.iri import expand
from eloggraph.shacl.core.scanned import PREDICATE, TAG, Scanned
from eloggraph.shacl.core.terms import NODE, Backend, Frame

_TYPE = expand("rdf:type")


def union(frames: Sequence[Frame]) -> Frame:
    """Return the rows of several frames that have the same columns."""
    return nw.concat(list(frames)) if len(frames) > 1 else frames[0]


def only(frame: Frame, column: str, texts: Collection[str]) -> Frame:
    """Return the rows that have one of a few texts in a column."""
    return frame.filter(nw.col(column).is_in(sorted(texts)))


def having(frame: Frame, backend: Backend, column: str, nodes: Collection[str]) -> Frame:
    """Return the rows that have one of many nodes in a column."""
    table = backend.table((column,), [(node,) for node in sorted(nodes)])
    return frame.join(table, on=column, how="semi")


def telling(frame: Frame, predicates: Collection[str], base: str) -> Frame:
    """Return the rows of some properties, and those that name a node within a base."""
    is_within = nw.col(SUBJECT).str.starts_with(base) | (
        nw.col(TAG).is_null() & nw.col(OBJECT).str.starts_with(base)
    )
    return frame.filter(nw.col(PREDICATE).is_in(sorted(predicates)) | is_within)


def part_at(frame: Frame, column: str) -> tuple[Frame, Frame]:
    """Return the rows that have something in a column, and those that have nothing there."""
    is_nothing = nw.col(column).is_null()
    return frame.filter(~is_nothing), frame.filter(is_nothing)


def find_holders(frame: Frame, backend: Backend, nodes: Collection[str]) -> Frame:
    """Return for each node one subject that has it as a value, with what says so."""
    found = having(frame.filter(nw.col(TAG).is_null()), backend, OBJECT, nodes)
    first = found.group_by(OBJECT).agg(nw.col(SUBJECT).min())
    return found.join(first, on=[OBJECT, SUBJECT], how="semi")


def count_subjects(frame: Frame, backend: Backend, predicates: Collection[str]) -> int:
    """Return how many subjects have one of some properties."""
    subjects = only(frame, PREDICATE, predicates).select(SUBJECT).unique()
    return int(backend.rows(subjects.select(nw.len()))[0][0])


def count_nodes(data: Scanned, classes: Collection[str], others: Collection[str]) -> dict[str, int]:
    """Return how many nodes are of each class and of none of some others."""
    types = data.statements({_TYPE: 0}).filter(nw.col("kind") == NODE)
    types = types.select(SUBJECT, OBJECT).unique()
    known = only(types, OBJECT, others).select(SUBJECT)
    open_ = only(types, OBJECT, classes).join(known, on=SUBJECT, how="anti")
    counted = open_.group_by(OBJECT).agg(nw.len().cast(nw.Int64).alias("n"))
    return dict(data.backend.rows(counted))

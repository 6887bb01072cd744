"""Statements chosen where they lie, for those who tell of results: few of them come here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import narwhals as nw

from eloggraph.graph.statements import FILE, OBJECT, SUBJECT
from eloggraph.iri import expand
from eloggraph.shacl.core.scanned import PREDICATE, TAG, Scanned
from eloggraph.shacl.core.terms import NODE, Backend, Frame

_TYPE = expand("rdf:type")
_AT = "at"


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


def having_both(frame: Frame, backend: Backend, pairs: Collection[tuple[str, str]]) -> Frame:
    """Return the rows that have one of many pairs of subject and property."""
    table = backend.table(("node", "name"), sorted(pairs))
    return frame.join(table, left_on=[SUBJECT, PREDICATE], right_on=["node", "name"], how="semi")


def find_first(frame: Frame, line: str) -> Frame:
    """Return of each subject the rows of one property in the first line of each file.

    ``line`` is the column that has the number of the line, or nothing.
    """
    at = frame.with_columns(nw.col(line).fill_null(0).alias(_AT))
    for name in (_AT, PREDICATE):
        first = at.group_by(SUBJECT, FILE).agg(nw.col(name).min())
        at = at.join(first, on=[SUBJECT, FILE, name], how="semi")
    return at


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
    """Return for each node the first subject that has it as a value, and the first with a name.

    The rows are those that say so.
    """
    found = having(frame.filter(nw.col(TAG).is_null()), backend, OBJECT, nodes)
    is_named = ~nw.col(SUBJECT).str.starts_with("_:")
    rows = [
        some.join(
            some.group_by(OBJECT).agg(nw.col(SUBJECT).min()), on=[OBJECT, SUBJECT], how="semi"
        )
        for some in (found, found.filter(is_named))
    ]
    return union(rows)


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

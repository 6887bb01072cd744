"""Paths walked from all focus nodes at once (SHACL section 2.3.1).

A step is a join with the statements of a predicate; a closure is steps repeated until nothing is
new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import narwhals as nw

from eloggraph.shacl.core.state import (
    FOCUS,
    FOCUS_KIND,
    KIND,
    SITE,
    VALUE,
    Run,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.paths import AlternativePath, Path, PredicatePath, RepeatPath, SequencePath

_ALL = [SITE, FOCUS, FOCUS_KIND, VALUE, KIND]


def look_up(run: Run, paths: Sequence[PredicatePath], focus: Frame) -> Iterator[Frame]:
    """Join focus nodes (``from``, ``fkind``) with the statements of predicates.

    Yields frames with ``predicate``, ``from``, ``fkind``, ``to``, ``kind`` and the other columns
    of the focus frame. Only an inverse path leads on from a literal.
    """
    onward = {path.iri: n for n, path in enumerate(paths) if not path.inverse}
    if onward:
        names = {"subject": "from", "object": "to"}
        statements = run.data.statements(onward).rename(names)
        nodes = focus.filter(nw.col(FOCUS_KIND) == NODE)
        yield statements.join(nodes, on="from", how="inner")
    backward = {path.iri: n for n, path in enumerate(paths) if path.inverse}
    if backward:
        names = {"object": "from", "subject": "to", KIND: FOCUS_KIND}
        statements = run.data.statements(backward).rename(names)
        node = nw.lit(NODE, dtype=nw.Int32).alias(KIND)
        yield statements.join(focus, on=["from", FOCUS_KIND], how="inner").with_columns(node)


def walk(run: Run, path: Path, start: Frame) -> Frame:
    """Follow a path from the value nodes of a frame; a value that is reached twice counts once."""
    if isinstance(path, PredicatePath):
        own = nw.col(FOCUS_KIND).alias("own")
        start = start.select(
            SITE, FOCUS, own, nw.col(VALUE).alias("from"), nw.col(KIND).alias(FOCUS_KIND)
        )
        (found,) = look_up(run, [path], start)
        own, to = nw.col("own").alias(FOCUS_KIND), nw.col("to").alias(VALUE)
        return found.select(nw.col(SITE), nw.col(FOCUS), own, to, nw.col(KIND)).unique()
    if isinstance(path, SequencePath):
        for part in path.steps:
            start = walk(run, part, start)
        return start
    if isinstance(path, AlternativePath):
        return nw.concat([walk(run, part, start).select(_ALL) for part in path.paths]).unique()
    assert isinstance(path, RepeatPath)  # inversions are at properties in a plan
    return _repeat(run, path, start)


def _repeat(run: Run, path: RepeatPath, start: Frame) -> Frame:
    start = run.backend.keep(start.select(_ALL))
    if not path.many:
        once = walk(run, path.path, start).select(_ALL)
        return nw.concat([start, once]).unique() if path.zero else once
    seen = frontier = run.backend.keep(walk(run, path.path, start).select(_ALL))
    while run.backend.rows(frontier.head(1)):
        new = walk(run, path.path, frontier).select(_ALL)
        frontier = run.backend.keep(new.join(seen, on=_ALL, how="anti"))
        seen = run.backend.keep(nw.concat([seen, frontier]))
    return nw.concat([start, seen]).unique() if path.zero else seen

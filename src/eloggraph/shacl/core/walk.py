"""Paths walked from all focus nodes at once (SHACL section 2.3.1).

A step is a join with the statements of a predicate; a closure is steps repeated until nothing is
new, or, where that takes many, worked out on integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import narwhals as nw
import polars as pl

from eloggraph.shacl.core.closure import close, spread
from eloggraph.shacl.core.state import (
    FOCUS,
    FOCUS_KIND,
    KIND,
    SITE,
    VALUE,
    Run,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.paths import (
    AlternativePath,
    Path,
    PredicatePath,
    RepeatPath,
    SequencePath,
    parts_of,
)

_ALL = [SITE, FOCUS, FOCUS_KIND, VALUE, KIND]
_NODE, _CODE = [VALUE, KIND], "code"
# Steps that are joins: most hierarchies are not as deep, however many statements they have.
_MOST_ROUNDS = 8


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
        found = found.select(nw.col(SITE), nw.col(FOCUS), own, to, nw.col(KIND))
        return run.backend.distinct(found)
    if isinstance(path, SequencePath):
        for part in path.steps:
            start = walk(run, part, start)
        return start
    if isinstance(path, AlternativePath):
        parts = [walk(run, part, start).select(_ALL) for part in path.paths]
        return run.backend.distinct(nw.concat(parts))
    assert isinstance(path, RepeatPath)  # inversions are at properties in a plan
    return _repeat(run, path, start)


def _repeat(run: Run, path: RepeatPath, start: Frame) -> Frame:
    start = run.backend.keep(start.select(_ALL))
    if not path.many:
        once = walk(run, path.path, start).select(_ALL)
        return run.backend.distinct(nw.concat([start, once])) if path.zero else once
    seen = frontier = run.backend.keep(walk(run, path.path, start).select(_ALL))
    rounds, is_plain = 0, not has_repeat(path.path)
    while run.backend.rows(frontier.head(1)):
        if is_plain and rounds == _MOST_ROUNDS:
            return _close(run, path, start)
        new = walk(run, path.path, frontier).select(_ALL)
        last = frontier, seen
        frontier = run.backend.keep(new.join(seen, on=_ALL, how="anti"))
        seen = run.backend.keep(nw.concat([seen, frontier]))
        for frame in last:
            run.backend.release(frame)
        rounds += 1
    return run.backend.distinct(nw.concat([start, seen])) if path.zero else seen


def _close(run: Run, path: RepeatPath, start: Frame) -> Frame:
    """Return what a repeated step reaches from each value node, however far that is."""
    begun = run.backend.fetch(start)
    steps = run.backend.fetch(_step_from_all(run, path.path))
    ends = {FOCUS: VALUE, FOCUS_KIND: KIND}
    nodes = pl.concat(
        [steps.select(_NODE), steps.select([FOCUS, FOCUS_KIND]).rename(ends), begun.select(_NODE)]
    ).unique(maintain_order=True)
    numbered = nodes.with_row_index(_CODE)
    steps = steps.join(numbered.rename({_CODE: "to"}), on=_NODE, how="inner").join(
        numbered.rename({VALUE: FOCUS, KIND: FOCUS_KIND}), on=[FOCUS, FOCUS_KIND], how="inner"
    )
    begun = begun.join(numbered, on=_NODE, how="inner").drop(_NODE)
    edges = dict(steps.group_by(_CODE).agg("to").iter_rows())
    sets = begun.group_by(SITE, *ends, maintain_order=True).agg(_CODE)
    starts = begun[_CODE].unique(maintain_order=True).to_list()
    if sets.height < len(starts):  # many begin for few: what each of these reaches, is one walk
        spreads = [spread(edges, each, zero=path.zero) for each in sets[_CODE].to_list()]
        found = sets.with_columns(pl.Series("to", spreads, pl.List(pl.UInt32))).explode("to")
        return _name_values(run, found.drop_nulls("to"), nodes)
    reached = {node: ends for node, ends in close(edges, starts, zero=path.zero).items() if ends}
    counts = pl.Series("n", [len(each) for each in reached.values()], pl.UInt32)
    pairs = pl.DataFrame(
        {
            _CODE: pl.Series(list(reached), dtype=pl.UInt32).repeat_by(counts).explode(),
            "to": pl.Series([*chain.from_iterable(reached.values())], dtype=pl.UInt32),
        }
    )
    found = begun.join(pairs, on=_CODE, how="inner").drop(_CODE)
    if begun.select(SITE, FOCUS, FOCUS_KIND).is_duplicated().any():
        found = found.unique()
    return _name_values(run, found, nodes)


def _name_values(run: Run, found: pl.DataFrame, nodes: pl.DataFrame) -> Frame:
    """Return focus nodes with what they reach, named instead of numbered."""
    values = nodes[found["to"]].select(_NODE)
    return run.backend.put(found.drop("to").hstack(values).select(_ALL))


def _step_from_all(run: Run, path: Path) -> Frame:
    """Return one step of a path from every node that it may begin at, as the focus."""
    ends = [
        run.data.statements({step.iri: 0}).select(
            nw.lit(0, dtype=nw.Int32).alias(SITE),
            nw.col("object" if step.inverse else "subject").alias(FOCUS),
            (nw.col(KIND) if step.inverse else nw.lit(NODE, dtype=nw.Int32)).alias(FOCUS_KIND),
        )
        for step in _list_steps(path)
    ]
    nodes = run.backend.distinct(nw.concat(ends))
    copies = nw.col(FOCUS).alias(VALUE), nw.col(FOCUS_KIND).alias(KIND)
    return walk(run, path, nodes.with_columns(*copies)).select(_ALL)


def _list_steps(path: Path) -> list[PredicatePath]:
    """Return the properties that a path is made of, each way once."""
    if isinstance(path, PredicatePath):
        return [path]
    parts = path.steps if isinstance(path, SequencePath) else parts_of(path)
    return list(dict.fromkeys(step for part in parts for step in _list_steps(part)))


def has_repeat(path: Path) -> bool:
    """Tell whether within a path a step is repeated without end: from all nodes that is much."""
    if isinstance(path, PredicatePath):
        return False
    if isinstance(path, RepeatPath) and path.many:
        return True
    parts = path.steps if isinstance(path, SequencePath) else parts_of(path)
    return any(has_repeat(part) for part in parts)

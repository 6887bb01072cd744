"""Focus nodes of the groups of a level (SHACL section 2.1.3), and how many each has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import narwhals as nw

from eloggraph.iri import expand
from eloggraph.shacl.core.proofs import find_tabular_groups
from eloggraph.shacl.core.state import (
    GROUP,
    KIND,
    NODE_TEXT,
    SITE,
    VALUE,
    Run,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.wiring import FocusGroup

# With this property the data itself names the shape of a node (SHACL 1.2).
NAMES_SHAPE = expand("sh:shape")


def find_focus_nodes(run: Run, level: int) -> None:
    """Find the focus nodes of all groups of a level, and count them."""
    groups = [group for group in run.wiring.groups if group.level == level]
    if level == 0:
        find_tabular_groups(run, groups)
        for number, pieces in run.pieces.items():
            run.counts[number] = sum(len(piece) for piece in pieces)
    groups = [group for group in groups if group.number not in run.pieces]
    frames = [*_by_class(run, groups), *_by_property(run, groups), *_from_below(run, groups)]
    frames += list(_by_data(run, groups))
    named = [
        (group.number, *run.data.kinds.split(target.term))
        for group in groups
        for target in group.targets
        if target.kind == "node"
    ]
    if named or not frames:
        frames.append(run.backend.table((GROUP, NODE_TEXT, KIND), named))
    run.groups[level] = run.backend.keep(run.backend.distinct(nw.concat(frames)))
    counted = run.groups[level].group_by(GROUP).agg(nw.len().alias("n"))
    run.counts |= dict.fromkeys((group.number for group in groups), 0)
    run.counts |= dict(run.backend.rows(counted))


def _by_class(run: Run, groups: Iterable[FocusGroup]) -> Iterator[Frame]:
    pairs = [
        (group.number, str(target.term.value))
        for group in groups
        for target in group.targets
        if target.kind == "class"
    ]
    if pairs:
        numbers = {name: n for n, name in enumerate(sorted({name for _, name in pairs}))}
        table = run.backend.table((GROUP, "class"), [(g, numbers[name]) for g, name in pairs])
        members = run.data.members(numbers.items()).join(table, on="class", how="inner")
        yield _as_group(members, NODE_TEXT)


def _by_property(run: Run, groups: Iterable[FocusGroup]) -> Iterator[Frame]:
    for kind, column in (("subjects-of", "subject"), ("objects-of", "object")):
        pairs = [
            (group.number, str(target.term.value))
            for group in groups
            for target in group.targets
            if target.kind == kind
        ]
        if not pairs:
            continue
        numbers = {name: n for n, name in enumerate(sorted({name for _, name in pairs}))}
        rows = [(g, numbers[name]) for g, name in pairs]
        table = run.backend.table((GROUP, "predicate"), rows)
        frame = run.data.statements(numbers).join(table, on="predicate", how="inner")
        yield _as_group(frame, column, keep_kind=column == "object")


def _by_data(run: Run, groups: Iterable[FocusGroup]) -> Iterator[Frame]:
    """Collect all nodes, those that were looked up, and those that name their shape in the data."""
    for group in groups:
        for target in group.targets:
            number = nw.lit(group.number, dtype=nw.Int32).alias(GROUP)
            if target.kind == "all":
                yield from _ends_of(run, group, run.data.predicates)
            elif target.kind in ("where", "query"):
                found = run.looked_up[target.term]
                yield found.select(number, nw.col(NODE_TEXT), nw.col(KIND))
            elif target.kind == "named":
                name, _ = run.data.kinds.split(target.term)
                said = run.data.statements({NAMES_SHAPE: 0})
                said = said.filter((nw.col("object") == name) & (nw.col(KIND) == NODE))
                yield _as_group(said.with_columns(number), "subject")


def _as_group(frame: Frame, column: str, *, keep_kind: bool = False) -> Frame:
    kind = nw.col(KIND) if keep_kind else nw.lit(NODE, dtype=nw.Int32).alias(KIND)
    return frame.select(nw.col(GROUP), nw.col(column).alias(NODE_TEXT), kind)


def _from_below(run: Run, groups: Iterable[FocusGroup]) -> Iterator[Frame]:
    """Collect the value nodes of sites, and what is in the groups that a union is of."""
    asked = {
        check.group
        for check in run.wiring.checks
        if check.group is not None and check.number not in run.settled and run.is_alive(check)
    }
    sites = [(s, group.number) for group in groups if group.number in asked for s in group.sites]
    if sites:
        values = run.values_of(site for site, _ in sites)
        table = run.backend.table((SITE, GROUP), sites)
        bound = values.join(table, on=SITE, how="inner")
        yield _as_group(bound, VALUE, keep_kind=True)
    for group in groups:
        if group.predicates:
            yield from _ends_of(run, group, group.predicates)
        if group.groups:
            number = nw.lit(group.number, dtype=nw.Int32).alias(GROUP)
            yield run.focus_of(group.groups).select(number, nw.col(NODE_TEXT), nw.col(KIND))


def _ends_of(run: Run, group: FocusGroup, predicates: Iterable[str]) -> Iterator[Frame]:
    """Collect all subjects and objects of some predicates."""
    number = nw.lit(group.number, dtype=nw.Int32).alias(GROUP)
    statements = run.data.statements(dict.fromkeys(sorted(predicates), 0))
    for column in ("subject", "object"):
        ends = _as_group(statements.with_columns(number), column, keep_kind=column == "object")
        yield run.backend.distinct(ends)

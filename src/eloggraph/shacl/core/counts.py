"""Constraints on all value nodes of a focus node together (SHACL sections 4.2, 4.5, 4.8, 4.4.5).

RDF is a set: a statement that two frames hold counts once. Only focus nodes that seem to have too
many values are counted again without repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.facts import Source
from eloggraph.shacl.core.state import (
    CHECK,
    EXTRA,
    FOCUS,
    FOCUS_KIND,
    GROUP,
    KIND,
    NODE_TEXT,
    SITE,
    VALUE,
    Lot,
    Run,
    bind_kinds,
    focus_keys,
    result_columns,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.verdicts import judge_shape
from eloggraph.shacl.core.wiring import Check

_NODE_KEYS = [CHECK, FOCUS, FOCUS_KIND]

JUDGED = {p.Count, p.HasValue, p.UniqueLang, p.Qualified}


def judge_counts(run: Run, lot: Lot, checks: Iterable[Check]) -> Iterator[Frame]:
    """Yield what ``sh:minCount``, ``sh:maxCount``, ``sh:hasValue`` and ``sh:uniqueLang`` find."""
    least: list[tuple[int, int, int]] = []
    most: list[tuple[int, int, int]] = []
    present: list[Check] = []
    languages: list[tuple[int, int, int]] = []
    qualified: list[Check] = []
    for check in checks:
        constraint, site = check.constraint, check.unit.site
        if isinstance(constraint, p.Count):
            if constraint.minimum:
                least.append((site, check.number, constraint.minimum))
            elif constraint.maximum is not None:
                most.append((site, check.number, constraint.maximum))
        elif isinstance(constraint, p.HasValue):
            present.append(check)
        elif isinstance(constraint, p.UniqueLang):
            tagged = (k for k in lot.kinds[site] if k != NODE and run.data.kinds.language(k))
            languages += [(site, kind, check.number) for kind in tagged]
        elif isinstance(constraint, p.Qualified):
            qualified.append(check)
    if qualified:
        yield from _judge_qualified_kinds(run, lot, qualified)
    if least:
        yield from _judge_least(run, lot, least)
    if most:
        yield _judge_most(run, lot, most)
    if present:
        yield _judge_present(run, lot, present)
    if languages:
        yield _judge_languages(run, lot, languages)


def focus_rows(run: Run, checks: Sequence[tuple[int, ...]]) -> Frame:
    """Return each focus node of each check: ``check``, ``site``, ``focus``, ``fkind``."""
    rows = [(run.wiring.checks[number].unit.group, site, number) for site, number, *_ in checks]
    table = run.backend.table((GROUP, SITE, CHECK), rows)
    focus = run.focus_of(group for group, _, _ in rows).join(table, on=GROUP, how="inner")
    columns = (nw.col(NODE_TEXT).alias(FOCUS), nw.col(KIND).alias(FOCUS_KIND))
    return focus.select(nw.col(CHECK), nw.col(SITE), *columns)


def _judge_least(run: Run, lot: Lot, rows: Sequence[tuple[int, int, int]]) -> Iterator[Frame]:
    keys = focus_keys(lot)
    ones = [row for row in rows if row[2] == 1]
    if ones:
        found = focus_rows(run, ones).join(lot.at(site for site, _, _ in ones), on=keys, how="anti")
        yield result_columns(found, value=False)
    more = [(site, number, _small(size)) for site, number, size in rows if size > 1]
    if more:
        distinct = run.backend.distinct(lot.at(site for site, _, _ in more))
        counted = distinct.group_by(*keys).agg(nw.len().alias("n"))
        if SITE not in keys:
            counted = counted.with_columns(nw.lit(lot.only, dtype=nw.Int32).alias(SITE))
        wanted = run.backend.table((SITE, CHECK, "size"), more)
        enough = counted.join(wanted, on=SITE, how="inner").filter(nw.col("n") >= nw.col("size"))
        found = focus_rows(run, more).join(enough.select(*_NODE_KEYS), on=_NODE_KEYS, how="anti")
        yield result_columns(found, value=False)


def _judge_most(run: Run, lot: Lot, rows: Sequence[tuple[int, int, int]]) -> Frame:
    wanted = [(site, number, _small(size)) for site, number, size in rows]
    table = run.backend.table((SITE, CHECK, "size"), wanted)

    def exceed(frame: Frame) -> Frame:
        counted = frame.group_by(SITE, FOCUS, FOCUS_KIND).agg(nw.len().alias("n"))
        bound = counted.join(table, on=SITE, how="inner")
        return bound.filter(nw.col("n") > nw.col("size"))

    values = lot.at(site for site, _, _ in rows)
    # What comes twice is counted once; only few need that closer look.
    candidates = values.join(exceed(values), on=[SITE, FOCUS, FOCUS_KIND], how="semi")
    return result_columns(exceed(run.backend.distinct(candidates)), value=False)


def _small(size: int) -> int:
    return min(size, 2**31 - 1)


def _judge_present(run: Run, lot: Lot, checks: Sequence[Check]) -> Frame:
    wanted = []
    for check in checks:
        assert isinstance(check.constraint, p.HasValue)
        wanted.append((check.unit.site, check.number, *run.data.kinds.split(check.constraint.term)))
    table = run.backend.table((SITE, CHECK, VALUE, KIND), wanted)
    having = (
        lot.at(site for site, _, _, _ in wanted)
        .join(table, on=[SITE, VALUE, KIND], how="inner")
        .select(*_NODE_KEYS)
    )
    focus = focus_rows(run, [(site, number) for site, number, _, _ in wanted])
    return result_columns(focus.join(having, on=_NODE_KEYS, how="anti"), value=False)


def _judge_languages(run: Run, lot: Lot, rows: Sequence[tuple[int, int, int]]) -> Frame:
    keys = [*_NODE_KEYS, KIND]
    bound = bind_kinds(run, lot, rows).select(*keys, VALUE)

    def twice(frame: Frame) -> Frame:
        return frame.group_by(*keys).agg(nw.len().alias("n")).filter(nw.col("n") > 1)

    found = twice(run.backend.distinct(bound.join(twice(bound), on=keys, how="semi")))
    # One result for each language: the kind tells them apart.
    return result_columns(
        found.with_columns(nw.col(KIND).cast(nw.String).alias(EXTRA)), value=False, extra=EXTRA
    )


def _judge_qualified_kinds(run: Run, lot: Lot, checks: Iterable[Check]) -> Iterator[Frame]:
    """Count the values of kinds that conform, where the kinds alone decide who does."""
    rows: list[tuple[int, int, int]] = []
    sizes: list[tuple[int, int, int, int]] = []
    for check in checks:
        kinds = _conforming_kinds(run, lot, check)
        if kinds is not None:
            assert isinstance(check.constraint, p.Qualified)
            run.settled.add(check.number)
            rows += [(check.unit.site, kind, check.number) for kind in kinds]
            high = check.constraint.maximum
            low = _small(check.constraint.minimum or 0)
            sizes.append((check.unit.site, check.number, low, -1 if high is None else _small(high)))
    atmost = [(number, high) for _, number, _, high in sizes if high >= 0]
    atleast = [(site, number, low) for site, number, low, _ in sizes if low > 0]
    conforming = run.backend.table((*_NODE_KEYS, VALUE, KIND), ())
    if rows:
        conforming = bind_kinds(run, lot, rows).select(*_NODE_KEYS, VALUE, KIND)
    if any(low > 1 for _, _, low in atleast) or atmost:
        counted = run.backend.distinct(conforming).group_by(*_NODE_KEYS).agg(nw.len().alias("n"))
    if atmost:
        limits = run.backend.table((CHECK, "high"), atmost)
        found = counted.join(limits, on=CHECK, how="inner")
        yield result_columns(found.filter(nw.col("n") > nw.col("high")), value=False)
    if atleast:
        if any(low > 1 for _, _, low in atleast):
            limits = run.backend.table((CHECK, "low"), [(n, low) for _, n, low in atleast])
            counted = counted.join(limits, on=CHECK, how="inner")
            conforming = counted.filter(nw.col("n") >= nw.col("low"))
        found = focus_rows(run, atleast)
        yield result_columns(
            found.join(conforming.select(*_NODE_KEYS), on=_NODE_KEYS, how="anti"), value=False
        )


def _conforming_kinds(run: Run, lot: Lot, check: Check) -> list[int] | None:
    """Return the kinds of values that count for a qualified shape; None where values decide."""
    constraint = check.constraint
    assert isinstance(constraint, p.Qualified)
    found = []
    for kind, well_formed in lot.kinds[check.unit.site].items():
        source = Source(kind, well_formed)
        own = judge_shape(run, constraint.shape, source)
        others = [judge_shape(run, shape, source) for shape in constraint.siblings]
        if own is None or (own and None in others):
            return None
        if own and True not in others:
            found.append(kind)
    return found

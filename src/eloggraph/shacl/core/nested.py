"""Constraints that ask other shapes (SHACL sections 4.6 and 4.7).

All of them are answered by one count: how many of the shapes that are asked a value node does not
conform to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.counts import focus_rows
from eloggraph.shacl.core.state import (
    CHECK,
    FOCUS,
    FOCUS_KIND,
    KIND,
    SITE,
    UNIT,
    VALUE,
    Run,
    result_columns,
)
from eloggraph.shacl.core.terms import Frame
from eloggraph.shacl.core.wiring import Check, Unit
from eloggraph.shacl.paths import Path

_VALUE_KEYS = [CHECK, VALUE, KIND]
_NODE_KEYS = [CHECK, FOCUS, FOCUS_KIND]


def asks_values(check: Check, path: Path | None) -> bool:
    """Tell whether a check has to see the value nodes of its site."""
    constraint = check.constraint
    if isinstance(constraint, p.Sparql):
        return constraint.check.wants_values
    if isinstance(constraint, p.Nested) and path is None:
        some, _ = split_logical([check])
        return not some
    return True


def asks_conforming(check: Check) -> bool:
    """Tell whether values can violate a shape-based check by conforming to the shapes it asks."""
    return not isinstance(check.constraint, p.Nested) or bool(split_logical([check])[1])


def judge_nested(run: Run, checks: Sequence[Check], failing: Frame) -> Iterator[Frame]:
    """Yield what the shape-based constraints of one height find.

    Parameters
    ----------
    failing
        The nodes that do not conform to the shapes asked: columns ``unit``, ``value``, ``kind``.
    """
    nested = [check for check in checks if isinstance(check.constraint, p.Nested)]
    if nested:
        yield from _judge_logical(run, nested, failing)
    qualified = [check for check in checks if isinstance(check.constraint, p.Qualified)]
    if qualified:
        yield from _judge_qualified(run, qualified, failing)


def _judge_logical(run: Run, checks: Sequence[Check], failing: Frame) -> Iterator[Frame]:
    rows = [(m.number, check.number) for check in checks for m in run.wiring.members(check)]
    table = run.backend.table((UNIT, CHECK), rows)
    grouped = failing.join(table, on=UNIT, how="inner").group_by(*_VALUE_KEYS)
    failures = grouped.agg(nw.len().cast(nw.Int32).alias("failures"))
    # A value that fails none is violated only where that is what is asked: not, and xone.
    some, none = split_logical(checks)
    limits = run.backend.table((CHECK, "low"), [(c.number, least_failing(c)) for c in some])
    enough = failures.join(limits, on=CHECK, how="inner")
    enough = enough.filter(nw.col("failures") >= nw.col("low")).select(*_VALUE_KEYS)
    enough = run.backend.keep(enough)
    violated = {number for (number,) in run.backend.rows(enough.select(CHECK).unique())}
    some = [check for check in some if check.number in violated]
    selves = [check for check in some if run.wiring.sites[check.unit.site].path is None]
    if selves:
        yield from _judge_selves(run, selves, enough)
    others = {check.number for check in some} - {check.number for check in selves}
    values = bind_values(run, [check for check in some if check.number in others])
    if values is not None:
        yield result_columns(values.join(enough, on=_VALUE_KEYS, how="semi"))
    values = bind_values(run, none)
    if values is not None:
        right = run.backend.table((CHECK, "right"), [(c.number, _right(c)) for c in none])
        found = values.join(failures, on=_VALUE_KEYS, how="left")
        found = found.with_columns(nw.col("failures").fill_null(0))
        found = found.join(right, on=CHECK, how="inner")
        yield result_columns(found.filter(nw.col("failures") != nw.col("right")))


def _judge_selves(run: Run, checks: Sequence[Check], failing: Frame) -> Iterator[Frame]:
    """Yield the focus nodes that are violated as their own values, without looking these up."""
    found = failing.filter(nw.col(CHECK).is_in([check.number for check in checks]))
    focus = nw.col(VALUE).alias(FOCUS), nw.col(KIND).alias(FOCUS_KIND)
    found = found.with_columns(*focus)
    if any(member.group != check.group for check in checks for member in run.wiring.members(check)):
        # Shapes that are asked from elsewhere too have judged more than these focus nodes.
        own = focus_rows(run, [(check.unit.site, check.number) for check in checks])
        found = found.join(own, on=_NODE_KEYS, how="semi")
    yield result_columns(found)


def split_logical(checks: Iterable[Check]) -> tuple[list[Check], list[Check]]:
    """Return checks that a failing shape can violate, and those that a lack of one can too."""
    some: list[Check] = []
    none: list[Check] = []
    for check in checks:
        assert isinstance(check.constraint, p.Nested)
        kind, shapes = check.constraint.kind, check.constraint.shapes
        by_none = kind in ("not", "xone") or (kind == "or" and not shapes)
        (none if by_none else some).append(check)
    return some, none


def least_failing(check: Check) -> int:
    """Return how many shapes must fail for a violation: one, or for ``or`` all of them."""
    assert isinstance(check.constraint, p.Nested)
    return len(check.constraint.shapes) if check.constraint.kind == "or" else 1


def _right(check: Check) -> int:
    """Return how many shapes must fail for ``not`` (one) and ``xone`` (all but one).

    Of no shapes at all none can hold, so that no number is right for an empty ``or`` or ``xone``.
    """
    assert isinstance(check.constraint, p.Nested)
    return 1 if check.constraint.kind == "not" else len(check.constraint.shapes) - 1


def bind_values(run: Run, checks: Sequence[Check]) -> Frame | None:
    """Return the value nodes of checks, each once: ``check``, focus and value columns."""
    if not checks:
        return None
    rows = [(check.unit.site, check.number) for check in checks]
    values = run.values_of(site for site, _ in rows)
    return values.join(run.backend.table((SITE, CHECK), rows), on=SITE, how="inner")


def _judge_qualified(run: Run, checks: Sequence[Check], failing: Frame) -> Iterator[Frame]:
    values = bind_values(run, checks)
    assert values is not None
    own, others = [], []
    for check in checks:
        assert isinstance(check.constraint, p.Qualified)
        member = run.wiring.asked_unit(check, check.constraint.shape)
        own += [(member.number, check.number)] if member else []
        for position, shape in enumerate(check.constraint.siblings):
            sibling = run.wiring.asked_unit(check, shape)
            others.append((sibling.number if sibling else -1, check.number, position))
    not_own = _failures(run, failing, own)
    conforming = run.backend.distinct(values.select(*_NODE_KEYS, VALUE, KIND))
    conforming = conforming.join(not_own, on=_VALUE_KEYS, how="anti")
    if others:
        conforming = _without_siblings(run, conforming, failing, others)
    counted = conforming.group_by(*_NODE_KEYS).agg(nw.len().cast(nw.Int32).alias("n"))
    rows = [(check.unit.site, check.number) for check in checks]
    sizes = run.backend.table((CHECK, "low", "high"), [(c.number, *_bounds(c)) for c in checks])
    focus = focus_rows(run, rows).join(counted, on=_NODE_KEYS, how="left")
    focus = focus.with_columns(nw.col("n").fill_null(0)).join(sizes, on=CHECK, how="inner")
    wrong = (nw.col("n") < nw.col("low")) | (nw.col("n") > nw.col("high"))
    yield result_columns(focus.filter(wrong), value=False)


def _failures(run: Run, failing: Frame, rows: Sequence[tuple[int, ...]]) -> Frame:
    table = run.backend.table((UNIT, CHECK), [row[:2] for row in rows])
    return failing.join(table, on=UNIT, how="inner").select(*_VALUE_KEYS)


def _without_siblings(
    run: Run, conforming: Frame, failing: Frame, others: Sequence[tuple[int, int, int]]
) -> Frame:
    """Keep the values that fail every sibling shape; a deactivated one is failed by none."""
    failures = _failures(run, failing, others).group_by(*_VALUE_KEYS)
    counted = failures.agg(nw.len().cast(nw.Int32).alias("failed"))
    asked: dict[int, int] = {}
    for _, number, _ in others:
        asked[number] = asked.get(number, 0) + 1
    table = run.backend.table((CHECK, "asked"), asked.items())
    conforming = conforming.join(table, on=CHECK, how="left")
    conforming = conforming.join(counted, on=_VALUE_KEYS, how="left").with_columns(
        nw.col("asked").fill_null(0), nw.col("failed").fill_null(0)
    )
    return conforming.filter(nw.col("asked") == nw.col("failed"))


def _bounds(check: Check) -> tuple[int, int]:
    assert isinstance(check.constraint, p.Qualified)
    low, high = check.constraint.minimum, check.constraint.maximum
    most = 2**31 - 1
    return min(low or 0, most), most if high is None else min(high, most)


def failing_nodes(run: Run, units: Iterable[Unit], found: Frame) -> Frame:
    """Return the nodes that do not conform: ``unit``, and the node as ``value``, ``kind``."""
    rows = [(check.number, unit.number) for unit in units for check in unit.checks]
    table = run.backend.table((CHECK, UNIT), rows)
    bound = found.join(table, on=CHECK, how="inner")
    nodes = bound.select(nw.col(UNIT), nw.col(FOCUS).alias(VALUE), nw.col(FOCUS_KIND).alias(KIND))
    return run.backend.distinct(nodes)

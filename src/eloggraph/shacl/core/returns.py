"""Who fails shapes that lead back to themselves, worked out on integers.

A shape that fails at a node lets others fail at the nodes that have it as a value, and those may
be asked again. Each failure is followed once, so that a chain of nested shapes takes no longer than
its length; one through a count takes a pass for each of its links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import polars as pl

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.nested import bind_values, least_failing
from eloggraph.shacl.core.state import CHECK, FOCUS, FOCUS_KIND, KIND, UNIT, VALUE, Run
from eloggraph.shacl.core.terms import Frame
from eloggraph.shacl.core.wiring import Check, Wiring

_NODE, _CODE = [VALUE, KIND], "code"
Failure = tuple[int, int]  # a unit and the code of a node
Edge = tuple[int, int, int]  # a check, and the codes of a focus node and one of its values


def follow_failures(run: Run, failing: Frame) -> Frame:
    """Return the nodes that fail shapes that others lead back to: ``unit``, ``value``, ``kind``.

    Parameters
    ----------
    failing
        The nodes that fail any units for other reasons.
    """
    waiting = run.open - run.settled
    checks = [check for check in list_leading(run.wiring) if check.number in waiting]
    known = run.backend.fetch(failing.select(UNIT, *_NODE).unique())
    values = _fetch_values(run, checks)
    as_node = [pl.col(FOCUS).alias(VALUE), pl.col(FOCUS_KIND).alias(KIND)]
    ends = [known.select(_NODE), values.select(_NODE), values.select(as_node)]
    nodes = pl.concat(ends).unique(maintain_order=True).with_row_index(_CODE)
    focus = nodes.rename({VALUE: FOCUS, KIND: FOCUS_KIND, _CODE: "from"})
    edges = values.join(nodes, on=_NODE).join(focus, on=[FOCUS, FOCUS_KIND])
    failed = _spread(
        run.wiring,
        checks,
        edges.select(CHECK, "from", _CODE).iter_rows(),
        known.join(nodes, on=_NODE).select(UNIT, _CODE).iter_rows(),
    )
    heads = {unit.number for unit in run.wiring.units if run.wiring.is_recursive(unit)}
    rows = sorted((unit, code) for unit, code in failed if unit in heads)
    found = pl.DataFrame(rows, {UNIT: pl.Int32, _CODE: pl.UInt32}, orient="row")
    return run.backend.put(found.join(nodes, on=_CODE).select(UNIT, *_NODE))


def list_leading(wiring: Wiring) -> list[Check]:
    """Return the checks that lead to where shapes are asked again."""
    if wiring.plan.recursion is None:
        return []
    leading: dict[int, Check] = {}
    while True:
        units = {check.unit.number for check in leading.values()}
        more = {
            check.number: check
            for unit in wiring.units
            for check in unit.nested
            if isinstance(check.constraint, p.Nested)
            and any(
                wiring.leads_back(unit, member.shape.node) or member.number in units
                for member in wiring.members(check)
            )
        }
        if len(more) == len(leading):
            return list(more.values())
        leading = more


def _fetch_values(run: Run, checks: Sequence[Check]) -> pl.DataFrame:
    """Return which values the focus nodes of checks have, where these are not themselves."""
    others = [check for check in checks if not _is_about_itself(run.wiring, check)]
    values = bind_values(run, others)
    if values is None:
        values = run.backend.table((CHECK, FOCUS, FOCUS_KIND, VALUE, KIND), ())
    asked = values.select(CHECK, FOCUS, FOCUS_KIND, *_NODE).unique()
    return run.backend.fetch(asked)


def _is_about_itself(wiring: Wiring, check: Check) -> bool:
    return wiring.sites[check.unit.site].path is None


def _spread(
    wiring: Wiring, checks: Sequence[Check], edges: Iterable[Edge], failures: Iterable[Failure]
) -> set[Failure]:
    """Follow failures from values to the focus nodes that fail for them."""
    asking: dict[int, list[Check]] = defaultdict(list)
    for check in checks:
        for member in wiring.members(check):
            asking[member.number].append(check)
    focus_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, focus, value in edges:
        focus_of[number, value].append(focus)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    seen = set(failures)
    waiting = list(seen)
    while waiting:
        unit, value = waiting.pop()
        for check in asking.get(unit, ()):
            counts[check.number, value] += 1
            if counts[check.number, value] != least_failing(check):
                continue
            is_own = _is_about_itself(wiring, check)
            for focus in [value] if is_own else focus_of.get((check.number, value), ()):
                failure = check.unit.number, focus
                if failure not in seen:
                    seen.add(failure)
                    waiting.append(failure)
    return seen

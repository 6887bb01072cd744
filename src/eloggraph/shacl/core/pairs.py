"""Constraints that compare with the values of other paths: pairs (SHACL section 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import narwhals as nw
import polars as pl

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.literals import compare
from eloggraph.shacl.core.state import (
    CHECK,
    FOCUS,
    FOCUS_KIND,
    KIND,
    NODE_TEXT,
    VALUE,
    Run,
    bind_sites,
    result_columns,
)
from eloggraph.shacl.core.terms import NODE, Frame, Kinds
from eloggraph.shacl.core.walk import look_up
from eloggraph.shacl.core.wiring import Check
from eloggraph.shacl.paths import PredicatePath

_NODE_KEYS = [CHECK, FOCUS, FOCUS_KIND]

_OPERATORS = {"less": "<", "less-or-equal": "<="}

JUDGED = {p.Pair}


def judge_pairs(run: Run, checks: Iterable[Check]) -> Iterator[Frame]:
    """Yield what the property pair constraints of a level find."""
    by_kind: dict[str, list[Check]] = {}
    for check in checks:
        if isinstance(check.constraint, p.Pair):
            by_kind.setdefault(check.constraint.kind, []).append(check)
    for kind, chosen in by_kind.items():
        for check in [each for each in chosen if each.number in run.suspects]:
            yield from _judge_not_after(run, *_look_up_suspects(run, check))
        chosen = [each for each in chosen if each.number not in run.suspects]
        if not chosen:
            continue
        left = bind_sites(run, [(check.unit.site, check.number) for check in chosen])
        right = bind_sites(
            run, [(check.other, check.number) for check in chosen if check.other is not None]
        )
        if kind in _OPERATORS:
            yield from _judge_order(run, left, right, _OPERATORS[kind])
        elif kind == "not-after":
            yield from _judge_not_after(run, left, right)
        else:
            yield from _PAIRS[kind](left, right)


_PAIR_KEYS = [CHECK, FOCUS, FOCUS_KIND, VALUE, KIND]


def _judge_equal(left: Frame, right: Frame) -> Iterator[Frame]:
    yield left.join(right, on=_PAIR_KEYS, how="anti")
    yield right.join(left, on=_PAIR_KEYS, how="anti")


def _judge_disjoint(left: Frame, right: Frame) -> Iterator[Frame]:
    yield left.join(right, on=_PAIR_KEYS, how="semi")


def _judge_subset(left: Frame, right: Frame) -> Iterator[Frame]:
    yield left.join(right, on=_PAIR_KEYS, how="anti")


_PAIRS: dict[str, Callable[[Frame, Frame], Iterator[Frame]]] = {
    "equals": _judge_equal,
    "disjoint": _judge_disjoint,
    "subset": _judge_subset,
}


def _judge_order(run: Run, left: Frame, right: Frame, operator: str) -> Iterator[Frame]:
    """Compare every value with every value of the other property; each pair is one result."""
    other = right.select(*_NODE_KEYS, nw.col(VALUE).alias("object"), nw.col(KIND).alias("okind"))
    pairs = left.join(other, on=_NODE_KEYS, how="inner")
    judge = partial(_are_out_of_order, run.data.kinds, operator)
    bad = run.backend.reject(pairs, (VALUE, KIND, "object", "okind"), judge)
    if bad is None:
        return
    # The other value tells apart two results that are alike in all that a report shows.
    more = nw.concat_str(nw.col("okind").cast(nw.String), nw.col("object"), separator=" ")
    yield result_columns(bad.with_columns(more.alias("more")), extra="more")


def _are_out_of_order(kinds: Kinds, operator: str, rows: pl.DataFrame) -> pl.Series:
    """Tell which pairs of values do not compare as they are to; nodes never do."""
    pairs = [*rows.iter_rows()]
    literal = [n for n, row in enumerate(pairs) if row[1] != NODE and row[3] != NODE]
    terms = [tuple(kinds.join(*pairs[n][at : at + 2]) for at in (0, 2)) for n in literal]
    held = compare(terms, operator)  # type: ignore[arg-type]
    bad = [True] * len(pairs)
    for n, holds in zip(literal, held, strict=True):
        bad[n] = not holds
    return pl.Series(bad, dtype=pl.Boolean)


def _look_up_suspects(run: Run, check: Check) -> Iterator[Frame]:
    """Yield the values of both properties of the focus nodes that may violate a check."""
    assert isinstance(check.constraint, p.Pair)
    path = run.wiring.sites[check.unit.site].path
    assert isinstance(path, PredicatePath)  # else nobody would be known
    rows = [(node,) for node in run.suspects[check.number].to_list()]
    focus = run.focus_of([check.unit.group]).filter(nw.col(KIND) == NODE)
    focus = focus.join(run.backend.table((NODE_TEXT,), rows), on=NODE_TEXT, how="semi")
    focus = run.backend.keep(
        focus.select(
            nw.lit(check.number, dtype=nw.Int32).alias(CHECK),
            nw.col(NODE_TEXT).alias("from"),
            nw.col(KIND).alias(FOCUS_KIND),
        )
    )
    other = check.constraint.other
    assert isinstance(other, PredicatePath)
    for each in (path, other):
        (found,) = look_up(run, [each], focus)
        yield result_columns(found.rename({"from": FOCUS, "to": VALUE}))


def _judge_not_after(run: Run, left: Frame, right: Frame) -> Iterator[Frame]:
    """Compare texts as far as both go: ``2020`` and ``2020-05`` are neither before nor after.

    A text that comes after another as far as both go comes after it as a whole too, and does not
    go on from it: so few pairs are left that Python has to look at. Blank nodes have no text.
    """
    other = right.select(*_NODE_KEYS, nw.col(VALUE).alias("object"), nw.col(KIND).alias("okind"))
    pairs = left.join(other, on=_NODE_KEYS, how="inner")
    later = pairs.filter(nw.col(VALUE) > nw.col("object"))
    for name, kind in ((VALUE, KIND), ("object", "okind")):
        later = later.filter((nw.col(kind) != NODE) | ~nw.col(name).str.starts_with("_:"))
    bad = run.backend.reject(later, (VALUE, "object"), _do_not_go_on)
    if bad is not None:
        yield result_columns(bad)


def _do_not_go_on(rows: pl.DataFrame) -> pl.Series:
    """Tell which texts are more than another with something after it."""
    return rows.select(~pl.col(VALUE).str.starts_with(pl.col("object"))).to_series()

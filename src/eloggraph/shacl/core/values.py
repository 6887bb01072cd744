"""Constraints on each value node by itself (SHACL sections 4.1, 4.3, 4.4, 4.8).

Most are settled by the kinds of values that a site can have, before any row is looked at; only
what stays open is asked of the frame, and what a frame cannot tell, of its distinct values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import narwhals as nw
import polars as pl
import pyoxigraph as ox

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.facts import Source
from eloggraph.shacl.core.literals import (
    OBVIOUS,
    compare,
    is_well_formed,
)
from eloggraph.shacl.core.state import (
    CHECK,
    KIND,
    NODE_TEXT,
    SITE,
    VALUE,
    Lot,
    Run,
    among,
    bind,
    bind_kinds,
    result_columns,
)
from eloggraph.shacl.core.terms import NODE, Frame, Kinds
from eloggraph.shacl.core.verdicts import Holds, judge_source
from eloggraph.shacl.core.wiring import Check

_LINE_ENDS = r"[\n\r\f\x0B]"
Open = list[tuple[int, int, int]]


def judge_values(run: Run, lot: Lot, checks: Iterable[Check]) -> Iterator[Frame]:
    """Yield what the value constraints of a lot find, and note what is settled for good."""
    failed: Open = []
    open_: dict[type, Open] = {}
    for check in checks:
        constraint = check.constraint
        if type(constraint) not in JUDGED:
            continue
        site = check.unit.site
        verdicts = {
            kind: judge_source(run, constraint, Source(kind, well_formed))
            for kind, well_formed in lot.kinds[site].items()
        }
        if isinstance(constraint, p.Nested):
            classes = classes_asked(run, constraint)
            if classes is None and not _is_settled(constraint, verdicts.values()):
                continue
            run.settled.add(check.number)
        failed += [(site, kind, check.number) for kind, holds in verdicts.items() if holds is False]
        asked = [(site, kind, check.number) for kind, holds in verdicts.items() if holds is None]
        if asked:
            open_.setdefault(type(constraint), []).extend(asked)
    if failed:
        yield result_columns(bind_kinds(run, lot, failed))
    for kind, rows in open_.items():
        yield from _TESTS[kind](run, lot, rows)


def _is_settled(constraint: p.Nested, verdicts: Iterable[Holds]) -> bool:
    """Tell whether the kinds decide a nested constraint.

    Where shapes are told as details, or as results of their own, a failure is looked at closely.
    """
    found = set(verdicts)
    return None not in found and (constraint.kind in ("or", "not", "xone") or False not in found)


# -- tests of rows ------------------------------------------------------------------------------


def _test_class(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    table = []
    numbers: dict[tuple[str, ...], int] = {}
    for site, _, check in rows:
        classes = classes_asked(run, run.wiring.checks[check].constraint)
        assert classes is not None
        table.append((site, check, numbers.setdefault(classes, len(numbers))))
    pairs = [(name, number) for classes, number in numbers.items() for name in classes]
    members = run.data.members(pairs)
    if len(numbers) == 1:
        bound = bind_kinds(run, lot, rows)
        found = bound.join(members, left_on=VALUE, right_on=NODE_TEXT, how="anti")
    else:
        bound = lot.frame.filter(nw.col(KIND) == NODE).join(
            run.backend.table((SITE, CHECK, "class"), table), on=SITE, how="inner"
        )
        keys = ["class", VALUE], ["class", NODE_TEXT]
        found = bound.join(members, left_on=keys[0], right_on=keys[1], how="anti")
    yield result_columns(found)


def classes_asked(run: Run, constraint: p.Constraint) -> tuple[str, ...] | None:
    """Return the classes of which a value must be an instance of one, where that is all.

    So it is with ``sh:class``, and with ``sh:or`` of shapes that have nothing but one.
    """
    if isinstance(constraint, p.Class):
        return constraint.iris
    if not isinstance(constraint, p.Nested) or constraint.kind != "or":
        return None
    found: list[str] = []
    for node in constraint.shapes:
        shape = run.wiring.plan.shapes[node]
        only = shape.constraints[0] if len(shape.constraints) == 1 else None
        if shape.deactivated or shape.path is not None or not isinstance(only, p.Class):
            return None
        found += only.iris
    return tuple(found) or None


def _test_datatype(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    kinds = sorted({kind for _, kind, _ in rows})
    obvious = {kind: OBVIOUS.get(run.data.kinds.datatype(kind)) for kind in kinds}
    for kind in kinds:
        bound = bind_kinds(run, lot, [row for row in rows if row[1] == kind])
        bound = bound.filter(nw.col(KIND) == kind)
        regex = obvious[kind]
        doubtful = bound if regex is None else run.backend.not_matching(bound, VALUE, regex)
        if doubtful is not None:
            judge = partial(_are_ill_formed, run.data.kinds.datatype(kind))
            bad = run.backend.reject(doubtful, (VALUE,), judge)
            if bad is not None:
                yield result_columns(bad)


def _are_ill_formed(datatype: str, rows: pl.DataFrame) -> pl.Series:
    bad = [not is_well_formed(text, datatype) for text in rows[VALUE]]
    return pl.Series(bad, dtype=pl.Boolean)


def _test_node_kind(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    bound = bind_kinds(run, lot, rows)
    wants_iri = [n for _, _, n in rows if run.wiring.checks[n].constraint.iri]  # type: ignore
    is_blank = nw.col(VALUE).str.starts_with("_:")
    asks_iri = nw.col(CHECK).is_in(wants_iri)
    yield result_columns(bound.filter((is_blank & asks_iri) | (~is_blank & ~asks_iri)))


def _test_list(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    allowed = []
    for number in sorted({number for _, _, number in rows}):
        constraint = run.wiring.checks[number].constraint
        assert isinstance(constraint, p.In)
        allowed += [(number, *run.data.kinds.split(term)) for term in constraint.terms]
    keys = [CHECK, VALUE, KIND]
    found = bind_kinds(run, lot, rows).join(run.backend.table(keys, allowed), on=keys, how="anti")
    yield result_columns(found)


def _test_range(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    bound = bind_kinds(run, lot, rows)
    numbers = sorted({number for _, _, number in rows})
    limits = {number: run.wiring.checks[number].constraint for number in numbers}
    judge = partial(_are_beyond, run.data.kinds, limits)
    found = run.backend.reject(bound, (CHECK, VALUE, KIND), judge)
    if found is not None:
        yield result_columns(found)


def _are_beyond(kinds: Kinds, limits: Mapping[int, p.Constraint], rows: pl.DataFrame) -> pl.Series:
    """Tell which values do not compare with the limit of their check as that asks."""
    bad = [True] * rows.height
    by_check: dict[int, list[int]] = {}
    for place, number in enumerate(rows[CHECK]):
        by_check.setdefault(number, []).append(place)
    values = [*zip(rows[VALUE], rows[KIND], strict=True)]
    for number, places in by_check.items():
        constraint = limits[number]
        assert isinstance(constraint, p.Range)
        pairs = [(_literal(kinds, *values[place]), constraint.limit) for place in places]
        held = compare(pairs, constraint.operator)
        for place, holds in zip(places, held, strict=True):
            bad[place] = not holds
    return pl.Series(bad, dtype=pl.Boolean)


def _literal(kinds: Kinds, text: str, kind: int) -> ox.Literal:
    term = kinds.join(text, kind)
    assert isinstance(term, ox.Literal)
    return term


def _test_length(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    limits = []
    for site, number in dict.fromkeys((site, number) for site, _, number in rows):
        constraint = run.wiring.checks[number].constraint
        assert isinstance(constraint, p.Length)
        low, high = constraint.minimum or 0, constraint.maximum
        most = _MOST if high is None else min(high, _MOST)
        limits.append((site, number, min(low, _MOST), most))
    table = run.backend.table((SITE, CHECK, "low", "high"), limits)
    bound = lot.frame.join(table, on=SITE, how="inner")
    length = nw.col(VALUE).str.len_chars()
    yield result_columns(
        bound.filter((length < nw.col("low")) | (length > nw.col("high")) | _is_blank())
    )


_MOST = 2**31 - 1


def _test_pattern(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    by_regex: dict[str, list[tuple[int, int]]] = {}
    for site, number in dict.fromkeys((site, number) for site, _, number in rows):
        constraint = run.wiring.checks[number].constraint
        assert isinstance(constraint, p.Pattern)
        by_regex.setdefault(constraint.regex, []).append((site, number))
    for regex, bound in by_regex.items():
        frame = bind(run, lot, bound)
        blank = frame.filter(_is_blank())
        other = run.backend.not_matching(frame.filter(~_is_blank()), VALUE, regex)
        yield result_columns(blank)
        if other is not None:
            yield result_columns(other)


def _test_line(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    bound = bind_kinds(run, lot, rows).filter(nw.col(KIND) != NODE)
    yield result_columns(bound.filter(nw.col(VALUE).str.contains(_LINE_ENDS)))


def _test_root(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    below = []
    for number in sorted({number for _, _, number in rows}):
        constraint = run.wiring.checks[number].constraint
        assert isinstance(constraint, p.RootClass)
        below += [(number, name) for name in run.data.closure(constraint.iri)]
    keys = [CHECK, VALUE]
    found = bind_kinds(run, lot, rows).join(run.backend.table(keys, below), on=keys, how="anti")
    yield result_columns(found)


def _test_lists(run: Run, lot: Lot, rows: Open) -> Iterator[Frame]:
    bound = bind_kinds(run, lot, rows).filter(nw.col(KIND) == NODE)
    asked = run.backend.rows(run.backend.distinct(bound.select(CHECK, VALUE)))
    bad = [
        (number, head)
        for number, head in asked
        if not _is_list_as_asked(run, run.wiring.checks[number].constraint, head)
    ]
    if bad:
        yield among(run, bound, bad, (CHECK, VALUE))


def _is_list_as_asked(run: Run, constraint: p.Constraint, head: str) -> bool:
    length = run.data.lists.count(head)
    if length is None:
        return False
    if isinstance(constraint, p.UniqueMembers):
        members = run.data.lists.members(head)
        return len(set(members)) == len(members)
    assert isinstance(constraint, p.ListLength)
    high = constraint.maximum
    return (constraint.minimum or 0) <= length and (high is None or length <= high)


def _is_blank() -> nw.Expr:
    return (nw.col(KIND) == NODE) & nw.col(VALUE).str.starts_with("_:")


_TESTS: dict[type, Callable[[Run, Lot, Open], Iterator[Frame]]] = {
    p.Class: _test_class,
    p.Nested: _test_class,  # only where it asks for classes
    p.Datatype: _test_datatype,
    p.NodeKind: _test_node_kind,
    p.In: _test_list,
    p.Range: _test_range,
    p.Length: _test_length,
    p.Pattern: _test_pattern,
    p.SingleLine: _test_line,
    p.RootClass: _test_root,
    p.ListLength: _test_lists,
    p.UniqueMembers: _test_lists,
}
JUDGED = {*_TESTS, p.LanguageIn}

"""Values at the end of a repeated step, judged once each however many focus nodes reach them.

On a chain of n nodes ``sh:zeroOrMorePath`` leads to n² / 2 value nodes, yet only to n values. Where
a shape asks something of each value by itself, these are judged, and focus nodes are looked for
only where a value has failed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import narwhals as nw

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.reach import of_themselves
from eloggraph.shacl.core.state import (
    CHECK,
    FOCUS,
    FOCUS_KIND,
    KIND,
    SITE,
    VALUE,
    Lot,
    Run,
    result_columns,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.values import JUDGED, judge_values
from eloggraph.shacl.core.walk import has_repeat, walk
from eloggraph.shacl.core.wiring import Check, Site
from eloggraph.shacl.paths import InversePath, push_inverses

_NODE, _FOCUS = [VALUE, KIND], [FOCUS, FOCUS_KIND]
_ALONE = JUDGED - {p.Nested}


def is_apart(site: Site, checks: Collection[Check]) -> bool:
    """Tell whether all checks of a site ask of each value what no focus node matters to."""
    return (
        site.path is not None
        and has_repeat(site.path)
        and all(type(check.constraint) in _ALONE for check in checks)
    )


def judge_apart(run: Run, site: Site, checks: Collection[Check]) -> Iterator[Frame]:
    """Yield what the checks of such a site find."""
    assert site.path is not None
    focus = run.backend.keep(of_themselves(run, [site]))
    # As if all focus nodes were one: what they lead to, each once.
    nobody = nw.lit("").alias(FOCUS), nw.lit(NODE, dtype=nw.Int32).alias(FOCUS_KIND)
    one = focus.select(SITE, *nobody, *_NODE).unique()
    values = walk(run, site.path, one).select(SITE, *_copy(VALUE, KIND), *_NODE)
    lot = _make_lot(run, site, run.backend.keep(values))
    found = [each.select(CHECK, *_NODE) for each in judge_values(run, lot, checks)]
    if not found:
        return
    bad = run.backend.keep(nw.concat(found))
    nodes = run.backend.keep(bad.select(_NODE).unique())
    if run.backend.rows(nodes.head(1)):
        pairs = _find_focus(run, site, focus, nodes)
        yield result_columns(pairs.join(bad, on=_NODE, how="inner"))


def _make_lot(run: Run, site: Site, values: Frame) -> Lot:
    kinds = {kind: False for (kind,) in run.backend.rows(values.select(KIND).unique())}
    return Lot(frame=values, sites=frozenset({site.number}), kinds={site.number: kinds})


def _find_focus(run: Run, site: Site, focus: Frame, nodes: Frame) -> Frame:
    """Return which focus nodes lead to some values, walking from those of which there are fewer."""
    assert site.path is not None
    if _count(run, nodes) >= _count(run, focus):
        return walk(run, site.path, focus).join(nodes, on=_NODE, how="semi")
    number = nw.lit(site.number, dtype=nw.Int32).alias(SITE)
    starts = nodes.select(number, *_copy(VALUE, KIND), *_NODE)
    back = walk(run, push_inverses(InversePath(site.path)), starts)
    names = {FOCUS: VALUE, FOCUS_KIND: KIND, VALUE: FOCUS, KIND: FOCUS_KIND}
    return back.rename(names).join(focus.select(_FOCUS), on=_FOCUS, how="semi")


def _copy(node: str, kind: str) -> tuple[nw.Expr, nw.Expr]:
    return nw.col(node).alias(FOCUS), nw.col(kind).alias(FOCUS_KIND)


def _count(run: Run, frame: Frame) -> int:
    return int(run.backend.rows(frame.select(nw.len()))[0][0])

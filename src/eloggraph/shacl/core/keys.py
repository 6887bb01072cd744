"""Keys: no two nodes of a shape have the same values of some paths (SHACL 1.2, section 4).

A key is the set of the values of each path. Nodes that have no value of any of them have no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.counts import focus_rows
from eloggraph.shacl.core.state import FOCUS, FOCUS_KIND, KIND, VALUE, Run, result_columns
from eloggraph.shacl.core.terms import Frame
from eloggraph.shacl.core.wiring import Check

JUDGED = {p.UniqueValues}
_FOCUS, _CODE = [FOCUS, FOCUS_KIND], "code"


def judge_keys(run: Run, checks: Iterable[Check]) -> Iterator[Frame]:
    """Yield the focus nodes whose key another node of their shape has too."""
    for check in checks:
        if check.keys:
            shared = _find_shared(run, check)
            focus = focus_rows(run, [(check.unit.site, check.number)])
            yield result_columns(
                focus.join(run.backend.put(shared), on=_FOCUS, how="semi"), value=False
            )


def _find_shared(run: Run, check: Check) -> pl.DataFrame:
    """Return the nodes that have a key together with others, whoever they are."""
    whole: pl.DataFrame | None = None
    for number, site in enumerate(check.keys):
        values = run.backend.fetch(run.values_of([site]))
        keys = _join_values(values).rename({_CODE: f"key{number}"})
        whole = keys if whole is None else whole.join(keys, on=_FOCUS, how="full", coalesce=True)
    assert whole is not None  # there is a path
    names = [name for name in whole.columns if name not in _FOCUS]
    whole = whole.with_columns(pl.col(names).fill_null(""))
    return whole.filter(pl.struct(names).is_duplicated()).select(_FOCUS)


def _join_values(values: pl.DataFrame) -> pl.DataFrame:
    """Return the values of each focus node as one text: the numbers of its values, in order."""
    distinct = values.select(*_FOCUS, VALUE, KIND).unique()
    numbered = distinct.select(VALUE, KIND).unique().sort(VALUE, KIND).with_row_index(_CODE)
    coded = distinct.join(numbered, on=[VALUE, KIND]).select(*_FOCUS, _CODE).sort(_CODE)
    texts = pl.col(_CODE).cast(pl.String).str.join(" ")
    return coded.group_by(_FOCUS, maintain_order=True).agg(texts)

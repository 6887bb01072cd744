"""What was found, brought from where it was computed: all of it, or what some focus nodes have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals as nw
import polars as pl

from eloggraph.shacl.core.plan import Nested
from eloggraph.shacl.core.report import told_units
from eloggraph.shacl.core.state import CHECK, FOCUS, FOCUS_KIND, FOUND, KIND, VALUE, Run
from eloggraph.shacl.core.terms import Frame
from eloggraph.shacl.core.wiring import Check, Unit
from eloggraph.shacl.model import Term

_NODE = [FOCUS, FOCUS_KIND]
# Rows for each focus node that are brought as they are: to choose among fewer would cost more.
_ROWS = 4


def fetch_found(run: Run, most: int | None = None) -> tuple[pl.DataFrame, dict[Term, int]]:
    """Return what is told, in any order and some rows twice.

    Parameters
    ----------
    most
        Of how many focus nodes it is wanted, the first in order; by default of all.

    Returns
    -------
    The rows; and where these are not all, how many results each shape has. A violation of a node
    counts once there, in however many ways it was reached.
    """
    told = [check.number for unit in told_units(run) for check in unit.checks]
    found = nw.concat([run.backend.table(FOUND, ()), *run.found])
    table = run.backend.table((CHECK,), [(number,) for number in told])
    found = found.join(table, on=CHECK, how="semi")
    if most is None:
        return run.backend.fetch(found), {}
    found = run.backend.keep(run.backend.distinct(found))
    if run.backend.rows(found.select(nw.len()))[0][0] <= most * _ROWS:
        return run.backend.fetch(found), {}
    return _fetch_first(run, found, most), _count(run, found)


def _fetch_first(run: Run, found: Frame, most: int) -> pl.DataFrame:
    """Return what the first focus nodes have, and the nodes whose results they tell of."""
    roots = [check.number for unit in run.wiring.roots for check in unit.checks]
    first = run.backend.distinct(found.filter(nw.col(CHECK).is_in(roots)).select(*_NODE))
    asked = run.backend.fetch(first.sort(*_NODE).head(most))
    nested = [c.number for c in run.wiring.checks if isinstance(c.constraint, Nested)]
    rows, known = [pl.DataFrame()], asked
    while asked.height:
        new = run.backend.fetch(found.join(run.backend.put(asked), on=_NODE, how="semi"))
        rows.append(new)
        values = new.filter(pl.col(CHECK).is_in(nested)).select(
            pl.col(VALUE).alias(FOCUS), pl.col(KIND).alias(FOCUS_KIND)
        )
        asked = values.unique().join(known, on=_NODE, how="anti")
        known = pl.concat([known, asked])
    return pl.concat(rows[1:]) if rows[1:] else run.backend.fetch(found.head(0))


def _count(run: Run, found: Frame) -> dict[Term, int]:
    """Return how many results each shape has, details left out."""
    units = {unit.number: unit for unit in _list_telling(run)}
    shape_of = {check.number: unit.shape.node for unit in units.values() for check in unit.checks}
    for check in _list_passing(units.values()):
        del shape_of[check.number]
    counted = found.group_by(CHECK).agg(nw.len().cast(nw.Int64).alias("n"))
    counts: dict[Term, int] = {}
    for number, n in sorted(run.backend.rows(counted)):
        if number in shape_of:
            counts[shape_of[number]] = counts.get(shape_of[number], 0) + n
    return counts


def _list_telling(run: Run) -> Sequence[Unit]:
    """Return the units whose results are results of their own, and no details."""
    found: dict[int, Unit] = {}
    waiting = list(run.wiring.roots)
    while waiting:
        unit = waiting.pop()
        if unit.number not in found:
            found[unit.number] = unit
            passing = _list_passing([unit])
            waiting += [member for check in passing for member in run.wiring.members(check)]
    return list(found.values())


def _list_passing(units: Iterable[Unit]) -> list[Check]:
    """Return the checks that are told by the results of the property shapes they ask."""
    return [
        check
        for unit in units
        for check in unit.checks
        if isinstance(check.constraint, Nested) and check.constraint.kind == "property"
    ]

"""Shapes of those who say something of a statement (SHACL 1.2, section 4).

Data says it as reification: ``r rdf:subject s ; rdf:predicate p ; rdf:object o``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT
from eloggraph.iri import expand
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.state import CHECK, FOCUS, FOCUS_KIND, KIND, VALUE, Run, result_columns
from eloggraph.shacl.core.statements import Statements
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.wiring import Check
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import PredicatePath

JUDGED = {p.Reified}
_REIFIER, _PREDICATE = "reifier", "predicate"
_STATEMENT = [FOCUS, FOCUS_KIND, VALUE, KIND]


def judge_reified(
    run: Run, checks: Iterable[Check], find_failing: Callable[[Term], pl.Series]
) -> Iterator[Frame]:
    """Yield the value nodes whose statements nobody speaks of, or somebody of another shape.

    Parameters
    ----------
    find_failing
        Returns those of all reifiers that do not conform to a shape.
    """
    chosen = [check for check in checks if isinstance(check.constraint, p.Reified)]
    about = _list_reified(run.data) if chosen else None
    for check in chosen:
        path, constraint = check.unit.shape.path, check.constraint
        if not isinstance(path, PredicatePath) or not isinstance(constraint, p.Reified):
            continue  # what has another path was refused
        assert about is not None
        said = about.filter(pl.col(_PREDICATE) == path.iri)
        values = run.backend.fetch(run.values_of([check.unit.site]))
        wrong = []
        if constraint.required:
            wrong.append(values.join(said, on=_STATEMENT, how="anti"))
        if constraint.shape is not None and said.height:
            failing = find_failing(constraint.shape)
            bad = said.filter(pl.col(_REIFIER).is_in(failing.implode()))
            wrong.append(values.join(bad, on=_STATEMENT, how="semi"))
        found = pl.concat([values.clear(), *wrong]).unique()
        if found.height:
            number = pl.lit(check.number, pl.Int32).alias(CHECK)
            yield result_columns(run.backend.put(found.with_columns(number)))


def _list_reified(data: Statements) -> pl.DataFrame:
    """Return who speaks of which statement: reifier, predicate, focus and value with kinds."""
    subjects, predicates, objects = (
        data.backend.fetch(data.statements({expand(curie): 0}))
        for curie in ("rdf:subject", "rdf:predicate", "rdf:object")
    )
    reifier = pl.col(SUBJECT).alias(_REIFIER)
    focus = pl.col(OBJECT).alias(FOCUS), pl.col(KIND).alias(FOCUS_KIND)
    said = subjects.select(reifier, *focus)
    named = predicates.filter(pl.col(KIND) == NODE).select(
        reifier, pl.col(OBJECT).alias(_PREDICATE)
    )
    values = objects.select(reifier, pl.col(OBJECT).alias(VALUE), KIND)
    return said.join(named, on=_REIFIER).join(values, on=_REIFIER)

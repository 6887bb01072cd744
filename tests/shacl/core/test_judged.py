"""No constraint of the plan is without a judge: one that nobody asks about would pass everything."""

from typing import get_args

from eloggraph.shacl.core import closed, counts, keys, pairs, reified, values
from eloggraph.shacl.core.plan import Constraint, Nested, Sparql


def test_every_kind_of_constraint_has_a_judge() -> None:
    # nested.py and shacl/sparql judge what holds shapes and queries
    alone = (
        values.JUDGED | counts.JUDGED | pairs.JUDGED | closed.JUDGED | keys.JUDGED | reified.JUDGED
    )
    judged = alone | {Nested, Sparql}
    assert set(get_args(Constraint)) == judged

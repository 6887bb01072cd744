"""All questions asked of a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from eloggraph.api.day import Day, look
from eloggraph.iri import contract

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.api.network import Network


def analyse(
    network: Network,
    questions: Sequence[str] = (),
    *,
    seed: int,
    permutations: int,
    at: Day | None,
    today: date | None,
) -> Analysis:
    """Ask questions of a network: see :meth:`eloggraph.Network.analyse`."""
    from eloggraph.analysis import analyse as asking
    from eloggraph.analysis.areas import lift_groups, read_above
    from eloggraph.analysis.question import Material

    looked = look(network, at, today)
    found = looked.affiliations
    material = Material(
        network=lift_groups(found, read_above(looked.ask)),
        on=looked.on,
        ask=looked.ask,
        records=looked.records,
        all_days=looked.all_days,
        ended=looked.ended,
        ended_by=lambda day: look(network, day).ended,
        labels=network.labels,
        tables={
            name: table.names
            for table in network.schema.tables
            for name in (table.name, contract(table.target_class))
        },
        unread=network.tables.unread(),
        # Where nobody is there, it is told too how many are only planned.
        kinds=(looked.snapshot if found.actors() else looked.in_force).counts,
        ties=network.config.ties,
        seed=seed,
        permutations=permutations,
    )
    return asking.analyse(material, questions)

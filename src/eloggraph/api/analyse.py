"""All questions asked of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.day import Day, NetworkDay, look, read_day
from eloggraph.errors import OptionError
from eloggraph.iri import contract

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.answers import Side
    from eloggraph.analysis.question import Material
    from eloggraph.api.network import Network
    from eloggraph.tie_sorts import TieChoice


def analyse(
    network: Network,
    questions: Sequence[str] = (),
    *,
    seed: int,
    permutations: int,
    at: Day | None,
    today: date | None,
    against: Day | Path | None = None,
    public: bool = False,
) -> Analysis:
    """Ask questions of a network: see :meth:`eloggraph.Network.analyse`."""
    looked = look(network, at, today)
    ties = network.config.ties
    found = ask(looked, ties, questions, seed=seed, permutations=permutations, public=public)
    if against is None:
        return found
    from eloggraph.analysis.answers import compare_answers

    before = find_earlier(looked, against, today)
    earlier = ask(before, ties, questions, seed=seed, permutations=permutations, public=public)
    answers = compare_answers(earlier, found)
    return replace(found, earlier=describe_side(before), answers=answers)


def find_earlier(looked: NetworkDay, against: Day | Path, today: date | None) -> NetworkDay:
    """Return another version where there is a folder of that name, else the network on the day.

    Raises
    ------
    OptionError
        When it is later than what it is held against.
    """
    network = looked.network
    if not isinstance(against, date) and Path(against).is_dir():
        from eloggraph.api.opening import open_network

        before = look(open_network(against, untrusted=network.tables.untrusted), None, today)
    else:
        before = look(network, read_day(_as_day(against), "--against"), today)
    if before.on > looked.on:
        days = {"old": before.on.isoformat(), "new": looked.on.isoformat()}
        raise OptionError.about("cli.wrong.against", **days)
    return before


def _as_day(against: Day | Path) -> Day:
    return str(against) if isinstance(against, Path) else against


def describe_side(looked: NetworkDay) -> Side:
    """Return what one side of a comparison is called, and its day."""
    from eloggraph.analysis.answers import Side
    from eloggraph.private import conceal

    return Side(title=looked.network.config.title.change(conceal), on=looked.on.isoformat())


def ask(
    looked: NetworkDay,
    ties: TieChoice,
    questions: Sequence[str] = (),
    *,
    seed: int,
    permutations: int,
    public: bool = False,
) -> Analysis:
    """Ask questions of a network on a day, with the sorts of ties that count."""
    from eloggraph.analysis import analyse as asking

    material = gather(looked, ties, seed=seed, permutations=permutations, public=public)
    return asking.analyse(material, questions)


def gather(
    looked: NetworkDay, ties: TieChoice, *, seed: int, permutations: int, public: bool = False
) -> Material:
    """Gather what questions and views may look at: a network on a day, with the ties that count.

    What one of them has worked out serves the next, so it is gathered once.
    """
    asked = (tuple(sorted(ties.items())), seed, permutations)
    if asked not in looked.materials:
        looked.materials[asked] = _gather(looked, ties, seed=seed, permutations=permutations)
    found = looked.materials[asked]
    return found.for_public() if public else found


def _gather(looked: NetworkDay, ties: TieChoice, *, seed: int, permutations: int) -> Material:
    from eloggraph.analysis.areas import lift_groups, read_above
    from eloggraph.analysis.question import Material
    from eloggraph.graph.room import refuse_without_room

    refuse_without_room(sum(map(len, looked.network.graphs)), "analyse")
    network, found = looked.network, looked.affiliations
    return Material(
        network=lift_groups(found, read_above(looked.ask)),
        on=looked.on,
        ask=looked.ask,
        records=looked.records,
        all_days=looked.all_days,
        ended=looked.ended,
        ended_by=lambda day: look(network, day).ended,
        names_on=lambda day: look(network, day).names,
        labels=network.labels,
        tables={
            name: table.names
            for table in network.schema.tables
            for name in (table.name, contract(table.target_class))
        },
        filled=frozenset(
            name
            for graph in network.graphs
            for rows in graph.rows
            if len(rows.frame)
            for name in (rows.table.name, contract(rows.table.target_class))
        ),
        unread=network.tables.unread(),
        # Where nobody is there, it is told too how many are only planned.
        kinds=(looked.snapshot if found.actors() else looked.in_force).counts,
        ties=ties,
        seed=seed,
        permutations=permutations,
    )

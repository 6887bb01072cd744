"""What the timeline says of a day is what the network of that day says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.all_days import identify
from eloggraph.api.day import look
from eloggraph.api.timeline import MOST_DAYS, read_timeline

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.mark.parametrize(
    ("name", "step"), [("mallimaakunta", 9), ("osaajaks", 1), ("laituri", 2), ("kaakkois-suomi", 1)]
)
def test_each_day_has_the_nodes_and_ties_of_the_network_of_that_day(name: str, step: int) -> None:
    network = eloggraph.open(DATASETS / name)
    found = read_timeline(look(network))
    if found is None:
        assert name == "kaakkois-suomi"
        return
    assert 1 < len(found.days) <= MOST_DAYS + 1
    for at in {*range(0, len(found.days), step), len(found.days) - 1}:
        shown = look(network, found.days[at]).affiliations
        nodes = {iri for iri, days in found.node_days.items() if at in days}
        ties = Counter(
            identify(tie)
            for tie, days in zip(found.ties, found.tie_days, strict=True)
            if at in days
        )
        assert nodes == {node.iri for node in shown.nodes}, found.days[at]
        assert ties == Counter(map(identify, shown.ties)), found.days[at]


def test_a_day_between_two_is_as_the_one_before_it() -> None:
    network = eloggraph.open(DATASETS / "osaajaks")
    found = read_timeline(look(network))
    assert found is not None
    day = found.days[0].replace(day=15)
    assert day < found.days[1]
    held = sum(0 in days for days in found.tie_days)
    assert held == len(look(network, day).affiliations.ties)


def test_the_day_looked_at_is_one_of_them() -> None:
    network = eloggraph.open(DATASETS / "mallimaakunta")
    found = read_timeline(look(network, date(2024, 8, 1)))
    assert found is not None
    assert date(2024, 8, 1) in found.days

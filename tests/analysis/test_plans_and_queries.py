"""One number a concept: what the questions on plans count is what the named queries list."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.api.day import look

DATASETS = Path(__file__).parents[2] / "datasets"
FOLDERS = [
    *("kansallinen-kehittaminen", "varsinais-suomi", "kaakkois-suomi"),
    *("laituri", "osaajaks", "mallimaakunta"),
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_questions_and_queries_count_the_same(folder: str) -> None:
    network = eloggraph.open(DATASETS / folder)
    found = network.analyse("goals", "challenges", "criteria")

    def ask(query: str) -> set[str]:
        return {row["focus"] for row in look(network).ask(query)}

    def nodes(*named: Iterable[Any]) -> set[str]:
        return {each.iri for part in named for each in part}

    goals, challenges = found.goals, found.challenges
    assert nodes(goals.ownerless) == ask("measures-without-responsible")
    lacking = nodes(goals.unmeasured, found.criteria.unmeasured)
    assert lacking == ask("goals-without-indicator")
    assert nodes(challenges.unimplemented) == ask("proposals-without-measure")
    if challenges.proposals:  # without any proposal, none is missed
        assert nodes(challenges.open, challenges.unproposed) == ask("challenges-without-proposal")

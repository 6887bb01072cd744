"""Which relation is a tie for what: worked by hand on a network with one pair of each sort."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.question import Material
from eloggraph.api.day import look
from networks import SETTINGS, write_tables

PAIRS = {
    "working": "a1,a2,joint-planning,",
    "steering": "b1,b2,steering,",
    "funding": "c1,c2,procurement,",
    "product": "d1,d2,joint-provision,d3",
}
NAMES = [f"{letter}{at}" for letter in "abcdef" for at in (1, 2)] + ["d3"]
TABLES = {
    "actors.csv": "id,label@fi\n" + "".join(f"{name},{name}\n" for name in NAMES),
    "links.csv": "from,to,type,parties\n" + "\n".join(PAIRS.values()) + "\n",
    "networks.csv": "id,label@fi,members\nn,N,e1|e2\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers\ns,S,,,,f1|f2\n",
}


def pairs_of(folder: Path, more: str = "") -> set[str]:
    network = eloggraph.open(write_tables(folder, TABLES, SETTINGS + more))
    looked = look(network)
    together = network.config.together
    chosen = {} if together is None else {"together": together}
    material = Material(network=looked.affiliations, on=looked.on, **chosen)
    assert material.counts.isolates == tuple(f"https://example.org/t/actors/f{at}" for at in (1, 2))
    return {one.rpartition("/")[2][0] for one, _ in material.projected.edges()}


def test_those_who_work_together_are_tied(tmp_path: Path) -> None:
    assert pairs_of(tmp_path / "t") == {"a", "d", "e"}


@pytest.mark.parametrize(
    ("sorts", "tied"),
    [
        ('"working"', {"a"}),
        ('"steering", "funding"', {"b", "c"}),
        ('"product", "forum"', {"d", "e"}),
    ],
)
def test_a_network_may_choose_otherwise(tmp_path: Path, sorts: str, tied: set[str]) -> None:
    assert pairs_of(tmp_path / "t", f"[ties]\ntogether = [{sorts}]\n") == tied

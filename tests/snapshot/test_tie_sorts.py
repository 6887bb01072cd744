"""Which relation is a tie for what: worked by hand on a network with one pair of each sort."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.question import Material
from eloggraph.api.day import look
from eloggraph.config import read_config
from eloggraph.tie_sorts import sort_keys
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


def look_at(folder: Path, more: str = "") -> tuple[eloggraph.Network, Material]:
    network = eloggraph.open(write_tables(folder, TABLES, SETTINGS + more))
    looked = look(network)
    material = Material(network=looked.affiliations, on=looked.on, ties=network.config.ties)
    assert material.counts.isolates == tuple(f"https://example.org/t/actors/f{at}" for at in (1, 2))
    return network, material


def pairs_of(material: Material, key: str) -> set[str]:
    return {one.rpartition("/")[2][0] for one, _ in material.of(key).projected.edges()}


@pytest.mark.parametrize(
    ("key", "tied"),
    [("silos", "ade"), ("brokerage", "ade"), ("sharing", "de"), ("a question to come", "ade")],
)
def test_those_who_work_together_are_tied(tmp_path: Path, key: str, tied: str) -> None:
    assert pairs_of(look_at(tmp_path / "t")[1], key) == {*tied}


@pytest.mark.parametrize(
    ("sorts", "tied"),
    [
        ('"working"', "a"),
        ('"steering", "funding"', "bc"),
        ('"product", "forum"', "de"),
    ],
)
def test_a_network_may_choose_otherwise(tmp_path: Path, sorts: str, tied: str) -> None:
    _, material = look_at(tmp_path / "t", f"[ties]\ntogether = [{sorts}]\n")
    assert [pairs_of(material, key) for key in sort_keys()] == [{*tied}] * len(sort_keys())


def test_a_network_may_choose_for_one_question(tmp_path: Path) -> None:
    more = '[ties]\nbrokerage = ["steering"]\ntogether = ["forum"]\n'
    _, material = look_at(tmp_path / "t", more)
    assert pairs_of(material, "brokerage") == {"b"}
    assert pairs_of(material, "silos") == pairs_of(material, "sharing") == {"e"}


def test_it_is_told_once_which_ties_each_question_counts(tmp_path: Path) -> None:
    network, _ = look_at(tmp_path / "t", '[ties]\nbrokerage = ["steering"]\n')
    lines = (text.en.split(": ") for text in network.analyse(permutations=9).methods)
    told = {tuple(questions.split(", ")): counted for questions, counted in lines}
    together = next(questions for questions in told if "Silos" in questions)
    assert "Clusters" in together
    assert "Connectors" not in together
    assert told["Connectors",] == (
        "what counts as a connection is steering, "
        "but not the cooperation of two actors, funding and the procurement of services, "
        "the joint work of several actors, taking part in the same network, body or project, "
        "providing the same service chain."
    )


@pytest.mark.parametrize(
    ("section", "value", "near"),
    [
        ('together = ["working", "forun"]', "forun", "forum"),
        ('brokrage = ["working"]', "brokrage", "brokerage"),
        ('together = ["quarrelling"]', "quarrelling", ""),
        ("silos = []", "[]", ""),
        ('silos = "working"', "working", ""),
    ],
)
def test_wrong_names_are_told_with_what_is_near(
    tmp_path: Path, section: str, value: str, near: str
) -> None:
    folder = write_tables(tmp_path / "t", TABLES, f"{SETTINGS}[ties]\n{section}\n")
    config, [finding] = read_config(folder)
    assert config is None
    assert (finding.code, finding.value) == ("config-ties", value)
    assert (f"Did you mean “{near}”" in finding.remedy.en) == bool(near)

"""Areas that hold each other are one level: worked by hand, and on the cases where they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.areas import lift_groups, read_above
from eloggraph.api.day import look
from networks import write_tables

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "cases" / "meaning"
PLACES = {
    "regions.csv": "id,label@fi\n97,Itä\n98,Länsi\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n991,Bergö,98\n992,Cuopio,97\n",
    "areas.csv": "id,label@fi,type,contains\nmaa,Maa,country,97|98\nyhteinen,Yhteinen,,991|992\n",
}


def lift(folder: Path, *areas: str) -> list[list[str]]:
    """Return the groups of each actor in order; none where no grouping by areas is offered."""
    rows = "".join(f"a{at},A{at},{each}\n" for at, each in enumerate(areas))
    tables = {**PLACES, "actors.csv": f"id,label@fi,areas\n{rows}"}
    network = eloggraph.open(write_tables(folder, tables))
    assert network.check().count("violation") == 0
    looked = look(network)
    found = lift_groups(looked.affiliations, read_above(looked.ask))
    key = "https://w3id.org/eloggraph/ns#operatesIn"
    if key not in {grouping.key for grouping in found.groupings}:
        return []
    return [sorted(g.rpartition("/")[2] for g in node.groups(key)) for node in found.actors()]


@pytest.mark.parametrize(
    ("areas", "groups"),
    [
        (("98", "990", "991"), []),  # all of one region: nothing to compare
        (("98", "990", "992"), [["98"], ["98"], ["992"]]),
        (("990", "991", "992"), [["990"], ["991"], ["992"]]),  # no region: municipalities it is
        (("97", "98", "990|992"), [["97"], ["98"], ["97", "98"]]),
        (("98", "yhteinen", "991"), [["98"], ["yhteinen"], ["98", "yhteinen"]]),
        (("maa", "990", "992"), [["maa"], ["990"], ["992"]]),  # the country tells nobody apart
    ],
)
def test_areas_are_lifted_to_a_common_level(
    tmp_path: Path, areas: tuple[str, ...], groups: list[list[str]]
) -> None:
    assert lift(tmp_path / "t", *areas) == groups


def test_the_cases_of_areas(tmp_path: Path) -> None:
    if not CASES.is_dir():
        pytest.skip("the cases of meaning are not beside this checkout: ../shared/cases/meaning")
    shutil.copytree(CHECKOUT / "datasets" / "suomi", tmp_path / "suomi")
    for name, count in {"m3": None, "m7": 4}.items():
        shutil.copytree(CASES / name, tmp_path / name)
        looked = look(eloggraph.open(tmp_path / name))
        found = lift_groups(looked.affiliations, read_above(looked.ask))
        sizes = {g.key.rpartition("#")[2]: len(g.groups) for g in found.groupings}
        assert sizes.get("operatesIn") == count

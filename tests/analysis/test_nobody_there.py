"""Nothing in force: what is said first is true, and nothing is concluded from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.text import say

SETTINGS = 'id = "t"\nlanguages = ["fi"]\ndate = "2026-01-31"\n[title]\nfi = "T"\n'
ACTORS = "id,label@fi,status,until\na,Aalto,{},{}\nb,Berg,{},{}\n"
TIES = "from,to,type,status,until\na,b,joint-planning,{},{}\n"


def analyse(folder: Path, actor: tuple[str, str], tie: tuple[str, str]) -> eloggraph.Analysis:
    tables = {"network.toml": SETTINGS, "actors.csv": ACTORS.format(*actor, *actor)}
    for name, text in {**tables, "links.csv": TIES.format(*tie)}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return eloggraph.open(folder).analyse(permutations=99)


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (("", "2026-01-30"), "No actor is in operation on 2026-01-31: 2 have ended."),
        (
            ("planned", ""),
            "No actor is in operation on 2026-01-31: 2 are not in force by their status.",
        ),
    ],
)
def test_actors_that_are_on_record_are_not_called_absent(
    tmp_path: Path, actor: tuple[str, str], said: str
) -> None:
    assert analyse(tmp_path, actor, ("", "")).headline.en == said


def test_an_actor_of_the_last_day_is_there(tmp_path: Path) -> None:
    found = analyse(tmp_path, ("", "2026-01-31"), ("", ""))
    assert (found.counts.actors, found.counts.ties) == (2, 1)


@pytest.mark.parametrize("status", ["planned", "wished", "cancelled"])
def test_a_planned_tie_is_on_record_and_is_told_as_one_that_is_not_in_force(
    tmp_path: Path, status: str
) -> None:
    found = analyse(tmp_path, ("", ""), (status, ""))
    assert found.headline.said == (
        "Yksikään kirjattu yhteys ei ole voimassa 31.1.2026: 1 ei ole voimassa tilanteensa mukaan.",
        "Ingen antecknad koppling gäller 31.1.2026: 1 gäller inte enligt sitt läge.",
        "No recorded connection is in force on 2026-01-31: 1 is not in force by its status.",
    )
    shown = " ".join(text.en for text in (*found.observations, *found.actions))
    assert "no recorded connections" not in shown
    assert "Record the connections that are in force now." in shown


@pytest.mark.parametrize("tie", [("planned", ""), ("", "2020")])
def test_nothing_is_said_of_brokers_where_no_two_are_tied(
    tmp_path: Path, tie: tuple[str, str]
) -> None:
    found = analyse(tmp_path, ("", ""), tie)
    assert found.brokerage.sentence == say("brokerage.level.untied")
    assert say("brokerage.level.none") not in found.observations
    page = eloggraph.open(tmp_path).report(permutations=99).to_html("en")
    assert say("brokerage.report.only-ties-none").en not in page
    tied = analyse(tmp_path, ("", ""), ("", ""))
    assert tied.brokerage.sentence == say("brokerage.level.none")

"""Who sits where, and who has no seat: worked by hand, from the tables to what is printed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.seats import Forums
from networks import write_tables

REGION = Path(__file__).resolve().parents[2] / "datasets" / "mallimaakunta"


def make(folder: Path, bodies: str, *, youth: int = 5, more: str = "") -> Path:
    """Write five schools s0–s4, some of the youth sector y0–, and a guidance group of the schools."""
    schools = "".join(f"s{at},Koulu {at},education\n" for at in range(5))
    young = "".join(f"y{at},Nuoret {at},youth\n" for at in range(youth))
    group = "e,EloGroup,ELO-ryhmä,s0|s1|s2|s3|s4\n"
    tables = {
        "actors.csv": f"id,label@fi,sector\n{schools}{young}",
        "networks.csv": f"id,kind,label@fi,members\n{group}",
        "bodies.csv": f"id,label@fi,network,type,members,status\n{bodies}",
        "links.csv": f"from,to,type\n{more}",
    }
    return write_tables(folder, tables)


def ask(folder: Path) -> tuple[Forums, str, tuple[str, ...]]:
    """Return what was found, what is said of it, and the actions in Finnish."""
    network = eloggraph.open(folder)
    alone = network.analyse("forums", today=date(2026, 1, 31))
    found = alone.forums
    assert isinstance(found, Forums)
    said = " ".join(text.fi for text in alone.outcomes[0].sentences)
    return found, said, tuple(action.fi for action in alone.actions)


def test_a_sector_of_five_without_a_member_has_no_seat_and_the_nearest_is_to_be_invited(
    tmp_path: Path,
) -> None:
    links = "y1,s0,referral\ny1,s1,referral\ny2,s0,referral\n"
    found, said, actions = ask(make(tmp_path / "t", "f,Foorumi,e,forum,s0|s1,\n", more=links))
    assert [(each.label.fi, each.actors, each.told) for each in found.unseated] == [
        ("nuorisoala", 5, True)
    ]
    assert [(one.label.fi, one.known) for one in found.unseated[0].candidates] == [
        ("Nuoret 1", 2),
        ("Nuoret 2", 1),
    ]
    assert "Ryhmiä ja foorumeja on 2, jäseninä 5 toimijaa ja jäsenyyksiä 7." in said
    assert "Vailla paikkaa on nuorisoala (5 toimijaa)" in said
    assert actions[0].endswith("(nuorisoala). Lähimpänä nykyisiä jäseniä on Nuoret 1.")


@pytest.mark.parametrize(
    ("bodies", "youth"),
    [
        ("f,Foorumi,e,forum,y3,\n", 5),  # one member is a seat
        ("f,Foorumi,e,forum,s0,\n", 4),  # four actors are no group to speak of
    ],
)
def test_one_seat_is_enough_and_a_smaller_group_is_listed_but_not_told(
    tmp_path: Path, bodies: str, youth: int
) -> None:
    found, said, actions = ask(make(tmp_path / "t", bodies, youth=youth))
    assert [each.actors for each in found.unseated] == ([4] if youth == 4 else [])
    assert "Vailla paikkaa" not in said
    assert "on paikka ainakin yhdessä" in said
    assert not [action for action in actions if action.startswith("Kutsukaa")]


def test_a_proposed_forum_gives_no_seat(tmp_path: Path) -> None:
    found, _, _ = ask(make(tmp_path / "t", "f,Foorumi,e,forum,y3,proposed\n"))
    assert [forum.label.fi for forum in found.forums] == ["ELO-ryhmä"]
    assert found.unseated[0].told


def test_where_members_of_a_forum_are_not_on_record_nobody_is_claimed_to_be_left_out(
    tmp_path: Path,
) -> None:
    found, said, actions = ask(make(tmp_path / "t", "f,Foorumi,e,forum,,\n"))
    assert [name.fi for name in found.memberless] == ["Foorumi"]
    assert "Vailla paikkaa" not in said
    assert "Kirjattujen jäsenten joukossa ei ole yhtään toimijaa tästä joukosta: nuorisoala" in said
    assert "Kirjatkaa jäsenet: Foorumi." in actions


def test_with_four_members_on_record_nothing_is_said_and_without_any_the_question_waits(
    tmp_path: Path,
) -> None:
    actors = "id,label@fi,sector\n" + "".join(f"a{at},A{at},youth\n" for at in range(9))
    group = "id,kind,label@fi,members\ne,EloGroup,E,"
    few = {"actors.csv": actors, "networks.csv": f"{group}a0|a1|a2|a3\n"}
    found, said, _ = ask(write_tables(tmp_path / "few", few))
    assert not found.unseated
    assert "jäsenenä on 4 toimijaa, kun arvioon tarvitaan vähintään 5" in said
    none = {"actors.csv": actors, "networks.csv": f"{group}\n"}
    analysis = eloggraph.open(write_tables(tmp_path / "none", none)).analyse("forums")
    assert analysis.outcomes[0].lacking is not None


def test_forums_of_the_same_people_overlap_from_three_and_half_on(tmp_path: Path) -> None:
    """{s0, s1, s2} and {y0, y1, y2, s0, s1, s2}: 3 of 6. With y3 among these: 3 of 7."""
    bodies = (
        "f,Yksi,e,forum,s0|s1|s2,\ng,Kaksi,e,forum,y0|y1|y2|s0|s1|s2,\nh,Kolme,e,forum,s3|s4,\n"
    )
    found, said, _ = ask(make(tmp_path / "t", bodies))
    pairs = [(*(name.fi for name in each.labels), each.shared) for each in found.overlaps]
    assert pairs == [("Yksi", "Kaksi", 3)]  # the group of all schools holds the first by its nature
    assert "Foorumeilla Yksi (3 jäsentä) ja Kaksi (6 jäsentä) on 3 yhteistä jäsentä." in said
    more = bodies.replace("y0|y1|y2|", "y0|y1|y2|y3|")
    assert not ask(make(tmp_path / "u", more))[0].overlaps


def test_both_planted_silos_of_the_example_are_without_a_seat() -> None:
    truth = json.loads((REGION / "truth.json").read_text(encoding="utf-8"))
    found, said, actions = ask(REGION)
    planted = {silo["sector"]: len(silo["actors"]) for silo in truth["regions"][0]["silos"]}
    told = [each for each in found.unseated if each.told]
    assert {each.group.rpartition("/")[2]: each.actors for each in told} == planted
    bridges = truth["regions"][0]["bridging_actors"]
    assert {each.candidates[0].actor.rpartition("/")[2] for each in told} <= set(bridges)
    assert (found.seated, found.memberships) == (144, 215)
    assert "kuntoutus (36 toimijaa), kotoutuminen (30 toimijaa)" in said
    assert actions[0].startswith("Kutsukaa ELO-ryhmään tai foorumeihin")


def test_a_member_told_by_its_kind_alone_leaves_open_who_sits_there(tmp_path: Path) -> None:
    """Which of the youth actors is one of the workshops is not known: no seat is claimed missing."""
    folder = make(tmp_path / "t", "f,Foorumi,e,forum,pajat,\n")
    (folder / "organisation_kinds.csv").write_text("id,label@fi\npajat,Työpajat\n", "utf-8")
    found, said, actions = ask(folder)
    assert not found.memberless
    assert [name.fi for name in found.unnamed] == ["Foorumi"]
    assert "Yhden jäseniä on kirjattu vain organisaation lajina, ei nimeltä: Foorumi." in said
    assert "Vailla paikkaa" not in said
    assert "Kirjatkaa jäsenet: Foorumi." in actions

"""From goals to action, worked by hand: what is done for each goal, and where the chain breaks."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.outcome import Lack
from eloggraph.cli.main import main
from networks import write_tables

ACTORS = "id,label@fi\nkoulu,Koulu\nkunta,Kunta\n"
GOALS = "id,label@fi,level,broader,indicators,status,since,until\n"
MEASURES = "id,label@fi,goals,part_of,responsible,status,since,until\n"
# Of the goals, one below the national one is worked on, one is not, and one is over.
TABLES = {
    "actors.csv": ACTORS,
    "goals.csv": GOALS
    + "n,Kaikki,national,,,,,\na,Saatavuus,regional,n,,,,\nb,Laatu,regional,n,,,,\n"
    + "c,Vanha,regional,n,,ended,,\nm,Muu,national,,,,,\n",
    "measures.csv": MEASURES + "t,Neuvonta,a,,koulu,,,\nu,Kartta,,,,,,\n",
}


def ask(folder: Path, tables: dict[str, str]) -> Any:
    return eloggraph.open(write_tables(folder, tables)).analyse("goals")


def names(found: Any) -> list[str]:
    return [each.label.fi for each in found]


def told(found: Any) -> str:
    return " ".join(text.fi for text in found.outcomes[0].sentences)


def test_a_goal_is_worked_on_by_what_contributes_to_it_or_below_it(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", TABLES)
    goals = found.goals
    assert names(goals.unworked) == ["Laatu", "Muu"]  # the national one is worked on through one
    assert names(goals.ownerless) == names(goals.aimless) == ["Kartta"]
    assert names(goals.without_regional) == ["Muu"]
    assert len(goals.unmeasured) == goals.goals == 4  # the one that is over is not judged
    assert [(step.label.fi, step.level, step.breaks) for step in goals.tree] == [
        ("Kaikki", 0, ("indicator",)),
        ("Saatavuus", 1, ("indicator",)),
        ("Neuvonta", 2, ()),
        ("Laatu", 1, ("work", "indicator")),
        ("Vanha", 1, ()),
        ("Muu", 0, ("work", "indicator")),
    ]
    assert [step.label.fi for step in goals.loose] == ["Kartta"]


def test_what_is_found_is_told_by_name_and_what_holds_of_all_once(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", TABLES)
    assert told(found) == (
        "Kirjattuna on 4 tavoitetta ja 2 toimenpidettä. "
        "2 tavoitteelle ei ole kirjattu toimenpidettä, työpakettia, hanketta tai palvelua: "
        "Laatu; Muu. Yhdelläkään tavoitteella ei ole mittaria. "
        "Yhdellä toimenpiteellä ei ole vastuutahoa: Kartta. "
        "Yhdelle toimenpiteelle ei ole nimetty tavoitetta: Kartta. "
        "Yhden valtakunnallisen tavoitteen alle ei ole kirjattu alueellista tavoitetta: Muu."
    )
    tree, loose = found.outcomes[0].listings
    lacks = [cell.text.fi for row in tree.rows for cell in row.cells if isinstance(cell, Lack)]
    assert lacks == ["ei toimenpidettä"] * 2
    assert loose.title.fi == "Muut toimenpiteet, joille ei ole nimetty tavoitetta"
    status = [column.fi for column in tree.columns].index("tilanne")
    assert [row.cells[status].fi for row in tree.rows if row.cells[status]] == ["päättynyt"]


@pytest.mark.parametrize(
    ("row", "unworked", "ended", "to_come"),
    [
        ("t,Neuvonta,a,,,,,", [], [], []),
        ("t,Neuvonta,a,,,cancelled,,", ["A"], [], []),
        ("t,Neuvonta,a,,,ended,,", [], ["A"], []),
        ("t,Neuvonta,a,,,proposed,,", [], [], ["A"]),
        ("t,Neuvonta,a,,,,2026-02-01,", [], [], ["A"]),
        ("t,Neuvonta,a,,,,2026-01-31,", [], [], []),
        ("t,Neuvonta,a,,,,,2026-01-30", [], ["A"], []),
        ("t,Neuvonta,a,,,,,2026-01-31", [], [], []),
        ("t,Neuvonta,,,,,,", ["A"], [], []),
    ],
)
def test_status_and_dates_of_what_is_done(
    tmp_path: Path, row: str, unworked: list[str], ended: list[str], to_come: list[str]
) -> None:
    tables = {"goals.csv": GOALS + "a,A,regional,,,,,\n", "measures.csv": f"{MEASURES}{row}\n"}
    goals = ask(tmp_path / "t", tables).goals
    assert names(goals.unworked) == unworked
    assert names(goals.ended) == ended
    assert names(goals.to_come) == to_come
    shown = "Neuvonta" in names((*goals.tree, *goals.loose))
    assert shown == ("cancelled" not in row)


@pytest.mark.parametrize(
    ("status", "said"), [("", True), ("planned", False), ("ended", False), ("proposed", False)]
)
def test_that_every_goal_is_worked_for_is_said_only_where_something_goes_on(
    tmp_path: Path, status: str, said: bool
) -> None:
    tables = {
        "actors.csv": ACTORS,
        "goals.csv": f"{GOALS}a,A,,,,,,\n",
        "measures.csv": f"{MEASURES}t,T,a,,koulu,{status},,\n",
    }
    found = ask(tmp_path / "t", tables)
    assert not found.goals.unworked
    assert ("edistää ainakin yksi" in told(found)) == said
    assert ("edistää kirjattu työ" in found.headline.fi) == said


def test_goals_in_a_circle_are_in_the_tree_with_what_is_done_for_them(tmp_path: Path) -> None:
    """H is below I, I below J, J below H; K is below H. The first of the circle stands on top."""
    tables = {
        "actors.csv": ACTORS,
        "goals.csv": f"{GOALS}h,H,,i,,,,\ni,I,,j,,,,\nj,J,,h,,,,\nk,K,,h,,,,\n",
        "measures.csv": f"{MEASURES}t,T,h,,koulu,,,\n",
    }
    goals = ask(tmp_path / "t", tables).goals
    assert (goals.tree[0].label.fi, goals.tree[0].level) == ("H", 0)
    assert {step.label.fi for step in goals.tree} == {"H", "I", "J", "K", "T"}
    assert not goals.loose


@pytest.mark.parametrize(
    ("responsible", "ownerless"), [("wg", []), ("old", ["T"]), ("wg|old", []), ("", ["T"])]
)
def test_one_that_has_ended_answers_for_nothing(
    tmp_path: Path, responsible: str, ownerless: list[str]
) -> None:
    tables = {
        "actors.csv": ACTORS,
        "networks.csv": "id,label@fi\nelo,ELO\n",
        "bodies.csv": "id,label@fi,network,status\nwg,Ryhmä,elo,\nold,Entinen,elo,ended\n",
        "goals.csv": f"{GOALS}a,A,,,,,,\n",
        "measures.csv": f"{MEASURES}t,T,a,,{responsible},,,\n",
    }
    assert names(ask(tmp_path / "t", tables).goals.ownerless) == ownerless


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("projects.csv", "id,label@fi,goals\np,Hanke,a\n"),
        ("work_packages.csv", "id,label@fi,goals\np,Paketti,a\n"),
        ("programmes.csv", "id,label@fi,goals\np,Ohjelma,a\n"),
        ("measures.csv", "id,label@fi,goals\np,Toimi,a\n"),
    ],
)
def test_projects_and_packages_work_for_a_goal_and_proposals_do_not(
    tmp_path: Path, name: str, table: str
) -> None:
    goals = {"goals.csv": GOALS + "a,A,regional,,,,,\n"}
    assert not ask(tmp_path / "t", {**goals, name: table}).goals.unworked
    proposal = {"proposals.csv": "id,label@fi,goals\np,Ehdotus,a\n"}
    assert names(ask(tmp_path / "u", {**goals, **proposal}).goals.unworked) == ["A"]


def test_a_measure_names_its_goal_through_its_package_and_stands_below_it(tmp_path: Path) -> None:
    tables = {
        "goals.csv": GOALS + "a,A,regional,,,,,\nb,B,regional,a,,,,\n",
        "work_packages.csv": "id,label@fi,goals\np,Paketti,a|b\n",
        "measures.csv": MEASURES + "t,Teko,,p,,,,\n",
    }
    goals = ask(tmp_path / "t", tables).goals
    assert not goals.aimless
    # Who names a goal and one below it means the one below.
    shown = [(step.label.fi, step.level) for step in goals.tree]
    assert shown == [("A", 0), ("B", 1), ("Paketti", 2), ("Teko", 3)]


def test_goals_that_share_a_theme_with_packages_are_told_apart(tmp_path: Path) -> None:
    tables = {
        "themes.csv": "id,label@fi\nh,Teema\n",
        "goals.csv": "id,label@fi,theme\na,A,h\nb,B,h\n",
        "work_packages.csv": "id,label@fi,theme\np,Paketti,h\n",
    }
    found = ask(tmp_path / "t", tables)
    assert [step.label.fi for step in found.goals.tree] == ["Teema", "A", "B", "Paketti"]
    assert found.goals.in_themes == 2
    assert told(found).startswith(
        "Kirjattuna on 2 tavoitetta ja 1 työpaketti. Yhteenkään tavoitteeseen (2) ei ole yhdistetty"
    )
    tables["goals.csv"] = "id,label@fi,theme\na,A,h\nb,B,\n"
    assert "Näistä yhden teemaan kuuluu kyllä" in told(ask(tmp_path / "u", tables))
    tables["work_packages.csv"] = "id,label@fi,theme\np,Paketti,\n"
    assert "yhdistetty" not in told(ask(tmp_path / "v", tables))
    tables |= {"goals.csv": "id,label@fi,theme\na,A,h\n", "measures.csv": "id,label@fi\nt,T\n"}
    tables["work_packages.csv"] = "id,label@fi,theme\np,Paketti,h\n"
    assert "vaikka sen teemassa on työpaketteja tai hankkeita: A." in told(
        ask(tmp_path / "w", tables)
    )


def test_the_chain_goes_on_to_indicator_target_and_observation(tmp_path: Path) -> None:
    tables = {
        "areas.csv": "id,label@fi\nx,Alue\n",
        "goals.csv": GOALS + "a,A,regional,,i,,,\nb,B,regional,,,,,\nc,C,regional,,j,,,\n",
        "indicators.csv": "id,label@fi,unit\ni,Käynnit,\nj,Osuus,percent\nk,Muu,\n",
        "targets.csv": "id,indicator,comparator,value,goal\nv,k,at-least,5,b\nw,j,at-least,60,\n",
        "observations.csv": "indicator,area,observed,value\ni,x,2025,7\nj,x,2025,61\n",
    }
    goals = ask(tmp_path / "t", tables).goals
    assert [step.breaks for step in goals.tree] == [
        ("work", "target"),
        ("work", "observation"),  # its indicator is that of its target
        ("work",),
    ]
    assert not goals.unmeasured
    assert goals.tree[2].targets[0].fi == "vähintään 60 %"
    assert goals.tree[2].aims[0].fi == "Osuus (tavoite: vähintään 60 %)"
    assert goals.tree[2].observation.fi == "61 % (2025)"


def test_only_national_goals_are_asked_for_regional_ones(tmp_path: Path) -> None:
    rows = "n,N,national,,,,,\no,O,national,n,,,,\nr,R,regional,,,,,\n"
    goals = ask(tmp_path / "t", {"goals.csv": GOALS + rows}).goals
    assert names(goals.without_regional) == ["N"]  # a goal below a national one is its part
    rows += "s,S,regional,o,,,,\n"
    assert ask(tmp_path / "u", {"goals.csv": GOALS + rows}).goals.without_regional == ()


def test_without_regional_goals_no_national_one_is_missed(tmp_path: Path) -> None:
    tables = {"goals.csv": GOALS + "n,N,national,,,,,\n"}
    assert ask(tmp_path / "t", tables).goals.without_regional is None


def test_without_goals_measures_are_told_and_without_both_it_is_one_line(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", {"measures.csv": MEASURES + "t,Teko,,,,,,\n"})
    assert told(found).endswith("Yhdellä toimenpiteellä ei ole vastuutahoa: Teko.")
    assert "tavoite" not in told(found)
    lacking = ask(tmp_path / "u", {"actors.csv": ACTORS}).list_lacking()
    assert [text.en for text in lacking] == [
        "From goals to action: there is an answer once these tables have rows: Goals, Measures."
    ]


def test_goals_and_measures_are_tables_beside_the_report(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", TABLES)
    line = ["run", str(folder), "--draft", "--output", str(tmp_path / "out"), "--lang", "en"]
    assert CliRunner().invoke(main, line).exit_code == 0

    def read(name: str) -> list[dict[str, str]]:
        text = (tmp_path / "out" / "tables" / name).read_text(encoding="utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    assert [(row["name (fi)"], row["measures"]) for row in read("goals.csv")] == [
        ("Kaikki", "1"), ("Saatavuus", "1"), ("Laatu", "0"), ("Vanha", "0"), ("Muu", "0")
    ]  # fmt: skip
    assert [(row["name (fi)"], row["under (fi)"]) for row in read("measures.csv")] == [
        ("Neuvonta", "Saatavuus"), ("Kartta", "")
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_planted_orphans_of_a_made_region_are_found_and_no_others(
    tmp_path: Path, seed: int
) -> None:
    line = ["new", str(tmp_path / "m"), "--example", "region", "--seed", str(seed)]
    made = CliRunner().invoke(main, line)
    assert made.exit_code == 0, made.output
    truth = json.loads((tmp_path / "m" / "truth.json").read_text(encoding="utf-8"))
    planted = {goal for region in truth["regions"] for goal in region["goals_without_measures"]}
    goals = eloggraph.open(tmp_path / "m").analyse("goals").goals
    assert {each.iri.rpartition("/")[2] for each in goals.unworked} == planted


@pytest.mark.parametrize(
    ("goals", "aims", "opening"),
    [
        (1, "a", "Kirjattuna on 1 tavoite ja 1 toimenpide, ja jokaista tavoitetta edistää"),
        (2, "a", "2 tavoitetta ja 1 toimenpide. Yhdelle tavoitteelle ei ole kirjattu työtä"),
        (2, "", "mutta yhdellekään tavoitteelle ei ole kirjattu työtä"),
        (3, "a", "3 tavoitetta ja 1 toimenpide. 2 tavoitteelle ei ole kirjattu työtä"),
    ],
)
def test_where_nothing_can_be_said_of_ties_the_plans_open(
    tmp_path: Path, goals: int, aims: str, opening: str
) -> None:
    rows = "".join(f"{key},{key},,,,,,\n" for key in "abc"[:goals])
    tables = {
        "actors.csv": ACTORS,
        "goals.csv": GOALS + rows,
        "measures.csv": f"{MEASURES}t,Neuvonta,{aims},,,,,\n",
    }
    folder = write_tables(tmp_path / "t", tables)
    assert opening in eloggraph.open(folder).analyse(permutations=9).headline.fi
    page = eloggraph.open(folder).report(permutations=9).to_html("fi")
    assert page.index('id="fi-goals"') < page.index('id="fi-silos"')


def test_without_goals_the_ties_open(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", {"actors.csv": ACTORS})
    found = eloggraph.open(folder).analyse(permutations=9)
    assert "2 toimijaa" in found.headline.fi
    assert "Kirjattuna on" not in found.headline.fi


def test_goals_that_are_all_over_are_shown_and_nothing_is_asked_of_them(tmp_path: Path) -> None:
    tables = {"actors.csv": ACTORS, "goals.csv": GOALS + "a,Vanha,regional,,,ended,,\n"}
    found = ask(tmp_path / "t", tables)
    assert told(found) == "Omia, voimassa olevia tavoitteita tai toimenpiteitä ei ole kirjattu."
    assert [(step.label.fi, step.breaks) for step in found.goals.tree] == [("Vanha", ())]

"""Who takes part, and who is missing: worked by hand, from the tables to what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.presence import Participation
from networks import write_tables

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
AREAS = {
    "regions.csv": "id,label@fi\n99,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n901,Aala,99\n902,Beela,99\n903,Ceela,99\n",
}
NETWORK = {"networks.csv": "id,kind,label@fi,members,areas\ne,EloGroup,ELO-ryhmä,{},99\n"}


def make(folder: Path, actors: str, members: str = "a") -> Path:
    network = {name: text.format(members) for name, text in NETWORK.items()}
    head = "id,label@fi,sector,type,areas,level\n"
    return write_tables(folder, {**AREAS, **network, "actors.csv": head + actors})


def ask(folder: Path) -> tuple[Participation, str, tuple[str, ...]]:
    analysis = eloggraph.open(folder).analyse("participation")
    found = analysis.participation
    assert isinstance(found, Participation)
    said = " ".join(text.fi for text in analysis.outcomes[0].sentences)
    return found, said, tuple(action.fi for action in analysis.actions)


def test_actors_are_counted_by_sector_area_and_level_together(tmp_path: Path) -> None:
    rows = "a,A,education,,901|902,local\nb,B,education,,901,local\nc,C,youth,,99,regional\n"
    found, said, _ = ask(make(tmp_path / "t", rows))
    cells = {
        tuple((iri or "").rpartition("/")[2] for iri in (cell.sector, cell.area, cell.level)): cell
        for cell in found.cells
    }
    assert {key: cell.actors for key, cell in cells.items()} == {
        ("education", "901", "local"): 2,
        ("education", "902", "local"): 1,
        ("youth", "99", "regional"): 1,
    }
    education = found.sectors[0]
    assert (education.label.fi, education.actors, education.areas) == ("koulutus", 2, 2)
    assert "Mukana on 3 toimijaa. Koodiston sektoreista (12) edustettuina on 2." in said
    assert "Mukana ei ole ketään näiltä sektoreilta: " in said


def test_a_municipality_without_its_own_actors_is_named_and_who_covers_it_is_no_gap(
    tmp_path: Path,
) -> None:
    """The youth actor works in all of the region, so no municipality lacks its sector."""
    rows = "a,A,education,,901|902,local\nc,C,youth,,99,regional\n"
    found, said, _ = ask(make(tmp_path / "t", rows))
    places = {place.label.fi: place for place in found.places}
    assert [(name, place.actors, place.around) for name, place in places.items()] == [
        ("Aala", 1, 1),
        ("Beela", 1, 1),
        ("Ceela", 0, 1),
        ("Maakunta", 1, 0),
    ]
    assert [label.fi for label in places["Ceela"].absent] == ["koulutus"]
    assert not places["Aala"].absent
    assert "(3) yhdessä ei ole omaa toimijaa, vain laajemman alueen toimijoita: Ceela." in said


def test_where_nobody_reaches_a_municipality_it_is_said_and_where_all_are_it_is_too(
    tmp_path: Path,
) -> None:
    rows = "a,A,education,,901|902,local\n"
    _, said, _ = ask(make(tmp_path / "t", rows))
    assert "yhdessä ei ole yhtään toimijaa: Ceela." in said
    _, said, _ = ask(make(tmp_path / "u", "a,A,education,,901|902|903,local\n"))
    assert "Verkoston alueella on 3 kuntaa, ja jokaisessa on omia toimijoita." in said
    _, said, _ = ask(make(tmp_path / "v", "a,A,education,,99,local\n"))
    assert "Yhdelläkään verkoston alueen 3 kunnasta ei ole omaa toimijaa" in said


def test_of_unknown_areas_more_than_a_fifth_are_too_many(tmp_path: Path) -> None:
    known = "".join(f"a{at},A{at},education,,901|902,local\n" for at in range(4))
    _, said, _ = ask(make(tmp_path / "fifth", f"{known}b,B,youth,,,local\n", "a0"))
    assert "yhdessä ei ole yhtään toimijaa: Ceela." in said
    rows = f"{known}b,B,youth,,,local\nc,C,youth,,,local\n"
    found, said, _ = ask(make(tmp_path / "third", rows, "a0"))
    assert "ei voi vielä sanoa: 2 toimijan alue on kirjaamatta" in said
    # Where the youth actors work is not known, so no municipality lacks them.
    assert not any(place.absent for place in found.places if place.actors)


def test_a_guidance_group_lacks_the_sectors_of_the_query_and_those_there_are_are_named(
    tmp_path: Path,
) -> None:
    """Five members of education and employment; the one employer in the network could be asked."""
    members = "".join(f"a{at},A{at},education|employment,,901,local\n" for at in range(5))
    rows = f"{members}w,Yrittäjät,employers,,901,local\n"
    found, said, actions = ask(make(tmp_path / "t", rows, "|".join(f"a{at}" for at in range(5))))
    lacking = {each.sector.fi: [name.fi for name in each.names] for each in found.absences}
    assert lacking == {
        "kansalaisyhteiskunta": [],
        "työnantajat": ["Yrittäjät"],
        "sosiaali- ja terveysala": [],
    }
    assert "ELO-ryhmä: kirjattujen jäsenten (5) joukossa ei ole edustajaa" in said
    assert "Pyytäkää mukaan ryhmään ELO-ryhmä: työnantajat (esimerkiksi Yrittäjät)." in actions
    _, _, actions = ask(make(tmp_path / "four", rows, "|".join(f"a{at}" for at in range(4))))
    assert not [action for action in actions if action.startswith("Pyytäkää")]


@pytest.mark.parametrize(("employers", "asked"), [(4, True), (5, False)])
def test_of_a_large_sector_the_question_of_forums_asks(
    tmp_path: Path, employers: int, asked: bool
) -> None:
    members = "".join(f"a{at},A{at},education,,901,local\n" for at in range(5))
    others = "".join(f"w{at},W{at},employers,,901,local\n" for at in range(employers))
    folder = make(tmp_path / "t", members + others, "|".join(f"a{at}" for at in range(5)))
    _, _, actions = ask(folder)
    assert any(action.startswith("Pyytäkää mukaan") for action in actions) == asked


@pytest.mark.parametrize(("sector", "asked"), [("education", True), ("", False)])
def test_nobody_is_asked_in_while_the_sector_of_a_member_is_not_known(
    tmp_path: Path, sector: str, asked: bool
) -> None:
    members = "".join(f"a{at},A{at},education,,901,local\n" for at in range(4))
    rows = f"{members}a4,A4,{sector},,901,local\nw,W,employers,,901,local\n"
    folder = make(tmp_path / "t", rows, "|".join(f"a{at}" for at in range(5)))
    _, _, actions = ask(folder)
    assert any(action.startswith("Pyytäkää mukaan") for action in actions) == asked


@pytest.mark.parametrize(("sector", "absent"), [("education", ["nuorisoala"]), ("", [])])
def test_what_a_municipality_lacks_is_told_where_the_sectors_of_all_there_are_known(
    tmp_path: Path, sector: str, absent: list[str]
) -> None:
    rows = f"a,A,education,,901,local\nb,B,{sector},,901,local\nc,C,youth,,902,local\n"
    found, _, _ = ask(make(tmp_path / "t", rows))
    (place,) = (each for each in found.places if each.label.fi == "Aala")
    assert [name.fi for name in place.absent] == absent


def test_where_no_sector_is_on_record_none_of_the_code_list_is_counted(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", {"actors.csv": "id,label@fi\na,A\n"})
    _, said, _ = ask(folder)
    assert said.startswith("Mukana on 1 toimija. Kirjaamatta on")


def test_without_actors_the_question_waits(tmp_path: Path) -> None:
    analysis = eloggraph.open(write_tables(tmp_path / "t", AREAS)).analyse("participation")
    assert analysis.outcomes[0].lacking is not None


@pytest.mark.parametrize("name", ["mallimaakunta", "laituri", "kaakkois-suomi", "osaajaks"])
def test_what_guidance_groups_lack_is_what_the_named_query_answers(name: str) -> None:
    network = eloggraph.open(DATASETS / name)
    answer = network.query("elo-groups-missing-sectors", "fi")
    asked = {(row["group"], row["sector"], int(row["members"])) for row in answer.dicts()}
    found = network.analyse("participation").participation.absences
    assert {(each.group.fi, each.sector.fi, each.members) for each in found} == asked

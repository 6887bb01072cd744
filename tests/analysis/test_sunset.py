"""What ends by a date and what remains: networks of a few rows, worked by hand, on both sides of
each limit; and in the invented region the ties that were planted in projects that end.

The day is 2026-01-31, so that the horizon is 2027-01-31: what ends on it is among what ends.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.outcome import Lack, Listing, Outcome
from eloggraph.analysis.questions.sunset import Sunset, measure_sunset
from eloggraph.example.writing import write_example
from networks import make_material, write_tables

BASE = "https://example.org/t/"
CASES = Path(__file__).parents[3] / "shared" / "cases" / "meaning"
ACTORS = "id,label@fi\na,Aalto\nb,Bio\nc,Cee\nd,Dee\n"


def ask(folder: Path, tables: dict[str, str]) -> Outcome[Sunset]:
    network = eloggraph.open(write_tables(folder / "t", {"actors.csv": ACTORS, **tables}))
    (outcome,) = network.analyse("sunset").outcomes
    return outcome


def measure(folder: Path, tables: dict[str, str]) -> Sunset:
    return ask(folder, tables).found


def local(iris: list[str] | tuple[str, ...]) -> list[str]:
    return [iri.removeprefix(BASE) for iri in iris]


@pytest.mark.parametrize(
    ("until", "listed", "within"),
    [
        ("2026-01-30", False, False),
        ("2026-01-31", True, True),
        ("2026-01", True, True),
        ("2027-01-31", True, True),
        ("2027-01", True, True),
        ("2027-02-01", True, False),
        ("2027", True, False),
    ],
)
def test_the_last_day_still_counts_and_the_horizon_is_twelve_months_on(
    tmp_path: Path, until: str, listed: bool, within: bool
) -> None:
    project = f"id,label@fi,coordinator,participants,until\np,Hanke,a,a|b,{until}\n"
    found = measure(tmp_path, {"projects.csv": project})
    assert found.horizon == "2027-01-31"
    assert local([e.thing for e in found.endings]) == ["projects/p"] * listed
    assert local([e.thing for e in found.within]) == ["projects/p"] * within
    assert found.ties_ending == (found.ties if within else 0)
    assert found.ties == (2 if listed else 0)


OUTPUTS = {
    "projects.csv": "id,label@fi,coordinator,participants,until\np,Hanke,a,a|b,2026-12-31\n"
    "q,Jatko,a,a|b,2028-12-31\n",
    "services.csv": "id,label@fi,providers,project,until\n"
    "own,Oma,a,p,2026-12-31\nwith,Mukana,a,p,\nlater,Myöhempi,a,p,2028\nboth,Molempien,a,p|q,\n",
    "tools.csv": "id,label@fi,project,maintainers\nowned,Omistettu,p,b\nleft,Jätetty,p,\n"
    "shared,Jaettu,p|q,\n",
    "trainings.csv": "id,label@fi,type,providers,project,until\nsame,Kurssi,course,a,p,2026-12-31\n"
    "next,Toinen kurssi,course,a,p,2027-01-01\n",
    "networks.csv": "id,label@fi,members,project\nagreed,Sovittu,a|b,p\nbroken,Purettu,a|b,p\n",
    "agreements.csv": "id,label@fi,parties,regulates,until\ns,Sopimus,a|b,agreed,\n"
    "old,Vanha,a|b,broken,2026-12-31\n",
}


def test_of_what_a_project_made_it_is_told_what_goes_on_and_what_is_not_known(
    tmp_path: Path,
) -> None:
    found = measure(tmp_path, OUTPUTS)
    project = next(e for e in found.endings if e.thing.endswith("projects/p"))
    states = {each.label.fi: each.afterwards for each in project.hanging}
    assert states == {
        "Oma": "ends",
        "Mukana": "ends",  # a service without an end of its own ends with its project
        "Myöhempi": "goes-on",
        "Molempien": "goes-on",
        "Omistettu": "unknown",
        "Jätetty": "unknown",
        "Jaettu": "goes-on",
        "Sovittu": "goes-on",
        "Purettu": "unknown",
        "Kurssi": "ends",
        "Toinen kurssi": "goes-on",
    }
    named = {each.label.fi: each for each in project.hanging}
    assert [owner.fi for owner in named["Omistettu"].owners] == ["Bio"]
    assert [agreed.fi for agreed in named["Sovittu"].agreements] == ["Sopimus"]
    assert not named["Purettu"].agreements  # it ends on the same day
    assert project.is_continued


def test_a_service_that_outlives_its_project_has_its_own_place_in_the_timeline(
    tmp_path: Path,
) -> None:
    found = measure(tmp_path, OUTPUTS)
    told = [(e.label.fi, e.kind, e.until) for e in found.endings]
    assert told == [
        ("Hanke", "project", "2026-12-31"),
        ("Vanha", "agreement", "2026-12-31"),
        ("Jatko", "project", "2028-12-31"),  # of one day the projects are first
        ("Myöhempi", "service", "2028"),
    ]


@pytest.mark.parametrize(
    ("tools", "continued"),
    [("left,Jätetty,p,\n", False), ("owned,Omistettu,p,b\n", True), ("", False)],
)
def test_a_project_is_continued_where_an_owner_of_what_it_made_is_known(
    tmp_path: Path, tools: str, continued: bool
) -> None:
    tables = {
        "projects.csv": "id,label@fi,coordinator,until\np,Hanke,a,2026-12-31\n",
        "tools.csv": f"id,label@fi,project,maintainers\n{tools}",
    }
    outcome = ask(tmp_path, tables)
    assert bool(outcome.found.without_continuation) is not continued
    told = [text.fi for text in outcome.sentences]
    assert ("Sen jatkosta ei ole merkintää." in told) is not continued


LINKS = "from,to,type,project,until,agreement\n"


@pytest.mark.parametrize(
    ("links", "states", "pairs"),
    [
        ("a,b,referral,p,2026-12-31,\n", ["ends"], 1),
        ("a,b,referral,p,2027-01-01,\n", ["goes-on"], 0),
        ("a,b,referral,p,,\n", ["unknown"], 0),
        ("a,b,referral,p,,s\n", ["goes-on"], 0),
        ("a,b,referral,p,,old\n", ["unknown"], 0),
        # One pair is told once, and one with another tie keeps it.
        ("a,b,referral,p,2026-12-31,\nb,a,support,p,2026-12-31,\n", ["ends", "ends"], 1),
        ("a,b,referral,p,2026-12-31,\nb,a,support,,,\n", ["ends"], 0),
        ("a,b,referral,p,2026-12-31,\nb,a,support,,2026-12-31,\n", ["ends"], 1),
        ("a,b,referral,p,2026-12-31,\nb,a,support,,2027-01-01,\n", ["ends"], 0),
    ],
)
def test_ties_made_in_a_project_end_go_on_or_are_not_known(
    tmp_path: Path, links: str, states: list[str], pairs: int
) -> None:
    tables = {
        "projects.csv": "id,label@fi,coordinator,until\np,Hanke,a,2026-12-31\n",
        "links.csv": LINKS + links,
        "agreements.csv": "id,label@fi,parties,until\ns,S,a|c,\nold,O,a|c,2026-12-31\n",
    }
    found = measure(tmp_path, tables)
    project = found.endings[0]
    assert [each.afterwards for each in project.hanging] == states
    assert project.pairs == pairs


def test_fixed_term_ties_that_hang_on_nothing_are_told_by_their_day(tmp_path: Path) -> None:
    links = "a,b,referral,,2026-06-30,\nb,c,referral,,2026-06,\nc,d,referral,,2026-07,\n"
    found = measure(tmp_path, {"links.csv": LINKS + links})
    told = [(e.kind, e.thing, e.until, len(e.hanging)) for e in found.endings]
    assert told == [("tie", "", "2026-06-30", 2), ("tie", "", "2026-07", 1)]
    assert (found.ties_ending, found.pairs_lost, found.within) == (3, 3, ())
    assert [actor.label.fi for actor in found.actors] == ["Aalto", "Bio", "Cee", "Dee"]


@pytest.mark.parametrize(
    ("since", "lost"), [("2027-02-01", ["Aalto"]), ("2027-02-02", ["Aalto", "Bio"])]
)
def test_a_tie_that_has_begun_the_day_after_the_horizon_is_there(
    tmp_path: Path, since: str, lost: list[str]
) -> None:
    links = (
        "from,to,type,since,until\na,b,referral,,2026-12-31\nb,c,support,"
        + since
        + ",\nc,d,support,,\n"
    )
    found = measure(tmp_path, {"links.csv": links})
    assert [actor.label.fi for actor in found.actors] == lost


def test_an_organisation_that_gets_a_new_name_does_not_end(tmp_path: Path) -> None:
    tables = {
        "actors.csv": "id,label@fi,until\na,Aalto,2026-12-31\nnew,Uusi,\nb,Bio,\nc,Cee,2026-12-31\n",
        "change_events.csv": "id,label@fi,type,original,resulting,date\ne,Nimi,renaming,a,new,2027-01-01\n",
        "links.csv": "from,to,type\na,b,referral\nc,b,referral\n",
    }
    found = measure(tmp_path, tables)
    assert [(e.label.fi, e.kind) for e in found.endings] == [("Cee", "actor")]
    assert found.ties_ending == 1


@pytest.mark.parametrize(
    ("since", "pairs", "lost"),
    [("2027-01-01", 0, []), ("2027-03-01", 2, ["Aalto", "Bee", "Cee"])],
)
def test_who_becomes_one_with_others_keeps_what_the_new_one_has(
    tmp_path: Path, since: str, pairs: int, lost: list[str]
) -> None:
    """Two become one on 2027-01-01; the ties of the old ones end, the new one has its own."""
    tables = {
        "actors.csv": "id,label@fi,since,until\na,Aalto,,2027-01-01\nb,Bee,,2027-01-01\n"
        "new,Uusi,2027-01-01,\nc,Cee,,\n",
        "change_events.csv": "id,label@fi,type,original,resulting,date\n"
        "e,Yhdistyminen,merger,a|b,new,2027-01-01\n",
        "links.csv": "from,to,type,since,until\na,c,referral,,2026-12-31\nb,c,support,,2026-12-31\n"
        f"new,c,referral,{since},\n",
    }
    found = measure(tmp_path, tables)
    # By the name that both have afterwards they are one pair.
    assert (found.ties, found.ties_ending, found.pairs_lost) == (2, 2, min(pairs, 1))
    assert [actor.label.fi for actor in found.actors] == lost
    (loose,) = found.endings
    assert sum(each.pair is not None for each in loose.hanging) == pairs
    assert loose.pairs == min(pairs, 1)


def test_a_tie_that_begins_when_another_ends_keeps_the_pair(tmp_path: Path) -> None:
    links = "from,to,type,since,until\na,b,referral,,2026-06-30\na,b,support,{},\n"
    for since, pairs in (("2026-07-01", 0), ("2026-07-02", 1)):
        found = measure(tmp_path, {"links.csv": links.format(since)})
        assert [e.pairs for e in found.endings] == [pairs]


def test_what_hangs_on_a_funding_a_programme_an_agreement_and_an_actor(tmp_path: Path) -> None:
    tables = {
        "actors.csv": "id,label@fi,until\na,Aalto,\nb,Bio,2026-06-30\nc,Cee,\n",
        "programmes.csv": "id,label@fi,until\no,Ohjelma,2026-12-31\n",
        "projects.csv": "id,label@fi,coordinator,programme,until\np,Pitkä,a,o,2027-12-31\n"
        "q,Avoin,a,o,\nr,Sama,a,,2026-12-31\n",
        "fundings.csv": "project,funder,until\np,c,2026-12-31\nr,c,2026-12-31\nq,c,2026-11-30\n",
        "agreements.csv": "id,label@fi,parties,regulates,until\ns,Sopimus,a|c,n|m,2026-08-31\n"
        "t,Uusi sopimus,a|c,n,\n",
        "networks.csv": "id,label@fi,members\nn,Verkosto,a|c\nm,Toinen,a|c\n",
        "services.csv": "id,label@fi,providers\nx,Yksin,b\ny,Yhdessä,a|b\n",
        "links.csv": "from,to,type\nb,c,referral\n",
    }
    found = measure(tmp_path, tables)
    told = {
        e.label.fi: {each.label.fi: each.afterwards for each in e.hanging} for e in found.endings
    }
    assert told == {
        "Bio": {"Yhdessä": "goes-on", "Yksin": "unknown", "Bio – Cee": "ends"},
        "Sopimus": {"Verkosto": "goes-on", "Toinen": "unknown"},
        "Rahoitus: Avoin": {"Avoin": "unknown"},
        "Sama": {},  # its funding ends with it
        "Ohjelma": {"Avoin": "unknown", "Pitkä": "goes-on"},
        "Rahoitus: Pitkä": {"Pitkä": "goes-on"},
        "Pitkä": {},
    }
    by_name = {e.label.fi: e for e in found.endings}
    assert by_name["Sopimus"].actors == 2
    # A funding alone is nothing that is to go on.
    assert [e.label.fi for e in found.without_continuation] == ["Sama"]


def test_a_service_that_the_coverage_tells_is_not_told_again_in_the_opening(tmp_path: Path) -> None:
    services = (
        COVERAGE["services.csv"].replace(",project\n", ",until\n").replace(",p\n", ",2026-06\n")
    )
    tables = {"actors.csv": ACTORS, **COVERAGE, "services.csv": services}
    network = eloggraph.open(write_tables(tmp_path / "t", tables))
    actions = [text.fi for text in network.analyse("sunset").actions]
    assert actions[0] == (
        "Sopikaa, mikä jatkuu ja kuka siitä vastaa, ennen kuin tämä päättyy: Hanke."
    )


GOALS = {
    "goals.csv": "id,label@fi,status\ng,Tavoite,\nover,Vanha tavoite,ended\nidle,Tekemätön,\n",
    "projects.csv": "id,label@fi,coordinator,goals,until\np,Hanke,a,g|over,2026-12-31\n",
}


@pytest.mark.parametrize(
    ("measure_row", "lost"),
    [
        ("", ["Tavoite"]),
        ("m,Toimi,g,,\n", []),
        ("m,Toimi,g,planned,\n", ["Tavoite"]),
        ("m,Toimi,g,,2027-02-01\n", []),
        ("m,Toimi,g,,2027-01-31\n", ["Tavoite"]),
    ],
)
def test_a_goal_is_left_when_nothing_in_force_is_done_for_it_any_more(
    tmp_path: Path, measure_row: str, lost: list[str]
) -> None:
    table = (
        {"measures.csv": f"id,label@fi,goals,status,until\n{measure_row}"} if measure_row else {}
    )
    found = measure(tmp_path, GOALS | table)
    assert [goal.label.fi for goal in found.goals] == lost


def test_what_is_done_for_a_goal_below_is_done_for_the_goal(tmp_path: Path) -> None:
    below = {
        "goals.csv": "id,label@fi,broader\ng,Tavoite,\nlow,Osatavoite,g\n",
        "measures.csv": "id,label@fi,goals\nm,Toimi,low\n",
    }
    assert measure(tmp_path, GOALS | below).goals == ()


COVERAGE = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n",
    "target_groups.csv": "id,label@fi\nthin,Nuoret\nnone,Aikuiset\nmet,Lapset\nfew,Vanhat\n",
    "projects.csv": "id,label@fi,coordinator,until\np,Hanke,a,2026-12-31\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers,project\n"
    "s1,Pysyvä,thin|met,990,guidance,a,\ns2,Hankkeen,thin|none,990,guidance,b,p\n"
    "s3,Toinen,met,990,guidance,c,\ns4,Kolmas,met|few,990,guidance,d,p\n",
    "norms.csv": "target_group,area,form,required,surveyed\n"
    + "".join(f"{name},990,guidance,true,2025-09-30\n" for name in ("thin", "none", "met"))
    + "few,990,guidance,true,\n",
}


def test_cells_of_the_coverage_fall_by_one_step_or_more(tmp_path: Path) -> None:
    network = eloggraph.open(write_tables(tmp_path / "t", {"actors.csv": ACTORS, **COVERAGE}))
    analysis = network.analyse("coverage", "sunset")
    told = {
        cell.label.fi: (cell.before, cell.after, [name.fi for name in cell.services])
        for cell in analysis.sunset.cells
    }
    assert told == {
        "Aikuiset – Ahola – henkilökohtainen ohjaus": ("ending", "missing", ["Hankkeen"]),
        "Nuoret – Ahola – henkilökohtainen ohjaus": ("met", "thin", ["Hankkeen"]),
        "Vanhat – Ahola – henkilökohtainen ohjaus": (
            "ending",
            "unknown",
            ["Kolmas"],
        ),  # nobody has asked
    }
    # The ending cells are those of the coverage, and are not counted anew.
    ending = sum(before == "ending" for before, _, _ in told.values())
    assert ending == analysis.coverage.count("ending") == 2


@pytest.mark.parametrize(
    ("providers", "until", "told"),
    [
        ("a|b", "2026-12-31", [("met", "unknown", ["Bio"])]),  # who comes in its place?
        ("a|b", "2027-01-31", [("met", "unknown", ["Bio"])]),
        ("a|b", "2027-02-01", []),
        ("a|b|c", "2026-12-31", []),  # two are left
        ("b", "2026-12-31", [("thin", "unknown", ["Bio"])]),  # the service goes on, by whom?
    ],
)
def test_a_cell_falls_with_a_provider_whose_service_goes_on(
    tmp_path: Path, providers: str, until: str, told: list[tuple[str, str, list[str]]]
) -> None:
    tables = {
        **{name: COVERAGE[name] for name in ("regions.csv", "municipalities.csv")},
        "actors.csv": f"id,label@fi,until\na,Aalto,\nb,Bio,{until}\nc,Cee,\n",
        "target_groups.csv": "id,label@fi\ng,Nuoret\n",
        "services.csv": "id,label@fi,target_groups,areas,forms,providers\n"
        f"s,Yhteinen,g,990,guidance,{providers}\n",
        "norms.csv": "target_group,area,form,required,surveyed\ng,990,guidance,true,2025\n",
    }
    cells = measure(tmp_path, tables).cells
    found = [(c.before, c.after, [name.fi for name in c.providers]) for c in cells]
    assert found == told


def test_a_project_without_an_end_is_told_as_such(tmp_path: Path) -> None:
    tables = {
        "projects.csv": "id,label@fi,coordinator,until\np,Avoin hanke,a,\n",
        "tools.csv": "id,label@fi,project\nt,Väline,p\n",
    }
    outcome = ask(tmp_path, tables)
    assert [text.fi for text in outcome.sentences] == [
        "Yhden hankkeen päättymistä ei ole kirjattu: Avoin hanke.",
        "Tällaisen hankkeen varassa on 1 palvelu, yhteys tai muu tulos; ei tiedetä, kuinka kauan se "
        "kestää.",
    ]
    (row,) = outcome.listings[0].rows
    assert [cell.text.fi for cell in row.cells if isinstance(cell, Lack)] == [
        "päättymistä ei ole kirjattu"
    ]


def test_without_any_end_on_record_the_question_is_not_answered(tmp_path: Path) -> None:
    outcome = ask(tmp_path, {"links.csv": "from,to,type\na,b,referral\n"})
    assert outcome.lacking is not None
    assert (outcome.sentences, outcome.listings) == ((), ())


def test_what_is_only_planned_ends_nothing(tmp_path: Path) -> None:
    projects = "id,label@fi,coordinator,until,status\np,Hanke,a,2026-12-31,planned\n"
    assert measure(tmp_path, {"projects.csv": projects}).endings == ()


def test_what_ends_later_is_told_as_the_next(tmp_path: Path) -> None:
    projects = "id,label@fi,coordinator,until\np,Hanke,a,2029\nq,Toinen,a,2028-06\n"
    outcome = ask(tmp_path, {"projects.csv": projects})
    assert [text.fi for text in outcome.sentences] == [
        "Vuoden kuluessa (31.1.2027 mennessä) ei pääty mitään, minkä päättymisaika on kirjattu.",
        "Seuraavaksi päättyy Toinen (hanke, 6/2028): mukana 1 toimija.",
    ]


def test_the_sentences_count_and_name(tmp_path: Path) -> None:
    tables = {
        "projects.csv": "id,label@fi,coordinator,participants,until\np,Hanke,a,b|c,2026-12-31\n",
        "agreements.csv": "id,label@fi,parties,until\ns,Sopimus,a|b,2026-06-30\n",
        "links.csv": LINKS + "a,b,referral,p,2026-12-31,\nb,c,referral,,,\n",
    }
    outcome = ask(tmp_path, tables)
    assert [text.fi for text in outcome.sentences] == [
        "Vuoden kuluessa (31.1.2027 mennessä) päättyy 1 sopimus ja 1 hanke: Sopimus, Hanke.",
        "Minkään niistä jatkosta ei ole merkintää.",
        "Voimassa olevista yhteyksistä (yhteensä 5) päättyy 4.",
        "Yhdelle toimijaparille ei jää muuta keskinäistä yhteyttä.",
        "Yksi toimija menettää samalla viimeisen yhteytensä: Aalto.",
    ]
    timeline: Listing = outcome.listings[0]
    assert [
        row.cells[0].fi for row in timeline.rows if isinstance(row.cells[0], eloggraph.Text)
    ] == [
        "Sopimus",
        "Hanke",
    ]


def test_the_opening_names_what_ends_and_asks_to_agree(tmp_path: Path) -> None:
    tables = {"projects.csv": "id,label@fi,coordinator,until\np,Hanke,a,2026-12-31\n"}
    network = eloggraph.open(write_tables(tmp_path / "t", {"actors.csv": ACTORS, **tables}))
    analysis = network.analyse("sunset")
    assert "Vuoden kuluessa päättyy Hanke, eikä jatkosta ole merkintää." in [
        text.fi for text in analysis.observations
    ]
    assert analysis.actions[0].fi == (
        "Sopikaa, mikä jatkuu ja kuka siitä vastaa, ennen kuin tämä päättyy: Hanke."
    )


def test_where_all_has_ended_nothing_ends() -> None:
    if not CASES.is_dir():
        pytest.skip("the folders of cases are not at hand")
    (outcome,) = eloggraph.open(CASES / "all-ended-no-action").analyse("sunset").outcomes
    assert outcome.found.endings == ()
    assert outcome.lacking is not None


def test_ties_without_a_graph_are_cut_by_their_own_dates(
    make_node: object, make_tie: object, make_network: object
) -> None:
    nodes = [make_node(name) for name in "abc"]  # type: ignore[operator]
    ties = [make_tie("a", "b", until="2024-06-30"), make_tie("b", "c")]  # type: ignore[operator]
    found = measure_sunset(make_material(make_network(nodes, ties)))  # type: ignore[operator]
    assert [(e.kind, len(e.hanging), e.pairs) for e in found.endings] == [("tie", 1, 1)]
    assert [actor.iri for actor in found.actors] == ["a"]


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_in_the_invented_region_exactly_what_was_planted_is_found(
    tmp_path: Path, seed: int
) -> None:
    """The oracle is the truth file: the projects that end by 2024, and the ties made in them."""
    folder = write_example(tmp_path / "region", seed=seed, actors=60)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["regions"][0]
    network = eloggraph.open(folder)
    found: Sunset = network.analyse("sunset", at="2024-12-30").sunset
    planted = truth["ended_projects"]
    first = [e for e in found.endings if e.until == "2024-12-31" and e.thing]
    assert {e.thing.rpartition("/")[2] for e in first} == planted.keys()
    for ending in first:
        ties = planted[ending.thing.rpartition("/")[2]]["ties"]
        assert len(ending.hanging) == len(ties)
        assert {each.afterwards for each in ending.hanging} == {"ends"}
        pairs = {tuple(end.rpartition("/")[2] for end in e.pair) for e in ending.hanging if e.pair}
        # No pair of them has another link, so that all of them lose their only one.
        assert pairs == {tuple(sorted(tie[:2])) for tie in ties}
    assert {e.thing for e in found.without_continuation} >= {e.thing for e in first}
    over: Sunset = network.analyse("sunset", at="2025-01-01").sunset
    assert not {e.thing for e in over.endings} & {e.thing for e in first}

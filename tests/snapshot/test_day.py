"""What holds on a day, from the tables to the sentence in each language and the number.

The oracle is the reading of each case by hand; the small network below holds the situations, and
the folders of the cases are tried too where they are at hand.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import OptionError
from eloggraph.graph.queries import named_queries, read_queries
from eloggraph.snapshot.days import first_day, last_day
from eloggraph.snapshot.periods import is_ahead, is_past
from eloggraph.text import say
from networks import write_tables

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "cases" / "meaning"
TABLES = {
    "actors.csv": "id,label@fi,sector,since,until\n"
    "a,Aalto,education,,\nb,Berg,employment,,\nc,Casa,youth,,\nshut,Suljettu,youth,,2025-12-31\n"
    "old,Neuvontapiste,education,,2024-12-31\nnew,Ohjauskeskus,,2025-01-01,\n"
    "one,Ykkönen,youth,,\ntwo,Kakkonen,youth,,\nboth,Yhdistetty,youth,,\n",
    "change_events.csv": "id,label@fi,type,original,resulting,date\n"
    "r,Uusi nimi,renaming,old,new,2025-01-01\nm,Yhdessä,merger,one|two,both,2025-07-01\n",
    "projects.csv": "id,label@fi,coordinator,participants,since,until\n"
    "p,Hanke,a,b|c,2024-01-01,2025-12-31\n",
    "links.csv": "from,to,type,since,until\n"
    "a,b,joint-planning,,\n"
    "a,c,joint-planning,2024,2025\n"
    "b,c,joint-planning,2026-02-01,\n"
    "a,shut,joint-planning,,\n"
    "old,c,joint-planning,,2024-12-31\nnew,c,joint-planning,2025-01-01,\n"
    "old,b,referral,,\n"
    "one,a,joint-planning,,\ntwo,c,joint-planning,,\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_tables(tmp_path_factory.mktemp("day") / "t", TABLES)
    assert eloggraph.open(made).check().count("violation") == 0
    return made


def short(iri: str) -> str:
    return iri.rpartition("/")[2]


def ties_of(folder: Path, at: str) -> set[tuple[str, str]]:
    document = json.loads(run("analyse", str(folder), "--at", at, "--format", "json"))
    found = eloggraph.open(folder).look(at).affiliations
    assert document["counts"]["ties"] == len(found.ties)
    return {(short(tie.source), short(tie.target)) for tie in found.ties}


def run(*line: str) -> str:
    done = CliRunner().invoke(main, line)
    assert done.exit_code == 0, done.output
    return done.stdout


# The day and what holds on it: both sides of every date, and of every change.
HELD = {
    "2026-02": {("a", "b"), ("b", "c"), ("new", "c"), ("new", "b"), ("both", "a"), ("both", "c")},
    "2026-01-31": {("a", "b"), ("new", "c"), ("new", "b"), ("both", "a"), ("both", "c")},
    "2025-12-31": {
        *(("a", "b"), ("a", "c"), ("a", "shut"), ("new", "c"), ("new", "b")),
        *(("both", "a"), ("both", "c"), ("a", "p"), ("b", "p"), ("c", "p")),
    },
    "2025-06-30": {
        *(("a", "b"), ("a", "c"), ("a", "shut"), ("new", "c"), ("new", "b")),
        *(("one", "a"), ("two", "c"), ("a", "p"), ("b", "p"), ("c", "p")),
    },
    "2024-12-31": {
        *(("a", "b"), ("a", "c"), ("a", "shut"), ("old", "c"), ("old", "b")),
        *(("one", "a"), ("two", "c"), ("a", "p"), ("b", "p"), ("c", "p")),
    },
    "2023": {("a", "b"), ("a", "shut"), ("old", "c"), ("old", "b"), ("one", "a"), ("two", "c")},
}


@pytest.mark.parametrize("at", HELD)
def test_ties_of_the_day_are_those_that_the_dates_and_changes_bear(folder: Path, at: str) -> None:
    assert ties_of(folder, at) == HELD[at]


def test_one_organisation_is_one_node_and_keeps_its_earlier_names(folder: Path) -> None:
    found = eloggraph.open(folder).look("2026-01-31").affiliations
    names = {short(node.iri): [name.fi for name in node.earlier] for node in found.nodes}
    assert names.keys() == {"a", "b", "c", "new", "both"}
    assert (names["new"], names["both"]) == (["Neuvontapiste"], ["Ykkönen", "Kakkonen"])
    # Of one that has another name only, the old row still tells what the new one does not.
    sectors = {short(node.iri): [short(g) for _, g in node.group_pairs] for node in found.nodes}
    assert (sectors["new"], sectors["both"]) == (["education"], ["youth"])
    before = eloggraph.open(folder).look("2024-12-31").affiliations
    assert {short(node.iri) for node in before.nodes} == {
        "a",
        "b",
        "c",
        "shut",
        "old",
        "one",
        "two",
        "p",
    }

    assert {name for node in before.nodes for name in node.earlier} == set()


@pytest.mark.parametrize(
    ("lang", "words"), [("fi", "Aiemmat nimet"), ("sv", "Tidigare namn"), ("en", "Earlier names")]
)
def test_the_map_shows_earlier_names(folder: Path, lang: str, words: str) -> None:
    page = run("map", str(folder), "--lang", lang)
    assert words in page
    assert "Neuvontapiste" in page
    assert words not in run("map", str(folder), "--lang", lang, "--at", "2024")


def test_what_is_left_out_is_counted_in_every_language(folder: Path) -> None:
    counts = json.loads(run("analyse", str(folder), "--format", "json"))["counts"]
    assert (counts["ties"], counts["ended"], counts["later"], counts["undated"]) == (5, 6, 1, 4)
    for lang, words in {
        "fi": "Kirjatuista yhteyksistä 6 on päättynyt, 1 alkaa myöhemmin; näitä ei ole laskettu",
        "sv": "Antecknade kopplingar som inte har räknats med: 6 har upphört, 1 börjar senare.",
        "en": "Of the recorded connections, 6 have ended, 1 begins later; these are not counted.",
    }.items():
        assert words in run("analyse", str(folder), "--lang", lang)


def test_a_wrong_day_is_one_sentence(folder: Path) -> None:
    for wrong in ("2024-13", "gestern", "2023-02-29", "24"):
        with pytest.raises(OptionError, match="not a day, month or year"):
            eloggraph.open(folder).analyse(at=wrong)
    done = CliRunner().invoke(main, ["map", str(folder), "--at", "31.2.2024", "--lang", "en"])
    assert (done.exit_code, done.output.count("is not a day")) == (2, 1)
    assert ties_of(folder, "31.12.2023") == HELD["2023"]


def test_queries_ask_the_same_day_as_the_analyses(folder: Path) -> None:
    network = eloggraph.open(folder)
    query = "SELECT ?a ?b { ?l <https://w3id.org/eloggraph/ns#linkFrom> ?a ; <https://w3id.org/eloggraph/ns#linkTo> ?b }"
    for at, held in HELD.items():
        asked = network.query(query, at=at)
        assert {(short(a), short(b)) for a, b in asked.texts()} == {t for t in held if t[1] != "p"}
    assert len(network.query(query).rows) == len(TABLES["links.csv"].splitlines()) - 1


CLAIMS: dict[str, dict[str, Any]] = {
    "m2": {"live": 31, "ended": 40, "later": 0, "siloed": False},
    "m2b": {"live": 31, "ended": 0, "later": 0, "siloed": False},
    "m2c": {"live": 0, "ended": 40, "later": 0, "siloed": False},
    "m5": {"live": 0, "ended": 0, "later": 2, "siloed": False},
    "all-ended-no-action": {"live": 0, "ended": 4, "later": 0, "siloed": False},
    "m4": {"live": 1, "ended": 1, "later": 0, "siloed": False},
}
FIRST = {
    "m2c": (
        "Yksikään kirjattu yhteys ei ole voimassa 31.1.2026: 40 on päättynyt.",
        "Ingen antecknad koppling gäller 31.1.2026: 40 har upphört.",
        "No recorded connection is in force on 2026-01-31: 40 have ended.",
    ),
    "m5": (
        "Yksikään kirjattu yhteys ei ole voimassa 31.1.2026: 2 alkaa myöhemmin.",
        "Ingen antecknad koppling gäller 31.1.2026: 2 börjar senare.",
        "No recorded connection is in force on 2026-01-31: 2 begin later.",
    ),
    "all-ended-no-action": (
        "Yksikään kirjattu yhteys ei ole voimassa 31.1.2026: 4 on päättynyt.",
        "Ingen antecknad koppling gäller 31.1.2026: 4 har upphört.",
        "No recorded connection is in force on 2026-01-31: 4 have ended.",
    ),
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CASES.is_dir():
        pytest.skip("the cases of meaning are not beside this checkout: ../shared/cases/meaning")
    top = tmp_path_factory.mktemp("cases")
    shutil.copytree(CHECKOUT / "datasets" / "suomi", top / "suomi")
    for name in CLAIMS:
        shutil.copytree(CASES / name, top / name)
    return top


@pytest.mark.parametrize("name", CLAIMS)
def test_case_counts_what_holds_and_says_it_first(cases: Path, name: str) -> None:
    analysis, right = eloggraph.open(cases / name).analyse(permutations=999), CLAIMS[name]
    counts = analysis.counts
    assert (counts.ties, counts.ended, counts.later) == (
        right["live"],
        right["ended"],
        right["later"],
    )
    assert any(verdict.level == "siloed" for verdict in analysis.silos) is right["siloed"]
    if name in FIRST:
        assert analysis.headline.said == FIRST[name]
        assert analysis.actions


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_network_without_a_live_tie_never_calls_for_no_action(cases: Path, lang: str) -> None:
    page = eloggraph.open(cases / "all-ended-no-action").report(permutations=99).to_html(lang)
    said = dict(zip(("fi", "sv", "en"), FIRST["all-ended-no-action"], strict=True))
    assert said[lang] in page
    assert say("pages.report.nothing-to-do").say(lang) not in page


def test_the_renamed_organisation_is_one_node_and_its_neighbour_no_cut_point(cases: Path) -> None:
    network = eloggraph.open(cases / "m4")
    found = network.look().affiliations
    assert [short(node.iri) for node in found.nodes] == ["new", "z0", "z1", "z2", "z3", "z4"]
    assert [name.fi for node in found.nodes for name in node.earlier] == ["old"]
    assert network.analyse(permutations=99).brokerage.cut_points == ()


def test_a_query_that_looks_back_is_asked_of_all_days() -> None:
    named = named_queries()
    backward = {
        name
        for name, text in read_queries("eloggraph.graph", "queries").items()
        if "#come-about" in text
    }
    assert backward
    assert {name for name in backward if not named[name].all_days} == set()
    assert not named["network-ties"].all_days


def test_build_of_a_day_has_only_what_holds_and_says_what_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    tables = {**TABLES, "goals.csv": "id,label@fi,status\ng,Tavoite,planned\n"}
    head, *links = tables["links.csv"].splitlines()
    lines = [f"{head},status", *(f"{link}," for link in links), "one,b,referral,,,planned"]
    tables["links.csv"] = "\n".join(lines) + "\n"
    write_tables(folder, tables)
    whole, day = (
        CliRunner().invoke(main, ["build", str(folder), "--lang", "en", *more])
        for more in ([], ["--at", "2026-01-31"])
    )
    assert (whole.exit_code, day.exit_code, whole.stderr) == (0, 0, "")
    assert whole.stdout.count("a elo:CollaborationLink") == 10
    assert day.stdout.count("a elo:CollaborationLink") == 5
    assert "status/planned" in day.stdout  # a goal is a plan, and says so
    assert 'skos:altLabel "Neuvontapiste"@fi' in day.stdout
    assert day.stderr.strip() == (
        "This is the state of 2026-01-31; records are left out: 5 have ended, 1 begins later, "
        "1 is not in force by its status."
    )
    early = run("build", str(folder), "--at", "2024")
    assert 'dct:date "2024"^^xsd:gYear' in early
    assert "altLabel" not in early


def test_a_day_of_the_description_of_files_is_refused(folder: Path) -> None:
    line = ["build", str(folder), "--format", "csvw", "--at", "2024", "--lang", "en"]
    done = CliRunner().invoke(main, line)
    assert (done.exit_code, "--at has no effect" in done.output) == (2, True)


def test_a_query_about_a_day_says_what_it_leaves_out(folder: Path) -> None:
    done = CliRunner().invoke(main, ["query", str(folder), "actors", "--lang", "en"])
    assert (done.exit_code, "Suljettu" in done.stdout) == (0, False)
    assert "This is the state of 2026-01-31; records are left out:" in done.stderr
    own = CliRunner().invoke(main, ["query", str(folder), "ASK { ?s ?p ?o }"])
    assert (own.exit_code, "left out" in own.stderr) == (0, False)


def test_a_programme_ends_as_a_project_does(tmp_path: Path) -> None:
    programmes = (
        "id,label@fi,coordinator,until\npast,Entinen,a,2026-01-30\nlast,Viimeinen,a,2026-01-31\n"
    )
    folder = write_tables(tmp_path / "t", {**TABLES, "programmes.csv": programmes})
    names = {node.iri.rpartition("/")[2] for node in eloggraph.open(folder).affiliations.nodes}
    assert ("past" in names, "last" in names) == (False, True)


@pytest.mark.parametrize(
    "on", ["2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01", "2025-01-01"]
)
def test_columns_of_dates_and_a_single_date_agree(on: str) -> None:
    """The oracle is the calendar of :mod:`eloggraph.snapshot.days`."""
    day = date.fromisoformat(on)
    dates = ["2023", "2024", "2025", "2023-12", "2024-02", "2024-03", "2024-02-29", "2024-03-01"]
    told = pl.DataFrame({"object": dates}).select(
        past=is_past(pl.col("object"), day), ahead=is_ahead(pl.col("object"), day)
    )
    assert told.rows() == [(last_day(each) < day, first_day(each) > day) for each in dates]


# x becomes y and takes its name back, p, q and r go round; n will be m and n again.
BACK = {
    "actors.csv": "id,label@fi\na,Aalto\nx,Taito\ny,Taitotalo\np,Polku\nq,Opas\nr,Reitti\n"
    "n,Nuoli\nm,Merkki\n",
    "change_events.csv": "id,label@fi,type,original,resulting,date\n"
    "b2,Takaisin,renaming,y,x,2024\nb1,Pois,renaming,x,y,2020\n"
    "c3,Kolmas,renaming,r,p,2023-05\nc2,Toinen,renaming,q,r,2022\nc1,Eka,renaming,p,q,2021-02-01\n"
    "d1,Tuleva,renaming,n,m,2030\nd2,Ja takaisin,renaming,m,n,2032\n",
    "links.csv": "from,to,type\n"
    + "".join(f"a,{name},joint-planning\n" for name in ("x", "y", "p", "q", "r", "n", "m")),
}


@pytest.mark.parametrize(
    ("at", "present"),
    [("2019", "xpn"), ("2021-06", "yqn"), ("2022", "yrn"), ("2023-05-01", "ypn"), ("2024", "xpn")],
)
def test_an_organisation_that_takes_its_name_back_goes_by_it(
    tmp_path: Path, at: str, present: str
) -> None:
    folder = write_tables(tmp_path / "t", BACK)
    assert ties_of(folder, at) == {("a", name) for name in present}
    assert eloggraph.open(folder).look(at).affiliations.ended == ()


@pytest.mark.parametrize(("at", "present"), [("2029", "n"), ("2031", "m"), ("2032", "n")])
def test_a_name_that_will_come_back_is_there_before_too(
    tmp_path: Path, at: str, present: str
) -> None:
    folder = write_tables(tmp_path / "t", BACK)
    assert ties_of(folder, at) == {("a", name) for name in f"xp{present}"}

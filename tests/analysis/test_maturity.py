"""Self-assessments worked by hand: the matrix, how judgements moved, and what bears on each row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.questions.maturity import Maturity
from eloggraph.cli.main import main
from networks import write_tables

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
NETWORKS = "id,label@fi,kind,members\nn,Ryhmä,EloGroup,\n"
HEAD = "id,label@fi,assesses,phases,observed\n"
FIRST = "a,A,n,situation-1|concept-2|models-2,2023\n"


def make(folder: Path, assessments: str, **tables: str) -> Path:
    given = {"networks": NETWORKS, "self_assessments": HEAD + assessments} | tables
    return write_tables(folder, {f"{name}.csv": text for name, text in given.items()})


def measure(folder: Path) -> Maturity:
    found: Maturity = eloggraph.open(folder).analyse("maturity").maturity
    return found


def say(folder: Path, lang: str = "en") -> str:
    done = CliRunner().invoke(main, ["analyse", str(folder), "maturity", "--lang", lang])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_a_judgement_is_told_by_phase_and_stands_in_its_cell_of_the_matrix(tmp_path: Path) -> None:
    folder = make(tmp_path / "t", FIRST)
    told = say(folder)
    assert (
        "last (2023): scattered resources (general situation); coordination starting (def" in told
    )
    assert "2 dimensions were not judged: forums and working groups, effectiveness" in told
    assert "general situation · ● actors apart (2023) · actors getting acquainted · act" in told
    found = measure(folder)
    assert (len(found.dimensions()), len(found.phases()), len(found.signs)) == (5, 3, 15)
    assert "viimeksi 2023: voimavarat hajallaan (yleistilanne); koord" in say(folder, "fi")


@pytest.mark.parametrize(
    ("second", "steps", "told"),
    [
        ("situation-2|concept-2|models-2", [1, 0, 0], "1 gone forward: general situation."),
        ("situation-3|concept-3|models-2", [2, 1, 0], "2 gone forward: general situation, def"),
        ("situation-1|concept-1|models-3", [0, -1, 1], "1 gone back: definition and concept."),
        ("situation-1|concept-2|models-2", [0, 0, 0], "The judgement is the same as the time"),
        ("situation-1|forums-1", [0], "same as the time before (2023)."),  # no forums before
    ],
)
def test_how_the_judgement_moved_since_the_one_before(
    tmp_path: Path, second: str, steps: list[int], told: str
) -> None:
    folder = make(tmp_path / "t", f"b,B,n,{second},2025-06\n{FIRST}")  # in any order of rows
    (assessed,) = measure(folder).assessed
    assert [move.steps for move in assessed.moves()] == steps
    said = say(folder)
    for number, word in (("1", "one dimension has"), ("2", "2 dimensions have")):
        said = said.replace(f"{word} gone", f"{number} gone")
    assert told in said
    if "1" not in second:
        assert "○ actors apart (2023)" in said


def test_of_several_assessments_the_last_stands_to_the_one_before_it(tmp_path: Path) -> None:
    rows = f"{FIRST}b,B,n,situation-3,2024\nc,C,n,situation-2,2025\n"
    (assessed,) = measure(make(tmp_path / "t", rows)).assessed
    assert [move.steps for move in assessed.moves()] == [-1]


@pytest.mark.parametrize(("when", "moves"), [("2023", 0), ("2023-12-31", 0), ("2024", 1)])
def test_of_two_assessments_of_one_time_neither_is_the_earlier(
    tmp_path: Path, when: str, moves: int
) -> None:
    (assessed,) = measure(make(tmp_path / "t", f"{FIRST}b,B,n,situation-2,{when}\n")).assessed
    assert len(assessed.moves()) == moves


def test_an_assessment_after_the_day_is_not_there_yet(tmp_path: Path) -> None:
    """The day is 2026-01-31."""
    for month, last in (("2026-02", "2023"), ("2026-01", "2026-01")):
        folder = make(tmp_path / month, f"{FIRST}b,B,n,situation-3,{month}\n")
        assert measure(folder).assessed[0].last() == last


def test_the_facts_of_each_dimension_are_counted_with_names_and_what_is_not_there_is_told(
    tmp_path: Path,
) -> None:
    folder = make(
        tmp_path / "t",
        FIRST,
        actors="id,label@fi,sector\na,A,education\nb,B,education\nc,C,youth\nd,D,youth\n",
        networks="id,label@fi,kind,members\nn,Ryhmä,EloGroup,a|b\no,Toinen,EloGroup,a|c\n",
        services="id,label@fi,providers\ns,Yhteinen,a|b\nt,Oma,a\n",
        agreements="id,label@fi,parties,until\nx,Sopimus,a|b,\ny,Vanha,a|b,2025\n",
        goals="id,label@fi,status\ng,Tavoite,in-force\nh,Toive,proposed\n",
    )
    facts = {fact.told: (fact.n, fact.total) for fact in measure(folder).facts}
    assert facts["tied"] == (3, 4)
    assert (facts["isolates"], facts["services"], facts["joint-services"]) == (
        (1, None),
        (2, None),
        (1, None),
    )
    assert (facts["agreements"], facts["goals"], facts["seated"]) == ((1, None), (1, None), (3, 4))
    assert facts["one-sector"] == (1, None)
    told = say(folder)
    assert "general situation · own judgement: scattered resources (2023) actors with" in told
    assert "actors without connections · 1 · D" in told
    assert "agreements in force · 1 · Sopimus services of several providers · 1 · Yhteinen" in told
    assert "not on record: policies and plans, service chains" in told
    assert "groups of one sector only · 1 · Ryhmä" in told


def test_what_rose_in_the_invented_region_is_found_and_nothing_else() -> None:
    folder = DATASETS / "mallimaakunta"
    planted = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["regions"][0]
    (assessed,) = measure(folder).assessed
    risen = [move.dimension.rpartition("/")[2] for move in assessed.moves() if move.steps]
    assert risen == planted["dimensions_risen"]


def test_signs_that_a_source_describes_are_shown_without_a_judgement() -> None:
    found = measure(DATASETS / "laituri")
    assert (found.assessed, len(found.described())) == ((), 15)
    told = say(DATASETS / "laituri")
    assert "No judgement of its own is on record, but the data describe 15 signs" in told
    assert "general situation · actors apart · actors getting acquainted · actors know" in told


def test_a_fall_is_an_observation_and_a_rise_is_none(tmp_path: Path) -> None:
    fallen = make(tmp_path / "a", f"{FIRST}b,B,n,concept-1,2025\n")
    (remark,) = eloggraph.open(fallen).analyse("maturity").observations
    assert (
        remark.en
        == "Ryhmä judges that its cooperation has gone back on one dimension: definition and concept."
    )
    risen = make(tmp_path / "b", f"{FIRST}b,B,n,concept-3,2025\n")
    assert not eloggraph.open(risen).analyse("maturity").observations


def test_without_an_assessment_the_table_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", {"networks.csv": NETWORKS})
    assert "Self-assessment: there is an answer once the table Self-assessments has" in say(folder)

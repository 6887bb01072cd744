"""Things and their values on a day: worked by hand, from tables to what questions ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import eloggraph
from networks import SETTINGS, write_tables

BASE = "https://example.org/t/"
TABLES = {
    "actors.csv": "id,kind,label@fi,until\nb,EducationProvider,B,\na,,A,2020\n",
    "goals.csv": "id,label@fi,broader\nz,Z,\ny,Y,z\n",
    "measures.csv": "id,label@fi,goals,responsible\nm,M,y|z,b\n",
}


def make(folder: Path) -> eloggraph.Network:
    return eloggraph.open(write_tables(folder, TABLES))


def names(iris: tuple[str, ...]) -> list[str]:
    return [iri.removeprefix(BASE) for iri in iris]


def test_things_come_in_the_order_of_their_rows_with_those_of_classes_below(tmp_path: Path) -> None:
    records = make(tmp_path / "t").look().records
    assert names(records.of("elo:StrategicGoal")) == ["goals/z", "goals/y"]
    assert names(records.of("elo:Actor")) == ["actors/b"]  # the other has ended
    assert records.is_a(f"{BASE}actors/b", "elo:Actor")
    assert not records.is_a(f"{BASE}actors/b", "elo:Measure")


def test_a_thing_has_the_row_that_describes_it(tmp_path: Path) -> None:
    records = make(tmp_path / "t").look().records
    place = records.place(f"{BASE}goals/y")
    assert place is not None
    assert (place.file, place.row) == ("goals.csv", 3)  # the header is row 1
    assert records.place(f"{BASE}actors/a") is None  # it has ended
    assert records.place("https://w3id.org/eloggraph/vocab/service-form/guidance") is None


def test_values_are_read_both_ways_and_what_has_ended_is_not_there(tmp_path: Path) -> None:
    network = make(tmp_path / "t")
    records, before = network.look().records, network.look("2019").records
    measure = f"{BASE}measures/m"
    goals = records.values(measure, "elo:contributesTo")
    assert sorted(names(goals)) == ["goals/y", "goals/z"]
    assert names(records.subjects(f"{BASE}goals/z", "elo:contributesTo")) == [
        "goals/y",
        "measures/m",
    ]
    assert records.value(measure, "elo:date") is None
    assert records.is_own(measure)
    assert names(before.of("elo:Actor")) == ["actors/b", "actors/a"]


def test_what_a_network_uses_comes_after_its_own(tmp_path: Path) -> None:
    other = SETTINGS.replace("/t/", "/o/")
    write_tables(tmp_path / "other", {"goals.csv": "id,label@fi\na,A\n"}, other)
    settings = TABLES | {"network.toml": f'uses = ["../other"]\n{SETTINGS}'}
    records = eloggraph.open(write_tables(tmp_path / "t", settings)).look("2026").records
    goals = records.of("elo:StrategicGoal")
    assert names(goals) == ["goals/z", "goals/y", "https://example.org/o/goals/a"]
    assert [records.is_own(goal) for goal in goals] == [True, True, False]


@pytest.mark.parametrize(
    ("row", "there"),
    [
        (",,", True),
        ("in-force,2026-01-31,2026-01-31", True),
        (",2026-02,", False),
        (",,2025", False),
        ("planned,,", False),
        ("ended,,", False),
    ],
)
def test_status_and_dates_tell_whether_a_thing_is_there_on_the_day(
    tmp_path: Path, row: str, there: bool
) -> None:
    """Measures are not cut by the day: a question asks of each of them."""
    table = f"id,label@fi,status,since,until\nm,M,{row}\n"
    records = eloggraph.open(write_tables(tmp_path / "t", {"measures.csv": table})).look().records
    assert records.in_force(f"{BASE}measures/m", date(2026, 1, 31)) is there


def test_what_lies_above_a_thing_is_found_once_even_in_a_circle(tmp_path: Path) -> None:
    table = {"areas.csv": "id,label@fi,within\na,A,b\nb,B,c\nc,C,b\n"}
    records = eloggraph.open(write_tables(tmp_path / "t", table)).look().records
    above = records.above(f"{BASE}areas/a", "elo:withinArea")
    assert above == {f"{BASE}areas/{each}" for each in "abc"}
    assert records.above(f"{BASE}areas/b", "elo:withinArea") == above - {f"{BASE}areas/a"}


def test_what_has_ended_is_on_record_of_all_days(tmp_path: Path) -> None:
    day = make(tmp_path / "t").look()
    assert names(day.all_days.of("elo:Actor")) == ["actors/b", "actors/a"]
    assert day.ended == {f"{BASE}actors/a"}

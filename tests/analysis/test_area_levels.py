"""Regions and municipalities: what is known of each itself, and what of a wider area only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.analyse import analyse
from eloggraph.analysis.area_levels import (
    AreaLevel,
    AreaLevels,
    AreaRecord,
    Measure,
    Reading,
    Required,
    measure_area_levels,
)
from eloggraph.analysis.area_words import tell_basis, tell_level
from eloggraph.analysis.question import Material
from eloggraph.api.analyse import gather
from eloggraph.api.day import look
from eloggraph.text import Text
from networks import write_tables

REPOSITORY = Path(__file__).parents[2]
NOTHING = Reading()
# Two municipalities make up a county that no row puts into region 13, and 303 is in region 14.
# The wide area holds parts of both regions.
LAND = {
    "regions.csv": "id,label@fi,point\n13,Keski,POINT(25 62)\n14,Etelä,POINT(24 60)\n",
    "municipalities.csv": "id,label@fi,region,point,until\n"
    "101,Aho,13,POINT(25 62),\n102,Boda,13,,\n103,Entinen,13,,2020\n303,Cygnaeus,14,,\n",
    "areas.csv": "id,label@fi,type,contains\n"
    "county,Hyvinvointi,,101|102\nwide,Laaja,,102|303\nland,Suomi,country,13|14\n",
}
TABLES = {
    **LAND,
    "actors.csv": "id,label@fi,areas\na,A,101\nb,B,county\nc,C,wide\nd,D,land\ne,E,\nf,F,13\n",
}


def read(folder: Path, tables: dict[str, str] = TABLES) -> tuple[AreaLevels | None, Any, Material]:
    network = eloggraph.open(write_tables(folder, tables))
    material = gather(look(network), network.config.ties, seed=0, permutations=9)
    analysis = analyse(material, ["coverage", "participation"])
    found = measure_area_levels(material, analysis.coverage, analysis.participation)
    return found, analysis, material


def list_actors(level: AreaLevel) -> dict[str, tuple[str, int, int, list[str]]]:
    return {
        area.label.fi: (
            area.actors.known,
            area.actors.own,
            area.actors.total,
            [whole.fi for whole in area.actors.wholes],
        )
        for area in level.areas
    }


def test_an_area_knows_its_own_and_what_reaches_beyond_it(tmp_path: Path) -> None:
    found, _, _ = read(tmp_path / "t")
    assert found is not None
    regions, municipalities = found.levels
    # B's county lies in region 13 with all it holds; C's area reaches into both regions, and D's
    # country holds everything and tells nothing apart.
    assert list_actors(regions) == {
        "Etelä": ("whole", 0, 2, ["Laaja"]),
        "Keski": ("own", 3, 5, ["Laaja"]),
    }
    assert list_actors(municipalities) == {
        "Aho": ("own", 1, 4, ["Hyvinvointi", "Keski"]),
        "Boda": ("whole", 0, 4, ["Hyvinvointi", "Keski", "Laaja"]),
        "Cygnaeus": ("whole", 0, 2, ["Laaja"]),
    }
    assert (found.actors, found.placeless, found.nationwide) == (6, 1, 1)
    assert found.measures == ("actors",)


def test_a_point_is_read_and_the_ended_has_no_tile(tmp_path: Path) -> None:
    found, _, _ = read(tmp_path / "t")
    assert found is not None
    points = {area.label.fi: area.point for area in found.levels[1].areas}
    assert points == {"Aho": (25.0, 62.0), "Boda": None, "Cygnaeus": None}


def test_numbers_of_actors_are_those_of_who_takes_part() -> None:
    """One number for one thing: the question *participation* counts own and around the same."""
    for name in ("osaajaks", "varsinais-suomi", "mallimaakunta"):
        network = eloggraph.open(REPOSITORY / "datasets" / name)
        material = gather(look(network), network.config.ties, seed=0, permutations=9)
        analysis = analyse(material, ["coverage", "participation"])
        found = measure_area_levels(material, analysis.coverage, analysis.participation)
        assert found is not None
        counted = {area.area: area.actors for area in found.levels[-1].areas}
        places = [place for place in analysis.participation.places if place.area in counted]
        assert places
        for place in places:
            assert counted[place.area].own == place.actors
            assert counted[place.area].total == place.actors + place.around
        services = {area.area: area.services.total for area in found.levels[-1].areas}
        equity = analysis.coverage.equity
        assert services == {each.area: each.services for each in equity.areas}


def test_the_cells_of_norms_are_those_of_the_coverage() -> None:
    network = eloggraph.open(REPOSITORY / "datasets" / "mallimaakunta")
    material = gather(look(network), network.config.ties, seed=0, permutations=9)
    analysis = analyse(material, ["coverage", "participation"])
    found = measure_area_levels(material, analysis.coverage, analysis.participation)
    assert found is not None
    assert found.measures == ("coverage", "services", "actors")
    required = [area.required for area in found.levels[0].areas if area.required]
    count = analysis.coverage.count
    assert sum(each.missing for each in required) == count("missing") == 5
    assert sum(each.thin for each in required) == count("thin") + count("few")
    assert sum(each.cells for each in required) == len(analysis.coverage.cells)


def test_one_region_is_no_map_of_regions_unless_there_is_nothing_else(tmp_path: Path) -> None:
    actors = "id,label@fi,areas\nf,F,13\n"
    found, _, _ = read(tmp_path / "a", {**LAND, "actors.csv": actors})
    assert found is not None
    assert [level.level for level in found.levels] == ["municipality"]
    alone = {"regions.csv": LAND["regions.csv"], "actors.csv": actors}
    found, _, _ = read(tmp_path / "b", alone)
    assert found is not None
    assert [level.level for level in found.levels] == ["region"]


@pytest.mark.parametrize("actors", ["id,label@fi,areas\na,A,\n", "id,label@fi,areas\nd,D,land\n"])
def test_without_an_area_there_is_nothing(tmp_path: Path, actors: str) -> None:
    assert read(tmp_path / "t", {**LAND, "actors.csv": actors})[0] is None


@pytest.mark.parametrize("point", ["POINT(200 10)", "62,25", "POINT(25 90)", "POINT(1e9 2)"])
def test_what_is_no_place_on_earth_is_no_point(tmp_path: Path, point: str) -> None:
    regions = f'id,label@fi,point\n13,Keski,"{point}"\n'
    found, _, _ = read(
        tmp_path / "t", {"regions.csv": regions, "actors.csv": "id,label@fi,areas\nf,F,13\n"}
    )
    assert found is not None
    assert found.levels[0].areas[0].point is None


def test_the_document_that_the_points_are_from_is_named_with_its_licence() -> None:
    network = eloggraph.open(REPOSITORY / "datasets" / "osaajaks")
    material = gather(look(network), network.config.ties, seed=0, permutations=9)
    analysis = analyse(material, ["coverage", "participation"])
    found = measure_area_levels(material, analysis.coverage, analysis.participation)
    assert found is not None
    assert [source.en for source in found.levels[0].sources] == [
        "Division into municipalities 2024 (administrative borders), Maanmittauslaitos, CC BY 4.0"
    ]


def make_area(name: str, services: Reading = NOTHING, required: Required | None = None) -> Any:
    return AreaRecord(
        area=name,
        label=Text.same(name),
        point=None,
        services=services,
        actors=NOTHING,
        required=required,
    )


def tell(*areas: AreaRecord, measure: Measure = "services") -> str:
    level = AreaLevel(level="municipality", areas=areas, outside=(), sources=())
    return tell_level(level, measure).fi


def own(total: int) -> Reading:
    return Reading(total=total, own=1)


def shared(total: int) -> Reading:
    return Reading(total=total, wholes=(Text.same("Keski"),))


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([own(3), own(3)], "Joka kunnassa on 3 palvelua"),
        ([own(3), own(1)], "Eniten palveluja (3): A; vähiten (1): B"),
        ([own(3), shared(2)], "1 kunnassa on 3 palvelua, muissa laajemman alueen yhteiset 2"),
        (
            [own(3), own(4), shared(2)],
            "2 kunnassa on omia palveluja; muista tiedetään vain laajemman alueen yhteiset",
        ),
        (
            [own(3), NOTHING],
            "1 kunnassa on kirjattuja palveluja; muista ei ole tietoa, mikä ei tarkoita, ettei palveluja ole",
        ),
        (
            [own(3), shared(2), NOTHING],
            "1 kunnassa on omia palveluja; muista ei ole omaa tietoa",
        ),
        (
            [shared(2), shared(2)],
            "Yhdestäkään kunnasta ei ole omaa tietoa: palveluja on kirjattu vain laajemmalle alueelle (Keski)",
        ),
        ([NOTHING], "Yhdestäkään kunnasta ei ole kirjattu palveluja"),
    ],
)
def test_the_sentence_says_what_is_so(readings: list[Reading], told: str) -> None:
    assert (
        tell(*(make_area(name, each) for name, each in zip("ABC", readings, strict=False))) == told
    )


def need(cells: int = 4, **states: int) -> Required:
    return Required(cells=cells, **{"missing": 0, "ending": 0, "thin": 0, "unknown": 0, **states})


@pytest.mark.parametrize(
    ("required", "told"),
    [
        ([need(missing=2), need(missing=1), need()],
         "Vaadittuja palveluja puuttuu 2 kunnasta, eniten (2): A"),
        ([need(missing=1), need(missing=1)], "Vaadittuja palveluja puuttuu 2 kunnasta: A, B"),
        ([need(thin=1), need()],
         "Tiedossa ei ole puuttuvia palveluja, mutta 1 kunnassa jokin on päättymässä tai liian harvan varassa: A"),
        ([need(), need(unknown=1)],
         "Tiedossa ei ole puuttuvia palveluja, mutta 1 kunnassa ei tiedetä kaikkea"),
        ([need(), None], "Tiedossa ei ole puuttuvia palveluja, mutta 1 kunnassa ei tiedetä kaikkea"),
        ([need(), need()], "Joka kunnassa kaikki vaaditut palvelut on katettu"),
        ([need(unknown=4)], "Yhdestäkään kunnasta ei tiedetä, puuttuuko vaadittuja palveluja"),
    ],
)  # fmt: skip
def test_without_a_requirement_nothing_is_missing(
    required: list[Required | None], told: str
) -> None:
    areas = [make_area(n, required=each) for n, each in zip("ABC", required, strict=False)]
    assert tell(*areas, measure="coverage") == told


def test_the_basis_counts_who_is_left_out_and_no_zeros() -> None:
    areas = (make_area("A", own(3)), make_area("B", shared(2)))
    level = AreaLevel(level="municipality", areas=areas, outside=(), sources=())
    found = AreaLevels(
        levels=(level,), measures=("services",), services=(), actors=3, placeless=1, nationwide=0
    )
    assert [text.fi for text in tell_basis(found, "services")] == [
        "2 kunnasta: oma tieto 1, vain laajemman alueen tieto 1.",
        "Vähimmäispalveluja ei ole sovittu, joten kartta ei väitä, että jotakin puuttuu.",
        "Yhden toimijan aluetta ei ole kirjattu.",
    ]

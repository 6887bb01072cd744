"""The page of the tile maps: tiles, their faces and their key."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.api.analyse import gather
from eloggraph.api.day import look
from eloggraph.text import Text
from eloggraph.views.areas.bands import find_step, list_steps, make_bands
from eloggraph.views.areas.model import AreasModel, Picture, build_areas
from eloggraph.views.areas.page import render_areas
from eloggraph.views.page.view import Frame
from networks import write_tables

REPOSITORY = Path(__file__).parents[2]
FRAME = Frame(title=Text.same("T"), as_of=Text.same("2026"), addresses={})
HOSTILE = '<img src=x onerror="alert(1)">&{{ 7*7 }}'


def build(folder: Path) -> AreasModel | None:
    network = eloggraph.open(folder)
    material = gather(look(network), network.config.ties, seed=0, permutations=9)
    return build_areas(network.analyse("coverage", "participation", permutations=9), material)


def draw(folder: Path) -> str:
    model = build(folder)
    assert model is not None
    return render_areas(model, FRAME, "fi")


def list_faces(picture: Picture, measure: str) -> dict[str, tuple[str, Any]]:
    tiles = [tile for row in picture.rows for tile in row if tile]
    return {
        tile.name.fi.replace("\xad", ""): (face.style, getattr(face.value, "fi", face.value))
        for tile in tiles
        for face in tile.faces
        if face.measure == measure
    }


def test_four_municipalities_have_a_service_of_their_own_and_the_others_the_shared_ones() -> None:
    """As the source says: coaching works in the four of the pilot only."""
    model = build(REPOSITORY / "datasets" / "osaajaks")
    assert model is not None
    (picture,) = model.pictures
    faces = list_faces(picture, "services")
    assert len(faces) == 22
    pilot = ("Jyväskylä", "Laukaa", "Muurame", "Äänekoski")
    assert {name: faces[name] for name in pilot} == dict.fromkeys(pilot, ("step-4", 3))
    others = {face for name, face in faces.items() if name not in pilot}
    assert others == {("whole", 2)}  # the chain is its three services, and no fourth
    assert model.answer.claim.fi == "4 kunnassa on 3 palvelua, muissa laajemman alueen yhteiset 2"
    assert next((entry.style, entry.names.fi) for entry in picture.keys[0].entries) == (
        "step-4",
        "Jyväskylä, Laukaa, Muurame, Äänekoski",
    )
    assert model.answer.source.fi.endswith(
        "Alueiden sijainti: Kuntajako 2024 (hallinnolliset rajat), Maanmittauslaitos, CC BY 4.0."
    )


def test_where_services_are_required_the_tiles_tell_what_is_missing() -> None:
    model = build(REPOSITORY / "datasets" / "mallimaakunta")
    assert model is not None
    faces = list_faces(model.pictures[0], "coverage")
    assert faces["Aavistus"] == ("lack-4", "puuttuu 2")
    assert faces["Harjoitusjoki"] == ("met", "kaikki 8")
    assert faces["Sepitys"] == ("thin", "harvan varassa 2")
    missing = Counter(face[1] for face in faces.values())
    assert missing["puuttuu 1"] == 3  # with the two of Aavistus the five that the coverage counts
    assert [note.fi for note in model.pictures[0].notes] == [
        "Alueiden sijaintia ei ole kirjattu, joten ruudut ovat nimien järjestyksessä."
    ]


def test_regions_of_several_levels_are_two_pictures_and_what_is_outside_is_told() -> None:
    model = build(REPOSITORY / "datasets" / "laituri")
    assert model is not None
    assert [picture.level for picture in model.pictures] == ["region", "municipality"]
    faces = list_faces(model.pictures[0], "actors")
    assert Counter(style for style, _ in faces.values()) == {"step-4": 2, "unknown": 17}
    assert all(value is None for style, value in faces.values() if style == "unknown")
    assert "Pirkanmaan ELY-alue" in model.pictures[1].notes[0].fi
    assert "koko maan" in model.answer.basis.fi


def test_the_whole_country_has_a_tile_for_each_municipality() -> None:
    model = build(REPOSITORY / "datasets" / "suomi")
    assert model is not None
    picture = model.pictures[1]
    assert sum(tile is not None for row in picture.rows for tile in row) == 308
    assert picture.is_dense
    assert not model.pictures[0].is_dense


def test_a_network_without_areas_has_no_such_page(tmp_path: Path) -> None:
    actors = {"actors.csv": "id,label@fi\na,A\n"}
    assert build(write_tables(tmp_path / "t", actors)) is None


def test_one_area_is_one_tile(tmp_path: Path) -> None:
    tables = {
        "regions.csv": "id,label@fi\n13,Keski\n",
        "actors.csv": "id,label@fi,areas\na,A,13\n",
    }
    model = build(write_tables(tmp_path / "t", tables))
    assert model is not None
    assert list_faces(model.pictures[0], "actors") == {"Keski": ("step-4", 1)}
    assert model.answer.claim.en == "In every region: 1 actor"


def test_areas_without_a_point_stand_below_those_that_have_one(tmp_path: Path) -> None:
    tables = {
        "regions.csv": "id,label@fi,point\n13,Keski,POINT(25 62)\n14,Etelä,POINT(25 60)\n15,Uusi,\n",
        "actors.csv": "id,label@fi,areas\na,A,13|14|15\n",
    }
    model = build(write_tables(tmp_path / "t", tables))
    assert model is not None
    rows = [[tile.name.fi if tile else None for tile in row] for row in model.pictures[0].rows]
    assert rows == [["Keski"], ["Etelä"], ["Uusi"]]
    assert model.pictures[0].notes[0].fi.endswith("alimmilla riveillä: Uusi.")


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    quoted = HOSTILE.replace('"', '""')
    tables = {
        "regions.csv": f'id,label@fi\n13,"{quoted}"\n14,Muu\n',
        "actors.csv": "id,label@fi,areas\na,A,13\n",
    }
    page = draw(write_tables(tmp_path / "t", tables))
    assert "<img" not in page
    assert "&lt;img" in page
    assert "{{ 7*7 }}" in page


def test_the_same_tables_give_the_same_page() -> None:
    folder = REPOSITORY / "datasets" / "osaajaks"
    assert draw(folder) == draw(folder)


def test_each_language_speaks_and_none_is_left_out() -> None:
    page = draw(REPOSITORY / "datasets" / "osaajaks")
    for told in ("Mitä ruudut näyttävät", "Vad rutorna visar", "What the tiles show"):
        assert told in page
    assert not re.search(
        r"\s(?:style|on\w+)=", re.sub(r"<script.*?</script>", "", page, flags=re.S)
    )


@pytest.mark.parametrize(
    ("values", "bands"),
    [
        ([], ()),
        ([7], ((7, 7),)),
        ([1, 2, 3, 4], ((1, 1), (2, 2), (3, 3), (4, 4))),
        ([1, 2, 3, 4, 5], ((1, 1), (2, 2), (3, 3), (4, 5))),
        ([1, 1, 1, 1, 2, 3, 4, 50], ((1, 1), (2, 3), (4, 50))),
    ],
)
def test_bands_hold_every_number_and_about_as_many_areas(
    values: list[int], bands: tuple[tuple[int, int], ...]
) -> None:
    found = make_bands(values)
    assert found == bands
    for value in values:
        step = find_step(value, found)
        low, high = found[list_steps(found).index(step)]
        assert low <= value <= high


def test_a_long_name_may_break_between_its_parts() -> None:
    model = build(REPOSITORY / "datasets" / "laituri")
    assert model is not None
    names = {tile.name.fi for row in model.pictures[0].rows for tile in row if tile}
    assert "Kymenlaakso" in names  # not by a part that is no second part of a name
    assert "Etelä-Pohjan\xadmaa" in names

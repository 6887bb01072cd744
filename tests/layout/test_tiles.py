"""Tiles: each area its own cell, neighbours beside each other, nobody turned round."""

from __future__ import annotations

from pathlib import Path

import pytest

from eloggraph.layout.tiles import MOST_ACROSS, Degrees, place_in_order, place_tiles

REPOSITORY = Path(__file__).parents[2]


def read_points(table: str, region: str = "") -> dict[str, Degrees]:
    """Return the points of the packaged table by name."""
    rows = (REPOSITORY / "datasets" / "suomi" / table).read_text(encoding="utf-8").splitlines()
    heads = rows[0].split(",")
    found = {}
    for row in rows[1:]:
        cells = dict(zip(heads, row.split(","), strict=False))
        if not region or cells["region"] == region:
            east, north = cells["point"].removeprefix("POINT(").removesuffix(")").split()
            found[cells["label@fi"]] = (float(east), float(north))
    return found


def place(points: dict[str, Degrees]) -> dict[str, tuple[int, int]]:
    return dict(zip(points, place_tiles(list(points.values())).cells, strict=True))


# What a drawing by hand reached: of the nearest neighbours of regions 82 % touched, of the
# municipalities of Keski-Suomi 93 %.
@pytest.mark.parametrize(
    ("table", "region", "touching", "in_order"),
    [
        ("regions.csv", "", 0.95, 0.99),
        ("municipalities.csv", "13", 0.95, 0.99),
        ("municipalities.csv", "02", 0.93, 0.98),
        ("municipalities.csv", "", 0.90, 0.97),
    ],
)
def test_neighbours_touch_and_directions_are_kept(
    table: str, region: str, touching: float, in_order: float
) -> None:
    points = read_points(table, region)
    tiling = place_tiles(list(points.values()))
    assert len(set(tiling.cells)) == len(points)
    assert tiling.touching >= touching
    assert tiling.in_order >= in_order
    assert tiling.across <= MOST_ACROSS
    assert {x for x, _ in tiling.cells} == set(range(tiling.across))  # no empty column
    assert {y for _, y in tiling.cells} == set(range(tiling.down))


def test_regions_lie_as_everybody_knows_them_to_lie() -> None:
    at = place(read_points("regions.csv"))
    assert at["Lappi"][1] == 0
    assert at["Ahvenanmaa"][0] == 0
    assert at["Uusimaa"][1] == max(y for _, y in at.values())
    assert at["Pohjanmaa"][0] < at["Keski-Suomi"][0] <= at["Pohjois-Karjala"][0]
    assert at["Kainuu"][1] < at["Keski-Suomi"][1] < at["Päijät-Häme"][1]


def test_the_shares_are_counted_as_they_are_named() -> None:
    """In a row of three each has its nearest beside it, and nobody is turned round."""
    row = place_tiles([(25.0, 60.0), (25.4, 60.0), (26.0, 60.0)])
    assert (row.touching, row.in_order) == (1.0, 1.0)
    assert [x for x, _ in row.cells] == [0, 1, 2]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 50])
def test_points_on_one_spot_have_a_cell_each(n: int) -> None:
    tiling = place_tiles([(25.0, 60.0)] * n)
    assert len(set(tiling.cells)) == n


@pytest.mark.parametrize("along", [0, 1])
def test_points_on_a_line_stay_on_the_page(along: int) -> None:
    points = [(20.0, 60.0 + n / 30) if along else (20.0 + n / 30, 60.0) for n in range(200)]
    tiling = place_tiles(points)
    assert len(set(tiling.cells)) == 200
    assert tiling.across <= MOST_ACROSS


def test_a_point_far_away_does_not_crowd_the_others() -> None:
    tiling = place_tiles([*read_points("regions.csv").values(), (0.0, 0.0)])
    assert len(set(tiling.cells)) == 20
    assert max(tiling.across, tiling.down) < 20


def test_the_same_points_give_the_same_tiles() -> None:
    points = list(read_points("municipalities.csv", "13").values())
    assert place_tiles(points) == place_tiles(points)


def test_without_points_tiles_are_in_reading_order() -> None:
    assert place_in_order(308).across == MOST_ACROSS
    assert place_in_order(0).down == 0
    assert sorted(place_in_order(7).cells, key=lambda cell: cell[::-1]) == list(
        place_in_order(7).cells
    )

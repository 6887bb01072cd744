"""New nodes find a free place near those that they belong to, and nothing else moves."""

from __future__ import annotations

import math

from eloggraph.layout.beside import APART, place_beside


def test_places_are_free_inside_the_picture_and_the_same_every_time() -> None:
    points = {f"p{n}": (100.0 + 24 * (n % 5), 100.0 + 24 * (n // 5)) for n in range(25)}
    wanted = {f"new{n}": ["p12"] for n in range(6)} | {"alone": []}
    found = place_beside(points, wanted, (400, 300))
    assert found == place_beside(points, dict(reversed(wanted.items())), (400, 300))
    every = [*points.values(), *found.values()]
    for at, (x, y) in enumerate(every):
        assert APART <= x <= 400 - APART
        assert APART <= y <= 300 - APART
        assert all(math.hypot(x - a, y - b) >= APART - 0.2 for a, b in every[at + 1 :])


def test_a_place_is_near_the_middle_of_the_neighbours() -> None:
    points = {"a": (100.0, 100.0), "b": (200.0, 100.0)}
    assert place_beside(points, {"c": ["a", "b"]}, (400, 300))["c"] == (150.0, 100.0)

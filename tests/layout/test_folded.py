"""Folded pictures: nothing on top of anything else, whatever the network, and the same each time."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from math import dist

import pytest

from eloggraph.layout.area_labels import place_area_labels
from eloggraph.layout.folded import (
    MARK_RADIUS,
    OPENED_RADIUS,
    RIM,
    Body,
    Folded,
    fold_network,
)
from eloggraph.layout.labels import Label
from eloggraph.layout.member_labels import free_labels


def make_bodies(seed: int, sizes: tuple[int, ...], opened: frozenset[int] = frozenset()) -> Folded:
    """Fold random ties between bodies of the sizes; those opened are tied inside only, but one."""
    draw = random.Random(seed)
    bodies = [
        Body(
            key=f"b{at}",
            members=tuple(f"b{at}n{n}" for n in range(size)),
            opened=at in opened,
            rim=frozenset({f"b{at}n0"}) if at in opened else frozenset(),
        )
        for at, size in enumerate(sizes)
    ]
    every = [node for body in bodies if not body.opened for node in body.members]
    ties = [(draw.choice(every), draw.choice(every)) for _ in range(3 * len(every))]
    for body in bodies:
        if body.opened:
            ties += [
                (draw.choice(body.members), draw.choice(body.members)) for _ in body.members * 4
            ]
            ties.append((body.members[0], every[0]))
    return fold_network(bodies, ties, seed=seed)


CASES = [
    pytest.param((60, 40, 36, 30, 12, 9, 6, 1), frozenset({2, 3}), id="region"),
    pytest.param((200, 2, 1, 1), frozenset({1}), id="one large"),
    pytest.param((7,) * 25, frozenset(), id="many alike"),
    pytest.param((90, 80), frozenset({1}), id="two"),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("sizes", "opened"), CASES)
def test_no_mark_covers_another_and_no_body_another(
    seed: int, sizes: tuple[int, ...], opened: frozenset[int]
) -> None:
    found = make_bodies(seed, sizes, opened)
    points = list(found.points.values())
    assert len(points) == sum(sizes)
    assert min(dist(p, q) for p, q in combinations(points, 2)) >= 2 * MARK_RADIUS + 4 - 0.2
    for one, two in combinations(found.bodies, 2):
        assert dist((one.x, one.y), (two.x, two.y)) >= one.radius + two.radius
    for body in found.bodies:
        assert body.radius <= body.x <= found.width - body.radius
        assert body.radius <= body.y <= found.height - body.radius


def test_members_are_inside_their_body_with_most_ties_in_the_middle() -> None:
    ties = [("a", other) for other in "bcdefgh"] + [("a", "x")]
    found = fold_network(
        [Body(key="1", members=tuple("bcdefgha")), Body(key="2", members=("x",))], ties
    )
    disc = next(each for each in found.bodies if each.body.key == "1")
    reach = {node: dist(found.points[node], (disc.x, disc.y)) for node in disc.body.members}
    assert min(reach, key=lambda node: reach[node]) == "a"
    assert max(reach.values()) <= disc.radius - RIM + 0.2


def test_who_holds_an_opened_body_to_the_rest_stands_on_its_rim_towards_it() -> None:
    found = make_bodies(1, (40, 12), frozenset({1}))
    hull = next(each for each in found.bodies if each.body.opened)
    rest = next(each for each in found.bodies if not each.body.opened)
    holder = found.points["b1n0"]
    others = [found.points[node] for node in hull.body.members[1:]]
    out = (rest.x - hull.x, rest.y - hull.y)
    along = [(x - hull.x) * out[0] + (y - hull.y) * out[1] for x, y in (holder, *others)]
    assert max(along) == along[0]
    assert holder in hull.hull


def test_the_same_network_gives_the_same_picture_and_another_seed_another() -> None:
    one, again, other = (make_bodies(seed, (30, 20, 10)) for seed in (3, 3, 4))
    assert one == again
    assert one.points != other.points


def test_nothing_and_one_node_have_a_picture() -> None:
    assert fold_network([], []).points == {}
    found = fold_network([Body(key="a", members=("x",), opened=True)], [("x", "x")])
    assert [(body.x, body.y) for body in found.bodies] == [found.points["x"]]


@pytest.mark.parametrize("seed", range(4))
def test_no_name_of_a_body_covers_another_or_leaves_the_page(seed: int) -> None:
    found = make_bodies(seed, (60, 40, 36, 30, 12, 9, 6, 4), frozenset({2, 3}))
    words = {body.body.key: ("Kansalaisyhteiskunta 38", "55 päättyy") for body in found.bodies}
    labels = place_area_labels(words, found.bodies, (found.width, found.height), language="fi")
    assert [label.key for label in labels] == sorted(words)
    boxes = [label.box() for label in labels]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= found.width
        assert bottom <= found.height
    for one, two in combinations(boxes, 2):
        assert min(one[2], two[2]) <= max(one[0], two[0]) or min(one[3], two[3]) <= max(
            one[1], two[1]
        )


def write_name(iri: str, x: float, y: float, lines: tuple[str, ...] = ("Nimi",)) -> Label:
    return Label(iri=iri, language="fi", x=x + 15, y=y + 4, anchor="start", lines=lines, shown=True)


def test_names_of_nodes_side_by_side_give_way_to_each_other() -> None:
    points = {"a": (200.0, 100.0), "b": (220.0, 100.0), "c": (240.0, 100.0)}
    given = [write_name(node, *point) for node, point in points.items()]
    found = free_labels(given, points, [], (400, 200))
    shown = [label for label in found if label.shown]
    assert [label.iri for label in shown] == ["a", "b", "c"]
    for one, two in combinations(shown, 2):
        assert not overlap(one.box(), two.box())
    for label in shown:
        for node, (x, y) in points.items():
            reach = OPENED_RADIUS
            mark = (x - reach, y - reach, x + reach, y + reach)
            assert node == label.iri or not overlap(label.box(), mark)


def test_a_name_without_a_free_place_is_hidden_and_one_that_was_hidden_stays_so() -> None:
    points = {"a": (60.0, 60.0), "b": (300.0, 60.0)}
    hidden = replace(write_name("b", *points["b"]), shown=False)
    found = free_labels(
        [write_name("a", *points["a"]), hidden], points, [(0, 0, 120, 120)], (400, 120)
    )
    assert [label.shown for label in found] == [False, False]
    assert free_labels([write_name("a", *points["a"])], points, [(0, 0, 120, 40)], (400, 120))[
        0
    ].shown


def test_a_name_between_others_stands_at_a_corner() -> None:
    taken = [(0, 40, 85, 60), (115, 0, 250, 250)]
    (found,) = free_labels([write_name("a", 100.0, 50.0)], {"a": (100.0, 50.0)}, taken, (250, 250))
    assert (found.shown, found.anchor, found.x) == (True, "middle", 100.0)
    taken.append((105, 0, 115, 250))
    (found,) = free_labels([write_name("a", 100.0, 50.0)], {"a": (100.0, 50.0)}, taken, (250, 250))
    assert (found.shown, found.anchor, found.x) == (True, "end", 100.0)


def test_a_name_does_not_leave_the_picture() -> None:
    (found,) = free_labels([write_name("a", 90.0, 50.0)], {"a": (90.0, 50.0)}, [], (100, 100))
    assert (found.shown, found.anchor) == (True, "end")


def overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]

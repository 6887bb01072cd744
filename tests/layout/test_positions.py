"""The picture: inside its frame, apart, readable, and the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from typing import Any

import pytest

from eloggraph.layout.labels import Label, wrap_label
from eloggraph.layout.positions import Layout, lay_out


def _overlapping(labels: tuple[Label, ...]) -> list[tuple[str, str]]:
    def meet(one: Label, two: Label) -> bool:
        a, b = one.box(), two.box()
        return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])

    return [(a.iri, b.iri) for a, b in combinations(labels, 2) if meet(a, b)]


def _too_close(layout: Layout) -> list[tuple[str, str]]:
    return [
        (a.iri, b.iri)
        for a, b in combinations(layout.positions, 2)
        if abs(a.x - b.x) < 64 and abs(a.y - b.y) < 34
    ]


def _star(make_node: Any, make_tie: Any, make_network: Any, rays: int) -> Any:
    names = [f"n{at:02}" for at in range(rays + 1)]
    return make_network(
        [make_node(name) for name in names], [make_tie(names[0], name) for name in names[1:]]
    )


@pytest.mark.parametrize(("actors", "ties"), [(2, 1), (20, 24), (59, 110), (59, 20), (120, 300)])
def test_everything_stands_inside_the_frame(make_random: Any, actors: int, ties: int) -> None:
    layout = lay_out(make_random(actors, ties))
    assert len(layout.positions) == actors
    assert all(90 <= p.x <= 910 and 40 <= p.y <= 680 for p in layout.positions)


@pytest.mark.parametrize(("actors", "ties"), [(2, 1), (20, 24), (40, 200), (59, 110), (59, 20)])
@pytest.mark.parametrize("seed", range(3))
def test_nodes_keep_their_distance(make_random: Any, actors: int, ties: int, seed: int) -> None:
    assert not _too_close(lay_out(make_random(actors, ties, seed)))


def test_a_star_keeps_its_distance(make_node: Any, make_tie: Any, make_network: Any) -> None:
    assert not _too_close(lay_out(_star(make_node, make_tie, make_network, 58)))


@pytest.mark.parametrize("seed", range(6))
def test_no_two_names_of_twenty_nodes_overlap(make_random: Any, seed: int) -> None:
    layout = lay_out(make_random(20, 28, seed))
    for language in ("fi", "sv", "en"):
        labels = layout.labels_in(language)
        assert len(labels) == 20
        assert all(label.shown for label in labels)
        assert _overlapping(labels) == []


def test_the_region_is_readable_in_every_language(region: Any) -> None:
    layout = lay_out(region)
    assert not _too_close(layout)
    for language in ("fi", "sv", "en"):
        labels = layout.labels_in(language)
        assert _overlapping(labels) == []
        for label in labels:
            left, top, right, bottom = label.box()
            assert left >= 0
            assert top >= 0
            assert right <= 1000
            assert bottom <= 720


def test_nodes_without_ties_stand_in_the_tray_below_the_rest(region: Any) -> None:
    layout = lay_out(region)
    tray = [p for p in layout.positions if p.tray]
    assert [p.iri for p in tray] == ["a15"]
    assert layout.tray_top is not None
    assert all(p.y < layout.tray_top for p in layout.positions if not p.tray)
    assert all(p.y > layout.tray_top for p in tray)


def test_no_tray_without_loose_nodes(make_node: Any, make_tie: Any, make_network: Any) -> None:
    layout = lay_out(_star(make_node, make_tie, make_network, 5))
    assert layout.tray_top is None
    assert not any(p.tray for p in layout.positions)


def test_only_loose_nodes_and_nothing_at_all(make_random: Any, make_network: Any) -> None:
    layout = lay_out(make_random(50, 0))
    assert all(p.tray for p in layout.positions)
    assert not _too_close(layout)
    assert lay_out(make_network([], [])).positions == ()


def test_the_space_is_used(make_random: Any) -> None:
    layout = lay_out(make_random(25, 40, 2))
    xs = [p.x for p in layout.positions if not p.tray]
    ys = [p.y for p in layout.positions if not p.tray]
    assert max(xs) - min(xs) > 0.8 * 820
    assert max(ys) - min(ys) > 0.7 * 560


def test_small_components_do_not_interleave(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    names = [f"n{at:02}" for at in range(24)]
    ties = [make_tie(names[at], names[at + 1]) for at in range(0, 24, 2)]
    layout = lay_out(make_network([make_node(name) for name in names], ties))
    place = {p.iri: p for p in layout.positions}
    assert all(abs(place[t.source].y - place[t.target].y) < 1 for t in ties)
    assert not _too_close(layout)


def test_large_maps_hide_names_that_would_cover_something(make_random: Any) -> None:
    layout = lay_out(make_random(150, 300))
    shown = tuple(label for label in layout.labels_in("fi") if label.shown)
    assert 10 < len(shown) < 150
    assert _overlapping(shown) == []


def test_large_components_are_placed_too(make_random: Any) -> None:
    layout = lay_out(make_random(320, 700))
    assert len({(p.x, p.y) for p in layout.positions}) == 320


def test_the_order_of_input_does_not_show(region: Any, make_network: Any) -> None:
    turned = make_network(region.nodes[::-1], region.ties[::-1], region.groupings)
    assert lay_out(region) == lay_out(turned)
    assert lay_out(region, seed=1) == lay_out(region, seed=1)


def test_hash_seeds_do_not_change_the_picture() -> None:
    code = (
        "from eloggraph.analysis.affiliation import *; from eloggraph.layout.positions import *;"
        "from eloggraph.text import Text; t = Text.same;"
        "nodes = tuple(Node(iri=f'n{a}', label=t(f'n{a}'), kind='actor', type=t('')) "
        "for a in range(30));"
        "ties = tuple(Tie(source=f'n{a}', target=f'n{a * 7 % 30}', kind='link', label=t('')) "
        "for a in range(30));"
        "print(lay_out(AffiliationNetwork(nodes=nodes, ties=ties, groupings=())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Gradia", ("Gradia",)),
        ("", ("",)),
        ("Keski-Suomen elinkeinokeskus", ("Keski-Suomen", "elinkeinokeskus")),
        (
            "Pohjoisen Keski-Suomen ammattiopisto",
            ("Pohjoisen Keski-Suomen", "ammattiopisto"),
        ),
        ("Työllisyydenhoidonyhteispalvelu", ("Työllisyydenhoidonyhteispalvelu",)),
        ("Uusi palveluketju -hanke", ("Uusi palveluketju", "-hanke")),
        ("Keski-Suomen elinkeino-, liikenne-", ("Keski-Suomen", "elinkeino-, liikenne-")),
        ("x" * 200, ("x" * 39 + "…",)),
    ],
)
def test_names_break_at_spaces_and_hyphens_only(name: str, lines: tuple[str, ...]) -> None:
    assert wrap_label(name) == lines


def test_long_names_stop_after_four_lines() -> None:
    lines = wrap_label("sana " * 60)
    assert len(lines) == 4
    assert lines[-1].endswith("…")

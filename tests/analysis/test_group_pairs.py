"""Ties between every two groups: exact by every labelling, the limits, and what is left out."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from typing import Any

import networkx as nx
import numpy as np
import pytest

from eloggraph.analysis.actor_order import order_actors
from eloggraph.analysis.affiliation import Group, Grouping
from eloggraph.analysis.analyse import analyse
from eloggraph.analysis.group_pairs import MOST_GROUPS, GroupPairs, measure_group_pairs
from eloggraph.analysis.statistics.group_pairs import compare_pairs
from eloggraph.text import Text
from networks import make_material


def look(network: Any, **changes: Any) -> tuple[GroupPairs, ...]:
    material = make_material(network, permutations=499, **changes)
    return measure_group_pairs(material, analyse(material, ["silos"]))


# Five actors: two in the first group, two in the second, one in both. A path and a chord.
SETS = ({0}, {0}, {1}, {1}, {0, 1})
ENDS = ((0, 1), (1, 2), (2, 3), (3, 4), (0, 3))


def count_by_hand(sets: Any, first: int, second: int) -> int:
    found = 0
    for one, other in ENDS:
        here, there = sets[one], sets[other]
        if first == second:
            found += first in here and first in there
        elif not here & there:
            found += (first in here and second in there) or (second in here and first in there)
    return found


def test_expectation_is_the_mean_of_every_labelling() -> None:
    inside = np.array([[group in each for group in (0, 1)] for each in SETS])
    found = compare_pairs(inside, np.array(ENDS), permutations=99)
    every = list(permutations(SETS))
    for first, second in ((0, 0), (0, 1), (1, 1)):
        mean = sum(count_by_hand(dealt, first, second) for dealt in every) / len(every)
        assert found.expected[first, second] == pytest.approx(mean)
        assert found.expected[second, first] == found.expected[first, second]
        assert found.ties[first, second] == count_by_hand(SETS, first, second)
    # Five ties among ten pairs; three of these have both ends in a group, four have none in common.
    assert found.expected.tolist() == [[1.5, 2.0], [2.0, 1.5]]
    # A tie whose ends share a group is inside it, and not between two.
    assert found.ties.tolist() == [[1, 2], [2, 2]]


@pytest.mark.parametrize(("ties", "judged"), [(25, True), (24, False)])
def test_cells_are_judged_from_five_expected_ties(ties: int, judged: bool) -> None:
    inside = np.array([[at == 0, at > 0] for at in range(10)])
    ends = np.array(list(combinations(range(10), 2))[:ties])
    found = compare_pairs(inside, ends, permutations=99)
    assert found.expected[0, 1] == pytest.approx(ties / 5)  # 9 of 45 pairs
    assert bool(found.judged[0, 1]) is judged
    assert not found.judged[0, 0]


def test_of_a_hundred_networks_by_chance_one_departs_anywhere() -> None:
    """The limits hold for all cells together: Binomial(300, 0.01) is above 9 once in a thousand."""
    generator = np.random.default_rng(7)
    graph = nx.barabasi_albert_graph(48, 4, seed=7)
    ends = np.array(sorted(graph.edges()))
    departed = 0
    for _ in range(300):
        groups = generator.permutation(np.repeat(np.arange(6), 8))
        inside = groups[:, np.newaxis] == np.arange(6)
        found = compare_pairs(inside, ends, permutations=400)
        outside = (found.ties < found.low) | (found.ties > found.high)
        departed += bool((outside & found.judged).any())
    assert 0 < departed <= 9


def test_two_cliques_have_more_inside_and_fewer_between() -> None:
    cliques = nx.disjoint_union(nx.complete_graph(9), nx.complete_graph(9))
    inside = np.array([[at < 9, at >= 9] for at in range(18)])
    found = compare_pairs(inside, np.array(cliques.edges()), permutations=999)
    assert found.ties.tolist() == [[36, 0], [0, 36]]
    assert (np.diag(found.ties) > np.diag(found.high)).all()
    assert found.ties[0, 1] < found.low[0, 1]


def test_what_never_varies_departs_from_nothing() -> None:
    complete = np.array(list(combinations(range(8), 2)))
    inside = np.array([[at < 4, at >= 4] for at in range(8)])
    found = compare_pairs(inside, complete, permutations=99)
    assert found.ties.tolist() == found.low.tolist() == found.high.tolist() == [[6, 16], [16, 6]]


def test_many_sets_of_groups_are_dealt_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ways to count the same dealings: by kinds of sets, and set by set."""
    generator = np.random.default_rng(2)
    inside = generator.random((40, 4)) < 0.4
    inside[np.arange(40), generator.integers(0, 4, 40)] = True
    ends = np.array(sorted(nx.gnm_random_graph(40, 150, seed=2).edges()))
    assert 4 < len(np.unique(inside, axis=0)) < 32
    few = compare_pairs(inside, ends, permutations=199)
    monkeypatch.setattr("eloggraph.analysis.statistics.group_pairs._FEW_KINDS", 4)
    many = compare_pairs(inside, ends, permutations=199)
    assert few.judged.any()
    for name in ("ties", "expected", "low", "high", "judged"):
        assert (getattr(few, name) == getattr(many, name)).all()
    assert (few.low == few.low.T).all()


def test_large_networks_are_dealt_fewer_times() -> None:
    generator = np.random.default_rng(1)
    inside = np.arange(2000)[:, np.newaxis] % 2 == np.arange(2)
    few = compare_pairs(inside, generator.integers(0, 2000, (100, 2)), permutations=5000)
    many = compare_pairs(inside, generator.integers(0, 2000, (40_000, 2)), permutations=5000)
    assert (few.dealings, many.dealings) == (5000, 625)


@pytest.fixture
def mixed(make_random: Any) -> Any:
    return make_random(60, 300, inside=0.9)


def test_cells_agree_with_what_silos_counts(mixed: Any, region: Any) -> None:
    for network in (mixed, region):
        material = make_material(network, permutations=499)
        analysis = analyse(material, ["silos"])
        (found,) = measure_group_pairs(material, analysis)
        told = {g.group: g for g in analysis.silos[0].segregation.groups}
        for at, group in enumerate(found.groups):
            (name,) = group.members
            others = [found.pair(at, o) for o in range(len(found.groups)) if o != at]
            assert found.pair(at, at).ties == told[name].internal
            assert sum(pair.ties for pair in others) == told[name].external
            assert group.actors == told[name].actors
            if told[name].expected is not None:
                assert found.pair(at, at).expected == pytest.approx(told[name].expected)
        assert sum(pair.ties for pair in found.pairs) == found.ties
        assert sum(pair.expected for pair in found.pairs) == pytest.approx(found.ties)


@pytest.fixture
def island(make_node: Any, make_tie: Any, make_network: Any, sector: Any) -> Any:
    """Eight of youth who know one another only, beside 36 of two sectors that are mixed."""
    sizes = {"education": 16, "employment": 20, "youth": 8}
    names = {each: [f"{each}{at:02}" for at in range(n)] for each, n in sizes.items()}
    nodes = [make_node(name, sector=each) for each in sizes for name in names[each]]
    others = sorted((*names["education"], *names["employment"]))
    wheel = [(others[at], others[(at + step) % 36]) for at in range(36) for step in (7, 17)]
    ties = [make_tie(*pair) for pair in (*combinations(names["youth"], 2), *wheel)]
    return make_network(nodes, ties, [sector])


def test_closed_groups_come_first_and_then_the_largest(island: Any) -> None:
    (found,) = look(island)
    told = [(group.members, group.actors, group.apart) for group in found.groups]
    assert told == [
        (("youth",), 8, True),
        (("employment",), 20, False),
        (("education",), 16, False),
    ]
    assert {(p.first, p.second) for p in found.departing()} == {(1, 0), (2, 0)}
    # By chance three of a hundred ties would be inside: too few to tell, however many there are.
    assert (found.pair(0, 0).ties, round(found.pair(0, 0).expected)) == (28, 3)
    assert found.pair(0, 0).departure is None
    assert {found.pair(0, other).departure for other in (1, 2)} == {"fewer"}
    assert found.pair(1, 2) == found.pair(2, 1)
    assert look(island) == look(island)


def test_too_little_for_a_verdict_is_counted_and_not_judged(make_random: Any) -> None:
    (found,) = look(make_random(11, 40, inside=0.9))
    assert found.lacking
    assert found.departing() == ()
    assert found.count_judged() == 0
    assert sum(pair.ties for pair in found.pairs) == found.ties


@pytest.mark.parametrize(("count", "shown"), [(14, 14), (15, 14), (20, 14)])
def test_of_very_many_groups_the_smallest_are_one(
    make_node: Any, make_tie: Any, make_network: Any, count: int, shown: int
) -> None:
    groups = tuple(Group(iri=f"g{at:02}", label=Text.same(f"G{at}")) for at in range(count))
    sizes = [2 + (at < 5) for at in range(count)]
    nodes = [
        make_node(f"a{at:02}-{n}", sector=f"g{at:02}")
        for at in range(count)
        for n in range(sizes[at])
    ]
    names = [node.iri for node in nodes]
    ties = [make_tie(one, other) for one, other in pairwise(names)]
    key = make_node("x", sector="g").group_pairs[0][0]
    sector = Grouping(key=key, label=Text.same("sector"), groups=groups)
    (found,) = look(make_network(nodes, ties, groupings=(sector,)))
    assert (len(found.groups), MOST_GROUPS) == (shown, 14)
    last = found.groups[-1]
    folded = count - shown + 1 if count > shown else 1
    assert len(last.members) == folded
    assert (last.label is None) is (count > shown)
    assert sum(group.actors for group in found.groups) == len(nodes)
    assert sum(pair.ties for pair in found.pairs) == len(ties)


def test_without_two_groups_or_a_tie_there_is_nothing(
    make_node: Any, make_tie: Any, make_network: Any, sector: Any
) -> None:
    two = [make_node("a", sector="education"), make_node("b", sector="youth")]
    one = [make_node("a", sector="education"), make_node("b", sector="education")]
    tie = [make_tie("a", "b")]
    assert look(make_network(one, tie, groupings=(sector,))) == ()
    assert look(make_network(two, [], groupings=(sector,))) == ()
    assert look(make_network(two, tie, groupings=())) == ()
    assert len(look(make_network(two, tie, groupings=(sector,)))) == 1


def test_order_keeps_a_shuffled_path_in_a_band_of_one() -> None:
    generator = np.random.default_rng(3)
    names = [f"n{at:02}" for at in generator.permutation(30)]
    path: nx.Graph[str] = nx.Graph(list(pairwise(names)))
    path.add_nodes_from(["z", "y"])
    ordered = order_actors(path, [*names, "z", "y"])
    place = {name: at for at, name in enumerate(ordered)}
    assert {abs(place[one] - place[other]) for one, other in path.edges()} == {1}
    assert ordered[-2:] == ("y", "z")


def test_order_heeds_only_ties_among_the_members() -> None:
    star: nx.Graph[str] = nx.Graph([("hub", leaf) for leaf in "abc"])
    assert order_actors(star, "abc") == ("a", "b", "c")
    assert order_actors(star, ()) == ()

"""Random networks with the same degrees: every one of them, equally often."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest

from eloggraph.analysis.statistics.rewiring import (
    Ends,
    Members,
    TwoKinds,
    draw_rewired,
    switch_ends,
    trade_members,
)


def _list_graphs(degrees: tuple[int, ...]) -> set[frozenset[tuple[int, int]]]:
    pairs = list(combinations(range(len(degrees)), 2))
    found = set()
    for chosen in combinations(pairs, sum(degrees) // 2):
        counted = Counter(end for pair in chosen for end in pair)
        if all(counted[node] == degree for node, degree in enumerate(degrees)):
            found.add(frozenset(chosen))
    return found


@pytest.mark.parametrize("degrees", [(1, 2, 2, 2, 1), (4, 2, 2, 2, 2, 2), (3, 3, 2, 2, 1, 1)])
def test_every_network_with_the_same_degrees_comes_out_equally_often(
    degrees: tuple[int, ...],
) -> None:
    """Against the full list of them; within a third of an even share."""
    every = _list_graphs(degrees)
    ends: Ends = np.array(sorted(next(iter(sorted(every, key=sorted)))))
    generator, seen = np.random.default_rng(0), Counter[frozenset[tuple[int, int]]]()
    rounds = 500 * len(every)
    for _ in range(rounds):
        ends = switch_ends(ends, len(degrees), generator)
        seen[frozenset((min(pair), max(pair)) for pair in ends.tolist())] += 1
    assert set(seen) == every
    assert all(abs(count / 500 - 1) < 0.3 for count in seen.values())


def test_every_table_of_memberships_with_the_same_sums_comes_out_equally_often() -> None:
    members: Members = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=np.bool_)
    sums = members.sum(axis=0).tolist()
    rows = [row for row in product((False, True), repeat=4) if sum(row) == 2]
    every = {
        table for table in product(rows, repeat=3) if np.array(table).sum(axis=0).tolist() == sums
    }
    generator, seen = np.random.default_rng(0), Counter[tuple[tuple[bool, ...], ...]]()
    for _ in range(1000 * len(every)):
        trade_members(members, generator)
        seen[tuple(tuple(row) for row in members.tolist())] += 1
    assert set(seen) == every
    assert all(abs(count / 1000 - 1) < 0.2 for count in seen.values())


def test_each_kind_of_tie_is_rewired_by_itself() -> None:
    """A ring of twelve on record, and two forums of four: degrees and sizes stay, ties do not."""
    ring: Ends = np.array([(at, (at + 1) % 12) for at in range(12)])
    members = np.zeros((2, 12), dtype=np.bool_)
    members[0, :4], members[1, 2:6] = True, True
    only_ring = TwoKinds(actors=12, recorded=ring, members=members[:0])
    only_forums = TwoKinds(actors=12, recorded=ring[:0], members=members)
    for ends in draw_rewired(only_ring, 20, seed=1):
        assert np.bincount(ends.ravel(), minlength=12).tolist() == [2] * 12
    tied = {frozenset(np.unique(ends).tolist()) for ends in draw_rewired(only_forums, 20, seed=1)}
    assert tied == {frozenset(range(6))}  # whoever is in no forum stays so
    both = TwoKinds(actors=12, recorded=ring, members=members)
    drawn = [ends.tolist() for ends in draw_rewired(both, 5, seed=1)]
    assert drawn == [ends.tolist() for ends in draw_rewired(both, 5, seed=1)]
    assert len({str(ends) for ends in drawn}) == 5
    assert both.recorded.tolist() == ring.tolist()


@pytest.mark.parametrize("table", [True, False])
def test_large_and_small_networks_are_rewired_alike(
    table: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: Ends = np.array(list(combinations(range(8), 2)))[::2]
    usual = switch_ends(ends, 8, np.random.default_rng(5)).tolist()
    limit = 64 if table else 63
    monkeypatch.setattr("eloggraph.analysis.statistics.rewiring._LARGEST_TABLE", limit)
    assert switch_ends(ends, 8, np.random.default_rng(5)).tolist() == usual

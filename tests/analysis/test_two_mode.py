"""Shared memberships against chance: published values, and a network that everybody knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from eloggraph.analysis.statistics.rewiring import Members
from eloggraph.analysis.statistics.two_mode import (
    find_backbone,
    fit_memberships,
    measure_sharing,
)

FIRST_GROUP = {"Brenda", "Charlotte", "Eleanor", "Evelyn", "Frances", "Laura", "Pearl", "Ruth"}


def test_memberships_are_as_likely_as_published(expected: Any) -> None:
    toy = expected("backbone_toy", "bicm")
    fitted = fit_memberships(np.array(toy["M"], dtype=np.bool_))
    assert fitted == pytest.approx(np.array(toy["P"]), abs=0.0006)


def test_sharing_is_as_likely_as_the_exact_convolution_says(expected: Any) -> None:
    toy = expected("backbone_toy", "sdsm")
    members = np.array(toy["M"], dtype=np.bool_).T  # there actors are rows
    pairs = np.array([(first, second) for first in range(3) for second in range(3)])
    found = measure_sharing(members, pairs).reshape(3, 3)
    assert found == pytest.approx(np.array(toy["p_upper_exact"]), abs=0.001)


@pytest.mark.parametrize("seed", range(3))
def test_likely_memberships_keep_the_sums(seed: int) -> None:
    members = np.random.default_rng(seed).random((9, 14)) < 0.3
    members[0], members[1], members[:, 2] = True, False, False
    fitted = fit_memberships(members)
    assert fitted.sum(axis=0) == pytest.approx(members.sum(axis=0), abs=1e-6)
    assert fitted.sum(axis=1) == pytest.approx(members.sum(axis=1), abs=1e-6)


def test_the_chance_of_sharing_agrees_with_every_outcome_counted() -> None:
    """Three collectives of unequal sizes: all 64 ways in which two actors can be members."""
    members: Members = np.array([[1, 1, 0, 0], [1, 0, 1, 1], [1, 1, 1, 0]], dtype=np.bool_)
    fitted = fit_memberships(members)[:, :2]
    total = 0.0
    for outcome in np.ndindex(*(2,) * 6):
        table = np.array(outcome).reshape(3, 2)
        if table.all(axis=1).sum() >= 2:  # as many as the first two share
            total += float(np.where(table, fitted, 1 - fitted).prod())
    assert measure_sharing(members, np.array([[0, 1]]))[0] == pytest.approx(total)


def _read_women(read_ties: Any) -> tuple[list[str], Members]:
    ties = read_ties("southern_women_ties.csv")
    events = sorted(node for node in ties if node[0] == "E" and node[1:].isdigit())
    women = sorted(set(ties) - set(events))
    members = np.array([[ties.has_edge(woman, event) for woman in women] for event in events])
    return [woman.split()[0] for woman in women], members


def test_southern_women_fall_into_the_groups_of_the_consensus_with_pearl_between(
    read_ties: Any,
) -> None:
    """Freeman (2003), of 21 methods: women 1–9 and 10–18; Pearl is the one they differ on."""
    women, members = _read_women(read_ties)
    # What is shared beyond chance, and what is not: the two camps are its leading axis.
    seen, fitted = members.astype(np.float64), fit_memberships(members)
    surplus = seen.T @ seen - fitted.T @ fitted
    np.fill_diagonal(surplus, 0.0)
    leading = np.linalg.eigh(surplus)[1][:, -1]
    leading = leading * np.sign(leading[women.index("Evelyn")])
    first = {woman for woman, side in zip(women, leading, strict=True) if side > 0}
    assert first == FIRST_GROUP | {"Theresa"}
    assert women[int(np.abs(leading).argmin())] == "Pearl"


def test_the_backbone_holds_what_chance_does_not_explain() -> None:
    """Two camps of four that share twelve collectives each, and one that everybody is in."""
    apart = np.kron(np.eye(2, dtype=np.bool_), np.ones((12, 4), dtype=np.bool_))
    members = np.concatenate([apart, np.ones((1, 8), dtype=np.bool_)])
    camps = [{first // 4, second // 4} for first, second in find_backbone(members).tolist()]
    assert len(camps) == 12
    assert all(len(camp) == 1 for camp in camps)


def test_the_backbone_of_random_memberships_is_empty_in_95_of_100() -> None:
    drawn = [np.random.default_rng(seed).random((12, 30)) < 0.25 for seed in range(40)]
    assert sum(len(find_backbone(members)) > 0 for members in drawn) <= 4

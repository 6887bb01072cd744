"""False claims and power of the silo verdicts, on networks whose structure is known.

Run ``python benchmarks/verdicts.py [RUNS]`` (default 100; a few minutes). Three tables are printed:
how often groups that mean nothing are called silos or said to lean, how often planted ones are
found, and whether p values are uniform where nothing is going on (mid-p).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import networkx as nx
import numpy as np

from eloggraph.analysis.affiliation import AffiliationNetwork, Group, Grouping, Node, Tie
from eloggraph.analysis.question import Material
from eloggraph.analysis.questions.silos import SiloVerdict, measure_silos
from eloggraph.text import Text

PERMUTATIONS = 2_000
Pairs = Iterable[tuple[int, int]]
Forums = Sequence[Sequence[int]]
Rng = np.random.Generator


def build(labels: Sequence[int], pairs: Pairs, forums: Forums = ()) -> AffiliationNetwork:
    """Return a network of actors in one grouping, with ties on record and forums."""
    names = sorted({f"g{label}" for label in labels})
    grouping = Grouping(
        key="group",
        label=Text.same("group"),
        groups=tuple(Group(iri=name, label=Text.same(name)) for name in names),
    )
    actors = [
        Node(
            iri=f"a{at:03}",
            label=Text.same(f"a{at}"),
            kind="actor",
            type=Text.same("actor"),
            group_pairs=(("group", f"g{label}"),),
        )
        for at, label in enumerate(labels)
    ]
    bodies = [
        Node(iri=f"f{at:03}", label=Text.same(f"f{at}"), kind="collective", type=Text.same("forum"))
        for at in range(len(forums))
    ]
    ties = [
        Tie(source=f"a{u:03}", target=f"a{v:03}", kind="link", label=Text.same("tie"))
        for u, v in sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    ]
    ties += [
        Tie(source=f"a{u:03}", target=f"f{at:03}", kind="membership", label=Text.same("member"))
        for at, members in enumerate(forums)
        for u in members
    ]
    return AffiliationNetwork(nodes=(*actors, *bodies), ties=tuple(ties), groupings=(grouping,))


def judge(network: AffiliationNetwork, permutations: int = PERMUTATIONS) -> SiloVerdict:
    """Return the verdict on the one grouping."""
    material = Material(network=network, on=date(2026, 1, 1), permutations=permutations)
    return measure_silos(material)[0]


def deal_labels(rng: Rng, n: int) -> list[int]:
    """Return random labels of three to five groups of unequal sizes."""
    shares = rng.dirichlet([3.0] * int(rng.integers(3, 6)))
    return [int(label) for label in rng.choice(len(shares), n, p=shares)]


def draw_forums(rng: Rng, n: int, count: int) -> list[list[int]]:
    """Return forums of random members."""
    sizes = rng.integers(3, max(4, n // 4), count)
    return [[int(at) for at in rng.choice(n, int(size), replace=False)] for size in sizes]


def _random(rng: Rng, n: int, ties: int) -> list[tuple[int, int]]:
    return list(nx.gnm_random_graph(n, ties, seed=int(rng.integers(1 << 30))).edges())


def _heavy(rng: Rng, n: int) -> list[tuple[int, int]]:
    degrees = np.minimum(np.ceil(2 * rng.pareto(1.5, n) + 1), n - 1).astype(int)
    degrees[0] += degrees.sum() % 2
    graph = nx.configuration_model(degrees.tolist(), seed=int(rng.integers(1 << 30)))
    return list(nx.Graph(graph).edges())


def _terciles(rng: Rng, n: int) -> AffiliationNetwork:
    pairs = _heavy(rng, n)
    degrees = np.bincount(np.array(pairs).ravel(), minlength=n)
    ranks = np.argsort(np.argsort(degrees, kind="stable"), kind="stable")
    return build([int(rank * 3 // n) for rank in ranks], pairs)


def _clique(rng: Rng, n: int) -> list[tuple[int, int]]:
    inside = rng.choice(n, 8, replace=False)
    return [*_random(rng, n, 3 * n), *((int(u), int(v)) for u in inside for v in inside if u < v)]


def _stars(rng: Rng, n: int) -> list[tuple[int, int]]:
    return [(int(rng.integers(2)), at) for at in range(2, n)] + [(0, 1)]


WITHOUT: dict[str, Callable[[Rng, int], AffiliationNetwork]] = {
    "random ties": lambda rng, n: build(deal_labels(rng, n), _random(rng, n, 3 * n)),
    "heavy tails": lambda rng, n: build(deal_labels(rng, n), _heavy(rng, n)),
    "groups by number of ties": _terciles,
    "random forums": lambda rng, n: build(deal_labels(rng, n), (), draw_forums(rng, n, 8)),
    "forums and random ties": lambda rng, n: build(
        deal_labels(rng, n), _random(rng, n, 2 * n), draw_forums(rng, n, 6)
    ),
    "ring lattice": lambda rng, n: build(
        deal_labels(rng, n), nx.watts_strogatz_graph(n, 6, 0).edges()
    ),
    "random and one clique": lambda rng, n: build(deal_labels(rng, n), _clique(rng, n)),
    "trees": lambda rng, n: build(
        deal_labels(rng, n), nx.random_labeled_tree(n, seed=int(rng.integers(1 << 30))).edges()
    ),
    "stars": lambda rng, n: build(deal_labels(rng, n), _stars(rng, n)),
    "dense": lambda rng, n: build(deal_labels(rng, n), _random(rng, n, n * (n - 1) // 4)),
}


def plant(rng: Rng, n: int, share: float, groups: int = 4) -> AffiliationNetwork:
    """Return equal groups of which a share of the ties stays inside, three ties an actor."""
    labels = [at % groups for at in range(n)]
    every = [(u, v) for u in range(n) for v in range(u + 1, n)]
    pairs: list[tuple[int, int]] = []
    for inside, ties in ((True, round(3 * n * share)), (False, round(3 * n * (1 - share)))):
        alike = [pair for pair in every if (labels[pair[0]] == labels[pair[1]]) == inside]
        chosen = rng.choice(len(alike), min(ties, len(alike)), replace=False)
        pairs += [alike[int(at)] for at in chosen]
    return build(labels, pairs)


def _print_false_claims(runs: int) -> list[float]:
    print(f"{'groups that mean nothing':28}{'silos':>7}{'leaning':>9}{'none':>7}{'little':>8}")
    p_values = []
    for name, make in WITHOUT.items():
        seen: Counter[str] = Counter()
        for run in range(runs):
            rng = np.random.default_rng(run)
            verdict = judge(make(rng, int(rng.integers(20, 61))))
            seen[verdict.level] += 1
            if name == "random ties" and verdict.segregation.p_mid is not None:
                p_values.append(verdict.segregation.p_mid)
        silos = seen["siloed"] + seen["some"]
        print(
            f"{name:28}{silos:7}{seen['leaning']:9}{seen['none']:7}{seen['too-little-data']:8}",
            flush=True,
        )
    return p_values


def _print_power(runs: int) -> None:
    print(
        f"\n{'planted':10}{'actors':>8}{'named':>8}{'silos':>8}{'leaning':>9}{'80 % seen from':>16}"
    )
    for share in (0.7, 0.5, 0.4):
        for n in (24, 40, 80):
            verdicts = [judge(plant(np.random.default_rng(run), n, share)) for run in range(runs)]
            seen = Counter(verdict.level for verdict in verdicts)
            named = sum(len(verdict.named) for verdict in verdicts) / (4 * runs)
            visible = [
                group.visible_share or 1.0
                for verdict in verdicts
                for group in verdict.segregation.groups
            ]
            silos = seen["siloed"] + seen["some"]
            print(
                f"{share:<10}{n:8}{named:8.2f}{silos:8}{seen['leaning']:9}{np.mean(visible):16.2f}",
                flush=True,
            )


def _print_uniformity(p_values: Sequence[float]) -> None:
    ordered = np.sort(np.array(p_values))
    steps = np.arange(1, len(ordered) + 1) / len(ordered)
    distance = float(np.maximum(steps - ordered, ordered - steps + 1 / len(ordered)).max())
    limit = 1.36 / np.sqrt(len(ordered))
    print(
        f"\nmid-p of {len(ordered)} random networks: below .05 {np.mean(ordered < 0.05):.3f}, "
        f"distance from uniform {distance:.3f} (5 % limit {limit:.3f})"
    )


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    of_chance = _print_false_claims(how_many)
    _print_power(max(10, how_many // 4))
    _print_uniformity(of_chance)

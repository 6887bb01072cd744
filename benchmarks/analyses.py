"""False claims of clusters, power to find them, and how the time of the analyses grows.

    python benchmarks/analyses.py claims [--networks 100] [--only ring,mixed]
    python benchmarks/analyses.py power [--networks 20]
    python benchmarks/analyses.py growth [--most 12000] [--picture benchmarks/analyses.svg]

`claims` draws networks without clusters, and counts those in which one is named all the same; of a
random graph with one clique of eight only that clique may be named. `power` plants groups.
`growth` asks every question of networks with forty planted groups, each in a process of its own,
and with a picture it writes one of memory and a table (`analyses.md`) beside it.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
from growth import COLOURS, draw_growth

from eloggraph.analysis.affiliation import AffiliationNetwork, Group, Grouping, Node, Tie
from eloggraph.analysis.question import Material
from eloggraph.analysis.questions.communities import Communities, find_communities
from eloggraph.analysis.registry import list_questions
from eloggraph.text import Text

CLIQUE = 8
LEAST = 0.1  # seconds; what takes less is named without them
SIZES = (500, 1000, 2000, 4000, 12000)


def name(graph: nx.Graph, forums: list[list[int]] = ()) -> nx.Graph:
    """Return the graph as the analyses take it: pairs on record, and pairs that share a forum."""
    named = nx.Graph((f"n{u:05}", f"n{v:05}") for u, v in graph.edges())
    nx.set_edge_attributes(named, ("tie",), "recorded")
    for number, forum in enumerate(forums):
        for u, v in combinations(sorted(forum), 2):
            one, other = f"n{u:05}", f"n{v:05}"
            shared = named.get_edge_data(one, other, {}).get("shared", ())
            named.add_edge(one, other, shared=(*shared, f"f{number}"))
    return named


def draw_heavy(size: int, seed: int) -> nx.Graph:
    """Return a graph in which few actors have many ties."""
    chance = np.random.default_rng(seed)
    degrees = np.minimum((chance.pareto(1.6, size) + 1) * 1.5, size / 3).astype(int)
    degrees[0] += degrees.sum() % 2
    graph = nx.Graph(nx.configuration_model(degrees.tolist(), seed=seed))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def draw_forums(size: int, seed: int) -> list[list[int]]:
    """Return forums of three to nine actors, drawn by lot."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(3, 10, 6 + seed % 10)
    return [chance.choice(size, int(each), replace=False).tolist() for each in sizes]


def draw_mixed(size: int, seed: int) -> nx.Graph:
    """Return forums by lot, and just more ties on record than they give pairs."""
    forums = draw_forums(size, seed)
    pairs = {pair for forum in forums for pair in combinations(sorted(forum), 2)}
    return name(nx.gnm_random_graph(size, int(1.05 * len(pairs)), seed=seed), forums)


def draw_clique(size: int, ties: int, seed: int) -> nx.Graph:
    """Return a random graph in which the first eight are all tied to each other."""
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    graph.add_edges_from(combinations(range(CLIQUE), 2))
    return graph


def draw_star(size: int) -> nx.Graph:
    """Return two hubs, tied to each other and each to half of the rest."""
    return nx.Graph([(0, 1), *((at % 2, at) for at in range(2, size))])


# Each from a seed; sizes between 14 and 60 come by turns.
STRUCTURELESS: dict[str, Callable[[int], nx.Graph]] = {
    "random": lambda s: name(nx.gnm_random_graph(14 + s % 47, (14 + s % 47) * (2 + s % 3), seed=s)),
    "heavy": lambda s: name(draw_heavy(20 + s % 41, s)),
    "forums": lambda s: name(nx.Graph(), draw_forums(20 + s % 41, s)),
    "mixed": lambda s: draw_mixed(20 + s % 41, s),
    "ring": lambda s: name(nx.watts_strogatz_graph(14 + s % 47, 4 + 2 * (s % 3), 0)),
    "clique": lambda s: name(draw_clique(30 + s % 31, 60 + 2 * s % 61, s)),
    "tree": lambda s: name(nx.random_labeled_tree(20 + s % 41, seed=s)),
    "star": lambda s: name(draw_star(20 + s % 41)),
    "dense": lambda s: name(nx.gnp_random_graph(20 + s % 41, 0.5, seed=s)),
}


def is_clique(members: tuple[str, ...]) -> bool:
    """Tell whether the clique is more than half of the members, and nearly all of it is there."""
    inside = sum(int(member[1:]) < CLIQUE for member in members)
    return inside >= CLIQUE - 1 and 2 * inside > len(members)


def count_claims(kind: str, networks: int) -> dict[str, int]:
    """Return in how many networks a cluster is named that is none, and how often the clique is."""
    counts = {"networks": networks, "claims": 0}
    for seed in range(networks):
        found: Communities = find_communities(STRUCTURELESS[kind](seed), seed=seed)
        named = [each.settled for each in found.named]
        if kind == "clique":
            counts["claims"] += any(not is_clique(each) for each in named)
            counts["clique"] = counts.get("clique", 0) + any(is_clique(each) for each in named)
            exact = {f"n{at:05}" for at in range(CLIQUE)}
            counts["exact"] = counts.get("exact", 0) + any({*each} == exact for each in named)
        else:
            counts["claims"] += bool(named)
    return counts


def plant(size: int, groups: int, ties: int, share: float, seed: int) -> tuple[nx.Graph, list[int]]:
    """Return a graph in which so large a share of ties is drawn inside groups, and the groups."""
    chance = np.random.default_rng(seed)
    label = np.arange(size) % groups
    inside = [np.flatnonzero(label == group) for group in range(groups)]
    outside = [np.flatnonzero(label != group) for group in range(groups)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        one = int(chance.integers(size))
        pool = inside if chance.random() < share else outside
        other = int(chance.choice(pool[label[one]]))
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    graph = nx.Graph(sorted(pairs))
    return graph, label.tolist()


def measure_power(size: int, share: float, networks: int) -> dict[str, float]:
    """Return how often anything is found of four planted groups, how many, and how purely."""
    found, named, pure = 0, 0, 0
    for seed in range(networks):
        graph, label = plant(size, 4, 4 * size if size > 24 else 72, share, seed)
        clusters = find_communities(name(graph), seed=seed).named
        found += bool(clusters)
        named += len(clusters)
        for each in clusters:
            groups = [label[int(actor[1:])] for actor in each.settled]
            pure += max(map(groups.count, {*groups})) >= 0.8 * len(groups)
    return {"found": found / networks, "named": named / networks, "pure": pure / max(1, named)}


def make_material(size: int, seed: int = 1) -> Material:
    """Return a network of forty planted groups with some eight ties for each actor."""
    graph, label = plant(size, 40, size * 25 // 3, 0.6, seed)
    word = Text.same("x")
    nodes = [
        Node(iri=f"a{at:06}", label=Text.same(f"A{at}"), kind="actor", type=word,
             group_pairs=(("sector", f"s{label[at]}"),))
        for at in range(size)
    ]  # fmt: skip
    ties = [
        Tie(source=f"a{u:06}", target=f"a{v:06}", kind="link", label=word) for u, v in graph.edges()
    ]
    groups = tuple(Group(iri=f"s{group}", label=word) for group in range(40))
    network = AffiliationNetwork(
        nodes=tuple(nodes),
        ties=tuple(ties),
        groupings=(Grouping(key="sector", label=word, groups=groups),),
    )
    return Material(network=network, on=date(2026, 1, 1))


def ask_everything(size: int) -> None:
    """Ask every question of a network of so many actors; print seconds of each and the memory."""
    material = make_material(size)
    seconds = {}
    for part in ("projected", "recorded_ties", "drawn"):
        start = time.process_time()
        getattr(material, part)
        seconds["networks"] = seconds.get("networks", 0) + time.process_time() - start
    for question in list_questions():
        start = time.process_time()
        question.answer(material)
        seconds[question.key] = time.process_time() - start
    seconds["all"] = sum(seconds.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"size": size, "seconds": seconds, "megabytes": peak}))


def measure_growth(most: int, picture: Path | None) -> None:
    """Print CPU seconds by part for growing networks, and draw and tell them."""
    told = []
    load = os.getloadavg()[0]
    for size in [each for each in SIZES if each <= most]:
        command = [sys.executable, __file__, "one", "--most", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told.append(json.loads(done.stdout))
        seconds = told[-1]["seconds"]
        parts = "  ".join(f"{part} {value:.1f}" for part, value in seconds.items())
        print(f"{size:6} actors  {parts}  peak {told[-1]['megabytes']:.0f} MB", flush=True)
    if picture:
        memory = picture.with_stem(f"{picture.stem}-memory")
        picture.write_text(draw_seconds(told), encoding="utf-8")
        memory.write_text(draw_memory(told), encoding="utf-8")
        table = write_growth(told, load, picture.name, memory.name)
        picture.with_suffix(".md").write_text(table, encoding="utf-8")


def choose_slowest(told: list[dict]) -> list[str]:
    """Return all parts together and those that took longest at the largest size."""
    seconds = told[-1]["seconds"]
    return sorted(seconds, key=lambda part: -seconds[part])[: len(COLOURS)]


def draw_seconds(told: list[dict]) -> str:
    """Return the picture of the slowest parts."""
    figures = [
        {
            "engine": part,
            "statements": each["size"],
            "seconds": max(each["seconds"][part], 0.001),
            "stopped": False,
        }
        for part in choose_slowest(told)
        for each in told
    ]
    title = "CPU seconds of the analyses over the number of actors"
    return draw_growth(figures, title=title, unit="actors", seconds="CPU seconds")


def draw_memory(told: list[dict]) -> str:
    """Return the picture of the peak of memory of the whole process."""
    figures = [
        {
            "engine": "whole process",
            "statements": each["size"],
            "seconds": each["megabytes"],
            "stopped": False,
        }
        for each in told
    ]
    title = "Peak of memory of the analyses over the number of actors"
    return draw_growth(figures, title=title, unit="actors", seconds="peak, MB")


def write_growth(told: list[dict], load: float, picture: str, memory: str) -> str:
    """Return what was measured as Markdown: how, the pictures, and a table."""
    left = [f"{size:,}" for size in SIZES if size > told[-1]["size"]]
    missing = f" Not run: {' and '.join(left)} actors." if left else ""
    last = told[-1]["seconds"]
    parts = sorted((part for part in last if last[part] >= LEAST), key=lambda part: -last[part])
    others = ", ".join(sorted(last.keys() - set(parts)))
    sizes = " | ".join(f"{each['size']:,}" for each in told)
    rows = [
        f"| {part} | " + " | ".join(f"{each['seconds'][part]:.2f}" for each in told) + " |"
        for part in parts
    ]
    peaks = " | ".join(f"{each['megabytes']:.0f}" for each in told)
    cores, line = os.cpu_count(), f"growth --most {told[-1]['size']} --picture benchmarks/{picture}"
    return f"""# How the analyses grow

Written by `python benchmarks/analyses.py {line}`:
CPU seconds of every question, and the peak of memory of the whole process. The networks have some
eight ties for each actor and forty planted groups, and nothing else: no memberships, services or
goals. Measured on {cores} cores with a load of {load:.1f} at the start; above {cores} others were
at work, which makes CPU seconds longer.{missing}

![CPU seconds]({picture})

![Peak of memory]({memory})

| CPU seconds at so many actors | {sizes} |
|---|{"---:|" * len(told)}
{chr(10).join(rows)}
| peak of memory, MB | {peaks} |

Below {LEAST} seconds at the largest size: {others}.
"""


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("claims", "power", "growth", "one"))
    parser.add_argument("--networks", type=int)
    parser.add_argument("--only", default=",".join(STRUCTURELESS))
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    if options.what == "one":
        ask_everything(options.most)
    elif options.what == "growth":
        measure_growth(options.most, options.picture)
    elif options.what == "claims":
        for kind in options.only.split(","):
            print(kind, count_claims(kind, options.networks or 100), flush=True)
    else:
        rows = csv.writer(sys.stdout)
        rows.writerow(("actors", "share inside", "found", "named of 4", "pure"))
        for share in (0.7, 0.5):
            for size in (24, 40, 80):
                told = measure_power(size, share, options.networks or 20)
                rows.writerow((size, share, told["found"], told["named"], round(told["pure"], 2)))


if __name__ == "__main__":
    main()

"""A region of more than a hundred actors: two sectors that mix, and one that keeps to itself."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

from networks import write_tables

SECTORS = ("education", "youth", "rehabilitation")
BASE = "https://example.org/t/actors/"


def write_region(folder: Path, mixed: int = 120, apart: int = 30) -> Path:
    """Write two sectors that mix, and one that a single actor ties to the rest by two links.

    Ten links end a year after the day, ten a day later than that; one actor has no link.
    """
    draw = random.Random(5)
    open_, closed = [f"a{at}" for at in range(mixed)], [f"k{at}" for at in range(apart)]
    links = {tuple(sorted(draw.sample(open_, 2))) for _ in range(3 * mixed)}
    links |= set(pairwise(open_))
    links |= {
        (closed[at], closed[(at + step) % apart]) for at in range(apart) for step in (1, 2, 5)
    }
    links |= {(closed[0], open_[0]), (closed[0], open_[1])}
    ends = ["2027-01-31"] * 10 + ["2027-02-01"] * 10 + [""] * len(links)
    sector = {node: SECTORS[at % 2] for at, node in enumerate(open_)} | dict.fromkeys(
        closed, SECTORS[2]
    )
    actors = [f"{node},{node.upper()},{sector[node]}" for node in (*open_, *closed)]
    told = [
        f"{a},{b},information-sharing,{until}"
        for (a, b), until in zip(sorted(links), ends, strict=False)
    ]
    tables = {
        "actors.csv": "\n".join(["id,label@fi,sector", *actors, "lone,Yksin,education", ""]),
        "links.csv": "\n".join(["from,to,type,until", *told, ""]),
        "networks.csv": "id,label@fi,members\nforum,Foorumi,a0|a1|k0\n",
    }
    return write_tables(folder, tables)

"""Small networks made by hand: fixtures of the tests of analyses and of layouts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eloggraph.analysis.affiliation import (
    AffiliationNetwork,
    Group,
    Grouping,
    Node,
    NodeKind,
    Tie,
    TieKind,
)
from eloggraph.analysis.norms import Norm
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.question import Material
from eloggraph.analysis.statistics.closure import GroupTies
from eloggraph.analysis.statistics.segregation import Segregation
from eloggraph.text import Text

SECTORS = ("education", "employment", "social", "youth")

NAMES = (
    "Jyväskylän yliopisto",
    "Jyväskylän ammattikorkeakoulu",
    "Koulutuskuntayhtymä Gradia",
    "Pohjoisen Keski-Suomen ammattiopisto",
    "Humanistinen ammattikorkeakoulu",
    "Alkio-opisto",
    "Jyvälän kansalaisopisto",
    "Jyväskylän kansalaisopisto",
    "Jyväskylän kesäyliopisto",
    "Opetus- ja kulttuuriministeriö",
    "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus",
    "Jyväskylän kaupunki",
    "Laukaan kunta",
    "Muuramen kunta",
    "Äänekosken kaupunki",
    "Nuorten Ohjaamo",
)
COLLECTIVES = (
    "OsaajaKS-palveluketju",
    "Uraohjauksen työryhmä",
    "Keski-Suomen ELO-ryhmä",
    "Työllisyyden kuntakokeilu",
    "Uusi jatkuvan oppimisen palveluketju -hanke",
)


SETTINGS = """id = "t"
base = "https://example.org/t/"
languages = ["fi"]
date = "2026-01-31"
[title]
fi = "T"
"""


def write_tables(folder: Path, tables: Mapping[str, str], settings: str = SETTINGS) -> Path:
    """Write a network folder of the day 2026-01-31: tables by file name."""
    folder.mkdir(exist_ok=True)
    for name, text in {"network.toml": settings, **tables}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def answer_coverage(
    offers: Sequence[Offer] = (),
    norms: Sequence[Norm] = (),
    groups: Iterable[Group] = (),
    areas: Iterable[Group] = (),
) -> Callable[[str], list[dict[str, str]]]:
    """Return what answers the queries of coverage, as the graph would."""
    rows: dict[str, list[dict[str, str]]] = {
        "coverage-offers": [_row(offer) for offer in offers],
        **{
            f"coverage-{kind}s": [
                {"service": offer.service, kind: value}
                for offer in offers
                for value in getattr(offer, f"{kind}s")
            ]
            for kind in ("form", "channel", "language")
        },
        "coverage-providers": [
            {
                key.removeprefix("provider_"): value
                for key, value in _row(offer).items()
                if key
                in ("service", "provider", "organisation", "provider_since", "provider_until")
            }
            for offer in offers
            if offer.provider
        ],
        "coverage-norms": [_row(norm) for norm in norms],
        "coverage-bases": [],
        "coverage-regions": [],
        "coverage-groups": [{"node": group.iri} for group in groups],
        "coverage-areas": [{"node": area.iri} for area in areas],
        "not-in-force": [],
        "projects-without-end": [],
    }
    return rows.__getitem__


def _row(value: Offer | Norm) -> dict[str, str]:
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: str(cell).lower() if isinstance(cell, bool) else cell
        for name, cell in told.items()
        if cell is not None and not isinstance(cell, tuple)
    }


def make_material(network: AffiliationNetwork, **changes: Any) -> Material:
    """Return what the questions look at: a network on a day in 2024, without coverage."""
    given: dict[str, Any] = {"on": date(2024, 1, 1), "ask": answer_coverage(), "labels": {}}
    return Material(network=network, **given | changes)


def make_group(name: str, level: str = "open", actors: int = 6) -> GroupTies:
    """Return a group that is closed, leaning or open by its numbers."""
    internal, external, p = {"closed": (9, 2, 0.001), "leaning": (6, 8, 0.02)}.get(
        level, (5, 10, 0.5)
    )
    return GroupTies(
        group=name, actors=actors, internal=internal, external=external, expected=4.0,
        expected_by_degree=3.0, residual=1.0, p=p, p_adjusted=p, visible_share=0.8,
    )  # fmt: skip


def make_segregation(**changes: Any) -> Segregation:
    """Return numbers that are enough for a verdict, and give none of silos."""
    groups = tuple(make_group(name) for name in "ab")
    numbers: dict[str, Any] = {
        "actors": 12, "ungrouped": 0, "ties": 20, "inferred": 0, "external": 10, "internal": 10,
        "groups": groups, "index": 0.0, "expected": 0.1, "interval": (-0.2, 0.4),
        "p_two_sided": 0.9, "p_lower": 0.5, "assortativity": 0.0, "labellings": 10_000,
        "exact": False, "seed": 0,
    }  # fmt: skip
    return Segregation(**numbers | changes)


def _text(name: str) -> Text:
    return Text(name, f"{name} (sv)", name)


@pytest.fixture
def make_node() -> Callable[..., Node]:
    def make(iri: str, kind: NodeKind = "actor", name: str = "", **groups: str) -> Node:
        return Node(
            iri=iri,
            label=_text(name or iri),
            kind=kind,
            type=Text.same(kind),
            group_pairs=tuple(sorted(groups.items())),
        )

    return make


@pytest.fixture
def make_tie() -> Callable[..., Tie]:
    def make(source: str, target: str, kind: TieKind = "link", **more: Any) -> Tie:
        return Tie(source=source, target=target, kind=kind, label=Text.same(kind), **more)

    return make


@pytest.fixture
def make_network() -> Callable[..., AffiliationNetwork]:
    def make(
        nodes: Iterable[Node], ties: Iterable[Tie], groupings: Iterable[Grouping] = ()
    ) -> AffiliationNetwork:
        return AffiliationNetwork(nodes=tuple(nodes), ties=tuple(ties), groupings=tuple(groupings))

    return make


@pytest.fixture
def sector() -> Grouping:
    groups = tuple(Group(iri=name, label=_text(name)) for name in SECTORS)
    return Grouping(key="sector", label=Text("sektori", "sektor", "sector"), groups=groups)


@pytest.fixture
def region(make_node: Any, make_tie: Any, make_network: Any, sector: Grouping) -> Any:
    """Sixteen actors, five collectives, one isolate; nearly all is known from memberships."""
    actors = [
        make_node(f"a{at:02}", name=name, sector=SECTORS[0 if at < 9 else at % 4])
        for at, name in enumerate(NAMES)
    ]
    collectives = [make_node(f"c{at}", "collective", name) for at, name in enumerate(COLLECTIVES)]
    ties = [make_tie("a00", "c0", "coordination"), make_tie("a02", "c1", "coordination")]
    ties += [make_tie(f"a{at:02}", "c0", "provision") for at in range(1, 9)]
    ties += [make_tie(f"a{at:02}", "c1", "membership") for at in (0, 1, 3)]
    ties += [make_tie(f"a{at:02}", "c2", "membership") for at in (2, 10, 11, 12)]
    ties += [make_tie(f"a{at:02}", "c3", "membership") for at in (11, 12, 13, 14)]
    ties += [make_tie("a00", "c4", "coordination"), make_tie("a09", "c4", "funding")]
    ties += [make_tie("c0", "c3"), make_tie("c1", "c0"), make_tie("a10", "a11")]
    return make_network([*actors, *collectives], ties, [sector])


@pytest.fixture
def make_random(make_node: Any, make_tie: Any, make_network: Any, sector: Grouping) -> Any:
    """A network with so many actors and ties; ``inside`` is the chance that a tie stays inside."""

    def make(actors: int, ties: int, seed: int = 0, inside: float = 0.0) -> AffiliationNetwork:
        chooser = random.Random(seed)
        names = [f"n{at:04}" for at in range(actors)]
        nodes = [
            make_node(name, name=NAMES[at % len(NAMES)], sector=SECTORS[at % 4])
            for at, name in enumerate(names)
        ]
        pairs: set[tuple[str, str]] = set()
        while len(pairs) < ties:
            first, second = chooser.sample(range(actors), 2)
            if chooser.random() < inside and first % 4 != second % 4:
                continue
            pairs.add((names[min(first, second)], names[max(first, second)]))
        return make_network(nodes, [make_tie(*pair) for pair in sorted(pairs)], [sector])

    return make

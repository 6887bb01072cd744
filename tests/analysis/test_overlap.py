"""Overlap worked by hand, what is planted in the synthetic region, and providers dealt at random."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.coverage_cells import CoverageCell
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.overlap_profiles import (
    CrowdedCell,
    SharedProfile,
    find_crowded,
    find_pairs,
    read_profiles,
)
from eloggraph.example.writing import write_example
from eloggraph.text import Text
from networks import write_tables

COMMITTED = Path(__file__).parents[2] / "datasets" / "mallimaakunta"


def _offers(who: str, areas: str, service: str = "", group: str = "g", **more: Any) -> list[Offer]:
    given: dict[str, Any] = {"forms": ("f",), "provider": who}
    return [
        Offer(service=service or f"s-{who}", target_group=group, area=area, **given | more)
        for area in areas
    ]


def _pairs(*offers: list[Offer]) -> list[tuple[str, str, int, int]]:
    found = find_pairs(read_profiles(offer for each in offers for offer in each))
    return [(pair.first, pair.second, pair.shared, pair.of) for pair in found]


PAIRS: list[tuple[str, list[list[Offer]], list[tuple[str, str, int, int]]]] = [
    ("the same", [_offers("p", "abcde"), _offers("q", "abcde")], [("p", "q", 5, 5)]),
    ("four shared", [_offers("p", "abcd"), _offers("q", "abcd")], []),
    ("just enough", [_offers("p", "abcdef"), _offers("q", "bcdefghi"[:7])], [("p", "q", 5, 8)]),
    ("too little of it", [_offers("p", "abcdef"), _offers("q", "bcdefghi")], []),
    ("another group", [_offers("p", "abcde"), _offers("q", "abcde", group="h")], []),
    ("another form", [_offers("p", "abcde"), _offers("q", "abcde", forms=("e",))], []),
    ("one of the forms", [_offers("p", "abcde"), _offers("q", "abcde", forms=("e", "f"))], []),
    ("a service together", [_offers("p", "abcde", "s"), _offers("q", "abcde", "s")], []),
    (
        "one together, and each its own",
        [
            *(_offers("p", "abcde", "s"), _offers("q", "abcde", "s")),
            *(_offers("p", "abcde"), _offers("q", "abcde")),
        ],
        [("p", "q", 5, 5)],
    ),
    (
        "together elsewhere",
        [
            *(_offers("p", "abcde"), _offers("q", "abcde")),
            *(_offers("p", "xyzuv", "s"), _offers("q", "xyzuv", "s")),
        ],
        [("p", "q", 5, 5)],
    ),
    (
        "units of one organisation",
        [_offers("p", "abcde", organisation="o"), _offers("q", "abcde", organisation="o")],
        [],
    ),
    (
        "no provider, no group, no form",
        [_offers("p", "abcde"), *(_offers("q", "abcde", **gap) for gap in ({"forms": ()},))],
        [],
    ),
    (
        "three of them",
        [_offers(who, "abcde") for who in "pqr"],
        [("p", "q", 5, 5), ("p", "r", 5, 5), ("q", "r", 5, 5)],
    ),
]


@pytest.mark.parametrize(("offers", "pairs"), [c[1:] for c in PAIRS], ids=[c[0] for c in PAIRS])
def test_pairs(offers: list[list[Offer]], pairs: list[tuple[str, str, int, int]]) -> None:
    assert _pairs(*offers) == pairs


def test_the_cells_that_a_pair_shares_are_told() -> None:
    (pair,) = find_pairs(read_profiles([*_offers("p", "abcdef"), *_offers("q", "bcdefg")]))
    assert pair == SharedProfile(
        first="p", second="q", shared=5, of=7, places=tuple(("g", area, "f") for area in "bcdef")
    )


def _crowd(numbers: dict[str, int], least: int = 0, joint: str = "") -> list[str]:
    offers = [
        offer
        for area, number in numbers.items()
        for at in range(number)
        for offer in _offers(f"p{at}", area, joint)
    ]
    cell = CoverageCell(
        target_group="g", area="a", form="f", state="met", reason=Text.same(""), least=least
    )
    return [each.place[1] for each in find_crowded(read_profiles(offers), [cell])]


@pytest.mark.parametrize(
    ("numbers", "least", "found"),
    [
        ({"a": 4, "b": 2, "c": 2}, 0, ["a"]),
        ({"a": 3, "b": 1, "c": 1}, 0, []),  # three are not many
        ({"a": 5, "b": 3, "c": 3}, 0, []),  # nor are five where three are usual
        ({"a": 6, "b": 3, "c": 3}, 0, ["a"]),
        ({"a": 6, "b": 2, "c": 2}, 3, ["a"]),  # twice as many as the norm asks for
        ({"a": 6, "b": 2, "c": 2}, 4, []),
        # the others vary: 2.5 + 4 × 0.87 = 5.96
        ({"a": 6, "b": 4, "c": 2, "d": 2, "e": 2}, 0, ["a"]),
        ({"a": 5, "b": 4, "c": 2, "d": 2, "e": 2}, 0, []),
        ({"a": 6}, 0, []),  # what is usual is as many
    ],
)
def test_cells_with_many_providers(numbers: dict[str, int], least: int, found: list[str]) -> None:
    assert _crowd(numbers, least) == found


def test_one_service_of_many_is_no_crowd() -> None:
    assert _crowd({"a": 6, "b": 1, "c": 1}, joint="s") == []


def test_who_is_in_a_crowd_is_told() -> None:
    offers = [o for who in "pqrs" for o in _offers(who, "a")] + _offers("p", "bcd")
    (found,) = find_crowded(read_profiles(offers))
    assert found == CrowdedCell(place=("g", "a", "f"), providers=tuple("pqrs"), usual=1)


def test_providers_dealt_at_random_are_seldom_named() -> None:
    # 8 groups × 8 places, two or three of a pool of six in each: as in the synthetic region.
    rng, named = random.Random(1), 0
    for _ in range(300):
        offers = [
            offer
            for group in "ABCDEFGH"
            for pool in (rng.sample(range(300), 6),)
            for area in "abcdefgh"
            for who in rng.sample(pool, rng.choice((2, 2, 3)))
            for offer in _offers(str(who), area, group=group)
        ]
        profiles = read_profiles(offers)
        named += bool(find_pairs(profiles))
        assert find_crowded(profiles) == ()
    assert 0 < named <= 15


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_is_planted_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    folder = (
        COMMITTED if not seed else write_example(tmp_path / "x", "region", seed=seed, actors=60)
    )
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["regions"][0]
    found = eloggraph.open(folder).analyse("overlap").overlap
    places = [[iri.rpartition("/")[2] for iri in each.cell.place[:2]] for each in found.crowded]
    assert places == [truth["cell_overlapping"]]
    assert len(found.crowded[0].cell.providers) == 6
    assert found.pairs == ()


TABLES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n" + "".join(f"99{at},K{at},98\n" for at in range(5)),
    "actors.csv": "id,label@fi\nx,Ykkönen\ny,Kakkonen\n",
    "target_groups.csv": "id,label@fi\ng,Nuoret\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers,since\n"
    "s,S,g,98,guidance,x,\nt,T,g,98,guidance,y,{since}\n",
}


def _tell(folder: Path, since: str = "", services: str = TABLES["services.csv"]) -> Any:
    tables = {**TABLES, "services.csv": services.format(since=since)}
    return eloggraph.open(write_tables(folder, tables)).analyse("overlap").outcomes[0]


def test_both_readings_are_told(tmp_path: Path) -> None:
    outcome = _tell(tmp_path)
    first, second = (sentence.fi for sentence in outcome.sentences)
    assert first == (
        "Yksi pari tarjoaa enimmäkseen samaa samoille kohderyhmille samoilla alueilla: "
        "Ykkönen – Kakkonen (yhteisiä kohtia 5/5)."
    )
    assert "päällekkäisestä työstä" in second
    assert "varmuudesta" in second
    assert [table.name for table in outcome.tables] == ["overlap_pairs", "overlap_cells"]
    assert len(outcome.listings) == 1


def test_what_begins_later_overlaps_with_nothing_yet(tmp_path: Path) -> None:
    (only,) = (sentence.fi for sentence in _tell(tmp_path, since="2030").sentences)
    assert only.startswith("Päällekkäisyyttä ei voi olla")


def test_what_cannot_be_compared_is_said_so(tmp_path: Path) -> None:
    services = "id,label@fi,target_groups,areas,forms\ns,S,g,98,guidance\n"
    (only,) = (sentence.fi for sentence in _tell(tmp_path / "a", services=services).sentences)
    assert only.startswith("Päällekkäisyyttä ei voi arvioida")
    nothing = _tell(tmp_path / "b", services="id,label@fi\n")
    assert nothing.lacking is not None

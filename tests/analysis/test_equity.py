"""How evenly areas are served: published values, and areas counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_cells import CellState, CoverageCell
from eloggraph.analysis.coverage_equity import Equity, measure_equity, tell_equity
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.statistics.equity import gini, theil
from eloggraph.text import Text

GOLD = Path(__file__).parents[3] / "shared" / "data" / "gold" / "expected.json"
AREAS = tuple(Group(iri=iri, label=Text.same(iri.upper())) for iri in "abcd")
REGIONS = {"a": "R", "b": "R", "c": "S", "d": "S"}


@pytest.mark.skipif(not GOLD.is_file(), reason="the gold values lie in ../shared, not here")
def test_published_values() -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["equity"]["values"]
    by_id: dict[str, Any] = {value["id"]: value for value in gold}
    two = by_id["theil_two_group"]
    found = theil(two["y"], [str(region) for region in two["regions"]])
    assert found is not None
    assert found.total == pytest.approx(two["T"], abs=1e-6)
    assert (found.between, found.within) == pytest.approx((two["between"], two["within"]), abs=1e-6)
    five = by_id["gini_1_to_5"]
    assert gini(five["y"]) == pytest.approx(five["value"], abs=1e-6)


def test_the_split_adds_up_and_the_ends_are_known() -> None:
    # By hand: one of four has all: Gini 3/4, Theil ln 4; all alike: 0.
    assert gini([0, 0, 0, 5]) == pytest.approx(0.75)
    assert gini([2, 2, 2]) == pytest.approx(0)
    found = theil([1, 2, 3, 6], ["R", "R", "S", "S"])
    assert found is not None
    assert found.between + found.within == pytest.approx(found.total)
    assert gini([]) is gini([0, 0]) is theil([0], ["R"]) is None


def _offers(counts: dict[str, int]) -> list[Offer]:
    return [
        Offer(service=f"s{at}", target_group="g", area=area, provider=provider)
        for area, count in counts.items()
        for at in range(count)
        for provider in "pq"
    ]


def _cells(**states: CellState) -> list[CoverageCell]:
    return [
        CoverageCell(target_group="g", area=area, state=state, reason=Text.same(""))
        for area, state in states.items()
    ]


def _tell(found: Equity | None) -> list[str]:
    assert found is not None
    return [text.fi for text in tell_equity(found)]


def test_services_are_counted_once_in_each_area_and_the_ends_are_named() -> None:
    found = measure_equity(AREAS, [], _offers({"a": 3, "b": 1, "c": 1, "d": 2}), REGIONS)
    assert found is not None
    assert [area.services for area in found.areas] == [3, 1, 1, 2]
    assert found.gini == pytest.approx(gini([3, 1, 1, 2]))
    assert found.between is not None
    assert _tell(found) == ["Palveluja on kirjattu eniten (3): A; vähiten (1): B, C."]


def test_areas_without_any_service_are_said_to_have_none() -> None:
    found = measure_equity(AREAS, [], _offers({"a": 1}), {})
    assert _tell(found) == ["Palveluja on kirjattu eniten (1): A; ei yhtään: B, C, D."]
    assert found is not None
    assert (found.between, found.within) == (None, None)


def test_what_is_alike_is_said_to_be() -> None:
    even = measure_equity(AREAS, [], _offers(dict.fromkeys("abcd", 2)), REGIONS)
    assert _tell(even) == ["Joka alueelle on kirjattu yhtä monta palvelua (2)."]


def test_required_cells_are_counted_and_the_most_lacking_named() -> None:
    cells = [
        *_cells(a="met", b="missing", c="thin", d="not-required"),
        *_cells(b="missing", c="missing", d="recorded"),
    ]
    found = measure_equity(AREAS, cells, [], REGIONS)
    assert found is not None
    counts = [(area.required, area.met, area.missing) for area in found.areas]
    assert counts == [(1, 1, 0), (2, 0, 2), (2, 0, 1), (0, 0, 0)]
    assert (found.gini, found.theil) == (None, None)
    assert _tell(found) == ["Vaadittuja palveluja puuttuu eniten (2): B."]
    # Where all lack the same, nobody lacks most.
    assert _tell(measure_equity(AREAS[:2], _cells(a="missing", b="missing"), [], {})) == []


def test_nothing_is_compared_of_one_area_or_of_nothing() -> None:
    offers = _offers({"a": 1})
    assert measure_equity(AREAS[:1], [], offers, {}) is None
    assert measure_equity(AREAS, _cells(a="none-recorded"), [], {}) is None
    nowhere = Offer(service="s", target_group="g", area=None)
    for_nobody = Offer(service="s", target_group=None, area="a")
    assert measure_equity(AREAS, [], [nowhere, for_nobody], {}) is None

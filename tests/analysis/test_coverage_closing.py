"""What would close most gaps: cases worked by hand, and greedy steps against all choices."""

from __future__ import annotations

import random
from itertools import combinations
from math import e
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.coverage_cells import CoverageCell
from eloggraph.analysis.coverage_closing import _list_choices as list_choices
from eloggraph.analysis.coverage_closing import find_closing
from eloggraph.analysis.offers import Offer
from eloggraph.text import Text
from networks import write_tables

REGIONS = {"a": "R", "b": "R", "c": "R", "d": "S"}
NOTHING = Text.same("")


def _gap(group: str, area: str, form: str | None = "guidance") -> CoverageCell:
    return CoverageCell(target_group=group, area=area, form=form, state="missing", reason=NOTHING)


def _offer(service: str, group: str, area: str, form: str = "guidance") -> Offer:
    return Offer(service=service, target_group=group, area=area, forms=(form,), provider="p")


def _told(
    cells: list[CoverageCell], offers: list[Offer], most: int = 5
) -> list[tuple[object, ...]]:
    return [
        (each.kind, each.service, each.target_groups, each.areas, each.others)
        for each in find_closing(cells, offers, REGIONS, {}, most=most)
    ]


def test_a_service_goes_to_the_rest_of_its_region_before_a_new_one_begins() -> None:
    gaps = [_gap("g", "b"), _gap("g", "c"), _gap("g", "d")]
    found = _told(gaps, [_offer("s", "g", "a")])
    assert found == [("areas", "s", ("g",), ("b", "c"), 0), ("new", None, ("g",), ("d",), 0)]
    # The region of another form's service is none of its own.
    assert _told(gaps, [_offer("s", "g", "a", "education")])[0][:2] == ("new", None)


def test_a_service_opens_to_one_more_group_where_it_is() -> None:
    gaps = [_gap("h", "a"), _gap("h", "b"), _gap("i", "a")]
    offers = [_offer("s", "g", "a"), _offer("s", "g", "b"), _offer("t", "g", "a")]
    found = _told(gaps, offers)
    assert found[0] == ("group", "s", ("h",), ("a", "b"), 0)
    assert found[1] == ("group", "s", ("i",), ("a",), 1)  # t could as well


def test_a_new_service_that_closes_more_comes_first() -> None:
    gaps = [_gap("g", "a"), _gap("g", "b"), _gap("g", "c")]
    assert _told(gaps, [_offer("s", "h", "a")])[0] == ("new", None, ("g",), ("a", "b", "c"), 0)


def test_of_like_services_the_one_that_is_in_most_of_the_region_is_named() -> None:
    offers = [_offer("s", "g", "a"), _offer("t", "g", "a"), _offer("t", "g", "c")]
    assert _told([_gap("g", "b")], offers) == [("areas", "t", ("g",), ("b",), 1)]


def test_no_more_than_asked_and_nothing_where_nothing_is_missing() -> None:
    gaps = [_gap(str(at), "a") for at in range(7)]
    assert len(_told(gaps, [])) == 5
    assert len(_told(gaps, [], most=2)) == 2
    met = CoverageCell(target_group="g", area="a", state="met", reason=NOTHING)
    assert _told([met], [_offer("s", "g", "b")]) == []


@pytest.mark.parametrize("seed", range(12))
def test_greedy_steps_close_what_their_bound_says(seed: int) -> None:
    # Oracle: every choice of three additions, by brute force.
    rng = random.Random(seed)
    gaps = [_gap(g, a) for g in "ghijk" for a in "abcd" if rng.random() < 0.6]
    offers = [
        _offer(service, group, area)
        for service in "stuvw"
        for group in rng.sample("ghijk", 2)
        for area in rng.sample("abcd", 2)
    ]
    closes = [choice.closes for choice in list_choices(gaps, offers, REGIONS)]
    best = max(len(frozenset().union(*three)) for three in combinations(closes, 3))
    found = find_closing(gaps, offers, REGIONS, {}, most=3)
    closed = [cell for each in found for cell in each.closed]
    assert len(closed) == len(set(map(id, closed)))
    assert best * (1 - 1 / e) <= len(closed) <= best
    gains = [len(each.closed) for each in found]
    assert gains == sorted(gains, reverse=True)


TABLES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n991,Bergö,98\n992,Cåsa,98\n",
    "actors.csv": "id,label@fi\nx,X\n",
    "target_groups.csv": "id,label@fi\ng,Nuoret\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers\ns,Startti,g,990,guidance,x\n",
    "norms.csv": "target_group,area,form,required,surveyed\ng,98,guidance,yes,2025-09-30\n",
}


def test_the_sentence_names_what_would_close_the_gaps(tmp_path: Path) -> None:
    analysis = eloggraph.open(write_tables(tmp_path, TABLES)).analyse("coverage")
    (outcome,) = analysis.outcomes
    told = [sentence.fi for sentence in outcome.sentences]
    assert told[1:] == [
        "Kaikki puuttuvat palvelut (2) saisi katettua näin: Startti – lisää alueita: Bergö, Cåsa.",
        "Palveluja on kirjattu eniten (1): Ahola; ei yhtään: Bergö, Cåsa.",
        "Vaadittuja palveluja puuttuu eniten (1): Bergö, Cåsa.",
    ]
    assert [table.name for table in outcome.tables] == [
        "coverage", "coverage_closing", "coverage_areas",
    ]  # fmt: skip
    assert any("63 %" in method.fi for method in outcome.methods)
    missing, listing = outcome.listings
    assert [row.cells[0].fi.split(" – ")[1] for row in missing.rows] == ["Bergö", "Cåsa"]  # type: ignore[union-attr]
    assert "Vaatimus koskee: Nuoret, Maakunta." in missing.rows[0].cells[2].fi  # type: ignore[union-attr]
    assert listing.rows[0].cells[1] == 2

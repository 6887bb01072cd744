"""Coverage, worked by hand: unknown is not missing, and only a norm makes a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.days import first_day, last_day
from eloggraph.analysis.questions.coverage import CELL_STATES, Norm, Offer, measure_coverage
from eloggraph.text import Text

ON = date(2024, 3, 15)
GROUP, AREA = (Group(iri=iri, label=Text.same(iri)) for iri in ("youth", "career"))


def _offer(provider: str = "p", until: str | None = None, service: str = "s") -> Offer:
    return Offer(
        target_group="youth", area="career", service=service, provider=provider, until=until
    )


def _norm(required: bool | None = True, surveyed: str | None = "2023") -> Norm:
    return Norm(target_group="youth", area="career", required=required, surveyed=surveyed)


CASES: list[tuple[str, list[Offer], list[Norm], str]] = [
    ("two providers", [_offer("p"), _offer("q")], [], "met"),
    ("one provider", [_offer("p")], [], "thin"),
    ("two services of one provider", [_offer(service="s"), _offer(service="t")], [], "thin"),
    ("one of two ends", [_offer("p", "2024"), _offer("q")], [], "met"),
    ("the only one ends within a year", [_offer(until="2025-03-15")], [], "ending"),
    ("both end within a year", [_offer("p", "2024"), _offer("q", "2024-06")], [], "ending"),
    ("it ends a day later than a year", [_offer(until="2025-03-16")], [], "thin"),
    ("the month ends later than a year", [_offer(until="2025-03")], [], "thin"),
    ("it ends on the day", [_offer(until="2024-03-15")], [], "ending"),
    ("it ended the day before", [_offer(until="2024-03-14")], [], "unknown"),
    ("its month is not over", [_offer(until="2024-03")], [], "ending"),
    ("it ended last year, required and surveyed", [_offer(until="2023")], [_norm()], "missing"),
    ("required and surveyed", [], [_norm()], "missing"),
    ("required, nobody asked", [], [_norm(surveyed=None)], "unknown"),
    ("required, asked only later", [], [_norm(surveyed="2024-04")], "unknown"),
    ("required, asked some day this year", [], [_norm(surveyed="2024")], "missing"),
    ("required, asked some day this month", [], [_norm(surveyed="2024-03")], "missing"),
    ("required, asked on the day", [], [_norm(surveyed="2024-03-15")], "missing"),
    ("required, asked a day later", [], [_norm(surveyed="2024-03-16")], "unknown"),
    ("required, asked next year", [], [_norm(surveyed="2025")], "unknown"),
    (
        "one norm requires, by another it was asked",
        [],
        [_norm(surveyed=None), _norm(None)],
        "missing",
    ),
    ("one norm says no, another nothing", [], [_norm(False), _norm(None)], "not-required"),
    ("the norm says no, and it ends", [_offer(until="2024")], [_norm(False)], "not-required"),
    ("required, and it ends", [_offer(until="2024")], [_norm()], "ending"),
    ("three providers", [_offer("p"), _offer("q"), _offer("r")], [], "met"),
    ("two services, only one of them ends", [_offer(), _offer("p", "2024", "t")], [], "thin"),
    ("two end, one of them after a year", [_offer("p", "2024"), _offer("q", "2026")], [], "met"),
    ("a year after, to the month", [_offer(until="2025-02")], [], "ending"),
    ("surveyed, nothing decided", [], [_norm(required=None)], "unknown"),
    ("no norm", [], [], "unknown"),
    ("the norm says no", [], [_norm(required=False)], "not-required"),
    ("the norm says no, yet there is one", [_offer()], [_norm(required=False)], "not-required"),
    ("two norms, one requires", [], [_norm(required=False), _norm()], "missing"),
    ("required and served", [_offer("p"), _offer("q")], [_norm()], "met"),
    ("required and thin", [_offer("p")], [_norm()], "thin"),
]


@pytest.mark.parametrize(
    ("offers", "norms", "state"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_state_of_a_cell(offers: list[Offer], norms: list[Norm], state: str) -> None:
    found = measure_coverage(offers, norms, [GROUP], [AREA], on=ON)
    assert found.cell("youth", "career").state == state
    assert dict(found.counts) == {s: int(s == state) for s in CELL_STATES}


def test_every_state_is_worked() -> None:
    assert {case[3] for case in CASES} == set(CELL_STATES)


def test_without_a_norm_nothing_is_missing_and_the_sentence_says_why() -> None:
    areas = [Group(iri=str(at), label=Text.same(str(at))) for at in range(5)]
    found = measure_coverage([], [], [GROUP], areas, on=ON)
    assert found.count("missing") == 0
    assert found.count("unknown") == 5
    assert not found.has_norm
    assert "ei voi sanoa puuttuvaksi" in found.sentence.fi


def test_evidence_is_sorted_and_ended_services_do_not_count() -> None:
    offers = [_offer("q", service="t"), _offer("p"), _offer("gone", "2020", service="u")]
    cell = measure_coverage(offers, [], [GROUP], [AREA], on=ON).cell("youth", "career")
    assert (cell.services, cell.providers, cell.ends) == (("s", "t"), ("p", "q"), None)


def test_the_last_end_of_an_ending_cell_is_told() -> None:
    offers = [_offer("p", "2024-05"), _offer("q", "2024")]
    cell = measure_coverage(offers, [], [GROUP], [AREA], on=ON).cell("youth", "career")
    assert cell.ends == "2024"


def test_offers_off_the_axes_are_counted() -> None:
    stray = Offer(target_group="other", area="career", service="s", provider="p")
    assert measure_coverage([stray], [], [GROUP], [AREA], on=ON).outside == 1


def test_other_cells_and_their_norms_do_not_count() -> None:
    """What a norm says of a cell off the axes decides nothing on them."""
    elsewhere = Norm(target_group="youth", area="other", required=True, surveyed="2023")
    found = measure_coverage([], [elsewhere], [GROUP], [AREA], on=ON)
    assert (found.has_norm, found.count("unknown")) == (False, 1)
    nothing_decided = measure_coverage([], [_norm(required=None)], [GROUP], [AREA], on=ON)
    assert not nothing_decided.has_norm
    assert measure_coverage([], [_norm(required=False)], [GROUP], [AREA], on=ON).has_norm


def test_the_sentence_counts_the_cells_that_have_a_service() -> None:
    areas = [AREA, Group(iri="empty", label=Text.same("empty"))]
    found = measure_coverage([_offer()], [], [GROUP], areas, on=ON)
    assert "and 1 have a service" in found.sentence.en
    normed = measure_coverage([_offer()], [_norm()], [GROUP], areas, on=ON)
    assert "dependent on a single actor: 1" in normed.sentence.en


def test_no_axes_is_said_and_an_unknown_cell_is_refused() -> None:
    found = measure_coverage([], [], [], [], on=ON)
    assert found.cells == ()
    assert "ei voi näyttää" in found.sentence.fi
    with pytest.raises(KeyError):
        found.cell("youth", "career")


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-11-05", "2023-11-05", "2023-11-05"),
    ],
)
def test_days_of_a_period(iso: str, first: str, last: str) -> None:
    assert (first_day(iso).isoformat(), last_day(iso).isoformat()) == (first, last)


@pytest.mark.parametrize("wrong", ["soon", "2024-13", "2024-01-01-01", "2024-00", "2024-02-30", ""])
def test_other_dates_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a year"):
        last_day(wrong)


def test_a_year_from_a_leap_day_is_the_last_of_february() -> None:
    offers: Any = [_offer(until="2025-02-28")]
    found = measure_coverage(offers, [], [GROUP], [AREA], on=date(2024, 2, 29))
    assert found.cell("youth", "career").state == "ending"

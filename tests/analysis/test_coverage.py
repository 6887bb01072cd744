"""Coverage, worked by hand: unknown is not missing, and only a norm makes a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_cells import CELL_STATES, measure_coverage
from eloggraph.analysis.norms import Norm
from eloggraph.analysis.offers import Offer
from eloggraph.snapshot.days import first_day, last_day
from eloggraph.text import Text

ON = date(2024, 3, 15)
GROUP, AREA = (Group(iri=iri, label=Text.same(iri)) for iri in ("youth", "career"))


FORM = "guidance"


def _offer(
    provider: str | None = "p", until: str | None = None, service: str = "s", **more: Any
) -> Offer:
    given: dict[str, Any] = {"target_group": "youth", "area": "career", "forms": (FORM,)}
    return Offer(service=service, provider=provider, until=until, **given | more)


def _norm(
    required: bool | None = True,
    surveyed: str | None = "2023",
    form: str | None = FORM,
    **more: Any,
) -> Norm:
    return Norm(
        target_group="youth",
        area="career",
        form=form,
        required=required,
        surveyed=surveyed,
        **more,
    )


CASES: list[tuple[str, list[Offer], list[Norm], str]] = [
    ("two providers", [_offer("p"), _offer("q")], [_norm()], "met"),
    ("three providers", [_offer("p"), _offer("q"), _offer("r")], [_norm()], "met"),
    ("one provider", [_offer("p")], [_norm()], "thin"),
    ("two services of one", [_offer(service="s"), _offer(service="t")], [_norm()], "thin"),
    ("one, and one is agreed to be enough", [_offer("p")], [_norm(least_providers=1)], "met"),
    ("two of three", [_offer("p"), _offer("q")], [_norm(least_providers=3)], "few"),
    ("three of three", [_offer(p) for p in "pqr"], [_norm(least_providers=3)], "met"),
    # of several norms that require it the one that asks for most counts, and no other
    (
        "two of three, or of one",
        [_offer("p"), _offer("q")],
        [_norm(least_providers=3), _norm(least_providers=1)],
        "few",
    ),
    (
        "two, and five where none is required",
        [_offer("p"), _offer("q")],
        [_norm(), _norm(False, least_providers=5)],
        "met",
    ),
    ("one of three", [_offer("p")], [_norm(least_providers=3)], "thin"),
    ("in that language", [_offer(languages=("fi", "sv"))], [_norm(language="sv")], "thin"),
    ("in another language", [_offer(languages=("fi",))], [_norm(language="sv")], "missing"),
    ("in what language nobody wrote", [_offer()], [_norm(language="sv")], "unknown"),
    ("that channel", [_offer(channels=("phone",))], [_norm(channel="phone")], "thin"),
    ("another channel", [_offer(channels=("online",))], [_norm(channel="phone")], "missing"),
    (
        "that language, another channel",
        [_offer(channels=("online",), languages=("sv",))],
        [_norm(channel="phone", language="sv")],
        "missing",
    ),
    ("one of two ends", [_offer("p", "2024"), _offer("q")], [_norm()], "met"),
    ("the only one ends within a year", [_offer(until="2025-03-15")], [_norm()], "ending"),
    ("both end", [_offer("p", "2024"), _offer("q", "2024-06")], [_norm()], "ending"),
    ("it ends a day later than a year", [_offer(until="2025-03-16")], [_norm()], "thin"),
    ("the month ends later than a year", [_offer(until="2025-03")], [_norm()], "thin"),
    ("a year after, to the month", [_offer(until="2025-02")], [_norm()], "ending"),
    ("it ends on the day", [_offer(until="2024-03-15")], [_norm()], "ending"),
    ("it ended the day before", [_offer(until="2024-03-14")], [_norm()], "missing"),
    ("its month is not over", [_offer(until="2024-03")], [_norm()], "ending"),
    ("it ended last year", [_offer(until="2023")], [_norm()], "missing"),
    ("it began on the day", [_offer(since="2024-03-15")], [_norm()], "thin"),
    ("it begins a day later", [_offer(since="2024-03-16")], [_norm()], "missing"),
    ("it began in the month", [_offer(since="2024-03")], [_norm()], "thin"),
    ("it begins next month", [_offer(since="2024-04")], [_norm()], "missing"),
    ("two services, only one ends", [_offer(), _offer("p", "2024", "t")], [_norm()], "thin"),
    ("two end, one late", [_offer("p", "2024"), _offer("q", "2026")], [_norm()], "met"),
    ("required and surveyed", [], [_norm()], "missing"),
    ("required, nobody asked", [], [_norm(surveyed=None)], "unknown"),
    ("required, asked only later", [], [_norm(surveyed="2024-04")], "unknown"),
    ("required, asked some day this year", [], [_norm(surveyed="2024")], "missing"),
    ("required, asked some day this month", [], [_norm(surveyed="2024-03")], "missing"),
    ("required, asked on the day", [], [_norm(surveyed="2024-03-15")], "missing"),
    ("required, asked a day later", [], [_norm(surveyed="2024-03-16")], "unknown"),
    ("required, asked next year", [], [_norm(surveyed="2025")], "unknown"),
    ("asked by another norm", [], [_norm(surveyed=None), _norm(None)], "missing"),
    ("two norms, one requires", [], [_norm(required=False), _norm()], "missing"),
    ("one norm says no, another nothing", [], [_norm(False), _norm(None)], "not-required"),
    ("the norm says no, and it ends", [_offer(until="2024")], [_norm(False)], "not-required"),
    ("the norm says no", [], [_norm(required=False)], "not-required"),
    ("the norm says no, yet there is one", [_offer()], [_norm(required=False)], "not-required"),
    # a norm is for a form, and so is an offer
    ("another form", [_offer(forms=("education",))], [_norm()], "missing"),
    ("one of its forms", [_offer(forms=("education", FORM))], [_norm()], "thin"),
    ("its form is not on record", [_offer(forms=())], [_norm()], "unknown"),
    # what nobody wrote down might be here
    ("its area is not on record", [_offer(area=None)], [_norm()], "unknown"),
    ("its group is not on record", [_offer(target_group=None)], [_norm()], "unknown"),
    ("nothing of it is", [Offer(service="s")], [_norm()], "unknown"),
    ("no area, another form", [_offer(area=None, forms=("education",))], [_norm()], "missing"),
    ("no area, another group", [_offer(area=None, target_group="old")], [_norm()], "missing"),
    ("no group, another area", [_offer(area="far", target_group=None)], [_norm()], "missing"),
    ("no area, and it ended", [_offer(area=None, until="2023")], [_norm()], "missing"),
    # units of one organisation are one provider; nobody is no provider
    ("two of one", [_offer(organisation="o"), _offer("q", organisation="o")], [_norm()], "thin"),
    ("a unit and its own", [_offer(organisation="q"), _offer("q")], [_norm()], "thin"),
    ("two of two", [_offer(organisation="o"), _offer("q", organisation="r")], [_norm()], "met"),
    ("nobody twice", [_offer(None), _offer(None, service="t")], [_norm()], "unknown"),
    ("one and nobody", [_offer(), _offer(None, service="t")], [_norm()], "unknown"),
    ("two and nobody", [_offer(), _offer("q"), _offer(None, service="t")], [_norm()], "met"),
    # a provider that has ended, or has not begun, provides nothing
    ("one has ended", [_offer(provider_until="2024-03-14"), _offer("q")], [_norm()], "unknown"),
    ("one ends on the day", [_offer(provider_until="2024-03-15"), _offer("q")], [_norm()], "met"),
    ("one begins later", [_offer(provider_since="2024-03-16"), _offer("q")], [_norm()], "unknown"),
    ("the only one has ended", [_offer(provider_until="2020")], [_norm()], "unknown"),
    # what nobody wrote down might be the second
    (
        "one, and one without area",
        [_offer(), _offer("q", area=None, service="t")],
        [_norm()],
        "unknown",
    ),
    (
        "one, and one of no form",
        [_offer(), _offer("q", forms=(), service="t")],
        [_norm()],
        "unknown",
    ),
    ("one, and one elsewhere", [_offer(), _offer("q", area="far", service="t")], [_norm()], "thin"),
    (
        "two, and one without area",
        [_offer(), _offer("q"), _offer("r", area=None)],
        [_norm()],
        "met",
    ),
    ("one, and itself without area", [_offer(), _offer(area=None)], [_norm()], "thin"),
    # what follows an end is no end
    (
        "it ends and one follows",
        [_offer(until="2024-06"), _offer("q", since="2024-07")],
        [_norm()],
        "thin",
    ),
    (
        "another form follows",
        [_offer(until="2024-06"), _offer("q", since="2024-07", forms=("x",))],
        [_norm()],
        "ending",
    ),
    # a norm is in force from and until
    ("the norm has ended", [], [_norm(until="2024-03-14")], "none-recorded"),
    ("the norm ends on the day", [], [_norm(until="2024-03-15")], "missing"),
    ("the norm begins later", [], [_norm(since="2024-03-16")], "none-recorded"),
    ("the norm begins on the day", [], [_norm(since="2024-03-15")], "missing"),
    # without a norm there is no verdict
    ("no norm, no service", [], [], "none-recorded"),
    ("no norm, a service", [_offer()], [], "recorded"),
    ("no norm, two providers", [_offer("p"), _offer("q")], [], "recorded"),
    ("no norm, it ended", [_offer(until="2023")], [], "none-recorded"),
    ("no norm, no area", [_offer(area=None)], [], "none-recorded"),
    ("surveyed, nothing decided", [], [_norm(required=None)], "none-recorded"),
]


@pytest.mark.parametrize(
    ("offers", "norms", "state"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_state_of_a_cell(offers: list[Offer], norms: list[Norm], state: str) -> None:
    found = measure_coverage(offers, norms, [GROUP], [AREA], on=ON)
    assert [cell.state for cell in found.cells] == [state]
    assert dict(found.counts) == {s: int(s == state) for s in CELL_STATES}


def test_every_state_is_worked() -> None:
    assert {case[3] for case in CASES} == set(CELL_STATES)


def test_without_a_norm_nothing_is_missing_and_the_sentence_says_why() -> None:
    areas = [Group(iri=str(at), label=Text.same(str(at))) for at in range(5)]
    found = measure_coverage([], [], [GROUP], areas, on=ON)
    assert found.count("missing") == 0
    assert found.count("none-recorded") == 5
    assert not found.has_norm
    assert "ei voi sanoa puuttuvaksi" in found.sentence.fi


def test_where_no_service_is_on_record_the_sentence_says_none() -> None:
    found = measure_coverage([], [], [GROUP], [AREA], on=ON)
    assert "eikä yhdessäkään ole kirjattua palvelua" in found.sentence.fi
    assert "ingen av dem har en antecknad tjänst" in found.sentence.sv
    assert "none of them has a service on record" in found.sentence.en


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
    assert (found.has_norm, found.count("none-recorded")) == (False, 1)
    nothing_decided = measure_coverage([], [_norm(required=None)], [GROUP], [AREA], on=ON)
    assert not nothing_decided.has_norm
    assert measure_coverage([], [_norm(required=False)], [GROUP], [AREA], on=ON).has_norm


def test_the_sentence_counts_the_cells_that_have_a_service() -> None:
    areas = [AREA, Group(iri="empty", label=Text.same("empty"))]
    found = measure_coverage([_offer()], [], [GROUP], areas, on=ON)
    assert "and 1 have a service" in found.sentence.en
    normed = measure_coverage([_offer()], [_norm()], [GROUP], areas, on=ON)
    assert "As it stands: dependent on a single organisation 1." in normed.sentence.en
    assert "For 1 further combinations" in normed.sentence.en


def test_each_form_that_a_norm_names_is_a_cell_of_its_own() -> None:
    norms = [_norm(), _norm(form="career"), _norm(False, form="education")]
    found = measure_coverage([_offer(), _offer("q")], norms, [GROUP], [AREA], on=ON)
    assert [(c.form, c.state) for c in found.cells] == [
        ("career", "missing"), ("education", "not-required"), (FORM, "met"),
    ]  # fmt: skip
    assert found.cell("youth", "career", FORM).services == ("s",)


def test_whom_to_ask_is_named() -> None:
    names = {"s": Text.same("Coaching")}
    cell = measure_coverage(
        [_offer(area=None), _offer(target_group=None, service="t")],
        [_norm()], [GROUP], [AREA], on=ON, labels=names,
    ).cells[0]  # fmt: skip
    assert cell.candidates == ("s", "t")
    assert "Coaching, t" in cell.reason.en
    nobody = measure_coverage([_offer(None)], [_norm()], [GROUP], [AREA], on=ON, labels=names)
    assert nobody.cells[0].candidates == ("s",)
    assert "toiminnassa olevaa tuottajaa: Coaching" in nobody.cells[0].reason.fi


def test_what_is_missing_says_as_of_when_and_what_begins() -> None:
    norms = [_norm(surveyed="2015"), _norm(surveyed="2016-02-01"), _norm(surveyed="2025")]
    coming = [_offer(since="2030-01-01"), _offer(since="2029-05")]
    reason = measure_coverage([], norms, [GROUP], [AREA], on=ON).cells[0].reason
    assert "1.2.2016" in reason.fi
    assert "2015" not in reason.fi
    assert "2025" not in reason.fi
    later = measure_coverage(coming, norms, [GROUP], [AREA], on=ON).cells[0]
    assert (later.state, "begins 2029-05" in later.reason.en) == ("missing", True)


def test_a_table_that_was_not_read_makes_what_is_empty_unknown() -> None:
    found = measure_coverage([], [_norm()], [GROUP], [AREA], on=ON, unread=("palvelut 2026.csv",))
    assert found.cells[0].state == "unknown"
    assert "palvelut 2026.csv" in found.cells[0].reason.sv
    # What was not read is more than what a service lacks: it is told first.
    possible = [_offer(area=None)]
    both = measure_coverage(possible, [_norm()], [GROUP], [AREA], on=ON, unread=("a.csv",))
    assert "a.csv" in both.cells[0].reason.fi
    one = measure_coverage([_offer()], [_norm()], [GROUP], [AREA], on=ON, unread=("a.csv",))
    assert (one.cells[0].state, "a.csv" in one.cells[0].reason.en) == ("unknown", True)


def test_a_norm_that_cannot_be_placed_or_is_not_in_force_is_told() -> None:
    nowhere = Norm(target_group="youth", area=None, place="seutu", form=FORM, required=True)
    found = measure_coverage([], [nowhere], [GROUP], [AREA], on=ON)
    assert [area.iri for area in found.unplaced] == ["seutu"]
    assert (found.has_norm, found.count("missing")) == (False, 0)
    over = measure_coverage([], [_norm(until="2023")], [GROUP], [AREA], on=ON)
    assert (over.lapsed, over.has_norm) == (1, False)
    assert "Yksikään määritelty vähimmäispalvelu ei ole voimassa" in over.sentence.fi
    assert measure_coverage([], [_norm()], [GROUP], [AREA], on=ON).lapsed == 0


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
    found = measure_coverage(offers, [_norm()], [GROUP], [AREA], on=date(2024, 2, 29))
    assert found.cells[0].state == "ending"

"""What is said first and what is to be done: each remark follows from one verdict, by its rank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eloggraph.analysis.affiliation import Group, Grouping
from eloggraph.analysis.offers import Norm, Offer
from eloggraph.analysis.outcome import ActionRank, ObservationRank, Remark
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.questions import brokerage, coverage, silos
from eloggraph.analysis.questions.coverage import measure_recorded
from eloggraph.analysis.questions.silos import SiloVerdict, judge_silos
from eloggraph.analysis.statistics.segregation import GroupTies
from eloggraph.analysis.summary import choose_headline, list_actions, list_observations
from eloggraph.text import Text
from networks import answer_coverage, make_material, make_segregation

AXIS = [Group(iri=name, label=Text.same(name)) for name in ("one", "two", "three")]
LEVELS: dict[str, dict[str, Any]] = {
    "siloed": {"p_lower": 0.001, "assortativity": 0.5},
    "leaning": {"p_lower": 0.03, "assortativity": 0.2},
    "none": {},
    "too-little-data": {"ties": 19},
}


def _ask(key: str, remarks: list[tuple[int, str]], opening: str | None = None) -> Any:
    told = [Remark(rank=rank, text=Text.same(text)) for rank, text in remarks]
    question: Question[int] = Question(
        key="silos",
        order=1,
        section_order=1,
        measure=lambda _: 1,
        tell=lambda _: (),
        open=lambda *_: Text.same(opening) if opening else None,
        observe=lambda _: told,
        advise=lambda *_: told,
    )
    return question, question.answer(make_material(None))  # type: ignore[arg-type]


def _english(texts: tuple[Text, ...]) -> list[str]:
    return [text.en for text in texts]


@pytest.fixture
def alone(make_node: Any, make_network: Any) -> Material:
    """One actor without a tie."""
    return make_material(make_network([make_node("a")], []))


def test_remarks_are_told_by_rank_then_by_question_then_as_they_come(region: Any) -> None:
    nothing = make_material(replace(region, nodes=(), ties=()))
    asked = [_ask("x", [(9, "last"), (2, "b"), (2, "c")]), _ask("y", [(2, "d"), (1, "a")])]
    assert _english(list_observations(asked, nothing)) == ["a", "b", "c"]
    assert _english(list_actions(asked, nothing)) == ["a", "b", "c"]


# As the report has always opened: what is wrong, what is fragile, what is seen, what is plain.
@pytest.mark.parametrize(
    ("ranks", "order"),
    [
        (ObservationRank, "APART GAP FRAGILE ISOLATED DATED PATTERN NARROW CALM SUMMARY"),
        (ActionRank, "FILL CONNECT AGREE SURVEY LOOK DOUBLE"),
    ],
)
def test_no_two_kinds_of_remark_have_one_rank(
    ranks: type[ObservationRank | ActionRank], order: str
) -> None:
    assert sorted(ranks.__members__, key=lambda name: ranks[name]) == order.split()
    assert len({ranks[name].value for name in order.split()}) == len(order.split())


def test_what_is_said_twice_is_told_once_at_its_first_rank(region: Any) -> None:
    nothing = make_material(replace(region, nodes=(), ties=()))
    asked = [_ask("x", [(9, "again"), (1, "again"), (3, "more"), (4, "most"), (5, "end")])]
    assert _english(list_observations(asked, nothing)) == ["again", "more", "most"]


def test_the_first_question_that_has_a_headline_opens(alone: Material) -> None:
    asked = [_ask("x", []), _ask("y", [], "Second."), _ask("z", [], "Third.")]
    assert choose_headline(asked, alone).en == "Second."
    assert (
        choose_headline(asked[:1], alone).en == "The data has 1 actor and 0 networks or projects."
    )


@pytest.mark.parametrize(
    ("rank", "isolates"), [(ObservationRank.FRAGILE, 1), (ObservationRank.DATED, 0)]
)
def test_isolates_are_told_between_what_is_fragile_and_what_ends(
    alone: Material, rank: int, isolates: int
) -> None:
    told = _english(list_observations([_ask("x", [(rank, "other")])], alone))
    assert told[isolates] == "One actor has no recorded connections: a."


@pytest.mark.parametrize(("rank", "isolates"), [(ActionRank.SURVEY, 1), (ActionRank.DOUBLE, 0)])
def test_isolates_are_looked_into_after_surveys(alone: Material, rank: int, isolates: int) -> None:
    told = _english(list_actions([_ask("x", [(rank, "other")])], alone))
    assert told[isolates].endswith("only a record of them: a.")


def test_the_last_end_of_dated_ties_is_told(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    nodes = [make_node(name) for name in "abc"]
    ties = [make_tie("a", "b", until="2026-06-30"), make_tie("b", "c", until="2026")]
    ties += [make_tie("a", "c")]
    told = list_observations([], make_material(make_network(nodes, ties)))
    assert _english(told) == [
        "Of the recorded connections (3 in all), 2 are for a fixed term; the last of them ends 2026."
    ]


def _verdicts(*levels: str, **changes: Any) -> list[SiloVerdict]:
    return [
        judge_silos(
            Grouping(key=f"g{at}", label=Text.same(f"g{at}"), groups=()),
            make_segregation(**LEVELS[level] | changes),
        )
        for at, level in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("levels", "headline"),
    [
        ((), "no groups of actors that could be compared"),
        (("too-little-data",), "nothing can be concluded about silos yet"),
        (("too-little-data", "none"), "no silos (g1)"),
        (("none", "leaning"), "Connections lean towards the inside of groups (g1)"),
        (("leaning", "siloed", "none", "siloed"), "The network is siloed: connections clearly"),
        (("siloed", "none", "siloed"), "inside groups (g0, g2)"),
    ],
)
def test_the_gravest_level_opens_with_its_groupings(
    alone: Material, levels: tuple[str, ...], headline: str
) -> None:
    opening = silos.QUESTION.open(tuple(_verdicts(*levels)), alone)
    assert opening
    assert headline in opening.en


def test_silos_are_observed_gravest_first_and_calm_ones_by_level(alone: Material) -> None:
    verdicts = _verdicts("none", "leaning", "too-little-data", "siloed", "none")
    told = list(silos.QUESTION.observe(tuple(verdicts)))
    assert [remark.rank for remark in told] == [
        *[ObservationRank.APART, ObservationRank.APART],
        *[ObservationRank.CALM, ObservationRank.CALM],
    ]
    assert [remark.text for remark in told[:2]] == [verdicts[3].sentence, verdicts[1].sentence]
    assert told[2].text.en.endswith("groupings: g0, g4.")
    assert told[3].text.en.endswith("(g2).")


def _advise(alone: Material, *verdicts: SiloVerdict) -> list[str]:
    return [remark.text.en for remark in silos.QUESTION.advise(tuple(verdicts), alone)]


def _group(name: str, internal: int, external: int, actors: int = 4) -> GroupTies:
    return GroupTies(group=name, actors=actors, internal=internal, external=external)


# The group with the smallest share of ties to others; then the larger one, then by name.
@pytest.mark.parametrize(
    ("groups", "closed"),
    [
        ([_group("a", 9, 2), _group("b", 9, 1)], "b"),
        ([_group("a", 1, 1), _group("b", 90, 80)], "b"),
        ([_group("a", 0, 0), _group("b", 1, 1)], "b"),
        ([_group("a", 1, 1), _group("b", 2, 2, actors=5)], "b"),
        ([_group("b", 1, 1), _group("a", 2, 2)], "a"),
    ],
)
def test_the_most_closed_group_is_brought_together_with_others(
    alone: Material, groups: list[GroupTies], closed: str
) -> None:
    for level in ("siloed", "leaning"):
        (advice,) = _advise(alone, *_verdicts(level, groups=tuple(groups)))
        assert advice.endswith(f"smallest share of outside connections: {closed}.")
    assert _advise(alone, *_verdicts("none", groups=tuple(groups))) == []


def test_clear_silos_are_bridged_before_leaning_ones(alone: Material) -> None:
    (leaning,) = _verdicts("leaning", groups=(_group("l", 2, 1), _group("x", 1, 1)))
    (siloed,) = _verdicts("siloed", groups=(_group("s", 2, 1), _group("x", 1, 1)))
    assert [advice[-2] for advice in _advise(alone, leaning, siloed)] == ["s", "l"]


@pytest.mark.parametrize(
    ("changes", "ties", "groups"),
    [
        ({"ties": 19}, True, False),
        ({"ties": 20, "inferred": 11}, True, False),
        ({"ties": 20, "inferred": 10, "actors": 11}, False, False),
        ({"actors": 11, "ungrouped": 1}, False, True),
        ({"actors": 12, "ungrouped": 1, "groups": (_group("a", 1, 0),)}, False, True),
        ({"actors": 12, "ties": 19, "ungrouped": 1}, True, False),
    ],
)
def test_what_a_verdict_lacks_is_asked_for(
    alone: Material, changes: dict[str, Any], ties: bool, groups: bool
) -> None:
    (verdict,) = _verdicts("none", **changes)
    assert verdict.level == "too-little-data"
    told = _advise(alone, verdict)
    assert [advice.startswith("Record the connections") for advice in told].count(True) == ties
    assert [advice.startswith("Complete the groups") for advice in told].count(True) == groups


def _cover(norms: list[Norm], offers: list[Offer]) -> tuple[list[Any], list[Any]]:
    material = Material(
        network=None,  # type: ignore[arg-type]
        on=date(2024, 3, 15),
        ask=answer_coverage(offers, norms, AXIS, AXIS[:1]),
    )
    found = measure_recorded(material)
    question = coverage.QUESTION
    return list(question.observe(found)), list(question.advise(found, material))


def _offer(group: str, until: str | None = None) -> Offer:
    return Offer(target_group=group, area="one", service="s", provider="p", until=until)


def _norm(group: str, required: bool = True, surveyed: str | None = "2023") -> Norm:
    return Norm(target_group=group, area="one", required=required, surveyed=surveyed)


# Three cells; what is on record, what is observed of them and what is to be done.
@pytest.mark.parametrize(
    ("norms", "offers", "observed", "advised"),
    [
        ([], [], [], [ActionRank.AGREE]),
        ([], [_offer("one")], [], [ActionRank.AGREE]),
        ([_norm("one")], [_offer("one")], [ObservationRank.NARROW], []),
        ([_norm("one")], [], [ObservationRank.GAP], [ActionRank.FILL]),
        ([_norm("one")], [Offer(service="s")], [], [ActionRank.SURVEY]),
        (
            [_norm("one"), _norm("two"), _norm("three")],
            [_offer("two", "2024"), _offer("three")],
            [ObservationRank.GAP, ObservationRank.GAP, ObservationRank.NARROW],
            [ActionRank.FILL, ActionRank.FILL],
        ),
        ([_norm(at, required=False) for at in ("one", "two", "three")], [], [], []),
        ([_norm("one", surveyed=None)], [], [], [ActionRank.SURVEY]),
    ],
)
def test_gaps_are_observed_and_lead_to_actions(
    norms: list[Norm], offers: list[Offer], observed: list[int], advised: list[int]
) -> None:
    remarks, actions = _cover(norms, offers)
    assert [remark.rank for remark in remarks] == [*observed, ObservationRank.SUMMARY]
    assert [action.rank for action in actions] == advised


def test_nobody_is_sent_to_survey_what_a_table_that_was_not_read_may_tell() -> None:
    for unread, advised in (((), [ActionRank.SURVEY]), (("services.csv",), [])):
        material = Material(
            network=None,  # type: ignore[arg-type]
            on=date(2024, 3, 15),
            ask=answer_coverage([], [_norm("one", surveyed=None)], AXIS, AXIS[:1]),
            unread=unread,
        )
        found = coverage.QUESTION.advise(measure_recorded(material), material)
        assert [action.rank for action in found] == advised


def test_where_no_cell_can_be_shown_no_norm_is_asked_for() -> None:
    material = Material(network=None, on=date(2024, 3, 15), ask=answer_coverage())  # type: ignore[arg-type]
    assert list(coverage.QUESTION.advise(measure_recorded(material), material)) == []


def test_missing_services_are_told_before_ending_ones() -> None:
    remarks, actions = _cover([_norm("one"), _norm("two")], [_offer("two", "2024")])
    assert "a required service is missing from 1 cell" in remarks[0].text.en
    assert "1 cell will be empty within a year" in remarks[1].text.en
    assert actions[0].text.en == "Agree on who will provide the missing service: one – one."
    assert "ends within a year: two – one." in actions[1].text.en


@pytest.mark.parametrize(
    ("norms", "label", "value"),
    [([], "Cells without a service on record", 3), ([_norm("one")], "Missing services", 1)],
)
def test_what_is_missing_can_be_counted_only_under_a_norm(
    norms: list[Norm], label: str, value: int
) -> None:
    material = Material(
        network=None,  # type: ignore[arg-type]
        on=date(2024, 3, 15),
        ask=answer_coverage([], norms, AXIS, AXIS[:1]),
    )
    (figure,) = coverage.QUESTION.figures(measure_recorded(material))
    assert (figure.label.en, figure.value) == (label, value)


def test_a_cut_point_is_observed_and_doubled(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    nodes = [make_node(name) for name in "abcd"]
    path = [make_tie("a", "b"), make_tie("b", "c")]
    for ties, cuts in ((path, True), ([*path, make_tie("a", "c")], False)):
        material = make_material(make_network(nodes, ties))
        question = brokerage.QUESTION
        found = question.measure(material)
        ranks = [remark.rank for remark in question.observe(found)]
        told = [action.text.en for action in question.advise(found, material)]
        fragile = [ObservationRank.FRAGILE] if cuts else []
        assert ranks == [*fragile, ObservationRank.SUMMARY]
        assert [text.endswith("on one actor: b.") for text in told] == [True] * cuts

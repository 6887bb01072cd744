"""What is said first and what is to be done: each remark follows from one verdict, by its rank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eloggraph.analysis.affiliation import Group, Grouping
from eloggraph.analysis.norms import Norm
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.outcome import ActionRank, ObservationRank, Remark
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.questions import brokerage, coverage, silos
from eloggraph.analysis.questions.coverage import measure_recorded
from eloggraph.analysis.questions.silos import SiloVerdict, judge_silos
from eloggraph.analysis.summary import choose_headline, list_actions, list_observations
from eloggraph.text import Text
from networks import answer_coverage, make_group, make_material, make_segregation

AXIS = [Group(iri=name, label=Text.same(name)) for name in ("one", "two", "three")]
LEVELS: dict[str, dict[str, Any]] = {
    "siloed": {"groups": (make_group("a", "closed"), make_group("b", "closed"))},
    "some": {"groups": (make_group("a", "closed"), make_group("b"))},
    "leaning": {"groups": (make_group("a", "leaning"), make_group("b"))},
    "together": {"p_lower": 0.02, "assortativity": 0.2},
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
        (ObservationRank, "APART GAP UNSEATED FRAGILE ISOLATED DATED PATTERN NARROW CALM SUMMARY"),
        (ActionRank, "SEAT FILL CONNECT AGREE SURVEY LOOK DOUBLE"),
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


def test_a_question_that_can_say_nothing_opens_after_those_that_can(alone: Material) -> None:
    first, second = _ask("x", [], "Too little."), _ask("y", [], "Second.")
    unsure = (first[0], replace(first[1], undecided=True))
    assert choose_headline([unsure, second], alone).en == "Second."
    assert choose_headline([unsure], alone).en == "Too little."


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
        (
            ("too-little-data", "none"),
            "no clear silos (g1). The smallest silo that would have shown",
        ),
        (("none", "together"), "inside groups than chance would give (g1)"),
        (("together", "leaning"), "some groups tend to stay inside the group (g0, g1: a)"),
        (("leaning", "some", "none"), "Some groups keep to themselves"),
        (("leaning", "some", "none"), "(g1: a)"),
        (("some", "siloed", "none", "siloed"), "The network is siloed (g1, g3)"),
        (("siloed", "none"), "inside the group (a, b)"),
    ],
)
def test_the_gravest_level_opens_with_its_groupings(
    alone: Material, levels: tuple[str, ...], headline: str
) -> None:
    opening = silos.QUESTION.open(tuple(_verdicts(*levels)), alone)
    assert opening
    assert headline in opening.en


def test_silos_are_observed_gravest_first_and_calm_ones_by_level(alone: Material) -> None:
    verdicts = _verdicts("none", "leaning", "too-little-data", "siloed", "none", "some")
    told = list(silos.QUESTION.observe(tuple(verdicts)))
    assert [remark.rank for remark in told] == [
        *[ObservationRank.APART] * 3,
        *[ObservationRank.CALM, ObservationRank.CALM],
    ]
    assert [remark.text for remark in told[:3]] == [verdicts[at].sentence for at in (3, 5, 1)]
    assert "groupings: g0, g4. The smallest silo" in told[3].text.en
    assert told[4].text.en.endswith("(g2).")


def test_a_single_calm_grouping_is_told_in_full_and_an_explained_one_not_again() -> None:
    (calm,) = _verdicts("none")
    (remark,) = silos.QUESTION.observe((calm,))
    assert remark.text == calm.sentence
    explained = replace(calm, explained_by=Text.same("sector"))
    assert list(silos.QUESTION.observe((explained,))) == []


def _advise(material: Material, *verdicts: SiloVerdict) -> list[str]:
    return [remark.text.en for remark in silos.QUESTION.advise(tuple(verdicts), material)]


def test_groups_that_are_named_are_brought_together_with_others(alone: Material) -> None:
    told = {
        level: _advise(alone, *_verdicts(level))
        for level in ("siloed", "some", "leaning", "together", "none")
    }
    assert told["siloed"] == ["Bring actors of these groups (2) together with others: a, b."]
    assert told["some"] == ["Bring actors of this group together with others: a."]
    assert told["leaning"] == told["some"]
    assert (told["together"], told["none"]) == ([], [])
    both = [*_verdicts("some"), *_verdicts("siloed"), *_verdicts("some")]
    assert _advise(alone, *both) == [*told["siloed"], *told["some"]]  # each once, gravest first


@pytest.fixture
def crowd(make_node: Any, make_tie: Any, make_network: Any) -> Any:
    """A network of so many actors, of which so many ties are on record."""

    def make(actors: int, ties: int) -> Material:
        nodes = [make_node(f"n{at:02}") for at in range(actors)]
        pairs = [(u, v) for u in range(actors) for v in range(u + 1, actors)][:ties]
        return make_material(
            make_network(nodes, [make_tie(f"n{u:02}", f"n{v:02}") for u, v in pairs])
        )

    return make


@pytest.mark.parametrize(
    ("actors", "ties", "asked"), [(12, 19, True), (12, 20, False), (11, 19, False), (12, 0, True)]
)
def test_ties_are_asked_for_only_where_they_are_too_few(
    crowd: Any, actors: int, ties: int, asked: bool
) -> None:
    told = _advise(crowd(actors, ties), *_verdicts("too-little-data"))
    wanted = f"Record the connections between actors: {ties} are on record"
    assert [advice.startswith(wanted) for advice in told] == [True] * asked


@pytest.mark.parametrize(
    ("known", "unknown", "groups", "asked"),
    [
        (11, 1, 2, True),
        (10, 1, 2, False),  # eleven actors are no network to judge, whatever is known of them
        (12, 3, 1, True),
        (12, 3, 2, False),
        (12, 4, 2, True),  # more than a fifth
        (12, 0, 1, False),
    ],
)
def test_groups_are_asked_for_by_the_names_of_who_lacks_them(
    crowd: Any, known: int, unknown: int, groups: int, asked: bool
) -> None:
    named = tuple(make_group(name) for name in "ab"[:groups])
    (verdict,) = _verdicts("none", actors=known, ungrouped=unknown, groups=named)
    lacking = tuple(f"n{at:02}" for at in range(unknown))
    told = _advise(crowd(20, 30), replace(verdict, without_group=lacking))
    assert len(told) == asked
    assert all(f"lack it ({unknown}): n00" in advice for advice in told)


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
    assert remarks[0].text.en == "A required service is missing from one cell: one – one."
    assert "1 cell will be empty within a year" in remarks[1].text.en
    assert actions[0].text.en == "Agree on who will provide the missing service: one – one."
    assert "ends within a year: two – one." in actions[1].text.en


def test_where_no_cell_can_be_shown_nothing_is_counted() -> None:
    """Nought cells without a service would say that every cell has one."""
    material = Material(network=None, on=date(2024, 3, 15), ask=answer_coverage())  # type: ignore[arg-type]
    found = measure_recorded(material)
    assert list(coverage.QUESTION.figures(found)) == list(coverage.QUESTION.gauges(found)) == []


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

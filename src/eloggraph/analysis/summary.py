"""What to say first and what to do next: the remarks of all questions, by fixed ranks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from eloggraph.analysis.outcome import ActionRank, ObservationRank, Outcome, Remark
from eloggraph.analysis.question import Material, Question, tell_left_out
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say

MOST_OBSERVATIONS, MOST_ACTIONS = 3, 3

Asked = Sequence[tuple[Question[Any], Outcome[Any]]]


def choose_headline(asked: Asked, material: Material) -> Text:
    """Return one sentence on what is true overall: that of the first question that has one.

    A question that cannot say anything for lack of data comes after those that can.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> choose_headline([], Material(network=nothing, on=date(2024, 1, 1))).en
    'There are no actors in the data.'
    """
    counts, when = material.counts, write_day(material.on.isoformat())
    if not counts.actors:
        gone = _tell_actors_left_out(material)
        return (
            say("analysis.headline.none-there", when=when, parts=gone)
            if gone
            else say("analysis.headline.empty")
        )
    left_out = material.tell_left_out()
    if not counts.ties and left_out:
        return say("analysis.headline.none-live", when=when, parts=left_out)
    decided_first = sorted(asked, key=lambda each: each[1].undecided)
    opened = (q.open(outcome.found, material.of(q.key)) for q, outcome in decided_first)
    plain = say("analysis.headline.amounts", **material.counts.amounts())
    return next((text for text in opened if text is not None), plain)


def _tell_actors_left_out(material: Material) -> Text | None:
    kinds = [each for each in material.kinds if each.name == "organisation"]
    ended, later = sum(each.ended for each in kinds), sum(each.later for each in kinds)
    return tell_left_out(ended, later, aside=sum(each.aside for each in kinds))


def list_observations(asked: Asked, material: Material) -> tuple[Text, ...]:
    """Return at most three sentences, most important first.

    The order is that of :class:`~eloggraph.analysis.outcome.ObservationRank`: silos that were
    found, services that are missing or ending, actors that hold the network together, actors
    without ties, ties that end, clusters, services on one provider, groupings without silos and
    what cannot be said for lack of data, and then the verdicts as they stand.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list_observations([], Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    remarks = [remark for q, outcome in asked for remark in q.observe(outcome.found)]
    remarks += _observe_counts(material)
    told = [each for each in remarks if not (material.public and each.working)]
    return _choose(told, MOST_OBSERVATIONS)


def list_actions(asked: Asked, material: Material) -> tuple[Text, ...]:
    """Return at most three things to do next, most urgent first.

    Each follows from one verdict, in the order of
    :class:`~eloggraph.analysis.outcome.ActionRank`: gaps are to be filled, ending services
    continued, silos bridged, data recorded where a verdict lacks it, norms agreed where there are
    none, unknown cells surveyed, isolated actors looked into, single points of failure doubled.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list_actions([], Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    remarks = [
        remark for q, outcome in asked for remark in q.advise(outcome.found, material.of(q.key))
    ]
    return _choose([*remarks, *_advise_on_counts(material)], MOST_ACTIONS)


def _choose(remarks: Iterable[Remark], most: int) -> tuple[Text, ...]:
    by_rank = sorted(remarks, key=lambda remark: remark.rank)
    return tuple(dict.fromkeys(remark.text for remark in by_rank))[:most]


def _observe_counts(material: Material) -> Iterator[Remark]:
    isolates, left_out = _name_isolates(material), material.counts.tell_left_out()
    if left_out:
        told = say("analysis.observation.left-out", parts=left_out)
        yield Remark(rank=ObservationRank.DATED, text=told)
    if isolates:
        entry = "isolates-now" if material.tell_left_out() else "isolates"
        told = say(f"analysis.observation.{entry}", n=len(isolates), names=join_names(isolates))
        yield Remark(rank=ObservationRank.ISOLATED, text=told, working=True)


def _advise_on_counts(material: Material) -> Iterator[Remark]:
    isolates = _name_isolates(material)
    counts = material.counts
    if not counts.ties and material.tell_left_out():
        entry = "renew" if counts.ended else "record"
        yield Remark(rank=ActionRank.CONNECT, text=say(f"analysis.action.{entry}"))
    if isolates:
        told = say("analysis.action.isolates", names=join_names(isolates))
        yield Remark(rank=ActionRank.LOOK, text=told)


def _name_isolates(material: Material) -> list[Text]:
    if not material.counts.ties and material.tell_left_out():
        return []  # the headline says it of all
    alone = set(material.counts.isolates)
    return [node.label for node in material.network.nodes if node.iri in alone]

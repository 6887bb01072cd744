"""Where actors say different things of one fact: two corrections, and a tie that one denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from eloggraph.cards.collect import Cards
from eloggraph.cards.model import Added, Answer
from eloggraph.cards.values import Values


def mark_conflicts(answers: Sequence[Answer]) -> list[Answer]:
    """Mark the cells that two actors correct in different ways: they stay as they are.

    >>> mark_conflicts([])
    []
    """
    wanted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for answer in answers:
        if answer.change:
            wanted[answer.change.node, answer.change.column.key].add(answer.change.value)
    return [
        replace(answer, said="conflict", change=None)
        if answer.change and len(wanted[answer.change.node, answer.change.column.key]) > 1
        else answer
        for answer in answers
    ]


def mark_contradictions(
    values: Values, cards: Cards, answers: Sequence[Answer], answered: set[str]
) -> list[Answer]:
    """Mark the ties that one side names and the other, who has answered, does not.

    A tie on record that one side confirms and the other denies; and one that a side adds, which
    the other neither adds nor confirms: of that one the other side has an answer of its own.

    Parameters
    ----------
    values, cards
        The network as it is, and the cards of its actors.
    answers
        What was said.
    answered
        The keys of the cards that came back with answers.
    """
    named = {
        (answer.node, answer.actor)
        for answer in answers
        if answer.part == "tie" and answer.said in ("confirmed", "corrected")
    }
    affirmed = {node for node, _ in named}
    marked = [
        replace(answer, said="contradicted")
        if answer.part == "tie" and answer.said == "denied" and answer.node in affirmed
        else answer
        for answer in answers
    ]
    by_id = {card.id: card for key, card in cards.cards.items() if key in answered}
    sides: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for answer in answers:
        if answer.part == "tie" and answer.added:
            sides[_find_sides(values, cards, answer.added)].add(answer.actor)
    for node, actor in named:
        ends = values.records.values(node or "", "elo:linkFrom", "elo:linkTo")
        ids = (values.records.value(end, "dct:identifier") or end for end in ends)
        sides[frozenset(ids)].add(actor)
    for answer in answers:
        if answer.part != "tie" or answer.added is None:
            continue
        pair = _find_sides(values, cards, answer.added)
        for id_ in sorted(pair & by_id.keys()):
            other = by_id[id_]
            if other.actor not in sides[pair]:
                marked.append(
                    replace(
                        answer,
                        actor=other.actor,
                        label=other.label,
                        said="contradicted",
                        added=None,
                        note="",
                    )
                )
    return marked


def _find_sides(values: Values, cards: Cards, added: Added) -> frozenset[str]:
    """Return the ids of the two sides of a tie that was added."""
    said = dict(added.cells)
    columns = [values.find(cards.tables["tie"], path) for path in ("elo:linkFrom", "elo:linkTo")]
    return frozenset(said[column.key] for column in columns if column.key in said)

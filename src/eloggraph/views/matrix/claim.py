"""What the matrix says in a sentence, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eloggraph.analysis.coverage_cells import WITHOUT_NORM
from eloggraph.analysis.sentences import join_amounts, join_names
from eloggraph.text import Text, capitalise, say

if TYPE_CHECKING:
    from eloggraph.analysis.coverage_cells import Coverage
    from eloggraph.analysis.group_pairs import GroupPair, GroupPairs, PairedGroup

_MOST_NAMED = 3


def claim_pairs(found: GroupPairs) -> Text | None:
    """Return what departs from chance most: closed groups, else one cell; None where none does."""
    departing = found.departing()
    if not departing:
        return None
    closed = [at for at, group in enumerate(found.groups) if group.apart]
    # Ties of an actor in several groups are in several cells, whose sum is no number of ties.
    if closed and not found.several and len(closed) < len(found.groups):
        ties, expected = _sum_out(found, set(closed))
        names = [name_group(found.groups[at]) for at in closed]
        told = {"n": ties, "expected": round(expected), "names": capitalise(_join(names))}
        return say(f"matrix.{_claims(found)}.closed{'' if ties else '-none'}", **told)
    return _tell_pair(found, departing[0])


def _tell_pair(found: GroupPairs, pair: GroupPair) -> Text:
    names = sorted((pair.first, pair.second))
    first, second = (name_group(found.groups[at]) for at in names)
    told = {"first": capitalise(first), "second": second, "n": pair.ties}
    kind = "inside" if pair.first == pair.second else "pair"
    entry = kind if pair.ties else f"{kind}-none"
    return say(f"matrix.{_claims(found)}.{entry}", expected=round(pair.expected), **told)


def _claims(found: GroupPairs) -> str:
    return "claim" if found.counted == "ties" else "claim-pairs"


def _count(found: GroupPairs, n: int) -> Text:
    return say("pages.count.ties" if found.counted == "ties" else "matrix.count.pairs", n=n)


def _join(names: list[Text]) -> Text:
    return join_amounts(names) if len(names) <= _MOST_NAMED else join_names(names)


def _sum_out(found: GroupPairs, chosen: set[int]) -> tuple[int, float]:
    """Return the ties from some groups to all others, and those expected."""
    out = [pair for pair in found.pairs if (pair.first in chosen) != (pair.second in chosen)]
    return sum(pair.ties for pair in out), sum(pair.expected for pair in out)


def name_group(group: PairedGroup) -> Text:
    """Return the name of a group, or that it is the smallest ones together."""
    return group.label or say("matrix.pairs.others", n=len(group.members))


def tell_basis(found: GroupPairs) -> Text:
    """Return in a line how many ties and actors were counted and how many cells depart."""
    return join_sentences(list(_list_basis(found)))


def _list_basis(found: GroupPairs) -> Iterator[Text]:
    closed = [at for at, group in enumerate(found.groups) if group.apart]
    if closed and not found.several and found.departing():
        inside = [found.pair(at, at) for at in closed]
        ties = _count(found, sum(pair.ties for pair in inside))
        expected = round(sum(pair.expected for pair in inside))
        yield say("matrix.basis.within", n=ties, expected=expected)
    if found.count_judged():
        n = len(found.departing())
        yield say("matrix.basis.departing", n=n, judged=found.count_judged())
    counted = say(
        "matrix.basis.among",
        actors=say("pages.count.actors", n=found.actors),
        ties=_count(found, found.ties),
    )
    yield say(f"matrix.basis.{found.counted}", counted=counted)
    if found.inferred and found.counted == "ties":
        yield say("matrix.basis.shared", n=found.inferred)
    if found.ungrouped:
        yield say("matrix.basis.ungrouped", n=found.ungrouped)


def join_sentences(sentences: list[Text]) -> Text:
    """Return sentences one after another.

    >>> join_sentences([Text.same("One."), Text.same("Two.")]).en
    'One. Two.'
    """
    return join_names(sentences, most=len(sentences), separator=" ")


def claim_coverage(coverage: Coverage) -> Text:
    """Return what is true of coverage as a whole; without a norm nothing is missing."""
    counts = dict(coverage.counts)
    required = sum(n for state, n in counts.items() if state not in ("not-required", *WITHOUT_NORM))
    weak = counts["thin"] + counts["few"] + counts["ending"]
    if counts["missing"]:
        return say("matrix.coverage.missing", n=counts["missing"], of=required)
    if counts["unknown"]:
        return say("matrix.coverage.unknown", n=counts["unknown"], of=required)
    if weak:
        return say("matrix.coverage.weak", n=weak)
    if required:
        return say("matrix.coverage.all-met")
    free = counts["recorded"] + counts["none-recorded"]
    if not free:
        return say("matrix.coverage.not-required")
    if not counts["recorded"]:
        return say("matrix.coverage.none-recorded")
    if not counts["none-recorded"]:
        return say("matrix.coverage.all-recorded")
    return say("matrix.coverage.some-recorded", n=counts["recorded"], of=free)

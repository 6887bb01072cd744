"""Challenges, what is proposed and done about them, and how they were voted on, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.plans import (
    code_of,
    is_over,
    keep_narrowest,
    list_above,
    name_kind,
    name_owners,
    read_standing,
    tell_status,
    walk,
)
from eloggraph.analysis.question import Material
from eloggraph.snapshot.days import has_begun, last_day
from eloggraph.text import Text, say

CHALLENGE, PROPOSAL, MEASURE = "elo:Challenge", "elo:Proposal", "elo:Measure"
Sort = Literal["challenge", "proposal", "work"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A row: a challenge, a proposal for it or what is done about it; ``level`` tells how far down.

    ``votes`` are those of a challenge; ``voted`` tells that there was a vote on it.
    """

    iri: str
    label: Text
    kind: Text
    sort: Sort
    level: int
    owners: tuple[Text, ...]
    voted: bool
    votes: int | None
    status: Text | None
    breaks: tuple[Literal["proposal", "work", "owner"], ...]


class ChallengeTree:
    """The network's own challenges, proposals and what is done, as they hang together.

    Parameters
    ----------
    material
        What a question may look at.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list(ChallengeTree(Material(network=nothing, on=date(2024, 1, 1))).lay())
    []
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        self.records = material.records
        self.challenges = self._own(CHALLENGE)
        self.proposals = self._own(PROPOSAL)
        self._known = frozenset(self.challenges)
        self._proposed = frozenset(self.proposals)

    def _own(self, kind: str) -> tuple[str, ...]:
        own = filter(self.records.is_own, self.records.of(kind))
        return tuple(each for each in own if read_standing(self.material, each) != "cancelled")

    def wholes(self, challenge: str) -> tuple[str, ...]:
        """Return the larger challenges that one is part of."""
        return self.records.values(challenge, "dct:isPartOf")

    def parts(self, challenge: str) -> tuple[str, ...]:
        """Return the parts of a challenge."""
        found = self.records.subjects(challenge, "dct:isPartOf")
        return tuple(each for each in found if each in self._known)

    def named(self, node: str) -> tuple[str, ...]:
        """Return the challenges that a proposal or work names, a part before its whole."""
        return keep_narrowest(self.records.values(node, "elo:addressesChallenge"), self.wholes)

    def answers(self, challenge: str, *classes: str) -> tuple[str, ...]:
        """Return what is proposed or done about a challenge or a part of it, and is not over."""
        return tuple(
            each
            for part in (challenge, *list_above(challenge, self.parts))
            for each in self.records.subjects(part, "elo:addressesChallenge")
            if (not classes or self.records.is_a(each, *classes))
            and not is_over(self.material, each)
        )

    def carried_out(self, proposal: str) -> bool:
        """Tell whether a measure or a project carries out a proposal."""
        found = self.records.subjects(proposal, "elo:implementsProposal")
        return any(not is_over(self.material, each) for each in found)

    def children(self, node: str) -> tuple[str, ...]:
        """Return what stands below a challenge or a proposal."""
        if node in self._known:
            direct = [
                each
                for each in self.records.subjects(node, "elo:addressesChallenge")
                if node in self.named(each) and self._is_shown(each)
            ]
            return (*direct, *self.parts(node))
        if node in self._proposed:
            found = self.records.subjects(node, "elo:implementsProposal")
            return tuple(
                each for each in found if read_standing(self.material, each) != "cancelled"
            )
        return ()

    def _is_shown(self, node: str) -> bool:
        """Work that carries out a proposal stands under the proposal."""
        if node in self._proposed:
            return True
        proposals = self.records.values(node, "elo:implementsProposal")
        is_under = any(each in self._proposed for each in proposals)
        return not is_under and read_standing(self.material, node) != "cancelled"

    def lay(self) -> Iterator[Answer]:
        """Yield the rows: challenges with all that answers them, then proposals for none."""
        tops = [each for each in self.challenges if not set(self.wholes(each)) & self._known]
        loose = [each for each in self.proposals if not set(self.named(each)) & self._known]
        for node, path in walk([*tops, *loose], self.children):
            yield self._make_row(node, len(path))

    def _make_row(self, node: str, level: int) -> Answer:
        material = self.material
        sort: Sort = (
            "challenge" if node in self._known else "proposal" if node in self._proposed else "work"
        )
        kind = "part" if sort == "challenge" and level else sort
        polls = list(list_votes(material, node)) if sort == "challenge" else []
        counted = [votes for _, votes in polls if votes is not None]
        owners = name_owners(material, node) if sort == "work" else ()
        return Answer(
            iri=node,
            label=material.name(node),
            kind=name_kind(material, node) if sort == "work" else say(f"challenges.kind.{kind}"),
            sort=sort,
            level=level,
            owners=owners,
            voted=bool(polls),
            votes=counted[-1] if counted else None,
            status=tell_status(material, node),
            breaks=tuple(self._list_breaks(node, sort, bool(owners))),
        )

    def _list_breaks(
        self, node: str, sort: Sort, owned: bool
    ) -> Iterator[Literal["proposal", "work", "owner"]]:
        if is_over(self.material, node):
            return
        if sort == "challenge":
            if self._proposed and not self.answers(node, PROPOSAL):
                yield "proposal"
            elif not self.answers(node):
                yield "work"
        elif sort == "proposal" and not self.carried_out(node):
            yield "work"
        elif sort == "work" and not owned and self.records.is_a(node, MEASURE):
            yield "owner"


Poll = tuple[str, str]


def list_votes(material: Material, challenge: str) -> Iterator[tuple[Poll, int | None]]:
    """Yield the votes that a challenge got, vote by vote; None where nobody tells how many."""
    records = material.records
    for indicator in records.values(challenge, "elo:measuredBy"):
        if code_of(records.value(indicator, "elo:unit")) != "vote":
            continue
        counted: dict[Poll, str] = {}
        for seen in records.subjects(indicator, "elo:ofIndicator"):
            on, value = records.value(seen, "elo:observedOn"), records.value(seen, "elo:value")
            if value is not None and has_begun(on, material.on):
                day = last_day(on).isoformat() if on else ""
                counted[day, records.value(seen, "dct:source") or ""] = value
        yield from ((poll, round(float(value))) for poll, value in sorted(counted.items()))
        if not counted:
            yield ("", ""), None


def find_first(
    material: Material, challenges: Sequence[Answer]
) -> tuple[int | None, tuple[str, ...]]:
    """Return the most votes that a challenge got in the latest vote, and which got so many."""
    polls: dict[Poll, dict[str, int]] = {}
    for row in challenges:
        for poll, votes in list_votes(material, row.iri):
            if votes is not None:
                polls.setdefault(poll, {})[row.iri] = votes
    if not polls:
        return None, ()
    latest = polls[max(polls)]
    most = max(latest.values())
    return most, tuple(each for each, votes in latest.items() if votes == most)

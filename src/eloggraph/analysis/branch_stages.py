"""The steps from aims to who answers: at each how many there are, and how many come no further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.branches import Branch, Tree
from eloggraph.analysis.plans import Named
from eloggraph.analysis.questions.challenges import Challenges
from eloggraph.analysis.questions.goals import Goals

Sort = Literal["goals", "challenges", "proposals", "packages", "measures", "works", "owners"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step: of ``n`` things ``broken`` come no further, for the break named ``lack``.

    Parameters
    ----------
    over
        How many are over, of which nothing is asked.
    later, past
        Of goals: for how many nothing has begun yet, and for how many all has ended.
    others
        How much other work there is beside the measures.
    reaching
        Of proposals: how many come to somebody who answers for what is done.
    named
        Who answers, where it is the last step.

    """

    sort: Sort
    n: int
    broken: int = 0
    lack: str | None = None
    over: int = 0
    later: int = 0
    past: int = 0
    others: int = 0
    reaching: int = 0
    named: tuple[Named, ...] = ()

    @property
    def judged(self) -> int:
        """How many something is asked of."""
        return self.n - self.over

    @property
    def go_on(self) -> int:
        """How many come further, or would."""
        return max(0, self.judged - self.broken - self.past)

    @property
    def is_quiet(self) -> bool:
        """Whether so nearly all break that the page says it once: then a branch says it quietly."""
        return self.judged >= _QUIET_FROM and self.broken >= _NEARLY_ALL * self.judged


_QUIET_FROM, _NEARLY_ALL = 5, 0.9


def count_challenge_stages(found: Challenges, trees: Sequence[Tree]) -> tuple[Stage, ...]:
    """Return the steps from challenges to who answers; a step that no row stands for is left out.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.question import Material
    >>> from eloggraph.analysis.questions.challenges import measure_challenges
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> found = measure_challenges(Material(network=nothing, on=date(2024, 1, 1)))
    >>> count_challenge_stages(found, ())
    ()
    """
    return tuple(_keep(_list_challenge_stages(found, trees)))


def _list_challenge_stages(found: Challenges, trees: Sequence[Tree]) -> Iterator[Stage]:
    lack = "answer" if found.proposals else "work"
    yield Stage(sort="challenges", n=found.challenges, broken=len(found.open), lack=lack)
    yield Stage(
        sort="proposals",
        n=found.proposals,
        broken=len(found.unimplemented),
        lack="work",
        over=found.proposals - found.current,
        reaching=sum(each.reaches for each in _list_all(trees).values() if each.what == "proposal"),
    )
    deeds = [each for each in _list_all(trees).values() if each.column == "deed"]
    yield Stage(
        sort="works" if any(each.what == "work" for each in deeds) else "measures",
        n=found.works,
        broken=_count(deeds, "owner"),
        lack="owner",
        over=sum(each.time == "ended" for each in deeds),
    )
    yield _count_owners(trees)


def count_goal_stages(found: Goals, trees: Sequence[Tree]) -> tuple[Stage, ...]:
    """Return the steps from goals to who answers; a step that no row stands for is left out."""
    return tuple(_keep(_list_goal_stages(found, trees)))


def _list_goal_stages(found: Goals, trees: Sequence[Tree]) -> Iterator[Stage]:
    yield Stage(
        sort="goals",
        n=found.goals,
        broken=len(found.unworked),
        lack="work",
        later=len(found.to_come),
        past=len(found.ended),
    )
    works = [each for each in _list_all(trees).values() if each.column != "aim"]
    bare = sum(each.what == "package" and not each.children for each in works)
    yield Stage(sort="packages", n=found.packages, broken=bare, lack="work")
    yield Stage(
        sort="measures",
        n=found.measures,
        broken=len(found.ownerless),
        lack="owner",
        over=found.measures - found.current,
        others=sum(each.what == "work" for each in works),
    )
    yield _count_owners(trees)


def _keep(stages: Iterator[Stage]) -> Iterator[Stage]:
    """Leave out what there is nothing of; that nobody answers is told where somebody should."""
    kept = [each for each in stages if each.n or each.sort == "owners"]
    return iter(kept if len(kept) > 1 else ())


def _count_owners(trees: Sequence[Tree]) -> Stage:
    deeds = (each for tree in trees for each in tree.walk() if each.reaches)
    ends = (each for each in deeds if each.column == "deed")
    named = {owner.iri: owner for each in ends for owner in each.owners}
    return Stage(sort="owners", n=len(named), named=tuple(named.values()))


def _list_all(trees: Sequence[Tree]) -> dict[str, Branch]:
    """Return everything drawn by its IRI, each thing as it is drawn first."""
    found: dict[str, Branch] = {}
    for tree in trees:
        for each in tree.walk():
            found.setdefault(each.iri, each)
    return found


def _count(branches: Sequence[Branch], lack: str) -> int:
    return sum(lack in each.breaks for each in branches)

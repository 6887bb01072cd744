"""What is said of goals and challenges in a sentence, and of each step from them to who answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eloggraph.analysis.branch_stages import Sort, Stage
from eloggraph.analysis.branches import Tree
from eloggraph.analysis.sentences import join_amounts
from eloggraph.text import Text, say

Stages = Mapping[Sort, Stage]
_SORTS = {"goal": "goals", "proposal": "proposals", "package": "packages", "measure": "measures"}


def claim(stages: Sequence[Stage]) -> Text:
    """Return one sentence: what there is, and how much of it comes no further.

    >>> claim([Stage(sort="challenges", n=3, broken=1, lack="work")]).en
    '3 challenges, one of them unanswered'
    """
    steps: Stages = {stage.sort: stage for stage in stages}
    proposals, challenges = steps.get("proposals"), steps.get("challenges")
    asked = challenges.n if challenges else 1
    if proposals is not None and proposals.judged >= asked:
        return _claim_proposals(proposals)
    if challenges is not None:
        return _claim_part(challenges)
    goals, measures = steps.get("goals"), steps.get("measures")
    said = [_claim_goals(goals)] if goals else []
    if measures is not None and measures.judged:
        said.append(_claim_part(measures))
    if not said:
        return say("branches.claim.nothing")
    return said[0] if len(said) == 1 else say("branches.and", first=said[0], second=said[1])


def _claim_part(stage: Stage) -> Text:
    share = _share(stage.broken, stage.judged)
    n = stage.broken if share == "some" else stage.judged
    return say(f"branches.claim.{stage.sort}-{share}", n=n, all=_amount_judged(stage))


def _amount_judged(stage: Stage) -> Text:
    return amount(f"open-{stage.sort}" if stage.over else stage.sort, stage.judged)


def _claim_goals(goals: Stage) -> Text:
    """Where there is work for every goal, it is told for how many that is over or to come."""
    for key, n in (("past", goals.past), ("later", goals.later)):
        if n and not goals.broken:
            return say(f"branches.claim.goals-{key}", n=n, all=amount("goals", goals.n))
    return _claim_part(goals)


def _claim_proposals(stage: Stage) -> Text:
    share, go_on = _share(stage.broken, stage.judged), stage.go_on
    reached = _share(stage.reaching, go_on)
    n = stage.reaching if reached == "some" else go_on
    return say(
        f"branches.claim.proposals-{share}",
        n=go_on if share == "some" else stage.judged,
        all=_amount_judged(stage),
        reaching=say(f"branches.claim.reaching.{reached}", n=n),
    )


def _share(n: int, total: int) -> str:
    return "none" if not n else "all" if n == total else "some"


def amount(sort: str, n: int) -> Text:
    """Return how many there are of a sort.

    >>> amount("goals", 2).fi
    '2 tavoitetta'
    """
    return say("branches.stage.amount", n=n, what=name_stage(sort, n))


def name_stage(sort: str, n: int) -> Text:
    """Return what a number is a number of."""
    return say(f"branches.stage.{sort}", n=n)


def title_stage(stage: Stage) -> Text:
    """Return what stands under the number of a step; of a single actor, its name."""
    if stage.sort == "owners" and len(stage.named) == 1:
        return say("branches.stage.owner", name=stage.named[0].label)
    return name_stage(stage.sort, stage.n)


def name_lack(stage: Stage) -> Text:
    """Return in words what those lack that come no further."""
    is_measure = stage.lack == "work" and stage.sort != "goals"
    return say(f"branches.lack.{'measure' if is_measure else stage.lack}")


def tell_breaks(stage: Stage) -> Text | None:
    """Return how many come no further, or None where all do come further."""
    if not stage.broken:
        return None
    lack = name_lack(stage)
    if stage.broken == stage.judged:
        return say("branches.count.all", lack=lack) if stage.judged > 1 else lack
    return say("branches.count.some", n=stage.broken, lack=lack)


def tell_beside(stage: Stage) -> Iterator[Text]:
    """Yield what else is so of a step: what is over or to come, and other work."""
    for key, n in (
        ("past", stage.past),
        ("later", stage.later),
        ("over", stage.over),
        ("others", stage.others),
    ):
        if n:
            yield say(f"branches.{key}", n=n)


def sum_up(tree: Tree, bare: frozenset[str]) -> Text | None:
    """Return how much is in a tree, and how many of its aims nothing is done for."""
    every = [*([tree.top] if tree.top else []), *tree.walk()]
    found: dict[str, set[str]] = {}
    for each in every:
        found.setdefault(each.what, set()).add(each.iri)
    if "challenge" in found and "work" in found:
        found["work"] |= found.pop("measure", set())
        sorts = {**_SORTS, "work": "works"}
    else:
        sorts = _SORTS
    told = [amount(sort, len(found[what])) for what, sort in sorts.items() if what in found]
    lacking = {each.iri for each in every} & bare
    left = _sum_up_bare(found, len(lacking)) if lacking else None
    if left is not None and found == {"goal": lacking}:
        return left
    if not told:
        return left
    said = join_amounts(told)
    return said if left is None else say("branches.stage.beside", first=said, second=left)


def _sum_up_bare(found: Mapping[str, set[str]], lacking: int) -> Text:
    is_goal = "goal" in found
    lack = "work" if is_goal else "answer" if "proposal" in found else "measure"
    part = amount("goals" if is_goal else "parts", lacking)
    return say("branches.stage.lacking", amount=part, lack=say(f"branches.lack.{lack}"))

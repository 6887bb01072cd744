"""The answer of the view of the service chains in a sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eloggraph.analysis.chain_projects import ChainProject
from eloggraph.analysis.sentences import join_amounts, join_names, write_day
from eloggraph.snapshot.days import last_day
from eloggraph.text import Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.questions.chain import Chains


_IN_WORDS = 10


def tell_claim(found: Chains) -> Text:
    """Return whether the chains hold, who changes on the way, and how many ends are ahead."""
    running = found.running()
    n = len(found.chains)
    if not running:
        return say("lanes.claim.planned", n=n)
    if not any(chain.steps for chain in running):
        return say("lanes.claim.no-steps", n=n)
    broken = len(found.broken())
    whole = (
        say("lanes.broken", n=broken, number=_write(broken))
        if broken
        else say("lanes.whole", n=len(running))
    )
    parts = list(_tell_parts(found))
    if not parts:
        return whole
    return say("lanes.claim.parts", whole=whole, parts=join_amounts(parts))


def _write(n: int, entry: str = "lanes.number-in") -> Text | int:
    """Write a number in words while it is small, as running text has it."""
    return say(f"{entry}.{n}") if 1 < n <= _IN_WORDS else n


def _tell_parts(found: Chains) -> Iterator[Text]:
    changes, partly = (len(found.passing(kind)) for kind in ("other", "partly"))
    if changes:
        yield say("lanes.changes", n=changes, number=_write(changes))
    if partly:
        yield say("lanes.partly", n=partly, number=_write(partly))
    if not changes and not partly and found.passing("same"):
        yield say("lanes.same")
    days = sorted({ending.ends for ending in found.endings}, key=last_day)
    if days:
        n = len(days)
        number = _write(n, "services.number")
        yield say("lanes.endings", n=n, number=number, day=write_day(days[0]))


def tell_basis(found: Chains, projects: Sequence[ChainProject]) -> Text:
    """Return how many steps, services and providers, and which projects build the chains."""
    sentences = list(_tell_sentences(found, projects))
    return Text.each(lambda language: " ".join(each.say(language) for each in sentences))


def _tell_sentences(found: Chains, projects: Sequence[ChainProject]) -> Iterator[Text]:
    steps = [step for chain in found.chains for step in chain.steps]
    services = {step.service for step in steps if step.service}
    providers = {each for step in steps for each in step.providers}
    amounts = [say("lanes.count.chains", n=len(found.chains)), say("chain.steps", n=len(steps))]
    if services:
        amounts.append(say("services.count.services", n=len(services)))
    if providers:
        amounts.append(say("services.count.providers", n=len(providers)))
    yield say("services.basis", amounts=join_amounts(amounts))
    if projects:
        names = join_names([each.project.label for each in projects])
        yield say("lanes.built-by", n=len(projects), names=names)
    planned = [chain.label for chain in found.chains if chain.status is not None]
    if planned and found.running():
        yield say("chain.planned", n=len(planned), names=join_names(planned))

"""The answer of the view of services in a sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eloggraph.analysis.sentences import join_amounts, join_names
from eloggraph.analysis.service_reach import ServiceReach
from eloggraph.text import Text, capitalise, say

if TYPE_CHECKING:
    from eloggraph.analysis.coverage_cells import Coverage

_NAMED, _IN_WORDS = 2, 10


def tell_claim(reach: ServiceReach, coverage: Coverage) -> Text:
    """Return how many services for how many groups, and what of them is weakest."""
    n, groups = len(reach.services), len(reach.groups)
    known = sum(bool(one.groups) for one in reach.services)
    entry = "for-groups" if known == n else "part" if known else "alone"
    amounts = {
        "services": capitalise(say("services.amount.services", n=n, number=_write(n))),
        "groups": say("services.amount.groups", n=groups, number=_write(groups, "number-for")),
    }
    weak = _tell_weakest(reach, coverage)
    number = _write(known, "number-for")
    return say(f"services.claim.{entry}", n=known, number=number, weak=weak, **amounts)


def _write(n: int, entry: str = "number") -> Text | int:
    """Write a number in words while it is small, as running text has it."""
    return say(f"services.{entry}.{n}") if 1 < n <= _IN_WORDS else n


def _tell_weakest(reach: ServiceReach, coverage: Coverage) -> Text:
    if missing := coverage.count("missing"):
        return say("services.weak.missing", n=missing)
    told = {
        "ending": [one for one in reach.services if one.is_ending],
        "no-provider": [one for one in reach.services if not one.providers],
        "one-provider": [one for one in reach.services if one.organisations == 1],
    }
    for key, found in told.items():
        if len(found) == len(reach.services):
            return say(f"services.weak.{key}.all", n=len(found))
        if 0 < len(found) <= _NAMED:
            names = join_names([one.service.label for one in found])
            return say(f"services.weak.{key}.named", names=names)
        if found:
            return say(f"services.weak.{key}.some", n=len(found))
    return say("services.weak.none")


def tell_basis(reach: ServiceReach, coverage: Coverage) -> Text:
    """Return how many there are, what is left out, and for whom no service is on record."""
    sentences = list(_tell_sentences(reach, coverage))
    return Text.each(lambda language: " ".join(each.say(language) for each in sentences))


def _tell_sentences(reach: ServiceReach, coverage: Coverage) -> Iterator[Text]:
    amounts = [say("services.count.services", n=len(reach.services))]
    if reach.providers:
        amounts.append(say("services.count.providers", n=len(reach.providers)))
    if reach.groups:
        amounts.append(say("services.count.groups", n=len(reach.groups)))
    yield say("services.basis", amounts=join_amounts(amounts))
    if coverage.has_norm:
        states = {state: coverage.count(state) for state in ("thin", "few", "ending", "unknown")}
        if told := [say(f"services.state.{key}", n=n) for key, n in states.items() if n]:
            yield say("services.states", states=join_amounts(told))
    if reach.unserved:
        entry = "unserved" if coverage.has_norm else "unserved-no-norm"
        yield say(f"services.{entry}", n=len(reach.unserved))
    if reach.elsewhere:
        yield say("services.elsewhere", n=reach.elsewhere)
    if reach.chains:
        yield say("services.chains", n=reach.chains)

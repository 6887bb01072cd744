"""What stands behind a cell of the coverage, in words: whose norm it is, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eloggraph.analysis.norms import Norm, Rule
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say


def tell_basis(rule: Rule, place: tuple[str, str], labels: Mapping[str, Text]) -> Text | None:
    """Tell for whom the norms of a cell are, and on what decisions and sources they rest.

    For whom is told only where that is more than the cell itself.

    >>> region = Norm(target_group=None, area="179", place="13", decisions=("plan",))
    >>> labels = {"13": Text.same("Keski-Suomi"), "plan": Text.same("ELO-suunnitelma")}
    >>> print(tell_basis(Rule(required=True, norms=(region,)), ("youth", "179"), labels).fi)
    Vaatimus koskee: kaikki kohderyhmät, Keski-Suomi. Perusta: ELO-suunnitelma.
    """
    parts = tuple(_tell_parts(rule, place, labels))
    if not parts:
        return None
    return Text.each(lambda language: " ".join(part.say(language) for part in parts))


def _tell_parts(rule: Rule, place: tuple[str, str], labels: Mapping[str, Text]) -> Iterator[Text]:
    def name(iri: str) -> Text:
        return labels.get(iri, Text.same(iri))

    broader = [n for n in rule.norms if (n.target_group, n.given_for) != place]
    if broader:
        norms = [_name_norm(norm, labels) for norm in broader]
        yield say("coverage.basis.norm", norms=join_names(_once(norms), separator="; "))
    decisions = sorted({each for norm in rule.norms for each in norm.decisions})
    if decisions:
        yield say("coverage.basis.decision", decisions=join_names([*map(name, decisions)]))
    sources = sorted({source for norm in rule.norms for source in norm.sources})
    if sources:
        told = [
            say("coverage.basis.place", source=name(source.document), locator=source.locator)
            if source.locator
            else name(source.document)
            for source in sources
        ]
        yield say("coverage.basis.source", sources=join_names(told))


def _name_norm(norm: Norm, labels: Mapping[str, Text]) -> Text:
    group, area = norm.target_group, labels.get(norm.given_for, Text.same(norm.given_for))
    named = labels.get(group, Text.same(group)) if group else say("coverage.basis.all-groups")
    return say("coverage.basis.for", group=named, area=area)


def _once(names: list[Text]) -> list[Text]:
    return list({name.said: name for name in names}.values())

"""What plans say of their things: whether they hold on the day, who answers for them, what is what.

A plan is a goal, a theme, a work package, a measure, a proposal, a post: what is on record whatever
the day, so that its status and its dates are looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.question import Material
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.snapshot.days import has_begun, last_day
from eloggraph.snapshot.records import Records
from eloggraph.text import Text, catalogue_keys, say

Standing = Literal["in-force", "to-come", "ended", "cancelled"]
_BY_STATUS: dict[str, Standing] = {
    "planned": "to-come",
    "proposed": "to-come",
    "wished": "to-come",
    "ended": "ended",
    "cancelled": "cancelled",
}
OVER: frozenset[Standing] = frozenset({"ended", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing by its IRI and its name."""

    iri: str
    label: Text


def name_all(material: Material, nodes: Iterable[str]) -> tuple[Named, ...]:
    """Return things with their names, in the order given.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> name_all(Material(network=nothing, on=date(2024, 1, 1)), ["urn:x/a"])[0].label.fi
    'a'
    """
    return tuple(Named(iri=node, label=material.name(node)) for node in nodes)


def list_names(named: Sequence[Named], *, most: int = 3) -> Text:
    """Return the names of things in a sentence; they are long, so a semicolon parts them.

    >>> list_names([Named(iri=f"urn:{name}", label=Text.same(name)) for name in "ab"]).en
    'a; b'
    """
    return join_names([each.label for each in named], most=most, separator="; ")


def code_of(iri: str | None) -> str:
    """Return the code of a concept, the end of its IRI; empty where there is none.

    >>> code_of("https://w3id.org/eloggraph/vocab/status/planned"), code_of(None)
    ('planned', '')
    """
    return (iri or "").rpartition("/")[2]


def read_standing(material: Material, node: str, records: Records | None = None) -> Standing:
    """Tell whether a thing holds on the day: by its status, else by its dates.

    What is marked as in force but has dates is judged by them; without either it is in force.
    ``records`` are those of the day where none are given.
    """
    records = records or material.records
    standing = _BY_STATUS.get(code_of(records.value(node, "elo:status")), "in-force")
    until = records.value(node, "elo:validUntil")
    if standing not in OVER and until is not None and last_day(until) < material.on:
        return "ended"
    if standing == "in-force" and not has_begun(records.value(node, "elo:validFrom"), material.on):
        return "to-come"
    return standing


def is_over(material: Material, node: str) -> bool:
    """Tell whether a thing has ended or was cancelled."""
    return read_standing(material, node) in OVER


def tell_status(material: Material, node: str, records: Records | None = None) -> Text | None:
    """Return the status as written, with what the dates add to it; None where nobody says any."""
    records = records or material.records
    status = records.value(node, "elo:status")
    parts = [] if status is None else [material.name(status)]
    since = records.value(node, "elo:validFrom")
    until = records.value(node, "elo:validUntil")
    if until is not None:
        entry = "ended" if last_day(until) < material.on else "lasts"
        parts.append(say(f"plans.{entry}", when=write_day(until)))
    elif not has_begun(since, material.on):
        assert since is not None  # what has no beginning has begun
        parts.append(say("plans.begins", when=write_day(since)))
    return join_names(parts) if parts else None


def list_owners(material: Material, node: str) -> tuple[str, ...]:
    """Return who answers for a thing: who is responsible for it, else who coordinates it."""
    records = material.records
    for property_ in ("elo:responsibleFor", "elo:coordinates"):
        found = [each for each in records.subjects(node, property_) if not is_over(material, each)]
        if found:
            return tuple(found)
    return records.values(node, "elo:carriedOutBy")


def name_owners(material: Material, node: str) -> tuple[Text, ...]:
    """Return the names of those who answer for a thing."""
    return tuple(map(material.name, list_owners(material, node)))


def name_kind(material: Material, node: str) -> Text:
    """Return what a thing is: a national goal, a work package, a measure."""
    records = material.records
    if records.is_a(node, "elo:StrategicGoal"):
        key = f"plans.goal.{code_of(records.value(node, 'elo:governanceLevel'))}"
        return say(key if key in _KEYS else "plans.goal.any")
    kind = records.value(node, "rdf:type")
    return material.name(kind) if kind else Text.same("")


_KEYS = frozenset(catalogue_keys())


def list_above(start: str, step: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return all that is reached from a thing by steps up, without itself; a circle ends there.

    >>> list_above("c", {"c": ["b"], "b": ["a"], "a": ["c"]}.__getitem__)
    ('b', 'a')
    """
    seen: dict[str, None] = {}
    waiting = list(step(start))
    while waiting:
        node = waiting.pop(0)
        if node != start and node not in seen:
            seen[node] = None
            waiting += step(node)
    return tuple(seen)


def keep_narrowest(nodes: Sequence[str], step: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return the things that no other of them lies below: the part, of a part and its whole.

    >>> keep_narrowest(["whole", "part"], {"whole": [], "part": ["whole"]}.__getitem__)
    ('part',)
    """
    above = {each for node in nodes for each in list_above(node, step)}
    return tuple(node for node in nodes if node not in above)


def walk(
    tops: Iterable[str], below: Callable[[str], Sequence[str]], path: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each thing with those above it, down the tree; what would lie below itself is left out.

    >>> list(walk(["a"], {"a": ["b"], "b": ["a"]}.__getitem__))
    [('a', ()), ('b', ('a',))]
    """
    for node in tops:
        if node not in path:
            yield node, path
            yield from walk(below(node), below, (*path, node))


def join_all(texts: Sequence[Text], separator: str = "; ") -> Text | None:
    """Return all of some texts in one, or None where there are none.

    >>> join_all([Text.same("a"), Text.same("b")]).en
    'a; b'
    """
    return join_names(texts, most=len(texts), separator=separator) if texts else None

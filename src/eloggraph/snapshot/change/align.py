"""Which thing of one version is which of the other: by id, by succession, at last by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eloggraph.snapshot.change.facts import IDENTITY, NODE, Facts
from eloggraph.snapshot.change.model import Why
from eloggraph.snapshot.change.version import Version
from eloggraph.snapshot.days import first_day, last_day


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The rows of one thing in both versions; several where things have become one."""

    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """Two versions side by side: their cells, every thing by what both call it, and new ids.

    ``renumbered`` are things of one name that have another id now, by what both call them.
    """

    old: Facts
    new: Facts
    pairs: Mapping[str, Pair]
    renumbered: frozenset[str] = frozenset()

    def tell_why(self, when: str | None) -> Why:
        """Tell of something that began at a time whether that lies between the two days.

        A year or a month that the earlier day lies in may be on either side of it.
        """
        earlier, later = self.old.version.on, self.new.version.on
        if when is None:
            return "unknown"
        if last_day(when) <= earlier:
            return "learned"
        return "world" if earlier < first_day(when) <= later else "unknown"


def align(old: Version, new: Version) -> Alignment:
    """Find every thing of two versions in the other one.

    A thing is the same where its id is. What was renamed or became part of one other is that
    other, by the changes that the data tell. A row without an id is the one whose key says the same
    of the same things. What is left on both sides, of one table and one name that nothing else in
    it has, is taken for one thing with another id.
    """
    canon_old, canon_new = _follow(old, new)
    numbers = _match_names(old, new, canon_old, canon_new)
    before, after = Facts(old, canon_old), Facts(new, canon_new | numbers)
    pairs: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for at, facts in enumerate((before, after)):
        for node, identity in facts.identities.select(NODE, IDENTITY).iter_rows():
            pairs[identity][at].append(node)
    return Alignment(
        old=before,
        new=after,
        pairs={
            name: Pair(old=tuple(sorted(a)), new=tuple(sorted(b))) for name, (a, b) in pairs.items()
        },
        renumbered=frozenset(numbers.values()),
    )


def _follow(old: Version, new: Version) -> tuple[dict[str, str], dict[str, str]]:
    """Return what organisations of other names are called on the later day, on both sides."""
    later = _localise(new)
    earlier = {node: later.get(to, to) for node, to in _localise(old).items()}
    return later | earlier, later


def _localise(version: Version) -> dict[str, str]:
    former = version.stand().snapshot.successors
    return {version.localise(node): version.localise(to) for node, to in former.items()}


def _match_names(
    old: Version, new: Version, canon_old: Mapping[str, str], canon_new: Mapping[str, str]
) -> dict[str, str]:
    before, after = _list_known(old, canon_old), _list_known(new, canon_new)
    gone = _name_alone(old, (n for identity, n in before.items() if identity not in after))
    come = _name_alone(new, (n for identity, n in after.items() if identity not in before))
    every_old, every_new = _name_alone(old, old.rows), _name_alone(new, new.rows)
    return {
        new.localise(come[name]): canon_old.get(old.localise(node), old.localise(node))
        for name, node in gone.items()
        if name in come and name in every_old and name in every_new
    }


def _list_known(version: Version, canon: Mapping[str, str]) -> dict[str, str]:
    local = {node: version.localise(node) for node, t in version.rows.items() if len(t.key) == 1}
    return {canon.get(name, name): node for node, name in local.items()}


def _name_alone(version: Version, nodes: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return nodes by table and name, where no other of the table has the name."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for node in nodes:
        label = version.labels.get(node)
        for said in {each.casefold() for each in label.said} if label else ():
            found[version.rows[node].name, said].append(node)
    return {name: nodes[0] for name, nodes in found.items() if len(nodes) == 1}

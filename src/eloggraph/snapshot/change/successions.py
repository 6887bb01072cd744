"""Organisations that were renamed, merged or split, or gave their tasks to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT
from eloggraph.iri import BASE
from eloggraph.snapshot.change.align import Alignment
from eloggraph.snapshot.change.model import What, Why
from eloggraph.snapshot.change.version import Version
from eloggraph.snapshot.successors import Change

_TYPE = f"{BASE}vocab/change-type/"
_WHAT: dict[str, What] = {
    f"{_TYPE}renaming": "renamed",
    f"{_TYPE}merger": "merged",
    f"{_TYPE}split": "split",
}


@dataclass(frozen=True, kw_only=True)
class Succession:
    """One change of organisations that lies between the versions or was not known before."""

    what: What
    why: Why
    change: Change
    ceased: frozenset[str] = field(default_factory=frozenset)
    founded: frozenset[str] = field(default_factory=frozenset)


def list_successions(found: Alignment) -> Iterator[Succession]:
    """Yield the changes that the later version tells and that had not happened in the earlier one.

    Only those of organisations that either version has a row of, or speaks of in its own rows.
    A change that comes into force between the days is the world's; an earlier one was learned.
    """
    old, new = found.old.version, found.new.version
    known = {_identify(old, change) for change in old.stand().changes if change.happened}
    spoken = _list_spoken(old) | _list_spoken(new)
    for change in new.stand().changes:
        ceased, founded = change.before - change.after, change.after - change.before
        if not change.happened or _identify(new, change) in known or not (ceased and change.after):
            continue
        if spoken.isdisjoint(map(new.localise, ceased | change.after)):
            continue
        yield Succession(
            what=_WHAT.get(change.type or "", "moved"),
            why=found.tell_why(change.date),
            change=change,
            ceased=ceased,
            founded=founded,
        )


def _identify(version: Version, change: Change) -> tuple[object, ...]:
    names = (frozenset(map(version.localise, each)) for each in (change.before, change.after))
    return (change.type, *names)


def _list_spoken(version: Version) -> set[str]:
    """Return what the version's own rows describe or refer to, but for the rows of changes."""
    events = pl.Series([c.event for c in version.stand().changes], dtype=pl.String)
    found: set[str] = set()
    for part in version.graph.frames:
        if part.origin is not None and not part.is_literal:
            mine = part.frame.filter(~pl.col(SUBJECT).is_in(events.implode()))
            found |= {*mine[SUBJECT].unique(), *mine[OBJECT].unique()}
    return set(map(version.localise, found))

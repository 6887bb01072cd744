"""Which cells of a thing say another thing than before, and whether that was learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from eloggraph.iri import expand
from eloggraph.snapshot.change.align import Alignment
from eloggraph.snapshot.change.facts import COLUMN, IDENTITY, NODE, VALUE, Facts
from eloggraph.snapshot.change.model import Why
from eloggraph.snapshot.days import last_day
from eloggraph.snapshot.periods import SINCE, UNTIL
from eloggraph.text import Text

_OBSERVED = expand("elo:observedOn")
_WHERE_FROM = frozenset(map(expand, ("dct:source", "elo:locator")))
_ID = expand("dct:identifier")
# What tells where a thing stands: where that changed, it is told once.
_WHEN = frozenset({SINCE, UNTIL, expand("elo:status")})
# What belongs to a name and its time, and changes with it.
_OF_A_NAME = frozenset({expand("skos:prefLabel"), *_WHEN})


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """One column of one thing with its values in both versions."""

    identity: str
    why: Why
    column: str
    name: Text
    old: tuple[Text, ...]
    new: tuple[Text, ...]


def compare_cells(
    found: Alignment, *, told: frozenset[str], renamed: frozenset[str], others: frozenset[str]
) -> tuple[tuple[CellChange, ...], int]:
    """Return the cells that changed, and how many rows have another source only.

    Things that are one row on one side and several on the other are not compared: what is said of
    them was said of different things.

    Parameters
    ----------
    found
        Two versions side by side.
    told
        Things of which it is told already that they began or ended.
    renamed
        Organisations of which the name alone has changed: what belongs to the name is told with
        it, and what the row of the new name does not say is not lost.
    others
        Organisations that took over from others: what is said of them was said of nobody before.
    """
    changed = [(i, name) for i, name in _find_changed(found) if i not in others]
    columns = found.old.columns | found.new.columns
    sourced = {i for i, name in changed if columns[name].path in _WHERE_FROM}
    kept = [
        (identity, name)
        for identity, name in changed
        for path in (columns[name].path,)
        if path not in _WHERE_FROM
        and path != _ID
        and not (identity in told and path in _WHEN)
        and not (identity in renamed and path in _OF_A_NAME)
    ]
    alone = sourced - {identity for identity, _ in kept} - told
    return tuple(_write(found, kept, renamed)), len(alone)


def _find_changed(found: Alignment) -> list[tuple[str, str]]:
    """Return things and columns in which the two sides do not say the same."""
    single = [i for i, pair in found.pairs.items() if len(pair.old) == len(pair.new) == 1]
    alike = pl.DataFrame({IDENTITY: single}, schema={IDENTITY: pl.String})
    keys = [IDENTITY, COLUMN, VALUE]
    old, new = (_list_values(facts, alike).select(keys) for facts in (found.old, found.new))
    apart = pl.concat([old.join(new, on=keys, how="anti"), new.join(old, on=keys, how="anti")])
    return sorted(apart.select(IDENTITY, COLUMN).unique().iter_rows())


def _list_values(facts: Facts, alike: pl.DataFrame) -> pl.DataFrame:
    mine = facts.identities.join(alike, on=IDENTITY, how="semi")
    return facts.frame.join(mine, on=NODE)


def _write(
    found: Alignment, kept: list[tuple[str, str]], renamed: frozenset[str]
) -> Iterator[CellChange]:
    pairs = {identity: found.pairs[identity] for identity, _ in kept}
    before = found.old.describe([pair.old[0] for pair in pairs.values()])
    after = found.new.describe([pair.new[0] for pair in pairs.values()])
    columns = found.old.columns | found.new.columns
    several = Counter(identity for identity, _ in kept)
    for identity, name in kept:
        pair, column = pairs[identity], columns[name]
        old = before.get(pair.old[0], {}).get(name, ())
        new = after.get(pair.new[0], {}).get(name, ())
        if identity in renamed and not new:
            continue
        yield CellChange(
            identity=identity,
            why=_tell_why(found, identity, column.path, bool(old), several[identity] > 1),
            column=name,
            name=found.new.name_column(column),
            old=old,
            new=new,
        )


def _tell_why(found: Alignment, identity: str, path: str, was_said: bool, has_others: bool) -> Why:
    """Tell why a cell is not as it was: what a cell says has no date of its own.

    An empty cell is not known, so one that was filled in was learned. A value that was observed by
    the earlier day, at the same time, is a correction. A row that now begins between the days and
    says something else tells of a new state; where only its beginning is another one, that is a
    correction unless it was moved past the earlier day, on which the row was there.
    """
    if not was_said:
        return "learned"
    old, new = (
        facts.dates.get(nodes[0], {})
        for pair in (found.pairs[identity],)
        for facts, nodes in ((found.old, pair.old), (found.new, pair.new))
    )
    seen, began = new.get(_OBSERVED), new.get(SINCE)
    if seen is not None and seen == old.get(_OBSERVED) and path != UNTIL:
        return "learned" if last_day(seen) <= found.old.version.on else "unknown"
    if began is None or began == old.get(SINCE) or path == UNTIL:
        return "unknown"
    is_new_state = found.tell_why(began) == "world"
    if path == SINCE and not is_new_state:
        return "learned"
    return "world" if is_new_state and has_others else "unknown"

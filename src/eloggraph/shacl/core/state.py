"""What a run holds while it goes through the levels of a wiring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from eloggraph.shacl.core.facts import ColumnFacts, TableFacts
from eloggraph.shacl.core.statements import Statements
from eloggraph.shacl.core.terms import NODE, Backend, Frame, repeat
from eloggraph.shacl.core.wiring import Check, Wiring
from eloggraph.shacl.model import Result, Term

# Columns of value frames, and of what is found: a violated check with its focus and value.
SITE, FOCUS, FOCUS_KIND, VALUE, KIND = "site", "focus", "fkind", "value", "kind"
CHECK, EXTRA, UNIT, GROUP, NODE_TEXT = "check", "extra", "unit", "group", "node"
FOUND = (CHECK, FOCUS, FOCUS_KIND, VALUE, KIND, EXTRA)
NO_VALUE = -1
_VALUE_COLUMNS = (SITE, FOCUS, FOCUS_KIND, VALUE, KIND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Value nodes of some sites: columns ``site``, ``focus``, ``fkind``, ``value``, ``kind``.

    Small sites share a lot; a large predicate has one to itself. ``kinds`` tells which kinds of
    values each site may have, and whether all of a kind are well-formed.
    """

    frame: Frame
    sites: frozenset[int]
    kinds: Mapping[int, Mapping[int, bool]]

    def at(self, sites: Iterable[int]) -> Frame:
        """Return the value nodes of some of its sites."""
        wanted = sorted(set(sites))
        if self.sites <= set(wanted):
            return self.frame
        return self.frame.filter(nw.col(SITE).is_in(wanted))

    @property
    def only(self) -> int | None:
        """The site, where there is one only."""
        return next(iter(self.sites)) if len(self.sites) == 1 else None


@dataclass(slots=True)
class Run:
    """The state of one run."""

    wiring: Wiring
    data: Statements
    backend: Backend
    # Focus nodes of all groups of a level: ``group``, ``node``, ``kind``; and how many each has.
    groups: dict[int, Frame] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    # Groups whose nodes are known from tables, in no frame of ``groups``; and the tables, where
    # they are all rows of whole tables.
    pieces: dict[int, tuple[pl.Series, ...]] = field(default_factory=dict)
    tables: dict[int, tuple[TableFacts, ...]] = field(default_factory=dict)
    columns: dict[int, Sequence[ColumnFacts] | None] = field(default_factory=dict)
    # The lot that holds the value nodes of a site.
    lots: dict[int, Lot] = field(default_factory=dict)
    found: list[Frame] = field(default_factory=list)
    # Checks that are not proved by what is known of tables.
    open: set[int] = field(default_factory=set)
    # Checks that are, and those of nested shapes that the kinds of values have decided.
    settled: set[int] = field(default_factory=set)
    # The only nodes that may violate a check, where so much is known of it.
    suspects: dict[int, pl.Series] = field(default_factory=dict)
    # The results of SPARQL-based constraints, by check.
    answers: dict[int, tuple[Result, ...]] = field(default_factory=dict)
    # The nodes of targets that are looked up: those that conform to a shape, or that a query
    # selects: ``node``, ``kind``.
    looked_up: dict[Term, Frame] = field(default_factory=dict)
    rows: int = 0

    def is_alive(self, check: Check) -> bool:
        """Tell whether a check has any focus node."""
        return self.counts.get(check.unit.group, 0) > 0

    def focus_of(self, groups: Iterable[int]) -> Frame:
        """Return the focus nodes of groups, on whatever levels: ``group``, ``node``, ``kind``."""
        numbers = sorted(set(groups))
        by_level: dict[int, list[int]] = {}
        for number in numbers:
            if number not in self.pieces:
                by_level.setdefault(self.wiring.groups[number].level, []).append(number)
        frames = [
            self.groups[level].filter(nw.col(GROUP).is_in(others))
            for level, others in sorted(by_level.items())
        ]
        rows = [
            repeat(GROUP, number, len(piece))
            .to_frame()
            .hstack([piece.alias(NODE_TEXT), repeat(KIND, NODE, len(piece))])
            for number in numbers
            for piece in self.pieces.get(number, ())
        ]
        if rows:
            frames.append(self.backend.put(pl.concat(rows)))
        return nw.concat(frames) if frames else self.backend.table((GROUP, NODE_TEXT, KIND), ())

    def values_of(self, sites: Iterable[int]) -> Frame:
        """Return the value nodes of sites, from whatever lots they are in."""
        wanted = sorted(set(sites))
        lots = {id(lot): lot for number in wanted if (lot := self.lots.get(number))}
        frames = [
            lot.frame if lot.sites <= set(wanted) else lot.frame.filter(nw.col(SITE).is_in(wanted))
            for lot in lots.values()
        ]
        return nw.concat(frames) if frames else self.backend.table(_VALUE_COLUMNS, ())


def result_columns(
    frame: Frame, *, value: bool = True, focus: bool = True, extra: str | None = None
) -> Frame:
    """Return a frame with the columns of what is found."""
    columns = [nw.col(CHECK), nw.col(FOCUS), nw.col(FOCUS_KIND)]
    if value:
        columns += [nw.col(VALUE), nw.col(KIND)]
    else:
        none = nw.lit(NO_VALUE, dtype=nw.Int32).alias(KIND)
        columns += [nw.lit("", dtype=nw.String).alias(VALUE), none]
    more = nw.col(extra) if extra else nw.lit("", dtype=nw.String)
    return frame.select(*columns, more.alias(EXTRA))


def among(run: Run, frame: Frame, bad: Sequence[tuple], keys: tuple[str, ...]) -> Frame:  # type: ignore[type-arg]
    """Return as found the rows of a frame that have one of the given values in some columns."""
    table = run.backend.table(keys, bad)
    return result_columns(frame.join(table, on=list(keys), how="semi"))


def bind(run: Run, lot: Lot, rows: Sequence[tuple[int, int]]) -> Frame:
    """Give each value node of a lot the checks of its site; ``rows`` are (site, check)."""
    if lot.only is not None and len(rows) == 1:
        return lot.frame.with_columns(nw.lit(rows[0][1], dtype=nw.Int32).alias(CHECK))
    return lot.frame.join(run.backend.table((SITE, CHECK), rows), on=SITE, how="inner")


def bind_sites(run: Run, rows: Sequence[tuple[int, int]]) -> Frame:
    """Return the value nodes of sites with the checks that ask them; ``rows`` are (site, check)."""
    values = run.values_of(site for site, _ in rows)
    bound = values.join(run.backend.table((SITE, CHECK), rows), on=SITE, how="inner")
    return result_columns(bound)


def bind_kinds(run: Run, lot: Lot, rows: Sequence[tuple[int, int, int]]) -> Frame:
    """Give value nodes the checks of their site and kind; ``rows`` are (site, kind, check)."""
    covered: dict[tuple[int, int], set[int]] = {}
    for site, kind, check in rows:
        covered.setdefault((site, check), set()).add(kind)
    if all(kinds >= lot.kinds[site].keys() for (site, _), kinds in covered.items()):
        return bind(run, lot, list(covered))
    table = run.backend.table((SITE, KIND, CHECK), rows)
    return lot.frame.join(table, on=[SITE, KIND], how="inner")


def focus_keys(lot: Lot) -> list[str]:
    """Return the columns that tell focus nodes of a lot apart."""
    return [FOCUS, FOCUS_KIND] if lot.only is not None else [SITE, FOCUS, FOCUS_KIND]

"""Checks that need no look at the statements: what is known of a table's columns proves them.

A site is *tabular* where its focus nodes are the rows of whole tables and its path is a property,
all of whose statements about those nodes stand in columns of these tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeGuard

import polars as pl

from eloggraph.graph.statements import OBJECT, ROW, SUBJECT
from eloggraph.iri import expand
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.facts import ColumnFacts, Facts, Source, TableFacts
from eloggraph.shacl.core.state import Run
from eloggraph.shacl.core.terms import NODE, Part
from eloggraph.shacl.core.verdicts import Holds, judge_shape, judge_source
from eloggraph.shacl.core.wiring import Check, FocusGroup, Site
from eloggraph.shacl.paths import Path, PredicatePath

_TYPE = expand("rdf:type")


def find_tabular_groups(run: Run, groups: Iterable[FocusGroup]) -> None:
    """Note the groups whose focus nodes are known from tables without looking for them."""
    facts = run.data.facts
    if not facts.tables:
        return
    loose: set[str] = set()
    for part in facts.loose(_TYPE):
        loose.update(part.frame[OBJECT].unique())
    for group in groups:
        kinds = {target.kind for target in group.targets}
        if kinds == {"class"}:
            wanted = {name for t in group.targets for name in run.data.closure(str(t.term.value))}
            tables = _find_instances(facts.tables, wanted) if loose.isdisjoint(wanted) else None
            if tables is not None:
                run.tables[group.number] = tables
                run.pieces[group.number] = tuple(table.nodes for table in tables)
        elif kinds == {"subjects-of"} and len(group.targets) == 1:
            pieces = _find_subjects(facts, str(group.targets[0].term.value))
            if pieces is not None:
                run.pieces[group.number] = pieces


def _find_instances(
    tables: Iterable[TableFacts], wanted: set[str]
) -> tuple[TableFacts, ...] | None:
    """Return the tables whose nodes are instances; None where only some nodes of one are."""
    found = []
    for table in tables:
        if not table.classes.isdisjoint(wanted):
            found.append(table)
        elif not table.some.isdisjoint(wanted):
            return None
    return tuple(found)


def _find_subjects(facts: Facts, predicate: str) -> tuple[pl.Series, ...] | None:
    """Return the subjects of a predicate where no node is there twice."""
    columns = facts.columns(predicate)
    if not columns or facts.loose(predicate) or not _is_single(columns):
        return None
    return tuple(column.part.frame[SUBJECT] for column in columns)


def columns_of(run: Run, site: Site) -> Sequence[ColumnFacts] | None:
    """Return the columns that hold the value nodes of a tabular site; None for other sites."""
    if site.number not in run.columns:
        run.columns[site.number] = _find_columns(run, site)
    return run.columns[site.number]


def _find_columns(run: Run, site: Site) -> Sequence[ColumnFacts] | None:
    tables = run.tables.get(site.group)
    if tables is None or not _is_forward(site.path):
        return None
    columns = run.data.facts.columns(site.path.iri)
    return None if columns is None else [c for c in columns if c.table in tables]


def kinds_of(columns: Iterable[ColumnFacts]) -> dict[int, bool]:
    """Return the kinds of values in columns, and whether all of a kind are well-formed."""
    found: dict[int, bool] = {}
    for column in columns:
        well_formed = column.part.source.well_formed
        found[column.part.kind] = found.get(column.part.kind, True) and well_formed
    return found


def sources_of(run: Run, part: Part) -> set[Source]:
    """Return what is known of the objects of a part; of references, one for each table."""
    tables = [run.data.facts.table(raw) for raw in part.source.refers or ()]
    if tables and None not in tables:
        return {Source(part.kind, part.source.well_formed, table) for table in tables}
    return {run.data.describe_part(part)}


def is_proved(run: Run, check: Check, site: Site) -> bool:
    """Tell whether no value node of a site can violate a check."""
    if isinstance(check.constraint, p.Nested) and check.constraint.kind == "property":
        return False  # what a property shape asks is beyond the values themselves
    if site.path is None and site.group in run.tables:
        return _holds(run, check, {Source(NODE, True, table) for table in run.tables[site.group]})
    constraint = check.constraint
    if isinstance(constraint, p.Pattern) and _is_forward(site.path):
        return run.data.do_all_match(site.path.iri, constraint.regex)
    if isinstance(constraint, p.Pair) and constraint.kind == "not-after":
        path = site.path
        other = constraint.other
        return (
            _is_forward(path)
            and _is_forward(other)
            and _is_never_after(run, check, path.iri, other.iri)
        )
    columns = columns_of(run, site)
    if columns is None:
        if isinstance(constraint, p.Qualified):
            return _proves_qualified_beside(run, constraint, site)
        return _is_proved_anywhere(run, check, site)
    tables = run.tables[site.group]
    if isinstance(constraint, p.Count):
        return _proves_count(constraint.minimum, constraint.maximum, columns, tables)
    if isinstance(constraint, p.UniqueLang):
        kinds = {column.part.kind for column in columns} - {NODE}
        return all(_is_single([c for c in columns if c.part.kind == kind]) for kind in kinds)
    if isinstance(constraint, p.Qualified):
        return _proves_qualified(run, constraint, columns, tables)
    if isinstance(constraint, p.Pair):
        return _proves_pair(run, check, columns)
    # Of no columns everything would hold, also what is not about values one by one.
    return isinstance(constraint, _OF_VALUES) and all(
        _holds(run, check, sources_of(run, column.part))
        or _holds(run, check, {run.data.describe_part(column.part)})
        for column in columns
    )


def _is_forward(path: Path | None) -> TypeGuard[PredicatePath]:
    return isinstance(path, PredicatePath) and not path.inverse


def _is_proved_anywhere(run: Run, check: Check, site: Site) -> bool:
    """Tell whether a property can violate a check at no node at all, whoever the focus is."""
    if not _is_forward(site.path):
        return False
    constraint = check.constraint
    if isinstance(constraint, p.Count):
        most = constraint.maximum
        return most is not None and most > 0 and run.data.is_single(site.path.iri)
    return _holds(run, check, run.data.describe(site.path.iri))


def _is_never_after(run: Run, check: Check, predicate: str, other: str) -> bool:
    """Tell whether no value at all comes after a value of another property of its subject.

    Where some do, their subjects are noted: nobody else can violate the check.
    """
    if not run.data.facts.are_here:
        return False
    late = _find_late(run, predicate, other)
    if len(late):
        run.suspects[check.number] = late
    return not len(late)


def _find_late(run: Run, predicate: str, other: str) -> pl.Series:
    """Return the subjects whose value of a property comes after one of another property."""
    facts = run.data.facts
    columns, limits = facts.columns(predicate), facts.columns(other)
    if columns is None or limits is None or facts.loose(predicate) or facts.loose(other):
        frames = [
            [part.frame.select(SUBJECT, OBJECT) for part in facts.parts.get(name, ())]
            for name in (predicate, other)
        ]
        found = [_late_among(*map(pl.concat, frames), on=SUBJECT)] if all(frames) else []
    else:
        found = [
            _late_among(one.part.frame, limit.part.frame, on=ROW)
            for one in columns
            for limit in limits
            if one.table is limit.table
        ]
    return pl.concat([pl.Series(SUBJECT, [], pl.String), *found]).unique().sort()


def _late_among(values: pl.DataFrame, limits: pl.DataFrame, *, on: str) -> pl.Series:
    """Return the subjects of texts that come after one they stand with, as far as both go."""
    # In columns of one table they mostly stand side by side.
    if values[on].equals(limits[on]) and values[on].n_unique() == values.height:
        pairs = values.select(SUBJECT, OBJECT).hstack([limits[OBJECT].alias("limit")])
    else:
        ends = list(dict.fromkeys((on, SUBJECT, OBJECT)))
        pairs = values.select(ends).join(limits.select(on, limit=OBJECT), on=on)
    later = pairs.filter(pl.col(OBJECT) > pl.col("limit"))
    return later.filter(~pl.col(OBJECT).str.starts_with(pl.col("limit")))[SUBJECT]


def _holds(run: Run, check: Check, sources: Iterable[Source]) -> bool:
    """Tell whether a constraint on values holds for all sources; with none it holds too."""
    return isinstance(check.constraint, _OF_VALUES) and all(
        judge_source(run, check.constraint, source) is True for source in sources
    )


_OF_VALUES = (
    p.Class, p.Datatype, p.NodeKind, p.LanguageIn, p.In, p.Range, p.Length, p.Pattern, p.SingleLine,
    p.RootClass, p.ListLength, p.UniqueMembers, p.Nested,
)  # fmt: skip


def _proves_count(
    minimum: int | None,
    maximum: int | None,
    columns: Sequence[ColumnFacts],
    tables: Sequence[TableFacts],
) -> bool:
    full = {id(column.table) for column in columns if column.full}
    enough = not minimum or (minimum == 1 and all(id(table) in full for table in tables))
    few = maximum is None or not columns or (maximum > 0 and _is_single(columns))
    return enough and few


def _is_single(columns: Sequence[ColumnFacts]) -> bool:
    """Tell whether no node has two values: one column per table, one value per row."""
    tables = {id(column.table) for column in columns}
    return len(tables) == len(columns) and all(column.single for column in columns)


def _proves_qualified(
    run: Run,
    constraint: p.Qualified,
    columns: Sequence[ColumnFacts],
    tables: Sequence[TableFacts],
) -> bool:
    conforming = []
    for column in columns:
        conforms = {_is_counted(run, constraint, source) for source in sources_of(run, column.part)}
        if len(conforms) > 1 or None in conforms:
            return False
        if True in conforms:
            conforming.append(column)
    return _proves_count(constraint.minimum, constraint.maximum, conforming, tables)


def _proves_qualified_beside(run: Run, constraint: p.Qualified, site: Site) -> bool:
    """Prove by the columns of the tables alone, where what others say of the nodes does not count.

    Of the areas that a municipality is in, its own column names the region; what the other areas
    list are no regions.
    """
    tables = run.tables.get(site.group)
    split = run.data.facts.split(site.path.iri) if _is_forward(site.path) else None
    if tables is None or split is None:
        return False
    sources = {source for part in split[1] for source in sources_of(run, part)}
    if any(_is_counted(run, constraint, source) is not False for source in sources):
        return False
    columns = [column for column in split[0] if column.table in tables]
    return _proves_qualified(run, constraint, columns, tables)


def _proves_pair(run: Run, check: Check, columns: Sequence[ColumnFacts]) -> bool:
    """Tell whether no row has the same value in two properties that are to be disjoint."""
    assert isinstance(check.constraint, p.Pair)
    assert check.other is not None  # a pair has two sites
    others = columns_of(run, run.wiring.sites[check.other])
    if others is None or check.constraint.kind != "disjoint":
        return False
    return not any(
        _share_a_value(one.part.frame, other.part.frame)
        for one in columns
        for other in others
        if one.table is other.table and one.part.kind == other.part.kind
    )


def _share_a_value(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    if one[ROW].equals(other[ROW]) and one[ROW].n_unique() == one.height:
        return bool((one[OBJECT] == other[OBJECT]).any())
    joined = one.select(ROW, OBJECT).join(other.select(ROW, OBJECT), on=[ROW, OBJECT], how="semi")
    return not joined.is_empty()


def _is_counted(run: Run, constraint: p.Qualified, source: Source) -> Holds:
    verdicts = [
        judge_shape(run, shape, source) for shape in (constraint.shape, *constraint.siblings)
    ]
    return None if None in verdicts else verdicts[0] is True and True not in verdicts[1:]

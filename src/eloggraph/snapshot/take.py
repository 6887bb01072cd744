"""From graphs and a day to what holds on it: rows cut, organisations joined, references kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from eloggraph.graph.populate.texts import is_few
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, RowFrame, StatementFrame
from eloggraph.iri import expand
from eloggraph.snapshot.mark import mark_snapshot
from eloggraph.snapshot.model import Kind, Snapshot
from eloggraph.snapshot.periods import SINCE, UNTIL, pair

_TYPE, _NAME = expand("rdf:type"), expand("skos:prefLabel")
_STATUS, _FORMER_NAME = expand("elo:status"), expand("skos:altLabel")
# What belongs to a name and its time, and not to the organisation that goes on.
_OF_A_NAME = frozenset({_TYPE, _NAME, _STATUS, SINCE, UNTIL, expand("dct:identifier")})
_CHANGE = frozenset(map(expand, ("org:originalOrganization", "org:resultingOrganization")))


def take_snapshot(
    graphs: Sequence[Graph], on: date, kinds: Sequence[Kind], *, in_force: bool = False
) -> Snapshot:
    """Return what holds on a day.

    A row with a date holds from the first day of its beginning to the last of its end; what has no
    date holds. A service or a training without dates of its own holds as long as the project that
    made it; an organisation begins and ends with the change that the data tell. A link or a
    membership holds only while both its ends do. An organisation that was renamed, merged or gave
    its tasks to one other is that other: what is said of it is said of its successor, and its names
    are kept as other names of that one. Places, goals, observations and claims are not cut.

    Parameters
    ----------
    graphs
        The network's own graph, of whose things it is told how many are left out, and those that
        it uses.
    on
        The day.
    kinds
        The kinds of things that hold for a time.
    in_force
        Whether to leave out as well what is only planned, proposed or wished for, or is marked as
        ended or cancelled. Queries tell these apart themselves.

    Examples
    --------
    >>> take_snapshot((), date(2024, 1, 1), ()).is_whole
    True
    """
    return cut_snapshot(mark_snapshot(graphs, on, kinds, in_force=in_force))


def cut_snapshot(marked: Snapshot, predicates: frozenset[str] | None = None) -> Snapshot:
    """Return a marked snapshot with the statements of what holds only.

    With predicates, it need have no other statements.

    >>> from eloggraph.snapshot.mark import mark_snapshot
    >>> cut_snapshot(mark_snapshot((), date(2024, 1, 1), ())).graphs
    ()
    """
    if predicates is not None and _FORMER_NAME in predicates:
        predicates = predicates | {_NAME}  # of which some become former names
    graphs = tuple(graph.only(predicates) for graph in marked.graphs)
    return replace(marked, graphs=graphs if marked.is_whole else _cut(marked, graphs))


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Nodes to look for among those that frames have, which most frames have none of."""

    known: frozenset[str]
    listed: pl.Series

    @classmethod
    def of(cls, *nodes: Iterable[str]) -> _Nodes:
        known = frozenset[str]().union(*nodes)
        return cls(known, pl.Series(sorted(known), dtype=pl.String))

    def are_in(self, frame: pl.DataFrame, columns: Sequence[str]) -> bool:
        if is_few(frame.height):
            return any(not self.known.isdisjoint(frame[each].to_list()) for each in columns)
        return any(frame.select(pl.col(columns).is_in(self.listed.implode()).any()).row(0))


def _cut(snapshot: Snapshot, graphs: Sequence[Graph]) -> tuple[Graph, ...]:
    gone = _Nodes.of(snapshot.ended, snapshot.later, snapshot.aside)
    concerned = _Nodes.of(gone.known, snapshot.successors)
    return tuple(
        replace(
            graph,
            frames=tuple(_cut_frames(graph, snapshot, gone.listed, concerned)),
            rows=tuple(_cut_rows(rows, concerned) for rows in graph.rows),
        )
        for graph in graphs
    )


def _cut_frames(
    graph: Graph, snapshot: Snapshot, gone: pl.Series, concerned: _Nodes
) -> Iterator[StatementFrame]:
    for part in graph.frames:
        if concerned.are_in(part.frame, _list_nodes(part)):
            yield from _cut_frame(graph, part, snapshot, gone)
        else:
            yield part


def _cut_frame(
    graph: Graph, part: StatementFrame, snapshot: Snapshot, gone: pl.Series
) -> Iterator[StatementFrame]:
    frame, former = part.frame, snapshot.successors
    if former and part.predicate not in _CHANGE:
        if part.predicate == _NAME:
            earlier = sorted(former.keys() - snapshot.to_come)
            kept = frame.filter(pl.col(SUBJECT).is_in(earlier))
            if kept.height:
                yield replace(part, predicate=_FORMER_NAME, frame=_rename(kept, former, part))
        # What its own row says of it is said by the successor's row, or not known of it; only
        # where the name alone has changed, what that row does not say is said by the old one.
        names = sorted(former)
        mine = pl.col(SUBJECT).is_in(names) & _is_own_row(graph, part, names)
        more = _inherit(graph, part, frame.filter(mine), snapshot)
        frame = pl.concat([_rename(frame.filter(~mine), former, part), more])
    keep = ~pl.col(SUBJECT).is_in(gone.implode())
    if not part.is_literal and part.predicate not in _CHANGE:
        keep &= ~pl.col(OBJECT).is_in(gone.implode())
    frame = frame.filter(keep)
    if frame.height:
        yield replace(part, frame=frame)


def _inherit(
    graph: Graph, part: StatementFrame, mine: pl.DataFrame, snapshot: Snapshot
) -> pl.DataFrame:
    if mine.is_empty() or part.predicate in _OF_A_NAME:
        return mine.clear()
    same = mine.filter(pl.col(SUBJECT).is_in(sorted(snapshot.renamed)))
    said = pair([graph], part.predicate)[SUBJECT]
    renamed = _rename(same, snapshot.successors, part)
    return renamed.filter(~pl.col(SUBJECT).is_in(said.implode()))


def _is_own_row(graph: Graph, part: StatementFrame, names: Sequence[str]) -> pl.Expr:
    """Tell of statements whether they stand in a row that describes one of the names."""
    rows = next((each.frame for each in graph.rows if each.raw is part.origin), None)
    if rows is None:
        return pl.lit(False)
    return pl.col(ROW).is_in(rows.filter(pl.col(SUBJECT).is_in(names))[ROW].implode())


def _rename(frame: pl.DataFrame, former: Mapping[str, str], part: StatementFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(_list_nodes(part)).replace(former))


def _list_nodes(part: StatementFrame) -> list[str]:
    return [SUBJECT] if part.is_literal else [SUBJECT, OBJECT]


def _cut_rows(rows: RowFrame, concerned: _Nodes) -> RowFrame:
    if not concerned.are_in(rows.frame, [SUBJECT]):
        return rows
    kept = ~pl.col(SUBJECT).is_in(concerned.listed.implode())
    return replace(rows, frame=rows.frame.filter(kept))

"""Where results are: the cell of a table, or the line of an RDF file; for all results at once.

Nothing is looked up result by result: what is wanted is put into a small frame, and each frame of
the graph is joined with it once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import polars as pl

from eloggraph.finding import Place
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, RowFrame, StatementFrame
from eloggraph.iri import expand
from eloggraph.schema.model import Column
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import Result, text_of
from eloggraph.shacl.paths import (
    Path,
    PathError,
    PredicatePath,
    first_steps,
    is_single_step,
    read_path,
)

FindLine = Callable[[str, str], int | None]
_DEEPEST = 5
_LONGEST_WAY = 20
_IN_LISTS = frozenset({expand("rdf:first"), expand("rdf:rest")})
_VALUE, _TABLE, _NUMBER = "value", "table", "number"
_FOCUS_OF, _VALUE_OF = attrgetter("focus"), attrgetter("value")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a result is: its place, and the row's table and the column as far as known.

    ``shown`` is the text of the cell, where the place is one.
    """

    place: Place | None
    rows: RowFrame | None = None
    row: int | None = None
    column: Column | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """What a blank node belongs to: a node with a name, and the properties that lead from it."""

    node: str
    properties: tuple[str, ...]


def find_cells(results: Sequence[Result], graph: Graph, index: TermIndex) -> list[Location | None]:
    """Return the cell of each result; None for a result about a node of another graph.

    The cell is that of the value; of a value that is missing the cell that should hold it; and of
    a longer path the cell in the row of the focus node at which the path begins.
    """
    rows_of = find_rows(graph, [text_of(result.focus) for result in results])
    undescribed = _find_undescribed(graph, results, rows_of)
    paths = read_paths(results, index)
    cells = _find_values(graph, results, paths)
    locations: list[Location | None] = []
    for number, result in enumerate(results):
        found = rows_of.get(text_of(result.focus))
        if found is not None:
            locations.append(_locate_in_row(result, paths[number], *found, cells.get(number)))
        elif text_of(result.focus) in undescribed:
            locations.append(Location(None))
        else:
            locations.append(None)
    return _show_cells(locations)


def path_of(result: Result, index: TermIndex) -> Path | None:
    """Return the path of a result, or else of its shape; None also where that is no path."""
    node = result.path if result.path is not None else index.one(result.shape, "sh:path")
    try:
        return read_path(node, index.objects) if node is not None else None
    except PathError:
        return None


def read_paths(results: Sequence[Result], index: TermIndex) -> list[Path | None]:
    """Return the path of each result; those of one shape are read once."""
    read: dict[object, Path | None] = {}
    paths = []
    for result in results:
        key = result.path, result.shape
        if key not in read:
            read[key] = path_of(result, index)
        paths.append(read[key])
    return paths


def find_rows(graph: Graph, nodes: Iterable[str]) -> dict[str, tuple[RowFrame, int]]:
    """Return the first row that describes each of the nodes."""
    wanted = pl.DataFrame({SUBJECT: pl.Series(list(dict.fromkeys(nodes)), dtype=pl.String)})
    found: dict[str, tuple[RowFrame, int]] = {}
    if wanted.is_empty() or not graph.rows:
        return found
    tables = [
        pl.Series(_TABLE, [number], pl.Int32).new_from_index(0, rows.frame.height)
        for number, rows in enumerate(graph.rows)
    ]
    columns = [pl.concat([rows.frame[name] for rows in graph.rows]) for name in (SUBJECT, ROW)]
    described = pl.concat(tables).to_frame().hstack(columns)  # one join for all tables
    hits = described.join(wanted, on=SUBJECT, how="semi")
    for number, subject, row in hits.sort(_TABLE, ROW).iter_rows():
        found.setdefault(subject, (graph.rows[number], row))
    return found


def _find_undescribed(
    graph: Graph, results: Sequence[Result], rows_of: Mapping[str, object]
) -> set[str]:
    """Return the nodes that the network's settings describe, and no row."""
    asked = {text_of(result.focus) for result in results} - rows_of.keys()
    said = (part.frame[SUBJECT] for part in graph.frames if part.origin is None)
    return {node for subjects in said for node in subjects if node in asked} if asked else set()


def _find_values(
    graph: Graph, results: Sequence[Result], paths: Sequence[Path | None]
) -> dict[int, tuple[StatementFrame, int | None]]:
    """Return for each result with a value, by its number, the frame and row that say it."""
    wanted: dict[PredicatePath, list[int]] = defaultdict(list)
    for number, (result, path) in enumerate(zip(results, paths, strict=True)):
        if result.value is not None and path is not None and is_single_step(path):
            for step in first_steps(path):
                wanted[step].append(number)
    found: dict[int, tuple[StatementFrame, int | None]] = {}
    for step, numbers in wanted.items():
        pairs = (
            pl.Series(name, [text_of(term(results[number])) for number in numbers], pl.String)
            for name, term in ((SUBJECT, _FOCUS_OF), (_VALUE, _VALUE_OF))
        )
        asked = pl.DataFrame([*pairs, pl.Series(_NUMBER, numbers, pl.UInt32)])
        ends = [OBJECT, SUBJECT] if step.inverse else [SUBJECT, OBJECT]
        for part in graph.of(step.iri):
            hits = part.frame.join(
                asked, left_on=ends, right_on=[SUBJECT, _VALUE], maintain_order="left"
            )
            for number, row in hits.select(_NUMBER, ROW).iter_rows():
                found.setdefault(number, (part, row))
    return found


def _locate_in_row(
    result: Result,
    path: Path | None,
    rows: RowFrame,
    row: int,
    cell: tuple[StatementFrame, int | None] | None,
) -> Location:
    column = _find_column(rows, text_of(result.shape), path)
    if cell is not None and cell[1] is not None and (place := cell[0].place(cell[1])):
        return Location(place, rows, row, column)
    position = rows.positions.get(column.key) if column else None
    place = rows.raw.place(row, position)
    if column is not None and position is None:
        key, names = column.key, column.names
        place = Place(file=place.file, sheet=place.sheet, row=row, column=key, called=names)
    return Location(place, rows, row, column)


def _find_column(rows: RowFrame, shape: str, path: Path | None) -> Column | None:
    by_shape = [column for column in rows.table.columns if column.shape == shape]
    by_path = [
        column
        for step in (first_steps(path) if path is not None else ())
        for column in rows.table.columns_of(step.iri, inverse=step.inverse)
    ]
    present = [column for column in by_path if column.key in rows.positions]
    return next(iter([*by_shape, *present, *by_path]), None)


def _show_cells(locations: Sequence[Location | None]) -> list[Location | None]:
    """Add the text of each cell, as it was written."""
    wanted: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    tables: dict[int, RowFrame] = {}
    for number, location in enumerate(locations):
        if (
            location is None
            or location.rows is None
            or location.place is None
            or location.row is None
        ):
            continue
        headers = location.rows.raw.headers
        if location.place.column in headers:
            tables[id(location.rows)] = location.rows
            position = headers.index(location.place.column)
            wanted[(id(location.rows), position)][location.row].append(number)
    shown = list(locations)
    for (table, position), rows in wanted.items():
        frame = tables[table].raw.frame.select(ROW, f"c{position}")
        asked = pl.DataFrame({ROW: pl.Series(list(rows), dtype=frame[ROW].dtype)})
        for row, text in frame.join(asked, on=ROW, how="semi").iter_rows():
            for number in rows[row]:
                location = shown[number]
                if location is not None and text is not None:
                    shown[number] = Location(
                        location.place, location.rows, location.row, location.column, str(text)
                    )
    return shown


def find_lines(
    results: Sequence[Result], graph: Graph, index: TermIndex, find_line: FindLine
) -> Iterator[Location]:
    """Yield the file of each result, and the line where it is known.

    ``find_line`` tells the line of a file at which the description of a node begins; it is asked
    where the statement itself has no line.
    """
    paths = read_paths(results, index)
    values = _find_values(graph, results, paths)
    others = {
        text_of(result.focus) for number, result in enumerate(results) if number not in values
    }
    places = _find_subjects(graph, others, find_line)
    for number, result in enumerate(results):
        place = places.get(text_of(result.focus))
        if number in values:
            part, row = values[number]
            place = _place(part, row, text_of(result.focus), find_line)
        yield Location(place)


def _place(
    part: StatementFrame, row: int | None, subject: str, find_line: FindLine
) -> Place | None:
    if part.origin is None:
        return None
    line = row if row is not None else find_line(part.origin.file, subject)
    return Place(file=part.origin.file, row=line)


def _find_subjects(graph: Graph, nodes: set[str], find_line: FindLine) -> dict[str, Place]:
    """Return where each node is first described, or else what it is described within."""
    found: dict[str, Place] = {}
    owners = {node: node for node in nodes}
    for _ in range(_DEEPEST):
        begins = _find_beginnings(graph, _ask(owners.values()), find_line)
        for node, owner in owners.items():
            place = begins.get(owner)
            if place is not None and (node not in found or found[node].row is None):
                found[node] = place
        open_ = {
            node: owner
            for node, owner in owners.items()
            if node not in found or found[node].row is None
        }
        above = _find_owners(graph, _ask(open_.values())) if open_ else {}
        owners = {node: above[owner] for node, owner in open_.items() if owner in above}
        if not owners:
            break
    return found


def _ask(nodes: Iterable[str]) -> pl.DataFrame:
    return pl.DataFrame({SUBJECT: pl.Series(sorted(set(nodes)), dtype=pl.String)})


def _find_beginnings(graph: Graph, asked: pl.DataFrame, find_line: FindLine) -> dict[str, Place]:
    """Return where nodes stand as subjects, the first place of each."""
    begins: dict[str, Place] = {}
    for part in graph.frames:
        if part.origin is None:
            continue
        hits = part.frame.join(asked, on=SUBJECT, how="semi")
        for subject, row in (
            hits.group_by(SUBJECT, maintain_order=True).agg(pl.col(ROW).min()).iter_rows()
        ):
            place = _place(part, row, subject, find_line)
            if place is not None and _is_before(place, begins.get(subject)):
                begins[subject] = place
    return begins


def _find_owners(graph: Graph, asked: pl.DataFrame) -> dict[str, str]:
    """Return for nodes that are values of others the first of these."""
    above: dict[str, str] = {}
    for part in graph.frames:
        if part.origin is None or part.is_literal:
            continue
        held = part.frame.join(asked, left_on=OBJECT, right_on=SUBJECT, how="semi")
        for subject, node in held.select(SUBJECT, OBJECT).iter_rows():
            above[node] = min(subject, above.get(node, subject))
    return above


def find_owners(graph: Graph, nodes: Iterable[str]) -> dict[str, Owner]:
    """Return what each blank node belongs to, where that has a name; of several the first.

    The steps within a list are left out.
    """
    found: dict[str, Owner] = {}
    ways: dict[str, tuple[str, tuple[str, ...]]] = {
        node: (node, ()) for node in nodes if node.startswith("_:")
    }
    for _ in range(_LONGEST_WAY):
        above = _find_holders(graph, _ask(at for at, _ in ways.values())) if ways else {}
        onward: dict[str, tuple[str, tuple[str, ...]]] = {}
        for node, (at, properties) in ways.items():
            holder, predicate = above.get(at, ("", ""))
            way = properties if predicate in _IN_LISTS else (predicate, *properties)
            if holder.startswith("_:"):
                onward[node] = (holder, way)
            elif holder and way:
                found[node] = Owner(holder, way)
        ways = onward
    return found


def _find_holders(graph: Graph, asked: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Return for nodes that are values of others the first of these, and by which property."""
    held: dict[str, tuple[str, str]] = {}
    for part in graph.frames:
        if part.is_literal:
            continue
        hits = part.frame.join(asked, left_on=OBJECT, right_on=SUBJECT, how="semi")
        for subject, node in hits.select(SUBJECT, OBJECT).iter_rows():
            pair = (subject, part.predicate)
            held[node] = min(pair, held.get(node, pair), key=_named_first)
    return held


def _named_first(pair: tuple[str, str]) -> tuple[bool, str, str]:
    return pair[0].startswith("_:"), *pair


def _is_before(place: Place, other: Place | None) -> bool:
    if other is None or (other.row is None and place.row is not None):
        return True
    return place.row is not None and place.sort_key() < other.sort_key()

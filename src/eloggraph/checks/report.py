"""Validation results led back to the cell or the line, and told in words.

A result names a node, a path and perhaps a value. The graph knows which row made the node and
which cell made the value; the shape knows the column. A missing value is at the cell that should
hold it. Where no table stands behind the data, the place is a file and, where known, a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl
import pyoxigraph as ox

from eloggraph.checks.codes import MISSING
from eloggraph.checks.locate import FindLine, Location, find_cells, find_lines, find_owners
from eloggraph.checks.messages import Messages
from eloggraph.checks.together import Told, tell_together
from eloggraph.finding import Finding, Place
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.schema.model import Schema
from eloggraph.shacl.model import Result, Term, text_of
from eloggraph.shacl.shapes import ShapesGraph

_TYPE = expand("rdf:type")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedFindings:
    """The findings of a network, and the results that are about its own nodes."""

    findings: tuple[Finding, ...]
    results: tuple[Result, ...]


def locate_in_tables(
    results: Iterable[Result],
    graph: Graph,
    schema: Schema,
    told: Iterable[Finding],
    shapes: ShapesGraph,
    *,
    settings: str = "network.toml",
    languages: Collection[str] | None = None,
) -> LocatedFindings:
    """Turn validation results into findings with cells.

    Parameters
    ----------
    results
        Results about any nodes; those about nodes of other networks are left out.
    graph
        The network's own graph.
    told
        Findings of reading. A value that could not be read is not told again as missing.
    shapes
        The shapes that the results come from: what they say of themselves is told.
    settings
        The file that describes what no row describes.
    languages
        Those that the network declares: texts in others are not asked for. None: all are.
    """
    given = list(results)
    told_cells = {finding.place for finding in told if finding.place}
    messages = Messages(shapes, schema)
    own: list[Result] = []
    found: dict[object, Told] = {}
    for result, location in zip(given, find_cells(given, graph, shapes.index), strict=True):
        if location is None:
            continue
        code = messages.code(result)
        if code == MISSING and _is_undeclared(location, languages):
            continue
        own.append(result)
        if code == MISSING and _is_excused(location, told_cells):
            continue
        place = location.place if location.rows is not None else Place(file=settings)
        key = (place, code, result.shape, text_of(result.value))
        if key in found:
            continue
        if location.rows is None:  # what no row describes, the settings do
            say = partial(messages.tell_line, result, place)
        else:
            say = partial(messages.tell_cell, result, location)
        found[key] = Told(code=code, result=result, place=place, say=say)
    return LocatedFindings(findings=tell_together(found.values()), results=tuple(own))


def locate_in_files(
    results: Iterable[Result],
    graph: Graph,
    schema: Schema,
    shapes: ShapesGraph,
    find_line: FindLine,
    prefixes: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Turn validation results about RDF files into findings with file and line.

    Parameters
    ----------
    find_line
        Tells the line of a file at which the description of a node begins, or None.
    results
        Those that are equal in all that is told of them are one finding, which tells how many.
    prefixes
        How the files shorten IRIs; the names of nodes and properties are shown so.
    """
    times = Counter(results)
    given = list(times)
    told = {text_of(term) for each in _with_details(given) for term in (each.focus, each.value)}
    owners = find_owners(graph, sorted(told))
    look = partial(count_values, graph), owners, partial(find_types, graph)
    messages = Messages(shapes, schema, prefixes, *look)
    locations = find_lines(given, graph, shapes.index, find_line)
    pairs = zip(given, locations, strict=True)
    return tell_together(
        Told(
            code=messages.code(result),
            result=result,
            place=location.place,
            say=partial(messages.tell_line, result, location.place, times[result]),
        )
        for result, location in pairs
    )


def _with_details(results: Iterable[Result]) -> Iterator[Result]:
    for result in results:
        yield result
        yield from _with_details(result.details)


def count_values(graph: Graph, result: Result) -> int | None:
    """Return how many values a result's focus node has of its path, where that is one property.

    >>> focus, shape = ox.NamedNode("urn:a"), ox.NamedNode("urn:S")
    >>> result = Result(focus=focus, shape=shape, component=ox.NamedNode("urn:C"))
    >>> count_values(Graph(base="urn:g", frames=(), rows=()), result) is None
    True
    """
    if not isinstance(result.path, ox.NamedNode):
        return None
    focus = text_of(result.focus)
    said = (part.frame.filter(pl.col(SUBJECT) == focus) for part in graph.of(result.path.value))
    return sum(rows[OBJECT].n_unique() for rows in said)


def find_types(graph: Graph, node: Term) -> list[str]:
    """Return the classes that a node is said to be of, sorted.

    >>> find_types(Graph(base="urn:g", frames=(), rows=()), ox.NamedNode("urn:a"))
    []
    """
    told = (part.frame.filter(pl.col(SUBJECT) == text_of(node)) for part in graph.of(_TYPE))
    return sorted({value for rows in told for value in rows[OBJECT]})


def _is_undeclared(location: Location, languages: Collection[str] | None) -> bool:
    """Tell whether a column is for texts in a language that the network does not declare."""
    language = location.column.language if location.column else None
    return languages is not None and language is not None and language not in languages


def _is_excused(location: Location, told_cells: set[Place]) -> bool:
    """Tell whether a missing value is excused by what has been told of its cell or column.

    A whole column that is absent is told once, at the header row.
    """
    if location.place in told_cells:
        return True
    if location.rows is None or location.column is None:
        return False
    absent = location.column.key not in location.rows.positions
    return (absent and location.column.required) or location.column.key in location.rows.excused

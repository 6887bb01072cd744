"""The place of a statement: the cell of a table, or the line of an RDF file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from eloggraph.finding import Place
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph

Locate = Callable[[ox.Triple], Place | None]

_SUBJECT = re.compile(r"^(?:<([^>\s]*)>|([\w.-]*):([\w.%~-]*))(?=\s|$)")
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


def make_locator(graphs: Sequence[Graph], files: Sequence[Path]) -> Locate:
    """Return a function that tells where a statement stands, or at least its subject.

    Parameters
    ----------
    graphs
        Graphs made of tables: the place is a cell, or the row of the subject.
    files
        N-Triples and Turtle files: the place is the line on which the statement, or else the
        description of its subject, begins. Lines are counted from 1 like rows.
    """

    @cache
    def lines(path: Path) -> Mapping[str, int]:
        return _index_lines(path.read_text(encoding="utf-8").splitlines())

    def locate(triple: ox.Triple) -> Place | None:
        for graph in graphs:
            place = _find_cell(graph, triple) or _find_row(graph, triple.subject)
            if place is not None:
                return place
        for key in (str(triple), str(triple.subject)):
            for path in files:
                if key in lines(path):
                    return Place(file=path.name, row=lines(path)[key])
        return None

    return locate


def _find_cell(graph: Graph, triple: ox.Triple) -> Place | None:
    value = getattr(triple.object, "value", "")
    for part in graph.of(triple.predicate.value):
        hits = part.frame.filter(
            (pl.col(SUBJECT) == getattr(triple.subject, "value", "")) & (pl.col(OBJECT) == value)
        )
        if not hits.is_empty() and hits[ROW][0] is not None:
            return part.place(int(hits[ROW][0]))
    return None


def _find_row(graph: Graph, subject: object) -> Place | None:
    for rows in graph.rows:
        hits = rows.frame.filter(pl.col(SUBJECT) == getattr(subject, "value", ""))
        if not hits.is_empty():
            return rows.raw.place(int(hits[ROW][0]))
    return None


def _index_lines(lines: Sequence[str]) -> dict[str, int]:
    """Return the first line of every subject that opens a line, and of every whole statement."""
    prefixes: dict[str, str] = {}
    found: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if declared := _PREFIX.match(line):
            prefixes[declared.group(1)] = declared.group(2)
        elif opened := _SUBJECT.match(line):
            iri, prefix, local = opened.groups()
            subject = iri if iri is not None else prefixes.get(prefix, "") + local
            found.setdefault(f"<{subject}>", number)
            found.setdefault(line.removesuffix(".").strip(), number)
    return found

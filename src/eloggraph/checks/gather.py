"""What is told of statements that stay where they lie, brought here: a small graph with places.

It has all that the told nodes are said to be, and what nodes without a name are values of. So
findings are placed and worded as those of a graph in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

import polars as pl

from eloggraph.checks.own_terms import Said
from eloggraph.checks.unjudged import Types
from eloggraph.graph.rdf.frames import cut_rows
from eloggraph.graph.rdf.lines import LINE, PREDICATE
from eloggraph.graph.rdf.packed import SCHEMA
from eloggraph.graph.rdf.terms import TAG
from eloggraph.graph.statements import FILE, OBJECT, SUBJECT, Graph
from eloggraph.iri import FILE_BASE
from eloggraph.shacl.core.scanned import Scanned
from eloggraph.shacl.core.selecting import (
    count_nodes,
    count_subjects,
    find_holders,
    having,
)
from eloggraph.shacl.core.terms import Backend, Frame
from eloggraph.shacl.model import Result, text_of

_NO_ROWS = pl.DataFrame(schema=SCHEMA)
# Steps from a node without a name to one that has one.
_LONGEST_WAY = 20
# Statements of the nodes that are told: one that has more says it of a few thousand values.
_MOST = 5_000_000


def gather_told(
    own: Frame, backend: Backend, results: Iterable[Result], files: Sequence[str]
) -> Graph:
    """Return what the nodes of results are said to be.

    Parameters
    ----------
    own
        The statements of the files, with the columns of
        :data:`eloggraph.graph.rdf.packed.SCHEMA`.
    files
        The names of the files in their order: what is said in several is told of the first.

    Raises
    ------
    TooManyRowsError
        When more is said of them than there is room for.
    """
    told = [*_with_details(results)]
    focus = {text_of(result.focus) for result in told}
    nodes = focus | {text_of(result.value) for result in told if result.value is not None}
    rows = _fetch_of(own, backend, nodes)
    pieces, known = [rows], set(rows[SUBJECT])
    # What nobody describes is where somebody names it; so is what has no name.
    asked = (focus - known) | {node for node in nodes if node.startswith("_:")}
    for _ in range(_LONGEST_WAY):
        above = _fetch_above(own, backend, asked)
        pieces.append(above)
        asked = {each for each in above[SUBJECT] if each.startswith("_:")} - known
        if not asked:
            break
        known |= asked
    numbers = {name: number for number, name in reversed([*enumerate(files)])}
    order = pl.col(FILE).replace_strict(numbers, default=len(files), return_dtype=pl.UInt32)
    whole = pl.concat(pieces).unique().sort(order, LINE, SUBJECT, PREDICATE, OBJECT, TAG)
    return Graph(base=FILE_BASE, frames=cut_rows(whole, most=None), rows=())


def _with_details(results: Iterable[Result]) -> Iterator[Result]:
    for result in results:
        yield result
        yield from _with_details(result.details)


def _fetch_of(own: Frame, backend: Backend, nodes: Collection[str]) -> pl.DataFrame:
    """Return the statements about some nodes."""
    return _fetch(having(own, backend, SUBJECT, nodes), backend) if nodes else _NO_ROWS


def _fetch_above(own: Frame, backend: Backend, nodes: Collection[str]) -> pl.DataFrame:
    """Return for each node one subject that has it as a value, with what says so."""
    return _fetch(find_holders(own, backend, nodes), backend) if nodes else _NO_ROWS


def _fetch(frame: Frame, backend: Backend) -> pl.DataFrame:
    return backend.fetch(frame.select(*SCHEMA), most=_MOST).cast(pl.Schema(SCHEMA))


def said_in(own: Frame, backend: Backend) -> Said:
    """Return what files say, asked where their statements lie."""

    def find_described(nodes: Collection[str]) -> set[str]:
        found = having(own.select(SUBJECT), backend, SUBJECT, nodes).unique()
        return {node for (node,) in backend.rows(found)}

    return Said(find_described=find_described, count_subjects=partial(count_subjects, own, backend))


def types_in(data: Scanned) -> Types:
    """Return what data say of types, asked where they lie."""
    return Types(list_below=data.list_below, count_nodes=partial(count_nodes, data))

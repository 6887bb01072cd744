"""What is told of statements that stay where they lie, brought here: a small graph with places.

It has what findings are placed and worded by, so these are as those of a graph in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

import polars as pl
import pyoxigraph as ox

from eloggraph.checks.locate import read_paths
from eloggraph.checks.own_terms import Said
from eloggraph.checks.unjudged import Types
from eloggraph.graph.rdf.frames import cut_rows
from eloggraph.graph.rdf.lines import LINE, PREDICATE
from eloggraph.graph.rdf.packed import SCHEMA
from eloggraph.graph.rdf.terms import TAG
from eloggraph.graph.statements import FILE, OBJECT, SUBJECT, Graph
from eloggraph.iri import FILE_BASE, expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.core.scanned import Scanned
from eloggraph.shacl.core.selecting import (
    count_nodes,
    count_subjects,
    find_first,
    find_holders,
    having,
    having_both,
)
from eloggraph.shacl.core.terms import Backend, Frame
from eloggraph.shacl.model import Result, text_of
from eloggraph.shacl.paths import Path, first_steps, is_single_step

_TYPE, _CLASS = expand("rdf:type"), ox.NamedNode(expand("sh:ClassConstraintComponent"))
_NO_ROWS = pl.DataFrame(schema=SCHEMA)
# Steps from a node without a name to one that has one.
_LONGEST_WAY = 20
# Statements of the nodes that are told: one that has more says it of a few thousand values.
_MOST = 5_000_000


def gather_told(
    own: Frame, backend: Backend, results: Sequence[Result], index: TermIndex, files: Sequence[str]
) -> Graph:
    """Return what places and words of results are read from.

    That is what nodes have of the properties that results are about, where a node is described
    first, and what nodes without a name belong to.

    Parameters
    ----------
    own
        The statements of the files, with the columns of
        :data:`eloggraph.graph.rdf.packed.SCHEMA`.
    index
        The shapes graph, which tells paths.
    files
        The names of the files in their order: what is said in several is told of the first.

    Raises
    ------
    TooManyRowsError
        When more is said of them than there is room for.
    """
    told, focus = [*_with_details(results)], {text_of(result.focus) for result in results}
    said = _fetch_said(own, backend, _list_wanted(told, read_paths(told, index)))
    seen = _find_seen(said, results, read_paths(results, index))
    first = _fetch_first(own, backend, focus - seen)
    nodes = {text_of(term) for each in told for term in (each.focus, each.value)}
    nameless = {node for node in nodes if node.startswith("_:")}
    pieces = [said, first, *_fetch_naming(own, backend, _list_open(focus, said, first))]
    pieces += _climb(own, backend, nameless)
    numbers = {name: number for number, name in reversed([*enumerate(files)])}
    order = pl.col(FILE).replace_strict(numbers, default=len(files), return_dtype=pl.UInt32)
    whole = pl.concat(pieces).unique().sort(order, LINE, SUBJECT, PREDICATE, OBJECT, TAG)
    return Graph(base=FILE_BASE, frames=cut_rows(whole, most=None), rows=())


def _list_open(nodes: set[str], *pieces: pl.DataFrame) -> set[str]:
    """Return the nodes that nobody describes, or that a file describes in no line that is known."""
    lines = pl.concat([piece.select(SUBJECT, LINE) for piece in pieces])
    without = lines.filter(pl.col(LINE).is_null())
    return (nodes - {*lines[SUBJECT]}) | (nodes & {*without[SUBJECT]})


def _fetch_naming(own: Frame, backend: Backend, nodes: set[str]) -> Iterator[pl.DataFrame]:
    """Yield what names nodes, and where those begin that do: nodes without a line are placed there.

    Of those that have no line either it is told who names them.
    """
    known = set[str]()
    for _ in range(_LONGEST_WAY):
        if not nodes:
            break
        naming = _fetch_above(own, backend, nodes)
        known |= nodes
        owners = {*naming[SUBJECT]} - known
        begins = _fetch_first(own, backend, owners)
        yield naming
        yield begins
        nodes = _list_open(owners, begins)


def _climb(own: Frame, backend: Backend, nodes: set[str]) -> Iterator[pl.DataFrame]:
    """Yield what leads to nodes without a name, from there upwards as long as there is no name."""
    known = set[str]()
    for _ in range(_LONGEST_WAY):
        if not nodes:
            break
        above = _fetch_above(own, backend, nodes)
        yield above
        known |= nodes
        nodes = {each for each in above[SUBJECT] if each.startswith("_:")} - known


def _list_wanted(results: Iterable[Result], paths: Iterable[Path | None]) -> set[tuple[str, str]]:
    """Return nodes with the properties by which results say what was seen of them."""
    wanted = set[tuple[str, str]]()
    for result, path in zip(results, paths, strict=True):
        wanted |= {(subject, predicate) for subject, predicate, _ in _list_said(result, path)}
        if result.component == _CLASS:
            wanted.add((text_of(result.value), _TYPE))
    return wanted


def _list_said(result: Result, path: Path | None) -> Iterator[tuple[str, str, str]]:
    """Yield the statements that may lead from a focus node to its value."""
    focus, value = text_of(result.focus), text_of(result.value)
    for step in first_steps(path) if path is not None else ():
        yield (value, step.iri, focus) if step.inverse else (focus, step.iri, value)


def _find_seen(
    said: pl.DataFrame, results: Iterable[Result], paths: Iterable[Path | None]
) -> set[str]:
    """Return the focus nodes of which nothing is told but values that have a place."""
    known = set(said.select(SUBJECT, PREDICATE, OBJECT).iter_rows())
    seen, open_ = set[str](), set[str]()
    for result, path in zip(results, paths, strict=True):
        is_value = result.value is not None and path is not None and is_single_step(path)
        is_seen = is_value and not known.isdisjoint(_list_said(result, path))
        (seen if is_seen else open_).add(text_of(result.focus))
    return seen - open_


def _with_details(results: Iterable[Result]) -> Iterator[Result]:
    for result in results:
        yield result
        yield from _with_details(result.details)


def _fetch_said(own: Frame, backend: Backend, wanted: Collection[tuple[str, str]]) -> pl.DataFrame:
    """Return what some nodes have of some properties, each with its own."""
    return _fetch(having_both(own, backend, wanted), backend) if wanted else _NO_ROWS


def _fetch_first(own: Frame, backend: Backend, nodes: Collection[str]) -> pl.DataFrame:
    """Return the statements with which each file begins to describe some nodes."""
    if not nodes:
        return _NO_ROWS
    described = backend.keep(having(own, backend, SUBJECT, nodes).select(*SCHEMA))
    try:
        return _fetch(find_first(described, LINE), backend)
    finally:
        backend.release(described)


def _fetch_above(own: Frame, backend: Backend, nodes: Collection[str]) -> pl.DataFrame:
    """Return for each node who has it as a value, as far as it is told, with what says so."""
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

"""A file of statements into the columnar graph, each frame with the file that it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from eloggraph.graph.rdf.found import NAMED, RdfSource
from eloggraph.graph.rdf.frames import cut_rows
from eloggraph.graph.rdf.memory import MemoryBound
from eloggraph.graph.rdf.packed import SCHEMA, About
from eloggraph.graph.rdf.packed_rows import read_packed_rows
from eloggraph.graph.rdf.source import open_packed, packed_told
from eloggraph.graph.rdf.terms import GRAPH
from eloggraph.graph.statements import FILE, StatementFrame


def read_packed(
    source: RdfSource, graphs: Sequence[str], taken: set[str], bound: MemoryBound | None = None
) -> tuple[tuple[StatementFrame, ...], About]:
    """Read a file of statements.

    Parameters
    ----------
    source
        The file.
    graphs
        The IRIs of the named graphs that are wanted; all of them where none is given.
    taken
        Names of files that others have; those of this one are added.
    bound
        The bytes that the check may take.

    Raises
    ------
    RefusedError
        When it is no such file, or a row is no statement.
    TooMuchError
        When the check will take more than the bound.
    TooManyError
        As :func:`eloggraph.graph.rdf.frames.cut_lines` does.
    """
    about = open_packed(source)
    names = name_inputs(source, about, taken)
    with packed_told(source):
        parts = [pl.DataFrame(schema=SCHEMA)]
        size = source.path.stat().st_size
        for rows in read_packed_rows(source.path):
            if bound is not None:
                bound.take_rows(rows, size * rows.height // max(about.statements, 1))
            wanted = rows.filter(pl.col(GRAPH).is_in([*graphs])) if graphs else rows
            parts.append(rename_inputs(wanted, names))
    return cut_rows(pl.concat(parts)), about


def name_inputs(source: RdfSource, about: About, taken: set[str]) -> dict[str, str]:
    """Return another name for each input of a file whose name is taken; all are taken then."""
    found = [each.file for each in about.inputs]
    names = {name: f"{source.name}/{name}" for name in found if name in taken}
    taken.update(names.get(name, name) for name in found)
    return names


def rename_inputs(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return rows with other names of inputs."""
    return rows.with_columns(pl.col(FILE).replace(names)) if names else rows


def list_inputs(about: About) -> list[RdfSource]:
    """Return what a file of statements is made of as RDF files, which may no longer be there."""
    return [
        RdfSource(path=Path(each.file), name=each.file, format=NAMED[each.format])
        for each in about.inputs
        if each.format in NAMED
    ]

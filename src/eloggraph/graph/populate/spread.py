"""Rows that stand for several: a membership with two roles in its cell is two memberships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from eloggraph.graph.populate.listed import split_listed
from eloggraph.graph.populate.reference_index import ReferenceIndex
from eloggraph.graph.populate.references import Lookup, resolve
from eloggraph.schema.model import Column
from eloggraph.tables.model import MatchedTable

# What none of these is in lists nothing.
_MAY_LIST = r"[,;/|\n+•·▪‣&]|\s\S+\s"


def spread_rows(
    tables: Sequence[MatchedTable], references: ReferenceIndex
) -> tuple[MatchedTable, ...]:
    """Give each value of its own row where a column takes one but may list several.

    Parameters
    ----------
    tables
        The tables of a network; their columns say with ``row_for_each`` that this goes for them.
    references
        What the values may mean. A text that means something as it stands lists nothing, and
        neither does one of which no part means anything.

    Returns
    -------
    The tables in their order, with the first value in such cells; then, in tables of their own,
    the same rows with their second values, third values and so on. A row keeps its number.
    """
    first: list[MatchedTable] = []
    further: list[MatchedTable] = []
    for matched in tables:
        spread = matched
        for column in matched.table.columns:
            if column.row_for_each and column.key in matched.positions:
                spread, *rest = _spread(spread, column, references.lookup(column))
                further += rest
        first.append(spread)
    return (*first, *further)


def _spread(matched: MatchedTable, column: Column, lookup: Lookup) -> Iterator[MatchedTable]:
    name = matched.cells(column.key)
    cells = matched.raw.frame[name]
    listed = {
        text: parts
        for text in cells.filter(cells.str.contains(_MAY_LIST)).unique().sort()
        if len(parts := _list_parts(text, lookup)) > 1
    }
    most = max(map(len, listed.values()), default=1)
    yield _take(matched, name, {text: parts[0] for text, parts in listed.items()})
    for place in range(1, most):
        taken = {text: parts[place] for text, parts in listed.items() if len(parts) > place}
        here = matched.raw.frame.filter(pl.col(name).is_in(list(taken)))
        yield _take(replace(matched, raw=replace(matched.raw, frame=here)), name, taken)


def _take(matched: MatchedTable, name: str, taken: Mapping[str, str]) -> MatchedTable:
    """Return a table with one value in cells that list several."""
    if not taken:
        return matched
    frame = matched.raw.frame.with_columns(pl.col(name).replace(taken))
    return replace(matched, raw=replace(matched.raw, frame=frame))


def _list_parts(text: str, lookup: Lookup) -> list[str]:
    """Return the values that a text lists, each once, or the text where it lists none."""
    parts = list(dict.fromkeys(part for piece in text.split("|") for part in split_listed(piece)))
    meant = resolve(pl.Series([text, *parts]), lookup).nodes.to_list()
    if meant[0] is not None or not any(meant[1:]):
        return [text]
    # Two names of one thing are one value.
    different = {node or part: part for part, node in zip(parts, meant[1:], strict=True)}
    return list(different.values())

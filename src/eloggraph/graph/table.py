"""The statements of a graph as one table, for those who go on with data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("subject", "predicate", "object", "kind", "datatype", "language", "graph")


def make_table(graphs: Iterable[Graph]) -> pl.DataFrame:
    """Return statements in seven columns of text, sorted, each once.

    ``object`` is an IRI or the text of a literal as it stands in the data, which ``kind`` tells;
    ``datatype`` and ``language`` are those of a literal, and ``graph`` is the base of the network.

    >>> make_table([]).columns[:3]
    ['subject', 'predicate', 'object']
    """
    parts = [
        part.frame.select(
            pl.col(SUBJECT).alias("subject"),
            pl.lit(part.predicate).alias("predicate"),
            pl.col(OBJECT).alias("object"),
            pl.lit("literal" if part.is_literal else "iri").alias("kind"),
            pl.lit(part.datatype, dtype=pl.String).alias("datatype"),
            pl.lit(part.language, dtype=pl.String).alias("language"),
            pl.lit(graph.base).alias("graph"),
        )
        for graph in graphs
        for part in graph.frames
    ]
    schema = dict.fromkeys(_COLUMNS, pl.String)
    table = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    return table.unique().sort(*_COLUMNS)


def make_pandas_table(graphs: Iterable[Graph]) -> pd.DataFrame:
    """Return the same as a data frame of pandas, which must be installed."""
    import pandas as pd

    return pd.DataFrame(make_table(graphs).to_dict(as_series=False))

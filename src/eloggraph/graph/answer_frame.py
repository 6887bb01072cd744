"""Rows of terms as data frames: columns typed by the datatypes of their literals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.answer_terms import INTEGERS, NUMBERS, Row, Term, text_of
from eloggraph.iri import expand

if TYPE_CHECKING:
    import pandas as pd

_BOOLEAN, _DATE = expand("xsd:boolean"), expand("xsd:date")
_PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TRUE, _FALSE = ("true", "1"), ("false", "0")


def make_frame(variables: Sequence[str], rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a data frame: numbers, days and truth values where all are, else texts.

    >>> make_frame(["n"], [(ox.Literal(1),), (None,)])["n"].to_list()
    [1, None]
    """
    columns = zip(*rows, strict=True) if rows else ((),) * len(variables)
    made = [_make_column(name, terms) for name, terms in zip(variables, columns, strict=True)]
    return pl.DataFrame(made)


def make_pandas(variables: Sequence[str], rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as a data frame of pandas, whose types know what is not there."""
    import pandas as pd

    return pd.DataFrame(make_frame(variables, rows).to_dict(as_series=False)).convert_dtypes()


def _make_column(name: str, terms: Iterable[Term | None]) -> pl.Series:
    cells = list(terms)
    kinds = {
        term.datatype.value if isinstance(term, ox.Literal) else ""
        for term in cells
        if term is not None
    }
    texts = list(map(text_of, cells))
    dtype, read = _choose_type(kinds)
    try:
        values = [None if text is None else read(text) for text in texts]
        return pl.Series(name, values, dtype=dtype, strict=True)
    except (ValueError, OverflowError, TypeError, pl.exceptions.PolarsError):
        return pl.Series(name, texts, dtype=pl.String)  # not all are written as their datatype says


def _choose_type(kinds: set[str]) -> tuple[type[pl.DataType], Callable[[str], Any]]:
    """Return the type of a column whose terms have some datatypes, and how their texts are read."""
    if kinds and kinds <= INTEGERS:
        return pl.Int64, int
    if kinds and kinds <= NUMBERS:
        return pl.Float64, float
    if kinds == {_BOOLEAN}:
        return pl.Boolean, _read_boolean
    if kinds == {_DATE}:
        return pl.Date, _read_date
    return pl.String, str


def _read_boolean(text: str) -> bool:
    if text not in _TRUE + _FALSE:
        raise ValueError(text)
    return text in _TRUE


def _read_date(text: str) -> date:
    if not _PLAIN_DATE.fullmatch(text):  # one with a time zone is no day of a calendar
        raise ValueError(text)
    return date.fromisoformat(text)

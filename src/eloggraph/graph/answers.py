"""Answers to queries: rows of terms, and statements, in the forms that people go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from eloggraph.graph.answer_terms import Row, text_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# What a notebook shows of a long answer.
_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResultTable:
    """The answer to a SELECT query: variables, and rows of terms (None where unbound).

    A term is that of pyoxigraph: ``.value`` is its text, a literal has ``.language`` and
    ``.datatype`` too. ``complete`` is false where there were more rows than were asked for.

    Examples
    --------
    >>> import eloggraph
    >>> answer = eloggraph.open("datasets/osaajaks").select("projects", "en")
    >>> len(answer), answer.variables[0], answer.rows[0][0].language
    (1, 'project', 'en')
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    complete: bool = True

    def __repr__(self) -> str:
        """Return size and variables on one line."""
        return f"<ResultTable {len(self.rows)} rows of {', '.join(self.variables)}>"

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """Yield each row."""
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> ResultTable: ...

    def __getitem__(self, place: int | slice) -> Row | ResultTable:
        """Return the row at a place, or an answer of some rows."""
        if isinstance(place, slice):
            return replace(self, rows=self.rows[place])
        return self.rows[place]

    def texts(self) -> tuple[tuple[str | None, ...], ...]:
        """Return the rows as texts, without language and datatype."""
        return tuple(tuple(map(text_of, row)) for row in self.rows)

    def dicts(self) -> Iterator[dict[str, str]]:
        """Yield each row as ``{variable: text}`` of its bound variables."""
        for row in self.texts():
            yield {k: v for k, v in zip(self.variables, row, strict=True) if v is not None}

    def to_polars(self) -> pl.DataFrame:
        """Return the answer as a data frame.

        A column has numbers, days or truth values where all its terms are such, else texts. A
        decimal becomes a float; exactly as it stands it is in ``rows``.
        """
        from eloggraph.graph.answer_frame import make_frame

        return make_frame(self.variables, self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """Return the answer as a data frame of pandas, with columns as those of :meth:`to_polars`.

        Raises
        ------
        ModuleNotFoundError
            When pandas is not installed: the toolkit does not bring it.
        """
        from eloggraph.graph.answer_frame import make_pandas

        return make_pandas(self.variables, self.rows)

    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        shown = (map(text_of, row) for row in self.rows[:_SHOWN])
        cells = ("".join(f"<td>{escape(text or '')}</td>" for text in row) for row in shown)
        body = "".join(f"<tr>{each}</tr>" for each in cells)
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(repr(self)[1:-1])}</p>"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Statements:
    r"""The answer to a CONSTRUCT or DESCRIBE query: different statements in order.

    ``str()`` of it is N-Triples.

    Examples
    --------
    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> said = net.construct("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}")
    >>> str(said)
    '<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    """

    triples: tuple[ox.Triple, ...]

    def __repr__(self) -> str:
        """Return the size on one line."""
        return f"<Statements {len(self.triples)}>"

    def __len__(self) -> int:
        """Return how many statements there are."""
        return len(self.triples)

    def __iter__(self) -> Iterator[ox.Triple]:
        """Yield each statement."""
        return iter(self.triples)

    def __str__(self) -> str:
        """Return the statements as N-Triples."""
        return "".join(f"{triple} .\n" for triple in self.triples)

    def to_turtle(self) -> str:
        """Return the statements as Turtle, with the prefixes of the toolkit."""
        from eloggraph.graph.rdf.serialise import serialise_triples

        return serialise_triples(self.triples, ox.RdfFormat.TURTLE)

    def to_json_ld(self) -> str:
        """Return the statements as JSON-LD, with names for properties and its context in it."""
        from eloggraph.graph.json_ld import write_json_ld

        return write_json_ld(self.triples)

    def to_table(self) -> ResultTable:
        """Return the statements as rows of subject, predicate and object."""
        rows = tuple((each.subject, each.predicate, each.object) for each in self.triples)
        return ResultTable(variables=("subject", "predicate", "object"), rows=rows)

    def _repr_html_(self) -> str:
        """Return the statements as a notebook shows them."""
        return self.to_table()._repr_html_()


Answer = ResultTable | bool | Statements


def answer_as_row(answer: bool) -> ResultTable:
    """Return a truth value as a table of one row."""
    return ResultTable(variables=("answer",), rows=((ox.Literal(answer),),))


def order_triples(triples: Iterable[ox.Triple]) -> Statements:
    """Return different statements in order, with labels of blank nodes that are always the same."""
    found = set(triples)
    if any("_:" in str(each) for each in found):
        dataset = ox.Dataset(ox.Quad(*each) for each in found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found = {quad.triple for quad in dataset}
    return Statements(tuple(sorted(found, key=str)))

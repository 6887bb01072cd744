"""Columns of cell texts to the lexical forms of RDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from eloggraph.graph.populate import lexical
from eloggraph.graph.populate.ambiguity import Ambiguity, find_ambiguous
from eloggraph.graph.populate.lookup import TEXT, LookupTable
from eloggraph.graph.populate.texts import list_distinct
from eloggraph.iri import expand
from eloggraph.schema.model import Column

# What is written as RDF writes it needs no reader; a column of many values has many such.
_MANY = 1_000
_DECIMAL = (expand("xsd:decimal"),)
# Days that every month has; of the others each is looked up in the calendar.
_DAY = r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"


@dataclass(frozen=True, slots=True)
class _Form:
    """How texts of a datatype are read: those that match ``canonical`` as they stand."""

    read: Callable[[str], str | None]
    canonical: str | None = None


_FORMS: dict[str, _Form] = {
    expand("xsd:integer"): _Form(lexical.read_integer, r"^-?[0-9]+$"),
    expand("xsd:decimal"): _Form(lexical.read_decimal, r"^-?[0-9]+(\.[0-9]+)?$"),
    expand("xsd:boolean"): _Form(lexical.read_boolean),
    expand("xsd:date"): _Form(lexical.read_day, _DAY),
    expand("xsd:gYearMonth"): _Form(lexical.read_month),
    expand("xsd:gYear"): _Form(lexical.read_year),
    expand("xsd:duration"): _Form(lexical.read_duration),
    expand("xsd:anyURI"): _Form(lexical.read_address, r"^https?://[A-Za-z0-9./_~%?=&#+-]+$"),
}


# Every form that is made of these is one of the datatype.
WELL_FORMED = frozenset({*_FORMS, expand("xsd:string"), expand("rdf:langString")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Texts as literals: for each datatype a series, null where the text is not of it.

    ``wrong`` are the distinct texts of none of the datatypes; ``ambiguous`` those that were read
    in one way and may be meant in another.
    """

    values: Mapping[str, pl.Series]
    wrong: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def parse_texts(
    texts: pl.Series, column: Column, doubtless: frozenset[str] = frozenset()
) -> Parsed:
    """Turn texts into literals of a column's datatypes, each of the first that fits it.

    Each distinct text is read once; a column that is written as RDF writes it is not copied.

    Parameters
    ----------
    texts
        Cell texts, null where a cell is empty.
    column
        Its ``datatypes`` are tried in order; a datatype that is not known takes any text.
    doubtless
        Texts of numbers that a spreadsheet holds as such: there is one way only to mean them.

    Examples
    --------
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> column = packaged_schema().table("projects").column("since")
    >>> parsed = parse_texts(pl.Series(["1.10.2018", "2018", "syksy"]), column)
    >>> [series.to_list() for series in parsed.values.values()]
    [['2018-10-01', None, None], [None, '2018', None]]
    >>> parsed.wrong
    ('syksy',)
    """
    datatypes = column.datatypes or (expand("xsd:string"),)
    if datatypes[0] not in _FORMS:
        return Parsed(values={datatypes[0]: texts})
    distinct = list_distinct(texts)
    doubted = distinct.filter(~distinct.is_in(sorted(doubtless))) if doubtless else distinct
    ambiguity = find_ambiguous(doubted) if datatypes == _DECIMAL else Ambiguity()
    if ambiguity.refused:
        distinct = distinct.filter(~distinct.is_in(ambiguity.refused))
    plain, odd = _set_plain_apart(distinct, datatypes[0])
    read = [(text, *read_text(text, datatypes)) for text in odd]
    wrong = (*ambiguity.refused, *sorted(text for text, _, form in read if form is None))
    used = {datatype for _, datatype, _ in read if datatype}
    if len(plain):
        used.add(datatypes[0])
    if len(used) == 1 and not ambiguity.refused and all(text == form for text, _, form in read):
        values = {used.pop(): texts}
    else:
        forms = _make_forms(plain, read, [datatype for datatype in datatypes if datatype in used])
        values = dict(zip(forms.frame.columns[1:], forms.find(texts), strict=True))
    return Parsed(values=values, wrong=wrong, ambiguous=ambiguity.told)


def _set_plain_apart(distinct: pl.Series, datatype: str) -> tuple[pl.Series, pl.Series]:
    """Part the texts that are lexical forms of the datatype as they stand from the others."""
    canonical = _FORMS[datatype].canonical
    if len(distinct) < _MANY or canonical is None:
        return distinct.clear(), distinct
    is_plain = distinct.str.contains(canonical)
    return distinct.filter(is_plain), distinct.filter(~is_plain)


def read_text(text: str, datatypes: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the first of some datatypes that a text is of, and its lexical form; else nothing.

    >>> read_text("5/2021", (expand("xsd:date"), expand("xsd:gYearMonth")))[1]
    '2021-05'
    """
    for datatype in datatypes:
        form = _FORMS[datatype].read(text) if datatype in _FORMS else text
        if form is not None:
            return datatype, form
    return None, None


def _make_forms(
    plain: pl.Series,
    read: list[tuple[str, str | None, str | None]],
    datatypes: list[str],
) -> LookupTable:
    """Return each text with its form under the datatype that it is of."""
    schema = dict.fromkeys((TEXT, *datatypes), pl.String)
    rows = [
        (text, *(form if each == datatype else None for each in datatypes))
        for text, datatype, form in read
    ]
    odd = pl.DataFrame(rows, schema=schema, orient="row")
    if plain.is_empty():
        return LookupTable(frame=odd)
    nothing = pl.lit(None, pl.String)
    as_is = pl.DataFrame([plain.alias(TEXT)]).with_columns(
        (pl.col(TEXT) if index == 0 else nothing).alias(datatype)
        for index, datatype in enumerate(datatypes)
    )
    return LookupTable(frame=pl.concat([as_is, odd]))

"""Cell texts to the lexical forms of RDF, as people in Finland write dates and numbers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from eloggraph.iri import expand
from eloggraph.schema.model import Column

TEXT, OBJECT = "text", "object"

_YES = ("true", "1", "yes", "y", "kyllä", "k", "ja", "j", "x")
_NO = ("false", "0", "no", "n", "ei", "e", "nej")


def _parse_integer(text: pl.Expr) -> pl.Expr:
    plain = _without_grouping(text)
    return pl.when(plain.str.contains(r"^-?[0-9]+$")).then(plain)


def _parse_decimal(text: pl.Expr) -> pl.Expr:
    plain = _without_grouping(text).str.replace(",", ".", literal=True)
    return pl.when(plain.str.contains(r"^-?[0-9]+(\.[0-9]+)?$")).then(plain)


def _without_grouping(text: pl.Expr) -> pl.Expr:
    """Drop the spaces between thousands, the plus sign; the minus sign becomes a hyphen."""
    grouped = text.str.contains(r"^[+−-]?[0-9]{1,3}([\s\u{a0}\u{202f}][0-9]{3})+([,.][0-9]+)?$")
    bare = pl.when(grouped).then(text.str.replace_all(r"[\s\u{a0}\u{202f}]", "")).otherwise(text)
    return bare.str.replace("−", "-", literal=True).str.replace(r"^\+([0-9])", "$1")


def _parse_boolean(text: pl.Expr) -> pl.Expr:
    word = text.str.normalize("NFC").str.to_lowercase()
    yes = pl.when(word.is_in(_YES)).then(pl.lit("true"))
    return yes.when(word.is_in(_NO)).then(pl.lit("false"))


def _parse_date(text: pl.Expr) -> pl.Expr:
    # A workbook gives a date cell with a midnight that nobody wrote.
    day = text.str.strip_suffix(" 00:00:00")
    iso = pl.when(day.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(day)
    finnish = pl.when(day.str.contains(r"^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}$")).then(day)
    date = pl.coalesce(
        iso.str.to_date("%Y-%m-%d", strict=False), finnish.str.to_date("%d.%m.%Y", strict=False)
    )
    return _without_year_zero(date.dt.strftime("%Y-%m-%d"))


def _parse_month(text: pl.Expr) -> pl.Expr:
    iso = pl.when(text.str.contains(r"^[0-9]{4}-(0[1-9]|1[0-2])$")).then(text)
    parts = text.str.extract_groups(r"^(?<month>0?[1-9]|1[0-2])/(?<year>[0-9]{4})$")
    month = parts.struct.field("month").str.zfill(2)
    return _without_year_zero(
        pl.coalesce(iso, pl.concat_str(parts.struct.field("year"), month, separator="-"))
    )


def _parse_year(text: pl.Expr) -> pl.Expr:
    return _without_year_zero(pl.when(text.str.contains(r"^[0-9]{4}$")).then(text))


def _without_year_zero(iso: pl.Expr) -> pl.Expr:
    """Drop the year 0000, which is none: not every reader of RDF takes it."""
    return pl.when(~iso.str.starts_with("0000")).then(iso)


def _parse_address(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^(https?://|mailto:)[^\s<>\x22{}|\\^`]+$")).then(text)


def _take_text(text: pl.Expr) -> pl.Expr:
    return text


_PARSERS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    expand("xsd:integer"): _parse_integer,
    expand("xsd:decimal"): _parse_decimal,
    expand("xsd:boolean"): _parse_boolean,
    expand("xsd:date"): _parse_date,
    expand("xsd:gYearMonth"): _parse_month,
    expand("xsd:gYear"): _parse_year,
    expand("xsd:anyURI"): _parse_address,
}


def parse_cells(
    cells: pl.DataFrame, column: Column
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Turn cell texts into literals of the column's datatypes, the first that fits each cell.

    Parameters
    ----------
    cells
        Any columns beside ``text``.
    column
        Its ``datatypes`` are tried in order; a datatype without a parser takes any text.

    Returns
    -------
    For each datatype the cells that are of it, with their lexical form as ``object``; and the
    cells that are of none.
    """
    found: dict[str, pl.DataFrame] = {}
    rest = cells
    for datatype in column.datatypes or (expand("xsd:string"),):
        parse = _PARSERS.get(datatype, _take_text)
        tried = rest.with_columns(parse(pl.col(TEXT)).alias(OBJECT))
        found[datatype] = tried.drop_nulls(OBJECT)
        rest = tried.filter(pl.col(OBJECT).is_null()).drop(OBJECT)
        if rest.is_empty():
            break
    return found, rest

"""Numbers that a workbook shows as dates, times or percentages, and numbers with decimals.

Each stands in columns: its place, its value and the text that is read from it. There is no object
per cell, and whole numbers without a format of their own are not among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.model import TypedCells

# Days are counted from here, or from the first day of 1904.
_FROM = date(1899, 12, 30)
_BEGINNING = datetime.combine(_FROM, time())
BETWEEN_SYSTEMS = 1462
_BEFORE_1970 = (date(1970, 1, 1) - _FROM).days
# The last day that a workbook knows is 31 December 9999.
_DAYS_LIMIT = 2_958_466
# Excel holds 1900 for a leap year: the numbers before the day that was not are a day short.
_FALSE_DAY = 60
_MS_OF_DAY = 86_400_000
# Above it a spreadsheet keeps the first fifteen digits only.
LONGEST_WHOLE = 1e15

SCHEMA = pl.Schema({"row": pl.UInt32, "column": pl.UInt32, "style": pl.UInt32, "value": pl.Float64})


def write_typed(
    cells: pl.DataFrame, formats: Sequence[NumberFormat], *, from_1904: bool = False
) -> TypedCells:
    """Write the text of every typed number.

    A date has as much as its format shows of it: year, month or day, and a time of day unless it
    is midnight. Any other number is the shortest text that gives the same number again.

    Parameters
    ----------
    cells
        Their ``row``, ``column``, ``style`` and ``value``.
    from_1904
        Whether the workbook counts its days from 1904.

    Examples
    --------
    >>> from eloggraph.tables.formats import read_format
    >>> formats = [read_format(code) for code in ("mmm yy", "[h]:mm", "0.00")]
    >>> rows = [(2, 0, 0, 43374.0), (3, 0, 1, 1.25), (4, 0, 2, 1 / 3)]
    >>> cells = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    >>> write_typed(cells, formats).frame["text"].to_list()
    ['2018-10', '30:00', '0.3333333333333333']
    """
    # A style that the workbook does not have shows a number as it is.
    known = [*map(_name_way, formats), "number"]
    cells = sort_cells(cells)
    ways = pl.Series(known, dtype=pl.Enum(sorted(set(known))))
    way = ways.gather(cells["style"].clip(upper_bound=len(formats)))
    parts = cells.select("value", way=way).with_row_index("at").partition_by("way")
    written = [
        _write(part["value"], str(part["way"][0]), from_1904=from_1904).alias("text")
        for part in parts
    ]
    texts = pl.concat([pl.Series("text", dtype=pl.String), *written])
    if len(parts) > 1:
        texts = texts.gather(pl.concat(part["at"] for part in parts).arg_sort())
    return TypedCells(frame=cells.with_columns(texts), formats=formats)


def sort_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells sorted by column and row, which most are: to see it is cheaper than to sort."""
    row, column = pl.col("row"), pl.col("column")
    before = (column > column.shift(1)) | ((column == column.shift(1)) & (row >= row.shift(1)))
    is_sorted = cells.select(before.fill_null(value=True).all()).item()
    return cells if is_sorted else cells.sort("column", "row")


def count_days(iso: str) -> float:
    """Return the number that a workbook has for a day, a moment of one or a time, in ISO 8601.

    Raises
    ------
    ValueError
        When the text is none.

    Examples
    --------
    >>> count_days("2018-10-01T12:00:00"), count_days("1900-02-28")
    (43374.5, 59.0)
    """
    if "-" not in iso:
        clock = time.fromisoformat(iso)
        return (datetime.combine(_FROM, clock) - _BEGINNING) / timedelta(days=1)
    moment = datetime.fromisoformat(iso).replace(tzinfo=None)
    days = (moment - _BEGINNING) / timedelta(days=1)
    return days - 1 if days < _FALSE_DAY + 1 else days


def _name_way(format_: NumberFormat) -> str:
    """Return how numbers of a format are written."""
    if format_.kind == "date":
        return "moment" if format_.has_clock else format_.precision
    return format_.kind if format_.kind in ("time", "duration") else "number"


def _write(values: pl.Series, way: str, *, from_1904: bool) -> pl.Series:
    if way == "number":
        return _write_numbers(values)
    value = pl.col("value")
    days = value + BETWEEN_SYSTEMS if from_1904 else value
    first = 0 if from_1904 else 1
    is_day = (value >= first) & (value < _DAYS_LIMIT)
    is_clock = (value >= 0) & (value < 1)
    text: pl.Expr
    if way == "duration":
        text = pl.when(value >= 0).then(_write_clock())
    elif way == "time":
        text = pl.when(is_clock).then(_write_clock()).when(is_day).then(_write_moment(days))
    elif way == "moment":
        text = pl.when(is_day).then(_write_moment(days)).when(is_clock).then(_write_clock())
    else:
        length = {"year": 4, "month": 7, "day": 10}[way]
        text = pl.when(is_day).then(_write_day(days).str.slice(0, length))
    texts = values.to_frame("value").select(text=text)["text"]
    if not texts.has_nulls():
        return texts
    # What no day or time is written for stays a number.
    none = texts.is_null().arg_true()
    return texts.scatter(none, _write_numbers(values.gather(none)))


def _write_numbers(values: pl.Series) -> pl.Series:
    """Return the shortest text of every number, without an exponent."""
    texts = values.cast(pl.String).str.strip_suffix(".0")
    is_short = texts.str.contains("e", literal=True)
    if is_short.any():
        odd = is_short.arg_true()
        written = [f"{Decimal(text):f}" for text in texts.gather(odd)]
        texts = texts.scatter(odd, written)
    return texts


def _write_day(days: pl.Expr) -> pl.Expr:
    # The time of day is rounded to a thousandth of a second, which may be that of the next day.
    whole = ((days * _MS_OF_DAY).round() / _MS_OF_DAY).floor()
    shift = pl.when(whole < _FALSE_DAY).then(1).otherwise(0)
    text = (whole + shift - _BEFORE_1970).cast(pl.Int32, strict=False).cast(pl.Date).cast(pl.String)
    return pl.when(whole == _FALSE_DAY).then(pl.lit("1900-02-29")).otherwise(text)


def _write_moment(days: pl.Expr) -> pl.Expr:
    left = (days * _MS_OF_DAY).round().cast(pl.Int64) % _MS_OF_DAY
    clock = pl.format("{} {}", _write_day(days), _write_span(left, seconds=True))
    return pl.when(left == 0).then(_write_day(days)).otherwise(clock)


def _write_clock() -> pl.Expr:
    return _write_span((pl.col("value") * _MS_OF_DAY).round().cast(pl.Int64))


def _write_span(ms: pl.Expr, *, seconds: bool = False) -> pl.Expr:
    """Return hours and minutes, and seconds and their thousandths where there are some."""

    def two(number: pl.Expr) -> pl.Expr:
        return number.cast(pl.String).str.zfill(2)

    short = pl.format("{}:{}", two(ms // 3_600_000), two(ms // 60_000 % 60))
    long = pl.format("{}:{}", short, two(ms // 1000 % 60))
    exact = pl.format("{}.{}", long, (ms % 1000).cast(pl.String).str.zfill(3))
    has_seconds = pl.lit(seconds) | (ms % 60_000 != 0)
    return pl.when(ms % 1000 != 0).then(exact).when(has_seconds).then(long).otherwise(short)

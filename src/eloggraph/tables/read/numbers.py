"""The typed numbers in the XML of an XLSX sheet, found piece by piece without an object per cell.

What the common writers of XLSX write is read by expressions over whole pieces. A sheet that is
written otherwise is odd, and is walked through element by element in place of that.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.read.addresses import number_column
from eloggraph.tables.read.typed import SCHEMA, sort_cells

_FORMULA = r"(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?"
_HEAD = r"<(?:\w+:)?c\s[^>]*"
_VALUE = rf">\s*{_FORMULA}\s*<(?:\w+:)?v\b[^>]*>"
_END = r"</(?:\w+:)?v>"
# A number that is not whole, is written with an exponent, or has more digits than are exact.
_BROKEN = rf"{_HEAD}{_VALUE}\s*-?[0-9]*(?:\.[0-9]|[0-9]{{15}}|[0-9.]+[eE])[^<]*{_END}"
# More styles than this are not told apart by an expression.
_MOST_STYLES = 1_000
# Comments and raw text within cells, and dates that are written as such (t="d").
ODD = r"""<!|"d"|'d'"""
# Most cells where two pieces overlap; any more are dropped in the end, when all are sorted.
_MOST_TWICE = 1_000
_NO_NUMBER = ("s", "str", "b", "e", "inlineStr")


class NumberScan:
    """The typed numbers of one sheet, piece by piece."""

    def __init__(self, formats: Sequence[NumberFormat]) -> None:
        self._expression = _choose_expression(formats)
        self._found: list[pl.DataFrame] = []
        self.is_odd = False

    def take(self, text: pl.Series, *, is_plain: bool) -> None:
        """Take in a piece of the XML of a sheet; pieces may overlap.

        ``is_plain`` says that the piece is known to have nothing odd.
        """
        self.is_odd = self.is_odd or (not is_plain and text.str.contains(ODD).item())
        if self.is_odd:
            return
        found = text.str.extract_all(self._expression).explode().drop_nulls().alias("cell")
        if len(found):
            self._found.append(self._drop_known(self._split(found)))

    def _split(self, found: pl.Series) -> pl.DataFrame:
        """Return place, style and value of cells; most are written in the same few ways."""
        parts = found.str.split_exact('"', 4).struct.unnest()
        first = pl.col("field_0") == "<c r="
        styled = first & (pl.col("field_2") == " s=") & pl.col("field_4").str.starts_with("><v>")
        bare = first & pl.col("field_2").str.starts_with("><v>") & pl.col("field_3").is_null()
        is_common = parts.select(styled | bare).to_series()
        rest = None
        if not is_common.all():
            rest = found.filter(~is_common).to_frame()
            parts = parts.filter(is_common)
        value = pl.when(styled).then("field_4").otherwise("field_2")
        plain = parts.select(
            address="field_1",
            style=pl.when(styled).then("field_3"),
            value=value.str.strip_prefix("><v>").str.strip_suffix("</v>"),
        )
        cells = self._convert(plain)
        return cells if rest is None else pl.concat([cells, self._convert(self._read(rest))])

    def _read(self, cells: pl.DataFrame) -> pl.DataFrame:
        cell = pl.col("cell")
        head = cell.str.extract(r"^<(?:\w+:)?c\s([^>]*)>")
        kind = head.str.extract(r"""(?:^|\s)t\s*=\s*["'](\w+)["']""")
        cells = cells.with_columns(head=head).filter(~kind.is_in(_NO_NUMBER).fill_null(value=False))
        read = cells.select(
            address=pl.col("head").str.extract(r"""(?:^|\s)r\s*=\s*["']([A-Z]+[0-9]+)["']"""),
            style=pl.col("head").str.extract(r"""(?:^|\s)s\s*=\s*["']([0-9]+)["']"""),
            value=cell.str.extract(rf"v\b[^>]*>\s*([^<\s]*)\s*{_END}$"),
        )
        self.is_odd = self.is_odd or read["address"].has_nulls()
        return read

    @staticmethod
    def _convert(cells: pl.DataFrame) -> pl.DataFrame:
        return cells.select(
            row=pl.col("address").str.strip_chars_start(_LETTERS).cast(pl.UInt32, strict=False),
            letters=pl.col("address").str.strip_chars_end("0123456789"),
            style=pl.col("style").cast(pl.UInt32, strict=False).fill_null(0),
            value=pl.col("value").cast(pl.Float64, strict=False),
        ).drop_nulls()

    def cells(self) -> pl.DataFrame | None:
        """Return row, column, style and value of the cells found, each once.

        None where the sheet is written so that some may be missing.
        """
        if self.is_odd or not self._found:
            return None if self.is_odd else pl.DataFrame(schema=SCHEMA)
        found = pl.concat(self._found)
        letters = found["letters"].unique().sort()
        columns = pl.Series([number_column(each) - 1 for each in letters], dtype=pl.UInt32)
        column = columns.gather(found["letters"].cast(pl.Enum(letters)).to_physical())
        cells = found.select("row", column.alias("column"), "style", "value")
        cells = sort_cells(cells.sort("column", maintain_order=True))
        # A cell where two pieces overlap may have been found twice.
        again = (pl.col("row") == pl.col("row").shift(1)) & (
            pl.col("column") == pl.col("column").shift(1)
        )
        return cells.filter(~again.fill_null(value=False))

    def _drop_known(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return the cells without those at the end of the piece before, where the two overlap."""
        if not self._found:
            return cells
        known = self._found[-1].tail(_MOST_TWICE)
        head = cells.head(_MOST_TWICE)
        keys = ["row", "letters"]
        new = head.join(known, on=keys, how="anti", maintain_order="left")
        return pl.concat([new, cells.slice(_MOST_TWICE)])


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _choose_expression(formats: Sequence[NumberFormat]) -> str:
    """Return what finds the cells with a style of more than digits, and broken numbers."""
    styles = [str(i) for i, format_ in enumerate(formats) if format_.kind != "number"]
    if not styles:
        return _BROKEN
    wanted = "|".join(styles) if len(styles) <= _MOST_STYLES else "[0-9]+"
    typed = rf"""{_HEAD}\bs\s*=\s*["'](?:{wanted})["'][^>]*{_VALUE}[^<]*{_END}"""
    return f"{_BROKEN}|{typed}"

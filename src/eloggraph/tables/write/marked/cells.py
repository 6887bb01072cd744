"""A copy of tables with comments on their cells, ready to be laid out as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from eloggraph.finding import Severity
from eloggraph.tables.sheets import LONGEST_CELL, fits_cell

ROWS_LIMIT, COLUMNS_LIMIT = 1_048_576, 16_384
# The sheet of findings is known by a name of its own, in whatever language it is called.
OWN_NAME = "_eloggraph.findings"
# Fill and ink of each severity.
INK: Mapping[Severity, tuple[str, str]] = {
    "violation": ("#F9E4E2", "#A3262A"),
    "warning": ("#FBF0D9", "#7D5000"),
    "info": ("#E3ECF3", "#3D5568"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSheet:
    """One table as it stands in its file: ``rows[0]`` is the spreadsheet's row ``first_row``."""

    name: str
    rows: Sequence[Sequence[str | None]]
    first_row: int = 1
    header_row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAddress:
    """A cell of the copy: which sheet, the row's number, and the column counted from 0."""

    sheet: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The comment on one cell, and the highest severity in it."""

    severity: Severity
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Equal findings of the list: their severity, the texts after it, and the cell they lead to.

    ``rows`` says how many cells below each other they lead to, from the ``target`` on. A line that
    ``follows`` tells what the one above it brings about, and can be folded away under that.
    """

    severity: Severity
    texts: tuple[str, ...]
    target: CellAddress | None = None
    rows: int = 1
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The first sheet: a title, sentences under it, and a table of findings.

    ``headers`` name the columns: the severity, the cell, and then one for each text of a line;
    ``severities`` are the words for them.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    headers: tuple[str, ...]
    severities: Mapping[Severity, str]
    lines: tuple[Line, ...]


def fit_cell(text: str) -> str:
    """Return the text as far as a cell of a workbook holds it."""
    if fits_cell(text):
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_CELL]
    return units.decode("utf-16-le", "ignore").replace("\ufffe", "�").replace("\uffff", "�")


def name_cell(sheet: CopiedSheet, address: CellAddress, rows: int = 1) -> str:
    """Return the address of a cell, or of some below each other, as a person writes it.

    >>> name_cell(CopiedSheet(name="actors", rows=[]), CellAddress(sheet=0, row=17, column=2), 3)
    'actors!C17:C19'
    """
    return f"{sheet.name}!{name_cells(address, rows)}"


def name_cells(address: CellAddress, rows: int) -> str:
    """Return the address of some cells below each other, within their sheet."""
    first = xl_rowcol_to_cell(address.row - 1, address.column)
    return (
        first
        if rows == 1
        else f"{first}:{xl_rowcol_to_cell(address.row + rows - 2, address.column)}"
    )


def quote_sheet(name: str) -> str:
    """Return the name of a sheet as a reference has it.

    >>> quote_sheet("It's")
    "'It''s'"
    """
    return "'" + name.replace("'", "''") + "'"


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **traits: object) -> Format:
        """Return the format with the traits."""
        key = tuple(sorted(traits.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(traits)
        return self._made[key]

    def header(self, **more: object) -> Format:
        """Return the format of headers with further traits."""
        return self.of(
            **{"bold": True, "bottom": 1, "bg_color": "#E0EFEF", "valign": "top", **more}
        )

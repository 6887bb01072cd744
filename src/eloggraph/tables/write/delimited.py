"""CSV written: one dialect, every cell read back as it was; a guard for spreadsheets on request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Quoted are also the separators of other dialects, so that no reader takes one for its own.
_QUOTED = re.compile(r'[",;\t\r\n]|^sep=|^\s|\s$')
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_NEGATIVE = re.compile(r"-[0-9]+([.,][0-9]+)?")


def render_csv(
    records: Iterable[Sequence[str | None]], separator: str = ";", *, bom: bool = True
) -> bytes:
    r"""Return records as a CSV file in UTF-8.

    Parameters
    ----------
    records
        Rows of cells, the header among them; None is an empty cell.
    separator
        Between cells. A semicolon is what a Finnish or Swedish spreadsheet expects.
    bom
        Put a byte order mark first: without it Excel takes the file for another encoding.

    Examples
    --------
    >>> render_csv([["id", "nimi"], ["a", "kylä; koulu"]], bom=False).decode()
    'id;nimi\r\na;"kylä; koulu"\r\n'
    """
    lines = ("".join(_render_row(record, separator)) for record in records)
    return ("\ufeff" * bom + "".join(lines)).encode()


def _render_row(record: Sequence[str | None], separator: str) -> Iterable[str]:
    cells = [_quote(cell or "") for cell in record]
    # A row of one empty cell would be a blank line.
    yield separator.join(cells) if cells != [""] else '""'
    yield "\r\n"


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def guard_cell(cell: str) -> str:
    """Return a cell so that a spreadsheet which opens the CSV file takes it for no formula.

    Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an
    apostrophe before it; a plain negative number is harmless and stays.

    >>> guard_cell("=SUM(A1)"), guard_cell("+358 40 123"), guard_cell("-5")
    ("'=SUM(A1)", "'+358 40 123", '-5')
    """
    is_number = _NEGATIVE.fullmatch(cell) is not None
    return f"'{cell}" if _FORMULA.match(cell) and not is_number else cell


_CELL = re.compile(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\Z)')


def guard_csv(content: bytes) -> bytes:
    r"""Return a CSV file with commas, each of its cells guarded as :func:`guard_cell` does.

    >>> guard_csv(b'n,m\r\n"=A1,2",-5\r\n')
    b'n,m\r\n"\'=A1,2",-5\r\n'
    """
    text = content.decode()
    return _CELL.sub(lambda found: _guard_written(found[1]) + found[2], text).encode()


def _guard_written(cell: str) -> str:
    if not cell.startswith('"'):
        return guard_cell(cell)
    return '"' + guard_cell(cell[1:-1]) + '"'


def unguard_cell(cell: str) -> str:
    """Return what :func:`guard_cell` was given.

    >>> unguard_cell("'=SUM(A1)"), unguard_cell("'tis")
    ('=SUM(A1)', "'tis")
    """
    return cell[1:] if _GUARDED.match(cell) else cell

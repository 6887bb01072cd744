"""A look at how one table is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.tables.read.inspect import Inspection


def inspect(file: str | Path, sheet: str | None = None) -> Inspection:
    """Look at how one table is read, before any work: CSV, TSV, XLSX or ODS, of any headers.

    Parameters
    ----------
    file
        The file.
    sheet
        The sheet of a workbook; the first one where none is named.

    Examples
    --------
    >>> inspect("datasets/osaajaks/projects.csv").columns[:2]
    ('id', 'label@fi')
    """
    from eloggraph.tables.read import inspect as inspection

    return inspection.inspect(file, sheet)

"""Workbooks written: text stays text, nothing becomes a formula, same cells give same bytes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter

# What Excel takes as the name of a sheet.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
# A workbook holds the moment it was made; one that never changes keeps the bytes the same.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
# More letters than this do not fit one cell of a workbook.
LONGEST_CELL = 32_767


def open_workbook(target: BinaryIO) -> xlsxwriter.Workbook:
    """Open a new workbook on a binary stream; ``close()`` writes it.

    Strings are written as they are: none becomes a formula, a number or a link.
    """
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"created": _CREATED})
    return book


def make_sheet_name(name: str) -> str:
    """Return a name that Excel and LibreOffice take for a sheet.

    >>> make_sheet_name("roles/tasks")
    'roles tasks'
    """
    return _FORBIDDEN.sub(" ", name).strip().strip("'")[:_LONGEST_NAME]

"""What is typed into a cell of dates is a day of the workbook, or stays a text."""

from __future__ import annotations

import pytest

from eloggraph.tables.edit.typed_texts import type_text
from eloggraph.tables.formats import read_format


@pytest.mark.parametrize(
    ("text", "from_1904", "day"),
    [
        ("31.12.1899", False, None),
        ("1.1.1900", False, "1"),
        ("31.12.1903", True, None),
        ("1.1.1904", True, "0"),
    ],
)
def test_days_begin_where_those_of_the_workbook_do(
    text: str, from_1904: bool, day: str | None
) -> None:
    """ECMA-376, 18.17.4.1: of 1900 the first day is 1, of 1904 it is 0."""
    typed = type_text(text, read_format("d.m.yyyy"), was_number=False, from_1904=from_1904)
    assert (typed and typed.value) == day

"""Where the box of a comment stands beside its cell, by the widths and heights of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from eloggraph.tables.write.marked.cells import COLUMNS_LIMIT, ROWS_LIMIT

# Pixels of a character of width and of a point of height; what a column has beside its text.
_CHARACTER, _POINT, _PADDING = 7, 4 / 3, 5
_WIDTH, _LETTERS = 330, 46
_LOWEST, _LINE, _HIGHEST = 24, 17, 480
_ASIDE, _ABOVE = 15, 10
_YES = ("1", "true")
# Over so many columns or rows a box reaches: what is hidden takes no room.
_FARTHEST = 200


@dataclass(slots=True)
class Layout:
    """The widths of columns and the heights of rows in pixels, where they are not the usual ones.

    ``widths`` are the first and the last column, counted from nought, and the width.
    """

    width: int = 64
    height: int = 20
    widths: list[tuple[int, int, int]] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)

    def take_defaults(self, attributes: Mapping[str, str]) -> None:
        """Take in what a sheet says of all its columns and rows.

        Where the rows that are not in the sheet are hidden, those in it show at the usual height.
        """
        with suppress(ValueError):
            if "defaultColWidth" in attributes:
                self.width = _pixels_across(attributes["defaultColWidth"])
            if "defaultRowHeight" in attributes:
                self.height = _pixels_down(attributes["defaultRowHeight"])

    def take_column(self, first: int, last: int, attributes: Mapping[str, str]) -> None:
        """Take in what a sheet says of some columns."""
        with suppress(ValueError):
            if attributes.get("hidden") in _YES:
                self.widths.append((first, last, 0))
            elif "width" in attributes:
                self.widths.append((first, last, _pixels_across(attributes["width"])))

    def take_row(self, number: int, attributes: Mapping[str, str]) -> None:
        """Take in what a sheet says of a row."""
        with suppress(ValueError):
            if attributes.get("hidden") in _YES:
                self.heights[number] = 0
            elif "ht" in attributes:
                self.heights[number] = _pixels_down(attributes["ht"])

    def across(self, column: int) -> int:
        """Return the width of a column."""
        found = (width for first, last, width in self.widths if first <= column <= last)
        return next(found, self.width)

    def down(self, row: int) -> int:
        """Return the height of a row, counted from one."""
        return self.heights.get(row, self.height)


def _pixels_across(width: str) -> int:
    return min(max(int(float(width) * _CHARACTER + _PADDING), 0), 2_000)


def _pixels_down(height: str) -> int:
    return min(max(int(float(height) * _POINT), 0), 1_000)


def place_box(layout: Layout, row: int, column: int, text: str) -> tuple[str, int, int]:
    """Return the corners of the box of a comment as a drawing has them, and its size in points.

    The corners are column, pixels into it, row and pixels into it, all counted from nought.

    >>> place_box(Layout(), 3, 1, "a")
    ('2, 15, 1, 10, 7, 25, 3, 11', 248, 31)
    """
    lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
    height = min(_LOWEST + _LINE * lines, _HIGHEST)
    left = min(column + 1, COLUMNS_LIMIT - 8)
    top = max(min(row - 2, ROWS_LIMIT - 40), 0)
    right, into = left, _ASIDE + _WIDTH
    while right < min(COLUMNS_LIMIT - 1, left + _FARTHEST) and into >= layout.across(right):
        into -= layout.across(right)
        right += 1
    bottom, below = top, _ABOVE + height
    while bottom < min(ROWS_LIMIT - 1, top + _FARTHEST) and below >= layout.down(bottom + 1):
        below -= layout.down(bottom + 1)
        bottom += 1
    corners = (left, _ASIDE, top, _ABOVE, right, into, bottom, below)
    return ", ".join(map(str, corners)), round(_WIDTH * 0.75), round(height * 0.75)

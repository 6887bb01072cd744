"""Boxes of words on a drawing, as a browser tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def find_covered(boxes: Sequence[Sequence[Any]], least: float) -> list[tuple[str, str]]:
    """Return the pairs of words that cover each other by more than ``least`` pixels of height.

    A box is a row of the word and its left, top, right and bottom edge.

    >>> find_covered([("a", 0, 0, 10, 10), ("b", 5, 5, 15, 15), ("c", 0, 10, 10, 20)], least=1)
    [('a', 'b'), ('b', 'c')]
    """
    return [
        (one[0], other[0])
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[1] < other[3]
        and other[1] < one[3]
        and one[2] + least < other[4]
        and other[2] + least < one[4]
    ]

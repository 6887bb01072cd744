"""Addresses of cells as a spreadsheet writes them."""

from __future__ import annotations

_MOST_LETTERS = 8


def number_column(letters: str) -> int:
    """Return the number of a column, counted from one, from its letters.

    >>> number_column("AA")
    27
    """
    number = 0
    for letter in letters[:_MOST_LETTERS]:
        number = number * 26 + ord(letter) - 64
    return number


def name_column(number: int) -> str:
    """Return the letters of a column by its number, counted from one.

    >>> name_column(27)
    'AA'
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def write_address(row: int, column: int) -> str:
    """Return the address of a cell by its row, counted from one, and column, from nought.

    >>> write_address(3, 27)
    'AB3'
    """
    return f"{name_column(column + 1)}{row}"

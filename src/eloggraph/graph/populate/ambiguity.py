"""Numbers with one mark before three digits: 12.000 may be twelve, or twelve thousand."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_AMBIGUOUS = r"^[+−-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_MARKS = (".", ",")


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Numbers that may be meant in two ways: ``refused``, or read as decimals and ``told``."""

    refused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def find_ambiguous(texts: pl.Series) -> Ambiguity:
    """Find numbers whose mark may stand before decimals or between thousands.

    Where the column writes other decimals after the same mark, there is no ambiguity. Where it
    writes them after the other mark, or where nothing but zeros follows, the number is refused:
    it is thousands more likely than not. The rest are read as decimals, and told.

    Examples
    --------
    >>> find_ambiguous(pl.Series(["62.241", "25.7"]))
    Ambiguity(refused=(), told=())
    >>> find_ambiguous(pl.Series(["62.241", "12.000"]))
    Ambiguity(refused=('12.000',), told=('62.241',))
    """
    found = sorted(texts.filter(texts.str.contains(_AMBIGUOUS)))
    if not found:
        return Ambiguity()
    decimal = {mark for mark in _MARKS if texts.str.contains(_other_decimals(mark)).any()}
    undecided = [text for text in found if _mark_of(text) not in decimal]
    refused = [text for text in undecided if decimal or text.endswith("000")]
    return Ambiguity(tuple(refused), tuple(text for text in undecided if text not in set(refused)))


def _mark_of(text: str) -> str:
    return next(mark for mark in _MARKS if mark in text)


def _other_decimals(mark: str) -> str:
    """Return a pattern of numbers in which the mark can only stand before decimals."""
    return (
        rf"^[+−-]?(?:[0-9]+[{mark}](?:[0-9]{{1,2}}|[0-9]{{4,}})|(?:0|[0-9]{{4,}})[{mark}][0-9]+)$"
    )

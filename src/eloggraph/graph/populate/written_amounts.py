"""Amounts that are more than their digits: millions in words, and limits such as ”<5”."""

from __future__ import annotations

import re
from decimal import Decimal

from eloggraph.graph.populate import lexical

_MILLION = r"milj(?:\.|oona\w*)?|mn|miljoner|miljon|millions?|m€|meur|m\. ?€|mkr"
_BILLION = r"mrd\.?|miljardi\w*|miljarder|miljard|md|bn|billions?|mrd€"
_THOUSAND = r"tuhat|tuhatta|tusen|thousand|t€|k€|teur|keur|tkr"
# Words that multiply the number before them, and by what.
FACTORS = ((_THOUSAND, 1_000), (_MILLION, 1_000_000), (_BILLION, 1_000_000_000))
_UNIT = r"(?:\s*(?:€|eur|euroa|euro|euros|kr|kronor|hlö|henkilöä|kpl|st\.?|people))?"
_AMOUNT = r"[+−-]?[0-9](?:[0-9 \u00a0\u2009\u202f.,]*[0-9])?"
_MULTIPLIED = tuple(
    (re.compile(rf"({_AMOUNT})\s*(?:{words}){_UNIT}", re.I), factor) for words, factor in FACTORS
)
# Tonnes or thousands, metres or millions: nobody can tell.
_UNCLEAR = re.compile(rf"{_AMOUNT}\s*(?:t|m|k|tn)\.?{_UNIT}", re.I)
_LIMIT = re.compile(
    r"(?:[<>≤≥]=?|(?:alle|yli|enintään|vähintään|korkeintaan|ainakin|max\.?|min\.?|under|över|högst"
    r"|minst|mindre än|fler än|mer än|over|above|below|less than|fewer than|more than|at least"
    rf"|at most|up to)\s)\s*{_AMOUNT}\D*|{_AMOUNT}\s*\+|{_AMOUNT}\s+(?:tai|eller|or)\s+[^\W\d]+",
    re.I,
)


def read_multiplied(text: str) -> str | None:
    """Return the amount of a number with a word for thousands or millions, in full.

    >>> read_multiplied("1,2 milj. €"), read_multiplied("3 mrd"), read_multiplied("12 kpl")
    ('1200000', '3000000000', None)
    """
    for form, factor in _MULTIPLIED:
        if found := form.fullmatch(text):
            number = lexical.read_decimal(found[1].strip())
            return f"{(Decimal(number) * factor).normalize():f}" if number else None
    return None


def is_unclear(text: str) -> bool:
    """Tell whether a letter beside a number may multiply it or be a unit.

    >>> is_unclear("12 t"), is_unclear("12 kpl")
    (True, False)
    """
    return _UNCLEAR.fullmatch(text) is not None


def is_limit(text: str) -> bool:
    """Tell whether a text gives no number but a limit of one.

    >>> is_limit("<5"), is_limit("yli 100 henkilöä"), is_limit("noin 100")
    (True, True, False)
    """
    return _LIMIT.fullmatch(text) is not None

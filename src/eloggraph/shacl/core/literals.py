"""Literals: is the lexical form well-formed, and how do two compare by value.

Sources: XML Schema 1.1 Part 2 (lexical spaces; RDF 1.1 Concepts section 5.1 names the datatypes),
and the operators of SPARQL 1.1 section 17.3.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pyoxigraph as ox

from eloggraph.iri import PREFIXES

_XSD = PREFIXES["xsd"]
_DECIMAL = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)"
_YEAR = r"-?([1-9]\d{3,}|0\d{3})"
_DATE = rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)"
_DAYS = r"(\d+D(T{0})?|T{0})"
_CLOCK = r"(\d+H(\d+M)?(\d+(\.\d+)?S)?|\d+M(\d+(\.\d+)?S)?|\d+(\.\d+)?S)"
_MONTHS = r"(\d+Y(\d+M)?|\d+M)"
_DAY_PART = _DAYS.replace("{0}", _CLOCK)
_NAME_START = r"A-Za-z_:\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
_NAME_START += r"\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF"
_NAME_START += r"\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NAME_MORE = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_BASE64 = r"((([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
_BASE64 += r"|([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=))?"

_LEXICAL = {
    "boolean": r"true|false|0|1",
    "decimal": _DECIMAL,
    "double": rf"{_DECIMAL}([Ee][+-]?\d+)?|[+-]?INF|NaN",
    "float": rf"{_DECIMAL}([Ee][+-]?\d+)?|[+-]?INF|NaN",
    "date": rf"{_DATE}{_ZONE}?",
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}?",
    "gMonth": rf"--(0[1-9]|1[0-2]){_ZONE}?",
    "gMonthDay": rf"--(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01]){_ZONE}?",
    "gDay": rf"---(0[1-9]|[12]\d|3[01]){_ZONE}?",
    "duration": rf"-?P({_MONTHS}{_DAY_PART}?|{_DAY_PART})",
    "dayTimeDuration": rf"-?P{_DAY_PART}",
    "yearMonthDuration": rf"-?P{_MONTHS}",
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "base64Binary": _BASE64,
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"([^\t\n\r ]+( [^\t\n\r ]+)*)?",
    "Name": rf"[{_NAME_START}][{_NAME_MORE}]*",
    "NCName": rf"[{_NAME_START.replace(':', '')}][{_NAME_MORE.replace(':', '')}]*",
    "NMTOKEN": rf"[{_NAME_MORE}]+",
}
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_REGEXES = {_XSD + name: regex for name, regex in _LEXICAL.items()}
_RANGED = {_XSD + name: bounds for name, bounds in _BOUNDS.items()}

_PLAIN_DATE = (
    r"[0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)"
    r"|(0[13578]|1[02])-31)"
)
# What is well-formed at a glance: frames are asked this first, so that only the rest comes here.
OBVIOUS: dict[str, str] = {
    _XSD + name: f"^({regex})$"
    for name, regex in {
        "integer": "[+-]?[0-9]+",
        "decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
        "double": r"[+-]?[0-9]+(\.[0-9]+)?",
        "float": r"[+-]?[0-9]+(\.[0-9]+)?",
        "boolean": "true|false|0|1",
        "nonNegativeInteger": "[0-9]+",
        "int": "[0-9]{1,9}",
        "long": "[0-9]{1,18}",
        "date": _PLAIN_DATE,
        "dateTime": _PLAIN_DATE + r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?Z?",
        "gYear": "[0-9]{4}",
        "gYearMonth": "[0-9]{4}-(0[1-9]|1[0-2])",
    }.items()
}


@cache
def _compile(datatype: str) -> re.Pattern[str]:
    # One at a time: some have a class of characters that takes long to compile.
    return re.compile(_REGEXES[datatype], re.ASCII)


def has_lexical_space(datatype: str) -> bool:
    """Tell whether some texts are not well-formed for the datatype, as far as known here."""
    return datatype in _REGEXES or datatype in _RANGED


def is_well_formed(text: str, datatype: str) -> bool:
    """Tell whether a lexical form is in the lexical space of its datatype.

    Datatypes that are not known have no ill-formed literals.

    >>> [is_well_formed(text, _XSD + "date") for text in ("2024-02-29", "2023-02-29", "1.1.24")]
    [True, False, False]
    """
    bounds = _RANGED.get(datatype)
    if bounds is not None:
        return _is_integer_within(text, *bounds)
    if datatype not in _REGEXES:
        return True
    found = _compile(datatype).fullmatch(text)
    if found is None:
        return False
    parts = found.groupdict()
    if "day" not in parts:
        return True
    # A day without a year may be the 29th of February.
    year = int(parts["year"]) if "year" in parts else 2000
    return int(parts["day"]) <= monthrange(2000 + year % 400, int(parts["month"]))[1]


def _is_integer_within(text: str, low: int | None, high: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    digits = text.lstrip("+-0")
    if len(digits) > 20:
        # Too long for any bounded type: only the sign matters.
        return low is None if text.startswith("-") else high is None
    value = -int(digits or "0") if text.startswith("-") else int(digits or "0")
    return (low is None or value >= low) and (high is None or value <= high)


# -- comparison ---------------------------------------------------------------------------------

_BOOLEAN = _XSD + "boolean"
_TRUTH = {"false": 0, "0": 0, "true": 1, "1": 1}
_EXACT = {*_RANGED, _XSD + "decimal"}
_FLOATING = {_XSD + "double", _XSD + "float"}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_CHUNK = 5_000


def compare(pairs: Sequence[tuple[ox.Literal, ox.Literal]], operator: str) -> list[bool]:
    """Tell for each pair whether ``left operator right`` holds; false where not comparable.

    Numbers are compared exactly, whatever their size, unless one is floating; all else as
    Oxigraph compares it, in one query for many.

    >>> one, two = ox.Literal("1.0", datatype=ox.NamedNode(_XSD + "decimal")), ox.Literal(2)
    >>> compare([(one, two), (one, ox.Literal("x"))], "<")
    [True, False]
    """
    found = [_compare_here(a, b, operator) for a, b in pairs]
    open_ = [i for i, known in enumerate(found) if known is None]
    for start in range(0, len(open_), _CHUNK):
        chunk = open_[start : start + _CHUNK]
        true = _ask([(i, *pairs[i]) for i in chunk], operator)
        for i in chunk:
            found[i] = i in true
    return [bool(known) for known in found]


def _compare_here(left: ox.Literal, right: ox.Literal, operator: str) -> bool | None:
    """Compare numbers and truth values; None where Oxigraph has to be asked."""
    if left.language or right.language:
        return False  # SPARQL 1.1 orders no texts that have a language
    types = (left.datatype.value, right.datatype.value)
    if types == (_BOOLEAN, _BOOLEAN):
        known = (_TRUTH.get(left.value), _TRUTH.get(right.value))
        return None not in known and _OPERATORS[operator](*known)
    if not all(each in _EXACT or each in _FLOATING for each in types):
        return None
    if not all(map(is_well_formed, (left.value, right.value), types)):
        return False
    if _FLOATING.isdisjoint(types):
        return _OPERATORS[operator](Decimal(left.value), Decimal(right.value))
    return _OPERATORS[operator](float(left.value), float(right.value))


def _ask(rows: Iterable[tuple[int, ox.Literal, ox.Literal]], operator: str) -> set[int]:
    values = "\n".join(f"({i} {left} {right})" for i, left, right in rows)
    query = f"SELECT ?i {{ VALUES (?i ?a ?b) {{ {values} }} FILTER(?a {operator} ?b) }}"
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return {int(solution["i"].value) for solution in solutions}

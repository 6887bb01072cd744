"""Two columns of one sort side by side, as “Organisaatio A” and “Organisaatio B”: ends of a tie."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eloggraph.importing.headings import (
    EXACT,
    Heading,
    Match,
    is_label,
    list_importable,
    match_header,
)
from eloggraph.importing.model import LABEL, Target
from eloggraph.importing.names import list_referred
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header

_MARKED = re.compile(r"(.*\S)\s*[\s(._-](a|b|1|2|i|ii)\)?\.?$")
_ENDS = (frozenset({"a", "1", "i"}), frozenset({"b", "2", "ii"}))


def pair_ends(
    headers: Sequence[str],
    matches: Sequence[list[Match]],
    headings: Sequence[Heading],
    schema: Schema,
) -> list[list[Match]]:
    """Return matches in which two columns that name rows of one table are the ends of a tie.

    They are headed alike but for a mark: A and B, 1 and 2, I and II.

    Examples
    --------
    >>> from eloggraph.importing.headings import list_headings
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> schema, headers = packaged_schema(), ["Taho A", "Taho B"]
    >>> found = pair_ends(headers, [[], []], list_headings(schema), schema)
    >>> [str(each[0].target) for each in found]
    ['links.from', 'links.to']
    """
    paired = list(matches)
    for said, places in _find_pairs(headers):
        found = [match for match in match_header(said, headings) if match.target.key == LABEL]
        ends = find_ends(found[0].target.table, schema) if found else []
        for place, end in zip(places, ends, strict=False):
            others = [match for match in matches[place] if match.target.key != LABEL]
            paired[place] = [Match(end, EXACT, found[0].language), *others]
    return paired


def _find_pairs(headers: Sequence[str]) -> list[tuple[str, tuple[int, int]]]:
    """Return what headers that are one but for their marks say, and their positions."""
    marked = {
        at: found.groups()
        for at, header in enumerate(headers)
        if (found := _MARKED.fullmatch(normalise_header(header)))
    }
    return [
        (said, (first, second))
        for first, (said, mark) in marked.items()
        for second, (also, other) in marked.items()
        if said == also and mark in _ENDS[0] and other in _ENDS[1]
    ]


def find_ends(name: str, schema: Schema) -> list[Target]:
    """Return the two columns of a relation whose parties are both rows of such a table."""
    for table in list_importable(schema):
        ends = [
            table.column(key)
            for key in table.key
            if table.column(key).kind == "node" and table.column(key).required
        ]
        alike = len(ends) == 2 and ends[0].classes == ends[1].classes
        is_relation = not any(map(is_label, table.columns))
        if alike and is_relation and name in list_referred(schema, ends[0]):
            return [Target(table.name, end.key) for end in ends]
    return []

"""Sorts of ties: the one table that says which relation is a tie for what.

It lies beside this module (``tie_sorts.toml``); analyses and named queries read it alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from eloggraph.config import TIE_SORTS, TieSort
from eloggraph.iri import BASE, expand

_LINE = re.compile(r"^( *)#together \?(\w+)$", re.MULTILINE)
_TYPE = expand("elo:linkType")
_KINDS = {"coordination": "membership"}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("eloggraph.graph") / "tie_sorts.toml").read_text(encoding="utf-8"))


@cache
def _sorts_of(key: str) -> Mapping[str, TieSort]:
    found: dict[str, TieSort] = {}
    for sort in TIE_SORTS:
        said = _table()[sort].get(key, ())
        found.update(dict.fromkeys([said] if isinstance(said, str) else said, sort))
    return found


def sorts_together() -> frozenset[TieSort]:
    """Return the sorts of ties by which two actors work together.

    >>> sorted(sorts_together())
    ['forum', 'product', 'provision', 'working']
    """
    return frozenset(sort for sort in TIE_SORTS if sort in _table()["together"])


def sort_tie(kind: str, relation: str = "", *, of_many: bool = False) -> TieSort:
    """Return the sort of a tie by its kind and by what it is called in the data.

    Parameters
    ----------
    kind
        ``link``, ``coordination``, ``membership``, ``provision`` or ``funding``.
    relation
        The IRI of its type, role or property.
    of_many
        Whether it is that of a party of a collaboration of three or more.

    Examples
    --------
    >>> sort_tie("link", "https://w3id.org/eloggraph/vocab/link-type/steering")
    'steering'
    >>> sort_tie("link", "https://example.org/own-type"), sort_tie("membership", of_many=True)
    ('working', 'product')
    """
    of_type = relation.removeprefix(f"{BASE}vocab/link-type/")
    if of_type in _sorts_of("relations"):
        return _sorts_of("relations")[of_type]
    return _sorts_of("kind")["party" if of_many else _KINDS.get(kind, kind)]


def write_together(query: str) -> str:
    """Write out the lines of a query that keep links by which two actors work together.

    >>> print(write_together("#together ?link"))
    FILTER NOT EXISTS {
      ?link <https://w3id.org/eloggraph/ns#linkType> ?link_sort .
      FILTER(?link_sort IN (
        <https://w3id.org/eloggraph/vocab/link-type/procurement>,
        <https://w3id.org/eloggraph/vocab/link-type/steering>
      ))
    }
    """
    return _LINE.sub(lambda line: _leave_out(line[1], line[2]), query)


def _leave_out(indent: str, link: str) -> str:
    apart = sorted(
        of_type for of_type, sort in _sorts_of("relations").items() if sort not in sorts_together()
    )
    listed = ",\n".join(f"{indent}    <{BASE}vocab/link-type/{of_type}>" for of_type in apart)
    return (
        f"{indent}FILTER NOT EXISTS {{\n"
        f"{indent}  ?{link} <{_TYPE}> ?{link}_sort .\n"
        f"{indent}  FILTER(?{link}_sort IN (\n{listed}\n{indent}  ))\n"
        f"{indent}}}"
    )

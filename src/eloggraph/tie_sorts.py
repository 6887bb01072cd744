"""Sorts of ties: the one table that says which relation is a tie for which question.

It lies beside this module (``tie_sorts.toml``); settings, named queries and analyses read it alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from eloggraph.iri import BASE

TieSort = Literal["working", "steering", "funding", "product", "forum", "provision"]
TIE_SORTS: tuple[TieSort, ...] = get_args(TieSort)
# What a network chose: sorts by the key of a question, or by TOGETHER for all of them.
TieChoice = Mapping[str, frozenset[TieSort]]
TOGETHER = "together"

LINK_TYPES = f"{BASE}vocab/link-type/"
_KINDS = {"coordination": "membership"}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("eloggraph") / "tie_sorts.toml").read_text(encoding="utf-8"))


@cache
def _sorts_of(key: str) -> Mapping[str, TieSort]:
    found: dict[str, TieSort] = {}
    for sort in TIE_SORTS:
        said = _table()[sort].get(key, ())
        found.update(dict.fromkeys([said] if isinstance(said, str) else said, sort))
    return found


def sort_keys() -> tuple[str, ...]:
    """Return for what a network may choose sorts of ties: the rows of the table.

    >>> sort_keys()[:2]
    ('together', 'silos')
    """
    return tuple(_table()["counts"])


def choose_sorts(key: str = TOGETHER, chosen: TieChoice | None = None) -> frozenset[TieSort]:
    """Return the sorts of ties that count for a question.

    Parameters
    ----------
    key
        The question's key.
    chosen
        What the network chose: for the question itself, else for all of them, else the table says.

    Examples
    --------
    >>> sorted(choose_sorts("silos"))
    ['forum', 'product', 'provision', 'working']
    >>> sorted(choose_sorts("silos", {"together": frozenset({"forum"})}))
    ['forum']
    """
    for name in (key, TOGETHER):
        if chosen and name in chosen:
            return chosen[name]
    rows = _table()["counts"]
    return frozenset(sort for sort in TIE_SORTS if sort in rows.get(key, rows[TOGETHER]))


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
    of_type = relation.removeprefix(LINK_TYPES)
    if of_type in _sorts_of("relations"):
        return _sorts_of("relations")[of_type]
    return _sorts_of("kind")["party" if of_many else _KINDS.get(kind, kind)]


def list_relations(sorts: frozenset[TieSort]) -> tuple[str, ...]:
    """Return the types of links that are named in the table as of one of the sorts.

    >>> list_relations(frozenset({"steering", "forum"}))
    ('https://w3id.org/eloggraph/vocab/link-type/steering',)
    """
    named = _sorts_of("relations")
    return tuple(f"{LINK_TYPES}{each}" for each in sorted(named) if named[each] in sorts)

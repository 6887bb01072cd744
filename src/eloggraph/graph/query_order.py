"""The order of answers: that which a query asks for, made total, and one for several networks.

Where rows are alike in all that ``ORDER BY`` names, an engine gives them in the order in which it
comes upon them: another way of loading would give another file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from eloggraph.graph.answer_terms import order_rows
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.query_safety import TEXTS_KEPT, TOKEN

_TOKENS = re.compile(rf"{TOKEN.pattern}|[^\s]".replace("?P<word>", "?:"), re.DOTALL)
_ORDER = re.compile(r"\border by (?P<keys>.*?)(?: (?:limit|offset|values)\b.*)?$", re.I)
_KEY = re.compile(r"(?:(?P<desc>desc)|asc)?(?: \( )?[?$](?P<name>\w+)(?: \))?(?= |$)", re.I)


@lru_cache(maxsize=TEXTS_KEPT)
def find_order(query: str) -> tuple[tuple[str, bool], ...]:
    """Return the variables by which the outermost query orders, each with whether it descends.

    None where it orders by anything else too.

    >>> find_order("SELECT ?a ?b WHERE { SELECT * { } ORDER BY ?c } ORDER BY DESC(?a) ?b LIMIT 3")
    (('a', True), ('b', False))
    >>> find_order("SELECT ?a WHERE { ?a ?b 'ORDER BY ?a' } ORDER BY STR(?a)")
    ()
    """
    tokens = [token for token in _TOKENS.findall(query) if token[0] not in "#'\""]
    last = len(tokens) - tokens[::-1].index("}") if "}" in tokens else 0
    order = _ORDER.search(" ".join(tokens[last:]))
    if order is None:
        return ()
    found = [(key["name"], bool(key["desc"])) for key in _KEY.finditer(order["keys"])]
    return tuple(found) if not _KEY.sub("", order["keys"]).strip() else ()


def find_keys(query: str, variables: Sequence[str]) -> list[tuple[int, bool]]:
    """Return the places of the columns by which a query orders, and whether each descends.

    None where it orders by what is no column.

    >>> find_keys("SELECT ?a ?b WHERE { ?a ?c ?b } ORDER BY ?b DESC(?a)", ["a", "b"])
    [(1, False), (0, True)]
    """
    order = find_order(query)
    if any(name not in variables for name, _ in order):
        return []
    return [(variables.index(name), descends) for name, descends in order]


def merge_tables(query: str, tables: Sequence[ResultTable], rows: int | None) -> ResultTable:
    """Return the answers of several networks to one query as one: different rows, in its order.

    Parameters
    ----------
    query
        The text of the query.
    tables
        At least one answer.
    rows
        The most rows that are returned; of more the answer says so.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> one, two = (((ox.Literal(each),),) for each in (9, 10))
    >>> tables = [ResultTable(variables=("n",), rows=rows) for rows in (two, one)]
    >>> merge_tables("SELECT ?n WHERE { } ORDER BY ?n", tables, None).texts()
    (('9',), ('10',))
    """
    first = tables[0]
    different = {row for table in tables for row in table}
    merged = order_rows(different, find_keys(query, first.variables))
    complete = all(each.complete for each in tables) and (rows is None or len(merged) <= rows)
    return replace(first, rows=tuple(merged[:rows]), complete=complete)

"""Who works with whom: the sorts of ties that count, as SPARQL for queries.

A query asks in one line, and what people get and run is the query as written out here: with the
sorts that the toolkit's table counts, or those that the network chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent

from eloggraph.tie_sorts import TIE_SORTS, TieSort, list_relations

_LINE = re.compile(r"^( *)#together \?(\w+) \?(\w+)$", re.MULTILINE)
_PAYS = "EXISTS { ?seat org:role/elo:roleType <https://w3id.org/eloggraph/vocab/role/funder> }"

Sorts = frozenset[TieSort]


def write_ties(query: str, sorts: Sorts) -> str:
    """Write out the lines of a query that ask which two actors work together.

    ``#together ?one ?other`` finds every two actors that are tied, in both orders. The prefixes
    ``elo:``, ``org:`` and ``rdfs:`` must be there.

    Parameters
    ----------
    query
        SPARQL with such lines.
    sorts
        The sorts of ties that count.

    Examples
    --------
    >>> written = write_ties("#together ?one ?other", frozenset({"provision"}))
    >>> "?met elo:providedBy ?one ." in written, "elo:CollaborationLink" in written
    (True, False)
    """
    return _LINE.sub(
        lambda line: indent("\n".join(_ask(f"?{line[2]}", f"?{line[3]}", sorts)), line[1]), query
    )


def _ask(one: str, other: str, sorts: Sorts) -> Iterator[str]:
    ways = (_find_links, _find_seats, _find_collectives)
    found = [lines for way in ways if (lines := [*way(one, other, sorts)])]
    yield "{"
    yield f"  SELECT DISTINCT {one} {other} WHERE {{"
    for at, lines in enumerate(found or [["FILTER(false)"]]):
        yield "    } UNION {" if at else "    {"
        yield from (f"      {line}" for line in lines)
    yield "    }"
    yield f"    FILTER({one} != {other})"
    for who in (one, other):
        yield f"    {who} a {who}_class ."
        yield f"    {who}_class rdfs:subClassOf* elo:Actor ."
        yield f"    #in-force {who}"
    yield "  }"
    yield "}"


def _find_links(one: str, other: str, sorts: Sorts) -> Iterator[str]:
    """Find links of two and collaborations of several, by their types or else by their size."""
    ways = []
    if counted := list_relations(sorts):
        ways.append(f"EXISTS {{ {_is_of_type(counted)} }}")
    if unnamed := sorted({"working", "product"} & sorts):
        named = f"NOT EXISTS {{ {_is_of_type(list_relations(frozenset(TIE_SORTS)))} }}"
        of_several = {"working": "NOT EXISTS", "product": "EXISTS"}
        sizes = [f"{of_several[each]} {{ ?link elo:hasParty ?party }}" for each in unnamed]
        ways.append(named if len(sizes) > 1 else f"({named} && {sizes[0]})")
    if ways:
        ends = "elo:linkFrom|elo:linkTo|elo:hasParty"
        yield f"?link a elo:CollaborationLink ; {ends} {one} , {other} ."
        yield "#in-force ?link"
        yield f"FILTER({' || '.join(ways)})"


def _is_of_type(relations: tuple[str, ...]) -> str:
    listed = ", ".join(f"<{each}>" for each in relations)
    return f"?link elo:linkType ?link_type . FILTER(?link_type IN ({listed}))"


def _find_seats(one: str, other: str, sorts: Sorts) -> Iterator[str]:
    """Find rows by which one actor is in another one, or pays it."""
    wanted = {"forum", "funding"} & sorts
    if wanted:
        yield f"?seat a elo:RoleAssignment ; org:member|org:organization {one} , {other} ."
        yield "#in-force ?seat"
    if len(wanted) == 1:
        yield f"FILTER({'' if 'funding' in wanted else 'NOT '}{_PAYS})"


def _find_collectives(one: str, other: str, sorts: Sorts) -> Iterator[str]:
    """Find what both take part in, whether as members or as providers."""
    ways = {"forum": "#gathers {who} ?met", "provision": "?met elo:providedBy {who} ."}
    wanted = {"forum", "provision"} & sorts
    for who in (one, other) if wanted else ():
        yield "{"
        yield f"  SELECT DISTINCT {who} ?met WHERE {{"
        way = "#takes-part {who} ?met" if len(wanted) > 1 else ways[min(wanted)]
        yield f"    {way.format(who=who)}"
        yield "    #in-force ?met"
        yield "    ?met a ?met_class ."
        yield "    ?met_class rdfs:subClassOf* elo:Collective ."
        yield "  }"
        yield "}"

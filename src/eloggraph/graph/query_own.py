"""What is of a network among all that it uses: its own rows, and what its own rows name.

A query has a line ``#of-network ?actor elo:Actor``; what people get and run is the query as written
out here. Which columns name a thing of the class is told by the shapes.
"""

from __future__ import annotations

import re
from functools import cache

from eloggraph.iri import expand
from eloggraph.schema.packaged import packaged_schema

_LINE = re.compile(r"^( *)#of-network \?(\w+) (\w+:\w+)$", re.MULTILINE)


def write_own(query: str) -> str:
    """Write out the lines of a query that keep what is of the network; it must select ``?own``.

    >>> written = write_own("#of-network ?who elo:Actor")
    >>> print(written.splitlines()[1], "…", "ns#providedBy>" in written)
      { GRAPH ?own { ?who a ?who_class } } UNION … True
    """
    return _LINE.sub(lambda line: _keep(line[1], line[2], line[3]), query)


def _keep(indent: str, node: str, kind: str) -> str:
    path = "|".join(_list_paths(expand(kind)))
    lines = (
        "FILTER EXISTS {",
        f"  {{ GRAPH ?own {{ ?{node} a ?{node}_class }} }} UNION",
        f"  {{ GRAPH ?own {{ ?{node}_named {path} ?{node} }} }}",
        "}",
    )
    return "\n".join(indent + line for line in lines)


@cache
def _list_paths(kind: str) -> list[str]:
    """Return the properties by which rows name things of a class, as paths to these."""
    schema = packaged_schema()
    kinds = {kind, *schema.descendants.get(kind, ())}
    return sorted(
        {
            f"{'^' if column.inverse else ''}<{column.path}>"
            for table in schema.tables
            for column in table.columns
            if column.path and kinds & {*column.classes}
        }
    )

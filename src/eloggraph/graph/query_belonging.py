"""Who belongs to what: the one place that knows the ways in which tables say it, as SPARQL.

A membership is a row of the table of memberships, or a name in a column of the network itself that
says the same more briefly. A query asks in one line and gets both; what people get and run is
the query as written out here.
"""

from __future__ import annotations

import re

_LINE = re.compile(r"^( *)#(member|coordinates|gathers|takes-part) \?(\w+) \?(\w+)$", re.MULTILINE)
_COLUMNS = {
    "member": ("org:hasMember",),
    "coordinates": ("^elo:coordinates",),
    "gathers": ("org:hasMember", "^elo:coordinates"),
    "takes-part": ("org:hasMember", "elo:providedBy", "^elo:coordinates"),
}
_PAYING_APART = ("gathers", "takes-part")
_PAYS = "org:role/elo:roleType <https://w3id.org/eloggraph/vocab/role/funder>"
_ROLE = " ; org:role/elo:roleType <https://w3id.org/eloggraph/vocab/role/coordinator>"


def write_belonging(query: str) -> str:
    """Write out the lines of a query that ask who belongs to what.

    - ``#member ?who ?collective`` finds members, told by a column or by a row.
    - ``#coordinates ?who ?collective`` finds coordinators, told by a column or by a row whose role
      is that of a coordinator.
    - ``#gathers ?who ?collective`` finds members and coordinators, but nobody whose role is only
      that of a funder.
    - ``#takes-part ?who ?collective`` finds providers too.

    A row counts where it is in force. The prefixes ``elo:`` and ``org:`` must be there.

    >>> print(write_belonging("#member ?actor ?network"))
    {
      ?network org:hasMember ?actor .
    } UNION {
      ?actor_in_network a elo:RoleAssignment ; org:member ?actor ; org:organization ?network .
      #in-force ?actor_in_network
    }
    """
    return _LINE.sub(lambda line: _find(line[1], line[2], line[3], line[4]), query)


def _find(indent: str, kind: str, who: str, collective: str) -> str:
    row = f"?{who}_in_{collective}"
    role = _ROLE if kind == "coordinates" else ""
    # Who only pays does not take part.
    payers = f"  FILTER NOT EXISTS {{ {row} {_PAYS} }}"
    columns = "|".join(_COLUMNS[kind])
    lines = (
        "{",
        f"  ?{collective} {columns} ?{who} .",
        "} UNION {",
        f"  {row} a elo:RoleAssignment ; org:member ?{who} ;"
        f" org:organization ?{collective}{role} .",
        *([payers] if kind in _PAYING_APART else []),
        f"  #in-force {row}",
        "}",
    )
    return "\n".join(indent + line for line in lines)

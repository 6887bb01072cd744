"""What holds and what does not: the one place that decides it, as SPARQL for queries.

Every fact may have a status (``elo:status``); without one it is in force. A query says in one line
which of them it takes, and what people get and run is the query as written out here.
"""

from __future__ import annotations

import re

from eloggraph.iri import BASE, expand

_STATUS = expand("elo:status")
_NOT_YET = ("planned", "proposed", "wished")
_OVER = ("ended", "cancelled")

# What each line leaves out. Where people ask who is there or what is offered, only what is in force
# answers; where they ask who was there before, what has ended does too; where they ask about
# plans, what is planned or wished for does.
_LEFT_OUT = {
    "in-force": (*_NOT_YET, *_OVER),
    "come-about": (*_NOT_YET, "cancelled"),
    "not-over": _OVER,
}
# The same as IRIs, for who looks at the columns.
LEAVES_OUT = {
    line: tuple(f"{BASE}vocab/status/{code}" for code in codes) for line, codes in _LEFT_OUT.items()
}
_LINE = re.compile(rf"^( *)#({'|'.join(LEAVES_OUT)}) \?(\w+)$", re.MULTILINE)


def write_status(query: str) -> str:
    """Write out the lines of a query that stand for a status.

    - ``#in-force ?node`` keeps what is there now: nothing planned, proposed or wished for, ended
      or cancelled.
    - ``#come-about ?node`` keeps what is or was there: what has ended too.
    - ``#not-over ?node`` keeps what may still be done: what is planned, proposed or wished for too.

    The node must be bound in the same group.

    >>> print(write_status("#not-over ?goal"))
    FILTER NOT EXISTS {
      ?goal <https://w3id.org/eloggraph/ns#status> ?goal_status_held .
      FILTER(?goal_status_held IN (
        <https://w3id.org/eloggraph/vocab/status/ended>,
        <https://w3id.org/eloggraph/vocab/status/cancelled>
      ))
    }
    """
    return _LINE.sub(lambda line: _leave_out(line[1], line[3], LEAVES_OUT[line[2]]), query)


def _leave_out(indent: str, node: str, statuses: tuple[str, ...]) -> str:
    held = f"?{node}_status_held"
    listed = ",\n".join(f"{indent}    <{status}>" for status in statuses)
    return (
        f"{indent}FILTER NOT EXISTS {{\n"
        f"{indent}  ?{node} <{_STATUS}> {held} .\n"
        f"{indent}  FILTER({held} IN (\n{listed}\n{indent}  ))\n"
        f"{indent}}}"
    )

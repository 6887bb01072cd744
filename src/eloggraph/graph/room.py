"""Whether there is memory for what is to be done with a graph: told before it ends, not after."""

from __future__ import annotations

from typing import Literal

from eloggraph.errors import InputError
from eloggraph.jobs.free import find_room

Work = Literal["ntriples", "turtle", "store", "disk", "analyse"]
# What a statement takes beside the graph that there is, in bytes: measured with a million of a
# synthetic network.
OF_STATEMENT: dict[Work, int] = {"ntriples": 130, "turtle": 560, "store": 390, "analyse": 1_100}
# What work takes that is done in parts, however many statements there are: measured with one
# million and with ten.
IN_PARTS: dict[Work, int] = {"disk": 300_000_000}
# Of fewer statements nothing is asked.
SMALL = 500_000


def refuse_without_room(statements: int, work: Work) -> None:
    """Refuse work for which there is too little memory.

    Parameters
    ----------
    statements
        How many it is done with.
    work
        Writing ``ntriples`` or ``turtle``, filling a ``store`` in memory that answers queries, or
        one on ``disk``; or to ``analyse`` a network.

    Raises
    ------
    InputError
        Saying what it would take, what is free, and what does with less.

    Examples
    --------
    >>> refuse_without_room(10_000, "turtle")
    """
    free = find_room()
    each = OF_STATEMENT.get(work, 0)
    need = IN_PARTS.get(work, 0) + statements * each
    if statements < SMALL or free is None or need <= free:
        return
    raise InputError.tell(
        "graph-memory",
        chapter="packing",
        variant=work,
        n=statements,
        need=-(-need // 1_000_000),
        limit=free // 1_000_000,
        each=each,
    )

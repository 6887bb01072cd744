"""What could not be read, or is faulty: how much answers lack, and what goes no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.errors import FaultyError, InputError
from eloggraph.finding import order_findings

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.api.written import WrittenNetwork


def count_unread(network: OpenedFolder) -> tuple[int, int]:
    """Return how many violations reading met, and on how many rows: what answers lack.

    >>> import eloggraph
    >>> count_unread(eloggraph.open("datasets/osaajaks"))
    (0, 0)
    """
    told = (*network.tables.findings, *network.told)
    faults = [finding for finding in told if finding.severity == "violation"]
    rows = {(f.place.file, f.place.sheet, f.place.row) for f in faults if f.place}
    return len(faults), len(rows)


def refuse_unread(network: Network) -> None:
    """Refuse to go on where something could not be read.

    Raises
    ------
    InputError
        With everything that reading told.
    """
    if not network.tables.complete:
        raise InputError(*order_findings(network.tables.findings))


def refuse_faults(network: WrittenNetwork, draft: bool) -> int:
    """Refuse to go on with faulty tables, unless a draft is wanted; return how many faults.

    Raises
    ------
    FaultyError
        With every violation.
    InputError
        When a file could not be read.
    """
    report = network.judged  # what the day misses is no fault
    if not report.complete:
        raise InputError(*report.findings)
    faults = [finding for finding in report.findings if finding.severity == "violation"]
    if faults and not draft:
        raise FaultyError(*faults)
    return len(faults)

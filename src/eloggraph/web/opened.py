"""The network that a child has open, and what is found in it: read and judged once a state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.finding import Finding
from eloggraph.once import read_instead
from eloggraph.web.target import Target

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.checks.check import CheckReport


class Opened:
    """The network that a child has open; it is read again when its revision is another."""

    def __init__(self) -> None:
        self._open: tuple[tuple[Path, int], Network] | None = None
        self._cells: tuple[tuple[Path, int], CheckReport] | None = None
        # What the norms of the day miss, and the state of which it was worked out.
        self._missing: tuple[tuple[Path, int], tuple[Finding, ...]] | None = None

    def network(self, target: Target) -> Network:
        """Return the network, read where it is not the one that is open."""
        key = (target.folder, target.revision)
        if self._open is None or self._open[0] != key:
            from eloggraph.api.opening import open_network

            with read_instead(target.edited):
                self._open = (key, open_network(target.folder))
        return self._open[1]

    def judge_cells(self, target: Target) -> CheckReport:
        """Return what is found in the cells; after an edit only what changed is judged again."""
        key = (target.folder, target.revision)
        if self._cells is None or self._cells[0] != key:
            from eloggraph.api.check import check_cells

            before = self._cells
            is_later = before is not None and before[0][0] == target.folder
            earlier = before[1] if before is not None and is_later else None
            self._cells = (key, check_cells(self.network(target), earlier))
        return self._cells[1]

    def find_missing(self, target: Target, *, wait: bool) -> tuple[Finding, ...]:
        """Return which services are missed; without waiting, those of an earlier state."""
        key, known = (target.folder, target.revision), self._missing
        is_known = known is not None and known[0] == key
        if not is_known and (wait or known is None or known[0][0] != target.folder):
            from eloggraph.api.check import add_missing

            cells = self.judge_cells(target)
            found = set(cells.findings)
            full = add_missing(self.network(target), cells).findings
            self._missing = (key, tuple(each for each in full if each not in found))
        return self._missing[1] if self._missing else ()

"""Edits of files that are not here: they wait for them, or are let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.edit.model import Step
from eloggraph.tables.edit.patched import CHAPTER


def count_waiting(steps: Iterable[Step], here: Set[str]) -> Counter[str]:
    """Return how many changes of some steps are of files that are not here, by their names.

    >>> from eloggraph.tables.edit.model import SetCell, SheetName
    >>> step = Step(number=1, changes=(SetCell(SheetName("links.csv"), 2, 1, "x"),))
    >>> count_waiting([step], {"actors.csv"})
    Counter({'links.csv': 1})
    """
    names = (change.at.file for step in steps for change in step.changes)
    return Counter(name for name in names if name not in here)


def tell_waiting(names: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return a warning for each file that is not here, but has edits."""
    return tuple(
        tell("journal-of-others", "warning", Place(file=name), chapter=CHAPTER, value=name)
        for name in sorted(names)
    )

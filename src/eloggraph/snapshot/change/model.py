"""What a comparison finds: differences of things, with whether the world changed or the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eloggraph.text import Text

# What happened to a thing; ``held`` is one that is new to the data and had begun by its own dates,
# ``past`` one that is new and was over before, ``renumbered`` one of the same name whose id is
# another now, ``dropped`` a plan that is no longer there.
What = Literal[
    "begun", "ended", "added", "held", "gone", "changed", "planned", "dropped", "past",
    "renumbered", "renamed", "merged", "split", "moved",
]  # fmt: skip
Why = Literal["world", "learned", "unknown"]
# Where a thing stands on a day: ``closed`` is over by its status, which has no date.
State = Literal["holds", "ended", "closed", "later", "planned", "absent"]

WHYS: tuple[Why, ...] = ("world", "learned", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was.

    Parameters
    ----------
    what, why
        What happened, and whether the world changed, or only what is known of it.
    table, tables
        The table that the thing is a row of: its name in files, and for people.
    name
        What the thing is called, at the later day where it is there.
    before, after
        The nodes: one, several or none on each side.
    when
        The day, month or year that the data give for it.
    column, old, new
        Of a change: in which column, and the values on both sides.
    """

    what: What
    why: Why
    table: str
    tables: Text
    name: Text
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    when: str | None = None
    column: Text | None = None
    old: tuple[Text, ...] = ()
    new: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All differences, the world's first; by table and name.

    ``sources`` counts rows of which only the source or the place in it is another. ``only_old`` and
    ``only_new`` are tables in which only one side has any row.
    """

    differences: tuple[Difference, ...] = ()
    sources: int = 0
    only_old: tuple[Text, ...] = ()
    only_new: tuple[Text, ...] = ()

    def of(self, why: Why) -> tuple[Difference, ...]:
        """Return the differences of one reason.

        >>> Changes().of("world")
        ()
        """
        return tuple(each for each in self.differences if each.why == why)

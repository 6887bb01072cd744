"""Two versions of a network side by side: what changed, and every question before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eloggraph.analysis.analyse import write_answer, write_plainly
from eloggraph.analysis.answers import AnswerChange, Side
from eloggraph.snapshot.change.model import WHYS, Changes
from eloggraph.text import Text

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """What changed from one version of a network to the next.

    Parameters
    ----------
    old, new
        The two sides.
    changes
        Every thing that is not as it was, and whether the world changed or what is known of it.
    answers
        How much there is, and every question, before and after.
    notices
        What keeps the two from being compared in full.
    inputs
        The folders that were read.
    """

    old: Side
    new: Side
    changes: Changes
    answers: tuple[AnswerChange, ...]
    notices: tuple[Text, ...] = ()
    inputs: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        """Return the days and how much changed on one line."""
        counts = ", ".join(f"{why}={len(self.changes.of(why))}" for why in WHYS)
        return f"<Comparison {self.old.on} to {self.new.on}, {counts}>"

    def to_dict(self) -> dict[str, object]:
        """Return JSON-ready values: numbers to 6 decimals, texts by language."""
        return {
            "version": VERSION,
            "old": write_plainly(self.old),
            "new": write_plainly(self.new),
            "summary": {why: len(self.changes.of(why)) for why in WHYS},
            "differences": write_plainly(self.changes.differences),
            "sources": self.changes.sources,
            "only_old": write_plainly(self.changes.only_old),
            "only_new": write_plainly(self.changes.only_new),
            "answers": [write_answer(answer) for answer in self.answers],
            "notices": write_plainly(self.notices),
        }

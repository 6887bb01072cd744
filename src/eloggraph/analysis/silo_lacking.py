"""Groupings of which nothing can be said of silos yet: those that lack the same, told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.sufficiency import explain_together, say_once
from eloggraph.text import Text

if TYPE_CHECKING:
    from eloggraph.analysis.questions.silos import SiloVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Groupings that lack the same data, with what is lacking and what was measured."""

    labels: tuple[Text, ...]
    reasons: tuple[Text, ...]
    bases: tuple[Text, ...]


def gather_lacking(verdicts: Sequence[SiloVerdict]) -> tuple[Lacking, ...]:
    """Return the groupings without a verdict: those that lack the same are told as one.

    What is lacking is the same where it is told in the same sentences, whatever the amounts; of
    inferred ties each grouping has its own.

    >>> gather_lacking(())
    ()
    """
    alike: dict[tuple[object, ...], list[SiloVerdict]] = {}
    for verdict in verdicts:
        if verdict.level == "too-little-data":
            alike.setdefault(_find_kind(verdict), []).append(verdict)
    reasons = [_give_reasons(group) for group in alike.values()]
    return tuple(
        Lacking(
            labels=tuple(verdict.label for verdict in group),
            reasons=said,
            bases=tuple(dict.fromkeys(verdict.basis for verdict in group)),
        )
        for said, group in zip(say_once(reasons), alike.values(), strict=True)
    )


def _find_kind(verdict: SiloVerdict) -> tuple[object, ...]:
    evidence = verdict.segregation.evidence
    if evidence.enough or "recorded" in evidence.lacks:
        return verdict.reasons
    return (*evidence.lacks, *evidence.explain()[-1:])


def _give_reasons(group: Sequence[SiloVerdict]) -> tuple[Text, ...]:
    reasons = dict.fromkeys(verdict.reasons for verdict in group)
    if len(reasons) == 1:
        return next(iter(reasons))
    return explain_together([verdict.segregation.evidence for verdict in group])

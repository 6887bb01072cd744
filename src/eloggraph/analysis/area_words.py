"""What is true of the areas of one level, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from eloggraph.analysis.area_levels import (
    AreaLevel,
    AreaLevels,
    AreaRecord,
    Known,
    Measure,
    Reading,
    Required,
)
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say

_NOT_ASKED = Required(cells=0, missing=0, ending=0, thin=0, unknown=0)


def tell_level(level: AreaLevel, measure: Measure) -> Text:
    """Return the sentence that is the answer: in how many areas, and in which most.

    >>> tell_level(AreaLevel(level="region", areas=(), outside=(), sources=()), "actors").en
    'No actors are on record of any region'
    """
    if measure == "coverage":
        return _tell_lacking(level)
    return _tell_counted(level, measure)


def tell_basis(found: AreaLevels, measure: Measure) -> Iterator[Text]:
    """Yield what the sentence rests on: how many areas are known, and who is left out."""
    for level in found.levels:
        states: tuple[Known, ...] = ("own", "whole", "unknown")
        counts = {state: sum(a.known(measure) == state for a in level.areas) for state in states}
        parts = [say(f"areas.parts.{state}", n=n) for state, n in counts.items() if n]
        if len(parts) == 1:
            parts = [say(f"areas.all.{state}") for state, n in counts.items() if n]
        areas = say(f"areas.from.{level.level}", n=len(level.areas))
        yield say("areas.basis-known", areas=areas, parts=join_names(parts))
    if "coverage" not in found.measures:
        yield say("areas.no-norm")
    if found.placeless:
        yield say("areas.placeless", n=found.placeless)
    if found.nationwide:
        yield say("areas.nationwide", n=found.nationwide)


def _pick(areas: Sequence[AreaRecord], is_it: Callable[[AreaRecord], bool]) -> list[AreaRecord]:
    return [area for area in areas if is_it(area)]


def _name(areas: Sequence[AreaRecord]) -> Text:
    return join_names([area.label for area in areas])


def _tell_lacking(level: AreaLevel) -> Text:
    asked = _pick(level.areas, lambda area: bool(_required(area).cells))
    known = _pick(asked, lambda area: area.known("coverage") == "own")
    if not known:
        return say("areas.claim.lack-unknown", none=say(f"areas.none.{level.level}"))
    lacking = _pick(known, lambda area: _required(area).missing > 0)
    if lacking:
        place = say(f"areas.from.{level.level}", n=len(lacking))
        most = max(_required(area).missing for area in lacking)
        worst = _pick(lacking, lambda area: _required(area).missing == most)
        if len(worst) == len(lacking):
            return say("areas.claim.even-lack", place=place, names=_name(lacking))
        return say("areas.claim.worst-lack", place=place, most=most, names=_name(worst))
    weak = _pick(known, lambda area: _required(area).ending + _required(area).thin > 0)
    if weak:
        place = say(f"areas.in.{level.level}", n=len(weak))
        return say("areas.claim.weak", place=place, names=_name(weak))
    partly = _pick(asked, lambda area: _required(area).unknown > 0)
    if partly or len(asked) < len(level.areas):
        n = len(partly) + len(level.areas) - len(asked)
        return say("areas.claim.partly", place=say(f"areas.in.{level.level}", n=n))
    return say("areas.claim.met", every=say(f"areas.every.{level.level}"))


def _required(area: AreaRecord) -> Required:
    return area.required or _NOT_ASKED


def _tell_counted(level: AreaLevel, measure: Measure) -> Text:
    def read(area: AreaRecord) -> Reading:
        return area.services if measure == "services" else area.actors

    things = say(f"areas.things.{measure}")
    own = _pick(level.areas, lambda area: read(area).known == "own")
    shared = _pick(level.areas, lambda area: read(area).known == "whole")
    unknown = len(level.areas) - len(own) - len(shared)
    none = say(f"areas.none.{level.level}")
    if not own and not shared:
        return say("areas.claim.unknown", none=none, things=things)
    if not own:
        wholes = sorted({whole for area in shared for whole in read(area).wholes})
        return say("areas.claim.shared", none=none, things=things, names=join_names(wholes))
    place = say(f"areas.in.{level.level}", n=len(own))
    if shared and unknown:
        return say("areas.claim.own-or-less", place=place, things=things)
    if unknown:
        return say("areas.claim.own-or-unknown", place=place, things=things)
    high, low = ({read(area).total for area in areas} for areas in (own, shared or own))
    amount = say(f"areas.amount.{measure}", n=max(high))
    if shared and len(high) == len(low) == 1:
        given = {"place": place, "amount": amount, "low": max(low)}
        return say("areas.claim.own-and-shared", **given)
    if shared:
        return say("areas.claim.own-or-shared", place=place, things=things)
    if len(high) == 1:
        return say("areas.claim.even", every=say(f"areas.every.{level.level}"), amount=amount)
    most = _name(_pick(own, lambda area: read(area).total == max(high)))
    least = _name(_pick(own, lambda area: read(area).total == min(high)))
    told = {"high": max(high), "most": most, "low": min(high), "least": least}
    return say("areas.claim.uneven", things=things, **told)

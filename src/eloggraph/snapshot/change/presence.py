"""What is there on one day and not on the other, and whether the world changed or the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eloggraph.snapshot.change.align import Alignment, Pair
from eloggraph.snapshot.change.facts import Facts
from eloggraph.snapshot.change.model import State, What, Why
from eloggraph.snapshot.change.version import Version
from eloggraph.snapshot.periods import SINCE, UNTIL

# Of several rows of one thing the most alive tells where it stands.
_ORDER: tuple[State, ...] = ("holds", "planned", "later", "closed", "ended", "absent")
_OVER = ("ended", "closed")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What happened to a thing, why, and when."""

    what: What
    why: Why
    when: str | None = None


def compare_presence(found: Alignment, told: frozenset[str]) -> Iterator[tuple[str, Verdict]]:
    """Yield what happened to each thing that does not stand where it stood.

    Parameters
    ----------
    found
        Two versions side by side.
    told
        Things of which a change of organisations tells.
    """
    for identity, pair in sorted(found.pairs.items()):
        if identity in told:
            continue
        verdict = _judge(found, pair)
        if verdict is not None:
            yield identity, verdict
        elif identity in found.renumbered:
            yield identity, Verdict(what="renumbered", why="unknown")


def _judge(found: Alignment, pair: Pair) -> Verdict | None:
    old, new = found.old.version, found.new.version
    before, after = _tell(old, pair.old, old.on), _tell(new, pair.new, new.on)
    if before == after and before != "absent":
        return None
    if after == "holds":
        return _judge_come(found, pair, before)
    if before == "holds":
        return _judge_gone(found, pair, after)
    return _judge_aside(found, pair, before, after)


def _tell(version: Version, nodes: tuple[str, ...], on: date) -> State:
    standing = version.stand(on)
    states: list[State] = [standing.tell(node) for node in nodes]
    return min(states, key=_ORDER.index, default="absent")


def _judge_come(found: Alignment, pair: Pair, before: State) -> Verdict:
    """Judge what holds on the later day and did not on the earlier one."""
    old, new = found.old.version, found.new.version
    since = _find(found.new, pair.new, SINCE)
    then = _tell(new, pair.new, old.on)
    if then in ("later", "absent"):
        return Verdict(what="begun", why="world", when=since)
    if before == "planned":
        # A plan came about, on a day that a status does not tell.
        why = "world" if since is None else found.tell_why(since)
        return Verdict(what="begun", why=why, when=since)
    if before != "absent":
        return Verdict(what="begun", why="learned" if then == "holds" else "world", when=since)
    if since is not None:
        return Verdict(what="held", why=found.tell_why(since), when=since)
    moment = _find_moment(found.new, pair.new)
    return Verdict(what="added", why=found.tell_why(moment), when=moment)


def _judge_gone(found: Alignment, pair: Pair, after: State) -> Verdict:
    """Judge what held on the earlier day and does not on the later one."""
    old, new = found.old.version, found.new.version
    until = _find(found.new, pair.new, UNTIL)
    if after == "ended":
        over = _tell(new, pair.new, old.on) in _OVER
        return Verdict(what="ended", why="learned" if over else "world", when=until)
    if after == "closed":
        return Verdict(what="ended", why="unknown", when=until)
    if after == "absent":
        foreseen = _tell(old, pair.old, new.on) == "ended"
        when = _find(found.old, pair.old, UNTIL)
        return Verdict(what="ended", why="world", when=when) if foreseen else _GONE
    # What held as far as was known is ahead, or only a plan.
    why: Why = "learned" if after == "later" else "unknown"
    return Verdict(what="planned", why=why, when=_find(found.new, pair.new, SINCE))


_GONE = Verdict(what="gone", why="unknown")


def _judge_aside(found: Alignment, pair: Pair, before: State, after: State) -> Verdict | None:
    """Judge what holds on neither of the days."""
    old, new = found.old.version, found.new.version
    since, until = (_find(found.new, pair.new, name) for name in (SINCE, UNTIL))
    if before == "absent" and after in _OVER:
        over = _tell(new, pair.new, old.on) in _OVER and after == "ended"
        return Verdict(what="past", why="learned" if over else "unknown", when=until)
    if before == "absent":
        return Verdict(what="planned", why="unknown", when=since)
    if after == "absent":
        return _GONE if before in _OVER else Verdict(what="dropped", why="unknown")
    if after in _OVER and before not in _OVER:
        over = _tell(new, pair.new, old.on) in _OVER
        why: Why = "unknown" if after == "closed" else "learned" if over else "world"
        return Verdict(what="ended", why=why, when=until)
    return None if after in _OVER else Verdict(what="planned", why="unknown", when=since)


def _find(facts: Facts, nodes: tuple[str, ...], path: str) -> str | None:
    """Return the one date that the rows of a thing have of a property."""
    found = {when for node in nodes if (when := facts.dates.get(node, {}).get(path))}
    return found.pop() if len(found) == 1 else None


def _find_moment(facts: Facts, nodes: tuple[str, ...]) -> str | None:
    """Return the one time that a row without a beginning has, such as when it was observed."""
    times = {
        when for node in nodes for path, when in facts.dates.get(node, {}).items() if path != UNTIL
    }
    return times.pop() if len(times) == 1 else None

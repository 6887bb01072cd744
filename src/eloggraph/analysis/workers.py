"""What is done for a goal, and which actors do it: whom questions on losses look at."""

from __future__ import annotations

from datetime import date

from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.snapshot.days import holds
from eloggraph.snapshot.records import Records

# What carries out a goal. A target or a narrower goal says what is wanted, and does nothing for it.
_CARRIES_OUT = (
    "elo:Measure",
    "elo:Project",
    "elo:Programme",
    "elo:WorkPackage",
    "elo:GuidanceService",
    "elo:TrainingOffer",
)
_DOERS_OF = ("elo:providedBy", "elo:carriedOutBy", "org:hasMember")
_DOERS_TO = ("elo:responsibleFor", "elo:coordinates")


def list_open_goals(records: Records, on: date) -> tuple[str, ...]:
    """Return the network's own goals that are not over on a day.

    >>> list_open_goals(Records(), date(2024, 1, 1))
    ()
    """
    return tuple(
        goal
        for goal in records.of("elo:StrategicGoal")
        if records.is_own(goal)
        and records.value(goal, "elo:status") not in LEAVES_OUT["not-over"]
        and holds(None, records.value(goal, "elo:validUntil"), on)
    )


def find_workers(records: Records, goal: str) -> tuple[str, ...]:
    """Return the measures, projects, services and work packages that are for a goal.

    >>> find_workers(Records(), "urn:goal")
    ()
    """
    found = records.subjects(goal, "elo:contributesTo") + records.values(goal, "elo:hasMeasure")
    return tuple(each for each in dict.fromkeys(found) if records.is_a(each, *_CARRIES_OUT))


def find_doers(records: Records, thing: str) -> frozenset[str]:
    """Return who answers for a thing, co-ordinates it, provides it or is in it.

    >>> find_doers(Records(), "urn:measure")
    frozenset()
    """
    roles = records.subjects(thing, "org:organization")
    members = (member for role in roles for member in records.values(role, "org:member"))
    return frozenset(
        (*records.values(thing, *_DOERS_OF), *records.subjects(thing, *_DOERS_TO), *members)
    )

"""What is done for a goal, and which actors do it: whom questions on losses look at."""

from __future__ import annotations

from datetime import date

from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.iri import BASE
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
_COORDINATOR = f"{BASE}vocab/role/coordinator"
_DOERS_OF = ("elo:providedBy", "elo:carriedOutBy", "org:hasMember")
_DOERS_TO = ("elo:responsibleFor", "elo:coordinates")


def list_open_goals(records: Records, on: date) -> tuple[str, ...]:
    """Return the network's own goals that are not over on a day.

    >>> list_open_goals(Records(), date(2024, 1, 1))
    ()
    """
    return _list_open(records, "elo:StrategicGoal", on)


def list_open_measures(records: Records, on: date) -> tuple[str, ...]:
    """Return the network's own measures that are not over on a day, the planned ones too.

    >>> list_open_measures(Records(), date(2024, 1, 1))
    ()
    """
    return _list_open(records, "elo:Measure", on)


def _list_open(records: Records, name: str, on: date) -> tuple[str, ...]:
    return tuple(
        thing
        for thing in records.of(name)
        if records.is_own(thing)
        and records.value(thing, "elo:status") not in LEAVES_OUT["not-over"]
        and holds(None, records.value(thing, "elo:validUntil"), on)
    )


def find_workers(records: Records, goal: str) -> tuple[str, ...]:
    """Return the measures, projects, services and work packages that are for a goal.

    >>> find_workers(Records(), "urn:goal")
    ()
    """
    found = records.subjects(goal, "elo:contributesTo") + records.values(goal, "elo:hasMeasure")
    return tuple(each for each in dict.fromkeys(found) if records.is_a(each, *_CARRIES_OUT))


def find_doers(records: Records, thing: str, on: date) -> frozenset[str]:
    """Return who answers for a thing, co-ordinates it, provides it or is in it on a day.

    >>> find_doers(Records(), "urn:measure", date(2024, 1, 1))
    frozenset()
    """
    roles = (
        role for role in records.subjects(thing, "org:organization") if records.in_force(role, on)
    )
    members = (member for role in roles for member in records.values(role, "org:member"))
    return frozenset(
        (*records.values(thing, *_DOERS_OF), *records.subjects(thing, *_DOERS_TO), *members)
    )


def find_coordinators(records: Records, collective: str, on: date) -> frozenset[str]:
    """Return who co-ordinates a network, a body, a chain or a project on a day.

    >>> find_coordinators(Records(), "urn:network", date(2024, 1, 1))
    frozenset()
    """
    roles = (
        role
        for role in records.subjects(collective, "org:organization")
        if records.in_force(role, on)
        and any(
            _COORDINATOR in records.values(each, "elo:roleType")
            for each in records.values(role, "org:role")
        )
    )
    members = (member for role in roles for member in records.values(role, "org:member"))
    return frozenset((*records.subjects(collective, "elo:coordinates"), *members))

"""Which actors do a thing or hold it together: whom the question on losses looks at."""

from __future__ import annotations

from datetime import date

from eloggraph.iri import BASE
from eloggraph.snapshot.records import Records

_COORDINATOR = f"{BASE}vocab/role/coordinator"
_DOERS_OF = ("elo:providedBy", "elo:carriedOutBy", "org:hasMember")
_DOERS_TO = ("elo:responsibleFor", "elo:coordinates")


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
            # The code of the kind is itself a role, where a network has none of its own.
            _COORDINATOR in (each, *records.values(each, "elo:roleType"))
            for each in records.values(role, "org:role")
        )
    )
    members = (member for role in roles for member in records.values(role, "org:member"))
    return frozenset((*records.subjects(collective, "elo:coordinates"), *members))

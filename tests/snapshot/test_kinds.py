"""What holds for a time is said by the shapes of the tables: each kind, and what must hold too."""

from __future__ import annotations

from typing import get_args

from eloggraph.iri import contract, expand
from eloggraph.schema.packaged import packaged_schema
from eloggraph.snapshot.model import KindName, list_kinds

SINCE, UNTIL = expand("elo:validFrom"), expand("elo:validUntil")
TABLES = {table.name: table for table in packaged_schema().tables}


def test_every_table_that_holds_for_a_time_is_of_a_known_kind_and_has_both_dates() -> None:
    kinds = {table.holds_as for table in TABLES.values()} - {None}
    assert kinds == set(get_args(KindName))
    for table in TABLES.values():
        paths = {column.path for column in table.columns}
        assert table.holds_as is None or {SINCE, UNTIL} <= paths, table.name


def test_a_kind_has_the_classes_of_its_tables_and_those_below() -> None:
    found = {kind.name: kind for kind in list_kinds(packaged_schema())}
    assert {contract(each) for each in found["link"].classes} == {"elo:CollaborationLink"}
    assert expand("elo:ServiceChain") in found["service"].classes & found["collective"].classes
    assert expand("elo:PublicAuthority") in found["organisation"].classes
    # A goal may have an end, but is a plan: it is on record whatever day is looked at.
    every = frozenset[str]().union(*(kind.classes for kind in found.values()))
    assert expand("elo:StrategicGoal") not in every


def test_what_joins_two_things_holds_only_while_both_do() -> None:
    ends = {
        kind.name: [contract(end) for end in kind.ends] for kind in list_kinds(packaged_schema())
    }
    assert {name: found for name, found in ends.items() if found} == {
        "link": ["elo:linkFrom", "elo:linkTo"],
        "membership": ["org:member", "org:organization"],
    }

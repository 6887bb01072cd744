"""Roles by name without a table of roles, and several of them in one cell. The oracle is the data
with a row for each role, and the code list of roles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eloggraph.iri import expand

Factory = Callable[..., Any]
BASE = "https://example.org/pieni/"
ROLE = "https://w3id.org/eloggraph/vocab/role/"
TABLES = {
    "actors": "id,label@fi\na,A\nb,B\n",
    "networks": "id,label@fi\nv,V\n",
}


@pytest.fixture
def roles(tmp_path: Path, write_network: Factory, read: Factory) -> Factory:
    """Read memberships of actor and role, and return them with what was told of the roles."""

    def read_roles(*rows: str, **further: str) -> tuple[list[tuple[str, str]], list[Any]]:
        lines = "".join(f"{row}\n" for row in rows)
        members = {"memberships": f"actor,organization,role\n{lines}"}
        reading = read(write_network(tmp_path, {**TABLES, **members, **further}))
        said = dict(reading.values(expand("org:member")))
        held = [
            (said[node].removeprefix(f"{BASE}actors/"), role)
            for node, role in reading.values(expand("org:role"))
        ]
        told = [f for f in reading.findings if f.place.file == "memberships.csv"]
        return sorted(held), told

    return read_roles


@pytest.mark.parametrize(
    ("written", "code"),
    [("asiantuntija", "expert"), ("Koordinaattori", "coordinator"), ("ordförande", "chair")],
)
def test_role_is_meant_by_name_without_a_table_of_roles(
    roles: Factory, written: str, code: str
) -> None:
    assert roles(f"a,v,{written}") == ([("a", ROLE + code)], [])


def test_row_of_the_network_wins_over_the_code_of_its_name(roles: Factory) -> None:
    own = "id,label@fi\nmun,jäsen\n"
    held, told = roles("a,v,jäsen", "b,v,pj", roles=own)
    assert held == [("a", f"{BASE}roles/mun"), ("b", f"{ROLE}chair")]
    assert told == []


@pytest.mark.parametrize(
    "cell",
    ["jäsen, koordinaattori", "jäsen; koordinaattori", "jäsen|koordinaattori", "jäsen\nkoordinaattori",
     "jäsen ja koordinaattori", "jäsen, koordinaattori, medlem"],
)  # fmt: skip
def test_roles_listed_in_a_cell_are_a_membership_each(roles: Factory, cell: str) -> None:
    apart = roles("a,v,jäsen", "a,v,koordinaattori", "b,v,jäsen")
    assert roles(f'a,v,"{cell}"', "b,v,jäsen") == apart
    assert len(apart[0]) == 3


def test_what_is_unknown_among_roles_is_told_by_itself(roles: Factory) -> None:
    held, told = roles('a,v,"pj, koordinattori"')
    assert held == [("a", f"{ROLE}chair")]
    assert [(f.code, f.value, f.place.row) for f in told] == [
        ("reference-dangling", "koordinattori", 2)
    ]
    assert "”koordinaattori”" in told[0].remedy.fi


def test_text_that_means_something_as_it_stands_lists_nothing(roles: Factory) -> None:
    own = 'id,label@fi\nx,"jäsen, koordinaattori"\n'
    assert roles('a,v,"jäsen, koordinaattori"', roles=own) == ([("a", f"{BASE}roles/x")], [])


def test_the_same_role_twice_is_still_a_repeated_membership(roles: Factory) -> None:
    _, told = roles('a,v,"jäsen, pj"', "a,v,puheenjohtaja")
    assert [(f.code, f.place.row) for f in told] == [("key-repeated", 2)]


def test_only_what_is_written_of_a_code_is_offered(roles: Factory) -> None:
    _, told = roles("a,v,puheenjohtaj")
    assert told[0].remedy.fi == "Tarkoititko ”puheenjohtaja”, ”varapuheenjohtaja”?"

"""Who belongs to what is the same, whichever table says it.

The oracle is a network of three rows that is written down twice: once in the columns of the
network and the project, once in the table of memberships.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.network import Network

SETTINGS = """
id = "net"
base = "https://example.org/net/"
licence = "https://example.org/licence"
title = { fi = "Verkosto", sv = "Nätverk", en = "Network" }
description = { fi = "Kuvaus", sv = "Beskrivning", en = "Description" }
"""
NAMES = "label@fi,label@sv,label@en"
COMMON = {
    "actors": f"id,{NAMES},sector\na,Aalto,A,A,education\nb,Bio,B,B,youth\nc,Cee,C,C,employment\n",
    "regions": f"id,{NAMES}\n99,Alue,Område,Area\n",
    "platforms": f"id,{NAMES}\nd,Alusta,Plattform,Platform\n",
    "programmes": f"id,{NAMES}\no,Ohjelma,Program,Programme\n",
}
GROUP = f"id,kind,{NAMES},areas"
COLUMNS = {
    "networks": f"{GROUP},members,platforms\ng,EloGroup,Ryhmä,Grupp,Group,99,a|b,d\n",
    "projects": f"id,{NAMES},coordinator,participants,platforms\np,Hanke,Projekt,Project,c,b,d\n",
}
ROWS = {
    "networks": f"{GROUP},platforms\ng,EloGroup,Ryhmä,Grupp,Group,99,d\n",
    "projects": f"id,{NAMES},platforms\np,Hanke,Projekt,Project,d\n",
    "roles": f"id,{NAMES},type\nj,jäsen,medlem,member,member\n"
    "k,koordinaattori,koordinator,coordinator,coordinator\n",
    "memberships": "actor,organization,role\na,g,j\nb,g,j\nc,p,k\nb,p,j\n",
}
QUERIES = (
    "actors-across-sectors",
    "actors-without-links",
    "elo-groups-missing-sectors",
    "platforms-by-sector",
    "ties-between-sectors",
)


def write(folder: Path, tables: dict[str, str]) -> Network:
    folder.mkdir()
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    for name, text in (COMMON | tables).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return eloggraph.open(folder)


@pytest.mark.parametrize("query", QUERIES)
def test_columns_and_rows_of_memberships_give_the_same_answer(tmp_path: Path, query: str) -> None:
    by_column = write(tmp_path / "columns", COLUMNS).query(query, "en").texts()
    by_row = write(tmp_path / "rows", ROWS).query(query, "en").texts()
    assert by_column == by_row
    assert by_column


@pytest.mark.parametrize("tables", [COLUMNS, ROWS], ids=["column", "row"])
def test_a_coordinator_is_told_by_a_column_or_by_a_row(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    (row,) = write(tmp_path / "net", tables).query("projects", "en").dicts()
    assert row["coordinator"] == "C"


@pytest.mark.parametrize("status", ["wished", "planned", "ended", "cancelled"])
def test_a_row_that_is_not_in_force_makes_no_member(tmp_path: Path, status: str) -> None:
    rows = f"actor,organization,role,status\na,g,j,in-force\nb,g,j,{status}\nc,p,k,\n"
    net = write(tmp_path / "net", ROWS | {"memberships": rows})
    lonely = [row["actor"] for row in net.query("actors-without-links", "en").dicts()]
    counts = [row["collectives"] for row in net.query("actors-without-links", "en").dicts()]
    assert dict(zip(lonely, counts, strict=True)) == {"A": "1", "B": "0", "C": "1"}


def test_a_programme_has_members_and_is_among_networks_and_projects(tmp_path: Path) -> None:
    rows = f"{ROWS['memberships']}c,o,k\n"
    net = write(tmp_path / "net", ROWS | {"memberships": rows})
    assert not [each for each in net.check().findings if each.severity == "violation"]
    nodes = {row["node"]: row["kind"] for row in net.query("network-nodes").dicts()}
    (programme,) = [node for node in nodes if node.endswith("/o")]
    assert nodes[programme] == "collective"
    ties = {(row["from"][-1], row["to"][-1]) for row in net.query("network-ties").dicts()}
    assert ("c", "o") in ties


def test_a_service_that_says_it_is_a_chain_may_have_members(tmp_path: Path) -> None:
    """The class of networks and projects has no table: its kinds and those narrowed to them do."""
    services = f"id,kind,{NAMES}\nv,ServiceChain,Ketju,Kedja,Chain\nw,,Neuvonta,Rådgivning,Advice\n"
    rows = {"services": services, "memberships": "actor,organization,role\na,v,j\na,w,j\n"}
    found = write(tmp_path / "net", ROWS | rows).check().findings
    wrong = [
        (f.place.row, f.value) for f in found if f.shape.endswith("RoleAssignment-organization")
    ]
    assert [row for row, _ in wrong] == [3]

"""What does not hold is told apart and counts nowhere else; an unknown end is told as unknown.

The oracle is a network of a few rows, counted by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.network import Network

CODES = ("planned", "proposed", "wished", "ended", "cancelled")
SETTINGS = """
id = "net"
base = "https://example.org/net/"
licence = "https://example.org/licence"
date = "2026-01-01"
title = { fi = "Verkosto", sv = "Nätverk", en = "Network" }
description = { fi = "Kuvaus", sv = "Beskrivning", en = "Description" }
"""
TABLES = {
    "actors": "id,kind,label@fi,label@sv,label@en,status\n"
    "a,Actor,Aalto,Aalto,Aalto,{actor}\nb,Actor,Bio,Bio,Bio,\nc,Actor,Cee,Cee,Cee,\n",
    "networks": "id,kind,label@fi,label@sv,label@en,members,status\n"
    "n,Network,Foorumi,Forum,Forum,b|c,{network}\n",
    "links": "from,to,type,status\na,b,referral,{link}\nb,c,referral,\n",
    "memberships": "actor,organization,role,status\nc,p,r,{membership}\n",
    "roles": "id,label@fi,label@sv,label@en,type\nr,jäsen,medlem,member,member\n",
    "projects": "id,label@fi,label@sv,label@en,coordinator,since,until,status\n"
    "p,Hanke,Projekt,Project,b,2024,{until},{project}\n",
    "platforms": "id,label@fi,label@sv,label@en,project,until\nt,Torni,Torn,Tower,p,\n",
    "services": "id,kind,label@fi,label@sv,label@en,providers,project,status\n"
    "s,GuidanceService,Neuvonta,Rådgivning,Advice,a,p,{service}\n",
}
PLACES = ("actor", "network", "link", "membership", "project", "service", "until")


def open_network(folder: Path, **cells: str) -> Network:
    values = dict.fromkeys(PLACES, "") | cells
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.format(**values), "utf-8")
    return eloggraph.open(folder)


def ties(network: Network) -> set[tuple[str, str]]:
    return {
        (tie.source.rpartition("/")[2], tie.target.rpartition("/")[2])
        for tie in network.affiliations.ties
    }


def nodes(network: Network) -> set[str]:
    return {node.iri.rpartition("/")[2] for node in network.affiliations.nodes}


ALL_TIES = {("a", "b"), ("b", "c"), ("b", "n"), ("c", "n"), ("c", "p"), ("b", "p")}


def test_what_has_no_status_or_is_in_force_counts(tmp_path: Path) -> None:
    network = open_network(tmp_path, link="in-force", until="2027")
    assert (nodes(network), ties(network)) == ({"a", "b", "c", "n", "p"}, ALL_TIES)
    (told,) = _sentences(network)
    assert told == (
        "Apart from goals, measures, proposals and target values, nothing is on record as "
        "planned, proposed, wished for, ended or cancelled."
    )


def test_where_something_has_ended_by_its_date_it_is_not_said_that_nothing_has(
    tmp_path: Path,
) -> None:
    told = _sentences(open_network(tmp_path, until="2020"))
    assert any("1 has ended" in text for text in told)
    assert not any("nothing is on record as" in text for text in told)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("place", "gone", "lost"),
    [
        ("actor", {"a"}, {("a", "b")}),
        ("network", {"n"}, {("b", "n"), ("c", "n")}),
        ("link", set(), {("a", "b")}),
        ("membership", set(), {("c", "p")}),
        ("project", {"p"}, {("c", "p"), ("b", "p")}),
    ],
)
def test_what_is_not_in_force_is_on_no_map(
    tmp_path: Path, place: str, code: str, gone: set[str], lost: set[tuple[str, str]]
) -> None:
    network = open_network(tmp_path, until="2027", **{place: code})
    assert network.check().complete
    assert nodes(network) == {"a", "b", "c", "n", "p"} - gone
    assert ties(network) == ALL_TIES - lost
    assert len(network.analyse(permutations=9).standing.set_aside) == 1


@pytest.mark.parametrize("code", CODES)
def test_a_service_that_is_not_in_force_is_not_offered(tmp_path: Path, code: str) -> None:
    rows = open_network(tmp_path, service=code).query("services-by-provider", "en").texts()
    assert rows == ()


def test_it_is_told_by_status_and_by_its_name_or_that_of_its_ends(tmp_path: Path) -> None:
    network = open_network(tmp_path, link="proposed", network="wished", project="ended")
    assert _sentences(network) == [
        "3 records that are not in force are left out of the calculations.",
        "Status “ended” (1): Project.",
        "Status “proposed” (1): Aalto – Bio.",
        "Status “wished for” (1): Forum.",
    ]
    assert [row["fact"] for row in network.query("not-in-force", "en").dicts()] == [
        "Project",
        "Aalto – Bio",
        "Forum",
    ]


def test_a_project_without_a_decided_end_passes_with_a_warning(tmp_path: Path) -> None:
    report = open_network(tmp_path).check()
    told = [each for each in report.findings if each.shape and "Project-gap-until" in each.shape]
    assert [each.severity for each in told] == ["warning"]
    assert not [each for each in report.findings if each.severity == "violation"]


def test_what_rests_on_a_project_without_an_end_is_told_as_unknown(tmp_path: Path) -> None:
    network = open_network(tmp_path)
    assert _sentences(network, "sunset") == [
        "The end of one project is not on record: Project.",
        "2 services, connections or other outputs rest on such projects; how long they will last "
        "is not known.",
    ]
    known = open_network(tmp_path, until="2027")
    assert known.analyse("sunset").sunset.open_projects == ()


def _sentences(network: Network, key: str = "standing") -> list[str]:
    (outcome,) = network.analyse(key).outcomes
    return [sentence.en for sentence in outcome.sentences]

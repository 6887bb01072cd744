"""What holds on the day itself, the day before and the day after, and what makes it so.

The oracle is what :mod:`eloggraph.snapshot.take` promises, read by hand for networks of a few rows.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.statements import Graph
from eloggraph.snapshot.mark import mark_day
from eloggraph.snapshot.take import cut_snapshot

SETTINGS = """id = "t"
base = "https://example.org/t/"
languages = ["fi"]
date = "2026-01-31"
[title]
fi = "T"
"""
LINKS = "from,to,type,since,until,parties\n"
EVENTS = "id,label@fi,type,original,resulting,date,status\n"
ACTORS = "id,label@fi,since,until\na,Aalto,,\nb,Berg,,\n"
SERVICES = "id,label@fi,providers,project,since,until\n"
PROJECTS = "id,label@fi,since,until\n"


def open_network(folder: Path, **tables: str) -> eloggraph.Network:
    given = {"actors": ACTORS, **tables}
    (folder / "network.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    network = eloggraph.open(folder)
    assert network.check().count("violation") == 0, [f.message.en for f in network.check().findings]
    return network


def short(iri: str) -> str:
    return iri.rpartition("/")[2]


def ask(network: eloggraph.Network, query: str, at: str) -> list[str]:
    answer = network.query(query, at=at)
    assert isinstance(answer, ResultTable)
    return sorted(short(row[0] or "") for row in answer.texts())


def held(network: eloggraph.Network, at: str) -> set[str]:
    """Return the ties that hold on a day, as ``from-to``."""
    found = network.look(at).affiliations
    return {f"{short(tie.source)}-{short(tie.target)}" for tie in found.ties}


@pytest.mark.parametrize(
    ("since", "until", "at", "holds"),
    [
        ("2026-02-01", "", "2026-01-31", False),
        ("2026-02-01", "", "2026-02-01", True),
        ("2026-02", "", "2026-01-31", False),
        ("2026-02", "", "2026-02-01", True),
        ("2027", "", "2026-12-31", False),
        ("2027", "", "2027-01-01", True),
        ("", "2026-02-01", "2026-02-01", True),
        ("", "2026-02-01", "2026-02-02", False),
        ("", "2026-02", "2026-02-28", True),
        ("", "2026-02", "2026-03-01", False),
        ("", "2026", "2026-12-31", True),
        ("", "2026", "2027-01-01", False),
    ],
)
def test_the_first_day_and_the_last_belong_to_it(
    tmp_path: Path, since: str, until: str, at: str, holds: bool
) -> None:
    network = open_network(tmp_path, links=f"{LINKS}a,b,referral,{since},{until},\n")
    assert held(network, at) == ({"a-b"} if holds else set())


@pytest.mark.parametrize(
    ("projects", "dates", "at", "holds"),
    [
        # Of two projects one is enough, on either side.
        ("p,P,,2025\nq,Q,,2027\n", ",", "2026-01-31", True),
        ("p,P,,2025\nq,Q,,2027\n", ",", "2028-01-01", False),
        ("p,P,2024,\nq,Q,2027,\n", ",", "2026-01-31", True),
        ("p,P,2024,\nq,Q,2027,\n", ",", "2023-12-31", False),
        # One that has ended and one that has not begun: on the day there is none.
        ("p,P,,2025\nq,Q,2027,\n", ",", "2026-01-31", False),
        # What its own row says counts, and not what the projects say.
        ("p,P,,2025\nq,Q,,2025\n", ",2026", "2026-12-31", True),
        ("p,P,,2025\nq,Q,,2025\n", "2024,", "2026-01-31", False),
        ("p,P,2027,\nq,Q,2027,\n", "2026,", "2026-01-31", True),
        ("p,P,2027,\nq,Q,2027,\n", ",2028", "2026-01-31", False),
    ],
)
def test_a_service_holds_as_long_as_any_project_that_made_it(
    tmp_path: Path, projects: str, dates: str, at: str, holds: bool
) -> None:
    tables = {"projects": PROJECTS + projects, "services": f"{SERVICES}s,S,a,p|q,{dates}\n"}
    query = "SELECT ?s { ?s a <https://w3id.org/eloggraph/ns#GuidanceService> }"
    assert ask(open_network(tmp_path, **tables), query, at) == ["s"] * holds


ROWS = (
    "id,label@fi,since,until\na,A,,\nb,B,,\nc,C,,\nold,Vanha,{},{}\nnew,Uusi,{},{}\nalso,Toinen,,\n"
)
TIED = f"{LINKS}a,old,referral,,,\nb,new,referral,,,\nc,also,referral,,,\n"


@pytest.mark.parametrize(
    ("dates", "event", "at", "ties"),
    [
        # What one change begins and ends, the day before and on its day.
        (",,,", "renaming,old,new,2026-01-31,", "2026-01-30", "a-old b-old c-also"),
        (",,,", "renaming,old,new,2026-01-31,", "2026-01-31", "a-new b-new c-also"),
        (",,,", "merger,old,new,2026-01-31,", "2026-01-30", "a-old c-also"),
        (",,,", "merger,old,new,2026-01-31,", "2026-01-31", "a-new b-new c-also"),
        (",,,", "founding,,new,2026-01-31,", "2026-01-30", "a-old c-also"),
        (",,,", "founding,,new,2026-01-31,", "2026-01-31", "a-old b-new c-also"),
        (",,,", "closure,old,,2026-01-31,", "2026-01-30", "a-old b-new c-also"),
        (",,,", "closure,old,,2026-01-31,", "2026-01-31", "b-new c-also"),
        # After a split nobody knows whose a tie is; before it there is neither part.
        (",,,", "split,old,new|also,2026-01-31,", "2026-01-30", "a-old"),
        (",,,", "split,old,new|also,2026-01-31,", "2026-01-31", "b-new c-also"),
        # One of them takes the other in: it goes on, and has what the other had.
        (",,,", "merger,old|also,also,2026-01-31,", "2026-01-31", "a-also b-new c-also"),
        # A transfer of tasks ends nobody: what still holds is not spoken of as another.
        (",,,", "transfer-of-tasks,old,new,2026-01-31,", "2026-01-31", "a-old b-new c-also"),
        (",2025,,", "transfer-of-tasks,old,new,2026-01-31,", "2026-01-31", "a-new b-new c-also"),
        # What the rows themselves say counts, and not the change.
        (",2026-06,,", "closure,old,,2026-01-31,", "2026-06-30", "a-old b-new c-also"),
        (",2026-06,,", "closure,old,,2026-01-31,", "2026-07-01", "b-new c-also"),
        (",,2025,", "founding,,new,2026-01-31,", "2025-01-01", "a-old b-new c-also"),
        (",,2025,", "founding,,new,2026-01-31,", "2024-12-31", "a-old c-also"),
        (",,2025,", "renaming,old,new,2026-01-31,", "2026-01-30", "a-old b-new c-also"),
        # Only what will have another name is spoken of by the one that it has.
        (",,2026-01-31,", "transfer-of-tasks,old,new,2026-01-31,", "2026-01-30", "a-old c-also"),
        (",,,", "renaming,old,new|also,2026-01-31,", "2026-01-30", "a-old"),
        # What is not carried out changes nothing.
        *(
            (",,,", f"renaming,old,new,2026-01-31,{status}", "2026-01-31", "a-old b-new c-also")
            for status in ("planned", "proposed", "wished", "cancelled")
        ),
    ],
)
def test_a_change_begins_and_ends_what_the_rows_do_not_date(
    tmp_path: Path, dates: str, event: str, at: str, ties: str
) -> None:
    actors = ROWS.format(*dates.split(","))
    network = open_network(
        tmp_path, actors=actors, links=TIED, change_events=f"{EVENTS}e,E,{event}\n"
    )
    assert held(network, at) == set(ties.split())


def told(folder: Path, at: str) -> str:
    """Return what ``build`` says that it leaves out."""
    done = CliRunner().invoke(main, ["build", str(folder), "--lang", "en", "--at", at])
    assert done.exit_code == 0, done.output
    return done.stderr.strip().partition("left out: ")[2]


def test_what_is_left_out_for_two_reasons_is_counted_once(tmp_path: Path) -> None:
    """One end has ended, the other begins later; and a row that has ended was only planned."""
    open_network(
        tmp_path,
        actors="id,label@fi,since,until\na,Aalto,,2025\nb,Berg,2027,\nc,Casa,,\nd,Dahl,,\n",
        links="from,to,type,until,status\na,b,referral,,\nc,d,referral,2025,planned\n"
        "c,b,referral,,planned\nd,c,referral,,planned\n",
    )
    assert told(tmp_path, "2026-01-31") == (
        "3 have ended, 2 begin later, 1 is not in force by its status."
    )


def test_only_what_is_the_networks_own_is_counted(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    open_network(other, actors="id,label@fi,until\nx,X,2025\n")
    open_network(own, actors="id,label@fi,until\ny,Y,2025\n")
    settings = own / "network.toml"
    settings.write_text('uses = ["../other"]\n' + SETTINGS.replace('"t"', '"own"'), "utf-8")
    assert told(own, "2026-01-31") == "1 has ended."


@pytest.mark.parametrize(
    ("parties", "ties"), [("", set()), ("c", {"a", "c"}), ("c|d", {"a", "c", "d"})]
)
def test_of_several_parties_one_may_end(tmp_path: Path, parties: str, ties: set[str]) -> None:
    network = open_network(
        tmp_path,
        actors="id,label@fi,until\na,Aalto,\nb,Berg,2025-12-31\nc,Casa,\nd,Dahl,\n",
        links=f"from,to,type,parties\na,b,joint-provision,{parties}\n",
    )
    assert {tie.partition("-")[0] for tie in held(network, "2026-01-31")} == ties
    assert "b" in {tie.partition("-")[0] for tie in held(network, "2025-12-31")} or not parties


SECTORS = "id,label@fi,sector\nold,Vanha,{}\nnew,Uusi,{}\n"


@pytest.mark.parametrize(
    ("event", "sectors", "at", "present", "said"),
    [
        # Of a renaming the old row tells what the new one does not, and nothing else.
        ("renaming", ("education", ""), "2026-01-31", "new", ["education"]),
        ("renaming", ("education", "youth"), "2026-01-31", "new", ["youth"]),
        # Whoever came of a merger is not what those were who went into it.
        ("merger", ("education", ""), "2026-01-31", "new", []),
        # Before it, the name of then, by the same rule.
        ("renaming", ("", "education"), "2026-01-30", "old", ["education"]),
        ("renaming", ("youth", "education"), "2026-01-30", "old", ["youth"]),
        ("merger", ("", "education"), "2026-01-30", "old", []),
    ],
)
def test_what_a_row_says_goes_over_with_the_name_alone(
    tmp_path: Path, event: str, sectors: tuple[str, str], at: str, present: str, said: list[str]
) -> None:
    network = open_network(
        tmp_path,
        actors=SECTORS.format(*sectors),
        change_events=f"{EVENTS}e,E,{event},old,new,2026-01-31,\n",
    )
    (node,) = network.look(at).affiliations.nodes
    assert (short(node.iri), [short(group) for _, group in node.group_pairs]) == (present, said)


@pytest.mark.parametrize(("name", "earlier"), [("Vanha", ["Vanha"]), ("Uusi", [])])
def test_the_same_name_is_no_earlier_one(tmp_path: Path, name: str, earlier: list[str]) -> None:
    network = open_network(
        tmp_path,
        actors=f"id,label@fi\nold,{name}\nnew,Uusi\n",
        change_events=f"{EVENTS}e,E,renaming,old,new,2026-01-31,\n",
    )
    (node,) = network.look("2026-01-31").affiliations.nodes
    assert [each.fi for each in node.earlier] == earlier


@pytest.mark.parametrize("event", ["closure,old,", "merger,old|a,new"])
def test_a_change_keeps_those_that_it_is_of(tmp_path: Path, event: str) -> None:
    network = open_network(
        tmp_path,
        actors="id,label@fi\na,Aalto\nold,Vanha\nnew,Uusi\n",
        change_events=f"{EVENTS}e,E,{event},2025-06-01,\n",
    )
    asked = "SELECT ?o { ?e <http://www.w3.org/ns/org#originalOrganization> ?o }"
    assert ask(network, asked, "2026-01-31") == sorted(event.split(",")[1].split("|"))


def test_names_that_come_round_again_end(tmp_path: Path) -> None:
    """Each of two goes on as the other: neither is spoken of as anything, or as itself."""
    network = open_network(
        tmp_path,
        actors="id,label@fi,until\na,Aalto,\nold,Vanha,2024\nnew,Uusi,2024\n",
        links=f"{LINKS}a,old,referral,,,\na,new,referral,,,\n",
        change_events=f"{EVENTS}e,E,renaming,old,new,2024-01-01,\nf,F,renaming,new,old,2024-06-01,\n",
    )
    assert held(network, "2026-01-31") == set()
    assert [short(node.iri) for node in network.look("2026-01-31").affiliations.nodes] == ["a"]


def list_rows(graphs: tuple[Graph, ...]) -> list[object]:
    said = [(part.predicate, part.frame.rows()) for graph in graphs for part in graph.frames]
    return [*said, *(rows.frame.rows() for graph in graphs for rows in graph.rows)]


def test_what_is_cut_is_the_same_in_frames_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short frames are looked through by Python, long ones by columns: each for the other."""
    network = eloggraph.open(Path(__file__).parents[2] / "datasets" / "mallimaakunta")
    marked = mark_day(network.on_record, date(2024, 6, 30))
    short = list_rows(cut_snapshot(marked).graphs)
    monkeypatch.setattr("eloggraph.graph.populate.texts.FEW", -1)
    assert list_rows(cut_snapshot(marked).graphs) == short != list_rows(network.graphs)

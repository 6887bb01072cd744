"""From challenges to solutions, worked by hand: proposals, what is done, and votes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.outcome import Lack
from networks import write_tables

CHALLENGES = "id,label@fi,part_of,indicators\n"
PROPOSALS = "id,label@fi,challenges,status\n"
MEASURES = "id,label@fi,challenges,proposals,responsible,status\n"
# A large challenge with two parts, one of them with a proposal; a proposal for none.
TABLES = {
    "actors.csv": "id,label@fi\nkoulu,Koulu\n",
    "challenges.csv": CHALLENGES + "h,Haaste,,\na,Tieto,h,\nb,Laki,h,\n",
    "proposals.csv": PROPOSALS + "e,Opas,h|a,\nf,Irrallinen,,\n",
    "measures.csv": MEASURES + "t,Painatus,,e,koulu,\n",
}


def ask(folder: Path, tables: dict[str, str]) -> Any:
    return eloggraph.open(write_tables(folder, tables)).analyse("challenges")


def names(found: Any) -> list[str]:
    return [each.label.fi for each in found]


def told(found: Any) -> str:
    return " ".join(text.fi for text in found.outcomes[0].sentences)


def test_challenges_lead_to_proposals_and_these_to_what_is_done(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", TABLES)
    assert [
        (row.label.fi, row.kind.fi, row.level, row.breaks) for row in found.challenges.rows
    ] == [
        ("Haaste", "haaste", 0, ()),  # the proposal for a part is one for the whole
        ("Tieto", "osahaaste", 1, ()),
        ("Opas", "ehdotus", 2, ()),  # whoever names the whole and a part means the part
        ("Painatus", "toimenpide", 3, ()),
        ("Laki", "osahaaste", 1, ("proposal",)),
        ("Irrallinen", "ehdotus", 0, ("work",)),
    ]
    assert names(found.challenges.open) == ["Laki"]
    assert names(found.challenges.unimplemented) == ["Irrallinen"]
    assert told(found) == (
        "Kirjattuna on 3 haastetta, 2 kehittämisehdotusta ja "
        "1 niihin vastaava toimenpide tai hanke. "
        "Yhteen haasteeseen ei ole kirjattu ehdotusta, toimenpidettä tai hanketta: Laki. "
        "Yhtä ehdotusta ei toteuta mikään kirjattu toimenpide tai hanke: Irrallinen."
    )
    (listing,) = found.outcomes[0].listings
    assert [row.level for row in listing.rows] == [0, 1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("proposals", "measures", "open_", "unproposed", "unimplemented"),
    [
        ("", "", ["A"], [], []),
        ("e,E,a,\n", "", [], [], ["E"]),
        ("e,E,a,cancelled\n", "", ["A"], [], []),
        ("e,E,a,ended\n", "", ["A"], [], []),
        ("e,E,a,proposed\n", "t,T,,e,,\n", [], [], []),
        ("e,E,a,\n", "t,T,,e,,cancelled\n", [], [], ["E"]),
        ("e,E,a,\n", "t,T,,e,,ended\n", [], [], ["E"]),
        ("", "t,T,a,,,\n", [], [], []),  # where nothing was proposed, no proposal is missed
        ("e,E,,\n", "t,T,a,,,\n", [], ["A"], ["E"]),
        ("", "t,T,a,,,cancelled\n", ["A"], [], []),
    ],
)
def test_both_sides_of_each_rule(
    tmp_path: Path,
    proposals: str,
    measures: str,
    open_: list[str],
    unproposed: list[str],
    unimplemented: list[str],
) -> None:
    tables = {
        "challenges.csv": CHALLENGES + "a,A,,\n",
        "proposals.csv": PROPOSALS + proposals,
        "measures.csv": MEASURES + measures,
    }
    found = ask(tmp_path / "t", tables).challenges
    assert names(found.open) == open_
    assert names(found.unproposed) == unproposed
    assert names(found.unimplemented) == unimplemented


VOTES = {
    "areas.csv": "id,label@fi\nx,Alue\n",
    "challenges.csv": CHALLENGES + "a,A,,i\nb,B,,j\nc,C,,k\nd,D,,\n",
    "indicators.csv": "id,label@fi,unit\ni,Äänet A,vote\nj,Äänet B,vote\nk,Äänet C,vote\n",
}


@pytest.mark.parametrize(
    ("observations", "first", "most", "uncounted"),
    [
        ("", [], None, ["A", "B", "C"]),
        ("i,x,2025,9\n", ["A"], 9, ["B", "C"]),
        ("i,x,2025,9\nj,x,2025,9\nk,x,2025,1\n", ["A", "B"], 9, []),
        ("i,x,2024,9\nj,x,2025,3\n", ["B"], 3, ["C"]),  # another time, another vote
        ("i,x,2025,0\nj,x,2025,3\n", ["B"], 3, ["C"]),
        ("i,x,2027,9\n", [], None, ["A", "B", "C"]),  # not on record on the day yet
    ],
)
def test_votes_that_nobody_tells_stay_unknown(
    tmp_path: Path, observations: str, first: list[str], most: int | None, uncounted: list[str]
) -> None:
    tables = {**VOTES, "observations.csv": f"indicator,area,observed,value\n{observations}"}
    found = ask(tmp_path / "t", tables)
    assert names(found.challenges.first) == first
    assert found.challenges.most == most
    assert names(found.challenges.uncounted) == uncounted
    (listing,) = found.outcomes[0].listings
    if most or uncounted:
        at = [column.fi for column in listing.columns].index("ääniä")
        cells = [row.cells[at] for row in listing.rows]
        assert sum(isinstance(cell, Lack) for cell in cells) == len(uncounted)
        assert cells[3] is None  # nobody voted on it


def test_the_votes_of_the_document_are_unknown_and_never_none_at_all() -> None:
    path = Path(__file__).parents[2] / "datasets" / "kaakkois-suomi"
    found = eloggraph.open(path).analyse("challenges")
    assert [(row.votes, row.voted) for row in found.challenges.rows if row.level == 0] == [
        (None, True)
    ] * 4
    assert "4 haasteen äänimäärä ei ole tiedossa" in told(found)
    assert len(found.challenges.open) == 5
    assert len(found.challenges.unimplemented) == 46


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,Tieto,,\n", "Yhteen haasteeseen ei ole kirjattu ehdotusta, toimenpidettä tai"),
        ("a,Tieto,,\nb,Laki,,\n", "haasteeseen"),
    ],
)
def test_a_single_open_challenge_is_named_and_of_all_none_is(
    tmp_path: Path, rows: str, said: str
) -> None:
    sentences = told(ask(tmp_path / "t", {"challenges.csv": CHALLENGES + rows}))
    assert said in sentences
    assert ("Tieto" in sentences) == ("Laki" not in rows)

"""Tasks and posts, worked by hand: who holds them, who answers for them, what ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.outcome import Lack
from networks import write_tables

BASE = {
    "actors.csv": "id,label@fi\nkunta,Kunta\n",
    "networks.csv": "id,label@fi\nelo,ELO-ryhmä\n",
}
POSTS = "id,label@fi,organization,employer,status,since,until\n"
TERMS = "id,post,since,until,status\n"


def ask(folder: Path, tables: dict[str, str]) -> Any:
    return eloggraph.open(write_tables(folder, {**BASE, **tables})).analyse("tasks")


def names(found: Any) -> list[str]:
    return [each.label.fi for each in found]


@pytest.mark.parametrize(
    ("terms", "holding", "until", "ending"),
    [
        ("", "unknown", None, 0),
        ("k,p,,,\n", "held", None, 0),
        ("k,p,2024,2026,\n", "held", "2026", 1),
        ("k,p,2024,2027-01-31,\n", "held", "2027-01-31", 1),  # a year from the day
        ("k,p,2024,2027-02-01,\n", "held", "2027-02-01", 0),
        ("k,p,2024,2026-01-31,\n", "held", "2026-01-31", 1),
        ("k,p,2024,2026-01-30,\n", "vacant", "2026-01-30", 0),
        ("k,p,2026-02-01,,\n", "vacant", None, 0),
        ("k,p,2020,2022,\nl,p,2023,2025,\n", "vacant", "2025", 0),
        ("k,p,2020,2026,\nl,p,2027,,\n", "held", None, 0),  # the next one is known
        ("k,p,2020,,cancelled\n", "unknown", None, 0),
    ],
)
def test_a_post_is_held_while_a_term_of_office_lasts(
    tmp_path: Path, terms: str, holding: str, until: str | None, ending: int
) -> None:
    tables = {"posts.csv": POSTS + "p,Sihteeri,elo,kunta,,,\n", "terms.csv": TERMS + terms}
    found = ask(tmp_path / "t", tables).tasks
    (post,) = found.duties
    assert (post.holding, post.until) == (holding, until)
    assert len(found.ending) == ending
    assert names(found.vacant) == (["Sihteeri"] if holding == "vacant" else [])
    assert names(found.unknown) == (["Sihteeri"] if holding == "unknown" else [])
    assert post.owner_label.fi == "ELO-ryhmä"
    assert post.employer.fi == "Kunta"


@pytest.mark.parametrize(
    ("status", "since", "until", "posts", "wished"),
    [
        ("wished", "", "", 1, 1),
        ("proposed", "", "", 1, 1),
        ("planned", "", "", 1, 1),
        ("", "2026-02-01", "", 1, 1),
        ("", "2026-01-31", "", 1, 0),
        ("in-force", "", "", 1, 0),
        ("ended", "", "", 0, 0),
        ("cancelled", "", "", 0, 0),
        ("", "", "2026-01-30", 0, 0),
        ("", "", "2026-01-31", 1, 0),
    ],
)
def test_a_post_that_is_wished_for_is_lacking_and_one_that_is_over_is_gone(
    tmp_path: Path, status: str, since: str, until: str, posts: int, wished: int
) -> None:
    tables = {"posts.csv": f"{POSTS}p,Koordinaattori,elo,,{status},{since},{until}\n"}
    found = ask(tmp_path / "t", tables)
    assert (found.tasks.posts, len(found.tasks.wished)) == (posts, wished)
    code = status or "any"
    assert [duty.to_come for duty in found.tasks.duties] == ([code] if wished else [None] * posts)
    for listing in found.outcomes[0].listings:
        cells = [cell for row in listing.rows for cell in row.cells]
        assert any(isinstance(cell, Lack) for cell in cells) == bool(wished)


def test_tasks_stand_under_who_answers_for_them_and_nobody_s_come_last(tmp_path: Path) -> None:
    measures = (
        "id,label@fi,type,responsible,frequency,status\n"
        "a,Kartta,task,,,\nb,Raportti,task,elo,yearly,\nc,Kokeilu,pilot,elo,,\n"
        "d,Tiedote,task,elo|kunta,,proposed\ne,Vanha,task,elo,,ended\n"
    )
    found = ask(tmp_path / "t", {"measures.csv": measures})
    (listing,) = found.outcomes[0].listings
    shown = [(row.level, getattr(row.cells[0], "text", row.cells[0]).fi) for row in listing.rows]
    assert shown == [
        (0, "ELO-ryhmä"), (1, "Raportti"), (0, "Kunta, ELO-ryhmä"), (1, "Tiedote"),
        (0, "ei vastuutahoa"), (1, "Kartta"),
    ]  # fmt: skip
    assert [text.fi for text in found.outcomes[0].sentences] == [
        "Kirjattuna on 3 jatkuvaa tehtävää.",
        "Yksi jatkuva tehtävä on vasta ehdotettu: Tiedote.",
        "Yhdellä jatkuvalla tehtävällä ei ole vastuutahoa: Kartta.",
    ]


def test_a_body_that_ends_within_a_year_is_told(tmp_path: Path) -> None:
    bodies = "id,label@fi,network,until\nb,Työryhmä,elo,2026-12-31\nc,Toinen,elo,2028\n"
    found = ask(tmp_path / "t", {"bodies.csv": bodies})
    told = [text.fi for text in found.outcomes[0].sentences]
    assert told == ["Yksi toimikausi päättyy vuoden sisällä: Työryhmä (31.12.2026)."]
    # Among all findings the question of endings names it, and once is enough.
    assert not any("Työryhmä" in text.fi for text in found.observations)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-01-30", False),  # over on the day
        ("2026-01-31", True),
        ("2027-01-31", True),
        ("2027-02-01", False),
    ],
)
def test_the_year_of_bodies_that_end_has_its_first_and_last_day(
    tmp_path: Path, until: str, told: bool
) -> None:
    bodies = f"id,label@fi,network,until\nb,Työryhmä,elo,{until}\n"
    found = ask(tmp_path / "t", {"bodies.csv": bodies})
    assert [each.label.fi for each in found.tasks.ending] == ["Työryhmä"] * told


def test_the_coordinator_that_the_document_wishes_for_is_lacking() -> None:
    path = Path(__file__).parents[2] / "datasets" / "kaakkois-suomi"
    found = eloggraph.open(path).analyse("tasks")
    assert names(found.tasks.wished) == ["Alueellinen ELO-koordinaattori"]
    told = [text.fi for text in found.outcomes[0].sentences]
    assert "Yksi toimi on vasta toivottu: Alueellinen ELO-koordinaattori." in told


def test_of_different_statuses_none_is_named_for_all(tmp_path: Path) -> None:
    posts = {"posts.csv": f"{POSTS}p,P,elo,,wished,,\nq,Q,elo,,planned,,\n"}
    told = [text.fi for text in ask(tmp_path / "t", posts).outcomes[0].sentences]
    assert told[1] == "2 tointa ei ole vielä olemassa: P; Q."


def test_without_posts_and_tasks_it_is_one_line(tmp_path: Path) -> None:
    measures = {"measures.csv": "id,label@fi,type\nc,Kokeilu,pilot\n"}
    lacking = ask(tmp_path / "t", measures).list_lacking()
    assert [text.en for text in lacking] == [
        "Tasks and posts: there is an answer once the table Posts has rows."
    ]

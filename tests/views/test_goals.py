"""The view of goals and challenges: what it draws, held against the tables that were read."""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from eloggraph.api.analyse import gather
from eloggraph.api.day import look
from eloggraph.api.opening import open_network
from eloggraph.text import Text
from eloggraph.views.goals.model import build_goals
from eloggraph.views.goals.page import render_goals
from eloggraph.views.page.view import Frame
from networks import write_tables

DATASETS = Path(__file__).parents[2] / "datasets"
NETWORKS = ("kaakkois-suomi", "laituri", "mallimaakunta", "osaajaks", "varsinais-suomi")
GOALS = "id,label@fi,level,broader,theme,indicators,status\n"
MEASURES = "id,label@fi,goals,part_of,challenges,proposals,responsible,status,until\n"
CHALLENGES = "id,label@fi,part_of\n"
PROPOSALS = "id,label@fi,challenges,status\n"
ACTORS = "id,label@fi\nkoulu,Koulu\nkunta,Kunta\n"


def draw(folder: Path) -> str:
    """Return the page, empty where there is nothing to draw."""
    network = open_network(folder)
    analysis = network.analyse("goals", "challenges", seed=1, permutations=9)
    looked = look(network, None, None)
    model = build_goals(analysis, gather(looked, network.config.ties, seed=1, permutations=9))
    same = Text.same("T")
    frame = Frame(title=same, as_of=same, addresses={})
    return render_goals(model, frame, "fi") if model else ""


@cache
def draw_packaged(name: str) -> str:
    return draw(DATASETS / name)


def finnish(page: str) -> str:
    """Return the Finnish edition without the tables below the pictures."""
    start = page.index('lang="fi" data-title')
    return page[start : page.index('<section class="twins"', start)]


def twins(page: str) -> str:
    start = page.index('<section class="twins"')
    return page[start : page.index("<footer", start)]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def names(html: str) -> list[str]:
    """Return the names drawn in trees, in their order; those referred to are links."""
    return [unescape(name) for name in re.findall(r'<span class="name">([^<]*)</span>', html)]


def links(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a class="name" href="#([^"]+)">([^<]*)</a>', html)
    return [(unescape(name), target) for target, name in found]


def steps(html: str) -> list[tuple[str, str, str]]:
    """Return the steps: number, what of, and what is said of the rest."""
    found = []
    for step in re.findall(r"<li><b class=\"num\">.*?</li>", html, re.S):
        number, what = re.findall(r"<b class=\"num\">(.*?)</b> <span class=\"what\">(.*?)<", step)[
            0
        ]
        told = "; ".join(words(each) for each in re.findall(r"<small.*?</small>", step, re.S))
        found.append((number, unescape(what), told))
    return found


def claim(page: str) -> str:
    return unescape(re.findall(r'<h1 class="claim">([^<]*)</h1>', page)[0])


def read(network: str, table: str) -> list[dict[str, str]]:
    path = DATASETS / network / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str | None) -> list[str]:
    return [each for each in (cell or "").split("|") if each]


# --- against the tables --------------------------------------------------------------------------


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("table", ["goals", "measures", "challenges", "proposals", "work_packages"])
def test_everything_in_the_tables_is_drawn_and_is_in_the_table_below(
    network: str, table: str
) -> None:
    page = draw_packaged(network)
    rows = read(network, table)
    named = [row["label@fi"] for row in rows if row.get("status") != "cancelled"]
    drawn, below = words(finnish(page)), words(twins(page))
    assert [name for name in named if " ".join(name.split()) not in drawn] == []
    assert [name for name in named if " ".join(name.split()) not in below] == []


def test_proposals_that_go_on_are_counted_as_the_tables_have_them() -> None:
    measures = read("kaakkois-suomi", "measures")
    proposals = {row["id"] for row in read("kaakkois-suomi", "proposals")}
    done = {each for row in measures for each in split(row["proposals"])}
    owned = {each for row in measures if row["responsible"] for each in split(row["proposals"])}
    assert (len(proposals), len(proposals & done), len(proposals & owned)) == (50, 4, 1)
    page = finnish(draw_packaged("kaakkois-suomi"))
    assert claim(page) == "50 kehittämisehdotusta, joista 4 etenee ja yhdellä on tekijä"
    assert steps(page)[1] == ("50", "kehittämisehdotusta", "46 ilman toimenpidettä")
    assert steps(page)[2:4] == [
        ("6", "toimenpidettä", "5 ilman vastuutahoa"),
        ("1", "vastuutaho: KEHA-keskus", ""),
    ]


def test_challenges_that_nothing_answers_are_those_of_the_tables() -> None:
    challenges = read("kaakkois-suomi", "challenges")
    below = {row["id"]: {row["id"]} for row in challenges}
    for row in reversed(challenges):
        for whole in split(row["part_of"]):
            below[whole] |= below[row["id"]]
    answered = {
        each
        for table in ("proposals", "measures")
        for row in read("kaakkois-suomi", table)
        for each in split(row["challenges"])
    }
    bare = [row["label@fi"] for row in challenges if not below[row["id"]] & answered]
    page = finnish(draw_packaged("kaakkois-suomi"))
    told = re.findall(r'<div class="bare">.*?</div>', page, re.S)[0]
    assert sorted(name for name, _ in links(told)) == sorted(bare)
    assert steps(page)[0][2] == f"{len(bare)} ilman ehdotusta tai toimenpidettä"


@pytest.mark.parametrize(
    ("network", "goals", "packages"),
    [("varsinais-suomi", 17, 9), ("mallimaakunta", 9, 0), ("laituri", 15, 0), ("osaajaks", 8, 0)],
)
def test_goals_and_measures_are_counted_as_the_tables_have_them(
    network: str, goals: int, packages: int
) -> None:
    measures = read(network, "measures")
    drawn = reversed(steps(finnish(draw_packaged(network))))  # of two pictures the first
    found = {what: (number, told) for number, what, told in drawn}
    assert found["tavoitetta"][0] == str(goals) == str(len(read(network, "goals")))
    assert found.get("työpakettia", ("0",))[0] == str(packages)
    assert found["toimenpidettä"][0] == str(len(measures))
    bare = sum(not row["responsible"] and row.get("status") != "ended" for row in measures)
    assert (f"{bare} ilman vastuutahoa" in found["toimenpidettä"][1]) == bool(bare)


def test_which_goals_nobody_works_on_is_told_by_name_above_the_picture() -> None:
    measures, projects = read("mallimaakunta", "measures"), read("mallimaakunta", "projects")
    worked = {each for row in (*measures, *projects) for each in split(row["goals"])}
    goals = read("mallimaakunta", "goals")
    tops = {each for row in goals for each in split(row["broader"])}
    bare = [row["label@fi"] for row in goals if row["id"] not in worked | tops]
    page = finnish(draw_packaged("mallimaakunta"))
    told = re.findall(r'<div class="bare">.*?</div>', page, re.S)[0]
    assert [name for name, _ in links(told)] == bare
    assert all(f'id="{target}"' in page for _, target in links(told))
    assert claim(page).startswith(f"9 tavoitetta, joista {len(bare)} on vailla työtä")


# --- breaks --------------------------------------------------------------------------------------


def make(tmp_path: Path, **tables: str) -> str:
    texts = {f"{name}.csv": text for name, text in tables.items()}
    return draw(write_tables(tmp_path, {"actors.csv": ACTORS, **texts}))


def stubs(html: str) -> list[tuple[str, bool]]:
    """Return what is said at each break, and whether it is said quietly."""
    found = re.findall(
        r'<span class="stub( quiet)?">.*?<span class="(?:unseen|word)">([^<]*)', html
    )
    return [(word, bool(quiet)) for quiet, word in found if word]


def test_a_branch_ends_where_the_chain_breaks_and_is_lit_where_it_does_not(tmp_path: Path) -> None:
    page = finnish(
        make(
            tmp_path,
            goals=GOALS + "a,Saatavuus,regional,,,,\nb,Laatu,regional,,,,\nc,Tieto,regional,,,,\n",
            measures=MEASURES + "t,Neuvonta,a,,,,koulu,,\nu,Kartta,b,,,,,,\n",
        )
    )
    assert stubs(page) == [("ei vastuutahoa", False), ("ei toimenpidettä", False)]
    lit = re.findall(r'<li class="b (\w+)[^"]* lit[^"]*">', page)
    assert lit == ["aim", "deed", "owner"]
    assert names(page) == ["Saatavuus", "Neuvonta", "Koulu", "Laatu", "Kartta", "Tieto"]
    assert claim(page) == (
        "3 tavoitetta, joista yksi on vailla työtä, ja 2 toimenpidettä, joista yksi on ilman vastuutahoa"
    )


@pytest.mark.parametrize(
    ("without", "total", "quiet"), [(4, 4, False), (5, 5, True), (8, 9, False), (9, 10, True)]
)
def test_what_nearly_all_lack_is_drawn_quietly(
    tmp_path: Path, without: int, total: int, quiet: bool
) -> None:
    rows = "".join(
        f"m{i},Toimi {i},g,,,,{'' if i < without else 'koulu'},,\n" for i in range(total)
    )
    page = finnish(make(tmp_path, goals=GOALS + "g,Tavoite,,,,,\n", measures=MEASURES + rows))
    assert stubs(page) == [("ei vastuutahoa", quiet)] * without


def test_what_has_ended_is_shown_with_a_sign_and_reaches_nobody(tmp_path: Path) -> None:
    page = finnish(
        make(
            tmp_path,
            goals=GOALS + "a,Saatavuus,regional,,,,\nb,Laatu,regional,,,,\n",
            measures=MEASURES
            + "t,Neuvonta,a,,,,koulu,,2020\nu,Kartta,a,,,,kunta,cancelled,\nv,Pian,b,,,,kunta,,2026-05-31\n",
        )
    )
    assert "Kartta" not in page
    assert re.findall(r'<small class="(\w+)"><svg.*?</svg> ([^<]*)</small>', page) == [
        ("ended", "päättynyt 2020"),
        ("ending", "päättyy 31.5.2026"),
    ]
    assert re.findall(r'<li class="b (\w+)[^"]* lit[^"]*">', page) == ["aim", "deed", "owner"]
    assert claim(page) == (
        "2 tavoitetta, joista yhden hyväksi tehty työ on päättynyt, "
        "ja 1 päättymätön toimenpide, jolla on vastuutaho"
    )


def test_a_proposal_for_two_challenges_is_drawn_once(tmp_path: Path) -> None:
    page = finnish(
        make(
            tmp_path,
            challenges=CHALLENGES + "a,Eka,\na1,Ekan osa,a\nb,Toka,\nb1,Tokan osa,b\n",
            proposals=PROPOSALS + "p,Yhteinen,a1|b1,\nq,Oma,b1,\n",
        )
    )
    assert names(page).count("Yhteinen") == 1
    [(_, target)] = [each for each in links(page) if each[0] == "Yhteinen"]
    assert f'id="{target}"' in page
    assert "myös 2" in words(page)
    assert claim(page) == "4 haastetta, joista jokaiseen on kirjattu vastaus"


@pytest.mark.parametrize(
    ("owners", "told"),
    [
        (["", ""], "2 etenee ja yhdelläkään ei ole tekijää"),
        (["koulu", ""], "2 etenee ja yhdellä on tekijä"),
        (["koulu", "kunta"], "2 etenee ja niillä kaikilla on tekijä"),
        (["koulu"], "yksi etenee ja sillä on tekijä"),
    ],
)
def test_proposals_that_go_on_are_told_with_who_carries_them(
    tmp_path: Path, owners: list[str], told: str
) -> None:
    measures = "".join(f"m{i},Toimi {i},,,,p{i},{owner},,\n" for i, owner in enumerate(owners))
    page = make(
        tmp_path,
        challenges=CHALLENGES + "a,Eka,\n",
        proposals=PROPOSALS + "".join(f"p{i},Ehdotus {i},a,\n" for i in range(3)),
        measures=MEASURES + measures,
    )
    assert claim(page) == f"3 kehittämisehdotusta, joista {told}"


def test_no_break_is_drawn_where_a_measure_follows_without_a_proposal(tmp_path: Path) -> None:
    page = make(
        tmp_path,
        challenges=CHALLENGES + "a,Eka,\nb,Toka,\nc,Kolmas,\n",
        proposals=PROPOSALS + "p,Ehdotus,b,\n",
        measures=MEASURES + "t,Neuvonta,,,a,,koulu,,\nu,Toteutus,,,,p,koulu,,\n",
    )
    challenges = finnish(page)[finnish(page).index("3 haastetta") :]
    assert stubs(challenges)[:1] == [("ei ehdotusta", False)]
    assert len(stubs(challenges)) == 1


def test_few_proposals_are_not_what_is_told_of_many_challenges(tmp_path: Path) -> None:
    page = make(
        tmp_path,
        challenges=CHALLENGES + "a,Eka,\nb,Toka,\n",
        proposals=PROPOSALS + "p,Ehdotus,a,\nq,Vanha,a,ended\n",
    )
    assert claim(page) == "2 haastetta, joista yksi on vailla vastausta"
    assert steps(finnish(page))[1] == (
        "2",
        "kehittämisehdotusta",
        "ilman toimenpidettä; yksi on päättynyt",
    )


def test_work_without_a_goal_stands_in_a_tree_of_its_own(tmp_path: Path) -> None:
    page = finnish(
        make(
            tmp_path,
            goals=GOALS + "a,Saatavuus,,,,,\n",
            measures=MEASURES + "t,Neuvonta,a,,,,koulu,,\nu,Kartta,,,,,koulu,,\n",
        )
    )
    heads = [words(each) for each in re.findall(r"<h3.*?</h3>", page, re.S)]
    assert heads == ["1. Muut tavoitteet", "2. Työ, jolle ei ole nimetty tavoitetta"]
    assert names(page[page.index("2. Työ") :]) == ["Kartta", "Koulu"]


# --- what data can be like -------------------------------------------------------------------------


def test_goals_in_a_circle_are_drawn_once_each(tmp_path: Path) -> None:
    rows = "a,Eka,,c,,,\nb,Toka,,a,,,\nc,Kolmas,,b,,,\nd,Itse,,d,,,\n"
    page = finnish(make(tmp_path, goals=GOALS + rows))
    drawn = names(page) + re.findall(r"<h3[^>]*>\d\. ([^<]*)", page)
    assert sorted(name for name in drawn if name != "Muut tavoitteet") == sorted(
        ["Eka", "Toka", "Kolmas", "Itse"]
    )


@pytest.mark.parametrize("depth", [12, 60])
def test_a_deep_hierarchy_is_drawn_whole(tmp_path: Path, depth: int) -> None:
    rows = "".join(f"g{i},Taso {i},,{f'g{i - 1}' if i else ''},,,\n" for i in range(depth))
    page = finnish(make(tmp_path, goals=GOALS + rows))
    assert [name for name in names(page) if name.startswith("Taso")] == [
        f"Taso {i}" for i in range(1, depth)
    ]
    assert "d13" not in page


def test_many_goals_are_one_tree_and_many_trees_are_folded(tmp_path: Path) -> None:
    flat = "".join(f"g{i},Tavoite {i},,,,,\n" for i in range(500))
    page = finnish(make(tmp_path, goals=GOALS + flat))
    assert len([name for name in names(page) if name.startswith("Tavoite")]) == 500
    assert "<details" not in page
    parted = "".join(f"g{i},Tavoite {i},,,,,\nh{i},Osa {i},,g{i},,,\n" for i in range(9))
    assert finnish(make(tmp_path / "9", goals=GOALS + parted)).count("<details") == 9
    fewer = "".join(f"g{i},Tavoite {i},,,,,\nh{i},Osa {i},,g{i},,,\n" for i in range(8))
    assert "<details" not in finnish(make(tmp_path / "8", goals=GOALS + fewer))


@pytest.mark.parametrize(("parts", "folded"), [(148, 0), (149, 2)])
def test_two_trees_are_folded_when_they_have_more_than_150_branches(
    tmp_path: Path, parts: int, folded: int
) -> None:
    rows = "a,Iso,,,,,\nb,Pieni,,,,,\nc,Pienen osa,,b,,,\n"
    rows += "".join(f"h{i},Osa {i},,a,,,\n" for i in range(parts - 1))
    assert finnish(make(tmp_path, goals=GOALS + rows)).count("<details") == folded


@pytest.mark.parametrize(("goals", "times"), [(2, 2), (3, 1)])
def test_what_all_of_three_goals_are_measured_by_is_told_once(
    tmp_path: Path, goals: int, times: int
) -> None:
    rows = "".join(f"g{i},Tavoite {i},,,,m,\n" for i in range(goals))
    page = finnish(
        make(
            tmp_path,
            goals=GOALS + rows,
            indicators="id,label@fi\nm,Käyntien määrä\n",
        )
    )
    assert words(page).count("Käyntien määrä") == times


def test_goals_that_are_all_over_are_drawn_and_not_judged(tmp_path: Path) -> None:
    page = finnish(make(tmp_path, goals=GOALS + "a,Vanha,,,,,ended\n"))
    assert claim(page) == "Omia, voimassa olevia tavoitteita tai toimenpiteitä ei ole kirjattu"
    assert names(page) == ["Vanha"]
    assert stubs(page) == []


def test_without_goals_and_challenges_there_is_no_page(tmp_path: Path) -> None:
    assert make(tmp_path) == ""


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>"
    page = make(
        tmp_path,
        goals=GOALS + f"a,{hostile},,,,,\nb,{hostile},,a,,,\n",
        measures=MEASURES + f"t,{hostile},b,,,,,,\n",
        challenges=CHALLENGES + f"c,{hostile},\n",
        proposals=PROPOSALS + f"p,{hostile},c,\n",
    )
    assert "<img" not in page
    assert unescape(page).count(hostile) >= 3 * 5


@pytest.mark.parametrize("network", NETWORKS)
def test_ids_are_unique_and_links_lead_somewhere(network: str) -> None:
    page = draw_packaged(network)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert not re.search(r"\sstyle=", re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.S))


def test_same_network_gives_the_same_page() -> None:
    assert draw(DATASETS / "osaajaks") == draw_packaged("osaajaks")


@pytest.mark.parametrize(("bare", "named", "more"), [(12, 12, ""), (13, 12, "ja yksi muu kuvassa")])
def test_twelve_challenges_without_an_answer_are_named_above_the_trees(
    tmp_path: Path, bare: int, named: int, more: str
) -> None:
    rows = "".join(f"h{at},Haaste {at:02},\n" for at in range(bare + 1))
    tables = {
        "actors.csv": ACTORS,
        "challenges.csv": CHALLENGES + rows,
        "proposals.csv": PROPOSALS + f"e,Ehdotus,h{bare},proposed\n",
    }
    page = finnish(draw(write_tables(tmp_path / "t", tables)))
    told = re.findall(r'<div class="bare">.*?</div>', page, re.S)[0]
    assert words(told).startswith(f"Vailla vastausta on {bare} haastetta:")
    assert [name for name, _ in links(told)] == [f"Haaste {at:02}" for at in range(named)]
    assert words(told).endswith(more or "Haaste 11")

"""The card of a chosen node: what ends, its ties by kind, what it does, and where all of it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from kuusilahti import iri, make_map, make_network

from eloggraph.analysis.profiles import Chapter, Entry, Profile
from eloggraph.analysis.tie_ends import TieEnd
from eloggraph.finding import Place
from eloggraph.text import Text
from eloggraph.views.map.card import Cards
from eloggraph.views.map.render import MapModel, render_map

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def page_text() -> str:
    return render_map(make_map())


def make_ending_map() -> MapModel:
    """All of the ties of Osaamispolku-hanke end with it, and one of amk's links sooner."""
    network = make_network()
    project = {at for at, tie in enumerate(network.ties) if tie.target == iri("hanke")}
    link = next(
        at
        for at, t in enumerate(network.ties)
        if (t.source, t.target) == (iri("tyollisyysalue"), iri("amk"))
    )
    carried = TieEnd(until="2026-12-31", carrier=Text.same("Osaamispolku-hanke"))
    ends = {**dict.fromkeys(project, carried), link: TieEnd(until="2026-11", carrier=None)}
    goal = Entry(labels=(Text.same("Ohjaus lähelle"),), lines=(Text.same("rivi"),), things=("m",))
    profile = Profile(
        chapters=(Chapter(key="goals", entries=(goal,)),), lacking=(Text.same("Sektori"),)
    )
    places = {"m": Place(file="kaikki.xlsx", sheet="Toimet", row=4)}
    cards = Cards(profiles={iri("amk"): profile}, ends=ends, places=places)
    return make_map(ending=frozenset(ends), cards=cards)


def test_card_tells_what_ends_by_when_and_what_stays(open_page: Open) -> None:
    page = render_map(make_ending_map())
    opened = open_page(page, "#node=amk")
    told = opened.text("#panel .ending")
    assert (
        told
        == "5 yhteydestä 2 päättyy viimeistään 31.12.2026. Hankkeen mukana: Osaamispolku-hanke. 3 jää."
    )
    sums = opened.page.locator("#panel .kind-row .num").all_text_contents()
    assert sums[-2:] == ["3 jatkuu", "2 päättyy"]
    opened.page.click("[data-language=en]")
    assert opened.text("#panel .ending").startswith("2 of 5 connections end by 2026-12-31.")
    for node, told in (
        ("hanke", "Kaikki 8 yhteyttä päättyvät 31.12.2026."),
        ("okm", "Ainoa yhteys"),
    ):
        again = open_page(page, f"#node={node}")
        assert again.text("#panel .ending").startswith(told)
    assert open_page(page, "#node=paja").page.locator("#panel .ending").count() == 0


def test_card_has_chapters_what_is_not_on_record_and_rows_by_file(open_page: Open) -> None:
    opened = open_page(render_map(make_ending_map()), "#node=amk")
    panel = opened.text("#panel")
    assert "Tavoitteet, joita edistää" in panel
    assert opened.text("#panel .entries b") == "Ohjaus lähelle"
    assert opened.text("#panel .lacking") == "Ei ole kirjattu: Sektori."
    assert "kaikki.xlsx, välilehti Toimet, rivi 4" in panel


def test_kinds_of_ties_fold_where_they_are_many(open_page: Open, page_text: str) -> None:
    few = open_page(page_text, "#node=okm")
    assert few.page.locator("#panel details[open]").count() == 1
    many = open_page(page_text, "#node=pohja")
    assert many.page.locator("#panel details").count() >= 2
    fold = many.page.locator("#panel details").first
    is_open = fold.evaluate("(element) => element.open")
    fold.locator("summary").press("Enter")
    assert fold.evaluate("(element) => element.open") != is_open


def seen(opened: Any) -> set[str]:
    return set(
        opened.script(
            "page.nodes.filter((_, at) => isSeen(nodeElements[at])).map((node) => node.id)"
        )
    )


def find_shortest(start: str, end: str) -> int:
    """Return how many ties lead from one to the other, as networkx finds it."""
    graph = nx.Graph((tie.source, tie.target) for tie in make_network().ties)
    return int(nx.shortest_path_length(graph, iri(start), iri(end)))


def test_focus_reaches_one_step_or_two(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#node=okm")
    opened.page.click("#near-two")
    assert seen(opened) == {
        *("okm", "hanke", "yliopisto", "amk", "taitaja", "pohja", "opisto", "kesa"),
        "kansanopisto",
    }
    assert "near=2" in opened.page.url
    again = open_page(page_text, "#node=okm&near=2")
    assert seen(again) == seen(opened)
    assert again.page.get_attribute("#near-two", "aria-pressed") == "true"
    again.page.click("#near")
    assert seen(again) == {"okm", "hanke"}


def test_a_path_is_picked_from_the_list_told_in_words_and_kept(
    open_page: Open, page_text: str
) -> None:
    opened = open_page(page_text, "#node=okm")
    opened.page.focus("#to-path")
    opened.page.keyboard.press("Enter")
    opened.page.select_option("#picker", label="Vertaisohjaajat ry")
    opened.page.click(".picker button")
    assert "path=okm%2Cvertaiset" in opened.page.url
    names = opened.page.locator("#panel .path .key").all_text_contents()
    assert len(names) - 1 == find_shortest("okm", "vertaiset") == 4
    assert names[0] == "Opetus- ja kulttuuriministeriö"
    assert names[-1] == "Vertaisohjaajat ry"
    told = opened.text("#panel .path ol")
    assert told.startswith("Opetus- ja kulttuuriministeriö– (rahoittaa) – Osaamispolku-hanke")
    lit = opened.page.locator("#ties .lit").count()
    assert lit == 4
    again = open_page(page_text, "#path=okm,vertaiset")
    assert again.text("#panel .path ol") == told
    again.page.click("#panel .path > button")
    assert again.page.locator("#panel .path").count() == 0
    assert again.text("#panel h2") == "Opetus- ja kulttuuriministeriö"
    assert "node=okm" in again.page.url


def test_a_path_is_picked_on_the_map_and_left_by_escape(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#node=amk")
    opened.page.click("#to-path")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#picker").count() == 0
    assert opened.text("#panel h2") == "Kuusilahden ammattikorkeakoulu"
    opened.page.click("#to-path")
    opened.page.locator("#nodes .node[aria-label^='Opetus- ja kulttuuri']").press("Enter")
    assert opened.page.locator("#panel .path .key").count() == find_shortest("amk", "okm") + 1
    assert opened.complaints == []


def test_where_no_path_is_on_record_that_is_said(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#path=okm,yrittajat")
    assert "ei vain ole kirjattu" in opened.text("#panel .path")
    assert opened.page.locator("#ties .lit").count() == 0
    for hostile in ("#path=okm", "#path=okm,okm", "#path=okm,none", "#path=,"):
        assert open_page(page_text, hostile).page.locator("#panel .path").count() == 0

"""The slider of days: the sentence of a day is what the network of that day counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kuusilahti import make_map

import eloggraph
from eloggraph.api.day import look
from eloggraph.views.map.render import render_map

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
COUNT = """() => { const seen = findSeen();
  const kind = (name) => page.nodes.filter((n, at) => seen.nodes[at] && n.kind === name).length;
  return [kind("actor"), kind("collective"), seen.ties.filter(Boolean).length]; }"""


@pytest.fixture(scope="module")
def invented(page_of: Callable[[str, str], str]) -> str:
    return page_of("mallimaakunta", "map")


def count(day: str) -> list[int]:
    counts = look(eloggraph.open(DATASETS / "mallimaakunta"), day).affiliations
    collectives = sum(node.kind == "collective" for node in counts.nodes)
    return [len(counts.actors()), collectives, len(counts.ties)]


@pytest.mark.parametrize("day", ["2023-01-01", "2024-03-15", "2024-08-01", "2025-06-30"])
def test_counts_of_a_day_are_those_of_the_network_of_that_day(
    open_page: Open, invented: str, day: str
) -> None:
    opened = open_page(invented, f"#day={day}&view=map")
    assert opened.script(COUNT) == count(day)
    assert opened.complaints == []
    assert len(opened.requests) == 1


def test_slider_moves_by_keys_tells_its_day_and_leads_back(open_page: Open, invented: str) -> None:
    opened = open_page(invented, "#view=map")
    before = opened.text("#sentence")
    places = opened.script("page.nodes.map(({ x, y }) => [x, y])")
    opened.page.focus("#day")
    assert opened.page.get_attribute("#day", "aria-valuetext") == "31.12.2025"
    opened.page.keyboard.press("Home")
    assert opened.page.get_attribute("#day", "aria-valuetext") == "1.1.2023"
    assert "day=2023-01-01" in opened.page.url
    assert opened.text("#sentence").startswith("1.1.2023: ")
    assert not opened.page.locator("#claim").is_visible()
    assert opened.script("page.nodes.map(({ x, y }) => [x, y])") == places
    opened.page.click("[data-language=sv]")
    assert opened.text("#day-shown") == "1.1.2023"
    opened.page.click("[data-language=fi]")
    opened.page.click("#day-back")
    assert opened.text("#sentence") == before
    assert "day=" not in opened.page.url


def test_table_has_the_rows_and_the_numbers_of_the_day(open_page: Open, invented: str) -> None:
    opened = open_page(invented, "#day=2023-01-01&view=table")
    ties = opened.script(
        "[...document.querySelectorAll('#tie-table tbody tr:not([hidden])')].length"
    )
    assert ties == count("2023-01-01")[2]
    summed = opened.script(
        "[...document.querySelectorAll('#node-table tbody tr:not([hidden]) td.number')]"
        ".reduce((sum, cell) => sum + Number(cell.dataset.value), 0)"
    )
    assert summed == 2 * ties


@pytest.mark.parametrize("day", ["9999", "0000-99", "x", "%3Cb%3E"])
def test_a_day_that_is_none_does_no_harm(open_page: Open, invented: str, day: str) -> None:
    opened = open_page(invented, f"#day={day}&view=map")
    assert opened.complaints == []
    days = opened.script("[state.day, page.today, page.days.length - 1]")
    assert days[0] in (0, days[1], days[2])


def test_no_slider_where_nothing_changes(open_page: Open) -> None:
    opened = open_page(render_map(make_map()))
    assert opened.page.locator("#day").count() == 0


def test_change_marks_filters_and_says_what_is_new_and_gone(open_page: Open) -> None:
    network = eloggraph.open(DATASETS / "osaajaks")
    opened = open_page(network.map(at="2021", against="2019").to_html("fi"))
    assert opened.text("#change") == (
        "Verrattuna: 31.12.2019. Uutta: 1 toimija, 2 verkostoa tai hanketta, 25 yhteyttä ja jäsenyyttä."
    )
    assert opened.page.locator("#nodes .is-new").count() == 3
    label = opened.page.locator("#nodes .is-new").first.get_attribute("aria-label")
    assert label.endswith(", uusi")
    opened.page.uncheck("[data-change=kept]")
    seen = opened.script("page.nodes.filter((_, at) => isSeen(nodeElements[at])).length")
    assert seen == 3
    assert "off=c.kept" in opened.page.url
    assert opened.page.locator("#day").count() == 0
    assert opened.complaints == []


def test_what_is_gone_is_drawn_and_not_counted(open_page: Open) -> None:
    network = eloggraph.open(DATASETS / "osaajaks")
    model = network.map(at="2024-06", against="2021")
    opened = open_page(model.to_html("fi"), "#view=map")
    counts = look(network, "2024-06").affiliations
    assert opened.script(
        COUNT.replace("seen.nodes[at] &&", "seen.nodes[at] && isThere(at) &&").replace(
            "seen.ties.filter(Boolean)", "seen.ties.filter((on, at) => on && isHeld(at))"
        )
    ) == [
        len(counts.actors()),
        sum(node.kind == "collective" for node in counts.nodes),
        len(counts.ties),
    ]
    drawn = opened.page.locator("#nodes .is-gone:not(.ghost)").count()
    assert drawn == len(opened.script("page.nodes.filter((_, at) => !isThere(at))"))
    assert f"{len(counts.ties)} yhteyttä ja jäsenyyttä" in opened.text("#sentence")

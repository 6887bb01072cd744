"""The report and the exploring page in a browser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kuusilahti import make_analysis, make_map, make_report

from eloggraph.finding import Report
from eloggraph.text import LANGUAGES
from eloggraph.views.map.pyvis import render_pyvis
from eloggraph.views.report.page import render_report

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page_text() -> str:
    return render_report(make_report())


def test_opens_from_disk_and_asks_for_nothing(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    assert len(opened.requests) == 1
    assert opened.complaints == []
    assert opened.script("document.documentElement.lang") == "fi"


@pytest.mark.parametrize("scripts", [True, False])
def test_language_switch_works_with_and_without_scripts(
    open_page: Open, page_text: str, scripts: bool
) -> None:
    opened = open_page(page_text, java_script_enabled=scripts)
    opened.page.click("label[for=language-sv]")
    assert opened.page.locator(".edition[lang=sv]").is_visible()
    assert not opened.page.locator(".edition[lang=fi]").is_visible()
    if scripts:
        assert opened.script("document.documentElement.lang") == "sv"
        assert opened.page.title() == "Kuusilahti vägledningsnätverk – nätverksrapport"
        opened.page.reload()
        assert opened.page.locator(".edition[lang=sv]").is_visible()


def test_language_switch_by_keyboard(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.locator(".edition[lang=sv]").is_visible()


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("measurable", [True, False])
def test_narrow_screen_never_scrolls_sideways(
    open_page: Open, width: int, language: str, measurable: bool
) -> None:
    text = render_report(make_report(make_analysis(measurable=measurable)))
    opened = open_page(text, f"#lang={language}", width=width, height=780)
    assert opened.script("document.documentElement.scrollWidth") <= width


def test_contents_lead_to_their_sections(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    links = opened.script(
        "[...document.querySelectorAll('.contents a')].map((a) => a.getAttribute('href').slice(1))"
    )
    # In each language: the map, a section for each question that is answered, those that are not,
    # what the data are worth, how it was done.
    outcomes = make_analysis().outcomes
    answered = [each for each in outcomes if each.lacking is None]
    lines = 1 + len(answered) + (len(answered) < len(outcomes)) + 2
    assert len(links) == len(LANGUAGES) * lines
    assert all(opened.page.locator(f"[id='{link}']").count() == 1 for link in links)


def test_empty_report_is_a_page_too(open_page: Open) -> None:
    opened = open_page(render_report(make_report(findings=Report(findings=()))))
    assert "Ei huomautettavaa" in opened.text(".edition[lang=fi]")


def test_prints_on_a4_whatever_the_screen(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, color_scheme="dark")
    assert opened.page.pdf(format="A4").startswith(b"%PDF")
    opened.page.emulate_media(media="print", color_scheme="dark")
    ground = opened.script("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert not opened.page.locator(".switch").is_visible()


def test_pyvis_page_draws_offline(open_page: Open) -> None:
    opened = open_page(render_pyvis(make_map()))
    opened.page.wait_for_selector("html[data-drawn=fi]", timeout=10_000)
    painted = opened.script(
        """() => { const canvas = document.querySelector('#picture canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return data.some((value) => value !== 0); }"""
    )
    assert painted
    assert len(opened.requests) == 1
    assert opened.complaints == []
    opened.page.click("[data-language=en]")
    opened.page.wait_for_selector("html[data-drawn=en]")
    assert opened.text("tbody th") == "Kuusilahti University of Applied Sciences"


@pytest.mark.parametrize(
    "name", ["mallimaakunta", "osaajaks", "kaakkois-suomi", "laituri", "varsinais-suomi"]
)
def test_no_table_is_cut_on_paper(
    open_page: Open, written: Callable[[str], Path], name: str
) -> None:
    """An A4 page has 180 mm between its margins: 680 pixels at 96 to the inch."""
    page = (written(name) / "report.html").read_text(encoding="utf-8")
    opened = open_page(page, width=680, height=1000)
    opened.page.emulate_media(media="print")
    opened.script("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    cut = opened.script(
        "[...document.querySelectorAll('.edition.first .wide')]"
        ".filter((box) => box.scrollWidth > box.clientWidth + 1)"
        ".map((box) => [box.getAttribute('aria-label'), box.scrollWidth, box.clientWidth])"
    )
    assert cut == []
    table = (written(name) / "tables" / "coverage.csv").read_text(encoding="utf-8-sig")
    cells = list(csv.reader(table.splitlines(), delimiter=";"))[1:]
    shown = opened.script(
        "[...document.querySelectorAll('.edition.first .heat .sign')]"
        ".filter((sign) => sign.getBoundingClientRect().right <= 680).length"
    )
    assert shown == len(cells) > 20

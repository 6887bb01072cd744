"""The services in a browser: no name on another, none out of its box, nothing wider than the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from boxes import find_covered
from networks import write_tables

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
LONG = "Elinikäisenohjauksenkehittämisyhdistystenkattojärjestönneuvontapalvelut ja Työ- ja elinkeinotoimisto"
BOXES = """[...document.querySelectorAll('.edition.first svg.drawing text')].map((text) => {
  const box = text.getBoundingClientRect(), frame = text.parentNode.querySelector('rect')?.getBoundingClientRect();
  return [text.textContent, box.left, box.top, box.right, box.bottom, frame ? frame.right : 1e6]; })"""


def write_long(folder: Path) -> Path:
    tables = {
        "actors.csv": "id,label@fi\n" + "".join(f"a{at},{at} {LONG}\n" for at in range(9)),
        "target_groups.csv": "id,label@fi\n" + "".join(f"g{at},{at} {LONG}\n" for at in range(8)),
        "municipalities.csv": "id,label@fi\n901,Alku\n",
        "services.csv": "id,label@fi,providers,areas,forms,target_groups,until\n"
        + "".join(
            f"s{at},{at} {LONG},a{at}|a{at - 4},901,guidance|advice|education,g{at - 4},2026-12-31\n"
            for at in range(4, 9)
        )
        + "s9,Ilman,,,guidance,,\n",
    }
    return write_tables(folder / "t", tables)


@pytest.fixture(scope="module")
def pages(
    page_of: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    @cache
    def make(name: str) -> str:
        if name != "long":
            return page_of(name, "services")
        network = eloggraph.open(write_long(tmp_path_factory.mktemp("t")))
        return network.view("services", permutations=9, draft=True).to_html("fi")

    return make


@pytest.mark.parametrize("name", ["osaajaks", "varsinais-suomi", "kaakkois-suomi", "long"])
def test_no_name_covers_another_or_leaves_its_box(
    open_page: Open, pages: Callable[[str], str], name: str
) -> None:
    boxes = open_page(pages(name)).script(BOXES)
    assert len(boxes) > 4
    assert find_covered(boxes, 1) == []
    assert [box[0] for box in boxes if box[3] > box[5] or box[1] < 0 or box[3] > 1280] == []


@pytest.mark.parametrize("name", ["osaajaks", "mallimaakunta", "long"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_page_and_nothing_is_asked_for(
    open_page: Open, pages: Callable[[str], str], name: str, width: int
) -> None:
    opened = open_page(pages(name), width=width)
    opened.assert_within(width)


def test_on_a_phone_the_services_are_a_list(open_page: Open, pages: Callable[[str], str]) -> None:
    opened = open_page(pages("osaajaks"), width=390)
    assert not opened.page.locator(".edition.first svg.drawing").is_visible()
    assert opened.page.locator(".edition.first .services-list li").count() == 4
    assert "Uraohjauspalvelut" in opened.text(".edition.first .services-list li:nth-child(2)")

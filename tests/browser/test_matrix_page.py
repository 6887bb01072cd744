"""The matrix in a browser: in its own box on a phone, whole on paper, readable in the dark."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from boxes import find_covered
from eloggraph.views.page.escapes import clean_text
from networks import write_tables

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
LONG = "Elinikäisenohjauksenkehittämisyhdistystenkattojärjestönneuvontapalvelut ja Työ- ja elinkeinotoimisto"
SECTORS = ("education", "employment", "youth", "business")
# What a cell of a table sticks out of the page that is printed, or is cut off within its box.
OUT = """(selector) => [...document.querySelectorAll(`.edition.first ${selector}`)].filter((cell) => {
  const box = cell.getBoundingClientRect(), frame = cell.closest(".wide").getBoundingClientRect();
  return box.right > document.documentElement.clientWidth + 1 || box.right > frame.right + 1;
}).map((cell) => cell.textContent.trim())"""
TEXTS = """[...document.querySelectorAll('.edition.first svg.grid text')].map((text) => {
  const box = text.getBoundingClientRect(); return [text.textContent, box.left, box.top, box.right, box.bottom]; })"""


def write_long(folder: Path) -> Path:
    """Twenty actors and nineteen municipalities with names that break nowhere, eight groups."""
    people = "".join(f"a{at:02},{at} {LONG},{SECTORS[at % 4]}\n" for at in range(20))
    tables = {
        "actors.csv": f"id,label@fi,sector\n{people}",
        "links.csv": "from,to,type\n"
        + "".join(f"a{at:02},a{(at + 1) % 20:02},referral\n" for at in range(20)),
        "target_groups.csv": "id,label@fi\n" + "".join(f"g{at},{at} {LONG}\n" for at in range(8)),
        "municipalities.csv": "id,label@fi\n" + "".join(f"9{at:02},{at} {LONG}\n" for at in range(19)),
        "services.csv": "id,label@fi,providers,areas,forms,target_groups\ns,S,a01,901,guidance,g1\n",
        "norms.csv": "target_group,area,form,required,surveyed\n"
        + "".join(f"g{g},9{at:02},guidance,true,2025\n" for g in range(8) for at in range(19)),
    }  # fmt: skip
    return write_tables(folder / "t", tables)


@pytest.fixture(scope="module")
def pages(
    page_of: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    @cache
    def make(name: str) -> str:
        if name != "long":
            return page_of(name, "matrix")
        network = eloggraph.open(write_long(tmp_path_factory.mktemp("t")))
        return network.view("matrix", permutations=9, draft=True).to_html("fi")

    return make


@pytest.mark.parametrize("name", ["osaajaks", "mallimaakunta", "long"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_page_and_nothing_is_asked_for(
    open_page: Open, pages: Callable[[str], str], name: str, width: int
) -> None:
    opened = open_page(pages(name), width=width)
    opened.assert_within(width)


@pytest.mark.parametrize("name", ["mallimaakunta", "long"])
def test_every_cell_is_on_paper(open_page: Open, pages: Callable[[str], str], name: str) -> None:
    opened = open_page(pages(name), width=680, height=990)  # A4 within its margins
    opened.page.emulate_media(media="print")
    for selector in (".heat :is(td, th)", ".pairs :is(td:not(.following), th[scope=row])"):
        found = opened.page.evaluate(OUT, selector)
        assert found == [], selector
    assert opened.script("document.documentElement.scrollWidth") <= 680
    assert not opened.page.locator(".further").first.is_visible()


@pytest.mark.parametrize("name", ["mallimaakunta", "osaajaks", "laituri", "long"])
def test_no_name_of_the_grid_covers_another_or_leaves_the_drawing(
    open_page: Open, pages: Callable[[str], str], name: str
) -> None:
    opened = open_page(pages(name))
    texts = opened.script(TEXTS)
    frame = opened.script(
        "(({left, right, bottom}) => [left, right, bottom])"
        "(document.querySelector('.edition.first svg.grid').getBoundingClientRect())"
    )
    assert len(texts) > 2
    assert find_covered(texts, 3) == []
    out = [t[0] for t in texts if t[1] < frame[0] or t[3] > frame[1] or t[4] > frame[2]]
    assert out == []


def test_further_groupings_open_with_the_keyboard(
    open_page: Open, pages: Callable[[str], str]
) -> None:
    opened = open_page(pages("mallimaakunta"))
    summary = opened.page.locator(".edition.first .further summary").first
    summary.focus()
    assert not opened.page.locator(".edition.first .further table").first.is_visible()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator(".edition.first .further table").first.is_visible()


def test_signs_stay_where_colours_are_forced(open_page: Open, pages: Callable[[str], str]) -> None:
    opened = open_page(pages("mallimaakunta"), forced_colors="active")
    cell = opened.page.locator(".edition.first .pairs .d-more-3").first
    assert cell.locator("svg").is_visible()
    border = cell.evaluate("(td) => getComputedStyle(td).borderTopWidth")
    assert border == "1px"


def test_no_string_does_anything(open_page: Open, reference_data: Path, tmp_path: Path) -> None:
    """Every twelfth of the Big List of Naughty Strings, as an actor, a target group and an area."""
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    listed = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    texts = [clean_text(text.strip()) for text in listed][::12]
    count = len(texts)
    tables = {
        "actors": [["id", "label@fi", "sector"]]
        + [[f"a{at}", text, SECTORS[at % 4]] for at, text in enumerate(texts)],
        "links": [["from", "to", "type"]]
        + [[f"a{at}", f"a{(at + 1) % count}", "referral"] for at in range(count)],
        "target_groups": [["id", "label@fi"]]
        + [[f"g{at}", text] for at, text in enumerate(texts[:5])],
        "municipalities": [["id", "label@fi"]]
        + [[f"9{at:02}", text] for at, text in enumerate(texts)],
        "services": [
            ["id", "label@fi", "providers", "areas", "target_groups"],
            ["s", texts[1], "a0", "|".join(f"9{at:02}" for at in range(count)), "g0|g1|g2|g3|g4"],
        ],
    }
    written = {}
    for name, rows in tables.items():
        file = io.StringIO(newline="")
        csv.writer(file).writerows(rows)
        written[f"{name}.csv"] = file.getvalue()
    folder = write_tables(tmp_path / "t", written)
    page = eloggraph.open(folder).view("matrix", permutations=9, draft=True).to_html("fi")
    opened = open_page(page)
    dialogs: list[str] = []
    opened.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    opened.page.reload()
    opened.page.wait_for_timeout(300)
    assert (dialogs, opened.complaints) == ([], [])
    assert {url.partition("#")[0] for url in opened.requests} == {opened.page.url.partition("#")[0]}
    acts = "iframe, object, embed, img, form, link, [onclick], [onerror], [onload], [srcdoc]"
    assert opened.script(f'document.querySelectorAll("{acts}").length') == 0
    assert opened.page.locator(".edition.first .row-name").count() == count
    assert opened.page.locator(".edition.first .heat tbody tr").count() == count

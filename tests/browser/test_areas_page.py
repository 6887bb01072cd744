"""The tile maps in a browser: readable on a telephone and on paper, one measure at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph

CONFIG = 'id = "pieni"\nbase = "https://example.org/pieni/"\ntitle = "Pieni"\ndate = "2021"\n'
ACTS = "iframe, object, embed, img, form, base, link, [srcdoc], [onclick], [onerror], [onload]"

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def draw(page_of: Callable[[str, str], str]) -> Callable[[str], str]:
    return lambda name: page_of(name, "areas")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["osaajaks", "mallimaakunta", "suomi"])
def test_nothing_runs_out_of_the_page_or_of_a_tile(
    open_page: Open, draw: Any, name: str, width: int
) -> None:
    opened = open_page(draw(name), width=width)
    opened.assert_within(width)
    over = opened.script(
        """[...document.querySelectorAll('.edition.first .face')].filter((face) => face.offsetParent
          && (face.scrollWidth > face.clientWidth + 1 || face.scrollHeight > face.clientHeight + 1))
          .map((face) => face.textContent)"""
    )
    assert over == []


def test_tiles_stand_apart_and_each_is_seen_once(open_page: Open, draw: Any) -> None:
    opened = open_page(draw("suomi"))
    boxes = opened.script(
        """[...document.querySelectorAll('.edition.first .dense .tile .face')].filter((face) => face.offsetParent)
          .map((face) => { const box = face.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.top)]; })"""
    )
    assert len({tuple(box) for box in boxes}) == len(boxes) == 308


def test_text_in_a_tile_is_large_enough_to_read(open_page: Open, draw: Any) -> None:
    sizes = []
    for name, width in (("osaajaks", 390), ("suomi", 1280)):
        opened = open_page(draw(name), width=width)
        sizes += opened.script(
            """[...document.querySelectorAll('.edition.first .face .name')].filter((name) => name.offsetParent)
              .map((name) => parseFloat(getComputedStyle(name).fontSize))"""
        )
    assert min(sizes) >= 11


def test_the_measure_is_chosen_by_key_and_kept_in_the_address(open_page: Open, draw: Any) -> None:
    opened = open_page(draw("mallimaakunta"))
    page = opened.page
    face = page.locator(".edition.first .tile").first
    assert "puuttuu" in face.inner_text()
    page.locator(".edition.first .measures input:checked").focus()
    page.keyboard.press("ArrowRight")
    assert face.inner_text().split()[-1] == "14"
    assert page.url.endswith("#lang=fi&measure=services")
    page.locator("label[for=language-sv], .switch label:has-text('Svenska')").first.click()
    assert page.url.endswith("#lang=sv&measure=services")
    assert page.locator(".edition[lang=sv] .tile").first.inner_text().split()[-1] == "14"


def test_an_address_opens_its_measure(open_page: Open, draw: Any) -> None:
    opened = open_page(draw("mallimaakunta"), "#lang=en&measure=actors")
    assert opened.page.locator(".edition[lang=en] .tile").first.inner_text().split()[-1] == "25"
    unknown = open_page(draw("mallimaakunta"), "#lang=fi&measure=nothing")
    assert "puuttuu" in unknown.page.locator(".edition.first .tile").first.inner_text()


def test_on_paper_the_tiles_keep_their_colours_and_controls_vanish(
    open_page: Open, draw: Any
) -> None:
    opened = open_page(draw("mallimaakunta"))
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".edition.first .measures").is_visible()
    style = opened.script(
        "getComputedStyle(document.querySelector('.edition.first .face')).printColorAdjust"
    )
    assert style == "exact"
    assert opened.page.locator(".edition.first .key .swatch").first.is_visible()


def test_without_scripts_the_first_measure_is_there_and_others_can_be_chosen(
    open_page: Open, draw: Any
) -> None:
    opened = open_page(draw("mallimaakunta"), java_script_enabled=False)
    tile = opened.page.locator(".edition.first .tile").first
    assert "puuttuu" in tile.inner_text()
    opened.page.locator(".edition.first .measures input[value=actors]").check()
    assert tile.inner_text().split()[-1] == "25"


def test_no_naughty_string_does_anything_as_the_name_of_an_area(
    open_page: Open, reference_data: Path, tmp_path: Path
) -> None:
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    texts = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    tables = {
        "regions": [["id", "label@fi"], ["13", "Keski"]],
        "municipalities": [["id", "label@fi", "region"]]
        + [[f"{n:03}", text, "13"] for n, text in enumerate(texts)],
        "actors": [["id", "label@fi", "areas"], ["a", "A", "13|000"]],
    }
    for name, rows in tables.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (tmp_path / "network.toml").write_text(CONFIG, encoding="utf-8")
    network = eloggraph.open(tmp_path)
    for width in WIDTHS:
        opened = open_page(network.view("areas", permutations=9, draft=True).to_html(), width=width)
        assert opened.script("document.querySelectorAll('.edition.first .tile').length") == len(
            texts
        )
        assert opened.script(f'document.querySelectorAll("{ACTS}").length') == 0
        assert opened.script("document.documentElement.scrollWidth") <= width
        assert opened.complaints == []
        assert len(opened.requests) == 1

"""A folded map in a browser: the answer is seen, nothing covers it, and every tie is still there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from large_region import write_region

import eloggraph

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"

BOXES = """[...document.querySelectorAll(
  '[data-labels=fi] .area-label:not(.squeezed) text, [data-labels=fi] .label:not(.squeezed):not(.ghost) text')]
  .filter((text) => getComputedStyle(text).visibility === 'visible')
  .map((text) => { const box = text.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom, text.textContent]; })"""


@pytest.fixture(scope="module")
def page_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = write_region(tmp_path_factory.mktemp("folded") / "t")
    return eloggraph.open(folder).map().to_html("fi")


@pytest.fixture(scope="module")
def example_text(page_of: Callable[[str, str], str]) -> str:
    return page_of("mallimaakunta", "map")


@pytest.mark.parametrize("height", [965, 800])
def test_every_only_bridge_is_named_at_the_opening_where_nothing_covers_its_name(
    open_page: Open, example_text: str, height: int
) -> None:
    opened = open_page(example_text, "#view=map", width=1280, height=height)
    opened.page.wait_for_timeout(300)
    boxes = opened.script(BOXES)
    named = [box for box in boxes if "ainoa silta" in box[4]]
    assert len(named) == opened.script("page.bridges.length") == 3
    for one in named:
        for two in boxes:
            if one is not two:
                assert (
                    min(one[2], two[2]) - max(one[0], two[0]) <= 0.5
                    or min(one[3], two[3]) - max(one[1], two[1]) <= 0.5
                ), (one[4], two[4])


def test_pairs_of_whom_one_alone_has_told_and_those_near_a_gap_are_shown_alone(
    open_page: Open, example_text: str
) -> None:
    analysis = eloggraph.open(DATASETS / "mallimaakunta").analyse("upkeep", "coverage")
    found = {each.key: each.found for each in analysis.outcomes}
    pairs = {frozenset((each.teller, each.other)) for each in found["upkeep"].one_sided}
    opened = open_page(example_text, "#view=map", width=1280, height=900)
    for key, n in (("sided", 2 * len(pairs)), ("uncovered", 5)):
        assert not opened.page.is_visible(f"#note-{key}")
        opened.page.check(f"[data-only={key}]")
        assert opened.page.is_visible(f"#note-{key}")
        assert (
            opened.script("document.querySelectorAll('#nodes .node:not(.ghost,.dim)').length") == n
        )
        opened.page.uncheck(f"[data-only={key}]")


def visible_ties(opened: Any, style: str) -> int:
    return int(
        opened.script(
            f"[...document.querySelectorAll('#ties .{style}')]"
            ".filter((tie) => getComputedStyle(tie).display !== 'none').length"
        )
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_covers_another_at_the_opening(open_page: Open, page_text: str, width: int) -> None:
    opened = open_page(page_text, "#view=map", width=width, height=900)
    opened.page.wait_for_timeout(300)
    boxes = opened.script(BOXES)
    assert any("Kuntoutus" in box[4] for box in boxes)
    for one, two in combinations(boxes, 2):
        apart_across = min(one[2], two[2]) - max(one[0], two[0]) <= 0.5
        apart_down = min(one[3], two[3]) - max(one[1], two[1]) <= 0.5
        assert apart_across or apart_down, (one[4], two[4])


@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_stands_on_a_mark_or_is_cut_at_the_opening(
    open_page: Open, page_text: str, width: int
) -> None:
    opened = open_page(page_text, "#view=map", width=width, height=900)
    opened.page.wait_for_timeout(300)
    boxes = opened.script(BOXES)
    marks = opened.script(
        """[...document.querySelectorAll('#nodes .node:not(.ghost) .glyph')].map((mark) => {
        const box = mark.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]; })"""
    )
    assert len(boxes) >= 2
    for left, top, right, bottom, text in boxes:
        assert left >= 0, text
        assert right <= width, text
        on = [m for m in marks if min(m[2], right) - max(m[0], left) > 2]
        assert not [m for m in on if min(m[3], bottom - 3) - max(m[1], top + 3) > 2], text


def test_ties_are_bands_until_they_are_asked_for(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    assert visible_ties(opened, "tucked") == 0
    assert visible_ties(opened, "thread") == 92
    opened.page.check("#every-tie")
    assert visible_ties(opened, "tucked") > 300
    assert not opened.page.locator("#bands").is_visible()
    opened.page.uncheck("#every-tie")
    opened.page.locator("#nodes .node").first.focus()
    opened.page.keyboard.press("Enter")
    assert visible_ties(opened, "tucked") > 0


def test_only_what_ends_is_shown_and_the_sentence_says_so(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.check("[data-only=ending]")
    assert ", 10 yhteyttä ja jäsenyyttä." in opened.text("#sentence b")
    opened.page.check("[data-only=alone]")
    assert opened.script(
        "document.querySelectorAll('#nodes .node:not(.ghost,.dim)').length"
    ) == int(opened.text("#sentence b").split(" ")[0])
    opened.page.click("#show-all")
    assert "Mitään ei ole suodatettu pois." in opened.text("#sentence")
    assert visible_ties(opened, "tucked") == 0


def test_a_chosen_node_and_its_neighbours_are_never_cut(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    cut = opened.script(
        """(() => { const cut = [];
        for (let at = 0; at < page.nodes.length; at += 7) {
          choose(at);
          const pane = picture.getBoundingClientRect();
          for (const mark of picture.querySelectorAll('.node.chosen .glyph, .node.near .glyph')) {
            const box = mark.getBoundingClientRect();
            if (box.left < pane.left || box.right > pane.right || box.top < pane.top || box.bottom > pane.bottom)
              cut.push(at);
          }
        } return cut; })()"""
    )
    assert cut == []


def test_an_area_goes_with_its_members(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    before = opened.page.locator("#areas .area:not(.ghost)").count()
    opened.page.uncheck("[data-kind=collective]")
    assert opened.page.locator("#areas .area:not(.ghost)").count() == before - 1


def test_names_that_are_not_seen_are_not_laid_out_until_there_is_room(
    open_page: Open, page_text: str
) -> None:
    opened = open_page(page_text, "#view=map")
    laid_out = """[...document.querySelectorAll('[data-labels=fi] .label')]
      .filter((label) => getComputedStyle(label).display !== 'none').length"""
    every = opened.page.locator("[data-labels=fi] .label").count()
    assert opened.script(laid_out) < every / 10
    opened.script("(() => { view.scale = 2.2; show(); })()")
    seen = opened.script(
        "[...document.querySelectorAll('[data-labels=fi] .label')]"
        ".filter((label) => getComputedStyle(label).visibility === 'visible'"
        " && getComputedStyle(label).display !== 'none').length"
    )
    assert 10 < seen < every
    opened.script("(() => { choose(3); fit(); })()")
    assert opened.script("nameSizes().every((size) => size.width > 0 && size.width !== 40)")


def test_every_node_is_reached_with_the_keyboard(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#view=map")
    opened.page.locator("#nodes .node").first.focus()
    opened.page.keyboard.press("Home")
    reached = []
    every = opened.page.locator("#nodes .node").count()
    for _ in range(every):
        reached.append(opened.script("Number(document.activeElement.dataset.node)"))
        opened.page.keyboard.press("PageDown")
    assert reached == list(range(every))
    opened.page.keyboard.press("PageUp")
    assert opened.script("Number(document.activeElement.dataset.node)") == every - 2

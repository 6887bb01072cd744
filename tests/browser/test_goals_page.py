"""The view of goals in a browser: nothing covers anything, at any width, and nothing runs out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
# Boxes of what is read, line by line, that share more than a hair with another's.
OVERLAPS = """() => {
  const edition = document.querySelector(".edition.first");
  const read = [...edition.querySelectorAll(".tree .name, .tree small, .tree .stub, .heads span, .stages small, .stages .what")];
  const seen = read.filter(each => each.checkVisibility() && each.offsetWidth > 2);
  const lines = seen.flatMap(each => [...each.getClientRects()].map(box => ({ each, box })));
  lines.sort((a, b) => a.box.top - b.box.top);
  const found = [];
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].box.top < one.box.bottom - 4; next++) {
      const other = lines[next];
      if (one.each.contains(other.each) || other.each.contains(one.each) || one.each === other.each) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const tall = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 1 && tall > 4) found.push([one.each.textContent, other.each.textContent]);
    }
  });
  return found;
}"""


@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize(
    "network", ["kaakkois-suomi", "laituri", "mallimaakunta", "varsinais-suomi"]
)
def test_no_text_covers_another_and_the_page_is_not_wider_than_the_window(
    open_page: Open, page_of: Callable[[str, str], str], network: str, width: int
) -> None:
    opened = open_page(page_of(network, "goals"), width=width)
    assert opened.script(OVERLAPS) == []
    opened.assert_within(width)


def test_a_goal_that_nobody_works_on_is_one_step_away(
    open_page: Open, page_of: Callable[[str, str], str]
) -> None:
    opened = open_page(page_of("mallimaakunta", "goals"))
    link = opened.page.locator(".edition.first .bare a").first
    name = link.text_content()
    link.click()
    assert opened.page.locator(":target .name").text_content() == name
    assert opened.page.locator(":target").is_visible()
    assert opened.script("document.documentElement.lang") == "fi"

"""Every choice of a node: its mark, its name and its neighbours stand in the pane, beside the card.

The oracle is the browser's own geometry: boxes on the screen, of every node in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parents[2] / "datasets"
# What is not to be seen after each choice: the middle of a mark, or any edge of the chosen name.
LOST = """async (step) => {
  const lost = [], frame = () => new Promise(requestAnimationFrame);
  for (let at = 0; at < page.nodes.length; at += step) {
    if (page.nodes[at].away || !isSeen(nodeElements[at])) continue;
    choose(-1); fit(); choose(at);
    await frame(); await frame();
    const pane = picture.getBoundingClientRect(), card = byId("panel").getBoundingClientRect();
    const free = (x, y) => x >= pane.left && x <= pane.right && y >= pane.top && y <= pane.bottom
      && x >= 0 && x <= innerWidth && y <= innerHeight
      && !(x > card.left && x < card.right && y > card.top && y < card.bottom);
    const middle = (element) => { const box = element.getBoundingClientRect();
      return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]; };
    const near = [...findAround(at, 1)].filter((other) => isSeen(nodeElements[other]));
    near.forEach((other) => {
      const [x, y] = middle(nodeElements[other].firstElementChild);
      if (!free(x, y)) lost.push([page.nodes[at].id, other === at ? "mark" : "near", page.nodes[other].id, x | 0, y | 0]);
    });
    const name = labelElements[root.lang][at].getBoundingClientRect();
    if (name && !(free(name.left + 1, name.top + 1) && free(name.right - 1, name.bottom - 1)))
      lost.push([page.nodes[at].id, "name", "", name.left | 0, name.right | 0]);
  }
  return lost;
}"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("network", "step"), [("osaajaks", 1), ("laituri", 1), ("mallimaakunta", 61)]
)
def test_what_is_chosen_and_its_neighbours_are_seen(
    open_page: Open, page_of: Callable[[str, str], str], network: str, step: int, width: int
) -> None:
    opened = open_page(page_of(network, "map"), "#view=map", width=width)
    assert opened.page.evaluate(LOST, step) == []
    assert opened.complaints == []

"""The service chains in a browser: every word in its box, nothing wider than the page."""

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
LONG = "Elinikäisen ohjauksen yhteispalvelupisteiden kehittämisverkosto"
TEXTS = """[...document.querySelectorAll('.edition.first svg.lanes text')].map((text) => {
  const box = text.getBoundingClientRect(), frame = text.closest('g')?.querySelector('rect')?.getBoundingClientRect();
  const sheet = text.closest('svg').getBoundingClientRect();
  return [text.textContent, box.left, box.top, box.right, box.bottom, (frame || sheet).right, sheet.left, (frame || sheet).bottom]; })"""


def write_long(folder: Path) -> Path:
    """Write a chain of eight steps with long names, of which every other leads nowhere."""
    steps = "".join(
        f"v{at},{LONG},k,{at},s{at},{f'v{at + 1}' if at % 2 else ''}\n" for at in range(1, 9)
    )
    tables = {
        "actors.csv": "id,label@fi\n" + "".join(f"a{at},{at} {LONG}\n" for at in range(4)),
        "projects.csv": f"id,label@fi,coordinator,since,until\np,{LONG},a1,1999,2026\n",
        "services.csv": "id,label@fi,providers,forms,until\n"
        + "".join(f"s{at},{LONG},a{at % 4}|a{at % 3},guidance,2026-12-31\n" for at in range(1, 9)),
        "chains.csv": "id,label@fi,project\nk,Ketju,p\n",
        "steps.csv": f"id,label@fi,chain,order,service,next\n{steps}",
    }
    return write_tables(folder / "t", tables)


@pytest.fixture(scope="module")
def pages(
    page_of: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    @cache
    def make(name: str) -> str:
        if name != "long":
            return page_of(name, "chain")
        network = eloggraph.open(write_long(tmp_path_factory.mktemp("t")))
        return network.view("chain", permutations=9, draft=True).to_html("fi")

    return make


@pytest.mark.parametrize("name", ["osaajaks", "long"])
def test_no_word_covers_another_or_leaves_its_box(
    open_page: Open, pages: Callable[[str], str], name: str
) -> None:
    texts = open_page(pages(name)).script(TEXTS)
    assert len(texts) > 10
    assert find_covered(texts, 1) == []
    out = [t[0] for t in texts if t[3] > t[5] or t[1] < t[6] or t[4] > t[7] + 1]
    assert out == []


@pytest.mark.parametrize("name", ["osaajaks", "long"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_page_and_nothing_is_asked_for(
    open_page: Open, pages: Callable[[str], str], name: str, width: int
) -> None:
    opened = open_page(pages(name), width=width)
    opened.assert_within(width)


def test_on_a_phone_the_steps_are_a_list(open_page: Open, pages: Callable[[str], str]) -> None:
    opened = open_page(pages("osaajaks"), width=390)
    assert not opened.page.locator(".edition.first svg.lanes").is_visible()
    assert opened.page.locator(".edition.first .steps-list li").count() == 4  # and the project

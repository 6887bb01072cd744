"""The poster in a browser: one sheet of A3, with every word on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=["mallimaakunta", "osaajaks"])
def poster(request: Any, page_of: Callable[[str, str], str]) -> str:
    return page_of(request.param, "poster")


def test_it_prints_on_one_sheet_of_a3(open_page: Open, poster: str) -> None:
    opened = open_page(poster)
    printed = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    width, height = map(
        float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed).groups()
    )  # type: ignore[union-attr]
    assert width == pytest.approx(420 / 25.4 * 72, abs=2)
    assert height == pytest.approx(297 / 25.4 * 72, abs=2)
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_every_word_is_on_the_sheet_and_the_column_keeps_clear_of_the_picture(
    open_page: Open, poster: str
) -> None:
    opened = open_page(poster, width=1600, height=1200)
    boxes = opened.script(
        """[...document.querySelectorAll('.edition.first svg.poster text')].map((text) => {
        const sheet = text.closest('svg').getBoundingClientRect(), box = text.getBoundingClientRect();
        const scale = 1587 / sheet.width;
        return [text.textContent, (box.left - sheet.left) * scale, (box.top - sheet.top) * scale,
          (box.right - sheet.left) * scale, (box.bottom - sheet.top) * scale, text.getAttribute('class')]; })"""
    )
    assert len(boxes) > 20
    for text, left, top, right, bottom, _ in boxes:
        assert left >= 0, text
        assert top >= 0, text
        assert right <= 1587, text
        assert bottom <= 1123, text
    column = [box for box in boxes if box[5] in ("title", "claim", "finding", "basis", "eyebrow")]
    assert all(box[3] <= 48 + 392 + 36 for box in column), max(column, key=lambda box: box[3])

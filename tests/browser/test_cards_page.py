"""The cards of the actors in a browser: each a sheet of A5, no rule of access broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cards(page_of: Callable[[str, str], str]) -> str:
    return page_of("osaajaks", "cards")


def test_each_card_prints_on_one_sheet_of_a5(open_page: Open, cards: str) -> None:
    opened = open_page(cards)
    printed = opened.page.pdf(prefer_css_page_size=True)
    shown = opened.script("document.querySelectorAll('.edition.first section').length")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == shown == 13
    width, height = map(
        float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed).groups()
    )  # type: ignore[union-attr]
    assert width == pytest.approx(148 / 25.4 * 72, abs=2)
    assert height == pytest.approx(210 / 25.4 * 72, abs=2)
    assert len(opened.requests) == 1
    assert opened.complaints == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_narrow_screen_holds_the_cards_and_every_actor_is_led_to(
    open_page: Open, cards: str, language: str
) -> None:
    opened = open_page(cards, f"#lang={language}", width=390)
    assert opened.script("document.documentElement.scrollWidth") == 390
    broken = opened.script(
        "[...document.querySelectorAll('.intro a')].filter((a) => "
        "!document.getElementById(decodeURIComponent(a.hash.slice(1)))).length"
    )
    assert broken == 0

"""Every page of an output folder, held against axe-core's rules up to WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import eloggraph

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
DATASETS = Path(__file__).parent.parent.parent / "datasets"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = f"""axe.run(document, {{runOnly: {TAGS}, resultTypes: ["violations"]}}).then(({{violations}}) => violations.map(
  ({{id, nodes}}) => `${{id}}: ${{nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}}`
))"""


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's own script, as the package for Playwright carries it."""
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    script = files("axe_playwright_python").joinpath("axe.min.js")
    return script.read_text(encoding="utf-8")


def find_violations(opened: Any, axe: str) -> list[str]:
    opened.page.evaluate(axe)
    return list(opened.page.evaluate(ASK))


@pytest.mark.parametrize(
    ("network", "scheme", "width"),
    [
        ("osaajaks", "light", 390),
        ("kaakkois-suomi", "dark", 1280),
    ],
)
def test_no_page_breaks_a_rule(
    open_page: Open,
    axe: str,
    written: Callable[[str], Path],
    network: str,
    scheme: str,
    width: int,
) -> None:
    found = {}
    for page in sorted(written(network).glob("*.html")):
        text = page.read_text(encoding="utf-8")
        opened = open_page(text, width=width, height=900, color_scheme=scheme)
        if violations := find_violations(opened, axe):
            found[page.name] = violations
    assert not found


# What the map of a network shows when something is done with it; each is told by what is then there.
STATES = {
    "card": ("choose(0)", "#panel h2"),
    "path": ("choose(0); choosePath([...findAround(0, 2)].at(-1))", "#panel .path"),
    "picking": ("choose(0); pick(true)", "#panel .picker"),
}


@pytest.fixture(scope="module")
def maps() -> tuple[str, str]:
    """Return the page of a map, and that of a map held against an earlier day."""
    network = eloggraph.open(DATASETS / "osaajaks")
    return network.map().to_html("fi"), network.map(at="2021", against="2019").to_html("fi")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 390)])
def test_no_state_of_the_map_breaks_a_rule(
    open_page: Open, axe: str, maps: tuple[str, str], scheme: str, width: int
) -> None:
    found = {}
    text, compared = maps
    opened = open_page(text, "#view=map", width=width, color_scheme=scheme)
    for name, (done, shown) in STATES.items():
        opened.page.evaluate("() => { choose(-1); " + done + " }")
        assert opened.page.locator(shown).first.is_visible(), name
        if violations := find_violations(opened, axe):
            found[name] = violations
    opened.page.evaluate("choose(-1)")
    opened.page.focus("#day")
    opened.page.keyboard.press("End")
    assert opened.page.locator("#day-back").is_visible()
    if violations := find_violations(opened, axe):
        found["day"] = violations
    opened = open_page(compared, "#view=map", width=width, color_scheme=scheme)
    assert opened.page.locator("#nodes .is-new").count()
    if violations := find_violations(opened, axe):
        found["comparison"] = violations
    assert not found


def test_a_broken_page_is_seen(open_page: Open, axe: str) -> None:
    opened = open_page("<!doctype html><title>t</title><img src='data:,'><button></button>")
    rules = {violation.partition(":")[0] for violation in find_violations(opened, axe)}
    assert {"html-has-lang", "image-alt", "button-name"} <= rules

"""The reference pages in a browser: offline, searchable, in three languages, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from eloggraph.output import write_folder
from reference_site import reference_site

pytestmark = pytest.mark.browser

PAGES = (
    *("index.html", "fi/index.html", "fi/tables.html", "fi/tables/services.html"),
    *("fi/classes.html", "fi/classes/Actor.html", "sv/classes/GuidanceService.html"),
    *("fi/properties.html", "en/codes.html", "sv/codes/service-need.html", "fi/search.html"),
)


@dataclass
class Opened:
    """A page that was opened, with all that it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())

    def width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "docs"
    write_folder(folder, reference_site(), kind="docs")
    return folder


@pytest.fixture
def open_page(chromium: Any, site: Path) -> Iterator[Open]:
    contexts = []

    def open_it(name: str, hash_: str = "", *, width: int = 1280, **options: Any) -> Opened:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        opened = Opened(page=context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.goto((site / name).as_uri() + hash_)
        return opened

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_opens_from_disk_asks_for_nothing_and_complains_of_nothing(
    open_page: Open, name: str
) -> None:
    opened = open_page(name)
    opened.page.wait_for_timeout(100)
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_an_address_that_is_no_text_does_no_harm(open_page: Open) -> None:
    opened = open_page("index.html", "#%E0%A4%A")
    assert opened.complaints == []
    assert opened.page.locator("#search").is_visible()


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_narrow_screen_never_scrolls_sideways(open_page: Open, name: str, width: int) -> None:
    assert open_page(name, width=width).width() <= width


def test_search_finds_what_a_coordinator_looks_for(open_page: Open) -> None:
    opened = open_page("fi/tables/services.html")
    opened.page.fill("#search", "kohderyhmä")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/fi/search.html#q=*")
    first = opened.page.locator("#results li").first
    assert first.locator("a").text_content() == "Kohderyhmät"
    assert opened.page.locator("#results li a", has_text="kohderyhmä").count() > 2
    assert opened.page.locator("#found").text_content().split()[0].isdigit()
    assert not opened.page.locator("#index").is_visible()
    first.locator("a").click()
    opened.page.wait_for_url("**/fi/tables/target_groups.html")
    assert opened.page.locator("h1").text_content() == "Kohderyhmät"
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("language", "asked", "address"),
    [
        ("fi", "målgrupp", "fi/classes/TargetGroup.html"),
        ("sv", "kohderyhmä", "sv/classes/TargetGroup.html"),
        ("en", "elo:fundedBy", "en/properties.html#fundedBy"),
        ("fi", "TARGET_GROUPS", "fi/tables/target_groups.html"),
        ("en", "career choice", "en/codes/service-need.html#career-choice"),
    ],
)
def test_search_knows_every_language_code_and_letter_case(
    open_page: Open, language: str, asked: str, address: str
) -> None:
    opened = open_page(f"{language}/search.html")
    opened.page.fill("#search", asked)
    found = opened.page.evaluate("[...document.querySelectorAll('#results a')].map((a) => a.href)")
    assert any(link.endswith(address) for link in found)


def test_search_that_finds_nothing_says_so_and_an_empty_one_shows_all(open_page: Open) -> None:
    opened = open_page("fi/search.html", "#q=zzzz")
    assert "Ei osumia" in opened.page.locator("#found").text_content()
    assert opened.count("#results li") == 0
    opened.page.fill("#search", "")
    assert opened.page.locator("#index").is_visible()
    assert not opened.page.locator("#results").is_visible()


def test_search_runs_nothing_that_is_typed(open_page: Open) -> None:
    opened = open_page("fi/search.html")
    opened.page.fill("#search", "<img src=x onerror='window.broken=1'>")
    opened.page.reload()
    assert opened.page.evaluate("window.broken") is None
    assert opened.complaints == []


def test_language_switch_keeps_the_page_and_the_place(open_page: Open) -> None:
    opened = open_page("fi/tables/services.html", "#target_groups")
    opened.page.click("[data-language=sv]")
    opened.page.wait_for_url("**/sv/tables/services.html#target_groups")
    assert opened.page.locator("h1").text_content() == "Tjänster"
    assert opened.page.evaluate("document.documentElement.lang") == "sv"
    opened.page.click("[data-language=en]")
    opened.page.wait_for_url("**/en/tables/services.html#target_groups")


def test_language_switch_and_links_work_without_scripts(open_page: Open) -> None:
    opened = open_page("fi/classes/Actor.html", java_script_enabled=False)
    assert not opened.page.locator("#search").is_visible()
    opened.page.click("[data-language=sv]")
    opened.page.wait_for_url("**/sv/classes/Actor.html")
    opened.page.click(".parts a >> nth=5")
    opened.page.wait_for_url("**/sv/search.html")
    assert opened.count("#index li") > 100


@pytest.mark.parametrize(
    ("term", "page"),
    [("Actor", "fi/classes/Actor.html"), ("operatesIn", "fi/properties.html#operatesIn")],
)
def test_name_of_a_term_leads_from_the_first_page_to_its_own(
    open_page: Open, term: str, page: str
) -> None:
    opened = open_page("index.html", f"#{term}")
    opened.page.wait_for_url(f"**/{page}")


def test_class_diagram_is_walked_by_keyboard_and_led_by_links(open_page: Open) -> None:
    opened = open_page("fi/classes/GuidanceService.html")
    picture = opened.page.locator("svg.diagram")
    assert picture.get_attribute("aria-labelledby") == "picture-title picture-desc"
    opened.page.locator("svg.diagram a[aria-label=toimija]").focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/fi/classes/Actor.html")


def test_words_of_the_diagram_stay_within_their_boxes(open_page: Open) -> None:
    measure = """() => [...document.querySelectorAll('svg.diagram .box')].filter((box) => {
      const frame = box.querySelector('rect').getBoundingClientRect();
      return [...box.querySelectorAll('text')].some((text) => {
        const word = text.getBoundingClientRect();
        return word.left < frame.left || word.right > frame.right; });
    }).map((box) => box.textContent)"""
    for language in ("fi", "sv", "en"):
        for name in ("classes", "classes/ServiceChain", "classes/Actor", "classes/Claim"):
            assert open_page(f"{language}/{name}.html").page.evaluate(measure) == []


def test_header_row_is_copied(open_page: Open) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    opened = open_page("fi/tables/services.html", permissions=permissions)
    opened.page.click("[data-copy] >> nth=0")
    opened.page.wait_for_function("document.querySelector('.buttons [role=status]').textContent")
    columns = opened.page.evaluate(
        "[...document.querySelectorAll('table.columns tbody tr')].map((row) => row.id)"
    )
    if "Kopioitu" in opened.page.locator(".buttons [role=status]").text_content():
        copied = opened.page.evaluate("navigator.clipboard.readText()")
        assert copied == ",".join(columns)
    else:
        assert opened.page.evaluate("getSelection().toString()").startswith(",".join(columns))


@pytest.mark.parametrize("name", PAGES)
def test_targets_on_a_phone_are_large_enough(open_page: Open, name: str) -> None:
    small = open_page(name, width=390).page.evaluate(
        """() => [...document.querySelectorAll('header a, button, summary, input, .letters a')]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect())
        .filter((box) => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0


def test_prints_on_white_whatever_the_screen_and_opens_what_is_folded(open_page: Open) -> None:
    opened = open_page("fi/tables/services.html", color_scheme="dark")
    opened.page.emulate_media(media="print", color_scheme="dark")
    ground = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert not opened.page.locator("header.top").is_visible()
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.count("details:not([open])") == 0

"""The map in a browser: offline, in three languages, by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from kuusilahti import make_map, make_network, rename

from eloggraph.text import Text
from eloggraph.views.map import page as map_page
from eloggraph.views.map.render import render_map

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


TIE_ROWS = """(() => {
  const rows = [...document.querySelectorAll('#tie-table tbody tr:not([hidden])')];
  const told = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join('|'));
  return [rows.map((row) => row.cells[0].textContent), told.sort()];
})()"""


@pytest.fixture(scope="module")
def page_text() -> str:
    return render_map(make_map())


def seen_nodes(opened: Any) -> int:
    return int(opened.script("document.querySelectorAll('#nodes .node:not(.ghost,.dim)').length"))


def seen_rows(opened: Any) -> int:
    return int(
        opened.script("document.querySelectorAll('#node-table tbody tr:not([hidden])').length")
    )


def focused(opened: Any) -> str:
    return str(
        opened.script(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.id)"
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opens_from_disk_and_asks_for_nothing(open_page: Open, page_text: str, scheme: str) -> None:
    opened = open_page(page_text, color_scheme=scheme)
    opened.page.wait_for_timeout(200)
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_shows_the_picture_and_both_tables_without_scripts(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, java_script_enabled=False)
    for selector in ("#picture", "#node-table", "#tie-table", "#sentence"):
        assert opened.page.locator(selector).is_visible()
    assert not opened.page.locator("#search").is_visible()


def test_language_switch_changes_everything(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.click("[data-language=sv]")
    assert opened.script("document.documentElement.lang") == "sv"
    assert "lang=sv" in opened.page.url
    assert opened.page.title() == "Kuusilahti vägledningsnätverk – nätverkskarta"
    assert (
        opened.text("#sentence b")
        == "16 aktörer, 5 nätverk eller projekt, 34 kopplingar och medlemskap."
    )
    assert opened.page.get_attribute("#search", "placeholder") == "Sök i nätverket"
    shown = opened.page.locator("[data-labels=sv] .label", has_text="Kuusilahti stad")
    assert shown.is_visible()
    assert not opened.page.locator("[data-labels=fi] .label").first.is_visible()
    opened.page.reload()
    assert opened.text("h1") == "Kuusilahti vägledningsnätverk"


def test_search_changes_sentence_picture_and_table(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "OPISTO")
    assert seen_nodes(opened) == seen_rows(opened) > 0
    assert "Himmennetty tai piilotettu:" in opened.text("#sentence")
    opened.page.fill("#search", "zzz")
    assert (
        opened.text("#sentence b")
        == "0 toimijaa, 0 verkostoa tai hanketta, 0 yhteyttä ja jäsenyyttä."
    )
    opened.page.click("#show-all")
    assert "Mitään ei ole suodatettu pois." in opened.text("#sentence")
    assert seen_nodes(opened) == 21


def test_filters_by_group_kind_and_tie(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.uncheck("fieldset:not([hidden]) [data-category='0']")
    assert opened.text("#sentence b").startswith("9 toimijaa, 5 verkostoa")
    opened.page.uncheck("[data-kind=collective]")
    assert seen_nodes(opened) == seen_rows(opened) == 9
    opened.page.uncheck("[data-tie-kind=link]")
    assert (
        opened.text("#sentence b")
        == "9 toimijaa, 0 verkostoa tai hanketta, 0 yhteyttä ja jäsenyyttä."
    )


def test_another_grouping_brings_its_colours_and_legend(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    before = opened.page.get_attribute("#nodes .node >> nth=0", "class")
    opened.page.select_option("#colour-by", "1")
    assert opened.page.locator("[data-grouping='1']").is_visible()
    assert not opened.page.locator("[data-grouping='0']").is_visible()
    after = [opened.page.get_attribute(f"#nodes .node >> nth={n}", "class") for n in range(21)]
    assert before is not None
    assert any("c2" in (style or "") for style in after)


def test_deep_link_opens_the_details(open_page: Open, page_text: str) -> None:
    for hash_ in ("#tyollisyysalue", "#node=tyollisyysalue&lang=fi"):
        opened = open_page(page_text, hash_)
        panel = opened.text("#panel")
        assert "Kuusimaan työllisyysalue" in panel
        assert "actors.csv, rivi 12" in panel
        assert "links.csv, rivi 3" in panel
        assert "2025 alkaen" in panel
    link = opened.page.locator("#panel a")
    assert link.get_attribute("rel") == "noopener noreferrer external"


def test_ties_in_the_details_lead_on_and_back(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#node=tyollisyysalue")
    opened.page.locator("#panel .tie-link", has_text="hyvinvointialue").click()
    assert opened.text("#panel h2") == "Kuusimaan hyvinvointialue"
    opened.page.go_back()
    assert opened.text("#panel h2") == "Kuusimaan työllisyysalue"


def test_focus_mode_shows_the_neighbours_only(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#node=okm")
    opened.page.click("#near")
    assert seen_nodes(opened) == seen_rows(opened) == 2
    assert opened.page.get_attribute("#near", "aria-pressed") == "true"
    assert focused(opened) == "near"


def test_keyboard_goes_from_neighbour_to_neighbour(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.focus("#nodes .node[tabindex='0']")
    start = focused(opened)
    visited = {start}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        opened.page.keyboard.press(key)
        visited.add(focused(opened))
    assert len(visited) > 2
    assert opened.script("document.querySelectorAll('#nodes [tabindex=\"0\"]').length") == 1
    opened.page.keyboard.press("Enter")
    assert focused(opened) == "Valitun tiedot"
    chosen = opened.text("#panel h2")
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#panel").is_visible()
    assert focused(opened).startswith(chosen)
    opened.page.keyboard.press("Escape")
    assert opened.script("document.activeElement.dataset.view") == "map"


def test_arrows_prefer_those_who_are_connected(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    tied = opened.script(
        """() => page.nodes.flatMap((here, at) => Object.values(ARROWS).map(([dx, dy]) => {
          const ahead = [...neighbours[at]].some((to) => {
            const x = page.nodes[to].x - here.x, y = page.nodes[to].y - here.y;
            return (x * dx + y * dy) / Math.hypot(x, y) > 0.5; });
          return !ahead || neighbours[at].has(step(at, [dx, dy])); }))"""
    )
    assert all(tied)


def test_tab_reaches_the_map_once_and_leaves_it(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    stops = []
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        stops.append(opened.script("document.activeElement.closest('#nodes') !== null"))
    assert stops.count(True) == 1


def test_every_arrow_can_reach_every_node(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    reached = opened.script(
        """() => { const found = new Set([0]), queue = [0];
        while (queue.length) { const at = queue.pop();
          for (const way of Object.values(ARROWS)) { const to = step(at, way);
            if (to >= 0 && !found.has(to)) { found.add(to); queue.push(to); } } }
        return found.size; }"""
    )
    assert reached == 21


def test_table_sorts_and_says_so(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#view=table")
    first = "#node-table tbody tr:first-child .key"
    assert opened.text(first) == "Harju-opisto"
    opened.page.click("#node-table thead .number button")
    assert opened.page.get_attribute("#node-table thead .number", "aria-sort") == "ascending"
    assert opened.text(first) == "Kuusimaan Yrittäjät"
    opened.page.click("#node-table thead .number button")
    assert opened.text(first) == "Osaamispolku-hanke"


def shown_rows(opened: Any, table: str) -> int:
    rows = f"[...document.querySelectorAll('#{table} tbody tr')]"
    return int(opened.script(f"{rows}.filter((row) => row.checkVisibility()).length"))


def test_a_long_table_is_paged_and_print_has_every_row(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#view=table")
    assert shown_rows(opened, "node-table") == 21  # short enough to stay whole
    assert not opened.page.locator("#node-table + .pager").is_visible()
    assert shown_rows(opened, "tie-table") == 25
    pager = opened.page.locator("#tie-table + .pager")
    assert pager.locator("span").inner_text() == "rivit 1–25, kaikkiaan 34"
    assert pager.locator("button").nth(0).is_disabled()
    pager.locator("button").nth(1).click()
    assert shown_rows(opened, "tie-table") == 9
    assert pager.locator("button").nth(1).is_disabled()
    opened.page.click("#tie-table thead th >> nth=2 >> button")
    assert pager.locator("span").inner_text() == "rivit 1–25, kaikkiaan 34"
    opened.page.uncheck("[data-tie-kind=membership]")
    assert not pager.is_visible()
    opened.page.click("#show-all")
    opened.page.emulate_media(media="print")
    assert shown_rows(opened, "tie-table") == 34


def test_choice_in_the_table_is_the_choice_on_the_map(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, "#view=table")
    opened.page.click("#row-amk button")
    assert opened.text("#panel h2") == "Kuusilahden ammattikorkeakoulu"
    opened.page.click("[data-view=map] >> nth=-1")
    assert opened.script("document.querySelectorAll('#nodes .chosen').length") == 1


def test_zoom_and_move_by_buttons_keys_and_wheel(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    whole = opened.page.get_attribute("#picture", "viewBox")
    opened.page.click("[data-move=zoom-in]")
    opened.page.click("[data-move=pan-left]")
    closer = opened.page.get_attribute("#picture", "viewBox")
    assert closer != whole
    opened.page.click("[data-move=zoom-fit]")
    assert opened.page.get_attribute("#picture", "viewBox") == whole
    opened.page.focus("#nodes .node[tabindex='0']")
    opened.page.keyboard.press("+")
    assert opened.page.get_attribute("#picture", "viewBox") != whole
    opened.page.keyboard.press("0")
    opened.page.mouse.move(700, 400)
    opened.page.mouse.wheel(0, -300)
    opened.page.wait_for_timeout(100)
    assert opened.page.get_attribute("#picture", "viewBox") != whole


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("hash_", ["", "#view=map", "#node=tyollisyysalue", "#lang=sv&view=map"])
def test_narrow_screen_never_scrolls_sideways(
    open_page: Open, page_text: str, width: int, hash_: str
) -> None:
    opened = open_page(page_text, hash_, width=width, height=780)
    assert opened.script("document.documentElement.scrollWidth") <= width


def test_narrow_screen_shows_the_list_first(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text, width=390, height=844)
    assert opened.page.locator("#node-table").is_visible()
    opened.page.click(".views [data-view=map]")
    assert opened.page.locator("#picture").is_visible()


NAMES_SHOWN = """() => [...labelElements[document.documentElement.lang]]
  .filter((label) => getComputedStyle(label).visibility === "visible" && isSeen(label))
  .map((label) => { const box = label.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom, 12 * label.getCTM().a]; })"""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_names_are_readable_inside_the_picture_and_apart(
    open_page: Open, page_text: str, width: int, language: str
) -> None:
    opened = open_page(page_text, f"#view=map&lang={language}", width=width)
    names = opened.script(NAMES_SHOWN)
    assert len(names) == 21 if width == 1280 else len(names) >= 8
    assert all(size >= 11 for *_, size in names)
    picture = opened.page.locator("#picture").bounding_box()
    assert all(
        name[0] >= picture["x"] - 1 and name[2] <= picture["x"] + picture["width"] + 1
        for name in names
    )
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            across = min(first[2], second[2]) - max(first[0], second[0])
            down = min(first[3], second[3]) - max(first[1], second[1])
            assert across <= 2 or down <= 3, (first, second)


def test_targets_are_large_enough(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    small = opened.script(
        """() => [...document.querySelectorAll('button, summary, select, [type=search], .reach')]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect())
        .filter((box) => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0


def test_picture_downloads_with_its_caption(
    open_page: Open, page_text: str, tmp_path: Path
) -> None:
    opened = open_page(page_text)
    with opened.page.expect_download() as download:
        opened.page.click("#download")
    assert download.value.suggested_filename == "eloggraph-2026-10-01.svg"
    file = tmp_path / "picture.svg"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    drawn = ElementTree.fromstring(text)
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert "16 toimijaa" in text
    assert "Kuusilahden kaupunki" in text
    assert "Kuusilahti stad" not in text
    assert "class=" not in text
    assert opened.complaints == []


def test_the_saved_picture_has_the_key_of_what_is_shown(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    written = "pictureFile(['Otsikko'])"
    key = opened.script(
        """[...document.querySelectorAll('#facets fieldset:not([hidden]) label')]
          .filter((label) => label.querySelector('svg')).map((label) => label.querySelector('span').textContent)"""
    )
    assert len(key) > 4
    whole = opened.script(written)
    assert [name for name in key if f">{name.replace(chr(0xAD), '')}</text>" not in whole] == []
    ElementTree.fromstring(whole)
    opened.page.locator("#facets fieldset:not([hidden]) label").first.click()
    assert f">{key[0].replace(chr(0xAD), '')}</text>" not in opened.script(written)


def test_the_picture_is_saved_in_pixels_too(
    open_page: Open, page_text: str, tmp_path: Path
) -> None:
    opened = open_page(page_text)
    with opened.page.expect_download() as download:
        opened.page.click("#download-png")
    assert download.value.suggested_filename == "eloggraph-2026-10-01.png"
    file = tmp_path / "picture.png"
    download.value.save_as(file)
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 2 * opened.script("paneSize()[0]")
    assert opened.complaints == []


HOSTILE = {
    "amk": '</script><img src=x onerror="window.broken=1">',
    "yliopisto": "\"'><svg onload=window.broken=1>",
    "taitaja": "Pitkäyhdyssana" * 15,
    "pohja": "\u202eabc\u202c 🎓 \u2028 שלום",
    "okm": "javascript:window.broken=1",
}


@pytest.mark.parametrize("width", [1280, 320])
def test_hostile_names_run_nothing_and_break_nothing(open_page: Open, width: int) -> None:
    names = {name: Text.same(text) for name, text in HOSTILE.items()}
    opened = open_page(
        render_map(make_map(rename(make_network(), names))), "#node=amk", width=width
    )
    opened.page.click("[data-language=en]")
    opened.page.wait_for_timeout(200)
    assert opened.script("window.broken") is None
    assert opened.text("#panel h2") == HOSTILE["amk"]
    assert opened.complaints == []
    assert len(opened.requests) == 1
    assert opened.script("document.documentElement.scrollWidth") <= width


def test_a_view_is_in_the_address_and_comes_back_from_it(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.select_option("#colour-by", "1")
    opened.page.uncheck("[data-kind=collective]")
    opened.page.uncheck("[data-tie-kind=link]")
    opened.page.uncheck("fieldset:not([hidden]) [data-category='0']")
    opened.page.fill("#search", "kuusi")
    sentence, address = opened.text("#sentence"), opened.page.url.partition("#")[2]
    assert "Himmennetty tai piilotettu:" in sentence
    again = open_page(page_text, f"#{address}")
    assert again.text("#sentence") == sentence
    assert again.page.input_value("#search") == "kuusi"
    assert again.page.input_value("#colour-by") == "1"
    assert again.page.locator("[data-grouping='1']").is_visible()
    again.page.click("#show-all")
    assert "Mitään ei ole suodatettu pois." in again.text("#sentence")
    assert again.page.url.partition("#")[2] == "by=1"


@pytest.mark.parametrize(
    "address", ["#by=99", "#by=x&off=%20&only=none", "#q=%3Cb%3E", "#%E0%A4%A", "#%"]
)
def test_an_address_that_means_nothing_does_no_harm(
    open_page: Open, page_text: str, address: str
) -> None:
    opened = open_page(page_text, address)
    assert opened.complaints == []
    assert opened.page.locator("[data-grouping='0']").is_visible()


def test_the_part_that_is_seen_is_in_the_address(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.click("[data-move=zoom-in]")
    opened.page.click("[data-move=pan-left]")
    opened.page.wait_for_timeout(800)
    seen, address = (
        opened.page.get_attribute("#picture", "viewBox"),
        opened.page.url.partition("#")[2],
    )
    again = open_page(page_text, f"#{address}")
    again.page.wait_for_timeout(800)
    before = [float(each) for each in str(seen).split(" ")]
    after = [float(each) for each in str(again.page.get_attribute("#picture", "viewBox")).split()]
    assert after == pytest.approx(before, abs=2)
    assert f"at={address.partition('at=')[2]}" in again.page.url
    again.page.click("[data-move=zoom-fit]")
    again.page.wait_for_timeout(800)
    assert "at=" not in again.page.url


@pytest.mark.parametrize("place", ["x", "1_2", "0_0_99", "9e9_0_1", "_0_1_"])
def test_a_part_that_is_nowhere_shows_the_whole(
    open_page: Open, page_text: str, place: str
) -> None:
    whole = open_page(page_text).page.get_attribute("#picture", "viewBox")
    opened = open_page(page_text, f"#at={place}")
    assert opened.page.get_attribute("#picture", "viewBox") == whole
    assert opened.complaints == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_legend_is_in_the_order_of_the_language(
    open_page: Open, page_text: str, language: str
) -> None:
    opened = open_page(page_text, f"#lang={language}")
    names = opened.script(
        "[...document.querySelectorAll('[data-grouping=\"0\"] .name')].map((name) => name.textContent)"
    )
    last = {"fi": "Ei tiedossa", "sv": "Uppgift saknas", "en": "Not known"}[language]
    assert names[-1] == last
    assert names[:-1] == sorted(names[:-1])
    assert len(names) == 6


HIT_TEXTS = "[...document.querySelectorAll('#hits [role=option]')].map((hit) => hit.innerText)"


def test_what_a_search_does_not_mean_stays_dimmed(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "harju-opisto")
    assert seen_nodes(opened) == 1
    dimmed = opened.page.locator("#nodes .node.dim")
    assert dimmed.count() == 20
    assert dimmed.first.is_visible()
    assert opened.page.locator("#ties .tie.dim").count() == 34
    assert opened.text("#sentence") == (
        "1 toimija, 0 verkostoa tai hanketta, 0 yhteyttä ja jäsenyyttä. "
        "Himmennetty tai piilotettu: 15 toimijaa, 5 verkostoa tai hanketta, 34 yhteyttä ja jäsenyyttä."
    )
    opened.page.fill("#search", "")
    assert dimmed.count() == 0


def test_a_group_that_is_not_ticked_is_dimmed_and_a_kind_is_away(
    open_page: Open, page_text: str
) -> None:
    opened = open_page(page_text)
    opened.page.uncheck("fieldset:not([hidden]) [data-category='0']")
    assert opened.page.locator("#nodes .node.dim").count() == 7
    assert opened.page.locator("#nodes .node.ghost").count() == 0
    opened.page.uncheck("[data-kind=collective]")
    assert opened.page.locator("#nodes .node.ghost").count() == 5


def test_hits_tell_what_is_meant_and_how_many(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.locator("#search").press_sequentially("harju-opisto")
    hits = opened.script(HIT_TEXTS)
    assert hits[0].splitlines() == ["Harju-opisto", "Kansalaisopisto"]
    assert opened.text("#hit-status") == "1 osuma."
    opened.page.fill("#search", "harjuvesi")
    assert "Kunta: Harjuvesi\n3" in opened.script(HIT_TEXTS)
    assert opened.text("#hit-status") == f"{seen_nodes(opened)} osumaa."


def test_hits_are_chosen_with_the_keyboard(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "harju-opisto")
    search = opened.page.locator("#search")
    assert search.get_attribute("aria-expanded") == "true"
    opened.page.keyboard.press("ArrowDown")
    active = search.get_attribute("aria-activedescendant")
    assert opened.page.get_attribute(f"#{active}", "aria-selected") == "true"
    opened.page.keyboard.press("Escape")
    assert search.get_attribute("aria-expanded") == "false"
    assert opened.page.input_value("#search") == "harju-opisto"
    opened.page.keyboard.press("ArrowUp")
    assert search.get_attribute("aria-expanded") == "true"
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel h2") == "Harju-opisto"
    assert opened.page.input_value("#search") == ""
    assert seen_nodes(opened) == 21
    opened.page.keyboard.press("Escape")
    assert focused(opened) != "Valitun tiedot"


def test_a_fact_that_is_chosen_is_the_query_in_every_language(
    open_page: Open, page_text: str
) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "harjuvesi")
    opened.page.get_by_role("option", name="Kunta: Harjuvesi 3").click()
    assert opened.page.input_value("#search") == "Kunta: Harjuvesi"
    assert seen_nodes(opened) == 3
    assert not opened.page.locator("#hits").is_visible()
    opened.page.click("[data-language=sv]")
    assert seen_nodes(opened) == 3


def test_a_query_that_fits_nothing_gets_a_word_that_does(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "hxrju-opizto")
    assert seen_nodes(opened) == 0
    assert opened.text("#hit-status") == "Ei osumia. Tarkoititko: Harju-opisto?"
    opened.page.keyboard.press("Enter")
    assert opened.page.input_value("#search") == "Harju-opisto"
    assert seen_nodes(opened) == 1
    opened.page.fill("#search", "qqqqqqqqqqqqqqqq")
    assert opened.text("#hit-status") == "Ei osumia."
    assert opened.script(HIT_TEXTS) == []


def test_letters_may_be_written_without_their_marks(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    opened.page.fill("#search", "työllisyysalue")
    exact = seen_nodes(opened)
    opened.page.fill("#search", "TYOLLISYYSALUE")
    assert seen_nodes(opened) == exact > 0
    opened.page.fill("#search", "tyollisyyslaue")
    assert seen_nodes(opened) == exact
    assert "tässä lähimmät" in opened.text("#hit-status")


def test_search_finds_all_that_is_known_in_any_order_and_with_a_slip(
    open_page: Open, page_text: str
) -> None:
    opened = open_page(page_text)

    def find(query: str) -> list[str]:
        opened.page.fill("#search", query)
        shown = opened.page.locator("#node-table tbody tr:not([hidden]) th .key")
        return sorted(str(text) for text in shown.all_text_contents())

    opened.page.click("[data-view=table]")
    every = find("kuusilahden")
    assert every
    assert set(find("kaupunki kuusilahden")) == set(find("kuusilahden kaupunki")) <= set(every)
    assert find("kuusilahdn") == every  # a letter left out
    assert find("kuussilahden") == every  # a letter too many
    assert find("qwzx") == []


def test_rows_that_a_large_page_leaves_out_are_made_when_the_table_is_opened(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Kuusilahti has 16 actors: with one more allowed, the page holds every row itself.
    monkeypatch.setattr(map_page, "EVERY_ROW_TO", 16)
    whole = open_page(render_map(make_map()), "#view=table")
    assert whole.page.locator("#tie-table tbody tr").count() == 34
    told = whole.script(TIE_ROWS)
    monkeypatch.setattr(map_page, "EVERY_ROW_TO", 15)
    monkeypatch.setattr(map_page, "FIRST_ROWS", 5)
    text = render_map(make_map())
    assert text.count("<tr data-tie=") == 5
    assert "Tässä näkyy 5 ensimmäistä yhteyttä. Kaikki (34)" in text
    opened = open_page(text, "#view=map")
    assert opened.page.locator("#tie-table tbody tr").count() == 5
    opened.page.click(".views [data-view=table]")
    assert opened.script(TIE_ROWS) == told
    opened.page.click("[data-language=sv]")
    whole.page.click("[data-language=sv]")
    assert opened.script(TIE_ROWS) == whole.script(TIE_ROWS) != told
    opened.page.uncheck("[data-tie-kind=membership]")
    whole.page.uncheck("[data-tie-kind=membership]")
    assert opened.script(TIE_ROWS) == whole.script(TIE_ROWS)

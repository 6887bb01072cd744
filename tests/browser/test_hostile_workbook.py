"""A workbook full of naughty strings on its whole way through the local page: text, nothing more.

Oracles: what the browser says of scripts, of its policy and of requests, and openpyxl for the copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import xlsxwriter

import visits
from openpyxl_oracle import read_cells

pytestmark = pytest.mark.browser
WAIT = 60_000
# What would show that a string of the list has done something.
ACTED = """Boolean(document.querySelector(
    "main script:not([type='application/json']), main img, main svg, main [onerror], main [onload]"
))"""


@pytest.fixture(scope="module")
def strings(reference_data: Path) -> list[str]:
    """The strings that a sheet can hold and a reader gives back letter by letter."""
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    texts = json.loads(path.read_text(encoding="utf-8"))
    return [text for text in texts if text.strip() and text.isprintable()]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    (folder := tmp_path / "home").mkdir()
    with visits.start(folder) as process:
        visits.read_address(process)
        yield folder


def test_a_hostile_workbook_is_text_from_its_drop_to_its_copy(
    chromium: Any, home: Path, strings: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "vihamielinen.xlsx"
    with xlsxwriter.Workbook(own, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("<svg onload=alert(1)>")
        sheet.write_row(0, 0, ["Organisaatio", "Kunta", "<img src=x onerror=alert(1)>", "Kuvaus"])
        for row, text in enumerate(strings, 1):
            for column, cell in enumerate((f"{row} {text}", "Kuopio", text, text)):
                sheet.write_string(row, column, cell)
        sheet.write_string(1, 1, "Kuopoi")
    page = chromium.new_context().new_page()
    page.set_default_timeout(WAIT)
    hosts, told = set[str](), list[str]()
    page.on("request", lambda each: hosts.add(urlsplit(each.url).hostname or ""))
    page.on("console", lambda each: told.append(each.text))
    page.on("pageerror", lambda error: told.append(str(error)))

    def shut(dialog: Any) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shut)
    page.goto(str(visits.find_address(home)))
    page.set_input_files("#file", str(own))
    page.wait_for_url("**/interpretation")
    seen = [page.text_content("main")]
    assert "<img src=x onerror=alert(1)>" in str(seen[0])
    for address in ("/mend", "/map", "/report", "/ask", "/ask?q=silos"):
        page.goto(f"http://{urlsplit(page.url).netloc}{address}")
        page.wait_for_selector("main h1")
        page.wait_for_selector("[data-progress]", state="detached")
        assert page.evaluate(ACTED) is False
        if address == "/mend":
            mend(page)
    assert page.text_content(".answer")
    page.goto(f"http://{urlsplit(page.url).netloc}/mend?sheet=0")
    with page.expect_navigation():
        page.click("form[action='/save'] button")
    assert urlsplit(page.url).path == "/save"
    assert (told, hosts) == ([], {"127.0.0.1"})
    (copy,) = home.glob("vihamielinen (*).xlsx")
    (title,) = {place[0] for place in read_cells(own)}
    assert read_cells(copy) == {**read_cells(own), (title, 2, 2): "Kuopio"}


def mend(page: Any) -> None:
    """Write another text into the cell that is marked first."""
    cell = page.locator("[role=gridcell][aria-invalid=true]").first
    assert cell.text_content() == "Kuopoi"
    cell.click()
    page.keyboard.type("Kuopio")
    with page.expect_response(lambda answer: "/mend.json" in answer.url):
        page.keyboard.press("Enter")

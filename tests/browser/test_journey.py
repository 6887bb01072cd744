"""The whole way by keyboard alone, in two browsers and three languages.

A table of somebody's own is brought in, its interpretation corrected, three cells are mended (from a
drop-down, by typing, by a paste), map and report are looked at, a question is asked, and a copy is
saved. Oracles: the parts of the workbook's zip, and LibreOffice, which reads the copy.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import visits
from eloggraph.text import Language, say
from eloggraph.web.tasks import list_questions
from keyboards import Chromium, Firefox, Keyboard, find_firefox, follow, travel, wait_for
from openpyxl_oracle import read_cells

pytestmark = pytest.mark.browser
HEADERS: dict[Language, tuple[str, ...]] = {
    "fi": ("Organisaatio", "Kunta", "Toimiala", "Kumppanit", "Lisätieto"),
    "sv": ("Organisation", "Kommun", "Sektor", "Samarbetspartner", "Anmärkning"),
    "en": ("Organisation", "Municipality", "Sector", "Partners", "Remarks"),
}
ROWS = (
    ("Ohjaamo", "Kuopio", "koulutus", "Työpaja", "auki arkisin"),
    ("Työpaja", "Kuopoi", "nuoriso", "Opisto", ""),
    ("Opisto", "Iisalmi", "kouluts", "Ohjaamo", ""),
    ("Hanke", "Lieska", "nuorisso", "Ohjaamo", "päättyy"),
)
WRITTEN_OVER = ("Kuopoi", "kouluts", "Lieska", "nuorisso")
CELL, CHOSEN = "document.activeElement.textContent", "document.activeElement.value"
MENDED = {
    **{("2026", 3, 2): "Kuopio", ("2026", 4, 3): "koulutus"},
    **{("2026", 5, 2): "Lieksa", ("2026", 5, 3): "nuoriso"},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Serve the networks of a folder; who starts the program again gets a code of his own."""
    folder = tmp_path_factory.mktemp("home")
    with visits.start(folder) as process:
        visits.read_address(process)
        yield folder


@pytest.fixture
def chromium_keyboard(chromium: Any) -> Iterator[Keyboard]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield Chromium(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def firefox_keyboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyboard]:
    program = find_firefox()
    if program is None:
        pytest.skip("Firefox is not installed")
    firefox = Firefox(program, tmp_path_factory.mktemp("profile"))
    yield firefox
    firefox.close()


def write_workbook(file: Path, headers: tuple[str, ...]) -> None:
    """Write a workbook with what a copy must keep: formats, choices, a comment, a hidden sheet."""
    with xlsxwriter.Workbook(file) as book:
        sheet, bold = book.add_worksheet("2026"), book.add_format({"bold": True})
        sheet.write_row(0, 0, headers, bold)
        for row, texts in enumerate(ROWS, start=1):
            sheet.write_row(row, 0, texts)
        sheet.set_column(0, 0, 30, book.add_format({"bg_color": "#ffeecc"}))
        sheet.data_validation(1, 2, 9, 2, {"validate": "list", "source": ["koulutus", "nuoriso"]})
        sheet.write_comment(1, 0, "Soita ensin")
        hidden = book.add_worksheet("laskut")
        hidden.write_formula(0, 0, "=1+1", value=2)
        hidden.hide()


def read_parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_from_a_workbook_to_a_mended_copy_by_keyboard_alone(
    browser: str, language: Language, home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    keyboard: Keyboard = request.getfixturevalue(f"{browser}_keyboard")
    own = tmp_path / f"verkosto-{browser}-{language}.xlsx"
    write_workbook(own, HEADERS[language])
    before = read_parts(own)

    def told(key: str, **given: Any) -> str:
        return say(f"serve.{key}", **given).say(language)

    def step(key: str, heading: str) -> None:
        """Go to another state by the head of the page."""
        travel(keyboard, "link", told(f"step.{key}"))
        follow(keyboard)
        wait_for(keyboard, f"document.querySelector('h1')?.textContent.includes({heading!r})")

    def edit(keys: Callable[[], None]) -> None:
        """Change something, and wait until what is found is told again."""
        revision = int(keyboard.ask("document.querySelector('[data-revision]').value"))
        keys()
        wait_for(keyboard, f"document.querySelector('[data-revision]').value === '{revision + 1}'")

    # The language, then the file.
    keyboard.visit(str(visits.find_address(home)))
    travel(keyboard, "button", {"fi": "suomi", "sv": "svenska", "en": "English"}[language])
    follow(keyboard)
    assert keyboard.ask("document.documentElement.lang") == language
    travel(keyboard, "button", told("start.choose"))
    keyboard.choose(own)
    wait_for(keyboard, "location.pathname === '/interpretation'")

    # One column is something else than what was guessed.
    travel(keyboard, "combobox", HEADERS[language][-1])
    assert keyboard.ask(CHOSEN) == "note"
    for _ in range(40):
        keyboard.press("ArrowDown")
        if keyboard.ask(CHOSEN) == "actors.description":
            break
    assert keyboard.ask(CHOSEN) == "actors.description"
    travel(keyboard, "button", told("interpretation.go"))
    follow(keyboard)
    wait_for(keyboard, "document.querySelector('tbody tr:last-child .tag.said')")
    travel(keyboard, "button", told("interpretation.go"))
    follow(keyboard)
    assert keyboard.ask("location.pathname") == "/mend"

    # Three faults, found by F8: from the drop-down, by typing, and by a paste of two cells.
    travel(keyboard, "gridcell", "")
    keyboard.press("F8")
    assert keyboard.ask(CELL) == "Kuopoi"
    keyboard.press("F2", "Control+a")
    keyboard.type("Kuop")
    wait_for(keyboard, "document.querySelector('[role=option]')")
    keyboard.press("ArrowDown")
    edit(lambda: keyboard.press("Enter"))
    keyboard.press("F8")
    assert keyboard.ask(CELL) == "kouluts"
    keyboard.type("koulutus")
    edit(lambda: keyboard.press("Enter"))
    keyboard.press("F8")
    assert keyboard.ask(CELL) == "Lieska"
    keyboard.copy("Lieksa\tnuoriso\r\n")
    edit(lambda: keyboard.press("Control+v"))
    wait_for(keyboard, "!document.querySelector('[aria-invalid]')")

    # The states after it, each by its own address, and a question among those that are offered.
    step("map", told("map.title"))
    wait_for(keyboard, "document.querySelector('iframe')")
    step("report", told("report.title"))
    step("ask", told("ask.title"))
    question = list_questions(language)[0].title.say(language)
    travel(keyboard, "link", question)
    follow(keyboard)
    wait_for(keyboard, f"document.querySelector('h1')?.textContent.includes({question!r})")
    assert keyboard.ask("document.querySelector('.answer').innerText.length") > 20

    # Nothing is left to mend, and what was mended can be saved from there.
    step("mend", say("serve.nothing.title").say(language))
    travel(keyboard, "button", told("mend.save"))
    follow(keyboard)
    assert keyboard.ask("location.pathname") == "/save"
    assert keyboard.complaints == []

    # The copy differs in these cells alone; the original is as it was.
    assert read_parts(own) == before
    (copy,) = home.glob(f"{own.stem} (*).xlsx")
    after = read_parts(copy)
    assert after.keys() == before.keys()
    texts, sheet = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
    assert {name for name in after if after[name] != before[name]} == {texts, sheet}
    # The texts that there were are as they were, but that what was written over is gone from it.
    both = [re.findall(b"<si>.*?</si>", parts[texts]) for parts in (before, after)]
    gone = [one for one, other in zip(*both, strict=False) if one != other]
    assert gone == [f"<si><t>{text}</t></si>".encode() for text in WRITTEN_OVER]
    assert read_cells(copy) == {**read_cells(own), **MENDED}
    if browser == "chromium" and language == "fi":
        office = request.getfixturevalue("office")
        with office(copy, "csv").open(encoding="iso-8859-15", newline="") as stream:
            seen = [row[1:3] for row in csv.reader(stream)]
        assert seen[2:] == [["Kuopio", "nuoriso"], ["Iisalmi", "koulutus"], ["Lieksa", "nuoriso"]]

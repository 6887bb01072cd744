"""The local page as somebody uses it: a table of her own, by keyboard, to a saved copy."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.browser
ROWS = (
    ("Organisaatio", "Kunta", "Toimiala", "Kumppanit"),
    ("Ohjaamo", "Kuopio", "koulutus", "Työpaja"),
    ("Työpaja", "Kuopoi", "nuoriso", "Opisto"),
    ("Opisto", "Iisalmi", "kouluts", "Ohjaamo"),
    ("Hanke <b>", "Lieska", "nuoriso", "Ohjaamo"),
)


@dataclass
class Program:
    """The program as it is started, and what the browser saw of it."""

    process: subprocess.Popen[str]
    address: str
    home: Path
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.address.partition("/?")[0]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    command = (sys.executable, "-m", "eloggraph", "serve", str(tmp_path), "--no-browser")
    with subprocess.Popen([*command, "--lang", "en"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\?code=\S+", process.stderr.readline())
        assert found
        try:
            yield Program(process=process, address=found[0], home=tmp_path)
        finally:
            process.kill()


@pytest.fixture
def page(chromium: Any, program: Program) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: program.complaints.append(message.text))
    page.on("pageerror", lambda error: program.complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((program.base, "data:", "blob:"))
            else program.foreign.append(request.url)
        ),
    )
    yield page
    context.close()


def find_faults(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return [each["id"] for each in axe.run(page).response["violations"]]


def keep_and_wait(page: Any, action: Any) -> None:
    """Do what makes an edit, and wait until what is found is told again."""
    field = page.locator("[data-undo] >> xpath=ancestor::form >> css=[data-revision]")
    revision = int(field.get_attribute("value")) + 1
    action()
    page.wait_for_selector(f"input[data-revision][value='{revision}']", state="attached")


def test_from_a_table_to_a_mended_copy(page: Any, program: Program) -> None:
    keys = page.keyboard
    page.goto(program.address)
    assert page.url == f"{program.base}/"
    assert page.evaluate("document.cookie") == ""
    own = program.home / "verkosto 2025.csv"
    own.write_text("".join(";".join(row) + "\n" for row in ROWS), encoding="utf-8")
    page.set_input_files("#file", str(own))
    page.wait_for_url("**/interpretation")
    assert find_faults(page) == []
    page.get_by_role("button", name="That is right").press("Enter")
    page.wait_for_url("**/mend")

    # From the first stop of the table to the next marked cell; a click for the safe correction.
    page.locator("td[tabindex='0']").focus()
    keys.press("F8")
    assert page.evaluate("document.activeElement.dataset.row") == "3"
    assert page.locator("td:focus").get_attribute("aria-invalid") == "true"
    assert "Kuopoi" in page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    fix = page.get_by_role("button", name="Correct: Kuopio")
    keep_and_wait(page, lambda: fix.press("Enter"))
    assert page.locator("td[data-row='3'][data-column='1']").text_content() == "Kuopio"
    # Typing; Escape brings back what was there.
    page.locator("td[data-row='5'][data-column='1']").focus()
    keys.type("Liek")
    keys.press("Escape")
    assert page.locator("td:focus").text_content() == "Lieska"
    keys.type("Lieksa")
    keep_and_wait(page, lambda: keys.press("Enter"))
    # A paste of several cells is one step.
    page.locator("td[data-row='4'][data-column='2']").focus()
    paste = """(text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
      document.activeElement.dispatchEvent(event);
    }"""
    keep_and_wait(page, lambda: page.evaluate(paste, 'koulutus\t"Työpaja"\r\n'))
    assert page.locator("td[data-row='4'][data-column='3']").text_content() == "Työpaja"
    keep_and_wait(page, lambda: keys.press("Control+z"))
    assert page.locator("td[data-row='4'][data-column='2']").text_content() == "kouluts"
    keep_and_wait(page, lambda: keys.press("Control+y"))
    assert page.locator("td.v-warning, td.v-violation").count() == 0
    assert find_faults(page) == []
    # Tab leaves the table.
    page.locator("td[data-row='5'][data-column='1']").focus()
    keys.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-grid]')") is None

    page.goto(f"{program.base}/map")
    page.wait_for_selector("iframe")
    frame = page.frame_locator("iframe")
    frame.locator("svg").first.wait_for()
    inner = page.frames[1]
    assert inner.evaluate("fetch('/mend.json').then(() => 'in', () => 'out')") == "out"
    program.complaints.clear()  # the browser tells that it was refused
    assert find_faults(page) == []

    page.goto(f"{program.base}/mend?sheet=0")
    page.go_back()  # the frame has navigated by itself, and is asked for anew
    frame.locator("svg").first.wait_for()
    page.go_forward()
    page.get_by_role("button", name="Save a copy").press("Enter")
    page.get_by_role("heading", name="The copy is saved").wait_for()
    saved = (program.home / "verkosto 2025 (corrected).csv").read_text(encoding="utf-8")
    wanted = [list(row) for row in ROWS]
    wanted[2][1], wanted[4][1], wanted[3][2], wanted[3][3] = (
        *("Kuopio", "Lieksa", "koulutus", "Työpaja"),
    )
    assert [line.split(";") for line in saved.splitlines()] == wanted
    assert own.read_text(encoding="utf-8").splitlines()[2] == "Työpaja;Kuopoi;nuoriso;Opisto"

    assert program.complaints == []
    assert program.foreign == []
    program.process.send_signal(signal.SIGINT)  # with a page that is open
    assert program.process.wait(5) == 0


def test_the_names_of_many_tables_are_read_on_a_telephone(page: Any, program: Program) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(program.address)
    page.get_by_role("button", name="See an example").click()
    page.wait_for_url("**/mend")
    sizes = page.eval_on_selector_all(
        ".tabs a", "all => all.map(a => [a.textContent.trim(), a.offsetWidth, a.offsetHeight])"
    )
    assert len(sizes) > 10
    # A line of text is 24 px high: a name that is broken into letters is many lines.
    assert [name for name, width, height in sizes if height > 50 or width < 44] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_typed_is_kept_as_it_was_whatever_the_program_answers(
    page: Any, program: Program
) -> None:
    keys, answers = page.keyboard, ["no", "gone", "yes"]
    own = program.home / "oma.csv"
    lines = (
        'Organisaatio;Kunta;Toimiala\n"Ohjaamo\n Kuopio";Kuopio;koulutus\nA\u200eB;Lieska;nuoriso\n'
    )
    own.write_bytes(lines.encode())
    page.goto(program.address)
    page.set_input_files("#file", str(own))
    page.wait_for_url("**/interpretation")
    page.goto(f"{program.base}/mend?sheet=0")

    def answer(route: Any) -> None:
        match answers.pop(0) if answers else "yes":
            case "no":
                route.fulfill(status=500, body="Internal Server Error")
            case "gone":
                route.abort()
            case _:
                route.continue_()

    page.route("**/edits", answer)
    page.route("**/mend.json*", lambda route: route.fulfill(status=500, body="no"), times=1)
    unsent = page.locator("[data-unsent]")
    page.locator("td[data-row='3'][data-column='1']").focus()
    keys.type("Lieksa")
    keys.press("Enter")
    page.get_by_text("These changes are not kept yet").wait_for()
    assert unsent.locator("li").all_text_contents() == ["B3: Lieksa"]
    assert page.locator("[data-grid]").get_attribute("aria-readonly") == "true"
    assert find_faults(page) == []
    page.locator("td[data-row='3'][data-column='2']").focus()
    keys.press("Delete")  # nothing is begun before
    assert page.locator("td:focus").text_content() == "nuoriso"
    unsent.get_by_role("button").press("Enter")
    page.wait_for_timeout(100)
    assert unsent.is_visible()
    unsent.get_by_role("button").press("Enter")
    page.get_by_text("the check did not answer").wait_for()
    assert not unsent.is_visible()

    # Lines stay lines where nothing was typed; what has no sign of its own stays in its cell.
    first = page.locator("td[data-row='2'][data-column='0']")
    first.focus()
    keys.press("F2")
    assert page.locator("td textarea").input_value() == "Ohjaamo\n Kuopio"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.dataset.row") == "3"
    assert page.locator("td:focus").text_content() == "A\ufffdB"
    keys.press("F2")
    keys.press("End")
    keys.type("!")
    keys.press("Enter")
    page.wait_for_selector("input[data-revision][value='2']", state="attached")
    page.get_by_role("button", name="Save a copy").press("Enter")
    page.get_by_role("heading", name="The copy is saved").wait_for()
    saved = (program.home / "oma (corrected).csv").read_bytes().decode()
    assert saved == lines.replace("Lieska", "Lieksa").replace("B;", "B!;")


def test_a_query_is_written_with_an_editor_that_helps(page: Any, program: Program) -> None:
    keys, editor = page.keyboard, page.locator(".editor .cm-content")

    def write(text: str) -> None:
        editor.focus()
        keys.press("Control+a")
        keys.type(text)

    page.goto(program.address)
    page.fill("#path", str(Path(__file__).parents[2] / "datasets" / "osaajaks"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/mend*")
    page.goto(f"{program.base}/query")
    assert editor.get_attribute("aria-label") == page.locator("label[for=query]").text_content()
    colours = "(each) => new Set(each.map((one) => getComputedStyle(one).color)).size"
    assert page.locator(".editor .cm-line span").evaluate_all(colours) > 2
    assert page.locator(".editor .cm-lineNumbers .cm-gutterElement:visible").count() == 5
    assert not page.locator("textarea").is_visible()
    # A word of the model by what people call it, a whole query by its name.
    for typed, label, written in (
        ("ASK { ?s a target grou", "elo:TargetGroup", "ASK { ?s a target elo:TargetGroup}"),
        ("actors-by-reg", "actors-by-region", "# eloggraph query DIR actors-by-region"),
    ):
        write(typed)
        option = page.locator(".editor [role=option]", has_text=label).first
        option.wait_for()
        assert find_faults(page) == []
        option.click()
        assert editor.text_content().startswith(written)
    # Where it is wrong, also to who does not see it; then it is mended and asked, by keyboard.
    write("SELECT ?s {\n?s a nope:Actor")
    keys.press("Escape")
    keys.press("Control+Enter")
    page.locator("#faults").wait_for()
    assert page.locator(".editor .cm-wrong").text_content() == "nope:Actor"
    assert page.locator(".editor .cm-gutterElement.wrong").text_content() == "2"
    assert editor.get_attribute("aria-invalid") == "true"
    assert "nope:" in page.locator(".editor #told").text_content()
    assert find_faults(page) == []
    assert all("422" in each for each in program.complaints)  # the status, which a browser tells
    program.complaints.clear()
    # What is being written outlives another language.
    write("SELECT ?s { ?s a elo:Actor } LIMIT 3")
    page.get_by_role("button", name="Suomi").press("Enter")
    page.get_by_role("button", name="English").press("Enter")
    page.locator("html[lang=en]").wait_for()
    assert editor.text_content().endswith("LIMIT 3")
    editor.focus()
    keys.press("Escape")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    keys.press("Enter")
    page.locator("section td").nth(2).wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").press("Enter")
    assert len(Path(saved.value.path()).read_text(encoding="utf-8").splitlines()) == 4
    # What is stopped is not begun again, though the page hears first that nothing is at work.
    told: list[Any] = []

    def end(route: Any) -> None:
        event = "event: done\ndata: {}\n\n"
        told[0].fulfill(content_type="text/event-stream", body=event)
        time.sleep(0.3)
        route.continue_()

    page.route("**/events*", lambda route: told.append(route))
    page.route("**/cancel", end)
    write("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    keys.press("Escape")
    with page.expect_request("**/events*"):
        keys.press("Control+Enter")
    assert find_faults(page) == []
    page.get_by_role("button", name="Stop").press("Enter")
    page.wait_for_url("**/query?draft=*")
    assert editor.text_content().endswith("?g ?h ?i }")
    assert page.locator("[data-progress], #faults").count() == 0
    page.goto(f"{program.base}/support")
    assert find_faults(page) == []
    assert program.foreign == []
    assert [each for each in program.complaints if "422" not in each] == []


# Anything that a page could be made to do by a string put into it, but for what is our own.
_ACTS = (
    "object, embed, img, video, audio, base, meta[http-equiv=refresh], a[href^='javascript:' i],"
    " [srcdoc], [onclick], [onerror], [onload], [onfocus], [onkeyup], [onmouseover],"
    " script:not([src^='/static/']):not([type='application/json']), form:not([action^='/'])"
)


def test_what_a_stranger_writes_into_cells_stays_text_in_every_state(
    page: Any, program: Program, reference_data: Path
) -> None:
    """The Big List of Naughty Strings as names, places and headers of somebody's own table."""
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    own = program.home / "oma.csv"
    with own.open("w", encoding="utf-8", newline="") as file:
        hostile = next(text for text in strings if "<script>" in text)
        rows = [["Organisaatio", "Kunta", "Toimiala", hostile]]
        rows += [[text, "Kuopio", text, text] for text in strings]
        csv.writer(file, delimiter=";").writerows(rows)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_default_timeout(60_000)
    page.goto(program.address)
    page.set_input_files("#file", str(own))
    page.wait_for_url("**/interpretation")
    query = "SELECT ?s ?name { ?s a elo:Actor ; skos:prefLabel ?name }"
    seen = set()
    for address in (
        *("/interpretation", "/mend?sheet=0", "/ask?q=actors", "/ask?q=upkeep", "/map", "/report"),
        *(f"/query?{urlencode({'query': query})}", f"/query?{urlencode({'draft': hostile})}"),
    ):
        page.goto(f"{program.base}{address}")
        page.wait_for_selector("main:not(:has([data-progress]))")
        assert page.locator(_ACTS).count() == 0, address
        seen.add(page.locator("h1, iframe").count() > 0)
    assert seen == {True}
    page.goto(f"{program.base}/query?{urlencode({'query': query})}")
    page.locator("td a").first.click()
    page.wait_for_url("**/resource*")
    assert page.locator(_ACTS).count() == 0
    assert dialogs == []
    assert program.foreign == []


def open_long_table(page: Any, program: Program, rows: int, more: int = 35) -> None:
    """Have a table of the model open that is far longer and wider than the window."""
    own = [f"Oma {n}" for n in range(more)]
    lines = [["id", "type", "label@fi", "sector", "level", *own]]
    for row in range(2, rows + 1):
        sector = "kouluts" if row in (4, rows - 10) else "education"
        notes = [f"{row}/{n}" for n in range(more)]
        lines.append([f"a{row}", "university", f"Toimija {row}", sector, "national", *notes])
    folder = program.home / "pitka"
    folder.mkdir()
    text = "".join(",".join(line) + "\n" for line in lines)
    (folder / "actors.csv").write_text(text, encoding="utf-8")
    page.goto(program.address)
    page.get_by_role("button", name="pitka").press("Enter")
    page.wait_for_url("**/mend")
    page.goto(f"{program.base}/mend?sheet=0")


def test_the_sixteen_steps_by_keyboard_in_a_table_of_any_length(
    page: Any, program: Program
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys, last = page.keyboard, 2_500
    open_long_table(page, program, last)
    grid, at = page.locator("[data-grid]"), page.locator("td:focus")

    def place() -> tuple[int, int]:
        row, column = page.evaluate(
            "[document.activeElement.dataset.row, document.activeElement.dataset.column]"
        )
        return int(row), int(column)

    # What a reader of screens is told of rows and columns that are not drawn.
    assert grid.get_attribute("aria-rowcount") == str(last + 1)
    assert grid.get_attribute("aria-colcount") == "41"
    assert page.locator("[data-grid] tr").count() < 60
    # 1: from what stands before it, Tab gets to the one stop of the table.
    page.get_by_role("link", name="Get the table").focus()
    keys.press("Tab")
    assert place() == (1, 0)
    # 2, 3: arrows, and the ends of a row and of the sheet.
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        keys.press(key)
    keys.press("ArrowLeft")
    assert place() == (1, 0)
    keys.press("End")
    assert place() == (1, 39)
    keys.press("Control+End")
    assert place() == (last, 39)
    assert at.get_attribute("aria-colindex") == "41"
    row = page.locator("tr:has(td:focus)")
    assert row.get_attribute("aria-rowindex") == str(last + 1)
    assert "row 2500" in page.locator("[data-place]").text_content()
    page.get_by_text(f"{last}/34").wait_for()
    keys.press("Home")
    assert place() == (last, 0)
    # 4: a page at a time.
    keys.press("PageUp")
    page_of_rows = last - place()[0]
    assert 5 < page_of_rows < 40
    keys.press("PageDown")
    keys.press("Control+Home")
    assert place() == (1, 0)
    # 5, 6: to the next marked cell, however far, and back. Headers that are not known are marked.
    keys.press("F8")
    assert place() == (1, 5)
    keys.press("ArrowDown")
    keys.press("F8")
    assert place() == (4, 3)
    keys.press("F8")
    assert place() == (last - 10, 3)
    assert at.get_attribute("aria-invalid") == "true"
    told = page.locator(f"#{at.get_attribute('aria-describedby')}")
    assert "kouluts" in told.text_content()
    keys.press("Shift+F8")
    assert place() == (4, 3)
    # 7, 8: a letter replaces, Enter keeps and goes down.
    keys.press("Control+Home")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.type("Ohjaamo")
    keep_and_wait(page, lambda: keys.press("Enter"))
    assert place() == (3, 2)
    assert page.locator("td[data-row='2'][data-column='2']").text_content() == "Ohjaamo"
    # 9, 10: F2 writes on, Tab keeps and goes right; Escape brings back what was there.
    keys.press("F2")
    keys.press("End")
    keys.type("!")
    keep_and_wait(page, lambda: keys.press("Tab"))
    assert place() == (3, 3)
    assert page.locator("td[data-row='3'][data-column='2']").text_content() == "Toimija 3!"
    keys.press("Delete")  # 11: empties
    page.wait_for_function("document.activeElement.textContent === ''")
    keys.type("x")
    keys.press("Escape")
    assert (place(), at.text_content()) == ((3, 3), "")
    # 12: the choices of a column, filtered as one types, in Finnish lower case too.
    keys.press("Home")
    keys.press("ArrowRight")
    keys.press("Alt+ArrowDown")
    field, choices = page.locator("td input"), page.locator("[role=option]")
    choices.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert find_faults(page) == []
    every = choices.count()
    keys.press("Control+a")
    keys.type("JÄRJ")
    assert 0 < choices.count() < every
    keys.press("ArrowDown")
    chosen = choices.first
    assert chosen.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    wanted = chosen.text_content()
    assert wanted == "järjestö"  # what begins so comes before what has it within
    keep_and_wait(page, lambda: keys.press("Enter"))
    assert page.locator("td[data-row='3'][data-column='1']").text_content() == wanted
    # 13: to the clipboard and from it.
    keys.press("ArrowUp")
    keys.press("Control+c")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keep_and_wait(page, lambda: keys.press("Control+v"))
    assert at.text_content() == wanted
    # 14, 15: many rows are one paste, seen at once, undone and done again as one.
    keys.press("Control+Home")
    keys.press("ArrowDown")
    keys.press("End")
    text = "".join(f"uusi {n}\r\n" for n in range(last - 1))
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    keep_and_wait(page, lambda: keys.press("Control+v"))
    keys.press("Control+End")
    page.get_by_text(f"uusi {last - 2}", exact=True).wait_for()
    keep_and_wait(page, lambda: keys.press("Control+z"))
    page.get_by_text(f"{last}/34", exact=True).wait_for()
    keep_and_wait(page, lambda: keys.press("Control+Shift+z"))
    page.get_by_text(f"uusi {last - 2}", exact=True).wait_for()
    keep_and_wait(page, lambda: keys.press("Control+z"))
    # 16: Tab leaves the table on either side.
    keys.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-grid]')") is None
    keys.press("Shift+Tab")
    assert place() == (last, 39)
    keys.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('[data-grid]')") is None
    assert find_faults(page) == []
    assert program.complaints == []


def test_the_keyboard_stays_in_its_cell_when_the_table_is_scrolled(
    page: Any, program: Program
) -> None:
    open_long_table(page, program, 1_500, more=0)
    page.set_viewport_size({"width": 390, "height": 800})
    cell = page.locator("td[data-row='3'][data-column='2']")
    cell.focus()
    page.keyboard.type("Ohja")
    for top in (9_000, 20_000, 30_000):
        page.evaluate(
            "(top) => document.querySelector('[data-grid]').parentElement.scrollTop = top", top
        )
        page.wait_for_timeout(50)
    page.get_by_text("Toimija 1", exact=False).first.wait_for()
    assert page.locator("td input").input_value() == "Ohja"
    keep_and_wait(page, lambda: page.keyboard.press("Enter"))
    assert cell.text_content() == "Ohja"
    # A link of the causes leads to its cell without another page.
    page.locator("[data-causes] a").filter(has_text="D4").first.click()
    assert page.evaluate("document.activeElement.dataset.row") == "4"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []
    assert program.complaints == []

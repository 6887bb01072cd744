"""The table of the local page at 20,000 rows of 40 columns, in a headless Chromium.

    python benchmarks/grid.py [--rows 20000] [--columns 40] [--runs 3]

A workbook is made, served and opened as somebody would. What is measured is what she waits for:
from the page's coming until the table is painted, each frame while she scrolls, from a paste until
it is seen, and until it is kept and undone. Of several runs the median is told.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, sync_playwright

LIMITS = {"paint": 300, "frame p95": 25, "paste seen": 200}
SIZE = {"width": 1200, "height": 700}

# What the page itself tells, in milliseconds.
WATCH = """
window.painted = new Promise((done) => {
  const look = () => requestAnimationFrame((at) =>
    document.querySelector(".virtual tbody td") ? requestAnimationFrame(done) : look());
  look();
});
"""
PAINT = """async () => {
  const painted = await window.painted;
  const [page] = performance.getEntriesByType("navigation");
  return { paint: painted - page.responseStart, server: page.responseStart - page.requestStart };
}"""
SCROLL = """async ([frames, step]) => {
  const scroller = document.querySelector("[data-grid]").parentElement;
  scroller.scrollTop = 0;
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const times = [];
  let before = await frame();
  for (let at = 0; at < frames; at += 1) {
    scroller.scrollTop += step;
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return times;
}"""
PASTE = """async ([rows, columns]) => {
  const line = (row) => Array.from({ length: columns }, (_, at) => `uusi ${row} ${at}`).join("\\t");
  const text = Array.from({ length: rows }, (_, row) => line(row)).join("\\r\\n") + "\\r\\n";
  const data = new DataTransfer();
  data.setData("text/plain", text);
  await new Promise((done) => setTimeout(done, 500));
  const before = performance.now();
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
  document.activeElement.dispatchEvent(event);
  await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
  return performance.now() - before;
}"""
NOW = "() => performance.now()"


def make_workbook(path: Path, rows: int, columns: int) -> None:
    """Make a workbook of actors with columns of somebody's own."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("actors")
    known = ["id", "type", "label@fi", "sector"]
    sheet.append([*known, *(f"Oma {n}" for n in range(columns - len(known)))])
    for row in range(rows):
        sector = "koulutus" if row == rows - 10 else "education"
        own = (f"rivi {row} sarake {n}" for n in range(columns - len(known)))
        sheet.append([f"a{row}", "EducationProvider", f"Toimija {row}", sector, *own])
    book.save(path)


def measure(page: Page, base: str, rows: int) -> dict[str, float]:
    """Open the table, scroll, paste, undo; return milliseconds by what was waited for."""
    page.goto(f"{base}/mend?sheet=0")
    found = page.evaluate(PAINT)
    page.wait_for_load_state("networkidle")
    frames = sorted(page.evaluate(SCROLL, [90, 84]))
    found |= {"frame p50": frames[45], "frame p95": frames[85]}
    frames = sorted(page.evaluate(SCROLL, [90, 4000]))
    found |= {"frame p95, far": frames[85]}
    found["elements"] = page.evaluate("document.querySelectorAll('[data-grid] *').length")
    first = page.locator("td[data-row='2'][data-column='4']")
    page.evaluate("document.querySelector('[data-grid]').parentElement.scrollTop = 0")
    first.click()
    before = page.evaluate(NOW)
    found["paste seen"] = page.evaluate(PASTE, [rows, 4])
    assert first.text_content() == "uusi 0 0"
    wait_for_revision(page, 1)
    found["paste kept"] = page.evaluate(NOW) - before
    before = page.evaluate(NOW)
    page.keyboard.press("Control+z")
    wait_for_revision(page, 2)
    found["undone"] = page.evaluate(NOW) - before
    assert first.text_content() == "rivi 0 sarake 0"
    print(*(f"{name} {value:.0f}" for name, value in found.items()), sep=", ", file=sys.stderr)
    return found


def wait_for_revision(page: Page, more: int) -> None:
    """Wait until so many edits more than at the start of the page are told as kept."""
    page.wait_for_function(
        "(more) => Number(document.querySelector('[data-revision]').value) >="
        " JSON.parse(document.querySelector('#mending').textContent).revision + more",
        arg=more,
    )


def main() -> None:
    """Serve a made workbook, measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--columns", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        make_workbook(Path(home, "network.xlsx"), options.rows, options.columns)
        command = (sys.executable, "-m", "eloggraph", "serve", home, "--no-browser")
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                address = re.search(r"http://\S+", process.stderr.readline())[0]
                found = measure_in_browser(address, options)
            finally:
                process.kill()
    for name in found[0]:
        value, limit = statistics.median(each[name] for each in found), LIMITS.get(name)
        told = (
            "" if limit is None else f"  (limit {limit}: {'met' if value <= limit else 'MISSED'})"
        )
        print(f"{name:16}{value:10.1f}{told}")


def measure_in_browser(address: str, options: argparse.Namespace) -> list[dict[str, float]]:
    """Open the network and measure it several times."""
    base = address.partition("/?")[0]
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_page(viewport=SIZE)
        page.set_default_timeout(300_000)
        page.add_init_script(WATCH)
        page.goto(address)
        page.goto(f"{base}/reading")
        page.wait_for_url("**/mend")
        found = [measure(page, base, options.rows) for _ in range(options.runs)]
        browser.close()
    return found


if __name__ == "__main__":
    main()

"""The views of a network whose names are long and strange; their tables sorted and saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from networks import write_tables

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
NAMES = (
    "x" * 200,
    "Työ " * 50,
    "</script><script>bad()</script>",
    "=1+1",
    "-2+3",
    'a;"b",c',
    "ä" * 90,
)
VIEWS = ("services", "goals", "chain", "matrix", "areas", "report", "index")


def write_rows(head: str, *rows: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head.split(","), *rows])
    return text.getvalue()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every page of a network of 28 services that bear the names in turn."""
    at = [(str(n), NAMES[n % 7] + ("" if n < 7 else f" {n}")) for n in range(28)]
    areas = [(str(900 + n), name) for n, name in enumerate(NAMES)]
    tables = {
        "regions.csv": write_rows("id,label@fi", ("98", NAMES[0])),
        "municipalities.csv": write_rows("id,label@fi,region", *((*each, "98") for each in areas)),
        "actors.csv": write_rows(
            "id,label@fi,sector,areas",
            *(
                (f"a{n}", name, ("education", "youth")[int(n) % 2], f"90{int(n) % 7}")
                for n, name in at
            ),
        ),
        "links.csv": write_rows(
            "from,to,type",
            *(
                (f"a{n}", f"a{(n * 5 + step) % 28}", "referral")
                for n in range(28)
                for step in (1, 3)
            ),
        ),
        "target_groups.csv": write_rows("id,label@fi", *((f"g{n}", name) for n, name in at[:7])),
        "services.csv": write_rows(
            "id,label@fi,providers,areas,forms,target_groups",
            *(
                (f"s{n}", name, f"a{n}", f"90{int(n) % 7}", "guidance", f"g{int(n) % 7}")
                for n, name in at
            ),
        ),
        "norms.csv": write_rows(
            "target_group,area,form,required",
            *((f"g{n}", f"90{n}", "guidance", "true") for n in range(7)),
        ),
        "chains.csv": write_rows("id,label@fi", ("k", NAMES[0])),
        "steps.csv": write_rows(
            "id,label@fi,chain,order,service",
            *((f"v{n}", name, "k", str(int(n) + 1), f"s{n}") for n, name in at[:7]),
        ),
        "goals.csv": write_rows(
            "id,label@fi,status", *((f"t{n}", x, "in-force") for n, x in at[:7])
        ),
        "measures.csv": write_rows("id,label@fi,goals,responsible", ("m", NAMES[0], "t0", "a0")),
    }
    folder = tmp_path_factory.mktemp("strange")
    assert eloggraph.run(write_tables(folder / "t", tables), folder / "out", permutations=9).written
    return folder / "out"


def read(pages: Path, name: str) -> str:
    return (pages / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", VIEWS)
def test_long_names_make_no_page_wide_and_hide_no_column(
    open_page: Open, pages: Path, name: str
) -> None:
    opened = open_page(read(pages, name))
    for width in (1280, 320):
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert opened.script("document.documentElement.scrollWidth") <= width
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    widest = opened.script(
        "Math.max(0, ...[...document.querySelectorAll('.edition.first :is(.listing, .heat, .grid) :is(th, td)')]"
        ".map((cell) => cell.offsetWidth))"
    )
    assert widest <= 680  # a table of few columns fills the page
    assert opened.complaints == []


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_saved_table_is_the_table_of_every_page_and_no_formula(
    open_page: Open, pages: Path, language: str
) -> None:
    opened = open_page(read(pages, "services"), f"#lang={language}", accept_downloads=True)
    twin = opened.page.locator(f".edition[lang={language}] .twin")
    assert twin.locator("tbody tr:visible").count() == 25
    with opened.page.expect_download() as download:
        twin.locator("button.save").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter="," if language == "en" else ";")
    assert len(rows) == 28
    assert {len(row) for row in rows} == {len(head)}
    shown = {row[0] for row in rows}
    assert {"'=1+1", "'-2+3", 'a;"b",c', "</script><script>bad()</script>"} <= shown


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("fi", ["7", "20", "999", "1\u00a0234", "1\u00a0000\u00a0000"]),
        ("en", ["7", "20", "999", "1,234", "1,000,000"]),
    ],
)
def test_numbers_with_grouped_thousands_are_sorted_as_numbers(
    open_page: Open, pages: Path, language: str, numbers: list[str]
) -> None:
    opened = open_page(read(pages, "areas"), f"#lang={language}")
    column = f".edition[lang={language}] .twin tbody td:nth-child(5)"
    opened.page.locator(column).evaluate_all(
        "(cells, numbers) => cells.forEach((cell, at) => { cell.textContent = numbers[at] ?? ''; })",
        [*reversed(numbers)],
    )
    opened.page.locator(f".edition[lang={language}] .twin thead button").nth(4).click()
    assert opened.page.locator(column).all_text_contents() == [*numbers, "", ""]

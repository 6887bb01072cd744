"""The Big List of Naughty Strings as names and descriptions on every page: text, nothing more."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.views.page.escapes import clean_text

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
CONFIG = 'id = "pieni"\nbase = "https://example.org/pieni/"\ntitle = "Pieni"\ndate = "2021"\n'
# Anything that a page could be made to do by a string put into it.
ACTS = (
    "iframe, object, embed, img, video, audio, form, base, link, meta[http-equiv=refresh],"
    " a[href^='javascript:' i], [srcdoc], [onclick], [onerror], [onload], [onfocus], [onkeyup],"
    " [onmouseover]"
)


@pytest.fixture(scope="module")
def strings(reference_data: Path) -> dict[str, str]:
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    texts = json.loads(path.read_text(encoding="utf-8"))
    return {f"a{i}": text for i, text in enumerate(texts) if text.strip()}


@pytest.fixture(scope="module")
def pages(strings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a network in which every string is an actor's name and description."""
    folder = tmp_path_factory.mktemp("verkosto")
    tables = {
        "actors": [["id", "label@fi", "description@fi"]]
        + [[key, text, text] for key, text in strings.items()],
        "projects": [["id", "label@fi"], ["hanke", "Hanke"]],
        "chains": [["id", "label@fi"], ["ketju", "Ketju"]],
        "steps": [["id", "label@fi", "chain", "order", "service", "next"]]
        + [
            [f"v{at}", text, "ketju", str(at), f"s{key}", f"v{at + 1}"]
            for at, (key, text) in enumerate(strings.items(), 1)
        ],
        "services": [["id", "label@fi", "description@fi"]]
        + [[f"s{key}", text, text] for key, text in strings.items()],
        "goals": [["id", "label@fi", "broader"]]
        + [[f"g{key}", text, ""] for key, text in strings.items()],
        "memberships": [["actor", "organization"], *([key, "hanke"] for key in strings)],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (folder / "network.toml").write_text(CONFIG, encoding="utf-8")
    out = tmp_path_factory.mktemp("sivut") / "out"
    assert eloggraph.run(folder, out, permutations=9, draft=True).written
    return out


@pytest.mark.parametrize("name", ["report", "map", "services", "chain", "goals", "cards"])
def test_no_string_does_anything(open_page: Open, pages: Path, name: str) -> None:
    text = (pages / f"{name}.html").read_text(encoding="utf-8")
    opened = open_page(text)
    dialogs: list[str] = []
    opened.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    opened.page.reload()
    opened.page.wait_for_timeout(300)
    assert dialogs == []
    assert opened.complaints == []
    assert {url.partition("#")[0] for url in opened.requests} == {opened.page.url.partition("#")[0]}
    assert opened.script(f'document.querySelectorAll("{ACTS}").length') == 0
    # The scripts of the page alone, which its policy knows by their hashes.
    assert opened.script("document.scripts.length") == text.count("<script")


def test_every_string_is_shown_as_it_is(
    open_page: Open, pages: Path, strings: dict[str, str]
) -> None:
    opened = open_page((pages / "map.html").read_text(encoding="utf-8"))
    shown: dict[str, str] = opened.script(
        "Object.fromEntries([...document.querySelectorAll('#node-table tbody tr')]"
        ".map(row => [row.id.slice('row-'.length), row.querySelector('.name').textContent]))"
    )
    wrong = {
        key: (shown.get(key), text)
        for key, text in strings.items()
        if shown.get(key, "").split() != clean_text(text.strip()).split()
    }
    assert wrong == {}


def test_strings_on_a_card_are_text(open_page: Open, pages: Path, strings: dict[str, str]) -> None:
    key, text = next((k, t) for k, t in strings.items() if t.startswith("<img src=x onerror"))
    opened = open_page((pages / "map.html").read_text(encoding="utf-8"), f"#node={key}")
    assert opened.text("#panel h2") == text
    assert opened.text("#panel").count(text) == 2  # its name and its description
    assert opened.complaints == []
    assert opened.script(f'document.querySelectorAll("{ACTS}").length') == 0

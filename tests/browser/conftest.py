"""A headless Chromium, and the pages of Kuusilahti on disk."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "views"))

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium."""
    return next(
        (found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start Chromium once; without Playwright or Chromium the tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = find_chromium()
    if path is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_of(written: Callable[[str], Path]) -> Callable[[str, str], str]:
    """Return a function that reads a page of a packaged network's output."""
    return lambda network, page: (written(network) / f"{page}.html").read_text(encoding="utf-8")


@dataclass
class Opened:
    """A page that was opened, with all that it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.text_content())

    def script(self, code: str) -> Any:
        return self.page.evaluate(code)

    def assert_within(self, width: int) -> None:
        """Hold that nothing is wider than the window, asked for, or complained of."""
        assert self.script("document.documentElement.scrollWidth") <= width
        assert len(self.requests) == 1
        assert self.complaints == []


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a page's text from disk and watches what it does."""
    contexts = []

    def open_it(
        text: str, hash_: str = "", *, width: int = 1280, height: int = 800, **options: Any
    ) -> Opened:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8", newline="\n")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        opened = Opened(page=context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.goto(file.as_uri() + hash_)
        return opened

    yield open_it
    for context in contexts:
        context.close()

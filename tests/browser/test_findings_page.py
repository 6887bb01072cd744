"""The page of findings in a browser: it asks for nothing, complains of nothing, and fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eloggraph.finding import Finding, Place, Report, order_findings
from eloggraph.text import Text
from eloggraph.views.findings.text import RENDERERS

pytestmark = pytest.mark.browser
LONG = "https://example.org/" + "a-name-without-any-space/" * 12


@pytest.fixture(scope="module")
def page() -> str:
    findings = [
        Finding(
            code="value-missing",
            severity=severity,  # type: ignore[arg-type]
            message=Text(f"{LONG} puuttuu.", f"{LONG} saknas.", f"{LONG} is missing."),
            remedy=Text("Lisää.", "Lägg till.", "Add it."),
            place=Place(file="toimijat.csv", row=row, column="<b>nimi</b>"),
        )
        for row, severity in enumerate(("violation", "warning", "info"), start=2)
    ]
    return RENDERERS["html"](Report(order_findings(findings), ((LONG, 3), ("urn:idle", 0))), "fi")


@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_quiet_and_fits(open_page: Callable[..., Any], page: str, width: int) -> None:
    opened = open_page(page, width=width)
    assert opened.complaints == []
    assert len(opened.requests) == 1
    assert opened.script("document.documentElement.scrollWidth") <= width
    assert opened.script("document.querySelectorAll('main b').length") == 0


def test_language_can_be_changed_with_and_without_scripts(
    open_page: Callable[..., Any], page: str
) -> None:
    for options in ({}, {"java_script_enabled": False}):
        opened = open_page(page, **options)
        assert opened.page.get_by_text("Aineistossa on korjattavaa").is_visible()
        opened.page.get_by_label("English").check(force=True)
        assert opened.page.get_by_text("The data has errors to fix").is_visible()
        assert not opened.page.get_by_text("Aineistossa on korjattavaa").is_visible()

"""The templates, styles and scripts of the rooms, as they lie in the package."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from eloggraph.text import FALLBACK, HABITS, LANGUAGES

_BY_LANGUAGE = re.compile(r"^[^{}\n]*LANGUAGE[^{}\n]*(?={)", re.MULTILINE)


@cache
def read_template(name: str) -> str:
    """Return a template, style or script of a room, with line feeds as its only line ends.

    A selector of a style that names the LANGUAGE is written for each language; GROUP_MARK in a
    script is what the page's language sets between the thousands of a number.
    """
    text = files("eloggraph.views").joinpath(name).read_text(encoding="utf-8")
    text = text.replace("\r\n", "\n")
    if name.endswith(".css"):
        return _BY_LANGUAGE.sub(_repeat_selector, text)
    return text.replace("GROUP_MARK", _choose_mark()) if name.endswith(".js") else text


def _repeat_selector(selector: re.Match[str]) -> str:
    return ",".join(selector[0].replace("LANGUAGE", language) for language in LANGUAGES)


def _choose_mark() -> str:
    usual = HABITS[FALLBACK[0]].group
    others = {language: habits.group for language, habits in HABITS.items()}
    tests = (
        f'root.lang === "{language}" ? {json.dumps(mark)} : '
        for language, mark in others.items()
        if mark != usual
    )
    return "".join(tests) + json.dumps(usual)


def has_template(name: str) -> bool:
    """Tell whether a room has a template of that name.

    >>> has_template("report/report.html"), has_template("report/none.html")
    (True, False)
    """
    return files("eloggraph.views").joinpath(name).is_file()

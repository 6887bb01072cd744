"""The pages' catalogue and colours: three languages alike, and hues that can be seen."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from eloggraph.views.page.sources import read_template

TEMPLATES = sorted(
    f"{room.name}/{path.name}"
    for room in files("eloggraph.views").iterdir()
    if room.is_dir()
    for path in room.iterdir()
    if path.name.endswith(".html") and room.name != "reference"
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_no_words_of_their_own(name: str) -> None:
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", read_template(name), flags=re.S)
    # What stands as code is what machines say, in every language alike.
    words = re.sub(r"<code>.*?</code>|<[^>]*>|[a-z-]+=\"[^\"]*\"", " ", text)
    assert not re.findall(r"[a-zåäö]{3,}", words)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def palettes() -> tuple[dict[str, str], dict[str, str]]:
    blocks = re.findall(r":root{(.*?)}", read_template("page/tokens.css"), re.S)[:2]
    light, dark = (dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", b)) for b in blocks)
    return light, light | dark


@pytest.mark.parametrize("palette", palettes(), ids=("light", "dark"))
def test_hues_signs_and_words_can_be_seen(palette: dict[str, str]) -> None:
    for name in (*(f"hue-{n}" for n in range(7)), "hue-other", "tie", "edge", "focus"):
        assert contrast(palette[name], palette["paper"]) >= 3, name
    for name in ("ink", "ink-2", "ink-3", "accent"):
        assert min(contrast(palette[name], palette[p]) for p in ("paper", "paper-2")) >= 4.5, name
    for state in ("good", "thin", "bad", "unknown"):
        assert contrast(palette[state], palette[f"{state}-bg"]) >= 4.5, state

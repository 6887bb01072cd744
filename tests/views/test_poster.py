"""The poster: what it says is what the report says, and all of it stands on the sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from kuusilahti import make_analysis, make_map

from eloggraph.text import LANGUAGES, Language, Text
from eloggraph.views.poster.model import (
    HEIGHT,
    WIDTH,
    PosterModel,
    build_poster,
    set_words,
    wrap_words,
)
from eloggraph.views.poster.page import render_poster, render_poster_svg

SVG = "{http://www.w3.org/2000/svg}"


def make_poster(**changes: object) -> PosterModel:
    return build_poster(make_analysis(), make_map(), as_of=Text.same("2026"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_title_the_claim_and_the_findings(language: Language) -> None:
    model = make_poster()
    root = ElementTree.fromstring(render_poster_svg(model, language))
    assert root.get("width") == "420mm"
    assert root.get("height") == "297mm"
    words = [text for each in root.iter(f"{SVG}text") if (text := "".join(each.itertext()))]
    told = " ".join(words)
    for text in (model.title, model.claim, model.findings[0], model.basis):
        assert text.say(language) in told


def test_every_actor_has_a_sign_and_what_hides_names_is_nobody() -> None:
    model = make_poster()
    root = ElementTree.fromstring(render_poster_svg(model, "fi"))
    signs = [each for each in root.iter(f"{SVG}path") if "glyph-at" in (each.get("class") or "")]
    assert len(signs) == 21
    assert sum(each.get("class") == "label" for each in root.iter(f"{SVG}g")) == 21


def test_what_does_not_fit_above_the_key_is_left_out_whole() -> None:
    long = Text.same("pitkä havainto " * 60)
    analysis = make_analysis()
    model = build_poster(analysis, make_map(), as_of=Text.same("2026"))
    full = replace(model, findings=(long, long, long))
    lines = set_words(full, "fi")
    assert max(line.y for line in lines) < HEIGHT
    shown = " ".join(line.text for line in lines if line.style == "finding")
    assert shown.count("pitkä havainto") % 60 == 0


def test_lines_break_at_spaces_and_a_long_word_stands_alone() -> None:
    assert wrap_words("a bb ccc", 4) == ("a bb", "ccc")
    assert wrap_words("x yhdyssanahirviö y", 5) == ("x", "yhdyssanahirviö", "y")


def test_hostile_names_stay_text_and_nothing_is_asked_for() -> None:
    evil = Text.same('</text><script>alert(1)</script>&"')
    model = build_poster(make_analysis(), make_map(), as_of=evil, sources=[evil])
    for page in (render_poster_svg(model, "fi"), render_poster(model, "fi")):
        assert "<script>alert" not in page
        assert not re.search(r"(?:href|src)=", page.replace('xmlns="http', ""))


def test_the_same_network_gives_the_same_bytes_in_three_editions() -> None:
    assert render_poster(make_poster()) == render_poster(make_poster())
    assert (
        render_poster(make_poster()).count('<svg xmlns="http://www.w3.org/2000/svg" class="poster"')
        == 3
    )
    assert (WIDTH, HEIGHT) == (1587, 1123)

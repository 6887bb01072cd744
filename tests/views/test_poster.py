"""The poster: what it says is what the report says, and all of it stands on the sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from kuusilahti import make_analysis, make_map
from large_region import write_region

import eloggraph
from eloggraph.text import LANGUAGES, Language, Text
from eloggraph.views.map.drawing import draw_thumbnail
from eloggraph.views.poster.model import (
    HEIGHT,
    WIDTH,
    PosterModel,
    build_poster,
    set_words,
    wrap_words,
)
from eloggraph.views.poster.names import enlarge_names
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


def test_every_node_of_a_small_network_has_its_sign_and_its_name() -> None:
    model = make_poster()
    root = ElementTree.fromstring(render_poster_svg(model, "fi"))
    signs = [each for each in root.iter(f"{SVG}path") if "glyph-at" in (each.get("class") or "")]
    assert len(signs) == 21
    assert sum(each.get("class") == "label" for each in root.iter(f"{SVG}g")) == 21


def test_what_does_not_fit_above_the_key_is_left_out_whole() -> None:
    long = Text.same("pitkä havainto " * 200)
    analysis = make_analysis()
    model = build_poster(analysis, make_map(), as_of=Text.same("2026"))
    short = Text.same("lyhyt havainto")
    for findings, told in (((short, long), "lyhyt havainto"), ((long, short), "")):
        lines = set_words(replace(model, findings=findings), "fi")
        assert max(line.y for line in lines) < HEIGHT
        assert " ".join(line.text for line in lines if line.style == "finding") == told


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


@pytest.mark.parametrize("grow", [1.2, 2.0])
def test_names_made_larger_cover_no_other_and_no_mark(tmp_path: Path, grow: float) -> None:
    folder = write_region(tmp_path / "t")
    picture = draw_thumbnail(eloggraph.open(folder).map().model, named=True)
    larger = enlarge_names(picture, grow, grow)
    boxes = []
    for area, _ in larger.areas:
        label = area.labels[0]
        assert len(label.lines) in (0, 1) or grow < 1.35
        if label.lines:
            boxes.append((area.key, grow_box(label.box(), label.x, label.y, grow)))
    for at, node in enumerate(larger.nodes):
        if node.labels[0].shown:
            boxes.append((str(at), grow_box(node.labels[0].box(), node.x, node.y, grow)))
    assert len(boxes) > 2
    assert all(0 <= box[0] and box[2] <= larger.width for _, box in boxes)
    assert not [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if meet(one, two)]
    assert enlarge_names(picture, 1.0, 1.0) == picture


def test_a_picture_made_small_has_names_of_eight_and_a_half_points() -> None:
    model = make_map()
    shrunk = replace(model, width=3 * model.width, height=3 * model.height)
    poster = build_poster(make_analysis(), shrunk, as_of=Text.same("2026"))
    assert poster.scale * poster.name_size * 12 * 0.75 >= 8.5
    assert poster.scale * poster.area_size * 13.5 * 0.75 >= 8.5
    page = render_poster_svg(poster)
    assert f"scale({poster.name_size})" in page


def grow_box(box: tuple[float, ...], x: float, y: float, grow: float) -> tuple[float, ...]:
    return tuple(
        middle + (side - middle) * grow for side, middle in zip(box, (x, y, x, y), strict=True)
    )


def meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]

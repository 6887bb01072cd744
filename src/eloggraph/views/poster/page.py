"""The poster as a drawing of its own, and on a page in every language that prints on A3."""

from __future__ import annotations

from eloggraph.text import LANGUAGES, Language, say
from eloggraph.views.map.glyphs import COLLECTIVE
from eloggraph.views.map.paths import scale_path
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page, render_part
from eloggraph.views.page.sources import read_template
from eloggraph.views.poster.model import (
    HEIGHT,
    WIDTH,
    PosterModel,
    set_foot,
    set_key,
    set_words,
    tell_key_top,
)


def render_poster_svg(model: PosterModel, language: Language = "fi") -> str:
    """Return the poster as one SVG file in one language, its style inside."""
    style = read_template("poster/poster.css").partition(":root{")[0]
    return _draw_sheet(model, language, style)


def render_poster(model: PosterModel, language: Language = "fi") -> str:
    """Return a page with the poster in every language; printed it is one sheet of A3."""
    title = say("pages.poster.page-title", title=model.title)
    return render_page(
        "poster/poster",
        title=title.say(language),
        language=language,
        shared_scripts=("report/report.js",),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        sheets={code: _draw_sheet(model, code, "") for code in LANGUAGES},
    )


def _draw_sheet(model: PosterModel, language: Language, style: str) -> str:
    return render_part(
        "poster/sheet.svg",
        style=style,
        width=WIDTH,
        height=HEIGHT,
        language=language,
        label=f"{model.title.say(language)}. {model.claim.say(language)}",
        lines=set_words(model, language),
        key_head=say("pages.poster.key").say(language),
        key_top=tell_key_top(model),
        key=set_key(model, language, scale_path(COLLECTIVE, 7)),
        foot=tuple(set_foot(model, language)),
        picture=model.picture,
        tray=say("pages.map.tray").say(language),
        x=model.x,
        y=model.y,
        scale=model.scale,
        area_size=model.area_size,
        name_size=model.name_size,
    )

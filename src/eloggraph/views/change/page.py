"""The page of what changed: one offline file in every language, like the report beside it."""

from __future__ import annotations

from eloggraph.analysis.comparison import Comparison
from eloggraph.snapshot.change.model import WHYS
from eloggraph.text import LANGUAGES, Language, say
from eloggraph.views.change.words import list_changes, list_numbers, tell_headline, tell_sides
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page

MOST_ROWS = 100


def render_change_page(
    found: Comparison, language: Language = "fi", *, map_address: str = ""
) -> str:
    """Return the page, opening in the given language. The same comparison gives the same bytes.

    ``map_address`` is the map with both versions, where there is one beside it.
    """
    title = say("compare.page-title", title=found.new.title)
    lists = [(why, list_changes(found, why, MOST_ROWS)) for why in WHYS]
    return render_page(
        "change/change",
        title=title.say(language),
        language=language,
        shared_styles=("report/report.css",),
        shared_scripts=("report/report.js",),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        found=found,
        map_address=map_address,
        sides=tell_sides(found),
        headline=tell_headline(found),
        lists=[(why, listing) for why, listing in lists if listing.rows],
        numbers=list_numbers(found.answers),
        told=[answer for answer in found.answers if answer.old or answer.new],
    )

"""A page to print for each card, and one that lists them; both in every language, offline."""

from __future__ import annotations

from collections.abc import Sequence

from eloggraph.tables.cards import Card, list_instructions, list_yes_no
from eloggraph.text import LANGUAGES, Language, say
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page


def render_card_page(card: Card, language: Language) -> str:
    """Return the page of one card: what is on record, with room to mark and to write."""
    return render_page(
        "cards/card",
        title=card.label.say(language),
        language=language,
        shared_scripts=("report/report.js",),
        editions=tuple(Edition(code) for code in LANGUAGES),
        card=card,
        parts=[part for part in card.parts if part.lines],
        instructions=list_instructions(card, paper=True),
        yes_no=list_yes_no(),
    )


def render_index(cards: Sequence[tuple[Card, str, str]], language: Language) -> str:
    """Return the page that lists the cards, each with the addresses of its page and workbook."""
    title = say("confirm.page.title")
    return render_page(
        "cards/cards",
        title=title.say(language),
        language=language,
        shared_styles=("cards/card.css",),
        shared_scripts=("report/report.js",),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        cards=cards,
        name=lambda address: address.rpartition("/")[2],
        count=lambda card: sum(len(part.lines) for part in card.parts),
    )

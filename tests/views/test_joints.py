"""Where long words of the legend may be broken."""

from __future__ import annotations

import pytest

from eloggraph.text import Text
from eloggraph.views.page.joints import SOFT_HYPHEN, break_long_words


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("kansalaisyhteiskunta", "kansalais-yhteis-kunta"),
        ("ammattikorkeakoulu", "ammatti-korkea-koulu"),
        ("työvoimaviranomainen", "työ-voi-ma-vi-ra-no-mai-nen"),
        ("elinkeinoelämä", "elinkeino-elämä"),
        ("koulutuskunta", "koulutuskunta"),  # short enough to stay whole
        ("sosiaali- ja terveysala", "sosiaali- ja terveysala"),
    ],
)
def test_finnish_words_are_broken_at_joints_or_syllables(word: str, broken: str) -> None:
    assert break_long_words(Text.same(word)).fi.replace(SOFT_HYPHEN, "-") == broken


def test_other_languages_are_broken_at_known_joints_only() -> None:
    text = Text("x", "sysselsättningsområde", "responsibilities of nobody")
    found = break_long_words(text)
    assert found.sv.replace(SOFT_HYPHEN, "-") == "sysselsättnings-område"
    assert break_long_words(Text.same("civilbefolkningen")).sv == "civilbefolkningen"
    assert found.en == "responsibilities of nobody"

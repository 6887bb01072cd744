"""Where a long word may be broken: at the joints of a compound, or else of Finnish at syllables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eloggraph.text import LANGUAGES, Text

SOFT_HYPHEN = "\u00ad"
_LONG = 14
# Second parts of compounds that the field's words are made of, in any of their forms.
_PARTS: Mapping[str, str] = {
    "fi": "alue|ammati|elämä|hallin|hanke|henkilö|järjestö|keskus|korkea|koulu|kunta|laitos"
    "|ohja[au]|opisto|oppilaitos|organisaatio|osasto|palvelu|toimin|toimist|turva|verkosto"
    "|virasto|yhdisty|yhteis|yliopisto|yritt|yrity",
    "sv": "anstalt|arbet|center|central|enhet|förbund|förening|högskola|institut|ledning"
    "|läroanstalt|myndighet|nätverk|område|organisation|samhälle|skola|tjänst|utbildning"
    "|vägledning|verksamhet",
    "en": "",
}
# Before a consonant and a vowel, but not after two vowels that make no syllable together.
_SYLLABLE = re.compile(
    r"(?<=[^\W\d_]{3})(?<!ae|ao|ea|eo|oa|oe|eä|eö|äe|öe)(?=[bcdfghjklmnpqrstvwxz][aeiouyäöå][^\W\d_])",
    re.IGNORECASE,
)
_WORD = re.compile(rf"[^\W\d_]{{{_LONG},}}")


def break_long_words(text: Text) -> Text:
    """Return a text with soft hyphens where its long words may be broken; all else stays.

    >>> break_long_words(Text.same("kansalaisyhteiskunta")).fi.split(SOFT_HYPHEN)
    ['kansalais', 'yhteis', 'kunta']
    >>> break_long_words(Text.same("koulutus")).fi
    'koulutus'
    """
    broken = {language: _break_in(text.say(language), language) for language in LANGUAGES}
    return Text.each(lambda language: broken[language])


def _break_in(text: str, language: str) -> str:
    parts = _PARTS.get(language)
    joints = re.compile(rf"(?<=[^\W\d_]{{3}})(?={parts})", re.IGNORECASE) if parts else None

    def break_word(found: re.Match[str]) -> str:
        word = found[0]
        broken = joints.sub(SOFT_HYPHEN, word) if joints else word
        if broken == word and language == "fi":
            broken = _SYLLABLE.sub(SOFT_HYPHEN, word)
        return broken

    return _WORD.sub(break_word, text)

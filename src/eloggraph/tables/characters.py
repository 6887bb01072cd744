"""Characters that are not what they look like, as classes of regular expressions and by name."""

from __future__ import annotations

from eloggraph.text import LANGUAGES, Text, say

# Controls and marks that take no room of their own.
UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\ufff9-\ufffb"
)
# Letters of other alphabets, and the Latin ones that they look like.
LOOK_ALIKE = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеоріјсѕухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
        "ABESIJKMHOPCTYXaeopijcsyxhdqwABEZHIKMNOPTYXovp",
        strict=True,
    )
)
# Parts of letters, and the few letters that have another form of their own.
APART = (
    r"\u0300-\u036f\u1100-\u11ff\u1ab0-\u1aff\u20d0-\u20ff\u2126\u212a\u212b\u3099\u309a"
    r"\ufe20-\ufe2f"
)
# Without any of these a text has no fault that is looked for; with one it may have.
SUSPECT = rf"{UNSEEN}\u200c\u200d\ufffd{APART}{''.join(LOOK_ALIKE)}ÃÂâïð¡½¾"
_NAMES = {
    "\u00a0": "no-break-space",
    "\u00ad": "soft-hyphen",
    "\u200b": "zero-width-space",
    "\u200c": "joiner",
    "\u200d": "joiner",
    "\u2060": "joiner",
    "\ufeff": "byte-order-mark",
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "direction"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", "direction"),
    **dict.fromkeys("\u2028\u2029", "line"),
}


def name_character(character: str) -> Text:
    """Return the code point of a character and, of the usual ones, its name.

    >>> name_character("\u200b").en
    'U+200B (zero width space)'
    """
    code = f"U+{ord(character):04X}"
    if character not in _NAMES:
        return Text.same(code)
    name = say(f"inspect.character.{_NAMES[character]}")
    return Text(*(f"{code} ({name.say(language)})" for language in LANGUAGES))

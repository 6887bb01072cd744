"""What may not stand in a page as it is: characters that deceive, and what would end a script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from markupsafe import Markup

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# C0 and C1 controls but tab and line feed, marks that turn the writing direction, surrogates, and
# what is no character.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SCRIPT_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def clean_text(text: str) -> str:
    r"""Return the text with control and direction-turning characters replaced.

    >>> clean_text("Gradia\x1b[31m")
    'Gradia�[31m'
    """
    return text if text.isprintable() else _UNSAFE.sub(_REPLACEMENT, text)


def escape_script_json(data: object, *, raw: bool = False) -> Markup:
    r"""Return data as JSON that may stand inside a ``<script type="application/json">``.

    ``raw`` is for a script that edits texts, and cleans what it shows itself: nothing is replaced.

    >>> escape_script_json("</script>")
    Markup('"\\u003c/script\\u003e"')
    """
    said = data if raw else _clean_data(data)
    text = json.dumps(said, ensure_ascii=raw, separators=(",", ":"))
    return Markup(text.translate(_SCRIPT_ESCAPES))  # escaped on this line


def _clean_data(data: object) -> object:
    match data:
        case str():
            return clean_text(data)
        case Mapping():
            return {clean_text(str(key)): _clean_data(value) for key, value in data.items()}
        case list() | tuple():
            return [_clean_data(value) for value in data]
        case _:
            return data


def clean_shown(value: object) -> object:
    """Clean what a template is about to show; what we escaped ourselves stays as it is."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def inline_source(text: str, closing: str) -> Markup:
    """Return a style or script as it stands; one that could end its own element is refused."""
    if closing in text.lower():
        raise ValueError(f"an inlined source holds {closing!r}")
    return Markup(text)  # our own file or a pinned library's

"""Names in lines: as wide as they will be at most, whatever font the reader has.

A browser measures text only when it draws it; a picture has its lines before that. So widths are
those of DejaVu Sans, the widest of the fonts that our pages ask for.
"""

from __future__ import annotations

import re

# In thousandths of the size of type: a letter of each width, and what most letters have.
_WIDTHS = {
    letter: width
    for width, letters in (
        (280, "ijlIJ|"),
        (318, " \u00a0.,:;'’/"),
        (361, "-ft()[]{}!"),
        (411, "r"),
        (525, "szc"),
        (592, "xvykFL?"),
        (636, "0123456789bdghnpquPTYESaeoäåöéü"),
        (700, "ABRKCVXZÄÅUHNG"),
        (790, "DOQÖwHNG"),
        (1000, "mMW@%—…"),
    )
    for letter in letters
}
_BOLD = 1.12
# A break after a space or a hyphen between letters.
_PIECES = re.compile(r"\S+?(?:(?<=\w)-(?=\w)|(?=\s|$))\s*")
# What the last part of a long Finnish or Swedish compound often is: a word may break before it.
_TAILS = (
    *("ammattikorkeakoulu", "kuntayhtymä", "yhdistys", "korkeakoulu", "kansalaisopisto", "opisto"),
    *("palvelut", "palvelukeskus", "keskus", "toimisto", "kuntakokeilu", "kokeilu", "verkosto"),
    *("oppilaitos", "koulutus", "ohjaus", "neuvonta", "valmennus", "virasto", "hallinto", "ryhmä"),
    *("yrkeshögskola", "högskola", "förening", "tjänster", "byrå", "verket", "centralen"),
    *("hakeutuvat", "suunnittelevat", "osallistuvat", "vägledning", "utbildning", "nätverk"),
)
_SHORTEST_HEAD = 4


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most.

    >>> measure("mi", 10) > measure("ii", 10)
    True
    """
    units = sum(_WIDTHS.get(c) or (700 if c < "\u0590" else 1050) for c in text)
    return units / 1000 * size * (_BOLD if bold else 1)


def wrap_name(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 4
) -> tuple[str, ...]:
    """Break a name into lines: at spaces and hyphens, then where a compound is joined.

    A name of more than ``most`` lines ends with an ellipsis; a table beside has all of it.

    >>> wrap_name("Jyväskylän ammattikorkeakoulu", 150, 12)
    ('Jyväskylän', 'ammattikorkeakoulu')
    >>> wrap_name("Jyväskylän ammattikorkeakoulu", 100, 12)
    ('Jyväskylän', 'ammatti-', 'korkeakoulu')
    """
    lines: list[str] = []
    line = ""
    for whole in _PIECES.findall(" ".join(text.split())):
        for piece in _split_word(whole, width, size, bold):
            if line and measure((line + piece).rstrip(), size, bold=bold) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip("-") + "…"]
    return tuple(lines)


def _split_word(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word whole where it fits, else in parts: a part of a compound, or what fits."""
    if measure(word.rstrip(), size, bold=bold) <= width:
        return [word]
    at = max((_find_joint(word, tail) for tail in _TAILS), default=0)
    head = f"{word[:at]}-"
    if at and measure(head, size, bold=bold) <= width:
        return [head, *_split_word(word[at:], width, size, bold)]
    at = len(word) - 1
    while at > 1 and measure(word[:at] + "-", size, bold=bold) > width:
        at -= 1
    return [f"{word[:at]}-", *_split_word(word[at:], width, size, bold)] if at > 1 else [word]


def _find_joint(word: str, tail: str) -> int:
    """Return where the last part of a compound begins, or 0."""
    at = word.lower().rfind(tail)
    return at if at >= _SHORTEST_HEAD else 0

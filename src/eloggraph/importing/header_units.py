"""The unit that a header gives for the amounts below it, as “Rahoitus (1000 €)”."""

from __future__ import annotations

import re

_EURO = r"(?:€|eur\w*|e\b)"
_THOUSAND = (
    rf"(?:1[ .\u00a0\u202f]?000 ?{_EURO}|{_EURO} ?1[ .\u00a0\u202f]?000|[tk]\.? ?(?:€|eur\w*)"
    rf"|(?:tuhat|tuhatta|tuhan[st]\w*|tusen\w*|thousands?)(?: (?:of )?{_EURO})?"
    rf"|{_EURO} (?:thousands?|tusen))"
)
_MILLION = (
    rf"(?:(?:milj\.|milj|miljoon\w*|miljon|miljoner|millions?|mn)(?: ?(?:of )?{_EURO})?"
    rf"|m ?(?:€|eur\w*)|{_EURO} ?(?:millions?|miljoner|mn))"
)
_UNITS = tuple(
    # A unit ends its header, or the upper one of two; “yli 1000 €” is a limit and none.
    (
        re.compile(
            r"(?<!\byli)(?<!\balle)(?<!\böver)(?<!\bover)(?<!\bunder)(?:\s*[(\[,/;:]\s*|\s+)"
            rf"{words}(?:\s*/\s*(?:v|vuosi|år|year))?\s*[)\]]?\s*(?=$|: )",
            re.I,
        ),
        word,
    )
    for words, word in ((_THOUSAND, "t€"), (_MILLION, "m€"))
)


def find_unit(header: str) -> str | None:
    """Return the unit of thousands or millions that a header ends with.

    >>> find_unit("Rahoitus (1000 €)"), find_unit("Budget, milj. €"), find_unit("Budjetti (€)")
    ('t€', 'm€', None)
    >>> find_unit("Rahoitus (1000 €): ESR+")
    't€'
    """
    return next((word for form, word in _UNITS if form.search(header)), None)


def drop_unit(header: str) -> str:
    """Return a header without the unit that it ends with.

    >>> drop_unit("Budjetti, t€")
    'Budjetti'
    """
    for form, _ in _UNITS:
        header = form.sub("", header) or header
    return header

"""The unit that a header gives for the amounts below it, as “Rahoitus (1000 €)”."""

from __future__ import annotations

import re

from eloggraph.graph.populate.written_amounts import FACTORS

_EURO = r"(?:€|eur\w*|e\b)"
_KRONOR = r"(?:kr\b|kronor|kruunu(?:a|ja|ina|issa)?\b|sek\b|nok\b|dkk\b)"
_1000 = r"1[ .\u00a0\u202f]?000"
# What multiplies in headers alone, beside the words that do so in cells.
_ALSO = {
    1_000: rf"{_1000} ?(?:{_EURO}|{_KRONOR})|{_EURO} ?{_1000}|[tk]\.? ?(?:€|eur\w*)"
    rf"|(?:tuhan[st]\w*|tusen\w*|thousands)(?: (?:of )?(?:{_EURO}|{_KRONOR}))?",
    1_000_000: rf"(?:miljoon\w*)(?: ?{_EURO})?|m ?(?:€|eur\w*)",
}
_SHORT = {1_000: "t€", 1_000_000: "m€", 1_000_000_000: "mrd€"}
_UNITS = tuple(
    # A unit ends its header, or the upper one of two; “yli 1000 €” is a limit and none.
    (
        re.compile(
            r"(?<!\byli)(?<!\balle)(?<!\böver)(?<!\bover)(?<!\bunder)(?:\s*[(\[,/;:]\s*|\s+)"
            rf"(?:(?:{words})(?: ?(?:of )?(?:{_EURO}|{_KRONOR}))?|{_EURO} ?(?:{words})"
            rf"|{_ALSO.get(factor, '(?!)')})"
            r"(?:\s*/\s*(?:v|vuosi|år|year))?\s*[)\]]?\s*(?=$|: )",
            re.I,
        ),
        _SHORT[factor],
    )
    for words, factor in FACTORS
)
_IN_KRONOR = re.compile(rf"(?:\b|[\d_])[tm]?{_KRONOR}", re.I)


def find_unit(header: str) -> str | None:
    """Return the unit of thousands, millions or billions that a header ends with.

    >>> find_unit("Rahoitus (1000 €)"), find_unit("Budget, milj. €"), find_unit("Budjetti (€)")
    ('t€', 'm€', None)
    >>> find_unit("Rahoitus (1000 €): ESR+"), find_unit("Budjetti (mrd. €)")
    ('t€', 'mrd€')
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


def is_in_kronor(text: str) -> bool:
    """Tell whether a header or an amount says kronor, which are no euros.

    >>> is_in_kronor("Budget (tkr)"), is_in_kronor("5 mkr"), is_in_kronor("Budjetti (t€)")
    (True, True, False)
    """
    return _IN_KRONOR.search(text) is not None

"""Which of the known names that are near a text is the one that was meant, where that is plain."""

from __future__ import annotations

from collections.abc import Sequence

# A slip is one letter, or two in a long name; the next name is farther by as many.
_LONG, _APART = 8, 2
_LONGEST = 200


def choose_meant(text: str, near: Sequence[str]) -> str | None:
    """Return the one name that a text means; None where it may be another, or none.

    It is the only one that is near, or the only one from which a slip of the keyboard leads to the
    text. Names that differ in a digit are different names, and a word that a name only has among
    others is no slip of it: whoever wrote it may have meant something wider.

    Examples
    --------
    >>> choose_meant("Raisoi", ["Raisio", "Raasepori"])
    'Raisio'
    >>> choose_meant("oppilaitos", ["ammatillinen oppilaitos"]) is None
    True
    >>> choose_meant("Salla", ["Salo", "Sallo"]) is None
    True
    >>> choose_meant("Lukio 9", ["Lukio 8"]) is None
    True
    """
    if not near or len(text) > _LONGEST or _digits(text) != _digits(near[0]):
        return None
    if len(near) == 1:
        return None if _is_wider(text, near[0]) else near[0]
    distances = [count_slips(text.casefold(), name.casefold()) for name in near]
    most = 2 if len(text) >= _LONG else 1
    is_plain = distances[0] <= most and min(distances[1:]) >= distances[0] + _APART
    return near[0] if is_plain else None


def _is_wider(text: str, name: str) -> bool:
    words = set(name.casefold().split())
    return set(text.casefold().split()) < words


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]


def count_slips(one: str, other: str) -> int:
    """Return how many letters are left out, put in, taken for others or exchanged with the next.

    >>> count_slips("raisoi", "raisio"), count_slips("koulutuss", "koulutus")
    (1, 1)
    """
    before, row = list[int](), list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for index, wanted in enumerate(other, 1):
            least = min(before[index] + 1, row[-1] + 1, before[index - 1] + (letter != wanted))
            if at > 1 and index > 1 and letter == other[index - 2] and one[at - 2] == wanted:
                least = min(least, last[index - 2] + 1)
            row.append(least)
    return row[-1]

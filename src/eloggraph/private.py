"""Private data in texts: e-mail addresses, telephone numbers, Finnish personal identity codes.

They are found to be told of by their kind, and concealed wherever a text of the data is shown. What
only looks like a number to call is left alone: dates, amounts, counts and batches, postal codes,
business ids, IBAN, ISBN, DOI and the digits of web addresses (those of ``tel:`` are one). A number
of a company (010, 020, 029, 0800) is told too: many are the direct line of somebody who works
there, and nothing in the number says which are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import unquote

Kind = Literal["email", "phone", "identity-code"]
CONCEALED = "•••"

# One space or dash, as people and word processors write them, or a few between two parts.
_DASHES = r"\u2010-\u2015\u2212\-"
_GAP = rf"[\s{_DASHES}]{{0,3}}"
_SOME = rf"[\s{_DASHES}]{{1,3}}"
# Characters without width break no word.
_UNSEEN = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)

_LOCAL = r"[\w.%+'’-]+"
_DOMAIN = r"(?:[\w-]+\.)+[^\W\d_]{2,}"
_AT = r"(?:[@＠]|%40|&#0*64;|&#x0*40;|&commat;)"
_ENDING = r"(?:fi|se|ax|ee|no|dk|de|eu|uk|com|org|net|info|edu)\b"
_OPEN, _CLOSE = r"[(\[{<*|]\s?", r"\s?[)\]}>*|]"
# What is said for @ between brackets of any kind.
_AT_WORD = r"-?(?:att?|ätt?|@|miu\w{0,9}|snabel-?a)-?"
_DOT = rf"(?:\.|\s?{_OPEN}(?:dot|piste|punkt|\.){_CLOSE}\s?|\s(?:dot|piste|punkt)\s)"
_WORDY_DOMAIN = rf"[\w-]+(?:{_DOT}[\w-]+){{0,6}}(?:{_DOT}[^\W\d_]{{2,}}|\s?\.\s?{_ENDING})"
_WORDY_LOCAL = rf"(?:[\w-]+\s(?:dot|piste|punkt)\s){{0,4}}{_LOCAL}"
EMAILS = (
    rf"{_LOCAL}\"?(?:\s{_AT}\s|{_AT}\s?){_DOMAIN}",
    rf"{_WORDY_LOCAL}\s?{_OPEN}{_AT_WORD}{_CLOSE}\s?{_WORDY_DOMAIN}",
    # “a)” is a point of a list too, where the word before it is like any other.
    rf"(?:[\w+%'-]+\.{_LOCAL}\s?|{_LOCAL}){_OPEN}a{_CLOSE}\s?{_DOMAIN}",
    rf"{_WORDY_LOCAL}\s(?:ät|miu\w{{0,9}}|-at-|[aä]t-merkki|snabel-?a)\s{_WORDY_DOMAIN}",
    # “at” is a word of its own in English: the dot must be in words too, or the name of two parts.
    rf"{_WORDY_LOCAL}\sat\s[\w-]+(?:{_DOT}[\w-]+){{0,6}}\s(?:dot|piste|punkt)\s{_ENDING}",
    rf"[^\W\d_]+\.[^\W\d_]+\sat\s(?:[\w-]+\.)+{_ENDING}",
)
_BORN = r"[0-3][. -]?\d[. -]?[01][. -]?\d[. -]?(?:(?:18|19|20)\d\d|\d[. -]?\d)"
IDENTITY_CODES = (
    rf"{_BORN}\s{{0,2}}[{_DASHES}+A-FU-Y_/]\s{{0,2}}\d\s?\d\s?\d\s?[0-9A-Y]",
    # Without the sign the letter at the end must show that it is no number.
    rf"{_BORN}\s?\d{{3}}[A-Y]",
)
PHONES = (
    rf"(?:\+\s?|00)358\)?{_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{4,11}}",
    rf"\+[1-9]\d{{0,2}}\)?(?:[\s.(){_DASHES}]{{0,3}}\d){{6,12}}",
    rf"358\s?(?:4\d|50)(?:\d{{7,8}}|{_SOME}\d(?:{_GAP}\d){{5,7}})",
    r"0[1-9]\d{7,10}",
    rf"0[235689]{_SOME}\d{{3}}(?:{_GAP}\d){{3,6}}",
    rf"0[1-9]\d{_SOME}\d(?:{_GAP}\d){{4,8}}",
    rf"0[1-9]\d\d{_SOME}\d(?:{_GAP}\d){{4,7}}",
    rf"\(0[1-9]\d{{0,2}}\){_GAP}\d(?:{_GAP}\d){{4,8}}",
    r"0(?:4\d|50)\d?(?:/\d{6,7}|\.\d{3}\.?\d{3,4})",
    r"0[1-9]\d\s?/\s?\d{3}\s?\d{2,5}",
    rf"(?:puh|puhelin|matkapuhelin|gsm|tel|tfn|mobil|phone|vaihde)[.:]\s{{0,2}}\d(?:{_GAP}\d){{5,11}}",
)
# What may stand before and after, so that the match is no part of something larger.
BEFORE_PHONE, AFTER_PHONE = r"[\w./=&#%~+@\\,:-]", rf"\w|[{_DASHES}]\d|[.,]\d{{1,3}}(?!\d)"
_UNIT = r"(?:(?:kpl|kappaletta|stycken|st(?!\.)|pcs|euro(?:a|n|s)?|eur|henkilöä)\b|€)"
# Numbers of other things, web addresses among them.
OTHER = (
    r"(?:https?|ftp)://\S+|www\.\S+|urn:\S+|doi:\S+|10\.\d{4,9}/\S+"
    r"|(?-i:\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b)"
    r"|IS[BS]N(?:-1[03])?[\s:]{0,2}[\dX][\d\s–-]{5,16}[\dX]"
    r"|(?<![\d.])\d{1,30}(?:\.\d{1,30}){4,}|\b\d{7}-\d\b"
    # Thousands with what is counted after them, and batches, unless it is a whole mobile number.
    rf"|(?<![\d+])\d{{1,3}}(?:\s\d{{3}}){{1,4}}\s?{_UNIT}"
    r"|\b(?:erä(?:numero)?|parti(?:nummer)?|batch|sarjanumero|serienummer)[.:]?\s?(?:n(?:ro|r|o)[.:]?\s)?"
    r"(?!0(?:4\d|50)[\s-]?\d{3}[\s-]?\d{4})\d(?:[\s-]?\d){2,14}"
    r"|\b(?:dnro|diaari|diaarinumero|diarienummer|viitenumero|viite|\w*tunnus|\w*tunniste|\w*koodi)[.:]?\s?(?!0(?:4\d|50)[\s\d-])[\d/-]+"
)


# A cheap first look, which may let through more than it must: what has none of these is free.
_MARKS = r".,;:!?()\[\]{}<>*|\"'"
_S, _CHARACTER, _LETTER = r"[\s]", rf"[^\s{_MARKS}]", rf"[^\s{_MARKS}0-9]"
_MAYBE_AT = rf"-?(?:att?|[äÄ]tt?|@|miu{_CHARACTER}{{0,9}}|snabel-?a)-?"
_AT_ALONE = rf"[\s(\[{{<*|](?:{_MAYBE_AT}|a|[aäÄ]t-merkki){_S}?[\s)\]}}>*|]{_S}?"
_SOON = rf"{_CHARACTER}+(?:{_S}?\.{_S}?{_LETTER}|{_S}?[\s(\[{{<*|]{_S}?(?:dot|piste|punkt|\.))"
_SUSPECT_ADDRESSES = (
    r"[@＠]|%40|&#0*64;|&#x0*40;|&commat;",
    rf"(?i){_AT_ALONE}{_SOON}",
)
_SUSPECT_NUMBERS = (
    rf"[0-9](?:[. -]?[0-9]){{5}}{_S}{{0,2}}[{_DASHES}+A-FU-Ya-fu-y_/ ]?{_S}{{0,2}}"
    rf"[0-9]{_S}?[0-9]{_S}?[0-9]{_S}?[0-9A-Ya-y]",
    rf"(?:\+{_S}?[0-9]|(?:^|[^0-9.,]|[^0-9][.,]|[0-9]{{4}},)0[0-9]|(?:^|[^0-9])358)"
    rf"(?:[\s().{_DASHES}/]{{0,3}}[0-9]){{5}}",
    rf"(?i)(?:puh|puhelin|gsm|tel|tfn|mobil|phone|vaihde)[.:]{_S}{{0,2}}[0-9]",
)
# The same for Polars, which takes longer over a class of all blanks or letters there are than over
# all texts of a network.
_BLANK = r"\t-\r\x1c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SCREEN = "|".join(f"(?:{pattern})" for pattern in (*_SUSPECT_ADDRESSES, *_SUSPECT_NUMBERS)).replace(
    r"\s", _BLANK
)

# The same for an id, alone or at the end of an IRI: of all that may be in one, little looks so.
SUSPECT_ID = (
    r"[@＠]|%40|%EF%BC%A0"
    r"|(?:^|[/#])(?:(?:\+|%2B)[0-9]|0[1-9]|00358|358(?:4|50))(?:(?:[ ._-]|%20)?[0-9]){5}"
    r"|[0-3][0-9][01][0-9]{3}(?:[+A-FU-Ya-fu-y-]|%2B)?[0-9]{3}[0-9A-Ya-y]"
)


_AT_MARKS = (
    *(" at ", " ät ", " miu", " -at-", "t-merkki", "snabel", "＠", "%40", "&#", "&commat;"),
    *(f"{opening}{space}{word}" for opening in "([{<*|" for space in ("", " ") for word in "aäm@-"),
)
_FEWEST_DIGITS = 6
_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_PARTS = r"(\d\d)(\d\d)(?:18|19|20)?(\d\d)([+A-FU-Y]?)(\d{3})(\w)"
_CENTURIES = {"+": 1800, **dict.fromkeys("YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}


def find_private(text: str) -> tuple[Kind, ...]:
    """Return the kinds of private data that a text holds, each once.

    >>> find_private("Kysy: maija (at) firma.fi, puh. 040 123 4567")
    ('email', 'phone')
    >>> find_private("0116297-6, 00100 Helsinki, 12.1.2024")
    ()
    """
    return tuple(dict.fromkeys(kind for kind, _, _ in _find(_strip(text))))


@lru_cache(maxsize=4096)
def conceal(text: str) -> str:
    """Return a text with a mark in place of whatever is private in it.

    >>> conceal("Maija, 131052-308T ja maija@firma.fi")
    'Maija, ••• ja •••'
    """
    if not is_suspect(text):
        return text
    bare = _strip(text)
    found = list(_find(bare))
    if not found:
        return text
    parts, end = [], 0
    for _, start, stop in sorted(found, key=lambda each: each[1:]):
        if start >= end:
            parts += [bare[end:start], CONCEALED]
        end = max(end, stop)
    return "".join([*parts, bare[end:]])


@lru_cache(maxsize=4096)
def conceal_address(iri: str) -> str:
    """Return an IRI with its parts concealed: one made from an id may hold it, percent-encoded.

    >>> conceal_address("https://example.org/actors/maija%40firma.fi")
    'https://example.org/actors/•••'
    """
    if not is_suspect(unquote(iri).replace("/", " ")):
        return iri
    parts = re.split(r"([/#])", iri)
    return "".join(CONCEALED if find_private(unquote(part)) else part for part in parts)


def conceal_ids(iris: Iterable[str]) -> dict[str, str]:
    """Return those IRIs of which the id is private, each with what is shown in its place.

    Numbers in the order of the IRIs tell them apart. A part of a hash would too, but whoever tries
    all numbers that there are finds the one it is of.

    >>> conceal_ids(["https://e.fi/actors/jyu", "https://e.fi/actors/0401234567"])
    {'https://e.fi/actors/0401234567': 'https://e.fi/actors/•••-1'}
    """
    shown = {iri: conceal_address(iri) for iri in sorted(set(iris))}
    private = [iri for iri, text in shown.items() if text != iri]
    return {iri: f"{shown[iri]}-{number}" for number, iri in enumerate(private, 1)}


def _strip(text: str) -> str:
    """Return a text without characters that nobody sees."""
    return "".join(character for character in text if character not in _UNSEEN)


def is_suspect(text: str) -> bool:
    """Tell whether a text may hold something private: a cheap first look.

    >>> is_suspect("Keski-Suomi, 2024-01-31"), is_suspect("01 0203 04")
    (False, True)
    """
    if "@" in text or (not text.isascii() and not _UNSEEN.isdisjoint(text)):
        return True
    folded = text.casefold().replace("\u00a0", " ")
    if any(mark in folded for mark in _AT_MARKS) and _find_any(_SUSPECT_ADDRESSES, text):
        return True
    has_number = sum(map(text.count, "0123456789")) >= _FEWEST_DIGITS
    return has_number and _find_any(_SUSPECT_NUMBERS, text)


def _find_any(patterns: Iterable[str], text: str) -> bool:
    return any(_look(pattern)(text) for pattern in patterns)


@cache
def _look(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what finds e-mail, identity codes, numbers of other things, and telephone numbers.

    They are made when something is suspected: most tables need none.
    """

    def make(patterns: Iterable[str], before: str, after: str) -> re.Pattern[str]:
        return re.compile(f"{before}(?:{'|'.join(patterns)})(?!{after})", re.IGNORECASE)

    # Of a letter with a mark after it, as in “puh.”, a number may follow at once.
    free = rf"(?:(?<!{BEFORE_PHONE})|(?<=[^\W\d_][.:,])|(?<=\d{{4}}[,/]))"
    return (
        make(EMAILS, r"(?<![\w.%+'’-])", r"[\w-]"),
        make(IDENTITY_CODES, r"(?<!\d)", r"[^\W_]"),
        make([OTHER], "", r"(?!)"),
        make(PHONES, free, AFTER_PHONE),
    )


def _find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield kind, start and end of whatever is private in a text."""
    if not is_suspect(text):
        return
    emails, codes, others, phones = _patterns()
    found: list[tuple[Kind, int, int]] = [("email", *m.span()) for m in emails.finditer(text)]
    matches = (m for m in codes.finditer(text) if is_identity_code(m.group()))
    found += [("identity-code", *match.span()) for match in matches]
    rest = list(text)
    for start, end in [*(span for _, *span in found), *(m.span() for m in others.finditer(text))]:
        rest[start:end] = "\0" * (end - start)
    numbers = phones.finditer("".join(rest))
    yield from found
    yield from (("phone", *match.span()) for match in numbers if is_phone(match.group()))


def is_identity_code(text: str) -> bool:
    """Tell whether a text of that form is a Finnish personal identity code.

    The day must exist, the individual number be 002–999, and the character at the end be the one
    that the digits give (Digital and Population Data Services Agency). The sign in the middle
    tells the century; since 2023 there are several for the 1900s and the 2000s.

    >>> is_identity_code("131052-308T"), is_identity_code("131052-308U")
    (True, False)
    >>> is_identity_code("13 10 52 W 308 T")
    True
    """
    # Where no letter or plus tells the century a dash does, or what people write for one.
    parts = re.fullmatch(_PARTS, re.sub(r"[^0-9A-Z+]", "", text.upper()))
    if parts is None:
        return False
    day, month, year, sign, number, check = parts.groups()
    try:
        date(_CENTURIES.get(sign, 1900) + int(year), int(month), int(day))
    except ValueError:
        return False
    born = day + month + year
    return int(number) >= 2 and check == _CHARACTERS[int(born + number) % 31]


def is_phone(text: str) -> bool:
    """Tell whether digits in the form of a telephone number are one.

    >>> [is_phone(text) for text in ("+46 701 234 567", "+10 000 000", "049 091 092")]
    [True, False, False]
    """
    groups = re.findall(r"\d+", text)
    digits = "".join(groups)
    zeros = sum(set(group) == {"0"} and len(group) > 2 for group in groups)
    if zeros > 1 or not 6 <= len(digits) <= 15:
        return False
    if text[0] == "+" and groups[0][:3] != "358":
        return _is_foreign(groups, digits)
    if _are_codes(text, groups):
        return False
    # Months with years, or years alone, are no number.
    years = [group for group in groups if re.fullmatch(r"(?:19|20)\d\d", group)]
    is_month = len(groups[0]) == 2 and groups[1:2] == years[:1] and bool(years)
    return len(years) < 2 and not is_month and not (years and text[0] == "(")


def _is_foreign(groups: list[str], digits: str) -> bool:
    """Tell whether a number after a plus sign is one to call abroad, and no amount."""
    is_amount = len(groups) > 1 and {len(group) for group in groups[1:]} == {3}
    if len(groups) == 1 or is_amount:
        return len(digits) >= 10 and not digits.endswith("000")
    return len(digits) >= 8


def _are_codes(text: str, groups: list[str]) -> bool:
    """Tell whether groups of digits are a list of codes, or the id of a piece of land."""
    is_even = len(groups) > 1 and len({len(group) for group in groups}) == 1
    if is_even and (len(groups) > 3 or all(group[0] == "0" for group in groups)):
        return True
    is_mobile = re.match(r"0(?:4|50)|\+|358|00", text) is not None
    return not is_mobile and len(re.findall(rf"\d[{_DASHES}]", text)) > 2 and " " not in text

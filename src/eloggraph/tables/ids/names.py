"""Names as a reader compares them, and the ids that are made from them."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import polars as pl

from eloggraph.private import SUSPECT_ID, conceal

_LONGEST = 60
# What a reader passes over: white space, dashes, characters that cannot be seen, quotation marks,
# commas and full stops.
_MARKS = "_'’‘´`\"”“„»«.,\u2212"
_KINDS = frozenset({"Zs", "Zl", "Zp", "Pd", "Cc", "Cf"})
_OVERLOOKED = rf"[\p{{Z}}\p{{Pd}}\p{{Cc}}\p{{Cf}}{_MARKS}]+"
# Letters that have no plain one within them, as those who lack them on a keyboard write them.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "đ": "d", "þ": "th", "ł": "l"}
    | {"ŋ": "n", "ŧ": "t", "ǥ": "g", "ı": "i", "’": "", "'": "", "´": "", "\u00ad": ""}
)
_SUSPECT = re.compile(SUSPECT_ID)


def fold_names(names: pl.Expr) -> pl.Expr:
    """Return names without what a reader passes over when two of them are compared.

    Case, spaces, hyphens and dashes, non-breaking and invisible characters, quotation marks,
    commas and full stops. Letters stay what they are: *Sälä* is not *Sala*. A name that is made of
    nothing else is null.

    Examples
    --------
    >>> names = pl.DataFrame({"name": ["Ylä–Savon\u00a0TE-toimisto", "ylä savon te toimisto", "-"]})
    >>> names.select(fold_names(pl.col("name")))["name"].to_list()
    ['yläsavontetoimisto', 'yläsavontetoimisto', None]
    """
    plain = names.str.normalize("NFKC").str.to_lowercase().str.replace_all(_OVERLOOKED, "")
    return pl.when(plain != "").then(plain)


def fold_name(name: str) -> str:
    """Return one name as :func:`fold_names` does; empty where nothing is left.

    >>> fold_name("Ylä–Savon\u00a0TE-toimisto")
    'yläsavontetoimisto'
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(
        letter
        for letter in plain
        if letter not in _MARKS and unicodedata.category(letter) not in _KINDS
    )


def make_slug(name: str) -> str:
    """Return an id made from a name: small letters, digits and hyphens, at most 60 of them.

    What is private in a name does not get into an id, which is part of a web address, and neither
    does its hash: whoever tries all numbers finds the one it is of. A name without any letter or
    digit of the Latin script gives a part of its hash.

    Examples
    --------
    >>> make_slug("Ylä-Savon ammattiopisto (YSAO)"), make_slug("Åbo Akademi")
    ('yla-savon-ammattiopisto-ysao', 'abo-akademi')
    >>> make_slug("Ощадбанк"), make_slug("040 123 4567")
    ('x-ad7a3624', 'x')
    """
    shown = conceal(name)
    spelt = unicodedata.normalize("NFKD", shown.casefold().translate(_LETTERS))
    plain = "".join(character for character in spelt if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    if slug and not _SUSPECT.search(slug):
        return slug
    if slug or shown != name:
        return "x"
    folded = unicodedata.normalize("NFKC", name).casefold()
    return f"x-{hashlib.sha256(folded.encode()).hexdigest()[:8]}"

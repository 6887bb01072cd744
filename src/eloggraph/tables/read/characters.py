"""Suspicious characters: invisible, look-alike, twice encoded, lost, decomposed.

A cell keeps its text; the finding says what is odd in it and what it probably was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import polars as pl

from eloggraph.finding import Finding, Severity, tell
from eloggraph.private import CONCEALED, conceal
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import ROW, RawTable
from eloggraph.text import Text, abridge, say

# Control characters and marks that have no width.
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
# Combining characters, and the few letters that have a second code point.
APART = (
    r"\u0300-\u036f\u1100-\u11ff\u1ab0-\u1aff\u20d0-\u20ff\u2126\u212a\u212b\u3099\u309a"
    r"\ufe20-\ufe2f"
)
# A text without any of these has none of the faults; a text with one of them may.
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
_UNSEEN = f"[{UNSEEN}]"
# Joiners shape letters of other scripts and pictures; beside a Latin letter they are a leftover.
_JOINER = r"[A-Za-zÀ-ɏ][\u200c\u200d]|[\u200c\u200d][A-Za-zÀ-ɏ]|^[\u200c\u200d]|[\u200c\u200d]$"
# UTF-8 read as cp1252: the lead byte of a letter or dash, then what a following byte looks like.
_FOLLOWS = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_TWICE = rf"(?:Ã{_FOLLOWS}|Â[\u00a0-\u00bf]|Å[¡½¾]|[âï]{_FOLLOWS}{_FOLLOWS}|ð{_FOLLOWS}{{3}})"
_MIXED = (
    rf"\p{{Latin}}[\p{{L}}\p{{M}}]*[{''.join(LOOK_ALIKE)}]"
    rf"|[{''.join(LOOK_ALIKE)}][\p{{L}}\p{{M}}]*\p{{Latin}}"
)
_LOST = "\ufffd"
_LONGEST_SHOWN = 80
# A cheap first pattern: a cell that does not match it has none of these faults.
_SCREEN = rf"{_UNSEEN}|[\u200c\u200d]|{_TWICE}|[{''.join(LOOK_ALIKE)}]|{_LOST}|[{APART}]"


def find_character_faults(raw: RawTable, keys: frozenset[int] = frozenset()) -> list[Finding]:
    """Find cells and headers with suspicious characters.

    Parameters
    ----------
    keys
        The columns that hold keys: other rows refer to them, so an invisible or look-alike
        character is a violation there, as in a header.

    Returns
    -------
    A finding for each such cell, the rest of a column counted beyond the first ones.
    """
    findings = list(_judge_headers(raw))
    columns = raw.frame.columns[1:]
    if raw.is_plain or not columns:
        return findings
    # One query over all columns: almost all tables end here.
    hits = raw.frame.select(pl.col(columns).str.contains(_SCREEN).any()).row(0)
    for index, is_hit in enumerate(hits):
        if is_hit:
            cells = raw.frame.select(ROW, text=f"c{index}")
            suspect = cells.filter(pl.col("text").str.contains(_SCREEN))
            severity: Severity = "violation" if index in keys else "warning"
            findings.extend(_judge_cells(raw, index, suspect, severity))
            findings.extend(_judge_forms(raw, index, suspect, cells))
    return findings


def _judge_headers(raw: RawTable) -> Iterator[Finding]:
    if all(header.isascii() and header.isprintable() for header in raw.headers):
        return
    headers = pl.DataFrame({ROW: [raw.header_row] * len(raw.headers), "text": raw.headers})
    for index in headers["text"].str.contains(_SCREEN).arg_true():
        yield from _judge_cells(raw, index, headers[index : index + 1], "violation")


def _judge_cells(
    raw: RawTable, index: int, cells: pl.DataFrame, severity: Severity
) -> Iterator[Finding]:
    """Report each kind of fault in cells of a column; ``cells`` has rows and texts."""
    texts = cells["text"].unique()
    for code, pattern, make in _KINDS:
        found = texts.filter(texts.str.contains(pattern))
        if found.is_empty():
            continue

        def judge(row: int, text: str, code: str = code, make: _Make = make) -> Finding:
            return make(raw, code, severity, row, index, text)

        yield from tell_cells(cells.filter(pl.col("text").is_in(found.implode())), judge)


def _tell_unseen(
    raw: RawTable, code: str, severity: Severity, row: int, index: int, text: str
) -> Finding:
    found = re.search(f"{_UNSEEN}|[\u200c\u200d]", text)
    character = found.group() if found else ""
    bare = conceal(text)
    shown = re.sub(f"{_UNSEEN}|[\u200c\u200d]", lambda m: f"⟨U+{ord(m.group()):04X}⟩", bare)
    place = raw.place(row, index)
    name = name_character(character)
    seen = re.sub(_UNSEEN, "", text)
    return tell(
        code,
        severity,
        place,
        value=text,
        instead=seen if seen != text else None,
        character=name,
        shown=abridge(shown, _LONGEST_SHOWN),
    )


def _tell_twice_encoded(
    raw: RawTable, code: str, severity: Severity, row: int, index: int, text: str
) -> Finding:
    probable = _decode_again(text)
    return tell(
        code,
        "warning",
        raw.place(row, index),
        value=text,
        instead=probable,
        probable=abridge(conceal(probable), _LONGEST_SHOWN),
    )


def _tell_look_alike(
    raw: RawTable, code: str, severity: Severity, row: int, index: int, text: str
) -> Finding:
    word = next(w for w in re.findall(r"\w+", text) if _is_mixed(w))
    letter = next(character for character in word if character in LOOK_ALIKE)
    if word not in conceal(text):
        word = CONCEALED
    script = "cyrillic" if "CYRILLIC" in unicodedata.name(letter) else "greek"
    return tell(
        code,
        severity,
        raw.place(row, index),
        value=text,
        word=word,
        letter=f"{letter} (U+{ord(letter):04X})",
        script=say(f"inspect.script.{script}"),
        like=LOOK_ALIKE[letter],
    )


def _tell_lost(
    raw: RawTable, code: str, severity: Severity, row: int, index: int, text: str
) -> Finding:
    return tell(code, "warning", raw.place(row, index), value=text)


def _judge_forms(
    raw: RawTable, index: int, suspect: pl.DataFrame, cells: pl.DataFrame
) -> Iterator[Finding]:
    """Report decomposed letters once for a column, and texts that differ in nothing else."""
    whole = pl.col("text").str.normalize("NFC").alias("whole")
    rows = suspect.with_columns(whole).filter(pl.col("text") != pl.col("whole"))
    if rows.is_empty():
        return
    first = cells.unique("text", keep="first", maintain_order=True).rename({ROW: "other"})
    twins = rows.join(first, left_on="whole", right_on="text", maintain_order="left")

    def make(row: int, text: str, whole: str, other: int) -> Finding:
        place, whole = raw.place(row, index), unicodedata.normalize("NFC", text)
        return tell("cell-twin", "warning", place, value=text, instead=whole, other=str(other))

    yield from tell_cells(twins.select(ROW, "text", "whole", "other"), make)
    if twins.height < rows.height:
        alone = rows.join(twins.select(ROW), on=ROW, how="anti", maintain_order="left")
        row, text = alone.select(ROW, "text").row(0)
        yield tell("letters-decomposed", "info", raw.place(row, index), value=text, n=alone.height)


@cache
def _is_mixed(word: str) -> bool:
    return bool(pl.Series([word]).str.contains(_MIXED).item())


def _decode_again(text: str) -> str:
    """Return what a text was before its UTF-8 was read as cp1252, if that is certain."""

    def mend(match: re.Match[str]) -> str:
        try:
            return b"".join(map(_byte_of, match.group())).decode("utf-8")
        except UnicodeError:
            return match.group()

    return re.sub(_TWICE, mend, text)


def _byte_of(character: str) -> bytes:
    """Return the byte that reads as a character in cp1252, or in Latin-1 where that has none."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


_Make = Callable[[RawTable, str, Severity, int, int, str], Finding]
_KINDS: tuple[tuple[str, str, _Make], ...] = (
    ("cell-unseen", f"{_UNSEEN}|{_JOINER}", _tell_unseen),
    ("cell-twice-encoded", _TWICE, _tell_twice_encoded),
    ("cell-look-alike", _MIXED, _tell_look_alike),
    ("cell-letter-lost", _LOST, _tell_lost),
)


def name_character(character: str) -> Text:
    """Return the code point of a character and, of the usual ones, its name.

    >>> name_character("\u200b").en
    'U+200B (zero width space)'
    """
    code = f"U+{ord(character):04X}"
    if character not in _NAMES:
        return Text.same(code)
    name = say(f"inspect.character.{_NAMES[character]}")
    return Text.each(lambda language: f"{code} ({name.say(language)})")

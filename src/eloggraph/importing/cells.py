"""What stands in the cells of a column: lists taken apart, and how many values fit a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from eloggraph.graph.populate.listed import CONJUNCTIONS, split_listed
from eloggraph.importing.listed_names import NO_LEGAL_FORM, begins_as_name
from eloggraph.importing.names import (
    LANGUAGE_PATH,
    Codes,
    KnownNames,
    list_of,
    read_value,
)
from eloggraph.importing.otherwise import (
    find_otherwise,
    names_code,
    read_language,
    read_large_amount,
)
from eloggraph.private import find_private
from eloggraph.schema.model import Column
from eloggraph.tables.ids.names import fold_name

# Between the values of a cell wherever they stand; a comma may belong to a name.
_ALWAYS = ";|•·▪‣"
_BULLET = re.compile(r"^\s*[-–*•·▪‣]\s+")
_NUMBER = re.compile(r"^\s*[0-9]{1,2}[.)]\s+")
_LINES = re.compile(r"[\r\n\v\u2028\u2029]+")
_RANGE = re.compile(
    r"\s*[–—−]\s*|\s+-\s+|(?<=[0-9.])-(?=[0-9]{1,2}\.|[0-9]{4}\b)|(?<=[0-9]{4})-(?=[0-9]{4}\b)|\.{2,}"
)
_AMOUNT = re.compile(r"\s*(?:€|eur(?:oa|o)?|\be\b)\.?\s*(?:/\s*v(?:uosi)?)?$", re.I)
_ADDRESS = re.compile(
    r"\b[0-9]{5}\b"
    r"|[a-zäöå](?:katu|tie|kuja|polku|kaari|aukio|tori|gatan|vägen|street|road|esplanadi)\b ?\d",
    re.I,
)
_NAME = r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?"
_PERSON = re.compile(rf"{_NAME}(?: (?:{_NAME}|[A-ZÅÄÖ]\.))? (?:(?:von|af|de) )?{_NAME}")
# Between several people in one cell.
_AMONG = re.compile(rf"\s*[,;/&\n]\s*|\s+(?:{CONJUNCTIONS})\s+")
_FEW_WORDS = 2
_NOTHING = frozenset({"-", "–", "—", "?", ".", "ei", "ei ole", "nej", "none", "n/a", "ei tiedossa"})
# So many separators may stand in the name of one thing.
_MOST_WITHIN = 4
Known = Callable[[str], bool]


def is_nothing(text: str) -> bool:
    """Tell whether a text says that there is nothing.

    >>> is_nothing("Ei ole"), is_nothing("–"), is_nothing("Kela")
    (True, True, False)
    """
    return text.strip().casefold() in _NOTHING


def list_values(column: Sequence[str | None]) -> list[str]:
    """Return the cells that hold something."""
    return [cell for cell in column if cell]


def choose_separators(cells: Sequence[str], is_known: Known, *, is_list: bool) -> str:
    """Return the characters that part several values of a cell in a column.

    A comma parts values where that makes more of them known, or where nothing is known and what
    follows it begins as a name does.

    Parameters
    ----------
    is_known
        Tells whether a text is a name or a code that is known.
    is_list
        Whether the column may hold several values at all.
    """
    if not is_list:
        return ""
    found = "".join(mark for mark in _ALWAYS if any(mark in cell for cell in cells))
    # A known name with a comma in it stays whole, whatever the others are.
    with_comma = [cell for cell in cells if "," in cell and not is_known(cell)]
    if found or not with_comma:
        return found
    parts = [part for cell in with_comma for part in _split_plain(cell, ",")]
    known = sum(map(is_known, parts))
    alone = {fold_name(cell) for cell in cells if "," not in cell}
    if known or any(fold_name(part) in alone for part in parts):
        return ","
    if all(map(_is_short, parts)) or (len(parts) > len(with_comma) and _are_names(parts)):
        return ","
    return ""


def _are_names(parts: Sequence[str]) -> bool:
    return all(map(begins_as_name, parts))


def _is_short(text: str) -> bool:
    """Tell whether a text is a common word or two rather than a name or a sentence."""
    return text[:1].islower() and len(text.split()) <= _FEW_WORDS


def _split_plain(text: str, separators: str) -> list[str]:
    marks = f"[{re.escape(separators)}]{NO_LEGAL_FORM}" if separators else r"(?!)"
    return [part for part in map(str.strip, re.split(marks, text, flags=re.I)) if part]


def split_cell(text: str, separators: str, is_known: Known) -> list[str]:
    """Return the values of a cell; a known name with a separator in it stays whole.

    >>> split_cell("Kela, Itäinen piiri, Kuopio", ",", {"Kela, Itäinen piiri"}.__contains__)
    ['Kela, Itäinen piiri', 'Kuopio']
    >>> split_cell("Kuopio ja Iisalmi", "", {"Kuopio", "Iisalmi"}.__contains__)
    ['Kuopio', 'Iisalmi']
    >>> split_cell("2. asteen opiskelijat", "", set().__contains__)
    ['2. asteen opiskelijat']
    """
    found: list[str] = []
    lines = [line for line in _LINES.split(text) if line.strip()]
    # A number before a single name belongs to it: “2. asteen opiskelijat”.
    is_numbered = len(lines) > 1 and all(map(_NUMBER.match, lines))
    for line in lines:
        bare = (_NUMBER if is_numbered else _BULLET).sub("", line).strip()
        if not bare:
            continue
        for part in _split_keeping(bare, separators, is_known):
            found += _split_further(part, is_known)
    return list(dict.fromkeys(found))


def _split_keeping(text: str, separators: str, is_known: Known) -> list[str]:
    """Split at separators, the longest known names first."""
    if not separators or is_known(text):
        return [text]
    tokens = re.split(f"([{re.escape(separators)}]){NO_LEGAL_FORM}", text, flags=re.I)
    parts, at = [], 0
    while at < len(tokens):
        end = at + 1
        furthest = min(len(tokens), at + 2 * _MOST_WITHIN + 1)
        for stop in range(furthest, at + 1, -2):
            if is_known("".join(tokens[at:stop]).strip()):
                end = stop
                break
        part = "".join(tokens[at:end]).strip()
        if part:
            parts.append(part)
        at = end + 1
    return parts


def _split_further(text: str, is_known: Known) -> list[str]:
    """Split at “ja” or “/” where all that comes of it is known."""
    if is_known(text):
        return [text]
    parts = split_listed(text)
    return parts if len(parts) > 1 and all(map(is_known, parts)) else [text]


def split_range(text: str) -> tuple[str, str] | None:
    """Return the two ends of a stretch of time as they are written, either may be empty.

    >>> split_range("1.1.2024–31.12.2025"), split_range("2024-2026"), split_range("2024")
    (('1.1.2024', '31.12.2025'), ('2024', '2026'), None)
    """
    parts = _RANGE.split(text.strip())
    if len(parts) != 2:
        return None
    first, last = (part.strip() for part in parts)
    if not any(each[:1].isdigit() for each in (first, last)):
        return None
    # “1.1.–31.12.2025”: the year is said once.
    if re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.", first) and (year := re.search(r"[0-9]{4}$", last)):
        first += year[0]
    if re.fullmatch(r"[0-9]{1,2}\.", first) and (rest := re.search(r"[0-9]{1,2}\.[0-9]{4}$", last)):
        first += rest[0]
    return first, last


def bare_amount(text: str) -> str:
    """Return an amount without the sign of its currency.

    >>> bare_amount("120 000 €")
    '120 000'
    """
    return _AMOUNT.sub("", text.strip())


def has_addresses(cells: Sequence[str]) -> bool:
    """Tell whether most cells look like postal addresses."""
    return bool(cells) and 2 * sum(bool(_ADDRESS.search(cell)) for cell in cells) > len(cells)


def measure_private(cells: Sequence[str]) -> float:
    """Return the share of cells that hold an address, a number or a code of a person."""
    return sum(bool(find_private(cell)) for cell in cells) / len(cells) if cells else 0.0


@dataclass(kw_only=True)
class Fit:
    """Tells how many values of a column are values of a column of the model."""

    known: KnownNames
    codes: Codes

    def knows(self, column: Column) -> Known:
        """Return what tells whether a text is a known value of a column."""
        if column.kind == "node":
            return lambda text: (
                self.known.find(column, text) is not None
                or find_otherwise(column, text, self.known, self.codes) is not None
                or names_code(column, text, self.known, self.codes)
            )
        if column.kind in ("concept", "class"):
            scheme = list_of(column)
            return lambda text: (
                self.codes.find(scheme, text) is not None
                or self.codes.find_loosely(scheme, text) is not None
            )
        if column.path == LANGUAGE_PATH:
            return self._speaks(column)
        return lambda text: False

    def finds(self, column: Column, text: str) -> bool:
        """Tell whether a text is the name of a row, or of a code, of a column."""
        if column.kind == "node":
            return self.known.find(column, text) is not None
        return self.codes.find(list_of(column), text) is not None

    def measure(self, column: Column, cells: Sequence[str]) -> float | None:
        """Return the share of values that fit a column; None where any text would.

        References that may be to rows that nobody has named yet fit by half.
        """
        if not cells:
            return None
        if column.path == LANGUAGE_PATH:
            return _share(cells, lambda text: all(map(self._speaks(column), split_listed(text))))
        if column.kind in ("language", "text"):
            return _measure_text(column, cells)
        if column.kind in ("node", "concept", "class"):
            return self._measure_names(column, cells)
        if column.kind == "date":
            return _share(cells, lambda text: _is_time(column, text))
        if column.kind in ("decimal", "integer"):
            return _share(cells, lambda text: _is_amount(column, text))
        if column.kind == "iri":
            return _share(cells, is_web_address)
        if column.kind == "boolean":
            return _share(cells, lambda text: read_value(column, text) is not None)
        return None

    def _speaks(self, column: Column) -> Known:
        return lambda text: read_language(column, text, self.known) is not None

    def _measure_names(self, column: Column, cells: Sequence[str]) -> float:
        is_known = cache(self.knows(column))  # asked to split a cell, and again of its parts
        separators = choose_separators(cells, is_known, is_list=True)
        parts = {p for cell in cells for p in split_cell(cell, separators, is_known)}
        return sum(map(is_known, parts)) / len(parts) if parts else 0.0


def _measure_text(column: Column, cells: Sequence[str]) -> float | None:
    if column.pattern is not None:
        return _share(cells, re.compile(column.pattern).fullmatch)
    return None


def _share(cells: Sequence[str], is_it: Callable[[str], object]) -> float:
    return sum(is_it(cell) not in (None, False) for cell in cells) / len(cells)


def _is_amount(column: Column, text: str) -> bool:
    bare = bare_amount(text)
    return read_value(column, bare) is not None or read_large_amount(column, text) is not None


def _is_time(column: Column, text: str) -> bool:
    if read_value(column, text) is not None:
        return True
    ends = split_range(text)
    return ends is not None and all(not e or read_value(column, e) is not None for e in ends)


def is_web_address(text: str) -> bool:
    """Tell whether a text is a web address, with or without https://.

    >>> is_web_address("www.ohjaamo.fi/kuopio"), is_web_address("Kuopio")
    (True, False)
    """
    return (
        re.fullmatch(r"(?:https?://)?(?:[\w-]+\.)+[a-zäö]{2,}(?:[/?#]\S*)?", text.strip(), re.I)
        is not None
    )


def are_people(cells: Sequence[str], is_known: Known) -> bool:
    """Tell whether nearly all cells look like the names of people, and none is a known name.

    >>> are_people(["Aino Esimerkki sekä Eero von Esimerkki", "-"], lambda text: False)
    True
    """
    said = [cell for cell in cells if not is_nothing(cell)]
    looking = sum(all(map(_PERSON.fullmatch, _AMONG.split(cell.strip()))) for cell in said)
    return bool(said) and looking >= 0.8 * len(said) and not any(map(is_known, said))


def is_distinct(cells: Sequence[str]) -> float:
    """Return the share of cells that say what no other does."""
    return len({fold_name(cell) for cell in cells}) / len(cells) if cells else 0.0

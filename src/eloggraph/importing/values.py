"""Single values of foreign cells, as the model writes them; what is none is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.cells import (
    Fit,
    bare_amount,
    is_nothing,
    is_web_address,
    split_cell,
    split_range,
)
from eloggraph.importing.header_units import find_unit, is_in_kronor
from eloggraph.importing.listed_names import names_nobody, split_names
from eloggraph.importing.names import (
    BRACKETED,
    LANGUAGE_PATH,
    Codes,
    KnownNames,
    fold_words,
    list_forms,
    list_of,
    list_referred,
    name_code,
    read_value,
)
from eloggraph.importing.otherwise import (
    find_codes,
    find_near_time,
    find_otherwise,
    read_language,
    read_large_amount,
)
from eloggraph.importing.slips import Slips
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Table
from eloggraph.tables.ids.names import fold_name
from eloggraph.tables.read.match import find_nearest
from eloggraph.tables.read.meant import choose_meant
from eloggraph.text import LANGUAGES, Language, quote_names

_AREA = expand("elo:Area")
_NEAR = 0.75


def _list_near_places(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return places that are spelt much as a text: “koko maakunta” is not near to Satakunta."""
    one = fold_words(text)
    return tuple(
        name
        for name in find_nearest(text, names)
        if SequenceMatcher(None, one, fold_words(name)).ratio() >= _NEAR
    )


def _is_known_by_brackets(text: str, written: str) -> bool:
    """Tell whether a name that has brackets is known by what stands in them alone."""
    found = BRACKETED.match(text)
    if found is None:
        return False
    names = set(map(fold_name, (written, *list_forms(written))))
    before, within = map(fold_name, found.groups())
    return within in names and names.isdisjoint({fold_name(text), before})


def _is_stretch(column: Column, first: str, last: str) -> bool:
    """Tell whether two ends are of the column, and the end does not come before the beginning."""
    ends = [end and read_value(column, end) for end in (first, last)]
    if None in ends:
        return False
    begun, ended = ends
    size = min(len(begun or ""), len(ended or ""))
    return not size or (begun or "")[:size] <= (ended or "")[:size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A text that is no value of its column: why, and what is near to it."""

    code: str
    text: str
    near: tuple[str, ...] = ()

    def tell(self, place: Place, column: Column) -> Finding:
        """Return it as a finding at its cell."""
        return tell(
            self.code,
            "warning",
            place,
            value=self.text,
            instead=choose_meant(self.text, self.near),
            chapter="importing",
            variant="near" if self.near else "far",
            column=column.names,
            near=quote_names(self.near),
        )


@dataclass(kw_only=True)
class Taken:
    """The values of a cell; the end of a stretch of time; and what was none of them.

    ``new`` are names among the values that no row has; ``read`` are texts that mean a value which
    they do not say, with the value.
    """

    values: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    read: list[tuple[str, str]] = field(default_factory=list)
    until: str = ""
    faults: list[Fault] = field(default_factory=list)

    def tell(self, place: Place, column: Column) -> list[Finding]:
        """Return what was read as something else, and what could not be read, at its cell."""
        names = column.names
        read = [
            tell(
                "import-read-as",
                "info",
                place,
                chapter="importing",
                value=text,
                column=names,
                name=value,
            )
            for text, value in self.read
        ]
        return [*read, *(fault.tell(place, column) for fault in self.faults)]


@dataclass(kw_only=True)
class ValueReader:
    """Reads cells as values of columns, in the language of the workbook."""

    known: KnownNames
    codes: Codes
    language: Language
    _places: dict[tuple[tuple[str, ...], str, int], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare what finds slips among the names that are known by then."""
        self.slips = Slips(known=self.known)

    def read(
        self, column: Column, cell: str, separators: str, *, is_single: bool, header: str = ""
    ) -> Taken:
        """Return the values that a cell has for a column; a reference as its row is called.

        Amounts are of the unit that the header gives.
        """
        if is_nothing(cell):
            return Taken()
        if column.kind == "language":
            return Taken(values=[" ".join(cell.split())])
        parts = [cell.strip()] if is_single else self._split(column, cell, separators)
        taken = Taken()
        for part in parts:
            self._read_part(column, part, header, taken)
        return taken

    def _split(self, column: Column, cell: str, separators: str) -> list[str]:
        if column.path == LANGUAGE_PATH:
            separators += ",/"
        is_known = Fit(known=self.known, codes=self.codes).knows(column)
        parts = split_cell(cell, separators, is_known)
        if column.kind != "node" or _AREA in column.classes:
            return parts
        return list(dict.fromkeys(name for part in parts for name in split_names(part, is_known)))

    def _read_part(self, column: Column, part: str, header: str, taken: Taken) -> None:
        if column.kind == "node":
            self._read_name(column, part, taken)
        elif column.kind in ("concept", "class"):
            self._read_code(column, part, header, taken)
        elif column.kind == "date":
            self._read_time(column, part, taken)
        elif column.path == LANGUAGE_PATH:
            tag = read_language(column, part, self.known)
            self._keep(taken, tag, "import-value-unread", part)
        elif column.kind in ("decimal", "integer"):
            self._read_amount(column, part, header, taken)
        elif column.kind == "iri":
            self._keep(taken, self._read_address(column, part), "import-value-unread", part)
        elif column.kind == "boolean":
            fits = read_value(column, part) is not None
            self._keep(taken, part if fits else None, "import-value-unread", part)
        elif column.pattern is not None and not re.search(column.pattern, part):
            taken.faults.append(Fault(code="import-value-unread", text=part))
        elif column.kind == "text":
            taken.values.append(part)
        else:
            taken.faults.append(Fault(code="import-value-unread", text=part))

    def _read_amount(self, column: Column, part: str, header: str, taken: Taken) -> None:
        bare = bare_amount(part)
        # A cell that says “€” says its own unit.
        said = f"{part} {header}" if bare == part.strip() else part
        if column.kind == "decimal" and is_in_kronor(said):
            taken.faults.append(Fault(code="import-amount-kronor", text=part))
            return
        unit = find_unit(header) if column.kind == "decimal" else None
        amount = read_large_amount(column, f"{part} {unit}") if unit else None
        amount = amount or read_large_amount(column, part)
        if amount is None and read_value(column, bare) is not None:
            taken.values.append(bare)
        elif amount is not None:
            taken.values.append(amount)
            taken.read.append((part, amount))
        else:
            taken.faults.append(Fault(code="import-value-unread", text=part))

    def _read_name(self, column: Column, part: str, taken: Taken) -> None:
        written = self.known.find(column, part)
        if written is not None:
            taken.values.append(written)
            if _is_known_by_brackets(part, written):
                taken.read.append((part, written))
            return
        if (meant := find_otherwise(column, part, self.known, self.codes)) is not None:
            taken.values.append(meant)
            taken.read.append((part, meant))
            return
        if names_nobody(part):
            taken.faults.append(Fault(code="import-name-nobody", text=part))
            return
        is_place = _AREA in column.classes
        near = self._find_places(column, part) if is_place else self.slips.find(column, part)
        if near or is_place or not any(letter.isalpha() for letter in part):
            taken.faults.append(Fault(code="import-name-unknown", text=part, near=near))
            return
        if not list_referred(self.known.schema, column):
            taken.faults.append(Fault(code="import-name-unknown", text=part))
            return
        taken.values.append(part)
        taken.new.append(part)

    def _find_places(self, column: Column, part: str) -> tuple[str, ...]:
        """Return the places that are near a text; the same one stands in many cells."""
        names = self.known.list_names(column)
        key = (column.classes, part, len(names))
        if key not in self._places:
            self._places[key] = _list_near_places(part, names)
        return self._places[key]

    def _keep(self, taken: Taken, value: str | None, code: str, part: str) -> None:
        if value is None:
            taken.faults.append(Fault(code=code, text=part))
        else:
            taken.values.append(value)

    def _read_code(self, column: Column, part: str, header: str, taken: Taken) -> None:
        scheme = list_of(column)
        if (concept := self.codes.find(scheme, part)) is not None:
            meant = name_code(concept, self.language)
            taken.values.append(meant)
            # Below a header a tick stands, so its reader does not see what the header was read as.
            if part == header and fold_words(meant) != fold_words(part):
                taken.read.append((part, meant))
            return
        if (concept := self.codes.find_loosely(scheme, part)) is not None:
            meant = name_code(concept, self.language)
            taken.values.append(meant)
            taken.read.append((part, meant))
            return
        # A code may be written in any language: that of the workbook is only looked at first.
        languages = dict.fromkeys((self.language, *LANGUAGES))
        found = (find_nearest(part, self.codes.list_names(scheme, each)) for each in languages)
        near = next(filter(None, found), ())
        taken.faults.append(Fault(code="import-code-unknown", text=part, near=near))

    def _read_time(self, column: Column, part: str, taken: Taken) -> None:
        if read_value(column, part) is not None:
            taken.values.append(part)
            return
        ends = split_range(part)
        if ends is None or not _is_stretch(column, *ends):
            near = find_near_time(part)
            taken.faults.append(Fault(code="import-value-unread", text=part, near=near))
            return
        taken.values += [ends[0]] if ends[0] else []
        taken.until = ends[1]

    def _read_address(self, column: Column, part: str) -> str | None:
        if read_value(column, part) is not None:
            return part
        return f"https://{part}" if is_web_address(part) else None

    def list_codes(self, table: Table, name: str) -> dict[str, str]:
        """Return the codes that are called as a row of a table is, as they are written."""
        concepts = {concept.iri: concept for concept in self.known.schema.concepts}
        return {
            key: name_code(concepts[iri], self.language)
            for key, iri in find_codes(table, name, self.codes).items()
        }

    def name_default(self, column: Column) -> str:
        """Return how the value is written that a column has where nothing is known."""
        concepts = {concept.iri: concept for concept in self.known.schema.concepts}
        return name_code(concepts[column.default or ""], self.language)

"""The sheet of a workbook that holds the settings of its network, read as ``network.toml`` is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from eloggraph.config import FILE, NetworkConfig, accepts_setting
from eloggraph.finding import Finding, Place, tell
from eloggraph.iri import DATA
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.tables.model import Grid
from eloggraph.tables.read.match import find_nearest
from eloggraph.tables.settings import Setting, known_languages, known_settings
from eloggraph.tables.sheets import is_settings_sheet
from eloggraph.text import LANGUAGES, Text, quote_names

_BETWEEN = re.compile(r"[;|\n]")
_BETWEEN_CODES = re.compile(r"[;|\n,]")
_BETWEEN_WORDS = re.compile(r"[;|\n,/]|\s(?:ja|och|and|&)\s", re.I)
_DAY = re.compile(r"(?:(?:([0-9]{1,2})\.)?([0-9]{1,2})[./])?([0-9]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSettings:
    """What a sheet says of its network.

    ``said`` has the values by the keys of ``network.toml``; ``places`` tells the row of each, and
    ``sheet`` where all of them are; ``findings`` is what was wrong.
    """

    sheet: Place
    said: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def locate(self, finding: Finding) -> Finding:
        """Return a finding about a setting at the row of the sheet that it stands on."""
        place = finding.place
        if place is None or place.file != FILE:
            return finding
        at = self.places.get(place.column or "")
        return finding if at is None else replace(finding, place=at)


def read_settings(grids: Iterable[Grid], schema: Schema) -> SheetSettings | None:
    """Read the settings of a workbook; None where it has no sheet of them.

    A row is a setting where its first cell names one; every other row without a value is a text
    for people.
    """
    grid = next((grid for grid in grids if is_settings_sheet(grid.stem)), None)
    if grid is None:
        return None
    said: dict[str, Any] = {}
    places: dict[str, Place] = {}
    findings: list[Finding] = []
    seen: dict[Setting, int] = {}
    begun = False
    sheet = Place(file=grid.file, sheet=grid.sheet)
    for row, cells in enumerate(grid.records(), grid.first_row):
        name, value = ((cells[at] or "").strip() if at < len(cells) else "" for at in (0, 1))
        place = replace(sheet, row=row, column=name)
        setting = known_settings().get(normalise_header(name))
        if setting is None:
            if name and value and begun:
                findings.append(_tell_unknown(place, name))
            continue
        begun = True
        # An empty row says nothing, and takes the place of no other.
        if value and setting in seen:
            first = str(seen[setting])
            findings.append(tell("setting-repeated", "warning", place, value=name, first=first))
            continue
        if not value:
            continue
        seen[setting] = row
        read = _read_value(setting, value, schema)
        if read is None:
            told = tell("setting-value", "violation", place, value=value, variant=setting.key)
            findings.append(told)
            # Nothing is asked in the other languages where one of several is misspelt.
            if setting.key == "languages" and (known := [*filter(None, _read_languages(value))]):
                places.setdefault(setting.key, place)
                said[setting.key] = list(dict.fromkeys(known))
            continue
        places.setdefault(setting.key, place)
        said[setting.key] = _join(said.get(setting.key), read)
    return SheetSettings(sheet=sheet, said=said, places=places, findings=tuple(findings))


def _join(held: Any, read: Any) -> Any:
    """Return what a setting says when another row says more of it.

    A text without a language is that of every language that has none of its own.

    >>> _join("Savo", {"sv": "Savolax"})
    {'fi': 'Savo', 'sv': 'Savolax', 'en': 'Savo'}
    """
    if not any(isinstance(each, dict) for each in (held, read)):
        return read
    old, new = (
        dict.fromkeys(LANGUAGES, each) if isinstance(each, str) else each or {}
        for each in (held, read)
    )
    return old | new if isinstance(read, dict) else new | old


def tell_defaults(sheet: SheetSettings, config: NetworkConfig, folder: Path) -> Iterator[Finding]:
    """Tell what was made up for a network whose sheet of settings does not say it."""
    name = folder.resolve().name
    if "title" not in sheet.said and config.title == Text.same(name):
        yield tell("setting-empty", "warning", sheet.sheet, value=name, variant="title")
    if "base" not in sheet.said and config.base == f"{DATA}{config.id}/":
        yield tell("setting-empty", "info", sheet.sheet, value=config.base, variant="base")


def _tell_unknown(place: Place, name: str) -> Finding:
    names = [text for setting in known_settings().values() for text in setting.name.said]
    near = find_nearest(name, names)
    variant = "near" if near else "far"
    return tell(
        "setting-unknown", "warning", place, value=name, variant=variant, near=quote_names(near)
    )


def _read_value(setting: Setting, text: str, schema: Schema) -> Any:
    """Return a value as ``network.toml`` would have it; None where it is none."""
    match setting.key:
        case "title" | "description":
            return {setting.language: text} if setting.language else text
        case "languages":
            value: Any = _read_languages(text)
        case "modules":
            words = _list_words(_BETWEEN_CODES, text)
            value = [_find_module(word, schema) for word in words]
        case _ if setting.is_list:
            value = _list_words(_BETWEEN, text)
        case "date":
            value = _read_date(text)
        case _:
            value = text
    return value if accepts_setting(setting.key, value) else None


def _read_languages(text: str) -> list[str | None]:
    """Return the codes of the languages that a text names; None for each that is not known."""
    words = _list_words(_BETWEEN_WORDS, text)
    return [known_languages().get(normalise_header(word)) for word in words]


def _list_words(between: re.Pattern[str], text: str) -> list[str]:
    return [word for word in map(str.strip, between.split(text)) if word]


def _find_module(word: str, schema: Schema) -> str:
    wanted = normalise_header(word)
    for module in schema.modules:
        if wanted in map(normalise_header, (module.key, *module.names.said)):
            return module.key
    return word


def _read_date(text: str) -> str:
    """Return a day, month or year as ISO writes it; the text where it is none of ours.

    >>> _read_date("31.1.2026"), _read_date("1/2026"), _read_date("2026-01-31")
    ('2026-01-31', '2026-01', '2026-01-31')
    """
    found = _DAY.fullmatch(text.replace(" ", ""))
    if not found:
        return text.partition("T")[0].partition(" ")[0]
    day, month, year = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])

"""``network.toml``: what a network folder says about itself."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from eloggraph.finding import Finding, Place, tell
from eloggraph.iri import DATA, mint_segment
from eloggraph.nesting import has_long_key
from eloggraph.once import read_once
from eloggraph.publication import (
    IRI,
    CatalogueEntry,
    Citation,
    is_date,
    is_match,
    is_strings,
    read_catalogue,
    read_citation,
)
from eloggraph.text import FINISHED, LANGUAGES, LISTED, Language, Text, quote_names, say
from eloggraph.tie_sorts import TIE_SORTS, TieChoice, TieSort, sort_keys

FILE = "network.toml"
# What a new network has until somebody writes its own: an address that nobody owns.
PLACEHOLDER = "https://example.org/change-this/"
# Settings of people have some kilobytes.
MOST_BYTES = 1_000_000
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_SYNTAX_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_STRINGS = ("publisher", "licence", "previous")
_KNOWN = {
    *(
        "id",
        "base",
        "title",
        "description",
        "languages",
        "date",
        "uses",
        "ignore",
        "tables",
        "synthetic",
    ),
    *("catalogue", "citation", "ties", "modules"),
    "import",  # how foreign tables are read: importing knows what is in it
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkConfig:
    """The settings of one network folder.

    ``uses`` are the folders whose rows this one may refer to; ``previous`` the folder of the
    version before this one, which ``run`` tells the changes from; ``ignore`` the names, with ``*``
    for what may differ, of files and sheets that are not tables; ``renames`` maps a table's name to
    ``{header in the file: column key}``; ``date`` is the day, month or year whose state of
    affairs the data describes; ``ties`` the sorts of ties that count, by the key of a question or
    by ``together`` for all of them, where the network chose them; ``modules`` the parts of the
    model that are switched on besides the core, None where the settings name none.
    """

    id: str
    base: str
    title: Text
    description: Text | None = None
    publisher: str | None = None
    licence: str | None = None
    languages: tuple[Language, ...] = FINISHED
    date: str | None = None
    uses: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    previous: str | None = None
    modules: tuple[str, ...] | None = None
    synthetic: bool = False
    renames: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    catalogue: CatalogueEntry = field(default_factory=CatalogueEntry)
    citation: Citation = field(default_factory=Citation)
    ties: TieChoice = field(default_factory=dict)


def default_config(folder: Path) -> NetworkConfig:
    """Return the settings of a folder that has no ``network.toml``: all from its name."""
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "network"
    return NetworkConfig(
        id=name, base=f"{DATA}{mint_segment(name)}/", title=Text.same(folder.resolve().name)
    )


def read_config(
    folder: Path, sheet: Mapping[str, Any] | None = None
) -> tuple[NetworkConfig | None, tuple[Finding, ...]]:
    """Read ``network.toml`` of a folder.

    Parameters
    ----------
    sheet
        What a sheet of the folder's workbook says, by the keys of the file. It holds where the
        file says otherwise, which is told.

    Returns
    -------
    The settings, or ``None`` where they cannot be read, and every fault found. A folder
    without the file and without a sheet gets :func:`default_config` and a warning.
    """
    path = folder / FILE
    try:
        # Editors on Windows put a byte order mark before the text.
        text = _read_text(path)
        raw = tomllib.loads(text)
    except FileNotFoundError:
        if sheet is None:
            return default_config(folder), (tell("config-missing", "warning", Place(file=FILE)),)
        raw = {}
    except (OSError, UnicodeDecodeError) as error:
        fault = tell("file-unreadable", "violation", Place(file=FILE), reason=_reason(error))
        return None, (fault,)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers beyond Python
        found = _SYNTAX_PLACE.search(str(error))
        row = int(found.group(1)) if found else None
        reason = _SYNTAX_PLACE.sub("", str(error)).strip()
        place = Place(file=FILE, row=row)
        return None, (tell("config-syntax", "violation", place, reason=reason),)
    differences: list[Finding] = []
    if sheet is not None:
        differences = [*_find_differences(raw, sheet)]
        given = default_config(folder)
        raw = {"id": given.id, "title": folder.resolve().name} | raw | dict(sheet)
    faults = (*_find_faults(raw), *differences)
    if any(fault.severity == "violation" for fault in faults):
        return None, faults
    return _make_config(raw, folder), faults


def _find_differences(raw: Mapping[str, Any], sheet: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what a sheet and the file both say, but not alike; ``sheet`` holds."""

    def is_same(key: str) -> bool:
        if key in ("title", "description"):
            return _text(raw[key]) == _text(sheet[key])
        return str(raw[key]) == str(sheet[key])

    for key in sorted(raw.keys() & sheet.keys()):
        if not is_same(key):
            place, value = Place(file=FILE, column=key), _read_out(sheet[key])
            other = _read_out(raw[key])
            yield tell("config-differs", "warning", place, value=value, key=key, other=other)


def accepts_setting(key: str, value: object) -> bool:
    """Tell whether a value is one that a setting may have.

    >>> accepts_setting("date", "2026-13"), accepts_setting("languages", ["fi", "sv"])
    (False, True)
    """
    return not any(_find_faults({"id": "a", "title": "a", key: value}))


def find_placeholders(config: NetworkConfig) -> Iterator[Finding]:
    """Find the settings that are still as ``eloggraph new`` wrote them.

    >>> config = default_config(Path("keski-suomi"))
    >>> list(find_placeholders(config))
    []
    """
    name = say("template.config.name")
    left = {
        "base": [config.base] if config.base.startswith(PLACEHOLDER) else [],
        "title": [text for text in dict.fromkeys(config.title.said) if text in name.said],
    }
    for key, values in left.items():
        if values:
            value = ", ".join(values)
            place = Place(file=FILE, column=key)
            yield tell("config-placeholder", "warning", place, value=value, variant=key)


def _read_text(path: Path) -> str:
    """Return the text of a regular file of a bounded size, in which no key is a chain of tables.

    Raises
    ------
    ValueError
        When a key has more parts than the settings have any use for.
    OSError
        When it is no regular file, is too large, or cannot be read.
    """
    text = read_once(path, MOST_BYTES).decode("utf-8-sig")
    if has_long_key(text):
        raise ValueError("a key has more than 50 parts")
    return text


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _find_faults(raw: Mapping[str, Any]) -> Iterator[Finding]:
    def fault(key: str, what: str) -> Finding:
        place = Place(file=FILE, column=key)
        value = _write(raw.get(key, ""))
        return tell(f"config-{what}", "violation", place, value=value, key=key, **LISTED)

    if not is_match(_SLUG, raw.get("id")):
        yield fault("id", "id")
    if "base" in raw and not (is_match(IRI, raw["base"]) and raw["base"].endswith(("/", "#"))):
        yield fault("base", "base")
    if isinstance(raw.get("licence"), str) and not is_match(IRI, raw["licence"]):
        yield fault("licence", "licence")
    for key in ("title", "description"):
        if (key == "title" or key in raw) and _text(raw.get(key)) is None:
            yield fault(key, "text")
    languages = raw.get("languages", list(FINISHED))
    if not languages or not is_strings(languages) or set(languages) - set(LANGUAGES):
        yield fault("languages", "languages")
    if "date" in raw and not is_date(str(raw["date"])):
        yield fault("date", "date")
    if not is_strings(raw.get("uses", [])):
        yield fault("uses", "uses")
    if not is_strings(raw.get("ignore", [])):
        yield fault("ignore", "ignore")
    if not is_strings(raw.get("modules", [])):
        yield fault("modules", "modules")
    for key in _STRINGS:
        if not isinstance(raw.get(key, ""), str):
            yield fault(key, "string")
    if not isinstance(raw.get("synthetic", False), bool):
        yield fault("synthetic", "boolean")
    if not _is_renames(raw.get("tables", {})):
        yield fault("tables", "tables")
    if read_catalogue(raw.get("catalogue", {})) is None:
        yield fault("catalogue", "catalogue")
    if read_citation(raw.get("citation", {})) is None:
        yield fault("citation", "citation")
    yield from _find_wrong_ties(raw.get("ties", {}))
    for key in sorted(set(raw) - _KNOWN - set(_STRINGS)):
        yield tell("config-unknown-key", "warning", Place(file=FILE, column=key), key=key)


def _write(value: object) -> str:
    """Write a value as it stands in the settings, near enough; a text without quotation marks."""
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _read_out(value: object) -> str:
    """Write a value for a reader who knows a sheet and no TOML."""
    if isinstance(value, Mapping):
        return ", ".join(map(str, dict.fromkeys(value.values())))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _find_wrong_ties(ties: object) -> Iterator[Finding]:
    """Yield what of the section of ties is wrong: its form, a question or a sort unknown."""

    def fault(value: object, known: Iterable[str] = ()) -> Finding:
        near = get_close_matches(str(value), list(known))
        return tell(
            "config-ties",
            "violation",
            Place(file=FILE, column="ties"),
            value=_write(value),
            variant="near" if near else "far",
            near=quote_names(near),
            key="ties",
            sorts=", ".join(TIE_SORTS),
            keys=", ".join(sort_keys()),
        )

    if not isinstance(ties, dict):
        yield fault(ties)
        return
    for key, sorts in ties.items():
        if key not in sort_keys():
            yield fault(key, sort_keys())
        elif not is_strings(sorts) or not sorts:
            yield fault(sorts)
        else:
            yield from (fault(each, TIE_SORTS) for each in sorts if each not in TIE_SORTS)


def _is_renames(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(table, dict)
        and isinstance(table.get("columns", {}), dict)
        and all(isinstance(key, str) for key in table.get("columns", {}).values())
        for table in value.values()
    )


def _read_ties(ties: Mapping[str, list[str]]) -> TieChoice:
    return {
        key: frozenset[TieSort](sort for sort in TIE_SORTS if sort in sorts)
        for key, sorts in ties.items()
    }


def _text(value: object) -> Text | None:
    if isinstance(value, str) and value.strip():
        return Text.same(value)
    if not isinstance(value, dict) or not value or set(value) - set(LANGUAGES):
        return None
    if not all(isinstance(entry, str) and entry.strip() for entry in value.values()):
        return None
    return Text.of(value, "")


def _make_config(raw: Mapping[str, Any], folder: Path) -> NetworkConfig:
    title = _text(raw["title"])
    assert title is not None  # _find_faults has refused anything else
    return NetworkConfig(
        id=raw["id"],
        base=raw.get("base") or f"{DATA}{raw['id']}/",
        title=title,
        description=_text(raw.get("description")),
        publisher=raw.get("publisher"),
        licence=raw.get("licence"),
        languages=tuple(raw.get("languages", FINISHED)),
        date=str(raw["date"]) if "date" in raw else None,
        uses=tuple(raw.get("uses", ())),
        ignore=tuple(raw.get("ignore", ())),
        previous=raw.get("previous"),
        modules=tuple(raw["modules"]) if "modules" in raw else None,
        synthetic=raw.get("synthetic", False),
        renames={name: dict(t.get("columns", {})) for name, t in raw.get("tables", {}).items()},
        catalogue=read_catalogue(raw.get("catalogue", {})) or CatalogueEntry(),
        citation=read_citation(raw.get("citation", {})) or Citation(),
        ties=_read_ties(raw.get("ties", {})),
    )

"""Names of files: which are tables, and whether those in a folder make it a network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from eloggraph.config import FILE

CSV_SUFFIXES = (".csv", ".tsv")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods")
WORKBOOKS = tuple(f"network{suffix}" for suffix in WORKBOOK_SUFFIXES)
# The ids that are made for rows without one, beside the tables that they are of.
IDS = "ids.csv"
# Lock files of Excel and LibreOffice, and hidden files.
TEMPORARY = ("~$", ".")
_LONGEST_STEM = 80
# What Windows keeps for itself.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def is_csv(path: Path) -> bool:
    """Tell whether a file is read as CSV, by its name.

    >>> is_csv(Path("actors.CSV")), is_csv(Path("~$actors.csv"))
    (True, False)
    """
    return path.suffix.lower() in CSV_SUFFIXES and not path.name.startswith(TEMPORARY)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is of a kind that is read as a workbook, by its name."""
    return path.suffix.lower() in WORKBOOK_SUFFIXES and not path.name.startswith(TEMPORARY)


def is_network_file(path: Path) -> bool:
    """Tell whether tables or settings are read from a file of a folder, by its name.

    >>> [is_network_file(Path(n)) for n in ("network.toml", "a.tsv", "network.ods", "old.ods")]
    [True, True, True, False]
    """
    return path.name == FILE or is_csv(path) or path.name.lower() in WORKBOOKS


def is_network_folder(folder: Path) -> bool:
    """Tell whether a folder has settings or tables, whatever else is in it."""
    try:
        return any(is_network_file(path) for path in folder.iterdir())
    except OSError:  # not to be looked into; whoever opens it tells so
        return False


def make_stems(ids: Sequence[str]) -> list[str]:
    """Return a name for the files of each id: letters and digits that every disk takes, each once.

    >>> make_stems(["m1-t001", "A/B", "a:b", "con", "työ"])
    ['m1-t001', 'A-B', 'a-b-2', 'con-1', 'tyo']
    """
    found: list[str] = []
    taken: set[str] = set()
    for id_ in ids:
        plain = unicodedata.normalize("NFKD", id_).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:_LONGEST_STEM] or "card"
        stem = f"{stem}-1" if _RESERVED.fullmatch(stem) else stem
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found.append(name)
    return found

"""Migrations: data made with an earlier major version of the ontology, rewritten for a later one.

A migration is a SPARQL Update kept with the version that needs it: ``migration/v2/*.ru`` turns data
of version 1 into data of version 2. Run twice it must change nothing the second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Place, tell
from eloggraph.graph.queries import find_word
from eloggraph.text import Text

MIGRATIONS = "migration"
_FOLDER = re.compile(r"v(\d+)")
_TITLE = re.compile(r"^# title@(fi|sv|en):\s*(.+)$", re.MULTILINE)
# An update may insert and delete, but reach no other graph and no other machine.
_FORBIDDEN = re.compile(r"(service)|\b(load|drop|clear|create|copy|move|add)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One update: the major version that it leads to, its name, what it does, and its text."""

    major: int
    name: str
    title: Text
    update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """Migrated data as sorted N-Triples, and for each migration how many statements it changed."""

    data: str
    changed: tuple[tuple[str, int], ...]


def read_migrations(folder: Path, *, since: int = 0) -> tuple[Migration, ...]:
    """Read the migrations of a folder that lead beyond a major version, in order.

    Parameters
    ----------
    folder
        A folder with ``v1``, ``v2`` … and in each its updates (``*.ru``), run by name.
    since
        The major version that the data was made with.

    Raises
    ------
    InputError
        When an update cannot be read, is malformed, or would reach outside the data.
    """
    found = [
        _read_migration(path, int(number[1]))
        for path in sorted(folder.glob("v*/*.ru"))
        if (number := _FOLDER.fullmatch(path.parent.name)) and int(number[1]) > since
    ]
    return tuple(sorted(found, key=lambda migration: (migration.major, migration.name)))


def _read_migration(path: Path, major: int) -> Migration:
    place = Place(file=f"{path.parent.name}/{path.name}")
    try:
        update = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.tell("file-unreadable", place, reason=str(error)) from error
    forbidden = find_word(update, _FORBIDDEN)
    if forbidden:
        raise InputError(
            tell("migration-forbidden", "violation", place, chapter="diff", value=forbidden)
        )
    try:
        ox.Store().update(update)
    except SyntaxError as error:
        reason = str(error).splitlines()[0]
        fault = tell("migration-malformed", "violation", place, chapter="diff", reason=reason)
        raise InputError(fault) from error
    titles = dict(_TITLE.findall(update))
    name = f"{path.parent.name}/{path.stem}"
    return Migration(major=major, name=name, title=Text.choose(titles, name), update=update)


def migrate(data: Iterable[ox.Triple], migrations: Sequence[Migration]) -> Migrated:
    """Run migrations over statements, one after another.

    Parameters
    ----------
    data
        The statements of an earlier version; they are not changed.
    migrations
        What :func:`read_migrations` has read.

    Examples
    --------
    >>> migrate([], []).changed
    ()
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in data)
    changed: list[tuple[str, int]] = []
    before = _write(store)
    for migration in migrations:
        store.update(migration.update)
        after = _write(store)
        changed.append((migration.name, len(before ^ after)))
        before = after
    return Migrated(data="".join(sorted(before)), changed=tuple(changed))


def _write(store: ox.Store) -> frozenset[str]:
    """Return the statements as lines, nameless nodes called the same every time."""
    statements = ox.Dataset(store)
    statements.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(f"{quad.triple} .\n" for quad in statements)

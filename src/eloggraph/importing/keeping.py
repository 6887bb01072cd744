"""Ids of the rows that were made: kept from import to import, whatever a row is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eloggraph.importing.finishing import NamesByTable
from eloggraph.tables.ids.kept import KeptId
from eloggraph.tables.ids.names import fold_name, make_slug

Renamed = Mapping[str, Mapping[str, str]]


def keep_ids(names: NamesByTable, kept: Sequence[KeptId], renamed: Renamed) -> tuple[KeptId, ...]:
    """Return the lines of the file of ids: old names have their ids, new ones get new ids.

    Parameters
    ----------
    names
        What the rows of each table are called.
    kept
        The lines as they were.
    renamed
        By table the new names of rows, with those that they had.

    Examples
    --------
    >>> before = keep_ids({"actors": ["Kela"]}, (), {})
    >>> [(line.id, line.names, line.former) for line in before]
    [('kela', ('Kela',), ())]
    >>> after = keep_ids({"actors": ["FPA", "Kela"]}, before, {"actors": {"FPA": "Kela"}})
    >>> [(line.id, line.names, line.former) for line in after]
    [('kela', ('FPA',), ('Kela',)), ('kela-2', ('Kela',), ())]
    """
    lines: list[KeptId] = [line for line in kept if line.table not in names]
    for table, called in names.items():
        old = [line for line in kept if line.table == table]
        lines += _keep(table, called, old, renamed.get(table, {}))
    return tuple(lines)


def _keep(
    table: str, called: Sequence[str], kept: Iterable[KeptId], renamed: Mapping[str, str]
) -> list[KeptId]:
    left = {line.id: line for line in kept}
    taken = {id_.casefold() for id_ in left}
    found: dict[str, KeptId] = {}
    for name in sorted(called, key=lambda name: name not in renamed):
        line = _find(name, renamed.get(name, ""), left.values())
        if line is None:
            continue
        del left[line.id]
        former = tuple(n for n in (*line.former, *line.names) if fold_name(n) != fold_name(name))
        found[name] = KeptId(
            table=table, id=line.id, names=(name,), former=tuple(dict.fromkeys(former))
        )
    for name in called:
        if name not in found:
            id_ = _make_id(name, taken)
            taken.add(id_)
            found[name] = KeptId(table=table, id=id_, names=(name,))
    gone = [
        KeptId(table=table, id=line.id, names=line.names, former=line.former, gone=True)
        for line in left.values()
    ]
    return [*(found[name] for name in dict.fromkeys(called)), *gone]


def _find(name: str, was: str, lines: Iterable[KeptId]) -> KeptId | None:
    """Return the line of a row: by the name it had, the one it has, or one from before."""
    folded = fold_name(name)
    listed = list(lines)
    by_name = (line for line in listed if fold_name(line.names[0]) == fold_name(was or name))
    by_former = (line for line in listed if folded in map(fold_name, (*line.names, *line.former)))
    return next(by_name, None) or next(by_former, None)


def _make_id(name: str, taken: set[str]) -> str:
    slug, number = make_slug(name), 1
    found = slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found

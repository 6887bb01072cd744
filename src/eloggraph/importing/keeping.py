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
    left = _Left(kept)
    taken = {id_.casefold() for id_ in left.lines}
    found: dict[str, KeptId] = {}
    for name in sorted(called, key=lambda name: name not in renamed):
        line = left.take(name, renamed.get(name, ""))
        if line is None:
            continue
        former = tuple(n for n in (*line.former, *line.names) if fold_name(n) != fold_name(name))
        found[name] = KeptId(
            table=table, id=line.id, names=(name,), former=tuple(dict.fromkeys(former))
        )
    tried: dict[str, int] = {}
    for name in called:
        if name not in found:
            id_ = _make_id(name, taken, tried)
            taken.add(id_)
            found[name] = KeptId(table=table, id=id_, names=(name,))
    gone = [
        KeptId(table=table, id=line.id, names=line.names, former=line.former, gone=True)
        for line in left.lines.values()
    ]
    return [*(found[name] for name in dict.fromkeys(called)), *gone]


class _Left:
    """The lines that no row has taken yet, found by what their rows are and were called."""

    def __init__(self, lines: Iterable[KeptId]) -> None:
        self.lines = {line.id: line for line in lines}
        self._by_name: dict[str, list[KeptId]] = {}
        self._by_any: dict[str, list[KeptId]] = {}
        for line in self.lines.values():
            self._by_name.setdefault(fold_name(line.names[0]), []).append(line)
            for each in dict.fromkeys(map(fold_name, (*line.names, *line.former))):
                self._by_any.setdefault(each, []).append(line)

    def take(self, name: str, was: str) -> KeptId | None:
        """Take the line of a row: by the name it had, the one it has, or one from before."""
        folded = fold_name(name)
        fitting = (
            *self._by_name.get(fold_name(was or name), ()),
            *self._by_any.get(folded, ()),
        )
        line = next((line for line in fitting if line.id in self.lines), None)
        return self.lines.pop(line.id) if line else None


def _make_id(name: str, taken: set[str], tried: dict[str, int]) -> str:
    """Return an id that is not taken; ``tried`` are the numbers that are taken for each slug."""
    slug = make_slug(name)
    found, number = slug, tried.get(slug, 1)
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    tried[slug] = number
    return found

"""``ids.csv``: the ids that were made, beside the tables, so that a row keeps its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eloggraph.finding import Finding, tell
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.tables.model import ROW, RawTable
from eloggraph.tables.read.delimited import read_csv
from eloggraph.tables.write.delimited import guard_cell, render_csv, unguard_cell

COLUMNS = ("table", "id", "name", "other_names", "former_names", "gone", "rest")
_NEEDED = COLUMNS[:3]
_BETWEEN = "|"
_GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class KeptId:
    """One id that was made, and the row that it is of.

    ``names`` are what the row was called at the last writing, the one that counts first;
    ``former`` what it was called before that. ``mark`` is a hash of what else the row said. A row
    that is ``gone`` has its id still: no other row gets it.
    """

    table: str
    id: str
    names: tuple[str, ...]
    former: tuple[str, ...] = ()
    mark: str = ""
    gone: bool = False


@dataclass(frozen=True, kw_only=True)
class KeptIds:
    """The lines of the file; ``sound`` tells that nothing is lost where they are written anew."""

    lines: tuple[KeptId, ...] = ()
    sound: bool = True

    def of(self, table: str) -> list[KeptId]:
        """Return the lines of one table."""
        return [line for line in self.lines if line.table == table]


def read_kept_ids(path: Path, schema: Schema) -> tuple[KeptIds, list[Finding]]:
    """Read the file of ids; every fault is told at its cell, and the line is not used.

    Parameters
    ----------
    path
        The file, which is there.
    schema
        Says which tables have rows with ids, and how an id is written.
    """
    raw, findings = read_csv(path, path.name, _count_known)
    if raw is None:
        return KeptIds(sound=False), findings
    places = {normalise_header(header): at for at, header in reversed([*enumerate(raw.headers)])}
    positions = {key: places[name] for key in COLUMNS if (name := normalise_header(key)) in places}
    if lacking := [key for key in _NEEDED if key not in positions]:
        place = raw.place(raw.header_row)
        return KeptIds(sound=False), [
            *findings,
            tell("ids-foreign", "violation", place, value=path.name, lacking=", ".join(lacking)),
        ]
    reader = _Reader(raw=raw, positions=positions, patterns=_list_patterns(schema))
    lines = tuple(reader.read())
    findings += reader.findings
    faults = any(finding.severity == "violation" for finding in findings)
    return KeptIds(lines=lines, sound=not faults), findings


def render_kept_ids(lines: Iterable[KeptId]) -> bytes:
    r"""Return the file of ids: sorted, so that the same ids are the same bytes.

    >>> line = KeptId(table="actors", id="kela", names=("Kela", "FPA"))
    >>> print(*render_kept_ids([line]).decode("utf-8-sig").splitlines(), sep="\n")
    table;id;name;other_names;former_names;gone;rest
    actors;kela;Kela;FPA;;;
    """
    ordered = sorted(lines, key=lambda line: (line.table, line.id))
    return render_csv([COLUMNS, *([guard_cell(cell) for cell in _write(line)] for line in ordered)])


def _write(line: KeptId) -> tuple[str, ...]:
    name, *others = line.names
    joined = (_BETWEEN.join(map(flatten_name, names)) for names in (others, line.former))
    return (line.table, line.id, flatten_name(name), *joined, _GONE if line.gone else "", line.mark)


def flatten_name(name: str) -> str:
    """Return a name as the file has it: without what parts names and lines there."""
    return " ".join(name.replace(_BETWEEN, " ").split())


def _count_known(headers: Sequence[str]) -> int:
    known = {normalise_header(key) for key in COLUMNS}
    return sum(normalise_header(header) in known for header in headers)


def _list_patterns(schema: Schema) -> dict[str, str]:
    """Return the pattern of the ids of each table whose rows have ids and names."""
    return {
        table.name: table.id_column.pattern or ""
        for table in schema.tables
        if table.id_column is not None and table.makes_ids
    }


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads the lines one by one, and remembers what was wrong."""

    raw: RawTable
    positions: dict[str, int]
    patterns: dict[str, str]
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> Iterator[KeptId]:
        first: dict[tuple[str, str], int] = {}
        for row in self.raw.frame.iter_rows(named=True):
            number = row[ROW]
            cells = {key: unguard_cell(row[f"c{at}"] or "") for key, at in self.positions.items()}
            if not self._is_sound(number, cells):
                continue
            key = cells["table"], cells["id"].casefold()
            if key in first:
                self._tell("repeated", number, "id", cells["id"], first=str(first[key]))
                continue
            first[key] = number
            yield KeptId(
                table=cells["table"],
                id=cells["id"],
                names=(cells["name"], *_split(cells.get("other_names", ""))),
                former=_split(cells.get("former_names", "")),
                mark=cells.get("rest", ""),
                gone=bool(cells.get("gone", "")),
            )

    def _is_sound(self, row: int, cells: dict[str, str]) -> bool:
        empty = [key for key in _NEEDED if not cells[key]]
        for key in empty:
            self._tell("empty", row, key, "", column=key)
        if empty:
            return False
        pattern = self.patterns.get(cells["table"])
        if pattern is None:
            self._tell("table", row, "table", cells["table"])
        elif not re.search(pattern, cells["id"]):
            self._tell("form", row, "id", cells["id"])
        else:
            return True
        return False

    def _tell(self, variant: str, row: int, key: str, value: str, **values: str) -> None:
        place = self.raw.place(row, self.positions[key])
        self.findings.append(
            tell("ids-line", "violation", place, value=value, variant=variant, **values)
        )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for each in cell.split(_BETWEEN) if (part := each.strip()))

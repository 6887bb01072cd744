"""Which id each row of a table has: its own, the one that is kept for it, or a new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from eloggraph.finding import Finding, Severity, tell
from eloggraph.schema.model import Table
from eloggraph.tables.ids.kept import KeptId, flatten_name
from eloggraph.tables.ids.names import fold_name, make_slug
from eloggraph.tables.ids.renamings import find_renamings
from eloggraph.tables.ids.rows import NamedRow


def settle(
    table: Table, rows: Sequence[NamedRow], kept: Sequence[KeptId], taken: Iterable[str]
) -> Settled:
    """Settle the ids of the rows of one table.

    Parameters
    ----------
    rows
        All rows with names, those with an id of their own among them.
    kept
        What is kept of the table.
    taken
        The ids that rows give themselves.

    Returns
    -------
    An id for each row that gives none; renamings are told.
    """
    work = Settled(table=table, rows=rows, kept=kept)
    work.claim_by_id()
    work.claim_by_name()
    work.claim_renamed()
    # An id that was once made is not given to anything else.
    work.name_new({id_.casefold() for id_ in (*taken, *(line.id for line in kept))})
    work.ask()
    return work


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The ids of a table's rows, by the index of the row: ``ids`` are made, ``claimed`` were kept.

    ``unsure`` are rows with new ids that may be ones of before.
    """

    table: Table
    rows: Sequence[NamedRow]
    kept: Sequence[KeptId]
    claimed: dict[int, KeptId] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    unsure: dict[int, KeptId] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def claim_by_id(self) -> None:
        """Rows that say an id themselves take the line of that id."""
        by_id = {line.id.casefold(): line for line in self.kept}
        for at, row in enumerate(self.rows):
            if row.id is not None and row.id.casefold() in by_id:
                self.claimed[at] = by_id.pop(row.id.casefold())

    def claim_by_name(self) -> None:
        """Rows take the line of their name: first of one that says the same besides.

        Of names that a reader takes for one, that which is written alike goes first.
        """

        def called(line: KeptId) -> Sequence[str]:
            return line.names[:1]

        def is_written(line: KeptId, row: NamedRow) -> bool:
            return line.names[0] == flatten_name(row.names[0])

        for fits in (
            lambda line, row: line.mark == row.mark and is_written(line, row),
            lambda line, row: line.mark == row.mark,
            lambda line, row: not line.gone and is_written(line, row),
            lambda line, _: not line.gone,
            lambda *_: True,
        ):
            self._claim(called, lambda row: row.folded[:1], fits)
        self._claim(lambda line: line.names, lambda row: row.folded, lambda *_: True)
        self._claim(lambda line: line.former, lambda row: row.folded, lambda *_: True)

    def _claim(
        self,
        called: Callable[[KeptId], Sequence[str]],
        names: Callable[[NamedRow], Sequence[str]],
        fits: Callable[[KeptId, NamedRow], bool],
    ) -> None:
        waiting: defaultdict[str, list[KeptId]] = defaultdict(list)
        # Of ids made from one name the shorter number was made first.
        for line in sorted(self._list_free(), key=lambda line: (len(line.id), line.id)):
            for name in called(line):
                waiting[fold_name(name)].append(line)
        taken: set[str] = set()
        for at, row in self._list_open() if waiting else ():
            lines = (line for name in names(row) for line in waiting.get(name, ()))
            free = (line for line in lines if line.id not in taken and fits(line, row))
            if (own := next(free, None)) is not None:
                self.claimed[at] = own
                taken.add(own.id)

    def claim_renamed(self) -> None:
        """Rows take the line of the name that they had before."""
        gone = [line for line in self._list_free() if not line.gone]
        new = list(self._list_open())
        if not gone or not new:
            return
        said = (
            Counter(line.mark for line in self.kept if not line.gone),
            Counter(row.mark for row in self.rows),
        )
        common = {mark for marks in said for mark, times in marks.items() if times > 1}
        open_ = {at for at, _ in new}
        others = [row for at, row in enumerate(self.rows) if at not in open_]
        found = find_renamings(gone, [row for _, row in new], others, common)
        self.claimed.update({new[place][0]: line for place, line in found.sure.items()})
        self.unsure.update({new[place][0]: line for place, line in found.unsure.items()})

    def name_new(self, taken: set[str]) -> None:
        """Every other row gets an id from its name, with a number where another has it."""
        following: dict[str, int] = {}
        for at, row in enumerate(self.rows):
            if row.id is not None:
                continue
            if (line := self.claimed.get(at)) is not None:
                self.ids[at] = line.id
                if fold_name(line.names[0]) not in row.folded:
                    fresh = _number(row, taken, dict(following))
                    self._tell(at, "id-renamed", "info", line, fresh)
                continue
            self.ids[at] = _number(row, taken, following)
            taken.add(self.ids[at])

    def ask(self) -> None:
        """Ask of each row that may have had another name before."""
        for at, line in sorted(self.unsure.items()):
            self._tell(at, "id-unsure", "warning", line, self.ids[at])

    def _tell(self, at: int, code: str, severity: Severity, line: KeptId, fresh: str) -> None:
        row, key = self.rows[at], self.table.id_column
        self.findings.append(
            tell(
                code,
                severity,
                row.raw.place(row.row, row.named_at),
                value=row.names[0],
                before=line.names[0],
                id=line.id,
                fresh=fresh,
                column=key.names if key else "",
                table=self.table.names,
            )
        )

    def list_former(self, at: int) -> tuple[str, ...]:
        """Return what a row was called before, if it is called otherwise now."""
        line = self.claimed.get(at)
        names = (*line.former, *line.names) if line else ()
        return tuple(dict.fromkeys(name for name in names if not _has(self.rows[at], name)))

    def list_lines(self) -> Iterator[KeptId]:
        """Yield the lines as they are from now on: what is gone stays, marked so."""
        for at, row in enumerate(self.rows):
            line = self.claimed.get(at)
            if row.id is not None and line is None:
                continue
            yield KeptId(
                table=self.table.name,
                id=line.id if line else self.ids[at],
                names=row.names,
                former=self.list_former(at),
                mark=row.mark,
            )
        for line in self._list_free():
            yield KeptId(
                table=line.table,
                id=line.id,
                names=line.names,
                former=line.former,
                mark=line.mark,
                gone=True,
            )

    def _list_free(self) -> list[KeptId]:
        taken = {line.id for line in self.claimed.values()}
        return [line for line in self.kept if line.id not in taken]

    def _list_open(self) -> Iterator[tuple[int, NamedRow]]:
        return (
            (at, row)
            for at, row in enumerate(self.rows)
            if row.id is None and at not in self.claimed
        )


def _has(row: NamedRow, name: str) -> bool:
    return fold_name(name) in row.folded


def _number(row: NamedRow, taken: set[str], following: dict[str, int]) -> str:
    """Return the id made from the name of a row, with a number where it is taken."""
    slug = id_ = make_slug(row.names[0])
    while id_ in taken:
        following[slug] = following.get(slug, 1) + 1
        id_ = f"{slug}-{following[slug]}"
    return id_

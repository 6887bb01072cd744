"""What is told of headers: of very many of one kind the first, and how many more there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from eloggraph.finding import Finding, tell
from eloggraph.schema.model import FormerColumn, Table
from eloggraph.tables.bounds import count_told
from eloggraph.tables.model import ROW, RawTable
from eloggraph.text import say


class HeaderFaults:
    """The faults of the headers of one table by kind; a fault is put into words when it is told.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"row": []} | {f"c{i}": [] for i in range(99)})
    >>> raw = RawTable(
    ...     file="a.csv", sheet=None, stem="a", headers=("id",) * 99, header_row=1, frame=frame
    ... )
    >>> faults = HeaderFaults(raw)
    >>> for index in range(1, 99):
    ...     faults.add_repeated(index, "id")
    >>> told = list(faults.tell())
    >>> len(told), told[-1].message.en
    (21, 'The same goes for more headers: 78 more, in columns 22–99.')
    """

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self._found: dict[str, list[tuple[int, Callable[[], Finding]]]] = {}

    def add_unknown(self, index: int, make: Callable[[], Finding]) -> None:
        """Add a header that is not known."""
        self._add("unknown", index, make)

    def add_repeated(self, index: int, first: str) -> None:
        """Add a header that means the same column as one before it."""
        self._add("repeated", index, lambda: _tell_repeated(self.raw, index, first))

    def add_blank(self, index: int) -> None:
        """Add a column without a header, if it holds data."""
        if self._is_filled(index):
            self._add("blank", index, lambda: _tell_blank(self.raw, index))

    def add_former(self, index: int, former: FormerColumn, table: Table) -> None:
        """Add a column that the table once had, if it holds data."""
        if self._is_filled(index):
            self._add("former", index, lambda: _tell_former(self.raw, index, former, table))

    def _is_filled(self, index: int) -> bool:
        cells = self.raw.frame[f"c{index}"]
        return cells.null_count() < len(cells)

    def _add(self, kind: str, index: int, make: Callable[[], Finding]) -> None:
        self._found.setdefault(kind, []).append((index, make))

    def tell(self) -> Iterator[Finding]:
        """Yield the findings, those of one kind after each other."""
        for faults in self._found.values():
            told = count_told(len(faults))
            findings = [make() for _, make in faults[:told]]
            yield from findings
            if len(faults) > told:
                yield self._tell_rest(findings[-1], [index for index, _ in faults[told:]])

    def _tell_rest(self, like: Finding, rest: Sequence[int]) -> Finding:
        words = {"n": len(rest), "first": str(rest[0] + 1), "last": str(rest[-1] + 1)}
        return replace(
            like,
            message=say("findings.more.headers.message", **words),
            remedy=say("findings.more.headers.remedy", **words),
            place=self.raw.place(self.raw.header_row, rest[0]),
            value=None,
        )


def _tell_repeated(raw: RawTable, index: int, first: str) -> Finding:
    header = raw.headers[index]
    return tell(
        "header-repeated",
        "violation",
        raw.place(raw.header_row, index),
        value=header,
        first=first,
        variant="same" if header == first else None,
    )


def _tell_former(raw: RawTable, index: int, former: FormerColumn, table: Table) -> Finding:
    header, place = raw.headers[index], raw.place(raw.header_row, index)
    told = tell("column-former", "warning", place, value=header, table=table.names)
    return replace(told, remedy=former.remedy)


def _tell_blank(raw: RawTable, index: int) -> Finding:
    rows = raw.frame[ROW].filter(raw.frame[f"c{index}"].is_not_null())
    place = raw.place(raw.header_row, index)
    return tell("header-blank", "violation", place, n=index + 1, first=str(rows[0]))

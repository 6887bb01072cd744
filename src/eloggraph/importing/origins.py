"""Where in her own table a finding is: of a row that was made of one, the row and column there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from eloggraph.finding import Finding, Place
from eloggraph.importing.headings import resolve
from eloggraph.importing.settings import KeptReading, KeptSheet
from eloggraph.iri import expand
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.tables.model import ROW, MatchedTable

_SOURCE, _LOCATOR = expand("dct:source"), expand("elo:locator")
# As :func:`eloggraph.importing.finishing.write_locator` writes it, in any language.
_PART = re.compile(r"(.*), [^\W\d_]+ ([0-9]+(?:, [0-9]+)*)", re.DOTALL)


class Origins:
    """Tells where in her own files the rows of an import are from.

    Parameters
    ----------
    tables
        The tables that were made, as they are read.
    kept
        How her own were read.
    """

    def __init__(self, tables: Iterable[MatchedTable], kept: KeptReading, schema: Schema) -> None:
        self._tables = {(t.raw.file, t.raw.sheet): _Made(t) for t in tables}
        self._kept, self._schema = kept, schema

    def trace(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings at the places of her own files, where these are known."""
        return tuple(
            finding
            if finding.place is None or (place := self._trace(finding.place)) is None
            else replace(finding, place=place)
            for finding in findings
        )

    def _trace(self, place: Place) -> Place | None:
        made = self._tables.get((place.file, place.sheet))
        if made is None:
            return None
        wanted = made.find_key(place.column)
        found = [
            (sheet, row, self._find_header(sheet, made.name, wanted))
            for file, name, row in made.list_places(place.row)
            for sheet in self._kept.sheets
            if sheet.file == file and sheet.sheet in (name, None)
        ]
        if not found:
            return None
        # Of several rows that one was made of, the first with such a column.
        sheet, row, header = next((each for each in found if each[2]), found[0])
        return Place(file=sheet.file, sheet=sheet.sheet, row=row, column=header)

    def _find_header(self, sheet: KeptSheet, table: str, key: str | None) -> str | None:
        """Return the header of the column of a sheet that went into a column of a table."""
        for header, column in sheet.columns.items():
            for target in column.targets:
                model = resolve(target, self._schema, self._kept.language)
                if target.table == table and model is not None and model.key == key:
                    return header
        return None


class _Made:
    """A table that was made, with where each of its rows is from."""

    def __init__(self, matched: MatchedTable) -> None:
        self._matched = matched
        self.name = matched.table.name

    def find_key(self, header: str | None) -> str | None:
        """Return the key of a column by its header."""
        column = self._matched.table.headers.get(normalise_header(header)) if header else None
        return column.key if column else None

    def list_places(self, row: int | None) -> Iterator[tuple[str, str, int]]:
        """Yield file, sheet and row of each row that one was made of."""
        files, locator = self._said.get(row or 0, ("", ""))
        for part in locator.split("; "):
            if found := _PART.fullmatch(part):
                for file in files.split("|"):
                    yield from ((file, found[1], int(each)) for each in found[2].split(", "))

    @cached_property
    def _said(self) -> Mapping[int, tuple[str, str]]:
        matched = self._matched
        keys = [
            next((c.key for c in matched.table.columns if c.path == path), None)
            for path in (_SOURCE, _LOCATOR)
        ]
        if any(key is None or key not in matched.positions for key in keys):
            return {}
        frame = matched.raw.frame
        columns = [frame[matched.cells(key)] for key in keys if key]
        told = zip(frame[ROW], *columns, strict=True)
        return {int(row): (files or "", locator or "") for row, files, locator in told}

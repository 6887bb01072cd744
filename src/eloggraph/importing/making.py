"""Rows made of foreign rows: of one row an actor, its services, its ties, its memberships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import product

from eloggraph.finding import Finding, tell
from eloggraph.importing.cells import is_nothing, split_cell
from eloggraph.importing.drafts import Draft, Drafts, Row, iterate_rows
from eloggraph.importing.groups import (
    choose_group_table,
    choose_new_table,
    find_role_header,
    name_group,
    tell_lacking,
)
from eloggraph.importing.headings import is_label, list_headings, resolve
from eloggraph.importing.marks import is_tick, list_ticked, tell_tick
from eloggraph.importing.membership import find_member
from eloggraph.importing.model import (
    LABEL,
    NOTE,
    PERSONAL,
    ColumnReading,
    Interpretation,
    Note,
    SheetReading,
    SourceSheet,
    Target,
)
from eloggraph.importing.names import Codes, KnownNames, list_referred
from eloggraph.importing.sheet_context import is_party
from eloggraph.importing.values import Taken, ValueReader
from eloggraph.private import conceal, find_private
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.text import Language


@dataclass(kw_only=True)
class Maker:
    """Makes rows of the model from sheets as they are read; it collects what does not fit."""

    schema: Schema
    known: KnownNames
    codes: Codes
    language: Language
    drafts: Drafts = field(default_factory=Drafts)
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    created: dict[str, dict[str, tuple[SourceSheet, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare the reader of single values."""
        self.headings = list_headings(self.schema)
        self.reader = ValueReader(known=self.known, codes=self.codes, language=self.language)

    def make(self, interpretation: Interpretation) -> None:
        """Make the rows of every sheet."""
        for sheet in interpretation.sheets:
            self._learn(sheet)
        for sheet in interpretation.sheets:
            ticked = list_ticked(sheet)
            for row in iterate_rows(sheet.source):
                work = _RowWork(maker=self, sheet=sheet, row=row, ticked=ticked)
                if sheet.table is None:
                    work.keep_all()
                else:
                    self._make_row(work)

    def _learn(self, sheet: SheetReading) -> None:
        """Take in the names of all rows first: a row may refer to one below it."""
        if sheet.table is None:
            return
        for column in sheet.columns:
            for target in column.targets:
                if target.key != LABEL:
                    continue
                for cell in sheet.source.raw.frame[f"c{column.index}"].drop_nulls():
                    for name in self._list_names(column, target, sheet, cell):
                        self.known.add(target.table, name)

    def create(
        self, model: Column, column: ColumnReading, name: str, source: SourceSheet, row: int
    ) -> None:
        """Make a row of a name that no sheet has a row for, and take down that it was made."""
        table = choose_new_table(column.header, model, self.schema, self.headings)
        self.create_in(table, name, source, row)

    def create_in(self, table: str, name: str, source: SourceSheet, row: int) -> None:
        """Make a row of a table of a name alone."""
        self.known.add(table, name)
        draft = self.drafts.thing(table, name)
        draft.found_at(source, row)
        label = resolve(Target(table, LABEL), self.schema, self.language)
        if label is not None:
            draft.cells.setdefault(label.key, [name])
        for key, written in self.reader.list_codes(self.schema.table(table), name).items():
            draft.cells.setdefault(key, [written])
        self.created.setdefault(table, {}).setdefault(name, (source, row))

    def _list_names(
        self, column: ColumnReading, target: Target, sheet: SheetReading, cell: str
    ) -> list[str]:
        if is_nothing(cell):
            return []
        if target.table == sheet.table:
            return [conceal(" ".join(cell.split()))]
        parts = split_cell(cell, column.separators, lambda _: False)
        return [conceal(part) for part in parts if not is_nothing(part)]

    def _make_row(self, work: _RowWork) -> None:
        """Make what one row tells of, or keep it as notes where it has no name."""
        if work.has_name_column and not work.find_own_name():
            if work.says_nothing:
                return
            place = work.sheet.source.raw.place(work.row.number)
            self.findings.append(tell("import-nameless", "warning", place, chapter="importing"))
            work.keep_all()
            return
        work.make_things()
        work.make_relations()
        work.keep_notes()


@dataclass(kw_only=True)
class _RowWork:
    """One row while it is taken apart: its things by table, and what is said of them."""

    maker: Maker
    sheet: SheetReading
    row: Row
    ticked: Set[int]
    things: dict[str, list[Draft]] = field(default_factory=dict)
    said: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_name_column(self) -> bool:
        return any(
            target == Target(self.sheet.table or "", LABEL)
            for column in self.sheet.columns
            for target in column.targets
        )

    @property
    def says_nothing(self) -> bool:
        used = (c.index for c in self.sheet.columns if c.use != PERSONAL)
        return not any(self.row.cells[index] for index in used)

    def find_own_name(self) -> str:
        for column in self.sheet.columns:
            if Target(self.sheet.table or "", LABEL) in column.targets:
                name = self._cell(column) or ""
                return "" if is_nothing(name) else name
        return ""

    def _cell(self, column: ColumnReading) -> str | None:
        cell = self.row.cells[column.index]
        if cell and find_private(cell):
            place = self.sheet.source.raw.place(self.row.number, column.index)
            self.maker.findings.append(
                tell("import-private", "warning", place, chapter="importing")
            )
            return conceal(cell)
        return cell

    def make_things(self) -> None:
        """Make the things that have a name, and give them what the row says of their kind."""
        for column in self.sheet.columns:
            for target in column.targets:
                if target.key == LABEL and (cell := self._cell(column)):
                    for name in self.maker._list_names(column, target, self.sheet, cell):
                        self._add_thing(target.table, name)
        for column in self.sheet.columns:
            if column.use != "column" or not (cell := self._cell(column)):
                continue
            for target in column.targets:
                if target.key != LABEL:
                    self._take(column, target, cell)
        for name, drafts in self.things.items():
            for key, values in self.said.get(name, {}).items():
                for draft in drafts:
                    self._give(draft, name, key, values)
        self._join_things()

    def _add_thing(self, table: str, name: str) -> None:
        written = self.maker.known.add(table, name)
        draft = self.maker.drafts.thing(table, written)
        draft.found_at(self.sheet.source, self.row.number)
        here = self.things.setdefault(table, [])
        if draft not in here:
            here.append(draft)
        column = resolve(Target(table, LABEL), self.maker.schema, self.maker.language)
        if column is not None:
            draft.cells.setdefault(column.key, [written])

    def _take(self, column: ColumnReading, target: Target, cell: str) -> None:
        """Read a cell as values of a target; what is none becomes a note, and is told."""
        maker = self.maker
        model = resolve(target, maker.schema, maker.language)
        if model is None or self._is_end(column, target, model):
            return
        if column.index in self.ticked and model.kind in ("node", "concept", "class"):
            if not self._is_ticked(column, cell, is_first=target == column.targets[0]):
                return
            cell = column.header  # a tick says what stands above it
        is_single = model.separator is None and not is_party(
            model, maker.schema.table(target.table)
        )
        taken = maker.reader.read(
            model, cell, column.separators, is_single=is_single, header=column.header
        )
        for name in taken.new:
            maker.create(model, column, name, self.sheet.source, self.row.number)
        values = self.said.setdefault(target.table, {}).setdefault(model.key, [])
        values += [value for value in taken.values if value not in values]
        if taken.until:
            self._end(target, model, taken.until)
        if target == column.targets[0]:
            self._tell(column, model, taken)

    def _is_ticked(self, column: ColumnReading, cell: str, *, is_first: bool) -> bool:
        """Tell whether a cell is a tick; one that says something else is kept, and told."""
        place = self.sheet.source.raw.place(self.row.number, column.index)
        if is_first and (told := tell_tick(place, column.header, cell)) is not None:
            self.maker.findings.append(told)
            self.kept.append((column.header, cell))
        return is_tick(cell)

    def _is_end(self, column: ColumnReading, target: Target, model: Column) -> bool:
        """Tell whether a target takes the end of a stretch, which its beginning gives it."""
        first = column.targets[0]
        return model.kind == "date" and target != first and target.table == first.table

    def _end(self, target: Target, model: Column, until: str) -> None:
        """Give the end of a stretch of time to the column that follows its beginning."""
        columns = self.maker.schema.table(target.table).columns
        at = columns.index(model)
        following = (c for c in columns[at + 1 :] if c.kind == "date")
        if (other := next(following, None)) is not None:
            self.said.setdefault(target.table, {}).setdefault(other.key, []).append(until)

    def _tell(self, column: ColumnReading, model: Column, taken: Taken) -> None:
        place = self.sheet.source.raw.place(self.row.number, column.index)
        self.maker.findings += taken.tell(place, model)
        self.kept += [(column.header, fault.text) for fault in taken.faults]

    def _give(self, draft: Draft, table: str, key: str, values: Sequence[str]) -> None:
        model = self.maker.schema.table(table).column(key)
        held = draft.cells.setdefault(key, [])
        for value in values:
            if value in held:
                continue
            if held and model.separator is None:
                self.kept.append((model.names.say(self.maker.language), value))
                self.maker.findings.append(
                    tell(
                        "import-two-values",
                        "warning",
                        self.sheet.source.raw.place(self.row.number),
                        value=value,
                        chapter="importing",
                        column=model.names,
                        first=held[0],
                        name=draft.name,
                    )
                )
                continue
            held.append(value)

    def _join_things(self) -> None:
        """Let things of one row refer to each other where a column is made for that."""
        for name, drafts in self.things.items():
            table = self.maker.schema.table(name)
            for column in table.columns:
                if not column.joins or self._is_said(name, column.key):
                    continue
                for other in self._list_fitting(column, but=name):
                    for draft in drafts:
                        held = draft.cells.setdefault(column.key, [])
                        if other not in held:
                            held.append(other)

    def _is_said(self, table: str, key: str) -> bool:
        return any(Target(table, key) in column.targets for column in self.sheet.columns)

    def _list_fitting(self, column: Column, but: str) -> list[str]:
        """Return the names of the things of this row that a column may refer to."""
        tables = list_referred(self.maker.schema, column)
        named = (drafts for name, drafts in self.things.items() if name in tables and name != but)
        return [draft.name for drafts in named for draft in drafts]

    def make_relations(self) -> None:
        """Make a row for each pair, or more, of things that a table without names relates."""
        self.said |= find_member(self.sheet, self.row, self.things, self.said, self.maker.known)
        for name, said in self.said.items():
            table = self.maker.schema.table(name)
            if any(map(is_label, table.columns)) or not any(said.values()):
                continue
            ends: dict[str, list[str]] = {}
            for key in table.key:
                column = table.column(key)
                values = list(said.get(key, ()))
                if not values and column.joins and not self._is_said(name, key):
                    values = self._list_fitting(column, but=name)
                if not values and column.required and column.kind == "node":
                    values = self._find_group(table, column)
                if not values and column.default is not None:
                    values = [self.maker.reader.name_default(column)]
                ends[key] = values
            self._relate(table, ends, said)

    def _find_group(self, table: Table, column: Column) -> list[str]:
        """Return the group that roles of this row are in, where a column tells only of roles."""
        maker = self.maker
        header = find_role_header(self.sheet, table)
        if header is None or column.joins or self._is_said(table.name, column.key):
            return []
        if not list_referred(maker.schema, column):
            return []
        name = name_group(header, self.sheet.source, column, maker.known)
        if maker.known.find(column, name) is None:
            kind = choose_group_table(name, column, maker.known, maker.headings)
            maker.create_in(kind, name, self.sheet.source, self.row.number)
        return [name]

    def _relate(
        self, table: Table, ends: Mapping[str, Sequence[str]], said: Mapping[str, Sequence[str]]
    ) -> None:
        lacking = [key for key in table.key if not ends[key] and table.column(key).required]
        if lacking:
            if table.name == self.sheet.table:
                place = self.sheet.source.raw.place(self.row.number)
                self.maker.findings.append(tell_lacking(place, table, lacking))
            self._keep_relation(table, said)
            return
        for values in product(*(ends[key] or [""] for key in table.key)):
            parties = [
                v
                for k, v in zip(table.key, values, strict=True)
                if table.column(k).kind == "node" and v
            ]
            if len(parties) != len({*parties}):
                place = self.sheet.source.raw.place(self.row.number)
                self.maker.findings.append(
                    tell("import-self", "warning", place, value=parties[0], chapter="importing")
                )
                continue
            draft = self.maker.drafts.relation(table.name, values)
            draft.found_at(self.sheet.source, self.row.number)
            for key, value in zip(table.key, values, strict=True):
                if value:
                    draft.cells[key] = [value]
            for key, others in said.items():
                if key not in table.key:
                    self._give(draft, table.name, key, others)

    def _keep_relation(self, table: Table, said: Mapping[str, Sequence[str]]) -> None:
        for key, values in said.items():
            header = table.column(key).names.say(self.maker.language)
            self.kept += [(header, value) for value in values]

    def keep_notes(self) -> None:
        """Keep what is no value of the model beside the row that it is of."""
        for column in self.sheet.columns:
            if column.use == NOTE and (cell := self._cell(column)):
                self.kept.append((column.header, cell))
            elif column.use == "column" and not any(map(self._reaches, column.targets)):
                cell = self._cell(column)
                self.kept += [(column.header, cell)] if cell else []
        self._write_notes()

    def _reaches(self, target: Target) -> bool:
        """Tell whether a thing of the target's table is there to take a value."""
        table = self.maker.schema.table(target.table)
        return target.table in self.things or not any(map(is_label, table.columns))

    def keep_all(self) -> None:
        """Keep every cell of a row that nothing could be made of."""
        for column in self.sheet.columns:
            if column.use != PERSONAL and (cell := self._cell(column)):
                self.kept.append((column.header, cell))
        self._write_notes()

    def _write_notes(self) -> None:
        about = self.find_own_name()
        for header, text in dict.fromkeys(self.kept):
            self.maker.notes.append(
                Note(
                    source=self.sheet.source,
                    row=self.row.number,
                    header=header,
                    about=conceal(about),
                    text=conceal(text),
                )
            )

"""Answers written into a copy of the tables: every change a cell or a row, with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eloggraph.cards.model import Answer, Taken
from eloggraph.cards.values import Values
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Table
from eloggraph.tables.cards import Card
from eloggraph.tables.write.carried import CarriedTable
from eloggraph.tables.write.delimited import guard_cell, render_csv
from eloggraph.text import Language, Text, say


@dataclass(kw_only=True)
class _Sheet:
    """One table being changed: its cells, and where the model's columns stand in them."""

    name: str
    rows: list[list[str]]
    first_row: int
    header: int
    positions: dict[str, int]

    def find(self, column: Column) -> int:
        """Return where a column stands; one that is not there is added after the others."""
        if column.key not in self.positions:
            self.positions[column.key] = len(self.rows[self.header])
            self.rows[self.header].append(column.key)
        return self.positions[column.key]

    def write(self, row: int, column: Column, value: str) -> None:
        """Write a cell of a row, by the row's index."""
        at = self.find(column)
        self.rows[row] += [""] * (at + 1 - len(self.rows[row]))
        self.rows[row][at] = value

    def read(self, row: int, column: Column) -> str:
        """Return the text of a cell."""
        at = self.positions.get(column.key)
        return self.rows[row][at] if at is not None and at < len(self.rows[row]) else ""

    def has(self, column: Column) -> bool:
        """Tell whether the table has the column already."""
        return column.key in self.positions


@dataclass(frozen=True, kw_only=True)
class _Book:
    values: Values
    sheets: dict[str, _Sheet] = field(default_factory=dict)
    by_file: dict[tuple[str, str | None], _Sheet] = field(default_factory=dict)

    def open(self, table: Table) -> _Sheet:
        """Return the sheet of a table; one that the network has not got yet is begun."""
        if table.name not in self.sheets:
            self.sheets[table.name] = _Sheet(
                name=table.name, rows=[[]], first_row=1, header=0, positions={}
            )
        return self.sheets[table.name]

    def add(self, table: Table, cells: Mapping[str, str]) -> int:
        """Add a row at the end of a table; return its index."""
        sheet = self.open(table)
        sheet.rows.append([])
        for key, value in cells.items():
            sheet.write(len(sheet.rows) - 1, table.column(key), value)
        return len(sheet.rows) - 1


def write_tables(
    taken: Taken, values: Values, carried: Sequence[CarriedTable], answered_on: str
) -> dict[str, bytes]:
    """Return the tables of the network with what was confirmed, corrected and added, as CSV files.

    Each actor that answered is a source, issued on the day. A row that was confirmed, corrected or
    added names it; where the table has a column for the time of observation, that is the day too.
    What was denied, contradicted or in conflict stays as it is.

    Parameters
    ----------
    taken
        The answers.
    values
        The network's own rows.
    carried
        Its tables as text, as they stand in their files.
    answered_on
        The day, in ISO form.
    """
    book = _open_book(values, carried)
    sources = _add_sources(book, taken.answered, answered_on)
    for answer in taken.answers:
        if answer.said == "corrected" and answer.change:
            sheet, row = _locate(book, answer.change.node)
            sheet.write(row, answer.change.column, answer.change.value)
    told: defaultdict[str, set[str]] = defaultdict(set)
    for answer in taken.answers:
        if answer.said in ("confirmed", "corrected") and answer.node:
            told[answer.node].add(answer.actor)
    for node, actors in told.items():
        sheet, row = _locate(book, node)
        table = values.places[node].table.table
        _cite(sheet, row, table, [sources[actor] for actor in sorted(actors)], answered_on)
    for table, cells, tellers in _merge_added(taken.of("new")):
        row = book.add(table, cells)
        sheet = book.open(table)
        _cite(sheet, row, table, [sources[actor] for actor in tellers], answered_on)
    return {f"{sheet.name}.csv": render_csv(_pad(sheet.rows)) for sheet in book.sheets.values()}


def _pad(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _open_book(values: Values, carried: Sequence[CarriedTable]) -> _Book:
    """Return every table of the network; those of the model with their columns known."""
    book = _Book(values=values)
    known = {(each.raw.file, each.raw.sheet): each for each in values.graphs[0].rows}
    for text in carried:
        matched = known.get((text.file, text.sheet))
        name = matched.table.name if matched else text.name
        if name in book.sheets:  # a second file of one table goes under its own name
            name = text.name
        sheet = _Sheet(
            name=text.name,
            rows=[list(row) for row in text.rows],
            first_row=text.first_row,
            header=matched.raw.header_row - text.first_row if matched else 0,
            positions=dict(matched.positions) if matched else {},
        )
        book.sheets[name] = book.by_file[text.file, text.sheet] = sheet
    return book


def _locate(book: _Book, node: str) -> tuple[_Sheet, int]:
    place = book.values.places[node]
    sheet = book.by_file[place.table.raw.file, place.table.raw.sheet]
    return sheet, place.row - sheet.first_row


def _add_sources(book: _Book, answered: Iterable[Card], on: str) -> dict[str, str]:
    """Add a source for each actor that answered; return their ids."""
    values = book.values
    class_ = expand("elo:SourceDocument")
    table = next(each for each in values.schema.tables if each.target_class == class_)
    taken = set(_list_ids(values))
    found: dict[str, str] = {}
    for card in answered:
        id_ = name = f"{card.id}-{on}"
        number = 1
        while id_ in taken:
            number += 1
            id_ = f"{name}-{number}"
        taken.add(id_)
        found[card.actor] = id_
        label = say("confirm.source", name=card.label)
        cells = {
            values.find(table, "dct:identifier").key: id_,
            **_say_names(table, card, label),
            values.find(table, "dct:publisher").key: _name_publisher(values, card),
            values.find(table, "dct:issued").key: on,
        }
        book.add(table, cells)
    return found


def _name_publisher(values: Values, card: Card) -> str:
    """Return the name of an actor; its id where another actor has the same name."""
    bearers = sum(values.name(actor) == card.label for actor in values.records.of("elo:Actor"))
    return card.label.say(card.languages[0]) if bearers == 1 else card.id


def _list_ids(values: Values) -> Iterable[str]:
    return (
        id_
        for node in values.places
        if (id_ := values.records.value(node, "dct:identifier")) is not None
    )


def _say_names(table: Table, card: Card, label: Text) -> dict[str, str]:
    names = (c for c in table.columns if c.path == expand("skos:prefLabel"))
    return {
        column.key: label.say(column.language)
        for column in names
        if column.language in card.languages
    }


def _cite(sheet: _Sheet, row: int, table: Table, sources: Sequence[str], on: str) -> None:
    """Add sources to a row, and the day where the table has a column for it."""
    column = table.columns_of(expand("dct:source"))[0]
    separator = column.separator or "|"
    there = [each.strip() for each in sheet.read(row, column).split(separator) if each.strip()]
    sheet.write(row, column, separator.join(dict.fromkeys([*there, *sources])))
    for observed in table.columns_of(expand("elo:observedOn")):
        if sheet.has(observed):
            sheet.write(row, observed, on)


def _merge_added(
    answers: Iterable[Answer],
) -> list[tuple[Table, dict[str, str], list[str]]]:
    """Return the rows that were added, each once, with all the actors that added it."""
    found: dict[tuple[str, ...], tuple[Table, dict[str, str], list[str]]] = {}
    for answer in answers:
        added = answer.added
        assert added is not None  # a new row has cells
        kept = found.setdefault(added.key, (added.table, dict(added.cells), []))
        if answer.actor not in kept[2]:
            kept[2].append(answer.actor)
    return list(found.values())


def list_record(taken: Taken, language: Language) -> bytes:
    """Return every answer as a CSV file for a spreadsheet, guarded against formulas."""
    columns = ("actor", "what", "said", "field", "before", "after", "note", "file", "place")
    rows = [[say(f"confirm.column.{name}").say(language) for name in columns]]
    for answer in taken.answers:
        place = answer.place
        rows.append(
            [
                answer.label.say(language),
                answer.what.say(language),
                say(f"confirm.said.{answer.said}").say(language),
                answer.field.say(language) if answer.field else "",
                answer.before,
                answer.after,
                answer.note,
                place.file,
                f"{place.sheet}, {place.row}",
            ]
        )
    return render_csv([[guard_cell(cell) for cell in row] for row in rows])

"""Cards that came back, held against what is on record: what each line says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eloggraph.cards.collect import Cards, Named
from eloggraph.cards.disagreements import mark_conflicts, mark_contradictions
from eloggraph.cards.model import Added, Answer, Change, Taken
from eloggraph.cards.values import Values
from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.private import conceal
from eloggraph.schema.model import Table
from eloggraph.tables.cards import (
    Card,
    Line,
    Part,
    ReturnedCard,
    ReturnedLine,
    ReturnedPart,
    list_yes_no,
    name_head,
)
from eloggraph.text import Language, Text, format_date


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """One card that came back, while its lines are read."""

    values: Values
    cards: Cards
    card: Card
    returned: ReturnedCard
    findings: list[Finding] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return self.returned.language

    def place(self, part: ReturnedPart, line: ReturnedLine, head: str) -> Place:
        own = self.card.part(part.name)
        assert own is not None
        name = name_head(head, own).say(self.language)
        return Place(file=self.returned.file, sheet=part.sheet, row=line.row, column=name)

    def tell(
        self, code: str, place: Place, value: str = "", severity: Severity = "warning"
    ) -> None:
        shown = conceal(value)
        self.findings.append(tell(f"card-{code}", severity, place, chapter="confirm", value=shown))


def take_answers(values: Values, cards: Cards, returned: Sequence[ReturnedCard]) -> Taken:
    """Hold cards that came back against the network as it is.

    A line with yes is confirmed. A corrected value, or a changed one in its place, is corrected,
    with both values. A line with no is denied; where it is a tie that its other side confirms or
    adds in this round, it is contradicted. A tie that one side adds and the other, who has
    returned its card, does not name is contradicted too. A cell that two correct differently is a
    conflict, and stays as it is.
    """
    findings: list[Finding] = []
    answers: list[Answer] = []
    seen: dict[str, str] = {}
    names = {key: card.label.said for key, card in cards.cards.items()}
    for each in sorted(returned, key=lambda each: (names[each.key], each.key, each.file)):
        if each.key in seen:
            place = Place(file=each.file)
            told = {"value": seen[each.key]}
            findings.append(tell("card-twice", "warning", place, chapter="confirm", **told))
            continue
        seen[each.key] = each.file
        reading = _Reading(values=values, cards=cards, card=cards.cards[each.key], returned=each)
        for part in each.parts:
            answers += _read_part(reading, part)
        findings += reading.findings
    tellers = {answer.actor for answer in answers}
    by_name = sorted(cards.cards.values(), key=lambda card: (card.label.said, card.key))
    answered = tuple(card for card in by_name if card.actor in tellers)
    answers = mark_conflicts(answers)
    answers = mark_contradictions(values, cards, answers, {card.key for card in answered})
    return Taken(
        answers=tuple(answers),
        answered=answered,
        silent=tuple(card for card in by_name if card.key not in seen),
        blank=tuple(card for card in by_name if card.key in seen and card not in answered),
        findings=tuple(findings),
    )


def _read_part(reading: _Reading, returned: ReturnedPart) -> Iterator[Answer]:
    part = reading.card.part(returned.name)
    assert part is not None
    lines = {line.key: line for line in part.lines}
    for line in returned.lines:
        key = line.stamp.partition("-")[0]
        if not line.stamp:
            yield from _read_added(reading, part, returned, line)
        elif key not in lines or key not in reading.cards.named:
            reading.tell("line-unknown", reading.place(returned, line, "note"))
        else:
            yield from _read_known(reading, part, returned, line, lines[key])


def _read_known(
    reading: _Reading, part: Part, returned: ReturnedPart, line: ReturnedLine, known: Line
) -> Iterator[Answer]:
    named = reading.cards.named[known.key]
    holds = _read_holds(reading, returned, line)
    corrected = list(_list_corrections(reading, part, line, known))
    base = Answer(
        actor=reading.card.actor,
        label=reading.card.label,
        part=part.name,
        said="confirmed",
        what=_name_line(part, known),
        place=reading.place(returned, line, "holds"),
        note=conceal(line.note),
        # That a network names a member is one value of its row: the rest of it is not confirmed.
        node=named.node if known.correctable else None,
    )
    _tell_untaken(reading, part, returned, line, known)
    for head, key, before, text in corrected:
        yield _correct(reading, base, named, reading.place(returned, line, head), key, before, text)
    if not corrected and holds is not None and known.holdable:
        yield replace(base, said="confirmed" if holds else "denied")
    elif not corrected and line.note:
        yield replace(base, said="noted")


def _tell_untaken(
    reading: _Reading, part: Part, returned: ReturnedPart, line: ReturnedLine, known: Line
) -> None:
    """Tell what was written where it cannot be taken: over whom a line is about, for one."""
    if line.stamp != known.stamp(reading.language):
        reading.tell("line-changed", reading.place(returned, line, "holds"), severity="info")
        return
    for field_, cell, written in zip(part.fields, known.cells, line.cells, strict=False):
        is_open = field_.correctable and known.correctable
        before = cell.say(reading.language)
        if not is_open and " ".join(written.split()) != " ".join(before.split()):
            place = reading.place(returned, line, f"field:{field_.key}")
            reading.tell("value-fixed", place, written)
    if not known.correctable:
        for key, written in line.corrections.items():
            reading.tell("value-fixed", reading.place(returned, line, f"correct:{key}"), written)


def _read_holds(reading: _Reading, part: ReturnedPart, line: ReturnedLine) -> bool | None:
    if not line.holds:
        return None
    yes, no = ({text.casefold() for text in word.said} for word in list_yes_no())
    said = line.holds.casefold()
    if said not in yes | no:
        reading.tell("holds-unknown", reading.place(part, line, "holds"), line.holds)
        return None
    return said in yes


def _list_corrections(
    reading: _Reading, part: Part, line: ReturnedLine, known: Line
) -> Iterator[tuple[str, str, str, str]]:
    """Yield head, field, what is on record, and what was written in its stead."""
    unchanged = line.stamp == known.stamp(reading.language)
    for field_, cell, written in zip(part.fields, known.cells, line.cells, strict=False):
        before = cell.say(reading.language)
        if not (field_.correctable and known.correctable):
            continue
        if field_.key in line.corrections:
            text, head = line.corrections[field_.key], f"correct:{field_.key}"
        elif unchanged and written and " ".join(written.split()) != " ".join(before.split()):
            text, head = written, f"field:{field_.key}"  # written over what is on record
        else:
            continue
        if text.casefold() != before.casefold():
            yield head, field_.key, before, text


def _correct(
    reading: _Reading,
    base: Answer,
    named: Named,
    place: Place,
    key: str,
    before: str,
    text: str,
) -> Answer:
    table = reading.values.places[named.node].table.table
    column = named.column or next((each for each in table.columns if each.key == key), None)
    value = reading.values.resolve(text, column) if column else None
    said = replace(
        base,
        place=place,
        field=column.names if column else None,
        before=before,
        after=conceal(text),
    )
    if column is None or value is None:
        reading.tell("value-unknown", place, text)
        return replace(said, said="not-taken")
    change = Change(node=named.node, column=column, value=value)
    # A spreadsheet has made of a date what it likes: it is shown as the one on record is.
    after = format_date(value, reading.language) if column.kind == "date" else said.after
    return replace(said, said="corrected", after=after, change=change)


def _read_added(
    reading: _Reading, part: Part, returned: ReturnedPart, line: ReturnedLine
) -> Iterator[Answer]:
    if part.blank is None:
        return
    given = [text.say(reading.language) for text in part.blank]
    if not any(text for text, blank in zip(line.cells, given, strict=False) if text != blank):
        if line.note:
            yield replace(_make_added(reading, part, returned, line, None), said="noted")
        return
    table = reading.cards.tables[part.name]
    cells: dict[str, str] = {}
    for field_, text in zip(part.fields, line.cells, strict=False):
        place = reading.place(returned, line, f"field:{field_.key}")
        value = reading.values.resolve(text, table.column(field_.key)) if text else ""
        if value is None:
            reading.tell("value-unknown", place, text)
        elif field_.required and not value and table.column(field_.key).language is None:
            reading.tell("value-missing", place)
            value = None
        if value is None:
            yield _make_added(reading, part, returned, line, None)
            return
        cells[field_.key] = value
    kept = {key: value for key, value in cells.items() if value}
    kept |= _complete(reading, table, kept, f"{part.name}-{line.row}")
    added = Added(table=table, cells=tuple(kept.items()))
    yield _make_added(reading, part, returned, line, added)


def _complete(
    reading: _Reading, table: Table, cells: Mapping[str, str], number: str
) -> Mapping[str, str]:
    """Return what an added row says besides: whose it is, its id, and its name."""
    said: dict[str, str] = {}
    about = {"service": "elo:providedBy", "membership": "org:member"}
    name = next((part for part, its in reading.cards.tables.items() if its is table), None)
    if name in about:
        column = reading.values.find(table, about[name])
        said[column.key] = reading.card.id
    if len(table.key) == 1 and table.key[0] not in cells:
        said[table.key[0]] = f"{reading.card.id}-{number}"
    names = [column for column in table.columns if column.kind == "language" and column.required]
    written = [cells[column.key] for column in names if column.key in cells]
    if written:  # a name in one language stands for the others until somebody translates it
        wanted = (c for c in names if c.language in reading.card.languages)
        said |= {c.key: written[0] for c in wanted if c.key not in cells}
    return said


def _make_added(
    reading: _Reading,
    part: Part,
    returned: ReturnedPart,
    line: ReturnedLine,
    added: Added | None,
) -> Answer:
    shown = ", ".join(conceal(text) for text in line.cells if text)
    return Answer(
        actor=reading.card.actor,
        label=reading.card.label,
        part=part.name,
        said="new" if added else "not-taken",
        what=Text.same(shown),
        place=reading.place(returned, line, "note"),
        after=shown,
        note=conceal(line.note),
        added=added,
    )


def _name_line(part: Part, line: Line) -> Text:
    """Return what a line is about: the first texts of its cells."""
    if part.name == "actor":
        return line.cells[0]
    shown = 1 if part.name == "service" else 3

    def join(language: Language) -> str:
        texts = [cell.say(language) for cell in line.cells if cell.say(language)]
        return ", ".join(texts[:shown])

    return Text.each(join)

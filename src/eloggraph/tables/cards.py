"""What is on record of one actor, laid out for it to confirm, correct and add to.

A card has a part for each kind of fact. A line of a part is one row of a table, or one value of the
actor's own row; its key is a hash, so that no line tells more than it shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.text import Language, Text, capitalise, format_date, say

PartName = Literal["actor", "service", "tie", "membership"]
PARTS: tuple[PartName, ...] = ("actor", "service", "tie", "membership")
# The form of the workbooks; one of another form is not taken in.
FORM = "1"
# The sheet that tells whose card it is.
HIDDEN = "eloggraph"
# A line of one value has a name and the value, which may be empty.
_OF_ONE_VALUE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a part: its key, its name, and the values that a cell may be chosen from.

    ``correctable`` tells that a corrected value may be written; ``required`` that an added line
    must have one.
    """

    key: str
    name: Text
    offers: tuple[Text, ...] = ()
    correctable: bool = True
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is on record: a text for each field. ``offers`` are the values of this line alone."""

    key: str
    cells: tuple[Text, ...]
    offers: tuple[Text, ...] = ()
    correctable: bool = True

    @property
    def holdable(self) -> bool:
        """Tell whether there is anything on record that may hold or not."""
        return len(self.cells) > _OF_ONE_VALUE or any(self.cells[-1].said)

    def stamp(self, language: Language) -> str:
        """Return key and state of the line: the state changes when what is on record does."""
        shown = "\x1f".join(cell.say(language) for cell in self.cells)
        return f"{self.key}-{hash_text(shown)[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Facts of one kind; ``blank`` is what an added line begins with, None where none may be."""

    name: PartName
    fields: tuple[Field, ...]
    lines: tuple[Line, ...]
    blank: tuple[Text, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything on record of one actor; ``key`` names it in the workbook that comes back.

    ``network`` is what the network is called; ``by`` and ``return_to`` say when and to whom the
    card is to be returned, where that was said.
    """

    actor: str
    id: str
    key: str
    label: Text
    network: Text
    parts: tuple[Part, ...]
    languages: tuple[Language, ...]
    on: str
    by: str | None = None
    return_to: str | None = None

    def part(self, name: str) -> Part | None:
        """Return the part of a name, where the card has it."""
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """One line as it came back: the texts of its cells, on a row of a sheet.

    ``stamp`` is empty where the line was added. ``corrections`` are by the key of their field.
    """

    row: int
    stamp: str
    cells: tuple[str, ...]
    holds: str
    corrections: dict[str, str]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedPart:
    """The lines of one part that came back, and the sheet that they stand on."""

    name: PartName
    sheet: str
    lines: tuple[ReturnedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCard:
    """A workbook that came back: whose it says to be, and what was written in it."""

    file: str
    key: str
    language: Language
    parts: tuple[ReturnedPart, ...]


def hash_text(*texts: str) -> str:
    """Return a short name for texts that tells nothing of them.

    >>> hash_text("urn:a") == hash_text("urn:a") != hash_text("urn:b")
    True
    """
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def list_heads(part: Part) -> Sequence[str]:
    """Return in order what the columns of a part's sheet are: the form that is read back.

    >>> field = Field(key="type", name=Text.same("type"))
    >>> list_heads(Part(name="tie", fields=(field,), lines=()))
    ['stamp', 'field:type', 'holds', 'correct:type', 'note']
    """
    correctable = (field for field in part.fields if field.correctable)
    return [
        "stamp",
        *(f"field:{field.key}" for field in part.fields),
        "holds",
        *(f"correct:{field.key}" for field in correctable),
        "note",
    ]


def name_head(head: str, part: Part) -> Text:
    """Return what a column of a part is called.

    >>> field = Field(key="x", name=Text.same("type"))
    >>> name_head("field:x", Part(name="tie", fields=(field,), lines=())).en
    'Type'
    """
    kind, _, key = head.partition(":")
    names = {field.key: field.name for field in part.fields}
    if kind == "field":
        return capitalise(names[key])
    if kind == "correct" and part.name != "actor":
        return say("confirm.head.correct-of", name=names[key])
    return say(f"confirm.head.{kind}")


def list_yes_no() -> tuple[Text, Text]:
    """Return the words that say whether something holds.

    >>> [word.fi for word in list_yes_no()]
    ['kyllä', 'ei']
    """
    return say("template.word.yes"), say("template.word.no")


def list_instructions(card: Card, *, paper: bool = False) -> Sequence[Text]:
    """Return what the actor is asked to do, a sentence or two a line; on paper with a pen."""
    lines = [say("confirm.front.what", network=card.network, on=_write_date(card.on))]
    steps = ("paper",) if paper else ("mark", "correct", "add", "personal")
    lines += [say(f"confirm.front.{step}") for step in steps]
    told = {"by": _write_date(card.by) if card.by else "", "to": card.return_to or ""}
    ends = "".join(f"-{name}" for name, text in told.items() if text)
    lines.append(say(f"confirm.front.return{ends}", **told))
    return lines


def _write_date(iso: str) -> Text:
    return Text.each(lambda language: format_date(iso, language))

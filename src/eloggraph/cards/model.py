"""What the actors said: answers, and the changes of the tables that they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from eloggraph.finding import Finding, Place
from eloggraph.schema.model import Column, Table
from eloggraph.tables.cards import Card, PartName
from eloggraph.text import Text

Said = Literal[
    "confirmed", "corrected", "new", "denied", "contradicted", "conflict", "not-taken", "noted"
]
SAID: tuple[Said, ...] = get_args(Said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell of the network's own row that becomes another."""

    node: str
    column: Column
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A row that an actor added: what its cells say, by column."""

    table: Table
    cells: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Return what makes the row the one that it is."""
        said = dict(self.cells)
        return (self.table.name, *(said.get(key, "") for key in self.table.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one line of one actor's card says, with both values where it corrects one."""

    actor: str
    label: Text
    part: PartName
    said: Said
    what: Text
    place: Place
    field: Text | None = None
    before: str = ""
    after: str = ""
    note: str = ""
    node: str | None = None
    change: Change | None = None
    added: Added | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """All answers: who answered and who did not, what they say, and what was not understood.

    A card that came back ``blank`` is no answer.
    """

    answers: tuple[Answer, ...]
    answered: tuple[Card, ...]
    silent: tuple[Card, ...]
    blank: tuple[Card, ...] = ()
    findings: tuple[Finding, ...] = ()

    def of(self, said: Said) -> tuple[Answer, ...]:
        """Return the answers that say one thing."""
        return tuple(answer for answer in self.answers if answer.said == said)

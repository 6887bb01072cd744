"""The steps that were made, undone and made again, as the lines of a journal tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.tables.edit.journal import Line
from eloggraph.tables.edit.lines import VERSION, read_step
from eloggraph.tables.edit.model import AddRow, SheetName, Step
from eloggraph.tables.edit.patched import CHAPTER


@dataclass(slots=True)
class History:
    """All steps by number, and the numbers of those that hold, in the order in which they do.

    ``files`` are the SHA-256 of the files that the steps are of. ``again`` are the steps that were
    undone since the last new one: what a person means by *redo*. Those undone before it are kept,
    and can be asked for by number.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    revision: int = 0

    @classmethod
    def read(cls, lines: Sequence[Line], name: str) -> History:
        """Return what the lines of a journal tell.

        Raises
        ------
        InputError
            When one of them is whole, and yet tells nothing that is known.
        """
        history = cls()
        for number, line in enumerate(lines, 1):
            try:
                history.take(line)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                place = Place(file=name)
                raise InputError.tell(
                    "journal-damaged", place, chapter=CHAPTER, value=name, n=number
                ) from error
        return history

    def take(self, line: Line) -> None:
        """Take in a line of the journal."""
        self.revision += 1
        if line.get("journal", VERSION) != VERSION:
            raise ValueError(line["journal"])
        if "journal" in line:
            self.files, self.revision = line["files"], 0
        elif "step" in line:
            number = line["step"]
            self.steps[number] = read_step(line, number)
            self.order.append(number)
            self.again.clear()
        elif "undo" in line:
            self._turn(line["undo"], is_done=False)
            self.order.remove(line["undo"])
            self.again.append(line["undo"])
        elif "redo" in line:
            self._turn(line["redo"], is_done=True)
            self.order.append(line["redo"])
            self.again = [number for number in self.again if number != line["redo"]]
        elif "join" in line:
            self.files = {**self.files, **line["join"]}
            self.revision -= 1  # nothing that is shown has changed
        elif "forget" in line:
            self._forget(line["forget"])
        elif "merge" in line:
            self.files = {**self.files, **line["merge"]}
            steps = [read_step(s, s["number"], is_done=s["done"]) for s in line["made"]]
            self.steps = {step.number: step for step in steps}
            self.order, self.again = list(line["order"]), []

    def _forget(self, name: str) -> None:
        """Leave out what was changed in a file; of a step that changed others too, these stay."""
        self.files = {file: sha for file, sha in self.files.items() if file != name}
        kept = {number: leave_out(step, name) for number, step in self.steps.items()}
        self.steps = {number: step for number, step in kept.items() if step.changes}
        self.order = [number for number in self.order if number in self.steps]
        self.again = [number for number in self.again if number in self.steps]

    def _turn(self, number: int, *, is_done: bool) -> None:
        self.steps[number] = replace(self.steps[number], is_done=is_done)

    @property
    def next(self) -> int:
        """The number of the next step."""
        return max(self.steps, default=0) + 1

    def new_key(self, at: SheetName) -> int:
        """Return a key below which no row has or had one."""
        every = (change for step in self.steps.values() for change in step.changes)
        taken = (each.row for each in every if isinstance(each, AddRow) and each.at == at)
        return min((0, *taken)) - 1

    def done(self) -> Sequence[Step]:
        """Return the steps that hold, in their order."""
        return [self.steps[number] for number in self.order]


def leave_out(step: Step, name: str) -> Step:
    """Return a step without what it changed in a file."""
    pairs = [
        (change, before)
        for change, before in zip(step.changes, step.before, strict=True)
        if change.at.file != name
    ]
    changes, before = tuple(change for change, _ in pairs), tuple(text for _, text in pairs)
    return replace(step, changes=changes, before=before)

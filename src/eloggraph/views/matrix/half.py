"""Half a table of groups: each cell with its place on the diverging scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, capitalise, say
from eloggraph.views.matrix.claim import name_group

if TYPE_CHECKING:
    from eloggraph.analysis.group_pairs import Counted, GroupPair, GroupPairs

# From few to many; the key shows those that occur.
STEPS = ("fewer-3", "fewer-2", "fewer-1", "as-chance", "more-1", "more-2", "more-3", "small")
_TWICE, _FOUR_TIMES = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfCell:
    """One cell: its step on the scale, the ties, and what chance would give, rounded."""

    step: str
    ties: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfRow:
    """A group with its cells up to the diagonal, and the name of the next column."""

    label: Text
    apart: bool
    cells: tuple[HalfCell, ...]
    following: Text | None
    rest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTable:
    """One grouping as half a table; ``summary`` says in a line what it shows.

    ``steps`` are those that occur, for the key: none where nothing is judged, for which ``lacking``
    gives the reasons.
    """

    label: Text
    counted: Counted
    rows: tuple[HalfRow, ...]
    steps: tuple[str, ...]
    summary: Text
    lacking: tuple[Text, ...]
    method: tuple[Text, ...]


def lay_out_half(found: GroupPairs) -> HalfTable:
    """Return the half table of one grouping."""
    names = [capitalise(name_group(group)) for group in found.groups]
    rows = tuple(
        HalfRow(
            label=names[at],
            apart=group.apart,
            cells=tuple(_lay_out(found, at, column) for column in range(at + 1)),
            following=names[at + 1] if at + 1 < len(names) else None,
            rest=len(names) - at - 1,
        )
        for at, group in enumerate(found.groups)
    )
    occurring = {cell.step for row in rows for cell in row.cells} if not found.lacking else set()
    return HalfTable(
        label=found.label,
        counted=found.counted,
        rows=rows,
        steps=tuple(step for step in STEPS if step in occurring),
        summary=_summarise(found),
        lacking=found.lacking,
        method=_explain(found),
    )


def _lay_out(found: GroupPairs, row: int, column: int) -> HalfCell:
    pair = found.pair(row, column)
    step = "not-judged" if found.lacking else choose_step(pair)
    return HalfCell(step=step, ties=pair.ties, expected=round(pair.expected))


def choose_step(pair: GroupPair) -> str:
    """Return where a cell lies on the scale: by how many times it has more or fewer ties."""
    if not pair.judged:
        return "small"
    if pair.departure is None:
        return "as-chance"
    more, fewer = (
        (pair.ties, pair.expected) if pair.ties > pair.expected else (pair.expected, pair.ties)
    )
    size = 3 if more > _FOUR_TIMES * fewer else 2 if more > _TWICE * fewer else 1
    return f"{pair.departure}-{size}"


def _summarise(found: GroupPairs) -> Text:
    told = {"grouping": capitalise(found.label), "n": len(found.departing())}
    if not found.count_judged():
        return say("matrix.pairs.other-lacking", **told)
    return say(f"matrix.pairs.other{'' if told['n'] else '-nothing'}", **told)


def _explain(found: GroupPairs) -> tuple[Text, ...]:
    told = [say("matrix.method.dealt", n=found.dealings)] if found.count_judged() else []
    if found.explained_by is not None:
        told.insert(0, say("matrix.method.explained", other=found.explained_by))
    told.append(say(f"matrix.method.{found.counted}", silos=say("silos.title")))
    last = found.groups[-1]
    if last.label is None:
        names = join_names(list(last.labels), most=len(last.labels))
        told.append(say("matrix.method.folded", n=len(last.members), names=names))
    if found.several:
        told.append(say("matrix.method.several", n=found.several))
    return tuple(told)

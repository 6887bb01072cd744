"""The ways from step to step of a service chain, along the lanes and between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.service_chains import Step
from eloggraph.views.chain.owners import Lane
from eloggraph.views.map.paths import format_length

Line = tuple[float, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBox:
    """A step in a lane: lines of text with their styles and baselines."""

    x: float
    y: float
    width: float
    height: float
    style: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A way from box to box; ``head`` is the point, ``sign`` where a break has its sign."""

    path: str
    style: str
    head: str = ""
    sign: tuple[float, float] | None = None


def draw_arrows(
    steps: Sequence[Step], lanes: Sequence[Lane], boxes: Mapping[tuple[int, int], StepBox]
) -> Iterator[Arrow]:
    """Yield the ways between the boxes, and where they break."""
    at = {step.step: place for place, step in enumerate(steps)}
    rows = {
        place: [row for row, lane in enumerate(lanes) if place in lane.steps]
        for place in at.values()
    }
    for place, step in enumerate(steps):
        kinds = {gap.kind for gap in step.gaps}
        if "hand-over" in kinds:
            yield from (_stop(boxes[place, row]) for row in rows[place])
        to = at.get(step.next or "")
        if to is None:
            continue
        wrong = bool(kinds & {"skip", "back"}) or to != place + 1
        for here, there in _pair_rows(rows[place], rows[to]):
            if wrong:
                yield _go_round(boxes[place, here], boxes[to, there])
            else:
                style = "unknown" if step.passing == "unknown" else "same"
                change = here != there and style == "same"
                style = "change" if change else style
                yield _go_on(boxes[place, here], boxes[to, there], style)


def _pair_rows(here: Sequence[int], there: Sequence[int]) -> list[tuple[int, int]]:
    """Return from which lane to which a client goes: along the own lane, else to the nearest."""
    pairs = {(row, row) for row in there if row in here}
    for row in there:
        if row not in here:
            pairs.add((min(here, key=lambda each: (abs(each - row), each)), row))
    for row in here:
        if row not in there:
            pairs.add((row, min(there, key=lambda each: (abs(each - row), each))))
    return sorted(pairs)


def _go_on(one: StepBox, other: StepBox, style: str) -> Arrow:
    x1, y1 = one.x + one.width, one.y + one.height / 2
    x2, y2 = other.x, other.y + other.height / 2
    if style == "change":  # apart from the arrow along the lane
        y1, y2 = (y + (8 if (y2 > y1) == down else -8) for y, down in ((y1, True), (y2, False)))
    middle = format_length((x1 + x2) / 2)
    bend = f"{middle},{format_length(y1)} {middle},{format_length(y2)}"
    path = f"M{_point(x1, y1)}C{bend} {_point(x2 - 2, y2)}"
    return Arrow(path=path, style=style, head=_head(x2 - 1, y2))


def _go_round(one: StepBox, other: StepBox) -> Arrow:
    """Return a way that leads past a step, or back: below the boxes."""
    x1, x2 = one.x + one.width / 2 + 14, other.x + other.width / 2 - 14
    y1, y2 = one.y + one.height, other.y + other.height
    low = max(y1, y2) + 22
    path = f"M{_point(x1, y1)}C{_point(x1, low)} {_point(x2, low)} {_point(x2, y2 + 2)}"
    point = f"M{_point(x2 - 4, y2 + 8)}L{_point(x2, y2 + 1)}L{_point(x2 + 4, y2 + 8)}"
    return Arrow(path=path, style="broken", head=point)


def _stop(box: StepBox) -> Arrow:
    """Return a way that leads nowhere, with the sign of what is missing at its end."""
    x, y = box.x + box.width, box.y + box.height / 2
    return Arrow(path=f"M{_point(x, y)}L{_point(x + 22, y)}", style="broken", sign=(x + 28, y))


def _point(x: float, y: float) -> str:
    return f"{format_length(x)},{format_length(y)}"


def _head(x: float, y: float) -> str:
    return f"M{_point(x - 7, y - 4)}L{_point(x, y)}L{_point(x - 7, y + 4)}"

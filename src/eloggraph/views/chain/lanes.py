"""A service chain as lanes: steps across, who provides them down, and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.analysis.service_chains import Chain, Gap, GapKind, Step
from eloggraph.text import Language, Text, say
from eloggraph.views.chain.arrows import Arrow, Line, StepBox, draw_arrows
from eloggraph.views.chain.owners import Lane, find_lanes
from eloggraph.views.page.wrapping import wrap_name

LABELS, LEAST_COLUMN, WIDTH = 216, 160, 1160
GAP = 40  # between two steps, where the arrows are
_PAD, _BETWEEN = 14.0, 5.0
_NAME, _NAME_LINE = 12.5, 15.5
_TITLE, _TITLE_LINE, _NOTE, _NOTE_LINE = 12.5, 16.0, 11.5, 15.0
_HUES = 7
_ON_THE_WAY: tuple[GapKind, ...] = ("hand-over", "skip", "back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The ground of a lane, with its name in lines."""

    y: float
    height: float
    lines: tuple[Line, ...]
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The heading of a column, and what is said of the way to the next step."""

    x: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """A chain drawn in one language."""

    width: int
    height: float
    bands: tuple[Band, ...]
    heads: tuple[Head, ...]
    passings: tuple[tuple[float, float, str, str], ...]
    boxes: tuple[StepBox, ...]
    arrows: tuple[Arrow, ...]


def tell_gap(gap: Gap) -> Text:
    """Return in words what is wanting."""
    return say(f"chain.gap.{gap.kind}", n=len(gap.names), names=join_names(gap.names))


def name_service(step: Step) -> Text | None:
    """Return the service of a step, also one that has ended or has not begun, or None."""
    meant = (gap.names[0] for gap in step.gaps if gap.kind.startswith("service-"))
    return step.service_label or next(meant, None)


def number_step(step: Step) -> Text:
    """Return the name of a step behind its number."""
    if step.order is None:
        return step.label
    return Text.each(lambda language: f"{step.order}. {step.label.say(language)}")


def draw_lanes(chain: Chain, ending: Mapping[str, str], language: Language) -> Lanes:
    """Return the chain in one language; ``ending`` are services that end within a year."""
    lanes = find_lanes(chain)
    steps = chain.steps
    column = max(float(LEAST_COLUMN), (WIDTH - LABELS) / max(1, len(steps)))
    box_width = column - GAP
    lefts = [LABELS + column * at for at in range(len(steps))]
    heads = [
        _write_lines(
            wrap_name(number_step(step).say(language), box_width, 13, bold=True), 26, "head"
        )
        for step in steps
    ]
    head_height = max((len(lines) for lines in heads), default=1) * 16.0 + 24
    bands = [
        Band(y=0, height=head_height, lines=((26.0, "lane", say("lanes.steps").say(language)),))
    ]
    passings = _place_passings(steps, lefts, head_height + 17, language)
    y = head_height + (28 if passings else _BETWEEN)
    boxes: dict[tuple[int, int], StepBox] = {}
    hues = {one: at for at, one in enumerate(dict.fromkeys(each.service for each in steps))}
    for row, lane in enumerate(lanes):
        texts = {
            at: _write_box(steps[at], lane, ending, box_width - 22, language) for at in lane.steps
        }
        names = wrap_name(lane.name.say(language), LABELS - 32, _NAME, bold=True)
        tallest = max(
            max(lines[-1][0] for lines in texts.values()) + 12, len(names) * _NAME_LINE + 4
        )
        for at, lines in texts.items():
            hue = hues[steps[at].service]
            style = f"c{hue}" if hue < _HUES else "c-other"
            boxes[at, row] = StepBox(
                x=round(lefts[at], 1),
                y=round(y + _PAD, 1),
                width=round(box_width, 1),
                height=round(tallest, 1),
                style=style + (" wanting" if _is_wanting(steps[at]) else ""),
                lines=tuple((round(y + _PAD + down, 1), kind, text) for down, kind, text in lines),
            )
        height = tallest + 2 * _PAD
        label = tuple(
            (round(y + height / 2 + 4 + _NAME_LINE * (at - (len(names) - 1) / 2), 1), "lane", name)
            for at, name in enumerate(names)
        )
        style = "" if lane.providers else "nobody"
        bands.append(Band(y=round(y, 1), height=round(height, 1), lines=label, style=style))
        y += height + _BETWEEN
    return Lanes(
        width=round(LABELS + column * len(steps)) if steps else WIDTH,
        height=round(y, 1),
        bands=tuple(bands),
        heads=tuple(
            Head(x=round(x, 1), lines=lines) for x, lines in zip(lefts, heads, strict=True)
        ),
        passings=passings,
        boxes=tuple(boxes[key] for key in sorted(boxes)),
        arrows=tuple(draw_arrows(steps, lanes, boxes)),
    )


def _write_lines(parts: Sequence[str], first: float, style: str) -> tuple[Line, ...]:
    return tuple((first + 16.0 * at, style, part) for at, part in enumerate(parts))


def _place_passings(
    steps: Sequence[Step], lefts: Sequence[float], y: float, language: Language
) -> tuple[tuple[float, float, str, str], ...]:
    """Return what is said between two steps: whether those who provide them are the same."""
    at = {step.step: place for place, step in enumerate(steps)}
    told = []
    for place, step in enumerate(steps):
        if step.passing and at.get(step.next or "") == place + 1:
            words = say(f"lanes.passing.{step.passing}").say(language)
            told.append((round(lefts[place + 1] - GAP / 2, 1), y, step.passing, words))
    return tuple(told)


def _write_box(
    step: Step, lane: Lane, ending: Mapping[str, str], width: float, language: Language
) -> list[Line]:
    """Return the lines of a box from its upper edge."""
    lines: list[Line] = []
    y = 19.0

    def write(text: Text, style: str, size: float, leading: float, room: float, most: int) -> None:
        nonlocal y
        bold = style != "note"
        for part in wrap_name(text.say(language), room, size, bold=bold, most=most):
            lines.append((y, style, part))
            y += leading

    write(name_service(step) or say("lanes.no-service"), "title", _TITLE, _TITLE_LINE, width, 4)
    if step.role:
        write(say("lanes.met-by", name=step.role), "note", _NOTE, _NOTE_LINE, width, 3)
    if len(step.providers) > len(lane.providers) > 0:
        told = say("lanes.together", n=len(step.providers))
        write(told, "note", _NOTE, _NOTE_LINE, width, 2)
    if step.service and step.service in ending:
        told = say("services.ends", day=write_day(ending[step.service]))
        write(told, "ends", _NOTE, _NOTE_LINE, width - 16, 2)
    for gap in step.gaps:
        write(tell_gap(gap), "gap" if gap.breaks else "note", _NOTE, _NOTE_LINE, width - 16, 4)
    return lines


def _is_wanting(step: Step) -> bool:
    """Tell whether the step itself lacks something, not only its way on."""
    return any(gap.breaks and gap.kind not in _ON_THE_WAY for gap in step.gaps)

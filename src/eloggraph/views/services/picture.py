"""Services as lines from those who provide them to those they are for: where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eloggraph.analysis.sentences import write_day
from eloggraph.analysis.service_reach import ReachedService, ServiceReach
from eloggraph.text import Language, Text, say
from eloggraph.views.map.paths import format_length
from eloggraph.views.page.wrapping import wrap_name
from eloggraph.views.services.sides import RowKind, Side, list_sides

WIDTH = 1120
_NAMES_END, _PROVIDER_DOT = 292, 302
_BOX_LEFT, _BOX_WIDTH = 440, 250
_BOX_RIGHT = _BOX_LEFT + _BOX_WIDTH
_GROUP_DOT, _GROUP_NAMES = 840, 852
_TOP = 40.0
_NAME, _NAME_LINE = 12.5, 15.5
_TITLE_LINE, _NOTE, _NOTE_LINE = 16.0, 11.5, 15.0
_HUES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Someone at the side of the picture: a dot and a name in lines, the first at ``top``."""

    x: float
    y: float
    text_x: float
    top: float
    lines: tuple[str, ...]
    kind: RowKind
    bold: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A service: its name and what is told below it, each line with its style and baseline."""

    x: float
    y: float
    width: float
    height: float
    style: str
    lines: tuple[tuple[float, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything drawn, in one language; ``curves`` are paths with their styles."""

    width: int
    height: float
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    curves: tuple[tuple[str, str], ...]
    unserved_top: float | None


def draw_picture(reach: ServiceReach, notes: Mapping[str, Text], language: Language) -> Picture:
    """Return the picture in one language."""
    left, right = list_sides(reach, notes)
    boxes = [_draw_box(one, at, language) for at, one in enumerate(reach.services)]
    names = [_wrap(each, 286, language, bold=False) for each in left]
    groups = [_wrap(each, 266, language, bold=each.kind == "served") for each in right]
    tall = [
        sum(_NAME_LINE * len(lines) + 13.5 for lines in names),
        sum(box.height for box in boxes) + 24.0 * (len(boxes) - 1),
        sum(_tell_height(side, lines) for side, lines in zip(right, groups, strict=True)),
    ]
    unserved = any(each.kind == "unserved" for each in right)
    height = max(tall[0], tall[1], tall[2] + (44 if unserved else 0))
    boxes = _spread(boxes, height)
    rows = _place_left(left, names, (height - tall[0]) / 2)
    below, top = _place_right(right, groups, 0 if unserved else (height - tall[2]) / 2, language)
    curves = _draw_curves(reach.services, boxes, left, rows, right, below)
    return Picture(
        width=WIDTH,
        height=round(_TOP + height, 1),
        rows=(*rows, *below),
        boxes=tuple(boxes),
        curves=curves,
        unserved_top=top,
    )


def hue_of(at: int) -> str:
    """Return the style of a service by its place: seven hues, then grey.

    >>> hue_of(0), hue_of(7)
    ('c0', 'c-other')
    """
    return f"c{at}" if at < _HUES else "c-other"


def tell_notes(one: ReachedService) -> tuple[tuple[str, Text], ...]:
    """Return what is told below the name of a service: forms, by how many, where, and its end."""
    notes = [("note", form) for form in (_join(one.forms),) if form]
    told = {"providers": _tell_providers(one), "areas": _tell_areas(one)}
    notes.append(("note", say("services.box", **told)))
    if one.until and one.is_ending:
        notes.append(("ends", say("services.ends", day=write_day(one.until))))
    return tuple(notes)


def _tell_providers(one: ReachedService) -> Text:
    n = len(one.providers)
    return say("services.count.providers", n=n) if n else say("services.no-provider")


def _tell_areas(one: ReachedService) -> Text:
    if not one.areas:
        return say("services.no-area")
    if len(one.areas) == 1:
        return one.areas[0].label
    kind = "municipalities" if one.in_municipalities else "areas"
    return say(f"services.count.{kind}", n=len(one.areas))


def _join(texts: Sequence[Text]) -> Text | None:
    if not texts:
        return None
    return Text.each(lambda language: ", ".join(each.say(language) for each in texts))


def _wrap(side: Side, width: float, language: Language, *, bold: bool) -> tuple[str, ...]:
    return wrap_name(side.name.say(language), width, _NAME, bold=bold)


def _tell_height(side: Side, lines: Sequence[str]) -> float:
    note = _NOTE_LINE if side.note else 0
    return _NAME_LINE * len(lines) + note + (18.5 if side.kind != "unserved" else 11.5)


def _draw_box(one: ReachedService, at: int, language: Language) -> Box:
    inside = _BOX_WIDTH - 24
    y, lines = 19.0, []
    for part in wrap_name(one.service.label.say(language), inside, 13, bold=True):
        lines.append((y, "title", part))
        y += _TITLE_LINE
    for style, note in tell_notes(one):
        room = inside - (18 if style == "ends" else 0)
        for part in wrap_name(note.say(language), room, _NOTE, bold=style == "ends", most=3):
            lines.append((y, style, part))
            y += _NOTE_LINE
    style = hue_of(at) + (" ending" if one.is_ending else "")
    return Box(x=_BOX_LEFT, y=0, width=_BOX_WIDTH, height=y - 4, style=style, lines=tuple(lines))


def _spread(boxes: Sequence[Box], height: float) -> list[Box]:
    """Set the boxes evenly, in the middle of the height."""
    free = height - sum(box.height for box in boxes)
    gap = min(64.0, free / (len(boxes) - 1)) if len(boxes) > 1 else 0.0
    y = _TOP - 12 + (free - gap * (len(boxes) - 1)) / 2
    placed = []
    for box in boxes:
        lines = tuple((round(y + at, 1), style, text) for at, style, text in box.lines)
        placed.append(replace(box, y=round(y, 1), lines=lines))
        y += box.height + gap
    return placed


def _place_left(
    sides: Sequence[Side], names: Sequence[tuple[str, ...]], first: float
) -> tuple[Row, ...]:
    rows, y = [], _TOP + first
    for side, lines in zip(sides, names, strict=True):
        rows.append(
            Row(
                x=_PROVIDER_DOT,
                y=round(y + _NAME_LINE * (len(lines) - 1) / 2, 1),
                text_x=_NAMES_END,
                top=round(y + 4.4, 1),
                lines=lines,
                kind=side.kind,
            )
        )
        y += _NAME_LINE * len(lines) + 13.5
    return tuple(rows)


def _place_right(
    sides: Sequence[Side], names: Sequence[tuple[str, ...]], first: float, language: Language
) -> tuple[tuple[Row, ...], float | None]:
    """Return the rows of the target groups, and where the heading of the unserved stands."""
    rows, y, heading = [], _TOP + first, None
    for side, lines in zip(sides, names, strict=True):
        if side.kind == "unserved" and heading is None:
            heading = round(y + 22, 1)
            y += 44
        rows.append(
            Row(
                x=_GROUP_DOT,
                y=round(y + _NAME_LINE * (len(lines) - 1) / 2, 1),
                text_x=_GROUP_NAMES,
                top=round(y + 4.4, 1),
                lines=lines,
                kind=side.kind,
                bold=side.kind == "served",
                note=side.note.say(language) if side.note else "",
            )
        )
        y += _tell_height(side, lines)
    return tuple(rows), heading


def _draw_curves(
    services: Sequence[ReachedService],
    boxes: Sequence[Box],
    left: Sequence[Side],
    rows: Sequence[Row],
    right: Sequence[Side],
    below: Sequence[Row],
) -> tuple[tuple[str, str], ...]:
    """Return the lines, service by service."""
    curves = []
    for at, (one, box) in enumerate(zip(services, boxes, strict=True)):
        middle = box.y + box.height / 2
        style = hue_of(at) + (" ending" if one.is_ending else "")
        for side, row in zip(left, rows, strict=True):
            if at in side.services:
                kind = style + (" broken" if side.kind == "nobody" else "")
                curves.append((_bend(row.x, row.y, _BOX_LEFT, middle), kind))
        for side, row in zip(right, below, strict=True):
            if at in side.services:
                kind = style + " thick" + (" broken" if side.kind == "nobody" else "")
                curves.append((_bend(_BOX_RIGHT, middle, row.x, row.y), kind))
    return tuple(curves)


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = format_length((x1 + x2) / 2)
    start, end = (f"{format_length(x)},{format_length(y)}" for x, y in ((x1, y1), (x2, y2)))
    return f"M{start}C{middle},{format_length(y1)} {middle},{format_length(y2)} {end}"

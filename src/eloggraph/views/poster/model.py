"""What stands on the poster and where: a column of words, and the picture beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.text import Language, Text, say
from eloggraph.views.map.drawing import Thumbnail, draw_thumbnail
from eloggraph.views.map.page import join_texts, summarize
from eloggraph.views.poster.names import enlarge_names

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.views.map.model import MapModel

# A3, landscape, at 96 pixels to the inch.
WIDTH, HEIGHT = 1587, 1123
_MARGIN, _COLUMN, _GAP = 48, 392, 36
_MOST_SOURCES = 2
_LEAST_TEXT = 11.4  # of a name in the picture: 8.5 points on paper
_FACT, _NAME = 13.5, 12.0  # the sizes of what is written at bodies and nodes in the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of words: where its baseline begins, and how it is written."""

    x: float
    y: float
    style: str
    size: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterModel:
    """What the poster says in any language, and its picture with its scale.

    ``area_size`` and ``name_size`` are how many times larger names are than in the picture.
    """

    title: Text
    eyebrow: Text
    claim: Text
    findings: tuple[Text, ...]
    basis: Text
    picture: Thumbnail
    x: float
    y: float
    scale: float
    area_size: float = 1.0
    name_size: float = 1.0


def build_poster(
    analysis: Analysis, map_model: MapModel, *, as_of: Text, sources: Sequence[Text] = ()
) -> PosterModel:
    """Return the model of the poster.

    Parameters
    ----------
    analysis, map_model
        What was found, and the map whose picture is shown.
    as_of
        The day of the data in words.
    sources
        The documents that the data come from.
    """
    picture = draw_thumbnail(map_model, named=True)
    wide, tall = WIDTH - 2 * _MARGIN - _COLUMN - _GAP, HEIGHT - 2 * _MARGIN
    scale = min(wide / max(picture.width, 1), tall / max(picture.height, 1))
    area_size = round(max(1.0, _LEAST_TEXT / (_FACT * scale)), 3)
    name_size = round(max(1.0, _LEAST_TEXT / (_NAME * scale)), 3)
    told = [summarize(map_model)[0]]
    if sources:
        told.append(say("pages.poster.sources", sources=_join_sources(sources)))
    return PosterModel(
        title=map_model.title,
        eyebrow=join_texts((say("pages.poster.eyebrow"), as_of, *map_model.notices), by=" · "),
        claim=analysis.headline,
        findings=tuple(text for text in analysis.observations if text != analysis.headline),
        basis=join_texts(told, by=" "),
        picture=enlarge_names(picture, area_size, name_size),
        x=round(_MARGIN + _COLUMN + _GAP + (wide - scale * picture.width) / 2, 1),
        y=round(_MARGIN + (tall - scale * picture.height) / 2, 1),
        scale=round(scale, 4),
        area_size=area_size,
        name_size=name_size,
    )


def _join_sources(sources: Sequence[Text]) -> Text:
    left = len(sources) - _MOST_SOURCES
    more = (say("analysis.more", n=left),) if left > 0 else ()
    return join_texts((join_texts(sources[:_MOST_SOURCES], by="; "), *more), by=" ")


def set_words(model: PosterModel, language: Language) -> tuple[Line, ...]:
    """Return the lines of the column, from the top; what does not fit above the key is left out."""
    lines: list[Line] = []
    y = _MARGIN + 14.0

    def write(text: Text, style: str, size: float, leading: float, after: float) -> None:
        nonlocal y
        for part in wrap_words(text.say(language), _COLUMN / (size * _WIDTH_OF[style])):
            lines.append(Line(x=_MARGIN, y=round(y, 1), style=style, size=size, text=part))
            y += size * leading
        y += after

    write(model.eyebrow, "eyebrow", 13, 1.35, 34)
    longest = max(map(len, model.title.say(language).split(" ")))
    fitting = _COLUMN / (longest * _WIDTH_OF["title"])
    write(model.title, "title", round(min(40.0, fitting), 1), 1.1, 8)
    write(model.claim, "claim", 21, 1.3, 26)
    limit = HEIGHT - _MARGIN - _tell_key_height(model)
    for finding in model.findings:
        rows = wrap_words(finding.say(language), _COLUMN / (15.5 * _WIDTH_OF["finding"]))
        if y + len(rows) * 15.5 * 1.4 > limit:
            break
        write(finding, "finding", 15.5, 1.4, 16)
    return tuple(lines)


# How wide a letter is on the average, of the size of its type.
_WIDTH_OF = {"eyebrow": 0.53, "title": 0.62, "claim": 0.53, "finding": 0.52, "basis": 0.52}


def tell_key_top(model: PosterModel) -> float:
    """Return where the heading of the key stands."""
    return HEIGHT - _MARGIN - _tell_key_height(model) + 16


def _tell_key_height(model: PosterModel) -> float:
    return 26.0 * ((len(model.picture.legend) + 1 + model.picture.collectives) // 2) + 120


def wrap_words(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of at most so many characters, at spaces; a longer word stands alone.

    A per cent sign stays with its number.

    >>> wrap_words("yksi kaksi kolme", 11)
    ('yksi kaksi', 'kolme')
    >>> wrap_words("vain 61 %", 7)
    ('vain', '61 %')
    """
    lines, line = [], ""
    for word in text.replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return tuple(each.replace("\N{NO-BREAK SPACE}%", " %") for each in (*lines, line))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A sign of the key with its name, and where it stands."""

    x: float
    y: float
    style: str
    glyph: str
    label: str


def set_key(model: PosterModel, language: Language, collective: str) -> tuple[KeyRow, ...]:
    """Return the signs of the key in two columns above the foot."""
    rows: list[tuple[str, str, Text]] = [
        (row.style, row.glyph, row.label) for row in model.picture.legend
    ]
    if model.picture.collectives:
        rows.append(("collective", collective, say("pages.kind.collective")))
    top = HEIGHT - _MARGIN - _tell_key_height(model) + 40
    half = (len(rows) + 1) // 2
    return tuple(
        KeyRow(
            x=_MARGIN + 10 + (_COLUMN / 2) * (at // half if half else 0),
            y=top + 26 * (at % half if half else 0),
            style=style,
            glyph=glyph,
            label=label.say(language),
        )
        for at, (style, glyph, label) in enumerate(rows)
    )


def set_foot(model: PosterModel, language: Language) -> Iterator[Line]:
    """Yield the lines at the foot: how much is on record, and where it comes from."""
    rows = wrap_words(model.basis.say(language), _COLUMN / (12.5 * _WIDTH_OF["basis"]))
    first = HEIGHT - _MARGIN - 17 * (len(rows) - 1)
    for at, text in enumerate(_cut(rows, 4)):
        yield Line(x=_MARGIN, y=first + 17 * at, style="basis", size=12.5, text=text)


def _cut(rows: Sequence[str], most: int) -> Iterable[str]:
    return rows if len(rows) <= most else (*rows[: most - 1], rows[most - 1] + " …")

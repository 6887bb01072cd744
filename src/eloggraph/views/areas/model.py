"""What the tile maps show: for each level its tiles, and for each measure their faces and key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from eloggraph.analysis.area_levels import (
    AreaLevel,
    AreaLevels,
    AreaRecord,
    Level,
    Measure,
    Required,
    measure_area_levels,
)
from eloggraph.analysis.area_words import tell_basis, tell_level
from eloggraph.analysis.sentences import join_names
from eloggraph.layout.tiles import Tiling, place_in_order, place_tiles
from eloggraph.text import Text, say
from eloggraph.views.areas.bands import Band, find_step, list_steps, make_bands
from eloggraph.views.areas.twin import list_areas
from eloggraph.views.page.source import cite_rows
from eloggraph.views.page.view import Answer

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.outcome import Listing
    from eloggraph.analysis.question import Material

Sign = Literal["missing", "ending", "thin", "met", "partly"]

_DENSE_FROM = 9
_MOST_NAMES = 8
# The second parts of names of places, before which a narrow tile may break a long one.
_JOINT = re.compile(
    r"(?<=\w{3})(?=(?:harju|joki|järvi|kangas|koski|kunta|kylä|lahti|lampi|maa|mäki|niemi|nummi"
    r"|pohja|ranta|saari|salmi|savo|suomi|vaara|vesi)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a tile shows of one measure: a style, and a number or a state in words with its sign.

    ``aside`` is for those who do not see the style.
    """

    measure: Measure
    style: str
    value: int | Text | None = None
    sign: Sign | None = None
    aside: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One area: its name, which may be broken where it is long, and its faces."""

    name: Text
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one style means, and the first of the areas that have it by name."""

    style: str
    meaning: Text
    names: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What the styles of one measure mean; ``caption`` says what is true of it, if not above."""

    measure: Measure
    about: Text
    caption: Text | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The tile map of one level: rows of tiles, None where the grid has none."""

    level: Level
    title: Text
    rows: tuple[tuple[Tile | None, ...], ...]
    across: int
    keys: tuple[Key, ...]
    notes: tuple[Text, ...]

    @property
    def is_dense(self) -> bool:
        """Whether a telephone is too narrow for the names."""
        return self.across >= _DENSE_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasModel:
    """The page: its answer, the measures to choose from, a picture for each level, and a table."""

    answer: Answer
    measures: tuple[Measure, ...]
    pictures: tuple[Picture, ...]
    table: Listing


def build_areas(analysis: Analysis, material: Material) -> AreasModel | None:
    """Make the tile maps of a network; None where nothing is on record of any area.

    Parameters
    ----------
    analysis, material
        What was found, and what it was found in.

    Raises
    ------
    AttributeError
        When coverage or participation were not asked for.

    """
    found = measure_area_levels(material, analysis.coverage, analysis.participation)
    if found is None:
        return None
    first = found.measures[0]
    foremost = max(found.levels, key=lambda level: _rate(level, first))
    claim = tell_level(foremost, first)
    answer = Answer(
        claim=claim,
        basis=_join([*tell_basis(found, first), say("areas.tiles")]),
        source=_cite(found, material),
    )
    return AreasModel(
        answer=answer,
        measures=found.measures,
        pictures=tuple(_draw(level, found.measures, claim) for level in found.levels),
        table=list_areas(found),
    )


def _rate(level: AreaLevel, measure: Measure) -> tuple[float, bool]:
    own = sum(area.known(measure) == "own" for area in level.areas)
    return own / len(level.areas), level.level == "municipality"


def _join(sentences: Sequence[Text]) -> Text:
    return Text.each(lambda language: " ".join(each.say(language) for each in sentences))


def _cite(found: AreaLevels, material: Material) -> Text:
    records = material.records
    actors = [node.iri for node in material.network.actors()]
    areas = [area.area for level in found.levels for area in level.areas]
    norms = records.of("elo:ServiceNorm") if "coverage" in found.measures else ()
    told = cite_rows(
        map(records.place, [*found.services, *actors]), map(records.place, [*areas, *norms])
    )
    sources = dict.fromkeys(source for level in found.levels for source in level.sources)
    points = [say("areas.points", sources=source) for source in sources]
    return _join([told, *points])


def _draw(level: AreaLevel, measures: Sequence[Measure], claim: Text) -> Picture:
    tiling, order, notes = _place(level)
    scales = {measure: make_bands(_list_banded(level.areas, measure)) for measure in measures}
    rows: list[list[Tile | None]] = [[None] * tiling.across for _ in range(tiling.down)]
    for area, (column, row) in zip(order, tiling.cells, strict=True):
        faces = tuple(_face(area, measure, scales[measure]) for measure in measures)
        rows[row][column] = Tile(name=area.label.change(_soften), faces=faces)
    title = say(f"areas.title.{level.level}")
    outside = [say(f"areas.outside.{level.level}", names=_list(level.outside))]
    return Picture(
        level=level.level,
        title=title,
        rows=tuple(map(tuple, rows)),
        across=tiling.across,
        keys=tuple(
            Key(
                measure=measure,
                about=say(f"areas.picture.{measure}", title=title),
                caption=told if (told := tell_level(level, measure)) != claim else None,
                entries=tuple(_explain(order, measure, scales[measure])),
            )
            for measure in measures
        ),
        notes=(*notes, *(outside if level.outside else ())),
    )


def _list(names: Sequence[Text]) -> Text:
    return Text.each(lambda language: ", ".join(name.say(language) for name in names))


def _soften(name: str) -> str:
    return _JOINT.sub("\N{SOFT HYPHEN}", name)


def _place(level: AreaLevel) -> tuple[Tiling, list[AreaRecord], list[Text]]:
    """Return the cells of the areas in an order, those without a point below the others."""
    placed = sorted((area for area in level.areas if area.point), key=lambda area: area.area)
    left = [area for area in level.areas if not area.point]
    if not placed:
        return place_in_order(len(left)), left, [say("areas.in-order")]
    tiling = place_tiles([area.point for area in placed if area.point])
    if not left:
        return tiling, placed, []
    across = max(tiling.across, place_in_order(len(left)).across)
    below = [(n % across, tiling.down + n // across) for n in range(len(left))]
    grown = Tiling(
        cells=(*tiling.cells, *below), across=across, down=tiling.down + -(-len(left) // across)
    )
    told = say("areas.unplaced", names=_list([area.label for area in left]))
    return grown, [*placed, *left], [told]


def _list_banded(areas: Sequence[AreaRecord], measure: Measure) -> Iterator[int]:
    """Yield the numbers that have a colour: where the area itself is known."""
    for area in areas:
        if area.known(measure) != "own":
            continue
        if measure == "coverage":
            if area.required and area.required.missing:
                yield area.required.missing
        else:
            yield (area.services if measure == "services" else area.actors).total


def _face(area: AreaRecord, measure: Measure, bands: Sequence[Band]) -> Face:
    known = area.known(measure)
    if known == "unknown":
        return Face(measure=measure, style="unknown", aside=say("areas.known.unknown"))
    if measure == "coverage":
        return _face_required(area.required, bands) if area.required else _no_face(measure)
    reading = area.services if measure == "services" else area.actors
    if known == "whole":
        aside = say("areas.wholes", names=_list(reading.wholes))
        return Face(measure=measure, style="whole", value=reading.total, aside=aside)
    style = f"step-{find_step(reading.total, bands)}"
    return Face(measure=measure, style=style, value=reading.total)


def _no_face(measure: Measure) -> Face:
    return Face(measure=measure, style="unknown")


def _face_required(required: Required, bands: Sequence[Band]) -> Face:
    state, n = _judge(required)
    style = f"lack-{find_step(n, bands)}" if state == "missing" else state
    return Face(measure="coverage", style=style, value=say(f"areas.face.{state}", n=n), sign=state)


def _judge(required: Required) -> tuple[Sign, int]:
    """Return the worst that is known of an area, and of how many required cells."""
    states: tuple[tuple[Sign, int], ...] = (
        ("missing", required.missing),
        ("ending", required.ending),
        ("thin", required.thin),
        ("partly", required.unknown),
    )
    return next(((state, n) for state, n in states if n), ("met", required.cells))


def _explain(
    areas: Sequence[AreaRecord], measure: Measure, bands: Sequence[Band]
) -> Iterator[Entry]:
    """Yield the styles that are there, with what they mean and which areas have them."""
    styles: defaultdict[str, list[Text]] = defaultdict(list)
    for area in sorted(areas, key=lambda area: (area.label, area.area)):
        styles[_face(area, measure, bands).style].append(area.label)
    for style, meaning in _name_styles(measure, bands):
        if style in styles:
            names = join_names(styles[style], most=_MOST_NAMES)
            yield Entry(style=style, meaning=meaning, names=names)


def _name_styles(measure: Measure, bands: Sequence[Band]) -> Iterator[tuple[str, Text]]:
    kind = "lack" if measure == "coverage" else "step"
    for at, (band, step) in enumerate(zip(bands, list_steps(bands), strict=True)):
        yield f"{kind}-{step}", _name_band(band, measure, at, len(bands))
    for state in ("ending", "thin", "partly", "met", "whole", "unknown"):
        yield state, say(f"areas.legend.{state}")


def _name_band(band: Band, measure: Measure, at: int, of: int) -> Text:
    low, high = band
    if measure == "coverage":
        amount = (
            Text.same(str(low)) if low == high else say("areas.legend.span", low=low, high=high)
        )
        return say("areas.legend.missing", amount=amount)
    if low == high:
        return say(f"areas.amount.{measure}", n=low)
    if at == 0 and low > 1:
        return say("areas.legend.under", n=high + 1)
    if at + 1 == of:
        return say("areas.legend.over", n=low)
    return say("areas.legend.span", low=low, high=high)

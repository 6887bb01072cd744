"""The legend of the map: what its colours, kinds, lines and choices are, and how many have each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eloggraph.text import Language, Text, say
from eloggraph.views.map.glyphs import COLLECTIVE, SHAPES, class_of, shape_of
from eloggraph.views.map.model import OTHER, UNKNOWN, MapGrouping, MapModel
from eloggraph.views.map.paths import scale_path
from eloggraph.views.page.joints import break_long_words

TIE_KINDS = ("link", "coordination", "membership", "provision", "funding")
_KINDS = (("actor", SHAPES[0]), ("collective", COLLECTIVE), ("kind", COLLECTIVE))


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """One filter of the legend: a category with its sign, its name and its size."""

    category: int
    style: str
    glyph: str
    label: Text
    size: int


def draw_legend(
    model: MapModel, grouping: MapGrouping, language: Language = "fi"
) -> tuple[LegendRow, ...]:
    """Return the rows of a grouping in the order of a language's words.

    First come its hued groups, then all others, then the unknown.
    """
    actors = [node for node in model.nodes if node.kind == "actor"]
    found = [model.categories(grouping, actor) for actor in actors]
    labels = {g.category: g.label for g in grouping.groups if g.category < OTHER}
    labels[OTHER] = say("pages.map.others")
    labels[UNKNOWN] = say("pages.map.unknown")
    sizes = {category: sum(category in have for have in found) for category in labels}
    return tuple(
        LegendRow(
            category=category,
            style=class_of(category),
            glyph=scale_path(shape_of(category), 7),
            label=break_long_words(labels[category]),
            size=sizes[category],
        )
        for category in sorted(
            labels, key=lambda at: (max(at, OTHER - 1), labels[at].say(language).casefold())
        )
        if sizes[category]
    )


def list_onlys(model: MapModel) -> Iterator[tuple[str, Text, int]]:
    """Yield what may be shown alone, with how many there are: never a choice of nothing."""
    sizes = {
        "ending": len(model.ending),
        "bridges": sum(node.cut_off > 0 for node in model.nodes),
        "alone": model.isolates(),
    }
    for key, size in sizes.items():
        if size:
            yield key, say(f"pages.map.only-{key}"), size


def draw_kinds(model: MapModel) -> tuple[tuple[str, Text, str, int], ...]:
    """Return the kinds of nodes that are on the map: key, name, sign and number of each."""
    return tuple(
        (kind, say(f"pages.kind.{kind}s"), scale_path(outline, 7), size)
        for kind, outline in _KINDS
        if (size := sum(node.kind == kind for node in model.nodes))
    )


def draw_tie_kinds(model: MapModel) -> tuple[tuple[str, Text, int], ...]:
    """Return the kinds of ties that are on the map: key, name and number of each."""
    return tuple(
        (kind, say(f"pages.tie.{kind}"), size)
        for kind in TIE_KINDS
        if (size := sum(tie.kind == kind for tie in model.ties))
    )

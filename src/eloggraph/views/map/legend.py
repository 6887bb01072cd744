"""The legend of the map: what its colours, kinds, lines and choices are, and how many have each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.text import Language, Text, say
from eloggraph.views.map.glyphs import COLLECTIVE, SHAPES, class_of, shape_of
from eloggraph.views.map.model import OTHER, UNKNOWN, MapGrouping, MapModel
from eloggraph.views.map.paths import scale_path
from eloggraph.views.page.joints import break_long_words

TIE_KINDS = ("link", "coordination", "membership", "provision", "funding")
_KINDS = (("actor", SHAPES[0]), ("collective", COLLECTIVE), ("kind", COLLECTIVE))

_NAMED = ("closed", "leaning")  # without one of these there is nothing to part
_STANDINGS: Mapping[str, tuple[str, ...]] = {
    "closed": ("closed",),
    "leaning": ("leaning",),
    "mixed": ("open",),
    "unjudged": ("too-small", "no-ties"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """One filter of the legend: a category with its sign, its name and its size.

    ``standing`` is what the verdict on silos says of the group.
    """

    category: int
    style: str
    glyph: str
    label: Text
    size: int
    standing: str | None = None


def draw_legend(
    model: MapModel, grouping: MapGrouping, language: Language = "fi"
) -> tuple[LegendRow, ...]:
    """Return the rows of a grouping in the order of a language's words.

    First come its groups, then all others that share a sign, then the unknown.
    """
    actors = [node for node in model.nodes if node.kind == "actor"]
    found = [model.categories(grouping, actor) for actor in actors]
    labels = {g.category: g.label for g in grouping.groups if g.category < OTHER}
    labels[OTHER] = say("pages.map.others")
    labels[UNKNOWN] = say("pages.map.unknown")
    sizes = {category: sum(category in have for have in found) for category in labels}
    standings = {g.category: g.standing for g in grouping.groups if g.category < OTHER}
    return tuple(
        LegendRow(
            category=category,
            style=class_of(category),
            glyph=scale_path(shape_of(category), 7),
            label=break_long_words(labels[category]),
            size=sizes[category],
            standing=standings.get(category),
        )
        for category in sorted(
            labels, key=lambda at: (max(at, OTHER - 1), labels[at].say(language).casefold())
        )
        if sizes[category]
    )


def part_legend(
    rows: Sequence[LegendRow],
) -> tuple[tuple[Text | None, tuple[LegendRow, ...]], ...]:
    """Part the rows by what the verdict says of the groups; without one they stay together.

    Groups that keep to themselves come first. What is no group stands last, under no heading.
    """
    if not any(row.standing in _NAMED for row in rows):
        return ((None, tuple(rows)),)
    parts = [
        (say(f"pages.map.standing-{name}"), tuple(row for row in rows if row.standing in levels))
        for name, levels in _STANDINGS.items()
    ]
    parted = {row.category for _, part in parts for row in part}
    rest = tuple(row for row in rows if row.category not in parted)
    return tuple(part for part in (*parts, (None, rest)) if part[1])


def list_onlys(model: MapModel) -> Iterator[tuple[str, Text, Text, int]]:
    """Yield what may be shown alone: key, name, what it is, and how many; never none at all."""
    sizes = {
        "ending": len(model.ending),
        "bridges": sum(node.cut_off > 0 for node in model.nodes),
        "alone": model.isolates(),
        "sided": len({frozenset(model.ends[at]) for at in model.one_sided}),
        "uncovered": len(model.uncovered),
    }
    # For the public nobody is picked out for having no ties, or for what would follow without it.
    kept_back = ("bridges", "alone", "sided") if model.public else ()
    for key, size in sizes.items():
        if size and key not in kept_back:
            yield key, say(f"pages.map.only-{key}"), say(f"pages.map.note-{key}"), size


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

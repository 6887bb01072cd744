"""The page of the map: one offline file in every language, drawn before any script runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from eloggraph.layout.area_labels import LINE
from eloggraph.text import LANGUAGES, Language, Text, format_date, say
from eloggraph.views.map.answer import MOST_INSIDE, MOST_OUT
from eloggraph.views.map.areas import MapArea
from eloggraph.views.map.card import PlaceTable, cite, end_data, profile_data
from eloggraph.views.map.change import tell_changes
from eloggraph.views.map.days import (
    add_days,
    count_changes,
    days_data,
    tell_change,
)
from eloggraph.views.map.glyphs import (
    COLLECTIVE,
    SHAPES,
    class_of,
    draw_ties,
    shape_of,
    size_of,
)
from eloggraph.views.map.legend import (
    TIE_KINDS,
    draw_kinds,
    draw_legend,
    draw_tie_kinds,
    list_onlys,
    part_legend,
)
from eloggraph.views.map.model import UNKNOWN, MapGrouping, MapModel, MapNode
from eloggraph.views.map.paths import scale_path
from eloggraph.views.page.render import TextTable, render_page
from eloggraph.views.page.view import list_tabs

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Tie

Row = TypeVar("Row")

_SCRIPTS = (  # one scope, in this order; map.js comes last
    *("picture", "names", "save", "hands", "state", "time", "search", "hits", "filters", "draw"),
    *("focus", "card", "choice", "address", "tables", "keys"),
)
_MOST_GROUP_COLUMNS = 3
# Of more actors the page has only the first ties as rows: a script makes the others when asked.
EVERY_ROW_TO, FIRST_ROWS = 1000, 500
_SCRIPT_TEXTS = (
    *("map.hidden", "map.nothing-hidden", "map.counts", "map.isolates", "map.focus", "map.close"),
    *("map.on-day", "map.is-new", "map.is-gone"),
    *("map.hit-none", "map.hit-near", "map.did-you-mean"),
    *("map.tie-count", "map.no-ties", "map.source", "map.no-source", "map.node-name"),
    *("card.by", "card.ties", "card.kind", "card.goes-on", "card.over", "card.sum"),
    *("card.lacking", "card.about", "card.ends-mark", "card.focus", "card.two-steps"),
    *("card.to-path", "card.path-to", "card.no-path", "card.leave-path", "card.pick"),
    *("card.pick-one", "card.show-path"),
    *("kind.actor", "kind.collective", "kind.kind", "view.previous", "view.next", "view.span"),
)
_MOVES = (
    ("zoom-in", "M8,3V13M3,8H13"),
    ("zoom-out", "M3,8H13"),
    ("zoom-fit", "M3,6V3H6M10,3H13V6M13,10V13H10M6,13H3V10"),
    ("pan-left", "M10,3L5,8L10,13"),
    ("pan-right", "M6,3L11,8L6,13"),
    ("pan-up", "M3,10L8,5L13,10"),
    ("pan-down", "M3,6L8,11L13,6"),
)
_LINE_HEIGHT = 14
_ALONE: Mapping[str, str] = {}
_COUNTS = ("actors", "collectives", "ties", "lines", "hits")
_FORMS = ("card.ends", "card.all-end", "card.stay", "card.carriers", "view.rows")
_SLOTS = (
    *("actors", "collectives", "ties", "name", "type", "title", "total", "when", "names"),
    *("told", "file", "rows", "things", "word", "first", "last"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnNode:
    """A node as the template draws it in the map and in the table."""

    node: MapNode
    ties: int
    style: str
    outline: str
    glyph: str
    name: Text
    groups: tuple[Text, ...]
    source: Text
    away: bool = False
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTie:
    """A tie as the template draws it in the map and in the table."""

    tie: Tie
    ends: tuple[int, int]
    path: str
    source: MapNode
    target: MapNode
    kind: Text
    period: Text
    thread: str = ""
    away: bool = False
    change: str = ""


def render_map(
    model: MapModel, language: Language = "fi", *, addresses: Mapping[str, str] = _ALONE
) -> str:
    """Return the page of the map, opening in the given language. The same model, the same bytes.

    ``addresses`` are the other views that lie beside it.
    """
    table, whole = TextTable(), add_days(model)
    counts = model.tie_counts()
    nodes = tuple(
        _draw_node(model, node, counts[at])
        if at < len(counts)
        else replace(_draw_node(model, node, 0), away=True)
        for at, node in enumerate(whole.nodes)
    )
    ties = tuple(
        replace(tie, away=at >= len(model.ties)) for at, tie in enumerate(_draw_ties(whole))
    )
    if model.days and model.days.is_change:
        nodes = tuple(mark_change(each, model.days.node_spans, at) for at, each in enumerate(nodes))
        ties = tuple(mark_change(each, model.days.tie_spans, at) for at, each in enumerate(ties))
    tie_rows = _order_rows(ties, lambda d: (d.source.label, d.target.label), language)
    if sum(node.kind == "actor" for node in whole.nodes) > EVERY_ROW_TO:
        tie_rows = tie_rows[:FIRST_ROWS]
    title = say("pages.map.page-title", title=model.title)
    return render_page(
        "map/map",
        title=title.say(language),
        language=language,
        shared_scripts=("page/language.js", *(f"map/{name}.js" for name in _SCRIPTS)),
        model=model,
        tabs=list_tabs(addresses),
        ties_table="tables/ties.csv",
        page_title=title,
        texts=table,
        nodes=nodes,
        ties=ties,
        node_rows=_order_rows(nodes, lambda drawn: (drawn.node.label,), language),
        tie_rows=tie_rows,
        tie_rows_left=len(tie_rows) < len(ties),
        legends=tuple(
            part_legend(draw_legend(model, grouping, language)) for grouping in model.groupings
        ),
        columns=model.groupings[:_MOST_GROUP_COLUMNS],
        kinds=draw_kinds(model),
        tie_kinds=draw_tie_kinds(model),
        areas=tuple((area, style_area(model, area)) for area in model.areas),
        onlys=tuple(list_onlys(model)),
        sentence=summarize(model),
        as_of=write_as_of(model.as_of),
        changes=count_changes(model),
        change_told=tell_changes(model),
        as_of_date=write_date(model.days.on) if model.days else None,
        moves=_MOVES,
        line_height=_LINE_HEIGHT,
        area_line=LINE,
        most_inside=MOST_INSIDE,
        most_out=MOST_OUT,
        data=lambda: _script_data(model, table, nodes, ties) | {"opensIn": language},
    )


Drawn = TypeVar("Drawn", DrawnNode, DrawnTie)


def mark_change(drawn: Drawn, spans: Mapping[int, tuple[tuple[int, int], ...]], at: int) -> Drawn:
    """Return what is drawn with whether it is new or gone, which is seen and said."""
    change = tell_change(spans, at)
    marked = replace(drawn, away=False, change="" if change == "kept" else change)
    if change != "kept" and isinstance(marked, DrawnNode):
        return replace(marked, name=join_texts((drawn.name, say(f"pages.map.is-{change}"))))
    return marked


def _order_rows(
    rows: Sequence[Row], texts: Callable[[Row], tuple[Text, ...]], language: Language
) -> tuple[tuple[int, Row], ...]:
    """Return rows with their numbers in the order of their names; the script collates better."""
    order = [tuple(text.say(language).casefold() for text in texts(row)) for row in rows]
    return tuple(sorted(enumerate(rows), key=lambda numbered: (order[numbered[0]], numbered[0])))


def summarize(model: MapModel) -> tuple[Text, Text]:
    """Return the sentence over the picture: the counts, and what else a reader must know."""
    sizes = Counter(node.kind for node in model.nodes)
    return (
        say(
            "pages.map.counts",
            actors=say("pages.count.actors", n=sizes["actor"]),
            collectives=say("pages.count.collectives", n=sizes["collective"]),
            ties=say("pages.count.lines", n=len(model.ties)),
        ),
        join_texts(
            (
                *((say("pages.map.isolates", n=alone),) if (alone := model.isolates()) else ()),
                say("pages.map.nothing-hidden"),
            ),
            by=" ",
        ),
    )


def join_texts(texts: Iterable[Text], *, by: str = ", ") -> Text:
    """Join texts language by language."""
    kept = tuple(texts)
    return Text.each(lambda language: by.join(text.say(language) for text in kept))


def write_as_of(iso: str) -> Text:
    """Say which day, month or year the data describe."""
    return say("pages.shared.as-of", date=write_date(iso))


def write_date(iso: str) -> Text:
    """Write a date in each language."""
    return Text.each(partial(format_date, iso))


@lru_cache(maxsize=4096)
def write_period(since: str | None, until: str | None) -> Text:
    """Say when a tie holds; empty when the data say nothing."""
    values = {name: write_date(iso) for name, iso in (("since", since), ("until", until)) if iso}
    form = "both" if len(values) == 2 else next(iter(values), None)
    return say(f"pages.period.{form}", **values) if form else Text.same("")


def _draw_node(model: MapModel, node: MapNode, ties: int) -> DrawnNode:
    category = colour_of(model, node)
    outline = shape_of(category)
    kind = say(f"pages.kind.{'kind' if node.kind == 'kind' else 'collective'}")
    return DrawnNode(
        node=node,
        ties=ties,
        style=class_of(category),
        outline=scale_path(outline, size_of(node, ties)),
        glyph=scale_path(outline, 7),
        name=say(
            "pages.map.node-name",
            name=node.label,
            type=node.type if any(node.type.said) else kind,
            ties=say("pages.count.ties", n=ties),
        ),
        groups=tuple(
            _name_groups(grouping, node) for grouping in model.groupings[:_MOST_GROUP_COLUMNS]
        ),
        source=join_texts(dict.fromkeys(cite(each.place) for each in node.sources), by="; "),
    )


def colour_of(model: MapModel, node: MapNode) -> int | None:
    """Return the category that colours a node in the first grouping; None for all but actors."""
    if node.kind != "actor":
        return None
    return model.categories(model.groupings[0], node)[0] if model.groupings else UNKNOWN


def _name_groups(grouping: MapGrouping, node: MapNode) -> Text:
    own = {group for key, group in node.group_pairs if key == grouping.key}
    return join_texts(group.label for group in grouping.groups if group.iri in own)


def _draw_ties(model: MapModel) -> tuple[DrawnTie, ...]:
    return tuple(
        DrawnTie(
            tie=tie,
            ends=(source, target),
            path=path,
            source=model.nodes[source],
            target=model.nodes[target],
            kind=say(f"pages.tie.{tie.kind}"),
            period=write_period(tie.since, tie.until),
            thread=thread,
        )
        for tie, (source, target), path, thread in zip(
            model.ties, model.ends, draw_ties(model), name_threads(model), strict=True
        )
    )


def name_threads(model: MapModel) -> Iterator[str]:
    """Yield the style of each tie of a folded map: tucked away, a thread, or one out of a hull."""
    homes = {node: area for area in model.areas for node in area.members}
    for at, ends in enumerate(model.ends):
        if not model.areas:
            yield ""
        elif at not in model.threads:
            yield "tucked"
        else:
            hulls = [homes[end] for end in ends if end in homes and homes[end].opened]
            inside = homes.get(ends[0]) is homes.get(ends[1])
            yield "thread" if inside else f"thread out {style_area(model, hulls[0])}"


def style_area(model: MapModel, area: MapArea) -> str:
    """Return the style class of a body: the hue of its group, where it has one."""
    groups = model.groupings[0].groups if model.groupings else ()
    category = next((each.category for each in groups if each.iri == area.group), None)
    return class_of(category) if category is not None else "c-none"


def _script_data(
    model: MapModel,
    table: TextTable,
    nodes: tuple[DrawnNode, ...],
    ties: tuple[DrawnTie, ...],
) -> dict[str, object]:
    """Return what the script needs; called last, when the template has used all its texts."""
    places = PlaceTable(table)
    data: dict[str, object] = {
        "title": table.at(model.title),
        "pageTitle": table.at(say("pages.map.page-title", title=model.title)),
        "file": f"eloggraph-{model.as_of}.svg",
        "size": [model.width, model.height],
        "trayTop": model.tray_top,
        "shapes": [*SHAPES, COLLECTIVE],
        "classes": [class_of(category) for category in (*range(len(SHAPES)), None)],
        "nodes": [_node_data(model, drawn, table, places) for drawn in nodes],
        "ties": [_tie_data(model, drawn, table, places) for drawn in ties],
        "ends": end_data(model, table),
        "say": {key: table.at(_with_slots(key)) for key in _SCRIPT_TEXTS},
        "count": {
            name: [table.at(_with_slots(f"count.{name}", n)) for n in (1, "{n}")]
            for name in _COUNTS
        },
        "forms": {name: [table.at(_with_slots(name, n)) for n in (1, "{n}")] for name in _FORMS},
        "tieNames": {kind: table.at(say(f"pages.tie.{kind}")) for kind in TIE_KINDS},
        "tieOut": {kind: table.at(say(f"pages.tie-out.{kind}")) for kind in TIE_KINDS},
        "tieIn": {kind: table.at(say(f"pages.tie-in.{kind}")) for kind in TIE_KINDS},
        "languages": list(LANGUAGES),
        "groupings": len(model.groupings),
        "groupingNames": [table.at(grouping.label) for grouping in model.groupings],
        "hulls": [at for at, area in enumerate(model.areas) if area.opened],
        "areas": [list(area.members) for area in model.areas],
        "ending": sorted(model.ending),
        "oneSided": sorted(model.one_sided),
        "uncovered": sorted(model.uncovered),
        "bridges": [at for at, node in enumerate(model.nodes) if node.cut_off],
    }
    data["places"] = places.to_list()
    data |= days_data(model.days, table)
    return data | {"texts": table.to_list()}


def _with_slots(key: str, n: int | str = "{n}") -> Text:
    """Return an entry of the catalogue with its placeholders left for the script to fill."""
    return say(f"pages.{key}", **{name: f"{{{name}}}" for name in _SLOTS} | {"n": n})


def _node_data(
    model: MapModel, drawn: DrawnNode, table: TextTable, places: PlaceTable
) -> dict[str, object]:
    node = drawn.node
    groups = frozenset(node.group_pairs)
    own: dict[str, object] = {
        "id": node.slug,
        "name": table.at(node.label),
        "type": table.at(node.type),
        "actor": node.kind == "actor",
        "kind": node.kind,
        "x": node.x,
        "y": node.y,
        "r": size_of(node, drawn.ties),
        "groups": [
            [at, table.at(group.label)]
            for at, grouping in enumerate(model.groupings)
            for group in grouping.groups
            if (grouping.key, group.iri) in groups
        ],
        "in": [list(model.categories(grouping, node)) for grouping in model.groupings],
        "facts": [
            [table.at(fact.name), [table.at(value) for value in fact.values]] for fact in node.facts
        ],
        "sources": [[table.at(each.text), *places.at(each.place)] for each in node.sources],
    }
    return own | profile_data(model.cards, node, table, places)


def _tie_data(
    model: MapModel, drawn: DrawnTie, table: TextTable, places: PlaceTable
) -> list[object]:
    tie, place = drawn.tie, places.at(model.cards.place(drawn.tie))
    return [*drawn.ends, tie.kind, table.at(tie.label), table.at(drawn.period), *place]

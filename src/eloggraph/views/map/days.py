"""The map on other days: which of its nodes and ties are there, and what is not there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from eloggraph.analysis.all_days import AllDays, identify
from eloggraph.analysis.sentences import write_day
from eloggraph.layout.beside import place_beside
from eloggraph.layout.folded import MARK_RADIUS
from eloggraph.layout.labels import LINE_HEIGHT, Label, wrap_label
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.map.slugs import make_slugs

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Node, Tie
    from eloggraph.graph.describe import Description
    from eloggraph.views.map.model import MapModel, MapNode
    from eloggraph.views.page.render import TextTable

Span = tuple[int, int]
Change = Literal["new", "gone", "kept"]
CHANGES: tuple[Change, ...] = get_args(Change)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDays:
    """The days that a map can be seen on, and what is on it from each until the next.

    ``today`` is the number of that in which ``on``, the day of the map, lies. ``nodes`` and
    ``ties`` are those that are not there on it. What is not there on every day has in
    ``node_spans``, or ``tie_spans``, by its number among all, the first of the days on which it is
    and the one after the last, each time that it is. Of a change there are two days, the earlier
    version and the map's own, and both are seen at once.
    """

    days: tuple[str, ...]
    on: str
    today: int
    nodes: tuple[MapNode, ...]
    ties: tuple[Tie, ...]
    node_spans: Mapping[int, tuple[Span, ...]]
    tie_spans: Mapping[int, tuple[Span, ...]]
    is_change: bool = False


def find_days(
    model: MapModel,
    found: AllDays,
    on: date,
    described: Mapping[str, Description],
    *,
    is_change: bool = False,
) -> MapDays:
    """Return the days of a map from all that there is on them.

    Whoever is not there on the day of the map stands beside the one it became or will be, else
    beside those it is tied to.
    """
    today = (
        1 if is_change else max((at for at, day in enumerate(found.days) if day <= on), default=0)
    )
    here = {node.iri for node in model.nodes}
    held = {identify(tie) for tie in model.ties}
    others = [node for node in found.nodes if node.iri not in here]
    ties = tuple(tie for tie in found.ties if identify(tie) not in held)
    nodes = _place_others(model, others, found, described)
    tie_days = dict(zip(map(identify, found.ties), found.tie_days, strict=True))
    every = len(found.days)
    node_days = [found.node_days.get(n.iri, frozenset()) for n in (*model.nodes, *nodes)]
    all_ties = [tie_days.get(identify(tie), frozenset()) for tie in (*model.ties, *ties)]
    return MapDays(
        days=tuple(day.isoformat() for day in found.days),
        on=on.isoformat(),
        today=today,
        nodes=nodes,
        ties=ties,
        node_spans={at: _list_spans(d) for at, d in enumerate(node_days) if len(d) < every},
        tie_spans={at: _list_spans(d) for at, d in enumerate(all_ties) if len(d) < every},
        is_change=is_change,
    )


def add_days(model: MapModel) -> MapModel:
    """Return the model with all that is there on any day, those of its own day first."""
    if model.days is None:
        return model
    nodes, ties = (*model.nodes, *model.days.nodes), (*model.ties, *model.days.ties)
    numbers = {node.iri: number for number, node in enumerate(nodes)}
    ends = tuple((numbers[tie.source], numbers[tie.target]) for tie in ties)
    return replace(model, nodes=nodes, ties=ties, ends=ends)


def tell_change(spans: Mapping[int, tuple[Span, ...]], at: int) -> Change:
    """Tell whether what has a number is new in a change, or gone, or stayed.

    >>> [tell_change({1: ((1, 2),), 2: ((0, 1),)}, at) for at in range(3)]
    ['kept', 'new', 'gone']
    """
    if at not in spans:
        return "kept"
    return "new" if spans[at][0][0] == 1 else "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCount:
    """How many nodes and ties are new, gone or as they were."""

    change: Change
    actors: int
    collectives: int
    ties: int

    @property
    def nodes(self) -> int:
        """How many actors and collectives together."""
        return self.actors + self.collectives


def count_changes(model: MapModel) -> tuple[ChangeCount, ...]:
    """Count what is new, gone and kept on a map of a change; nothing on another."""
    days = model.days
    if days is None or not days.is_change:
        return ()
    kinds = [node.kind for node in (*model.nodes, *days.nodes)]
    nodes = Counter((tell_change(days.node_spans, at), kind) for at, kind in enumerate(kinds))
    numbers = range(len(model.ties) + len(days.ties))
    ties = Counter(tell_change(days.tie_spans, at) for at in numbers)
    return tuple(
        ChangeCount(
            change=change,
            actors=nodes[change, "actor"],
            collectives=nodes[change, "collective"],
            ties=ties[change],
        )
        for change in CHANGES
    )


def days_data(days: MapDays | None, texts: TextTable) -> dict[str, object]:
    """Return what the script needs to show another day; nothing where there is one day only."""
    if days is None:
        return {}
    return {
        "days": [
            [day, texts.at(write_day(days.on if at == days.today else day))]
            for at, day in enumerate(days.days)
        ],
        "today": days.today,
        "change": days.is_change,
        "nodeDays": {str(at): spans for at, spans in days.node_spans.items()},
        "tieDays": {str(at): spans for at, spans in days.tie_spans.items()},
    }


def _list_spans(days: Iterable[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for day in sorted(days):
        if spans and spans[-1][1] == day:
            spans[-1] = (spans[-1][0], day + 1)
        else:
            spans.append((day, day + 1))
    return tuple(spans)


def _place_others(
    model: MapModel, others: list[Node], found: AllDays, described: Mapping[str, Description]
) -> tuple[MapNode, ...]:
    from eloggraph.views.map.model import MapNode

    wanted = {node.iri: _find_near(node.iri, found) for node in others}
    points = {node.iri: (node.x, node.y) for node in model.nodes}
    places = place_beside(points, wanted, (model.width, model.height))
    every = make_slugs([*points, *wanted])
    return tuple(
        MapNode(
            iri=node.iri,
            slug=every[node.iri],
            label=node.label,
            kind=node.kind,
            type=node.type,
            x=places[node.iri][0],
            y=places[node.iri][1],
            tray=False,
            labels=tuple(_label(node.iri, node.label, places[node.iri])),
            mark=MARK_RADIUS if model.areas else None,
            group_pairs=node.group_pairs,
            known=described.get(node.iri),
        )
        for node in others
    )


def _find_near(iri: str, found: AllDays) -> list[str]:
    kin = [found.became[iri]] if iri in found.became else []
    kin += [former for former, present in sorted(found.became.items()) if present == iri]
    if kin:
        return kin
    ends = [(tie.source, tie.target) for tie in found.ties if iri in (tie.source, tie.target)]
    return [b if a == iri else a for a, b in ends]


def _label(iri: str, name: Text, place: tuple[float, float]) -> Iterable[Label]:
    for language in LANGUAGES:
        yield Label(
            iri=iri,
            language=language,
            x=place[0],
            y=place[1] + LINE_HEIGHT + 8,
            anchor="middle",
            lines=wrap_label(name.say(language)),
            shown=False,
        )

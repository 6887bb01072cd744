"""What is on the map of a network: nodes with places and facts, ties, and ways to colour them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eloggraph.graph.describe import Description, KnownFact
from eloggraph.layout.folded import MARK_RADIUS, OPENED_RADIUS
from eloggraph.text import LANGUAGES, Text, capitalise, say
from eloggraph.views.map.answer import COLLECTIVES, MapAnswer, list_threads, share_ending
from eloggraph.views.map.areas import Bands, MapArea, draw_areas, draw_bands
from eloggraph.views.map.card import Cards
from eloggraph.views.map.slugs import make_slugs

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import (
        AffiliationNetwork,
        Grouping,
        Node,
        NodeKind,
        Tie,
    )
    from eloggraph.analysis.silo_levels import GroupLevel
    from eloggraph.graph.describe import KnownSource
    from eloggraph.layout.labels import Label
    from eloggraph.layout.positions import Layout
    from eloggraph.views.map.days import MapDays

HUES = 7
GREYS = 9  # further groups are grey, each with an outline of its own
OTHER = HUES + GREYS  # the category of groups that got no outline of their own
DENSE = 400  # with more ties than this, each is drawn faint
UNKNOWN = OTHER + 1  # the category of an actor whose group nobody has recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """A node with its place; ``labels`` follow the order of the languages.

    ``mark`` is the radius of its sign where not the number of its ties tells it, and ``cut_off``
    how many would lose touch with the rest without it.
    """

    iri: str
    slug: str
    label: Text
    kind: NodeKind
    type: Text
    x: float
    y: float
    tray: bool
    labels: tuple[Label, ...]
    mark: float | None = None
    cut_off: int = 0
    group_pairs: tuple[tuple[str, str], ...] = ()
    known: Description | None = None

    @property
    def facts(self) -> tuple[KnownFact, ...]:
        """What is known of the node, in the order to show."""
        return self.known.facts if self.known else ()

    @property
    def sources(self) -> tuple[KnownSource, ...]:
        """Where that comes from."""
        return self.known.sources if self.known else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGroup:
    """A group that some actor belongs to.

    ``category`` numbers its hue and outline, or is :data:`OTHER`. ``standing`` is what the verdict
    on silos says of it, where there is one.
    """

    iri: str
    label: Text
    category: int
    size: int
    standing: GroupLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGrouping:
    """A way to colour and filter the actors."""

    key: str
    label: Text
    groups: tuple[MapGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapModel:
    """All that a page needs to draw the network, in any language.

    ``ends`` are the numbers in ``nodes`` of the two ends of each tie. ``claim`` is what is true
    overall. A folded map has ``areas``, ``bands`` between them, and ``threads``: the numbers of the
    ties that are drawn one by one. ``ending`` are those of ties that end within a year,
    ``one_sided`` those that one of two who both answered has told of, and ``uncovered`` the numbers
    of the actors near a missing service. ``cards`` tell what is known of nodes beside their own
    rows, and ``days`` what is there on other days. A ``public`` map picks nobody out for few ties.
    """

    title: Text
    as_of: str
    seed: int
    width: float
    height: float
    nodes: tuple[MapNode, ...]
    ties: tuple[Tie, ...]
    ends: tuple[tuple[int, int], ...]
    groupings: tuple[MapGrouping, ...]
    tray_top: float | None = None
    notices: tuple[Text, ...] = ()
    claim: Text | None = None
    areas: tuple[MapArea, ...] = ()
    bands: Bands = field(default_factory=Bands)
    threads: frozenset[int] = frozenset()
    ending: frozenset[int] = frozenset()
    one_sided: frozenset[int] = frozenset()
    uncovered: frozenset[int] = frozenset()
    cards: Cards = field(default_factory=Cards)
    days: MapDays | None = None
    public: bool = False

    @property
    def is_dense(self) -> bool:
        """Tell whether there are so many ties that each must be drawn faint."""
        return len(self.ties) > DENSE

    def tie_counts(self) -> tuple[int, ...]:
        """Return how many ties each node has, in the order of the nodes."""
        counts: Counter[int] = Counter()
        for ends in self.ends:
            counts.update(set(ends))
        return tuple(counts[number] for number in range(len(self.nodes)))

    def isolates(self) -> int:
        """Return how many actors have no tie to any other node."""
        tied = {end for ends in self.ends if ends[0] != ends[1] for end in ends}
        return sum(n.kind == "actor" and at not in tied for at, n in enumerate(self.nodes))

    def categories(self, grouping: MapGrouping, node: MapNode) -> tuple[int, ...]:
        """Return the categories of an actor in a grouping, its colour first."""
        category_of = {group.iri: group.category for group in grouping.groups}
        found = {
            category_of[group]
            for key, group in node.group_pairs
            if key == grouping.key and group in category_of
        }
        return tuple(sorted(found)) or (UNKNOWN,)


def build_map(
    network: AffiliationNetwork,
    layout: Layout,
    described: Mapping[str, Description],
    *,
    title: Text,
    as_of: str,
    seed: int,
    notices: Sequence[Text] = (),
    answer: MapAnswer | None = None,
    cards: Cards | None = None,
) -> MapModel:
    """Return the model of the map.

    Parameters
    ----------
    network, layout
        The nodes and ties, and where each node and its name stand.
    described
        What is known of the nodes by their IRI; a node may be without.
    title, as_of, seed
        The network's name, the date that the data describe, and the layout's seed.
    notices
        What a reader must know before anything else, such as that the data are invented.
    answer
        What the first picture says.
    cards
        What the cards of nodes tell beside their own rows.
    """
    answer = answer or MapAnswer(cut_points={}, words={}, groups={})
    slugs = make_slugs(node.iri for node in network.nodes)
    numbers = {node.iri: number for number, node in enumerate(network.nodes)}
    homes = {node: body.key for body in answer.bodies for node in body.members}
    opened = {body.key for body in answer.bodies if body.opened}
    threads = list_threads(network.ties, homes, opened)
    ends = [(tie.source, tie.target) for tie in network.ties]
    groupings = sorted(network.groupings, key=lambda grouping: grouping.key != answer.grouping)
    return MapModel(
        title=title,
        as_of=as_of,
        seed=seed,
        width=layout.width,
        height=layout.height,
        nodes=_place_nodes(network, layout, described, slugs, answer),
        ties=network.ties,
        ends=tuple((numbers[tie.source], numbers[tie.target]) for tie in network.ties),
        groupings=tuple(
            give_hues(
                grouping,
                network.actors(),
                answer.apart,
                answer.standings.get(grouping.key, {}),
            )
            for grouping in groupings
        ),
        tray_top=layout.tray_top,
        notices=tuple(notices),
        claim=answer.claim,
        areas=draw_areas(layout, numbers, answer.groups, share_ending(network.ties, homes, answer)),
        bands=draw_bands(layout, ends, threads, COLLECTIVES),
        threads=threads,
        ending=answer.ending,
        one_sided=frozenset(
            at
            for at, tie in enumerate(network.ties)
            if frozenset((tie.source, tie.target)) in answer.one_sided
        ),
        uncovered=frozenset(numbers[actor] for actor in answer.uncovered),
        cards=cards or Cards(),
    )


def _place_nodes(
    network: AffiliationNetwork,
    layout: Layout,
    described: Mapping[str, Description],
    slugs: Mapping[str, str],
    answer: MapAnswer,
) -> tuple[MapNode, ...]:
    opened = {node: body.opened for body in answer.bodies for node in body.members}
    marks = {True: OPENED_RADIUS, False: MARK_RADIUS}
    positions = {position.iri: position for position in layout.positions}
    labels = _labels_by_node(layout)
    return tuple(
        MapNode(
            iri=node.iri,
            slug=slugs[node.iri],
            label=node.label,
            kind=node.kind,
            type=node.type,
            x=positions[node.iri].x,
            y=positions[node.iri].y,
            tray=positions[node.iri].tray,
            labels=labels[node.iri],
            mark=marks[opened[node.iri]] if node.iri in opened else None,
            cut_off=answer.cut_points.get(node.iri, 0),
            group_pairs=node.group_pairs,
            known=_tell_earlier_names(node, described.get(node.iri)),
        )
        for node in network.nodes
    )


def _tell_earlier_names(node: Node, known: Description | None) -> Description | None:
    if not node.earlier:
        return known
    names = KnownFact(name=say("pages.map.earlier-names"), values=node.earlier)
    known = known or Description()
    return replace(known, facts=(names, *known.facts))


def _labels_by_node(layout: Layout) -> dict[str, tuple[Label, ...]]:
    by_language = {
        language: {label.iri: label for label in layout.labels_in(language)}
        for language in LANGUAGES
    }
    return {
        position.iri: tuple(by_language[language][position.iri] for language in LANGUAGES)
        for position in layout.positions
    }


def give_hues(
    grouping: Grouping,
    actors: Sequence[Node],
    first: Collection[str],
    standings: Mapping[str, GroupLevel] | None = None,
) -> MapGrouping:
    """Give a hue to each group that has actors: all of them, or the largest where hues run out.

    Those that the picture names come first. The next are grey, told apart by their outlines.
    """
    sizes = Counter(group for actor in actors for group in set(actor.groups(grouping.key)))
    present = [group for group in grouping.groups if sizes[group.iri]]
    ranked = sorted(present, key=lambda g: (g.iri not in first, -sizes[g.iri]))
    signed = [
        group.iri
        for rank in (ranked[:HUES], ranked[HUES:OTHER])
        for group in present
        if group in rank
    ]
    return MapGrouping(
        key=grouping.key,
        label=capitalise(grouping.label),
        groups=tuple(
            MapGroup(
                iri=group.iri,
                label=group.label,
                category=signed.index(group.iri) if group.iri in signed else OTHER,
                size=sizes[group.iri],
                standing=(standings or {}).get(group.iri),
            )
            for group in present
        ),
    )

"""Where everything stands on the map: positions and label places, the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.affiliation import AffiliationNetwork, Node
from eloggraph.analysis.projection import make_tie_graph, sort_pair
from eloggraph.layout.area_labels import AreaLabel, place_area_labels
from eloggraph.layout.folded import Body, PlacedBody, fold_network
from eloggraph.layout.labels import NODE_RADIUS, SHOW_ALL_BELOW, Label, place_labels, wrap_label
from eloggraph.layout.member_labels import free_labels
from eloggraph.layout.packing import Frame, choose_room, pack_components, separate
from eloggraph.layout.stress import place_component
from eloggraph.text import LANGUAGES, Language, Text

__all__ = ["Label", "Layout", "Position", "choose_size", "lay_out", "lay_out_folded"]

MARGIN_ACROSS, MARGIN_DOWN = 90.0, 40.0
_TRAY_ACROSS, _TRAY_DOWN, _TRAY_CAPTION = 160.0, 56.0, 34.0
_ROOMY = 80
_TRAY_SHARE = 0.2
_LEAST_ACROSS, _LEAST_DOWN, _THREE_LINES = 24.0, 24.0, 42.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The centre of one node in pixels; ``tray`` marks a node without ties."""

    iri: str
    x: float
    y: float
    tray: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions by IRI, and the labels of every language (they differ in length).

    ``tray_top`` is where a caption over the row of nodes without ties may stand; None when
    every node has ties. ``bodies`` are those of a folded network, with the names at them.
    """

    width: int
    height: int
    positions: tuple[Position, ...]
    labels: tuple[Label, ...]
    seed: int
    tray_top: float | None = None
    bodies: tuple[PlacedBody, ...] = ()
    body_labels: tuple[AreaLabel, ...] = ()

    def labels_in(self, language: Language) -> tuple[Label, ...]:
        """Return the labels of one language, by IRI."""
        return tuple(label for label in self.labels if label.language == language)


def choose_size(nodes: int) -> tuple[int, int]:
    """Return width and height of a picture in which so many nodes have room around them.

    >>> choose_size(40), choose_size(320)
    ((1000, 720), (2000, 1440))
    """
    scale = max(1.0, (nodes / _ROOMY) ** 0.5)
    return round(1000 * scale), round(720 * scale)


def lay_out(
    network: AffiliationNetwork, *, seed: int = 0, width: int = 1000, height: int = 720
) -> Layout:
    """Place the nodes and the names of a network in a picture.

    Each connected component is placed on its own (drawn distance follows the number of steps),
    components are set in rows, and nodes without ties stand in rows at the bottom, so that
    nothing flies away. Then nodes are pushed apart: at least 64 pixels across or 34 down as
    long as there are fewer than 60 of them. The same network, seed and size give the same
    picture on every machine.

    Parameters
    ----------
    network
        All its nodes and ties are drawn, collectives too.
    seed
        Seed of the starting positions.
    width, height
        The picture; nodes keep 90 pixels from the sides and 40 from top and bottom.

    Notes
    -----
    Kamada, T. & Kawai, S. (1989), *Information Processing Letters* 31:7; Gansner, E. R., Koren,
    Y. & North, S. (2005), Graph drawing by stress majorization, *LNCS* 3383:239.

    Examples
    --------
    >>> lay_out(AffiliationNetwork(nodes=(), ties=(), groupings=())).positions
    ()

    """
    graph = make_tie_graph(network)
    tied = sorted(node for node in graph if graph.degree[node])
    loose = sorted(node for node in graph if not graph.degree[node])
    # A larger picture is shown smaller, and its names keep their size.
    scale = max(1.0, width / 1000)
    across, down = MARGIN_ACROSS * scale, MARGIN_DOWN * scale
    page = Frame(
        left=across,
        top=down,
        right=max(across + 1, width - across),
        bottom=max(down + 1, height - down),
    )
    tray = _fill_tray(loose, page, alone=not tied)
    top = min((y for _, y in tray.values()), default=None)
    tray_top = None if top is None else round(top - _TRAY_CAPTION, 1)
    places = _place_tied(graph.subgraph(tied), page, tray_top, seed) | tray
    points = {iri: (round(x, 1), round(y, 1)) for iri, (x, y) in places.items()}
    return Layout(
        width=width,
        height=height,
        positions=tuple(
            Position(iri=iri, x=points[iri][0], y=points[iri][1], tray=iri in tray)
            for iri in sorted(points)
        ),
        labels=tuple(
            label
            for language in LANGUAGES
            for label in place_labels(
                {node.iri: node.label.say(language) for node in network.nodes},
                points,
                sorted(sort_pair(u, v) for u, v in graph.edges()),
                (width, height),
                language=language,
                tray=frozenset(tray),
            )
        ),
        seed=seed,
        tray_top=tray_top,
    )


def lay_out_folded(
    network: AffiliationNetwork,
    bodies: Sequence[Body],
    words: Mapping[str, tuple[Text, ...]],
    *,
    seed: int = 0,
) -> Layout:
    """Place the nodes of a large network in bodies; who has no tie stands in rows at the bottom.

    Names are shown of those nodes only that hold an opened body to the rest or have no tie, and
    where they cover nothing; the others have the place of theirs.

    Parameters
    ----------
    network
        All its nodes and ties are drawn, collectives too.
    bodies
        Each tied node is a member of one of them.
    words
        What is written at each body, line by line, by its key; and under the names of nodes.
    seed
        Seed of the starting positions.

    Examples
    --------
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> lay_out_folded(nothing, [], {}).bodies
    ()

    """
    ties = [(tie.source, tie.target) for tie in network.ties]
    folded = fold_network(bodies, ties, seed=seed)
    loose = sorted(node.iri for node in network.nodes if node.iri not in folded.points)
    page = Frame(
        left=MARGIN_ACROSS,
        top=-_TRAY_SHARE * folded.height,
        right=folded.width - MARGIN_ACROSS,
        bottom=0.0,
    )
    rows = _fill_tray(loose, page, alone=True) if loose else {}
    down = MARGIN_DOWN + _TRAY_CAPTION + (-min((y for _, y in rows.values()), default=0.0))
    height = folded.height + (round(down + MARGIN_DOWN) if loose else 0)
    tray = {node: (x, y + height - MARGIN_DOWN) for node, (x, y) in rows.items()}
    points = {
        **folded.points,
        **{node: (round(x, 1), round(y, 1)) for node, (x, y) in tray.items()},
    }
    rim = frozenset(node for body in bodies if body.opened for node in body.rim)
    rim &= frozenset(node for body in bodies if body.opened for node in body.members)
    leftward = {
        node
        for placed in folded.bodies
        for node in placed.body.members
        if points[node][0] < placed.x
    }
    size = (folded.width, height)
    body_labels = {
        language: place_area_labels(
            {key: tuple(text.say(language) for text in texts) for key, texts in words.items()},
            folded.bodies,
            (folded.width, folded.height),
            language=language,
        )
        for language in LANGUAGES
    }
    ordered = sorted(network.nodes, key=lambda node: (node.iri not in rim, node.iri))
    return Layout(
        width=folded.width,
        height=height,
        positions=tuple(
            Position(iri=iri, x=points[iri][0], y=points[iri][1], tray=iri in tray)
            for iri in sorted(points)
        ),
        labels=tuple(
            label
            for language in LANGUAGES
            for label in free_labels(
                [
                    _write_beside(
                        node,
                        points[node.iri],
                        language,
                        words.get(node.iri, ()),
                        shown=node.iri in rim or node.iri in tray,
                        left=node.iri in leftward,
                    )
                    for node in ordered
                ],
                points,
                [label.box() for label in body_labels[language]],
                size,
            )
        ),
        seed=seed,
        tray_top=round(height - down, 1) if loose else None,
        bodies=folded.bodies,
        body_labels=tuple(label for language in LANGUAGES for label in body_labels[language]),
    )


def _write_beside(
    node: Node,
    point: tuple[float, float],
    language: Language,
    words: Sequence[Text],
    *,
    shown: bool,
    left: bool,
) -> Label:
    told = (line for text in words for line in wrap_label(text.say(language)))
    lines = (*wrap_label(node.label.say(language)), *told)
    return Label(
        iri=node.iri,
        language=language,
        x=round(point[0] + (NODE_RADIUS + 4) * (-1 if left else 1), 1),
        y=round(point[1] + 4 - 7 * (len(lines) - 1), 1),
        anchor="end" if left else "start",
        lines=lines,
        shown=shown,
    )


def _place_tied(
    graph: nx.Graph[str], page: Frame, tray_top: float | None, seed: int
) -> dict[str, tuple[float, float]]:
    if not graph:
        return {}
    bottom = page.bottom if tray_top is None else max(page.top + 1, tray_top - MARGIN_DOWN)
    frame = Frame(left=page.left, top=page.top, right=page.right, bottom=bottom)
    groups = sorted(
        (sorted(group) for group in nx.connected_components(graph)),
        key=lambda group: (-len(group), group[0]),
    )
    pictures = [place_component(_list_neighbours(graph, group), seed=seed) for group in groups]
    points = np.concatenate(pack_components(pictures, frame))
    small = len(graph) < SHOW_ALL_BELOW
    order = [node for group in groups for node in group]
    number = {node: at for at, node in enumerate(order)}
    lines = [(number[u], number[v]) for u, v in sorted(sort_pair(u, v) for u, v in graph.edges())]
    separate(points, lines, frame, choose_room(len(order), frame, small=small))
    return {node: (float(x), float(y)) for node, (x, y) in zip(order, points, strict=True)}


def _list_neighbours(graph: nx.Graph[str], group: Sequence[str]) -> list[list[int]]:
    number = {node: at for at, node in enumerate(group)}
    return [sorted(number[other] for other in graph[node]) for node in group]


def _fill_tray(nodes: Sequence[str], page: Frame, *, alone: bool) -> dict[str, tuple[float, float]]:
    """Set nodes without ties in rows at the bottom; closer where there are very many."""
    if not nodes:
        return {}
    few = len(nodes) < SHOW_ALL_BELOW
    most = page.tall if alone else page.tall * (0.5 if few else 0.35)
    across, down = _TRAY_ACROSS, _TRAY_DOWN
    while True:
        columns = int(page.wide // across) + 1
        rows = -(-len(nodes) // columns)
        if (rows - 1) * down <= most or (across <= _LEAST_ACROSS and down <= _LEAST_DOWN):
            break
        if down > _THREE_LINES:
            down = max(_THREE_LINES, down * 0.9)
        else:
            across, down = max(_LEAST_ACROSS, across * 0.9), max(_LEAST_DOWN, down * 0.9)
    return {
        node: (
            page.left + (at % columns) * across,
            page.bottom - (rows - 1 - at // columns) * down,
        )
        for at, node in enumerate(nodes)
    }

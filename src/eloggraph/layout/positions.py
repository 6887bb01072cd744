"""Where everything stands on the map: positions and label places, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.projection import make_tie_graph, sort_pair
from eloggraph.layout.labels import SHOW_ALL_BELOW, Label, place_labels
from eloggraph.layout.packing import Frame, choose_room, pack_components, separate
from eloggraph.layout.stress import place_component
from eloggraph.text import LANGUAGES, Language

__all__ = ["Label", "Layout", "Position", "choose_size", "lay_out"]

MARGIN_ACROSS, MARGIN_DOWN = 90.0, 40.0
_TRAY_ACROSS, _TRAY_DOWN, _TRAY_CAPTION = 160.0, 56.0, 34.0
_ROOMY = 80
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
    every node has ties.
    """

    width: int
    height: int
    positions: tuple[Position, ...]
    labels: tuple[Label, ...]
    seed: int
    tray_top: float | None = None

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

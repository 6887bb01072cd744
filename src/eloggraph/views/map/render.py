"""The map of a network: :func:`build_map` says what is on it, :func:`render_map` writes the page.

Both are pure: they read no clock and no random number, so the same input gives the same bytes.
"""

from __future__ import annotations

from eloggraph.views.map.model import (
    GREYS,
    HUES,
    OTHER,
    UNKNOWN,
    MapGroup,
    MapGrouping,
    MapModel,
    MapNode,
    build_map,
)
from eloggraph.views.map.page import render_map

__all__ = [
    "GREYS",
    "HUES",
    "OTHER",
    "UNKNOWN",
    "MapGroup",
    "MapGrouping",
    "MapModel",
    "MapNode",
    "build_map",
    "render_map",
]

"""The views beside the map, in the order of their tabs: each that has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.question import Material
    from eloggraph.views.page.view import View


def build_views(analysis: Analysis, material: Material) -> Iterator[tuple[str, View]]:
    """Yield by its name each view that has something to show, to be drawn within a frame."""
    from eloggraph.views.areas.model import build_areas
    from eloggraph.views.areas.page import render_areas
    from eloggraph.views.chain.model import build_chain
    from eloggraph.views.chain.page import render_chain
    from eloggraph.views.goals.model import build_goals
    from eloggraph.views.goals.page import render_goals
    from eloggraph.views.matrix.model import build_matrix
    from eloggraph.views.matrix.page import render_matrix
    from eloggraph.views.page.view import View
    from eloggraph.views.services.model import build_services
    from eloggraph.views.services.page import render_services

    if services := build_services(analysis, material):
        yield "services", View(services.answer.claim, partial(render_services, services))
    if goals := build_goals(analysis, material):
        yield "goals", View(goals.pictures[0].claim, partial(render_goals, goals))
    if chain := build_chain(analysis, material):
        yield "chain", View(chain.answer.claim, partial(render_chain, chain))
    if matrix := build_matrix(analysis, material):
        yield "matrix", View(matrix.answer.claim, partial(render_matrix, matrix))
    if areas := build_areas(analysis, material):
        yield "areas", View(areas.answer.claim, partial(render_areas, areas))

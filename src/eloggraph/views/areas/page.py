"""The page of the tile maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.views.page.view import Frame, render_view

if TYPE_CHECKING:
    from eloggraph.text import Language
    from eloggraph.views.areas.model import AreasModel


def render_areas(model: AreasModel, frame: Frame, language: Language) -> str:
    """Return the page; it shows the first of the measures until another is chosen."""
    return render_view("areas", frame, model.answer, language, twins=(model.table,), areas=model)

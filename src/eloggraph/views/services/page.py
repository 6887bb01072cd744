"""The page of the services."""

from __future__ import annotations

from eloggraph.analysis.sentences import join_names
from eloggraph.text import Language
from eloggraph.views.page.view import Frame, render_view
from eloggraph.views.services.model import ServicesModel


def render_services(model: ServicesModel, frame: Frame, language: Language = "fi") -> str:
    """Return the page: lines or a grid, with the same services as a table."""
    return render_view(
        "services",
        frame,
        model.answer,
        language,
        twins=(model.twin,),
        model=model,
        shorten=join_names,
    )

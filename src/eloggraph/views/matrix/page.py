"""The page of the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.views.page.view import render_view

if TYPE_CHECKING:
    from eloggraph.text import Language
    from eloggraph.views.matrix.model import MatrixModel
    from eloggraph.views.page.view import Frame


def render_matrix(model: MatrixModel, frame: Frame, language: Language) -> str:
    """Return the page of the matrix, opening in the given language."""
    return render_view("matrix", frame, model.answer, language, twins=model.twins, model=model)

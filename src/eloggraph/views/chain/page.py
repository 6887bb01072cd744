"""The page of the service chains."""

from __future__ import annotations

from eloggraph.analysis.sentences import join_names
from eloggraph.text import Language
from eloggraph.views.chain.model import ChainModel
from eloggraph.views.page.view import Frame, render_view


def render_chain(model: ChainModel, frame: Frame, language: Language = "fi") -> str:
    """Return the page: a picture of each chain, with the steps as a table."""
    return render_view(
        "chain",
        frame,
        model.answer,
        language,
        twins=model.twins,
        model=model,
        shorten=join_names,
    )

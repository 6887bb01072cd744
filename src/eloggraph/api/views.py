"""The views of a network beside its map: a page for each that has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eloggraph.api.analyse import gather
from eloggraph.private import conceal
from eloggraph.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.question import Material
    from eloggraph.api.day import NetworkDay
    from eloggraph.views.page.view import Frame

    Draw = Callable[[Frame, Language], str]


def draw_views(looked: NetworkDay, analysis: Analysis) -> dict[str, Draw]:
    """Return by its name each view that has something to show, to be drawn within a frame."""
    chance = {"seed": analysis.seed, "permutations": analysis.permutations}
    material = gather(looked, looked.network.config.ties, **chance)
    return dict(_build(analysis, material))


def _build(analysis: Analysis, material: Material) -> Iterator[tuple[str, Draw]]:
    return iter(())


def write_views(
    draws: dict[str, Draw],
    language: Language,
    *,
    title: Text,
    as_of: Text,
    notices: tuple[Text, ...],
    addresses: dict[str, str],
) -> dict[str, str]:
    """Return the pages by file name; ``addresses`` are the pages to go to, by view."""
    from eloggraph.views.page.view import Frame

    named = title.change(conceal)
    frame = Frame(title=named, as_of=as_of, notices=notices, addresses=addresses)
    return {f"{view}.html": draw(frame, language) for view, draw in draws.items()}

"""A whole page within another one, as a notebook shows it."""

from __future__ import annotations

from html import escape

_HEIGHT = 720


def frame_page(page: str, name: str) -> str:
    """Return a frame with a page in it, which keeps its own styles, scripts and policy.

    >>> frame_page("<p>a</p>", "A")[:19]
    '<iframe title="A" s'
    """
    return (
        f'<iframe title="{escape(name)}" srcdoc="{escape(page)}" '
        f'style="width:100%;height:{_HEIGHT}px;border:1px solid #ccc"></iframe>'
    )

"""The poster as a PDF and as a picture of pixels, without a browser.

The libraries that draw SVG differ: of those tried, Typst's alone wrote the outline of a name under
the name and not over it. It is an extra, ``pictures``, as it is larger than all else together.
"""

from __future__ import annotations

from typing import Any

from eloggraph.views.page.escapes import clean_text

_SHEET = b"""#set page(width: 420mm, height: 297mm, margin: 0mm)
#set document(title: sys.inputs.title, date: none)
#image("poster.svg", width: 100%, alt: sys.inputs.title)
"""
_DOTS_AN_INCH = 144.0


def print_poster(svg: str, title: str) -> dict[str, bytes]:
    """Return by file name the poster as one sheet of A3; nothing where the extra is missing.

    The PDF is of lines and letters, its text can be searched, and it has no date: the same poster
    gives the same bytes, with the same fonts on the machine.

    Parameters
    ----------
    svg
        The poster as a drawing.
    title
        What it is called, for readers of the PDF and for those who do not see it.

    Examples
    --------
    >>> sorted(print_poster('<svg xmlns="http://www.w3.org/2000/svg"/>', "T")) in (
    ...     [], ["poster.pdf", "poster.png"]
    ... )
    True

    """
    try:
        import typst
    except ImportError:
        return {}
    draw: Any = typst.compile  # its types know no files that are given by name
    given = {"main.typ": _SHEET, "poster.svg": svg.encode()}
    named = {"title": clean_text(title)}
    return {
        "poster.pdf": draw(given, format="pdf", sys_inputs=named),
        "poster.png": draw(given, format="png", ppi=_DOTS_AN_INCH, sys_inputs=named),
    }

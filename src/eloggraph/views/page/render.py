"""One way to make a page: every template, style and script goes through here.

A page is one file that asks nothing of the network. The browser itself is told to hold us to
that: the content security policy allows no address at all, and only the style and the scripts
whose hashes stand in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eloggraph.text import Language, Text
from eloggraph.views.page.escapes import inline_source
from eloggraph.views.page.sources import has_template, read_template

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(slots=True)
class TextTable:
    """The texts of a page in the order of their first use, so that a script can change language.

    A template shows a text in the page's first language and marks the element with the text's
    number; the script finds the other languages under that number.
    """

    numbers: dict[Text, int] = field(default_factory=dict)

    def at(self, text: Text) -> int:
        """Return the number of a text, giving it one at its first use."""
        return self.numbers.setdefault(text, len(self.numbers))

    def to_list(self) -> list[object]:
        """Return the texts by number: by language, or one string where all languages agree."""
        return [
            text.said[0] if text == Text.same(text.said[0]) else list(text.said)
            for text in self.numbers
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendored:
    """Style and script of another's library, inlined before ours."""

    style: str = ""
    script: str = ""


def _find_template(name: str) -> Template:
    from eloggraph.views.page.templates import find_template  # only where a page is made

    return find_template(name)


def hash_source(text: str) -> str:
    """Return the policy's name for an inlined style or script: ``'sha256-…'``."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    style_hashes = " ".join(hash_source(style) for style in styles) or "'none'"
    script_hashes = " ".join(hash_source(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; style-src {style_hashes}; script-src {script_hashes}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def render_page(
    template: str,
    *,
    title: str,
    language: Language,
    shared_scripts: Sequence[str] = (),
    shared_styles: Sequence[str] = (),
    vendored: Vendored | None = None,
    template_of_page: str = "",
    **context: object,
) -> str:
    """Return a whole page: a template with the style and the script that bear its name.

    Parameters
    ----------
    template
        Room and name without ending: ``map/map`` stands for ``map.html``, ``map.css`` and
        ``map.js`` in ``views/map``.
    title, language
        What the browser's tab says, and the language that the page opens in.
    shared_scripts, shared_styles
        Scripts and styles that several pages use, inlined before the page's own.
    vendored
        Another library's style and script, inlined before ours.
    template_of_page
        Room and name of the HTML where several pages share it, and only style and script differ.
    context
        What the template names. A name that is missing is an error.
    """
    extra = vendored or Vendored()
    styles = [text for text in (extra.style, _join_styles(template, shared_styles)) if text]
    every = (*shared_scripts, f"{template}.js")
    own = (read_template(name) for name in every if has_template(name))
    scripts = [text for text in (extra.script, *own) if text]
    start = read_template("page/start.js")
    page = _find_template(f"{template_of_page or template}.html")
    return page.render(
        **context,
        title=title,
        language=language,
        policy=_policy(styles, (start, *scripts)),
        start=inline_source(start, "</script"),
        styles=[inline_source(style, "</style") for style in styles],
        scripts=[inline_source(script, "</script") for script in scripts],
    )


def render_part(template: str, **context: object) -> str:
    """Return a template that is no page: a drawing, say, with the same escapes."""
    return _find_template(template).render(**context)


def _join_styles(template: str, shared: Sequence[str]) -> str:
    names = ("page/tokens.css", "page/drawing.css", "page/editions.css", *shared, f"{template}.css")
    return "\n".join(read_template(name) for name in names)

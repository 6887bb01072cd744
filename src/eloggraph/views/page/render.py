"""One way to make a page: every template, escape, style and script goes through here.

A page is one file that asks nothing of the network. The browser itself is told to hold us to
that: the content security policy allows no address at all, and only the style and the scripts
whose hashes stand in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup

from eloggraph.cache import prepared_or_made
from eloggraph.text import FALLBACK, HABITS, LANGUAGES, Language, Text, format_date, say

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# C0 and C1 controls but tab and line feed, marks that turn the writing direction, surrogates, and
# what is no character.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SCRIPT_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
_BY_LANGUAGE = re.compile(r"^[^{}\n]*LANGUAGE[^{}\n]*(?={)", re.MULTILINE)


def clean_text(text: str) -> str:
    r"""Return the text with control and direction-turning characters replaced.

    >>> clean_text("Gradia\x1b[31m")
    'Gradia�[31m'
    """
    return text if text.isprintable() else _UNSAFE.sub(_REPLACEMENT, text)


def escape_script_json(data: object, *, raw: bool = False) -> Markup:
    r"""Return data as JSON that may stand inside a ``<script type="application/json">``.

    ``raw`` is for a script that edits texts, and cleans what it shows itself: nothing is replaced.

    >>> escape_script_json("</script>")
    Markup('"\\u003c/script\\u003e"')
    """
    said = data if raw else _clean_data(data)
    text = json.dumps(said, ensure_ascii=raw, separators=(",", ":"))
    return Markup(text.translate(_SCRIPT_ESCAPES))  # escaped on this line


def _clean_data(data: object) -> object:
    match data:
        case str():
            return clean_text(data)
        case Mapping():
            return {clean_text(str(key)): _clean_data(value) for key, value in data.items()}
        case list() | tuple():
            return [_clean_data(value) for value in data]
        case _:
            return data


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


class _PackageLoader(BaseLoader):
    """Read templates from the package's own folder (a wheel or a checkout alike)."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        try:
            return read_template(template), None, None
        except FileNotFoundError as error:
            raise TemplateNotFound(template) from error


class _Compiled(BytecodeCache):
    """Templates as an installation compiled them; of one that has changed since, nothing."""

    def __init__(self, ready: Mapping[str, bytes]) -> None:
        self.ready = ready
        self.made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self.ready.get(bucket.key)
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.made[bucket.key] = bucket.bytecode_to_string()


def prepare_templates() -> dict[str, object]:
    """Return what an installation makes ready: every template, compiled."""
    environment = _make_environment({})
    views = files("eloggraph.views")
    for name in sorted(_list_templates(views)):
        environment.get_template(name)
    cache = environment.bytecode_cache
    assert isinstance(cache, _Compiled)
    return {"templates": cache.made}


def _list_templates(folder: Traversable, within: str = "") -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _list_templates(entry, f"{within}{entry.name}/")
        elif entry.name.endswith((".html", ".svg")):
            yield within + entry.name


@cache
def read_template(name: str) -> str:
    """Return a template, style or script of a room, with line feeds as its only line ends.

    A selector of a style that names the LANGUAGE is written for each language; GROUP_MARK in a
    script is what the page's language sets between the thousands of a number.
    """
    text = files("eloggraph.views").joinpath(name).read_text(encoding="utf-8")
    text = text.replace("\r\n", "\n")
    if name.endswith(".css"):
        return _BY_LANGUAGE.sub(_repeat_selector, text)
    return text.replace("GROUP_MARK", _choose_mark()) if name.endswith(".js") else text


def _repeat_selector(selector: re.Match[str]) -> str:
    return ",".join(selector[0].replace("LANGUAGE", language) for language in LANGUAGES)


def _choose_mark() -> str:
    usual = HABITS[FALLBACK[0]].group
    others = {language: habits.group for language, habits in HABITS.items()}
    tests = (
        f'root.lang === "{language}" ? {json.dumps(mark)} : '
        for language, mark in others.items()
        if mark != usual
    )
    return "".join(tests) + json.dumps(usual)


def has_template(name: str) -> bool:
    """Tell whether a room has a template of that name.

    >>> has_template("report/report.html"), has_template("report/none.html")
    (True, False)
    """
    return files("eloggraph.views").joinpath(name).is_file()


def _show(value: object) -> object:
    """Clean what a template is about to show; what we escaped ourselves stays as it is."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    return _make_environment(prepared_or_made("templates", dict))


def _make_environment(ready: Mapping[str, bytes]) -> Environment:
    environment = Environment(
        loader=_PackageLoader(),
        bytecode_cache=_Compiled(ready),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        catalogue=say,
        languages=LANGUAGES,
        language_names={language: habits.name for language, habits in HABITS.items()},
        format_date=format_date,
    )
    environment.filters["script_json"] = escape_script_json
    environment.tests["shown_as_it_is"] = lambda text: clean_text(text) == text
    return environment


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


def _inline(text: str, closing: str) -> Markup:
    """Return a style or script as it stands; one that could end its own element is refused."""
    if closing in text.lower():
        raise ValueError(f"an inlined source holds {closing!r}")
    return Markup(text)  # our own file or a pinned library's


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
    page = _environment().get_template(f"{template_of_page or template}.html")
    return page.render(
        **context,
        title=title,
        language=language,
        policy=_policy(styles, (start, *scripts)),
        start=_inline(start, "</script"),
        styles=[_inline(style, "</style") for style in styles],
        scripts=[_inline(script, "</script") for script in scripts],
    )


def render_part(template: str, **context: object) -> str:
    """Return a template that is no page: a drawing, say, with the same escapes."""
    return _environment().get_template(template).render(**context)


def _join_styles(template: str, shared: Sequence[str]) -> str:
    names = ("page/tokens.css", "page/drawing.css", "page/editions.css", *shared, f"{template}.css")
    return "\n".join(read_template(name) for name in names)

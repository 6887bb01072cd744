"""The engine of the templates: where they are read, how they are compiled and what they may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from eloggraph.cache import prepared_or_made
from eloggraph.text import HABITS, LANGUAGES, format_date, say
from eloggraph.views.page.escapes import clean_shown, clean_text, escape_script_json
from eloggraph.views.page.sources import read_template


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


class _Context(Context):
    """Calls what a template calls as it is.

    Jinja would ask at each call whether the function wants the template's own context, which none
    of ours does, and which takes a fifth of the time of a page.
    """

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        for inner in ("_loop_vars", "_block_vars"):  # they are for that context
            named.pop(inner, None)
        return called(*given, **named)


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


def find_template(name: str) -> Template:
    """Return a template of a room, ready to be filled."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return _make_environment(prepared_or_made("templates", dict))


def _make_environment(ready: Mapping[str, bytes]) -> Environment:
    environment = Environment(
        loader=_PackageLoader(),
        bytecode_cache=_Compiled(ready),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=clean_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.context_class = _Context
    environment.globals.update(
        catalogue=say,
        languages=LANGUAGES,
        language_names={language: habits.name for language, habits in HABITS.items()},
        format_date=format_date,
    )
    environment.filters["script_json"] = escape_script_json
    environment.tests["shown_as_it_is"] = lambda text: clean_text(text) == text
    return environment

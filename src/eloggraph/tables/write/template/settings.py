"""The settings of a new network: as rows of the first sheet, and as ``network.toml``."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eloggraph.config import PLACEHOLDER, NetworkConfig
from eloggraph.iri import DATA
from eloggraph.tables.settings import Setting, list_settings, name_language
from eloggraph.tables.write.template.choice import Template
from eloggraph.text import say

_UNFIT = re.compile(r"[^a-z0-9]+")
_BETWEEN = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One row of the sheet of settings: what it is called, its value, and what to write."""

    setting: Setting
    name: str
    value: str
    help: str


def make_id(folder: Path) -> str:
    """Return the id of a new network: what its folder is called, in small letters.

    >>> make_id(Path("Jyväskylän seutu"))
    'jyvaskylan-seutu'
    """
    plain = unicodedata.normalize("NFKD", folder.absolute().name).encode("ascii", "ignore")
    return _UNFIT.sub("-", plain.decode().lower()).strip("-") or "network"


def begin_settings(folder: Path, template: Template) -> dict[str, Any]:
    """Return the settings that a new network begins with, by the keys of ``network.toml``."""
    modules = [module.key for module in template.modules]
    return {
        "id": make_id(folder),
        "languages": list(template.languages),
        "uses": list(template.uses),
        **({"modules": modules} if modules else {}),
    }


def take_settings(config: NetworkConfig) -> dict[str, Any]:
    """Return the settings of a network, by the keys of ``network.toml``."""
    texts = {"title": config.title, "description": config.description}
    spoken = {
        key: {language: text.say(language) for language in config.languages}
        for key, text in texts.items()
        if text is not None
    }
    plain = {
        "languages": list(config.languages),
        "date": config.date,
        "uses": list(config.uses),
        "publisher": config.publisher,
        "licence": config.licence,
        "modules": list(config.modules or ()),
        "previous": config.previous,
        "ignore": list(config.ignore),
        "id": config.id,
        "base": config.base,
    }
    return spoken | {key: value for key, value in plain.items() if value}


def list_rows(template: Template, settings: Mapping[str, Any]) -> list[SettingRow]:
    """Return the rows of the sheet of settings, with the values that there are."""
    known = ", ".join(module.key for module in template.schema.modules)
    values = {"known": known, "base": f"{DATA}{settings.get('id', '')}/"}

    def make(setting: Setting) -> SettingRow:
        help_text = say(f"template.setting.{setting.key}.help", **values)
        return SettingRow(
            setting=setting,
            name=setting.name.say(template.language),
            value=_write_value(template, setting, settings.get(setting.key)),
            help=help_text.say(template.language),
        )

    return [make(setting) for setting in list_settings(template.languages)]


def _write_value(template: Template, setting: Setting, value: Any) -> str:
    """Return a value as a person writes it in a cell."""
    if value is None:
        return ""
    if setting.language is not None:
        return str(value.get(setting.language, "")) if isinstance(value, Mapping) else str(value)
    if setting.key == "languages":
        return _BETWEEN.join(name_language(each).say(template.language) for each in value)
    return _BETWEEN.join(value) if setting.is_list else str(value)


def render_settings(folder: Path, template: Template) -> str:
    """Return ``network.toml`` of a new network, explained in one language.

    Its address is one that nobody owns, to be changed before anything is published.
    """
    begun = begin_settings(folder, template)

    def explain(key: str) -> str:
        return "# " + say(f"template.config.{key}").say(template.language)

    uses = template.uses or ("suomi",)
    name = say("template.config.name")
    lines = [
        *(explain("head"), ""),
        *(explain("id"), _assign("id", begun["id"]), ""),
        *(explain("base"), _assign("base", f"{PLACEHOLDER}{begun['id']}/"), ""),
        *(explain("languages"), _assign("languages", begun["languages"]), ""),
        *(explain("date"), '# date = "2026-01-31"', ""),
        *(explain("publisher"), '# publisher = ""', ""),
        *(explain("licence"), '# licence = "https://creativecommons.org/licenses/by/4.0/"', ""),
        *(explain("uses"), f"{'' if template.uses else '# '}{_assign('uses', [*uses])}", ""),
        *(explain("ignore"), '# ignore = ["Budjetti*"]', ""),
        *(explain("previous"), '# previous = "../2025"', ""),
        *(explain("modules"), _list_modules(template), ""),
        *(explain("title"), "[title]"),
        *(_assign(code, name.say(code)) for code in template.languages),
    ]
    return "\n".join(lines) + "\n"


def render_plain(settings: Mapping[str, Any]) -> str:
    r"""Return settings as ``network.toml``.

    >>> render_plain({"id": "savo", "title": {"fi": "Savon verkosto"}})
    'id = "savo"\n\n[title]\nfi = "Savon verkosto"\n'
    """
    plain = [_assign(key, value) for key, value in settings.items() if not isinstance(value, dict)]
    texts = [
        "\n".join(["", f"[{key}]", *(_assign(tag, text) for tag, text in value.items())])
        for key, value in settings.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*plain, *texts]) + "\n"


def _assign(key: str, value: object) -> str:
    return f"{key} = {_write_toml(value)}"


def _write_toml(value: object) -> str:
    """Return a value as TOML writes it; keys are bare where they can be."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{json.dumps(key)} = {_write_toml(of)}" for key, of in value.items())
        return f"{{ {pairs} }}"
    return json.dumps(value, ensure_ascii=False)


def _list_modules(template: Template) -> str:
    """Return the setting of the modules; where none is on, which there are."""
    on = bool(template.modules)
    modules = template.modules if on else template.schema.modules
    return f"{'' if on else '# '}{_assign('modules', [module.key for module in modules])}"

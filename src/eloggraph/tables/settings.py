"""The settings of a network as rows of a sheet: which there are, and what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from eloggraph.languages import HABITS, LANGUAGES, Language
from eloggraph.schema.names import normalise_header
from eloggraph.text import Text, catalogue_keys, say

# In the order in which they are asked for; the others are folded away behind them.
SHOWN = ("title", "languages", "date", "uses", "publisher")
FOLDED = ("description", "licence", "modules", "previous", "ignore", "id", "base")
# Those that are told in each language of the network.
_SPOKEN = frozenset({"title", "description"})
_LISTS = frozenset({"languages", "uses", "modules", "ignore"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the sheet: the key of ``network.toml``, and the language of its text if any."""

    key: str
    language: Language | None = None

    @property
    def is_list(self) -> bool:
        """Tell whether the cell may list several values."""
        return self.key in _LISTS

    @property
    def is_shown(self) -> bool:
        """Tell whether the row shows, and is not folded away."""
        return self.key in SHOWN

    @property
    def name(self) -> Text:
        """Return what people call it.

        >>> Setting("title", "sv").name.fi
        'verkoston nimi (ruotsi)'
        """
        name = say(f"template.setting.{self.key}.name")
        if self.language is None:
            return name
        spoken = name_language(self.language)
        return Text.each(lambda language: f"{name.say(language)} ({spoken.say(language)})")


def list_settings(languages: Iterable[Language]) -> Iterator[Setting]:
    """Yield the rows of the sheet of a network that is written in some languages."""
    spoken = tuple(languages)
    for key in (*SHOWN, *FOLDED):
        yield from (Setting(key, each) for each in (spoken if key in _SPOKEN else (None,)))


def name_language(language: Language) -> Text:
    """Return the name of a language in each language; its own where nobody has told others.

    >>> name_language("sv").fi
    'ruotsi'
    """
    key = f"profiles.language.{language}"
    return say(key) if key in _known() else Text.same(HABITS[language].name.lower())


@cache
def _known() -> frozenset[str]:
    return frozenset(catalogue_keys())


@cache
def known_settings() -> Mapping[str, Setting]:
    """Return every setting by its names in all languages and its key, normalised."""
    found: dict[str, Setting] = {}
    for setting in (*map(Setting, (*SHOWN, *FOLDED)), *list_settings(LANGUAGES)):
        tag = f"@{setting.language}" if setting.language else ""
        for name in (f"{setting.key}{tag}", *setting.name.said):
            found.setdefault(normalise_header(name), setting)
    return found


@cache
def known_languages() -> Mapping[str, Language]:
    """Return every language by its tag and its names in all languages, normalised."""
    found: dict[str, Language] = {}
    for language in LANGUAGES:
        for name in (language, HABITS[language].name, *name_language(language).said):
            found.setdefault(normalise_header(name), language)
    return found

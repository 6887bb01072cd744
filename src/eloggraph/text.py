"""Text in Finnish, Swedish and English, and the catalogue that all such text comes from.

Every sentence that a person reads is a :class:`Text`. Sentences with values in them live in
``catalogue/*.toml`` under a stable key, so that a translator sees all three languages together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, get_args

from eloggraph.cache import prepared_or_made

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_CATALOGUE = Path(__file__).parent / "catalogue"
_MINUS = "−"
_NO_BREAK_SPACE = "\u00a0"  # a number must not fall apart at a line end


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text in the three languages of the toolkit.

    >>> Text("kunta", "kommun", "municipality").say("sv")
    'kommun'
    """

    fi: str
    sv: str
    en: str

    def say(self, language: Language) -> str:
        """Return the text in one language."""
        return str(getattr(self, language))

    def items(self) -> Iterator[tuple[Language, str]]:
        """Yield ``(language, text)`` in the fixed order fi, sv, en."""
        for language in LANGUAGES:
            yield language, self.say(language)

    def to_dict(self) -> dict[str, str]:
        """Return ``{"fi": ..., "sv": ..., "en": ...}``."""
        return dict(self.items())

    @classmethod
    def same(cls, text: str) -> Text:
        """Return a text that reads alike in every language (a proper name, an identifier)."""
        return cls(text, text, text)

    @classmethod
    def choose(cls, found: Mapping[str, str], otherwise: str) -> Text:
        """Return a text from language-tagged strings; a missing language borrows the next best.

        The order of borrowing is fi, en, sv, any other tag, and at last ``otherwise``.

        >>> Text.choose({"fi": "Jyväskylä"}, "179").sv
        'Jyväskylä'
        """
        fi, sv, en = (found.get(language) for language in LANGUAGES)
        if not (fi and sv and en):
            others = (found[tag] for tag in sorted(found) if found[tag])
            fallback = fi or en or sv or next(others, otherwise)
            return cls(fi or fallback, sv or fallback, en or fallback)
        return cls(fi, sv, en)


def format_number(value: float, language: Language, *, decimals: int | None = None) -> str:
    """Write a number as readers of the language write it: decimal comma, grouped thousands, −.

    >>> format_number(-0.31, "fi", decimals=2)
    '−0,31'
    >>> format_number(12000, "en")
    '12,000'
    """
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
    digits = f"{abs(value):,.{decimals}f}"
    if language != "en":
        digits = digits.replace(",", _NO_BREAK_SPACE).replace(".", ",")
    is_zero = not digits.strip("0,. ")
    return digits if value >= 0 or is_zero else _MINUS + digits


def format_date(iso: str, language: Language) -> str:
    """Write an ISO date, month or year as readers of the language write it.

    >>> format_date("2021-05-19", "fi")
    '19.5.2021'
    """
    parts = iso.split("-")
    if len(parts) == 3 and language == "fi":
        return f"{int(parts[2])}.{int(parts[1])}.{parts[0]}"
    if len(parts) == 2 and language == "fi":
        return f"{int(parts[1])}/{parts[0]}"
    return iso


@cache
def _chapter(name: str) -> Mapping[str, Any]:
    """Return one chapter, read when it is first asked for: no command needs all of them."""
    return prepared_or_made(f"catalogue-{name}", partial(_read_chapter, name))


def _read_chapter(name: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads((_CATALOGUE / f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KeyError(name) from error


def prepare_catalogue() -> dict[str, object]:
    """Return what an installation makes ready, by name."""
    return {f"catalogue-{name}": _read_chapter(name) for name in _list_chapters()}


def _list_chapters() -> list[str]:
    return sorted(path.stem for path in _CATALOGUE.glob("*.toml"))


@cache
def _catalogue() -> dict[str, Any]:
    return {name: _chapter(name) for name in _list_chapters()}


def catalogue_keys() -> tuple[str, ...]:
    """Return every key of the catalogue, sorted: ``chapter.entry`` or deeper."""

    def walk(prefix: str, node: Mapping[str, Any]) -> Iterator[str]:
        if "fi" in node:
            yield prefix
            return
        for name, child in node.items():
            yield from walk(f"{prefix}.{name}" if prefix else name, child)

    return tuple(sorted(walk("", _catalogue())))


def _entry(key: str) -> Mapping[str, Any]:
    chapter, *parts = key.split(".")
    node: Any = _chapter(chapter)
    for part in parts:
        node = node[part]
    return node  # type: ignore[no-any-return]


def _write(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format_number(value, language)
    return str(value)


def say(key: str, /, **values: object) -> Text:
    """Return a sentence of the catalogue with its values filled in, in all languages.

    Parameters
    ----------
    key
        ``chapter.entry``, for example ``findings.dangling-reference.message``. An entry with
        the forms ``one`` and ``other`` chooses by the value ``n``.
    values
        What the ``{placeholders}`` stand for. Numbers and :class:`Text` are written in each
        language; anything else is written as it is.

    Raises
    ------
    KeyError
        When the catalogue has no such entry or a placeholder has no value: a bug of ours.
    """
    entry = _entry(key)
    if "one" in entry:
        entry = entry["one" if values["n"] == 1 else "other"]
    return Text(
        *(
            entry[language].format(**{k: _write(v, language) for k, v in values.items()})
            for language in LANGUAGES
        )
    )

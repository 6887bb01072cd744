"""Texts in the languages of the toolkit, and the catalogue that all such text comes from.

Every sentence that a person reads is a :class:`Text`. Sentences with values in them live in
``catalogue/*.toml`` under a stable key, so that a translator sees all languages together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from eloggraph.catalogue import list_chapters, read_chapter
from eloggraph.languages import (
    FALLBACK,
    FINISHED,
    HABITS,
    LANGUAGES,
    LISTED,
    Language,
    check_language,
)

__all__ = [
    "FALLBACK", "FINISHED", "HABITS", "LANGUAGES", "LISTED", "Language", "Text", "catalogue_keys",
    "check_language", "format_date", "format_number", "quote_names", "say",
]  # fmt: skip

_MINUS = "−"
_PLACES = {language: place for place, language in enumerate(LANGUAGES)}
_BORROWED = tuple(_PLACES[language] for language in FALLBACK)


@dataclass(frozen=True, slots=True, order=True, init=False, repr=False)
class Text:
    """One text in every language of the toolkit; a language that lacks it has borrowed it.

    The texts are given in the order of :data:`LANGUAGES`. Where the last of them are left out, they
    are borrowed in the order of :data:`FALLBACK`. ``text.sv`` is short for ``text.say("sv")``.

    >>> Text("kunta", "kommun", "municipality").say("sv")
    'kommun'
    >>> Text("kunta").en
    'kunta'
    """

    said: tuple[str, ...]

    def __init__(self, *said: str) -> None:
        if len(said) != len(LANGUAGES):
            borrowed = said[next(place for place in _BORROWED if place < len(said))]
            said = (*said, *(borrowed for _ in LANGUAGES[len(said) :]))
        object.__setattr__(self, "said", said)

    def __reduce__(self) -> tuple[type[Text], tuple[str, ...]]:
        """Pickle the texts alone."""
        return Text, self.said

    def __repr__(self) -> str:
        """Show the text in each language."""
        return f"Text.of({self.to_dict()})"

    def __getattr__(self, language: str) -> str:
        """Return the text in the language that the attribute names."""
        if language not in _PLACES:
            raise AttributeError(language)
        return self.said[_PLACES[language]]

    def say(self, language: Language) -> str:
        """Return the text in one language."""
        return self.said[_PLACES[language]]

    def change(self, change: Callable[[str], str]) -> Text:
        """Return the text changed alike in every language; itself where nothing changes."""
        said = tuple(map(change, self.said))
        return self if said == self.said else Text(*said)

    def items(self) -> Iterator[tuple[Language, str]]:
        """Yield ``(language, text)`` in the order of the languages."""
        return zip(LANGUAGES, self.said, strict=True)

    def to_dict(self) -> dict[Language, str]:
        """Return the text by language: ``{"fi": ..., "sv": ..., "en": ...}``."""
        return dict(self.items())

    def tagged(self) -> Iterator[tuple[Language, str]]:
        """Yield ``(language, text)`` as data may say it: nothing that an unfinished one borrows."""
        borrowed = self.said[_BORROWED[0]]
        return (
            (language, text)
            for language, text in self.items()
            if language in FINISHED or text != borrowed
        )

    @classmethod
    def same(cls, text: str) -> Text:
        """Return a text that reads alike in every language (a proper name, an identifier)."""
        return cls(*(text for _ in LANGUAGES))

    @classmethod
    def each(cls, write: Callable[[Language], str]) -> Text:
        """Return what a function writes in each language.

        >>> Text.each(lambda language: format_number(0.5, language)).sv
        '0,50'
        """
        return cls(*map(write, LANGUAGES))

    @classmethod
    def of(cls, found: Mapping[str, str], otherwise: str = "") -> Text:
        """Return a text from language-tagged strings; a missing language borrows the next best.

        The order of borrowing is :data:`FALLBACK`, then any other tag, and at last ``otherwise``.

        >>> Text.of({"fi": "Jyväskylä"}).sv, Text.of({}, "179").en
        ('Jyväskylä', '179')
        """
        said = [found.get(language, "") for language in LANGUAGES]
        if not all(said):
            others = (found[tag] for tag in sorted(found) if found[tag])
            ours = (said[place] for place in _BORROWED if said[place])
            borrowed = next(ours, None) or next(others, otherwise)
            said = [text or borrowed for text in said]
        return cls(*said)


def capitalise(text: Text) -> Text:
    """Return the text with a capital first letter, as it stands at the head of a sentence.

    >>> capitalise(Text("toimiala", "bransch", "branch")).sv
    'Bransch'
    """
    return Text(*(said[:1].upper() + said[1:] for said in text.said))


def abridge(text: str, most: int) -> str:
    """Return a text of at most so many characters, an ellipsis for what is left out.

    >>> abridge("ohjaus", 6), abridge("ohjaus", 4)
    ('ohjaus', 'ohj…')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


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
    is_zero = not digits.strip("0,.")
    habits = HABITS[language]
    if (habits.group, habits.decimal) != (",", "."):
        whole, point, rest = digits.partition(".")
        digits = whole.replace(",", habits.group) + (habits.decimal + rest if point else "")
    return digits if value >= 0 or is_zero else _MINUS + digits


def format_date(iso: str, language: Language) -> str:
    """Write an ISO date, month or year as readers of the language write it.

    >>> format_date("2021-05-19", "fi")
    '19.5.2021'
    """
    year, *parts = iso.split("-")
    habits = HABITS[language]
    form = habits.day if len(parts) == 2 else habits.month if len(parts) == 1 else ""
    if not form:
        return iso
    return form.format(**dict(zip(("month", "day"), map(int, parts), strict=False)), year=year)


def quote_names(names: Iterable[str], *, most: int | None = None) -> Text:
    """Return names with a comma between them, in the quotation marks of each language.

    Of more than ``most`` the first are said, and how many others there are.

    >>> print(quote_names(["a", "b"]).fi, quote_names(["a", "b"]).en)
    ”a”, ”b” “a”, “b”
    >>> print(quote_names(["a", "b", "c"], most=2).fi)
    ”a”, ”b” ja 1 muu
    """
    listed = list(names)
    others = len(listed[most:]) if most is not None else 0
    more = say("analysis.more", n=others) if others else None

    def write(language: Language) -> str:
        habits = HABITS[language]
        quoted = [f"{habits.opening}{name}{habits.closing}" for name in listed[:most]]
        return " ".join([", ".join(quoted), *([more.say(language)] if more else [])])

    return Text.each(write)


@cache
def catalogue_keys() -> tuple[str, ...]:
    """Return every key of the catalogue, sorted: ``chapter.entry`` or deeper."""

    def walk(key: str, node: Mapping[str, Any]) -> Iterator[str]:
        if any(isinstance(child, str) for child in node.values()):
            yield key
            return
        for name, child in node.items():
            yield from walk(f"{key}.{name}", child)

    chapters = (name for name in list_chapters() if name != "languages")
    return tuple(sorted(key for name in chapters for key in walk(name, read_chapter(name))))


@cache
def _entry(key: str) -> Mapping[str, Any]:
    chapter, *parts = key.split(".")
    node: Any = read_chapter(chapter)
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
        ``chapter.entry``, for example ``findings.reference-dangling.message``. An entry with
        the forms ``one`` and ``other`` chooses by the value ``n``.
    values
        What the ``{placeholders}`` stand for. Numbers and :class:`Text` are written in each
        language; anything else is written as it is.

    Raises
    ------
    KeyError
        When the catalogue has no such entry or a placeholder has no value: a bug of ours.
    """
    return _fill(key, values) if values else _say_as_is(key)


@cache
def _say_as_is(key: str) -> Text:
    return _fill(key, {})


def _fill(key: str, values: Mapping[str, object]) -> Text:
    entry = _entry(key)
    if "one" in entry:
        entry = entry["one" if values["n"] == 1 else "other"]
    return Text.of(
        {
            language: sentence.format_map({k: _write(v, language) for k, v in values.items()})
            for language, sentence in entry.items()
        }
    )

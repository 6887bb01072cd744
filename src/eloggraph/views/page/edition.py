"""One language of a page that carries every one: what a template needs to speak it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eloggraph.text import Language, Text, capitalise, format_date, format_number, say


@dataclass(frozen=True, slots=True)
class Edition:
    """A page's contents in one language.

    >>> Edition("sv").of(Text("kunta", "kommun", "municipality"))
    'kommun'
    """

    language: Language

    def of(self, text: Text) -> str:
        """Return a text in the edition's language."""
        return text.say(self.language)

    def head(self, text: Text) -> str:
        """Return a text as it stands at the head of a line: with a capital letter."""
        return capitalise(text).say(self.language)

    def say(self, key: str, /, **values: object) -> str:
        """Return an entry of the pages' catalogue."""
        return say(f"pages.{key}", **values).say(self.language)

    def term(self, key: str, /, **values: object) -> str:
        """Return an entry of another chapter of the catalogue."""
        return say(key, **values).say(self.language)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number."""
        return format_number(value, self.language, decimals=decimals)

    def date(self, iso: str) -> str:
        """Write a date."""
        return format_date(iso, self.language)

    def join(self, texts: Iterable[Text]) -> str:
        """Return texts in a row with commas."""
        return ", ".join(text.say(self.language) for text in texts)

    def list(self, texts: Iterable[Text]) -> str:
        """Return texts in a row with commas, the first with a capital letter."""
        said = self.join(texts)
        return said[:1].upper() + said[1:]

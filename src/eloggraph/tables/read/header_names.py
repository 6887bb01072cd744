"""Headers such as ”nimi”, ”namn” or ”nimi ruotsiksi”: the column of their language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eloggraph.schema.model import Column, Table
from eloggraph.schema.names import normalise_header

# ”nimi (ruotsi)”: a text column is called by what it holds and its language.
_NAME = re.compile(r"(.+) \((\w+)\)")
_WORD = re.compile(r"\w+")
_STEM = 4


def find_language_column(header: str, table: Table) -> tuple[str, Column] | None:
    """Return the column that a header without its language means, and how it is called.

    A header that says a language means that one; else it is the one that it is written in.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> actors = next(t for t in packaged_schema().tables if t.name == "actors")
    >>> [find_language_column(h, actors)[0] for h in ("Toimijan nimi", "namn", "name in Finnish")]
    ['nimi (suomi)', 'namn (svenska)', 'name (Finnish)']
    >>> find_language_column("puhelin", actors) is None
    True
    """
    words = _WORD.findall(normalise_header(header).replace("_", " "))
    chosen = dict[str, list[tuple[str, str, str, Column]]]()
    for base, spoken, language, name, column in _list_names(table):
        if base in words:
            chosen.setdefault(language, []).append((spoken, name, base, column))
    for language, columns in chosen.items():
        rest = [word for word in words if word != columns[0][2]]
        said = [
            (name, column)
            for spoken, name, _, column in columns
            if any(word == column.language or _is_stem(word, spoken) for word in rest)
        ]
        own = [(name, column) for _, name, _, column in columns if column.language == language]
        if found := said or own:
            return found[0]
    return None


def _list_names(table: Table) -> Iterator[tuple[str, str, str, str, Column]]:
    """Yield what columns hold, their language as it is called, the language of that, the name."""
    for column in table.columns:
        if column.language is None:
            continue
        for language, name in column.names.items():
            if found := _NAME.fullmatch(name):
                base, spoken = normalise_header(found[1]), normalise_header(found[2])
                yield base, spoken, language, name, column


def _is_stem(word: str, spoken: str) -> bool:
    """Tell whether a word is the name of a language in another case: ruotsiksi, ruotsi."""
    return len(word) >= _STEM and word[:_STEM] == spoken[:_STEM]

"""Names that are known: of the sheets themselves, of the reference data, and of the code lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from eloggraph.graph.populate.lexical import read_boolean
from eloggraph.graph.populate.values import read_text
from eloggraph.importing.headings import STEM, is_label, is_same_word
from eloggraph.iri import contract, expand
from eloggraph.schema.model import Column, Concept, Schema
from eloggraph.schema.package import PACKAGED_NETWORKS, packaged_network
from eloggraph.tables.ids.names import fold_name
from eloggraph.tables.model import MatchedTable
from eloggraph.tables.read.folder import read_network
from eloggraph.text import Language, Text

_GAPS = re.compile(r"[\s\u2010-\u2015\u2212_-]+")
_QUOTES = re.compile(r"[”“\"'’´`*]+")
BRACKETED = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
# What stands after the name of a legal person and is often left out.
_LEGAL = re.compile(r"[, ]+(?:r\.?y\.?|oyj?|ab|rf|r\.f\.|sr|ky|osk|kuntayhtymä|ltd|inc)\.?$", re.I)
_SLASH = re.compile(r"\s+/\s+|(?<=\w\w\w)/(?=\w\w\w)")
_FEWEST = 5
LANGUAGE_PATH = expand("dct:language")
_SPOKEN = re.compile(r"\((\w+)\)$")


@lru_cache(maxsize=65536)
def fold_words(text: str) -> str:
    """Return the words of a text without what a reader does not mind: case, hyphens, quotes.

    Two names are one where :func:`~eloggraph.tables.ids.names.fold_name` says so; this is for what
    compares words.

    >>> fold_words("Savonia-ammattikorkeakoulu "), fold_words("“Toinen   aste”")
    ('savonia ammattikorkeakoulu', 'toinen aste')
    """
    plain = unicodedata.normalize("NFC", _QUOTES.sub("", text)).casefold()
    return _GAPS.sub(" ", plain).strip(" .,;:")


def list_forms(name: str) -> Iterator[str]:
    """Yield how else a name may be written: without brackets, by what is in them, without “ry”.

    >>> list(list_forms("Savon ammattiopisto (Sakky)"))
    ['Savon ammattiopisto', 'Sakky']
    """
    if found := BRACKETED.match(name):
        yield from found.groups()
    bare = _LEGAL.sub("", name)
    if bare != name:
        yield bare
    parts = _SLASH.split(name)
    if len(parts) == 2:
        yield from (part.strip() for part in parts)


def list_referred(schema: Schema, column: Column) -> list[str]:
    """Return the tables whose rows are of the classes that a column refers to, in their order.

    Rows that would have to be narrowed to such a class first are not meant.
    """
    below = schema.descendants
    return [
        table.name
        for iri in column.classes
        for table in schema.tables
        if table.target_class in below.get(iri, frozenset({iri}))
    ]


@dataclass(kw_only=True)
class KnownNames:
    """Names of rows by table: folded, with how they are written. It grows as sheets are read."""

    schema: Schema
    language: Language
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    forms: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _referred: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def list_tables(self, column: Column) -> list[str]:
        """Return the tables that a column refers to: worked out once, as every cell asks."""
        if column.classes not in self._referred:
            self._referred[column.classes] = list_referred(self.schema, column)
        return self._referred[column.classes]

    def add(self, table: str, name: str) -> str:
        """Add the name of a row; return how it was written first."""
        written = self.tables.setdefault(table, {}).setdefault(fold_name(name), name)
        others = self.forms.setdefault(table, {})
        for form in list_forms(name):
            others.setdefault(fold_name(form), set()).add(written)
        return written

    def add_form(self, table: str, form: str, written: str) -> None:
        """Add another name of a row, as in another language."""
        self.forms.setdefault(table, {}).setdefault(fold_name(form), set()).add(written)

    def find(self, column: Column, text: str) -> str | None:
        """Return how the row that a text names in a column is written, None where none is so."""
        return self.find_in(self.list_tables(column), text)

    def find_whole(self, tables: Iterable[str], text: str) -> str | None:
        """Return how the row is written that is called as a text is, and by no part of it."""
        folded = fold_name(text)
        written = (self.tables.get(name, {}).get(folded) for name in tables)
        return next((each for each in written if each is not None), None)

    def find_in(self, tables: Iterable[str], text: str) -> str | None:
        """Return how the row that a text names in one of some tables is written."""
        tables = list(tables)
        if (whole := self.find_whole(tables, text)) is not None:
            return whole
        folded = fold_name(text)
        meant: set[str] = set()
        for name in tables:
            meant |= self.forms.get(name, {}).get(folded, set())
            for form in list_forms(text):
                if (written := self.tables.get(name, {}).get(fold_name(form))) is not None:
                    meant.add(written)
        return meant.pop() if len(meant) == 1 else None

    def list_names(self, column: Column) -> list[str]:
        """Return the names of all rows that a column may refer to."""
        tables = self.list_tables(column)
        return [name for table in tables for name in self.tables.get(table, {}).values()]


def load_reference(schema: Schema, language: Language) -> KnownNames:
    """Return the names of the reference data that come with the toolkit, in one language first."""
    known = KnownNames(schema=schema, language=language)
    for entry in PACKAGED_NETWORKS:
        folder = packaged_network(entry)
        if folder is not None:
            for matched in read_network(folder, schema).tables:
                add_rows(known, matched, language)
    return known


def add_rows(known: KnownNames, matched: MatchedTable, language: Language) -> None:
    """Add the names of the rows of a table, in one language first."""
    labels = [c for c in matched.table.columns if is_label(c) and c.key in matched.positions]
    labels.sort(key=lambda column: column.language != language)
    cells = [matched.raw.frame[matched.cells(column.key)].to_list() for column in labels]
    for called in zip(*cells, strict=True):
        names = [name for name in called if name]
        if names:
            known.add(matched.table.name, names[0])
            for other in names[1:]:
                known.add_form(matched.table.name, other, names[0])


def list_of(column: Column) -> str:
    """Return which list the values of a column are of: its code list, or the classes it allows."""
    return column.shape if column.kind == "class" else column.scheme or ""


class Codes:
    """The codes of the code lists by all their names, folded; classes are codes of their column."""

    def __init__(self, schema: Schema) -> None:
        self._by_scheme: dict[str, dict[str, Concept]] = {}
        for concept in (*schema.concepts, *_list_classes(schema)):
            names = self._by_scheme.setdefault(concept.scheme, {})
            called = [*concept.label.said, *(name for _, name in concept.also), *concept.hidden]
            for name in (*called, concept.notation or ""):
                if name:
                    names.setdefault(fold_words(name), concept)
        # What a text may nearly be begins as it does: only those names are compared with it.
        self._by_beginning: dict[tuple[str, str], list[tuple[str, Concept]]] = {}
        for scheme, names in self._by_scheme.items():
            for name, concept in names.items():
                if len(name) >= _FEWEST:
                    key = (scheme, _begin(name))
                    self._by_beginning.setdefault(key, []).append((name, concept))

    def find(self, scheme: str, text: str) -> Concept | None:
        """Return the code that a text names."""
        return self._by_scheme.get(scheme, {}).get(fold_words(text))

    def find_loosely(self, scheme: str, text: str) -> Concept | None:
        """Return the one code whose name begins as a text does, or the other way round."""
        folded = fold_words(text)
        if len(folded) < _FEWEST:
            return None
        beginning = _begin(folded)
        near = {
            concept.iri: concept
            for length in range(1, len(beginning) + 1)
            for name, concept in self._by_beginning.get((scheme, beginning[:length]), ())
            if _begins(name, folded) or _is_inflected(folded, name)
        }
        return next(iter(near.values())) if len(near) == 1 else None

    def list_others(self, scheme: str, text: str) -> list[str]:
        """Return all the other names of a code."""
        concept = self.find(scheme, text)
        names = self._by_scheme.get(scheme, {}) if concept else {}
        return [
            name for name, each in names.items() if each == concept and name != fold_words(text)
        ]

    def list_names(self, scheme: str, language: Language) -> list[str]:
        """Return the names of the codes of a list."""
        found = {c.iri: c for c in self._by_scheme.get(scheme, {}).values()}
        return [concept.label.say(language) for concept in found.values()]


def _list_classes(schema: Schema) -> Iterator[Concept]:
    """Yield the classes that columns allow as codes of those columns."""
    for table in schema.tables:
        for column in table.columns:
            for iri in column.allowed if column.kind == "class" else ():
                code = contract(iri).partition(":")[2]
                label = schema.labels.get(iri, Text.same(code))
                yield Concept(iri=iri, scheme=list_of(column), notation=code, label=label)


def _begin(text: str) -> str:
    """Return the letters of a first word that two forms of it share; fewer where it is shorter."""
    return text.split(" ", 1)[0][:STEM]


def _begins(name: str, text: str) -> bool:
    """Tell whether the first words of a name are a text."""
    return name.startswith(text) and not name[len(text) : len(text) + 1].isalnum()


def _is_inflected(text: str, name: str) -> bool:
    """Tell whether two names are one in two forms: “järjestöt” and “järjestö”."""
    words, known = text.split(), name.split()
    return len(words) == len(known) and all(map(is_same_word, words, known))


def read_value(column: Column, text: str) -> str | None:
    """Return the lexical form of a literal in a column, None where it is not of its datatypes."""
    if column.kind == "boolean":
        return read_boolean(text)
    datatype, form = read_text(text, column.datatypes)
    return form if datatype else None


def name_code(concept: Concept, language: Language) -> str:
    """Return how a code is written in a cell."""
    return concept.label.say(language)


def list_spoken(schema: Schema) -> dict[str, str]:
    """Return the tags of languages by what they are called: “nimi (ruotsi)” tells that of sv."""
    found: dict[str, str] = {}
    for table in schema.tables:
        for column in table.columns:
            for name in column.names.said if column.language else ():
                if spoken := _SPOKEN.search(name):
                    found[fold_words(spoken[1])] = column.language or ""
                    found[column.language or ""] = column.language or ""
    return found

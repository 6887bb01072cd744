"""The index of the reference pages: every term once, with all that it may be looked for by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from eloggraph.text import Language, Text, say
from eloggraph.views.reference.model import (
    ColumnEntry,
    ConceptEntry,
    Link,
    ReferenceModel,
    SchemeEntry,
    write_address,
)

# The Finnish and Swedish alphabet goes on after z; other marked letters stand with the plain ones.
_ORDER = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y", "š": "s", "ž": "z"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One line of the index.

    ``names`` is what a search looks at first, ``meaning`` what it looks at last, both in small
    letters; ``about`` is shown with a line that was found. ``rank`` puts what a reader most
    likely means before the rest: tables, classes, code lists, properties, columns, codes.
    """

    label: str
    kind: str
    code: str
    address: str
    rank: int
    names: str
    meaning: str
    about: str

    @property
    def letter(self) -> str:
        """The heading that the line stands under."""
        first = self.label[:1].upper()
        return first if first.isalpha() else "#"

    def to_list(self) -> list[object]:
        """Return what the page's script needs to find the line."""
        return [self.rank, self.names, self.meaning, self.about]


@dataclass(frozen=True, slots=True)
class _Term:
    rank: int
    link: Link
    kind: Text
    about: Text | None
    more: str = ""


def make_index(model: ReferenceModel, language: Language) -> tuple[IndexEntry, ...]:
    """Return the index in the alphabetical order of a language.

    A column that many tables share stands in it once, and leads to its property.
    """
    entries = (_write(term, language) for term in _terms(model))
    return tuple(sorted(entries, key=lambda entry: (*sort_key(entry.label), entry.address)))


def _write(term: _Term, language: Language) -> IndexEntry:
    link = term.link
    names = dict.fromkeys([link.label.say(language), *(text for _, text in link.label.items())])
    about = term.about or Text.same("")
    others = [text for code, text in about.items() if code != language]
    return IndexEntry(
        label=link.label.say(language),
        kind=term.kind.say(language),
        code=link.code,
        address=link.address or "",
        rank=term.rank,
        names=" ".join([*names, link.code, term.more]).strip().casefold(),
        meaning=" ".join(dict.fromkeys(others)).casefold(),
        about=about.say(language),
    )


def sort_key(label: str) -> tuple[bool, str, str]:
    """Return what a name is sorted by: letters first, å, ä and ö after z."""
    folded = label.casefold().translate(_ORDER)
    return (not folded[:1].isalpha() and folded[:1] not in "{|}", folded, label)


def _terms(model: ReferenceModel) -> Iterator[_Term]:
    for table in model.tables:
        yield _Term(0, table.link, say("reference.a.table"), table.table.description)
    for shown in model.classes:
        yield _Term(1, shown.link, say("reference.a.class"), shown.model_class.definition)
    for listed in model.schemes:
        yield _Term(2, listed.link, say("reference.a.scheme"), listed.scheme.definition)
        for code in listed.concepts:
            yield _code(listed, code)
    for held in model.properties:
        yield _Term(3, held.link, say("reference.a.property"), held.property.definition)
    yield from _columns(model)


def _code(listed: SchemeEntry, found: ConceptEntry) -> _Term:
    address = write_address(listed.link.address or "", found.anchor)
    link = Link(label=found.concept.label, code=found.code, address=address)
    kind = say("reference.a.concept", scheme=listed.scheme.label)
    return _Term(5, link, kind, found.concept.definition, listed.link.code)


def _columns(model: ReferenceModel) -> Iterator[_Term]:
    by_shape: dict[str, list[ColumnEntry]] = defaultdict(list)
    for table in model.tables:
        for entry in table.columns:
            by_shape[entry.column.shape].append(entry)
    for entries in by_shape.values():
        first = entries[0]
        about = first.column.description
        if len(entries) == 1:
            kind = say("reference.a.column", table=first.table.label)
            yield _Term(4, first.link, kind, about, first.table.code)
        else:
            kind = say("reference.a.shared-column", n=len(entries))
            link = replace(first.link, address=first.property.address or first.link.address)
            yield _Term(4, link, kind, about, " ".join(entry.table.code for entry in entries))

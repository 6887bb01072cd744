"""What the settings say of a network to others: to catalogues of data, and to who cites it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eloggraph.text import LANGUAGES, Language

# What every RDF parser takes for an address: a host, and well-formed percent encodings.
IRI = re.compile(
    r"https?://[\w.~-]+(:[0-9]{1,5})?"
    r"([/?]([\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(#([\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
)
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/[\x21-\x7e]+)", re.ASCII)
_CREATOR = re.compile(r"([^<>]*[^<>\s])(?:\s*<([^<>]+)>)?")
# Identifiers of people: creators are organisations, groups and posts.
_OF_PEOPLE = re.compile(r"https?://(www\.)?orcid\.org/")
_PARTS_OF_DATE = {4: "-01-01", 7: "-01", 10: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What a catalogue of data sets is told besides: where to read of the data, ask and get them.

    ``page`` is a web page about the data, ``contact`` a web page or an address for mail
    (``mailto:``), ``downloads`` are addresses of files, ``keywords`` words in each language.
    """

    page: str | None = None
    contact: str | None = None
    downloads: tuple[str, ...] = ()
    keywords: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """An organisation, a group or a post that made the data; ``iri`` names it (ROR, ISNI)."""

    name: str
    iri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How the data is cited: who made it, its DOI, its version, and when it was published."""

    creators: tuple[Creator, ...] = ()
    doi: str | None = None
    version: str | None = None
    published: str | None = None


def is_match(pattern: re.Pattern[str], value: object) -> bool:
    """Tell whether a value is a text that a pattern is all of.

    >>> is_match(IRI, "https://example.org/a"), is_match(IRI, 1)
    (True, False)
    """
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_strings(value: object) -> bool:
    """Tell whether a value is a list of texts.

    >>> is_strings(["a"]), is_strings("a")
    (True, False)
    """
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO day, month or year that exists.

    >>> is_date("2024-02"), is_date("2024-02-30")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat(text + _PARTS_OF_DATE[len(text)])
    except ValueError:
        return False
    return True


def read_catalogue(value: object) -> CatalogueEntry | None:
    """Return what a catalogue is told, or nothing where it is malformed.

    >>> read_catalogue({"page": "no address"})
    """
    if not isinstance(value, dict) or set(value) - {"page", "contact", "downloads", "keywords"}:
        return None
    page, contact = value.get("page"), value.get("contact")
    downloads, keywords = value.get("downloads", []), value.get("keywords", {})
    pages = [] if page is None else [page]
    if not is_strings(downloads) or not isinstance(keywords, dict) or set(keywords) - {*LANGUAGES}:
        return None
    if not all(is_match(IRI, each) for each in (*pages, *downloads)):
        return None
    if contact is not None and not (is_match(IRI, contact) or is_match(_MAIL, contact)):
        return None
    if not all(is_strings(words) and all(words) for words in keywords.values()):
        return None
    return CatalogueEntry(
        page=page,
        contact=contact,
        downloads=tuple(downloads),
        keywords={language: tuple(words) for language, words in keywords.items()},
    )


def read_citation(value: object) -> Citation | None:
    """Return how the data is cited, or nothing where it is malformed.

    >>> read_citation({"creators": ["ELO <https://ror.org/05k89ew48>"]}).creators[0].name
    'ELO'
    >>> read_citation({"creators": ["ELO <https://orcid.org/0000-0001-2345-6789>"]})
    """
    if not isinstance(value, dict) or set(value) - {"creators", "doi", "version", "published"}:
        return None
    names, doi, version = value.get("creators", []), value.get("doi"), value.get("version")
    published = str(value["published"]) if "published" in value else None
    if not is_strings(names) or any(_read_creator(name) is None for name in names):
        return None
    if not (doi is None or is_match(_DOI, doi)):
        return None
    if not (version is None or (isinstance(version, str) and version.strip())):
        return None
    if not (published is None or is_date(published)):
        return None
    found = _DOI.fullmatch(doi) if doi else None
    return Citation(
        creators=tuple(filter(None, map(_read_creator, names))),
        doi=found[1] if found else None,
        version=version,
        published=published,
    )


def _read_creator(text: str) -> Creator | None:
    found = _CREATOR.fullmatch(text.strip())
    if found is None:
        return None
    name, iri = found.groups()
    if iri is not None and (not is_match(IRI, iri) or _OF_PEOPLE.match(iri)):
        return None
    return Creator(name=name, iri=iri)

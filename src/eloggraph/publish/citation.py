"""How the data of a network is cited: BibTeX, the fields of DataCite, and ``CITATION.cff``.

Sources: DataCite Metadata Schema 4.6 (2024); Citation File Format 1.2.0 (2021); BibLaTeX's
``@dataset``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eloggraph.config import NetworkConfig
from eloggraph.errors import InputError
from eloggraph.finding import Place, tell
from eloggraph.publication import Creator
from eloggraph.text import Language, Text

# What TeX would take for a command of its own.
_TEX = {
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPDX = {
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://opensource.org/licenses/MIT": "MIT",
}


def write_bibtex(config: NetworkConfig, language: Language) -> str:
    """Return an entry for a list of references, in BibLaTeX's words.

    >>> from pathlib import Path
    >>> from eloggraph.config import read_config
    >>> config, _ = read_config(Path("datasets/osaajaks"))
    >>> print(write_bibtex(config, "en").splitlines()[0])
    @dataset{osaajaks2021,
    """
    year = find_year(config)
    fields = {
        "author": " and ".join(f"{{{_escape(each.name)}}}" for each in list_creators(config)),
        "title": f"{{{_escape(config.title.say(language))}}}",
        "year": year,
        "publisher": _escape(config.publisher or ""),
        "version": _escape(config.citation.version or ""),
        "doi": config.citation.doi or "",
        "url": _find_page(config),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@dataset{{{config.id}{year},\n" + ",\n".join(lines) + "\n}\n"


def write_datacite(config: NetworkConfig, language: Language) -> str:
    """Return the fields of DataCite as JSON: what a repository such as Zenodo asks for.

    >>> from pathlib import Path
    >>> from eloggraph.config import read_config
    >>> config, _ = read_config(Path("datasets/osaajaks"))
    >>> json.loads(write_datacite(config, "en"))["publicationYear"]
    '2021'
    """
    citation, year = config.citation, find_year(config)
    about = {"descriptionType": "Abstract"}
    fields: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "doi": citation.doi,
        "identifiers": [{"identifier": config.base, "identifierType": "URL"}],
        "creators": [_describe_creator(each) for each in list_creators(config)],
        "titles": [*_tell("title", config.title, config, language)],
        "publisher": {"name": config.publisher or list_creators(config)[0].name},
        "publicationYear": year,
        "dates": _list_dates(config),
        "language": config.languages[0],
        "version": citation.version,
        "subjects": [
            {"subject": word, "lang": tag}
            for tag, words in sorted(config.catalogue.keywords.items())
            for word in words
        ],
        "descriptions": [
            {**told, **about} for told in _tell("description", config.description, config, language)
        ],
        "rightsList": [*_describe_rights(config.licence)],
        "url": _find_page(config),
    }
    kept = {name: value for name, value in fields.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def write_cff(config: NetworkConfig, language: Language) -> str:
    """Return a ``CITATION.cff`` for the folder that the data is in.

    >>> from pathlib import Path
    >>> from eloggraph.config import read_config
    >>> config, _ = read_config(Path("datasets/osaajaks"))
    >>> print(write_cff(config, "en").splitlines()[0])
    cff-version: 1.2.0
    """
    citation, licence = config.citation, config.licence or ""
    published = citation.published or ""
    fields: dict[str, Any] = {
        "message": "Please cite this data as follows.",
        "type": "dataset",
        "title": config.title.say(language),
        "abstract": config.description.say(language) if config.description else None,
        "version": citation.version,
        "doi": citation.doi,
        "date-released": published if len(published) == 10 else None,
        "license": _SPDX.get(licence),
        "license-url": licence if licence not in _SPDX else None,
        "url": _find_page(config),
    }
    lines = ["cff-version: 1.2.0"]
    # What JSON writes for a text, YAML reads.
    lines += [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if value
    ]
    lines.append("authors:")
    for each in list_creators(config):
        lines.append(f"  - name: {json.dumps(each.name, ensure_ascii=False)}")
        lines += [f"    website: {json.dumps(each.iri)}"] * bool(each.iri)
    return "\n".join(lines) + "\n"


CITATION_WRITERS: Mapping[str, Callable[[NetworkConfig, Language], str]] = {
    "bibtex": write_bibtex,
    "datacite": write_datacite,
    "cff": write_cff,
}


def list_creators(config: NetworkConfig) -> tuple[Creator, ...]:
    """Return who made the data: whom the settings name, else the publisher.

    Raises
    ------
    InputError
        When they name neither.
    """
    if config.citation.creators:
        return config.citation.creators
    if not config.publisher:
        raise _lack("creators")
    return (Creator(name=config.publisher),)


def find_year(config: NetworkConfig) -> str:
    """Return the year in which the data was published, else that which it describes.

    Raises
    ------
    InputError
        When the settings tell neither.
    """
    day = config.citation.published or config.date
    if day is None:
        raise _lack("year")
    return day[:4]


def _lack(what: str) -> InputError:
    place = Place(file="network.toml", column="citation")
    return InputError(
        tell("citation-lacking", "violation", place, chapter="provenance", variant=what)
    )


def _escape(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def _find_page(config: NetworkConfig) -> str:
    return config.catalogue.page or config.base


def _tell(
    name: str, text: Text | None, config: NetworkConfig, language: Language
) -> Iterator[dict[str, str]]:
    """Yield a text in each language of the network, that of the reader first."""
    if text is not None:
        said = dict(text.items())
        for tag in sorted(config.languages, key=lambda tag: tag != language):
            if tag in said:
                yield {name: said[tag], "lang": tag}


def _describe_creator(creator: Creator) -> dict[str, Any]:
    told: dict[str, Any] = {"name": creator.name, "nameType": "Organizational"}
    if creator.iri:
        scheme = next((key for key in ("ror", "isni") if f"//{key}.org/" in creator.iri), "Other")
        named = {"nameIdentifier": creator.iri, "nameIdentifierScheme": scheme.upper()}
        told["nameIdentifiers"] = [named]
    return told


def _list_dates(config: NetworkConfig) -> Sequence[dict[str, str]]:
    days = {"Issued": config.citation.published, "Coverage": config.date}
    return [{"date": day, "dateType": kind} for kind, day in days.items() if day]


def _describe_rights(licence: str | None) -> Iterator[dict[str, str]]:
    if licence:
        name = _SPDX.get(licence)
        spdx = {"rightsIdentifier": name, "rightsIdentifierScheme": "SPDX"} if name else {}
        yield {"rightsUri": licence, **spdx}

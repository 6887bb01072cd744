"""An output folder as an RO-Crate: what it is, what made it, and of what.

Sources: RO-Crate 1.3 (2026) and its profile Process Run Crate 0.6.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eloggraph.config import NetworkConfig
from eloggraph.output.ownership import MANIFEST, hash_bytes
from eloggraph.private import conceal
from eloggraph.text import Language

CRATE = "ro-crate-metadata.json"
_CRATE_IRI = "https://w3id.org/ro/crate/1.3"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.6"
_TYPES = {
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "cyjs": "application/json",
    "dot": "text/vnd.graphviz",
    "gexf": "application/xml",
    "graphml": "application/xml",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttl": "text/turtle",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_Entity = dict[str, Any]


def write_crate(
    about: Mapping[str, Any],
    files: Mapping[str, str | bytes],
    config: NetworkConfig,
    language: Language,
) -> str:
    """Return the metadata of an output folder: the same folder gives the same bytes.

    When the work was done is not told, as it makes no difference; which day is looked at is.

    Parameters
    ----------
    about
        What the manifest tells of the work: the day, versions, options, and inputs with hashes.
    files
        The contents by name, without the manifest, which is in the crate too.
    config, language
        The settings of the network, and the language that its title is told in.

    Examples
    --------
    >>> from pathlib import Path
    >>> from eloggraph.config import default_config
    >>> about = {"on": "2024-01-01", "versions": {"eloggraph": "1"}, "options": {}, "inputs": {}}
    >>> told = write_crate(about, {"a.csv": "a"}, default_config(Path("savo")), "fi")
    >>> [entity["@id"] for entity in json.loads(told)["@graph"]][:3]
    ['ro-crate-metadata.json', './', 'https://w3id.org/ro/wfrun/process/0.6']
    """
    outputs = [*_describe_files(files), _describe_manifest()]
    inputs = [*_describe_inputs(about["inputs"])]
    options = [*_describe_options(about["options"])]
    tools = [*_describe_tools(about["versions"])]
    publisher = _describe_publisher(config)
    makers = [*_describe_creators(config)] or publisher
    action: _Entity = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"eloggraph run: {config.id} on {about['on']}",
        "instrument": {"@id": tools[0]["@id"]},
        "object": _refer([*inputs, *options]),
        "result": _refer(outputs),
    }
    root = _describe_folder(config, language, about["on"]) | {
        "creator": _refer(makers),
        "publisher": _refer(publisher),
        "hasPart": _refer(outputs),
        "mentions": {"@id": action["@id"]},
    }
    licence = [{"@id": config.licence, "@type": "CreativeWork"}] if config.licence else []
    graph = [_DESCRIPTOR, root, _PROFILE_ENTITY, *outputs, action, *tools, *inputs, *options]
    known = {each["@id"]: each for each in (*graph, *makers, *publisher, *licence)}
    document = {"@context": f"{_CRATE_IRI}/context", "@graph": [*known.values()]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


_DESCRIPTOR: _Entity = {
    "@id": CRATE,
    "@type": "CreativeWork",
    "about": {"@id": "./"},
    "conformsTo": {"@id": _CRATE_IRI},
}
_PROFILE_ENTITY: _Entity = {
    "@id": _PROFILE,
    "@type": "CreativeWork",
    "name": "Process Run Crate",
    "version": "0.6",
}


def _refer(entities: Iterable[_Entity]) -> list[dict[str, str]]:
    return [{"@id": each["@id"]} for each in entities]


def _describe_folder(config: NetworkConfig, language: Language, on: str) -> _Entity:
    citation = config.citation
    described = config.description or config.title
    told = {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": {"@id": _PROFILE},
        "name": conceal(config.title.say(language)),
        "description": conceal(described.say(language)),
        "datePublished": citation.published or on,
        "license": {"@id": config.licence} if config.licence else None,
        "version": citation.version,
        "identifier": f"https://doi.org/{citation.doi}" if citation.doi else None,
        "isBasedOn": {"@id": config.base},
    }
    return {name: value for name, value in told.items() if value}


def _describe_files(files: Mapping[str, str | bytes]) -> Iterator[_Entity]:
    for name in sorted(files):
        content = files[name]
        data = content.encode() if isinstance(content, str) else content
        yield {
            "@id": name,
            "@type": "File",
            "name": name,
            "encodingFormat": _TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
            "contentSize": str(len(data)),
            "sha256": hash_bytes(data),
        }


def _describe_manifest() -> _Entity:
    """Return the manifest as an entity: it has the hash of the crate, which has none of it."""
    about = "Versions, options, counts and hashes, for the toolkit itself."
    told = {"@id": MANIFEST, "@type": "File", "name": MANIFEST, "description": about}
    return {**told, "encodingFormat": _TYPES["json"]}


def _describe_inputs(inputs: Mapping[str, str | None]) -> Iterator[_Entity]:
    """Yield what was read, named by its hash (RFC 6920): the files are not in the crate."""
    by_hash: dict[str, list[str]] = {}
    for name, found in inputs.items():
        if found is not None:
            by_hash.setdefault(found, []).append(name)
    for found, names in by_hash.items():
        digest = urlsafe_b64encode(bytes.fromhex(found)).decode().rstrip("=")
        yield {
            "@id": f"ni:///sha-256;{digest}",
            "@type": "CreativeWork",
            "name": ", ".join(names),
            "sha256": found,
        }


def _describe_options(options: Mapping[str, object]) -> Iterator[_Entity]:
    for name, value in options.items():
        told = str(value).lower() if isinstance(value, bool) else str(value)
        yield {"@id": f"#option-{name}", "@type": "PropertyValue", "name": name, "value": told}


def _describe_tools(versions: Mapping[str, str]) -> Iterator[_Entity]:
    """Yield the toolkit and then the libraries that its results rest on."""
    names = sorted(versions, key=lambda name: (name != "eloggraph", name))
    for name in names:
        told = {"@id": f"#tool-{name}", "@type": "SoftwareApplication", "name": name}
        more = {"softwareRequirements": [{"@id": f"#tool-{each}"} for each in names[1:]]}
        yield {**told, "version": versions[name], **(more if name == names[0] else {})}


def _describe_creators(config: NetworkConfig) -> Iterator[_Entity]:
    for number, each in enumerate(config.citation.creators, 1):
        name = {"@type": "Organization", "name": each.name}
        yield {"@id": each.iri or f"#creator-{number}", **name}


def _describe_publisher(config: NetworkConfig) -> list[_Entity]:
    told = {"@id": "#publisher", "@type": "Organization", "name": config.publisher}
    return [told] if config.publisher else []

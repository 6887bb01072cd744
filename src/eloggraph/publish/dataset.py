"""A network as a data set of DCAT-AP 3.0.1: what its settings say, in the words of a catalogue.

Source: DCAT-AP 3.0.1 (SEMIC, 2025); file types, themes and languages by the authority tables of
the EU Publications Office.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from eloggraph.config import NetworkConfig
from eloggraph.iri import expand
from eloggraph.text import HABITS, Text, say

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
# Guidance is a matter of education, and of how people live and work.
_THEMES = ("EDUC", "SOCI")
_FORMATS = {
    "ttl": "RDF_TURTLE",
    "nt": "RDF_N_TRIPLES",
    "jsonld": "JSON_LD",
    "json": "JSON",
    "csv": "CSV",
    "xlsx": "XLSX",
    "zip": "ZIP",
    "html": "HTML",
}


def describe_dataset(config: NetworkConfig) -> Iterator[ox.Triple]:
    """Yield the description of a data set: what it is, whose, of when, and where to get it.

    Where the settings name no file, the one distribution is the Turtle that the address of the data
    set stands for.
    """
    base = ox.NamedNode(config.base)
    yield _type(base, "dcat:Dataset")
    yield _say(base, "dct:identifier", ox.Literal(config.id))
    yield from _tell(base, "dct:title", config.title)
    yield from _tell(base, "dct:description", config.description)
    yield from _tell(base, "dcat:keyword", say("publish.keyword"))
    for language, words in sorted(config.catalogue.keywords.items()):
        for word in words:
            yield _say(base, "dcat:keyword", ox.Literal(word, language=language))
    for key in _THEMES:
        theme = ox.NamedNode(f"{_AUTHORITY}data-theme/{key}")
        yield from (_say(base, "dcat:theme", theme), _type(theme, "skos:Concept"))
        yield from _tell(theme, "skos:prefLabel", say(f"publish.theme.{key}"))
    for language in config.languages:
        if authority := HABITS[language].authority:
            code = ox.NamedNode(f"{_AUTHORITY}language/{authority}")
            yield _say(base, "dct:language", code)
    if config.catalogue.page:
        page = ox.NamedNode(config.catalogue.page)
        yield from (_say(base, "dcat:landingPage", page), _type(page, "foaf:Document"))
    yield from _describe_publisher(base, config)
    yield from _describe_citation(base, config)
    yield from _describe_period(base, config.date)
    yield from _describe_distributions(base, config)


def _describe_publisher(base: ox.NamedNode, config: NetworkConfig) -> Iterator[ox.Triple]:
    if config.publisher:
        agent = ox.NamedNode(f"{config.base}publisher")
        yield _say(base, "dct:publisher", agent)
        yield _type(agent, "foaf:Agent")
        yield _say(agent, "foaf:name", ox.Literal(config.publisher))
    if config.catalogue.contact:
        point = ox.NamedNode(f"{config.base}contact")
        yield _say(base, "dcat:contactPoint", point)
        yield ox.Triple(point, ox.NamedNode(expand("rdf:type")), ox.NamedNode(f"{_VCARD}Kind"))
        kind = "hasEmail" if config.catalogue.contact.startswith("mailto:") else "hasURL"
        yield ox.Triple(point, ox.NamedNode(_VCARD + kind), ox.NamedNode(config.catalogue.contact))
        name = ox.Literal(config.publisher or config.title.say(config.languages[0]))
        yield ox.Triple(point, ox.NamedNode(f"{_VCARD}fn"), name)


def _describe_citation(base: ox.NamedNode, config: NetworkConfig) -> Iterator[ox.Triple]:
    citation = config.citation
    for number, creator in enumerate(citation.creators, 1):
        agent = ox.NamedNode(creator.iri or f"{config.base}creator/{number}")
        yield from (_say(base, "dct:creator", agent), _type(agent, "foaf:Agent"))
        yield _say(agent, "foaf:name", ox.Literal(creator.name))
    if citation.doi:
        yield _say(base, "dct:identifier", ox.Literal(f"https://doi.org/{citation.doi}"))
    if citation.version:
        yield _say(base, "dcat:version", ox.Literal(citation.version))
    if citation.published:
        yield _say(base, "dct:issued", _write_day(citation.published))


def _write_day(day: str) -> ox.Literal:
    datatype = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(day), "xsd:date")
    return ox.Literal(day, datatype=ox.NamedNode(expand(datatype)))


def _describe_period(base: ox.NamedNode, day: str | None) -> Iterator[ox.Triple]:
    if day:
        value = _write_day(day)
        period = ox.NamedNode(f"{base.value}period")
        yield _say(base, "dct:temporal", period)
        yield _type(period, "dct:PeriodOfTime")
        yield _say(period, "dcat:startDate", value)
        yield _say(period, "dcat:endDate", value)


def _describe_distributions(base: ox.NamedNode, config: NetworkConfig) -> Iterator[ox.Triple]:
    files = config.catalogue.downloads
    for number, address in enumerate(files or (config.base,), 1):
        ending = address.rpartition(".")[2].lower() if files else "ttl"
        node = ox.NamedNode(f"{config.base}distribution/{number}")
        yield _say(base, "dcat:distribution", node)
        yield _type(node, "dcat:Distribution")
        yield from _tell(node, "dct:title", config.title)
        yield _say(node, "dcat:accessURL", ox.NamedNode(address))
        if files:
            yield _say(node, "dcat:downloadURL", ox.NamedNode(address))
        if ending in _FORMATS:
            code = ox.NamedNode(f"{_AUTHORITY}file-type/{_FORMATS[ending]}")
            yield _say(node, "dct:format", code)
        if config.licence:
            licence = ox.NamedNode(config.licence)
            yield _say(node, "dct:license", licence)
            yield _type(licence, "dct:LicenseDocument")


def _say(node: ox.NamedNode, curie: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(expand(curie)), value)


def _type(node: ox.NamedNode, curie: str) -> ox.Triple:
    return _say(node, "rdf:type", ox.NamedNode(expand(curie)))


def _tell(node: ox.NamedNode, curie: str, text: Text | None) -> Iterator[ox.Triple]:
    for language, value in text.tagged() if text else ():
        yield _say(node, curie, ox.Literal(value, language=language))

"""What queries are written of, for the editor of the local page."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.iri import PREFIXES, contract
from eloggraph.schema.model import ModelClass, ModelProperty
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Language
from eloggraph.views.local.model import Words
from eloggraph.views.tables.answers import list_readable, render_query

_Term = ModelClass | ModelProperty


def list_words(language: Language) -> Words:
    """Return prefixes, the terms of the model that hold, and the named queries.

    >>> words = list_words("en")
    >>> [name for name, called, _ in words.classes if called == "actor"]
    ['elo:Actor']
    """
    schema = packaged_schema()
    return Words(
        prefixes=tuple(PREFIXES),
        classes=_list_terms(schema.classes, language),
        properties=_list_terms(schema.properties, language),
        queries=tuple(
            (query.name, query.title.say(language), render_query(query.name, language))
            for query in list_readable()
        ),
    )


def _list_terms(terms: Mapping[str, _Term], language: Language) -> tuple[tuple[str, str, str], ...]:
    """Return what is not deprecated and has a prefix; ours comes first."""
    found = (
        (name, _say(term, name, language), term.definition.say(language) if term.definition else "")
        for iri, term in terms.items()
        if (name := contract(iri)) != iri and not term.deprecated
    )
    return tuple(sorted(found, key=lambda term: (not term[0].startswith("elo:"), term[0])))


def _say(term: _Term, name: str, language: Language) -> str:
    called = term.label.say(language)
    return "" if called == name else called

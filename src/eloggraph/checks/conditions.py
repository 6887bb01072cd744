"""What a shape of ours demands of a value: one sentence for each condition, made from the shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

from eloggraph.iri import expand
from eloggraph.schema.choices import tell_choices
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import Term, text_of
from eloggraph.text import Text, say

# What breaks by itself: a shape with several of these has several conditions.
_CONDITIONS = (
    "sh:minCount", "sh:maxCount", "sh:qualifiedMinCount", "sh:qualifiedMaxCount", "sh:uniqueLang",
    "sh:datatype", "sh:nodeKind", "sh:class", "sh:node", "sh:or", "sh:and", "sh:xone", "sh:not",
    "sh:in", "sh:hasValue", "sh:pattern", "sh:minLength", "sh:maxLength", "sh:minInclusive",
    "sh:maxInclusive", "sh:minExclusive", "sh:maxExclusive", "sh:languageIn", "sh:lessThan",
    "sh:lessThanOrEquals", "sh:disjoint", "sh:equals", "sh:sparql", "elosh:notAfter",
)  # fmt: skip
_BOUNDS = {
    "MinLength": ("sh:minLength", "not-shorter"),
    "MaxLength": ("sh:maxLength", "not-longer"),
    "MinInclusive": ("sh:minInclusive", "not-below"),
    "MaxInclusive": ("sh:maxInclusive", "not-above"),
    "MinExclusive": ("sh:minExclusive", "above"),
    "MaxExclusive": ("sh:maxExclusive", "below"),
}
_COUNTS = {
    "MinCount": "sh:minCount",
    "MaxCount": "sh:maxCount",
    "QualifiedMinCount": "sh:qualifiedMinCount",
    "QualifiedMaxCount": "sh:qualifiedMaxCount",
}
_ONCE = ("UniqueLang", "QualifiedMaxCount")
_VALUES = ("Class", "Or", "Node", "In")
_YEAR = (expand("xsd:gYear"),)
_LANGUAGE_TEXT = expand("rdf:langString")


class Conditions:
    """Tells the conditions of the columns' shapes, each by itself."""

    def __init__(self, index: TermIndex, schema: Schema) -> None:
        self._index = index
        self._schema = schema
        self.count = cache(self._count)
        self.tell = cache(self._tell)

    def _count(self, shape: Term) -> int:
        """Return how many conditions a shape has."""
        return sum(1 for curie in _CONDITIONS if self._index.one(shape, curie) is not None)

    def _tell(self, component: str, shape: Term) -> Text | None:
        """Return the sentence of one condition; None where what was seen says it all.

        ``component`` is the local name of the constraint component, such as ``MaxCount``.
        """
        column = self._columns.get(text_of(shape))
        if component in _ONCE and column is not None and column.language is not None:
            return say("conditions.once-per-language")
        if component in _COUNTS:
            return self._tell_count(_COUNTS[component], shape)
        if component in _BOUNDS:
            curie, key = _BOUNDS[component]
            return _tell_bound(key, text_of(self._index.one(shape, curie)))
        if component == "Pattern":
            return self._index.text(shape, "elosh:form")
        if component == "Disjoint":
            return self._tell_other(shape)
        if component == "UniqueLang":
            return say("conditions.once-per-language")
        if column is None:
            tagged = self._index.value(shape, "sh:datatype") == _LANGUAGE_TEXT
            return say("conditions.type.language") if component == "Datatype" and tagged else None
        if column.datatypes and component in ("Datatype", "Or"):
            return say(f"conditions.type.{'year' if column.datatypes == _YEAR else column.kind}")
        if component == "Class" and column.scheme is not None:
            return say("conditions.code")  # which list it is from is a condition of its own
        return tell_choices(column, self._schema) if component in _VALUES else None

    def _tell_count(self, curie: str, shape: Term) -> Text | None:
        n, least = int(text_of(self._index.one(shape, curie))), "min" in curie.casefold()
        if least and n == 1:
            return None
        return say(f"conditions.{'at-least' if least else 'at-most'}", n=n)

    def _tell_other(self, shape: Term) -> Text | None:
        other = text_of(self._index.one(shape, "sh:disjoint"))
        near = [table for table in self._schema.tables if self._has(table, text_of(shape))]
        named = (column.names for table in near for column in table.columns_of(other))
        name = next(named, None) or self._schema.labels.get(other)
        return say("conditions.other-than", other=name) if name else None

    @staticmethod
    def _has(table: Table, shape: str) -> bool:
        return any(column.shape == shape for column in table.columns)

    @cached_property
    def _columns(self) -> Mapping[str, Column]:
        return {column.shape: column for t in self._schema.tables for column in t.columns}


def _tell_bound(key: str, text: str) -> Text:
    """Return the sentence of a bound, its number written as each language writes it."""
    try:
        number = float(text)
    except ValueError:
        return say(f"conditions.{key}", n=0, bound=text)
    whole = int(number) if number.is_integer() else number
    return say(f"conditions.{key}", n=whole, bound=whole)

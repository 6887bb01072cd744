"""A validation result in words: what the shape demands, what was seen, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import pyoxigraph as ox

from eloggraph.checks.codes import CODES, MISSING, OTHER, QUALIFIED, REMEDIES, RULE
from eloggraph.checks.conditions import Conditions
from eloggraph.checks.demanded import Demands
from eloggraph.checks.locate import Location, Owner, path_of
from eloggraph.checks.near_values import find_near_value
from eloggraph.finding import Finding, Place, Severity
from eloggraph.graph.populate.listed import TYPED, separate
from eloggraph.iri import FILE_BASE, PREFIXES, expand, shorten
from eloggraph.schema.model import Schema
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.model import Result, Term, text_of
from eloggraph.shacl.paths import Path, PredicatePath, write_path
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.text import Text, say

_SUFFIX = "ConstraintComponent"
_SEVERITIES: dict[str, Severity] = {
    expand("sh:Warning"): "warning",
    expand("sh:Info"): "info",
    expand("sh:Debug"): "info",
    expand("sh:Trace"): "info",
}
_MOST_REASONS = 3

CountValues = Callable[[Result], int | None]
FindTypes = Callable[[Term], Sequence[str]]


# What stands in a sentence until it is known what was seen: the same sentence is told many times.
_NODE, _VALUE = "\x00node\x00", "\x00value\x00"


@lru_cache(maxsize=4096)
def _say_once(key: str, column: Text) -> Text:
    return say(key, column=column, value=_VALUE, node=_NODE)


def _say(key: str, column: Text, node: Text, value: Text) -> Text:
    """Return a sentence of the catalogue about a value of a node."""
    said = _say_once(key, column)
    filled = zip(said.said, value.said, node.said, strict=True)
    return Text(*(text.replace(_VALUE, v).replace(_NODE, n) for text, v, n in filled))


def _find_near(result: Result, code: str, location: Location) -> str | None:
    """Return what to write instead of a value of the wrong form, where that is certain."""
    if code != "value-pattern" or location.column is None:
        return None
    return find_near_value(text_of(result.value), location.column)


def _say_near(near: str | None) -> Text | None:
    return say("findings.value-pattern.near.remedy", near=near) if near else None


class Messages:
    """Tells the results of one shapes graph; what a shape says of itself is read once."""

    def __init__(
        self,
        shapes: ShapesGraph,
        schema: Schema,
        prefixes: Mapping[str, str] | None = None,
        count_values: CountValues | None = None,
        owners: Mapping[str, Owner] | None = None,
        find_types: FindTypes | None = None,
    ) -> None:
        self._owners = owners or {}
        self._find_types = find_types
        self._count_values = count_values
        self.shapes = shapes
        self.schema = schema
        self.prefixes = {**PREFIXES, **shapes.prefixes, **(prefixes or {})}
        self._texts: dict[tuple[Term, str], Text | None] = {}
        self._names: dict[tuple[Term | None, Term], tuple[Text, str | None]] = {}

    def code(self, result: Result) -> str:
        """Return the code of the kind of fault."""
        name = result.component.value
        local = name.removeprefix(PREFIXES["sh"]).removesuffix(_SUFFIX)
        return CODES.get(local, OTHER) if name.startswith(PREFIXES["sh"]) else RULE

    def tell_cell(self, result: Result, location: Location) -> Finding:
        """Return the finding of a result about a row of a table."""
        code = self.code(result)
        chapter = "checks" if code == "property-unexpected" else "findings"
        column = _call_column(location)
        name = column or self._said(result, "sh:name") or self._name_path(result)
        entry = f"{chapter}.{code}{_variant(code, result, location)}"
        demand = self._demand(result)
        is_about_row = result.value is not None and result.value == result.focus
        has_no_path = code == RULE and column is None and self._name(result)[1] is None
        if demand is not None and (is_about_row or has_no_path or not _is_seen(code, location)):
            message = demand
        else:
            value, node = self._show_value(result, location), self._show(result.focus)
            seen = _say(f"{entry}.message", name, node, value)
            message = _join(demand, seen) if self._is_own(result) else _join(seen, demand)
        near = _find_near(result, code, location)
        remedy = _say_near(near) or self._remedy(result, code) or _say_once(f"{entry}.remedy", name)
        said = self._explain(result, demand, message)
        told = self._make(result, code, said, remedy, location.place)
        return replace(told, instead=Text.same(near)) if near else told

    def _show_value(self, result: Result, location: Location) -> Text:
        """Return what the cell has; of several values the one that the result is about.

        A value that the cell has in other words, such as a name for a code, is shown with the
        whole cell.
        """
        if location.shown is None:
            return self._show(result.value)
        separator = location.column.separator if location.column else None
        if separator and result.value is not None:
            typed = separate(location.shown, TYPED, separator)
            texts = (*location.shown.split(separator), *typed.split(separator))
            parts = [part.strip() for part in texts]
            said = text_of(result.value)
            own = [part for part in parts if part and (part == said or said.endswith(f"/{part}"))]
            if own:
                return Text.same(own[0])
        return Text.same(location.shown)

    def tell_line(self, result: Result, place: Place | None, times: int = 1) -> Finding:
        """Return the finding of a result about a node of RDF files, or of several equal ones."""
        code = self.code(result)
        name = self._said(result, "sh:name") or self._name_path(result)
        node = self._show(result.focus)
        # A value without a name is called by the focus node and the path, which need no more words.
        is_nameless = code in ("value-class", "value-kind") and self._is_called(result.value)
        is_about_node = result.value is None or result.value == result.focus or is_nameless
        node = self._show(result.value) if is_nameless else node
        variant = "node" if is_about_node and code != MISSING else "message"
        entry = QUALIFIED.get(_local(result), f"checks.{code}.{variant}")
        if _local(result) == "In" and result.value == result.focus:
            entry = "checks.value-kind.node"  # nothing is missing: it is itself not in the list
        if _local(result) == "MinCount" and self._count_values and self._count_values(result):
            entry = "checks.values-few"  # there are some
        seen = _begin(_say(entry, name, node, self._show(result.value)))
        demand = self._demand(result)
        todo = REMEDIES.get(_local(result), f"checks.{code}.remedy")
        remedy = self._remedy(result, code) or _say_once(todo, name)
        if self.is_foreign and demand is None:
            seen = _join(seen, *self._tell_demand(result))
        if code == RULE and self._name(result)[1] is None:
            seen = self._tell_rule(result, node, demand, place)
            message = self._explain(result, demand, seen)
        else:
            message = self._explain(result, demand, _join(seen, demand))
        if times > 1:
            message = _join(message, say("checks.times", n=times))
        return self._make(result, code, message, remedy, place)

    def _tell_rule(
        self, result: Result, node: Text, demand: Text | None, place: Place | None
    ) -> Text:
        """Return what a rule without a path says; where neither it nor the place names the node,
        that too.
        """  # noqa: D205
        if demand is None:
            is_about_node = result.value is None or result.value == result.focus
            return _say(
                f"checks.{RULE}.{'node' if is_about_node else 'value'}",
                Text.same(""),
                node,
                self._show(result.value),
            )
        names = (node.en, text_of(result.focus))
        if (place is not None and place.row) or any(name in demand.en for name in names):
            return demand
        return Text.each(lambda language: f"{node.say(language)}: {demand.say(language)}")

    def _make(
        self, result: Result, code: str, message: Text, remedy: Text, place: Place | None
    ) -> Finding:
        return Finding(
            code=code,
            severity=_SEVERITIES.get(result.severity.value, "violation"),
            message=message,
            remedy=remedy,
            place=place,
            focus=text_of(result.focus),
            path=self._path(result),
            value=text_of(result.value) or None,
            shape=text_of(result.shape) or None,
            shape_name=self._name_shape(result.shape),
            component=result.component.value,
            demand=self.demands.tell(_local(result), result.shape) if self.is_foreign else None,
        )

    def _name_shape(self, shape: Term) -> str | None:
        """Return what a shape without an IRI belongs to, with its path; None of others."""
        name = self._reader.name(shape) if isinstance(shape, ox.BlankNode) else "[]"
        return None if name == "[]" else name

    @cached_property
    def _reader(self) -> ShapesReader:
        return ShapesReader.open(self.shapes, self.prefixes)

    def _said(self, result: Result, curie: str) -> Text | None:
        """Return what the constraint, or else the shape, says of itself."""
        for node in (result.constraint, result.shape):
            if node is None:
                continue
            if (node, curie) not in self._texts:
                self._texts[(node, curie)] = read_text(self.shapes.index.objects(node, curie))
            if (text := self._texts[(node, curie)]) is not None:
                return text
        return None

    def _demand(self, result: Result) -> Text | None:
        """Return what was demanded: of our columns the condition that failed and no other.

        The message of a shape says it where the shape has that one condition, and in the shapes
        of others always; an engine's own words are told only where we have none.
        """
        if not self._is_own(result):
            return self.conditions.tell(_local(result), result.shape)
        said = self._said(result, "sh:message")
        if said is None and self.code(result) not in (OTHER, RULE):
            return None
        return read_text(result.messages) or said

    def _tell_demand(self, result: Result) -> Iterator[Text]:
        """Yield what a shape of others demands, and what was seen where no value shows it."""
        if (what := self.demands.tell(_local(result), result.shape)) is not None:
            yield say("demands.demanded", what=what)
        values = self._count_values(result) if self._count_values else None
        types = None
        if _local(result) == "Class" and result.value is not None and self._find_types is not None:
            types = self._find_types(result.value)
        if (what := self.demands.tell_seen(result, values, types)) is not None:
            yield say("demands.seen", what=what)

    @cached_property
    def demands(self) -> Demands:
        """What the shapes of others demand."""
        return Demands(self.shapes.index, self._shorten)

    def _remedy(self, result: Result, code: str) -> Text | None:
        """Return what the shape advises; of several conditions it is on the form of the value."""
        if code in (MISSING, "values-too-many") and self._has_several(result):
            return None
        return self._said(result, "elosh:remedy")

    def _is_own(self, result: Result) -> bool:
        """Tell whether the shape's own message says what failed, and not a sentence of ours."""
        if self.is_foreign or result.constraint is not None:
            return True
        built = self.conditions.tell(_local(result), result.shape)
        return built is None and not self._has_several(result)

    def _has_several(self, result: Result) -> bool:
        return not self.is_foreign and self.conditions.count(result.shape) > 1

    @cached_property
    def conditions(self) -> Conditions:
        """What the shapes of the columns demand, one by one."""
        return Conditions(self.shapes.index, self.schema)

    def _explain(self, result: Result, demand: Text | None, message: Text) -> Text:
        """Add why a nested shape is not met, where the shape itself does not say it."""
        if demand is not None or not result.details:
            return message
        reasons = list(dict.fromkeys(self.tell_line(each, None).message for each in result.details))
        told = reasons[:_MOST_REASONS]
        why = Text.each(lambda language: " ".join(reason.say(language) for reason in told))
        return _join(message, say("checks.because", reasons=why))

    def _path(self, result: Result) -> str | None:
        return self._name(result)[1]

    def _name_path(self, result: Result) -> Text:
        return self._name(result)[0]

    def _name(self, result: Result) -> tuple[Text, str | None]:
        """Return what the path of a result is called, and how it is written."""
        key = (result.path, result.shape)
        if key not in self._names:
            path = path_of(result, self.shapes.index)
            self._names[key] = (self._find_name(path), _write_path(path))
        return self._names[key]

    def _find_name(self, path: Path | None) -> Text:
        """Return what the tables or the ontology call the property; else its path."""
        if path is None:
            return Text.same("–")
        if isinstance(path, PredicatePath) and not path.inverse and not self.is_foreign:
            columns = (c for table in self.schema.tables for c in table.columns_of(path.iri))
            named = next((column.names for column in columns), None)
            if named or path.iri in self.schema.labels:
                return named or self.schema.labels[path.iri]
        return Text.same(write_path(path, self._shorten))

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the shapes are not those of the tables."""
        return not self.shapes.index.subjects("elosh:table")

    def _show(self, term: Term | None) -> Text:
        if isinstance(term, ox.NamedNode):
            return self.schema.labels.get(term.value) or Text.same(self._shorten(term.value))
        text = text_of(term)
        if isinstance(term, ox.BlankNode) and (owner := self._owners.get(text)):
            way = " / ".join(map(self._shorten, owner.properties))
            return say("checks.belongs", way=way, node=self._shorten(owner.node))
        return Text.same(text)

    def _is_called(self, term: Term | None) -> bool:
        """Tell whether a node has no name but a place that it is called by."""
        return isinstance(term, ox.BlankNode) and text_of(term) in self._owners

    def _shorten(self, iri: str) -> str:
        """Return an IRI as the files write it: with a prefix, or relative."""
        if iri.startswith(FILE_BASE):
            return f"<{iri.removeprefix(FILE_BASE)}>"
        return shorten(iri, self.prefixes)


def _begin(sentence: Text) -> Text:
    """Return a sentence with the capital of an article, where a node without a name begins it."""
    if not sentence.en.startswith("the "):
        return sentence
    return Text.each(lambda language: re.sub("^the ", "The ", sentence.say(language)))


def _write_path(path: Path | None) -> str | None:
    """Return one property as its IRI, whichever way it is followed, and a longer path as SPARQL."""
    if path is None or isinstance(path, PredicatePath):
        return path.iri if path is not None else None
    return write_path(path, lambda iri: f"<{iri}>")


def read_text(terms: Sequence[object]) -> Text | None:
    """Return literals in several languages as one text; a missing language borrows."""
    found: dict[str, list[str]] = {}
    for term in terms:
        if isinstance(term, ox.Literal):
            found.setdefault((term.language or "").partition("-")[0], []).append(term.value)
    if not found:
        return None
    joined = {language: " ".join(sorted(texts)) for language, texts in found.items()}
    plain = joined.pop("", "")
    return (
        Text.of(joined, plain)
        if not plain
        else Text.each(lambda language: joined.get(language, plain))
    )


def _is_seen(code: str, location: Location) -> bool:
    """Tell whether the cell shows what is wrong: one that is filled in is not what is missing."""
    return code != MISSING or (location.column is not None and not location.shown)


def _call_column(location: Location) -> Text | None:
    """Return what the column of a place is called to people, if it has one."""
    if location.column is None or location.rows is None:
        return location.column.names if location.column else None
    position = location.rows.positions.get(location.column.key)
    return location.rows.raw.call(location.column, position)


def _variant(code: str, result: Result, location: Location) -> str:
    """Return which entry tells of a missing value: there may be no cell for it."""
    if code != MISSING:
        return ""
    if location.column is None or location.shown:
        return ".elsewhere"
    if location.rows is not None and location.column.key not in location.rows.positions:
        return ".column"
    return ".gap" if result.severity.value in _SEVERITIES else ""


def _local(result: Result) -> str:
    return result.component.value.removeprefix(PREFIXES["sh"]).removesuffix(_SUFFIX)


def _join(*texts: Text | None) -> Text:
    said = [text.said for text in texts if text is not None]
    return Text(*map(" ".join, zip(*said, strict=True)))

"""What a shape of anybody's demands, and what was seen, in parts of sentences.

The parts stand after a colon and in no case of their own, so that they may be put together: the
branches of ``sh:or`` are said with the same words as a constraint of a property.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

from eloggraph.iri import PREFIXES
from eloggraph.schema.terms import TermIndex, tag_of
from eloggraph.shacl.model import Result, Term, text_of
from eloggraph.shacl.paths import PathError, read_path, write_path
from eloggraph.text import Text, say

MOST_NAMED, _DEEPEST = 8, 3
_SH = PREFIXES["sh"]
# The parameter of each constraint component whose value is named as it is.
_NAMED = {
    "Class": ("class", "class"),
    "Datatype": ("datatype", "datatype"),
    "MinInclusive": ("minInclusive", "min-inclusive"),
    "MaxInclusive": ("maxInclusive", "max-inclusive"),
    "MinExclusive": ("minExclusive", "min-exclusive"),
    "MaxExclusive": ("maxExclusive", "max-exclusive"),
    "HasValue": ("hasValue", "has-value"),
    "Pattern": ("pattern", "pattern"),
    "LessThan": ("lessThan", "less-than"),
    "LessThanOrEquals": ("lessThanOrEquals", "less-than-or-equals"),
    "Equals": ("equals", "equals"),
    "Disjoint": ("disjoint", "disjoint"),
    "SubsetOf": ("subsetOf", "subset-of"),
    "RootClass": ("rootClass", "root-class"),
    "UniqueValuesFor": ("uniqueValuesFor", "unique-values"),
    "NodeByExpression": ("nodeByExpression", "shape"),
}
# Those whose value may be a list, of which one is enough.
_CHOICES = {"Class": "class-among", "Datatype": "datatype-among"}
_SWITCHES = {
    "UniqueLang": ("uniqueLang", "once-per-language"),
    "SingleLine": ("singleLine", "single-line"),
    "UniqueMembers": ("uniqueMembers", "unique-members"),
}
_SHAPES = {
    "Not": ("not", "not"),
    "MemberShape": ("memberShape", "members"),
    "ReifierShape": ("reifierShape", "spoken-of"),
}
_COUNTED = {
    "MinLength": ("minLength", "min-length"),
    "MaxLength": ("maxLength", "max-length"),
    "MinCount": ("minCount", "min-count"),
    "MaxCount": ("maxCount", "max-count"),
    "MinListLength": ("minListLength", "min-members"),
    "MaxListLength": ("maxListLength", "max-members"),
}
_QUALIFIED = {
    "QualifiedMinCount": ("qualifiedMinCount", "qualified-min"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "qualified-max"),
}
_LISTED = {"In": ("in", "among"), "LanguageIn": ("languageIn", "language")}
_NESTED = {"Or": "or", "Xone": "xone", "And": "and"}
COMPONENTS = (
    *_NAMED, *_COUNTED, *_QUALIFIED, *_LISTED, *_NESTED, *_SWITCHES, *_SHAPES, "NodeKind",
    "SomeValue", "Node",
)  # fmt: skip


class Demands:
    """Says what the shapes of one shapes graph demand; ``show`` writes an IRI for readers."""

    def __init__(self, index: TermIndex, show: Callable[[str], str]) -> None:
        self._index = index
        self._show_iri = show

    def tell(self, component: str, shape: Term) -> Text | None:
        """Return what a constraint component demands in a shape; None where that is not known.

        ``component`` is its local name without ending, such as ``MinCount``.
        """
        parts = list(self._tell(component, shape, 0))
        return join(parts, "; ") if parts else None

    def tell_seen(
        self, result: Result, values: int | None, types: Sequence[str] | None = None
    ) -> Text | None:
        """Return what was seen instead, where the value itself does not show it.

        ``values`` is how many values there are, where it has been counted; ``types`` are the
        classes of the value, where they have been asked.
        """
        component = local_name(result)
        if types is not None:
            return self._tell_types(result.value, types)
        if component in _COUNTED and component.endswith("Count") and values is not None:
            return say("demands.values", n=values) if values else say("demands.no-value")
        if result.value is None or component not in ("Datatype", "NodeKind", "LanguageIn"):
            return None
        if isinstance(result.value, ox.NamedNode):
            return say("demands.kind.IRI")
        if isinstance(result.value, ox.BlankNode):
            return say("demands.kind.BlankNode")
        if result.value.language:
            return say("demands.tagged", it=tag_of(result.value))
        return say("demands.datatype", it=self._show(result.value.datatype))

    def _tell_types(self, value: Term | None, types: Sequence[str]) -> Text:
        if isinstance(value, ox.Literal):
            return say("demands.kind.Literal")
        if not types:
            return say("demands.no-class")
        names = [Text.same(self._show_iri(each)) for each in types]
        return say("demands.class" if len(types) == 1 else "demands.classes", it=_few(names))

    def _tell(self, component: str, shape: Term, depth: int) -> Iterator[Text]:
        if component in _NAMED:
            curie, key = _NAMED[component]
            # Of a shape without a path it is the node itself that is the value.
            key = "value" if component == "HasValue" and not self._values(shape, "path") else key
            for value in self._values(shape, curie):
                several = isinstance(value, ox.BlankNode)
                key = _CHOICES.get(component, key) if several else key
                is_list = component in _CHOICES or component == "UniqueValuesFor"
                yield say(f"demands.{key}", it=self._show_several(value, is_list=is_list))
        elif component in _COUNTED:
            curie, key = _COUNTED[component]
            yield from self._tell_number(shape, curie, key)
        elif component in _QUALIFIED:
            curie, key = _QUALIFIED[component]
            kinds = self._values(shape, "qualifiedValueShape")
            inner = join([self._describe(each, depth) for each in kinds], "; ")
            yield from self._tell_number(shape, curie, key, it=inner)
        elif component in _LISTED:
            curie, key = _LISTED[component]
            for head in self._values(shape, curie):
                names = [Text.same(self._show(each)) for each in self._index.members(head)]
                yield say(f"demands.{key}", it=_few(names) if names else say("demands.nothing"))
        elif component in _NESTED:
            heads = self._values(shape, _NESTED[component])
            for head in heads:
                branches = [self._describe(each, depth) for each in self._index.members(head)]
                told = _number(branches) if branches else say("demands.nothing")
                said = say(f"demands.{_NESTED[component]}", it=told)
                # Of several lists it is seen where each ends.
                yield _enclose(said) if len(heads) > 1 else said
        elif component == "NodeKind":
            for value in self._values(shape, "nodeKind"):
                allowed = [_say_kind(kind) for kind in self._index.members(value)]
                yield say("demands.among", it=join(allowed, ", ")) if allowed else _say_kind(value)
        elif component in _SWITCHES:
            curie, key = _SWITCHES[component]
            if self._is_on(shape, curie):
                yield say(f"demands.{key}")
        elif component in _SHAPES:
            if component == "ReifierShape" and self._is_on(shape, "reificationRequired"):
                yield say("demands.spoken-of-by-any")
            curie, key = _SHAPES[component]
            for each in self._values(shape, curie):
                yield say(f"demands.{key}", it=self._describe(each, depth))
        elif component == "SomeValue":
            for each in self._values(shape, "someValue"):
                yield say("demands.qualified-min", n=1, it=self._describe(each, depth))
        elif component == "Node":
            yield from (self._describe(each, depth) for each in self._values(shape, "node"))
        elif _is_iri(component):
            yield from self._tell_own(ox.NamedNode(component), shape)

    def _tell_own(self, component: ox.NamedNode, shape: Term) -> Iterator[Text]:
        """Yield what a component of the shapes themselves is asked for: its parameters."""
        declared = self._index.objects(component, "sh:parameter")
        paths = sorted({text_of(self._index.one(each, "sh:path")) for each in declared})
        given = [
            f"{self._show_iri(path)} {self._show(value)}"
            for path in paths
            for value in self._index.objects_by_iri(shape, path)
            if not isinstance(value, ox.Triple)
        ]
        if given:
            name = self._show(component)
            yield say("demands.component", it=name, values=", ".join(sorted(given)))

    def _tell_number(self, shape: Term, curie: str, key: str, **values: Text) -> Iterator[Text]:
        for value in self._values(shape, curie):
            n = int(text_of(value))
            if n or key not in ("max-count", "qualified-max"):
                yield say(f"demands.{key}", n=n, **values)
            else:
                yield say("demands.no-such" if values else "demands.no-value", **values)

    def _describe(self, shape: object, depth: int) -> Text:
        """Return what a nested shape demands: its name where it has one, else its parts."""
        if isinstance(shape, ox.NamedNode):
            return say("demands.shape", it=self._show(shape))
        if depth >= _DEEPEST or not isinstance(shape, ox.BlankNode):
            return Text.same("…")
        parts = [part for name in COMPONENTS for part in self._tell(name, shape, depth + 1)]
        parts += [self._describe(child, depth + 1) for child in self._values(shape, "property")]
        told = join(parts, "; ") if parts else Text.same("…")
        path = self._index.one(shape, "sh:path")
        return say("demands.of-property", path=self._write_path(path), it=told) if path else told

    def _is_on(self, shape: Term, name: str) -> bool:
        return any(value.value == "true" for value in self._values(shape, name))

    def _values(self, shape: object, name: str) -> list[Term]:
        found = self._index.objects(shape, f"sh:{name}")
        return sorted((each for each in found if not isinstance(each, ox.Triple)), key=str)

    def _write_path(self, path: object) -> str:
        try:
            return write_path(read_path(path, self._index.objects), self._show_iri)
        except PathError:
            return "…"

    def _show_several(self, term: Term, *, is_list: bool) -> str:
        """Return a term, the members of a list, or a path as SPARQL writes it."""
        if not isinstance(term, ox.BlankNode):
            return self._show(term)
        if not is_list:
            return self._write_path(term)
        return ", ".join(map(self._show, self._index.members(term)))

    def _show(self, term: object) -> str:
        text = text_of(term)
        return self._show_iri(text) if isinstance(term, ox.NamedNode) else text[:120]


def _is_iri(component: str) -> bool:
    """Tell whether a component is none of SHACL's own, which are known by their local names."""
    return ":" in component


def _say_kind(kind: object) -> Text:
    return say(f"demands.kind.{text_of(kind).removeprefix(_SH)}")


def local_name(result: Result) -> str:
    """Return the local name of a result's constraint component, without its ending."""
    return result.component.value.removeprefix(_SH).removesuffix("ConstraintComponent")


def join(parts: Sequence[Text], separator: str) -> Text:
    """Join parts language by language.

    >>> join([Text.same("a"), Text.same("b")], "; ").en
    'a; b'
    """
    return Text.each(lambda language: separator.join(part.say(language) for part in parts))


def _enclose(part: Text) -> Text:
    return Text.each(lambda language: f"[{part.say(language)}]")


def _few(names: Sequence[Text]) -> Text:
    shown, more = join(names[:MOST_NAMED], ", "), len(names) - MOST_NAMED
    return say("demands.more", it=shown, n=more) if more > 0 else shown


def _number(parts: Sequence[Text]) -> Text:
    """Return parts with numbers, so that it is seen where each begins."""
    return Text.each(
        lambda language: " ".join(f"({n}) {p.say(language)}" for n, p in enumerate(parts, 1))
    )

"""The validation report of SHACL in Turtle: the same bytes for the same results.

Source: SHACL, W3C Recommendation 20 July 2017, section 3.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from eloggraph.checks.check import CheckReport
from eloggraph.checks.demanded import Demands, local_name
from eloggraph.errors import InputError
from eloggraph.finding import tell
from eloggraph.iri import PREFIXES, shorten
from eloggraph.private import conceal, conceal_address
from eloggraph.schema.terms import Term, TermIndex, tag_of
from eloggraph.shacl.model import Result, text_of
from eloggraph.shacl.paths import REPEATS
from eloggraph.text import LANGUAGES, say

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_DEEPEST = 20


def render_validation(done: CheckReport) -> str:
    """Return the report; how many nodes each shape judged stands above it as comments.

    Raises
    ------
    InputError
        When it did not come to a validation with shapes.
    """
    if done.validation is None or done.shapes is None:
        unable = tell("turtle-not-validated", "violation", chapter="formats")
        raise InputError(*done.findings, unable)
    writer = _Writer(done.shapes.index, done.shapes.prefixes)
    results = sorted(writer.result(result, 1) for result in done.validation.results)
    nameless = "".join(f"\n{text}" for text in writer.describe_nameless())
    counts = "".join(
        f"# {text_of(shape)}: {count}\n" for shape, count in done.validation.focus_counts
    )
    prefixes = "".join(
        f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(writer.used.items())
    )
    conforms = "true" if done.validation.conforms else "false"
    head = f"[] a sh:ValidationReport ;\n  sh:conforms {conforms}"
    head = "\n".join(part for part in (counts, prefixes, head) if part)
    if not results:
        return f"{head} .\n{nameless}"
    # Results may be many: they are put together once.
    results[0] = f"{head} ;\n  sh:result\n  {results[0]}"
    results[-1] += f" .\n{nameless}"
    return " ,\n  ".join(results)


class _Writer:
    """Writes terms as Turtle, and remembers the prefixes that it used."""

    def __init__(self, index: TermIndex, prefixes: Mapping[str, str]) -> None:
        self.index = index
        self.used = {"sh": PREFIXES["sh"]}
        # Shapes and constraints without a name that results point to.
        self._nameless: set[ox.BlankNode] = set()
        # What results of one shape have in common: their path, and what comes after the value.
        self._written: dict[object, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        known = {**prefixes, **PREFIXES}
        # The toolkit's own shapes say all that they demand themselves.
        own = index.subjects("elosh:table")
        self._demands = None if own else Demands(index, lambda iri: shorten(iri, known))
        self._namespaces = sorted(
            ((space, name) for name, space in known.items() if space and _is_name(name)),
            key=lambda entry: (-len(entry[0]), entry),
        )

    def result(self, result: Result, depth: int) -> str:
        """Return one result between square brackets, the results of nested shapes within it."""
        pad = "  " * (depth + 1)
        lines = [f"{pad}{statement}" for statement in self._statements(result, depth)]
        return "[ a sh:ValidationResult ;\n" + " ;\n".join(lines) + " ]"

    def _statements(self, result: Result, depth: int) -> Iterator[str]:
        yield f"sh:focusNode {self.term(result.focus)}"
        source = (
            result.shape, result.component, result.constraint, result.path, result.severity,
            result.messages,
        )  # fmt: skip
        if source not in self._written:
            self._written[source] = tuple(self._write_path(result)), tuple(self._write(result))
        path, written = self._written[source]
        yield from path
        if result.value is not None:
            yield f"sh:value {self.term(result.value)}"
        yield from written
        details = sorted(self.result(each, depth + 1) for each in result.details)
        if details and depth < _DEEPEST:
            yield "sh:detail " + " , ".join(details)

    def _write_path(self, result: Result) -> Iterator[str]:
        if result.path is not None:
            yield f"sh:resultPath {self.path(result.path)}"

    def _write(self, result: Result) -> Iterator[str]:
        """Yield what the shape alone tells, the same in each of its results."""
        sources = (result.shape, result.constraint)
        self._nameless.update(term for term in sources if isinstance(term, ox.BlankNode))
        yield f"sh:sourceShape {self.term(result.shape)}"
        yield f"sh:sourceConstraintComponent {self.term(result.component)}"
        if result.constraint is not None:
            yield f"sh:sourceConstraint {self.term(result.constraint)}"
        yield f"sh:resultSeverity {self.term(result.severity)}"
        messages = [self.term(message) for message in _order(result.messages or self._say(result))]
        if messages:
            yield "sh:resultMessage " + " , ".join(messages)

    def _say(self, result: Result) -> Iterator[ox.Literal]:
        """Yield in each language what a shape demands that says nothing itself."""
        told = self._demands.tell(local_name(result), result.shape) if self._demands else None
        for language in LANGUAGES if told else ():
            yield ox.Literal(say("demands.demanded", what=told).say(language), language=language)

    def term(self, term: Term) -> str:
        """Return a term, with a prefix where it has one."""
        if not isinstance(term, ox.NamedNode):
            return self._literal(term) if isinstance(term, ox.Literal) else str(term)
        term = ox.NamedNode(conceal_address(term.value))
        for space, name in self._namespaces:
            if term.value.startswith(space) and _LOCAL.fullmatch(term.value[len(space) :]):
                self.used[name] = space
                return f"{name}:{term.value[len(space) :]}"
        return str(term)

    def _literal(self, literal: ox.Literal) -> str:
        text = str(ox.Literal(conceal(literal.value)))
        if literal.language:
            return f"{text}@{tag_of(literal)}"
        plain = PREFIXES["xsd"] + "string"
        return text if literal.datatype.value == plain else f"{text}^^{self.term(literal.datatype)}"

    def describe_nameless(self) -> Iterator[str]:
        """Yield what the shapes graph says of shapes and constraints that have no name."""
        for node in sorted(self._nameless, key=str):
            if lines := self._describe(node, 0):
                yield f"{node}\n  " + " ;\n  ".join(lines) + " .\n"

    def _describe(self, node: Term, depth: int) -> list[str]:
        said = self._said.get(node, ())
        return [f"{self.term(name)} {self._copy(value, depth)}" for name, value in said]

    def _copy(self, term: Term, depth: int) -> str:
        """Return a term, a blank node with what is said of it; one that is told apart by label."""
        if not isinstance(term, ox.BlankNode) or term in self._nameless or depth > _DEEPEST:
            return self.term(term)
        if self.index.one(term, "rdf:first") is not None:
            members = self.index.members(term)
            return f"( {' '.join(self._copy(each, depth + 1) for each in members)} )"
        said = " ; ".join(self._describe(term, depth + 1))
        return f"[ {said} ]" if said else "[]"

    @cached_property
    def _said(self) -> dict[Term, list[tuple[ox.NamedNode, Term]]]:
        said: dict[Term, list[tuple[ox.NamedNode, Term]]] = {}
        for subject, predicate, value in sorted(set(self.index.triples()), key=str):
            if isinstance(subject, ox.BlankNode) and not isinstance(value, ox.Triple):
                said.setdefault(subject, []).append((predicate, value))
        return said

    def path(self, path: Term, depth: int = 0) -> str:
        """Return a copy of a path as the shapes graph has it."""
        if isinstance(path, ox.NamedNode) or depth > _DEEPEST:
            return self.term(path)
        # What is a list is no operator, whatever else is said of it.
        if self.index.one(path, "rdf:first") is not None:
            return self._list(self.index.members(path), depth)
        for curie in ("sh:inversePath", *REPEATS):
            if (inner := self.index.one(path, curie)) is not None:
                return f"[ {curie} {self.path(inner, depth + 1)} ]"
        choices = self.index.list_of(path, "sh:alternativePath")
        return f"[ sh:alternativePath {self._list(choices, depth)} ]"

    def _list(self, members: Iterable[Term], depth: int) -> str:
        return f"( {' '.join(self.path(each, depth + 1) for each in members)} )"


def _is_name(prefix: str) -> bool:
    return _LOCAL.fullmatch(prefix) is not None


def _order(messages: Iterable[ox.Literal]) -> list[ox.Literal]:
    return sorted(messages, key=lambda message: (message.language or "", message.value))

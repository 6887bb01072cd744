"""Triple patterns of a query, with their property paths taken apart.

Source: SPARQL 1.1 Query Language, sections 9 (property paths) and 19 (grammar).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eloggraph.iri import expand
from eloggraph.shacl.sparql.syntax import (
    Expression,
    GroupPattern,
    NestedPattern,
    Select,
    Token,
    Tokens,
    Triples,
)

_TYPE = expand("rdf:type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A path of one predicate: an IRI (or prefixed name) or a variable."""

    predicate: Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A path made of paths.

    ``kind`` is ``/`` (sequence), ``|`` (alternative), ``^`` (inverse), ``!`` (negated) or one of
    ``* + ?`` (how often).
    """

    kind: str
    parts: tuple[QueryPath, ...]


QueryPath = Step | Composed


@dataclass(frozen=True, slots=True, kw_only=True)
class TriplePattern:
    """Subject, path and object; a literal as object is its first token."""

    subject: Token
    path: QueryPath
    object: Token


class AnyStatementError(ValueError):
    """It cannot be told which statements a query reads: it may read any."""


def read_patterns(tokens: Tokens) -> tuple[TriplePattern, ...]:
    """Return the patterns of a block of triples.

    Raises
    ------
    AnyStatementError
        When the block has ``[ … ]`` or a list, which are not taken apart.

    Examples
    --------
    >>> from eloggraph.shacl.sparql.syntax import read_tokens
    >>> [p.object.text for p in read_patterns(read_tokens("?s a ex:C ; ex:p/^ex:q ?a , 1 ."))]
    ['ex:C', '?a', '1']
    """
    return tuple(_Reader(tokens).patterns())


class _Reader:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._at = 0

    def patterns(self) -> list[TriplePattern]:
        found: list[TriplePattern] = []
        while self._text():
            if self._skip("."):
                continue
            subject = self._term()
            while True:
                path = self._alternative()
                found.append(TriplePattern(subject=subject, path=path, object=self._term()))
                while self._skip(","):
                    found.append(TriplePattern(subject=subject, path=path, object=self._term()))
                while self._skip(";"):
                    pass
                if self._text() in ("", "."):
                    break
        return found

    def _term(self) -> Token:
        self._skip("+")
        self._skip("-")
        token = self._take()
        if token.kind == "mark":
            raise AnyStatementError
        if token.kind == "string" and (self._text().startswith("@") or self._skip("^^")):
            self._take()
        return token

    def _alternative(self) -> QueryPath:
        return self._joined("|", self._sequence)

    def _sequence(self) -> QueryPath:
        return self._joined("/", self._step)

    def _joined(self, mark: str, read: Callable[[], QueryPath]) -> QueryPath:
        parts = [read()]
        while self._skip(mark):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Composed(kind=mark, parts=tuple(parts))

    def _step(self) -> QueryPath:
        if self._skip("^"):
            return Composed(kind="^", parts=(self._step(),))
        path = self._primary()
        if self._text() in ("*", "+", "?"):
            path = Composed(kind=self._take().text, parts=(path,))
        return path

    def _primary(self) -> QueryPath:
        if self._skip("!"):
            return Composed(kind="!", parts=(self._primary(),))
        if self._skip("("):
            path = self._alternative()
            self._skip(")")
            return path
        token = self._take()
        if token.kind == "mark" and token.text != "^":
            raise AnyStatementError
        return Step(predicate=token)

    def _text(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _take(self) -> Token:
        if self._at >= len(self._tokens):
            raise AnyStatementError
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, text: str) -> bool:
        found = self._text() == text
        self._at += found
        return found


def expand_name(token: Token, names: Mapping[str, str]) -> str:
    """Return the IRI of a token, with the namespaces of the query's prefixes.

    ``names`` may also have the IRIs that variables are bound to, as ``?name``.

    Raises
    ------
    AnyStatementError
        When the token is no name, or one with escapes, or a variable that may be anything.
    """
    if token.variable and f"?{token.variable}" in names:
        return names[f"?{token.variable}"]
    if "\\" in token.text or token.kind not in ("iri", "name", "word"):
        raise AnyStatementError
    if token.kind == "iri":
        return token.text[1:-1]
    if token.text == "a":
        return _TYPE
    prefix, _, local = token.text.partition(":")
    return names[prefix] + local


def find_steps(path: QueryPath, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the predicates of a path.

    Raises
    ------
    AnyStatementError
        When one is a variable or negated.
    """
    if isinstance(path, Composed) and path.kind != "!":
        for part in path.parts:
            yield from find_steps(part, names)
    elif isinstance(path, Step):
        yield expand_name(path.predicate, names)
    else:
        raise AnyStatementError


def find_predicates(query: Select, names: Mapping[str, str]) -> frozenset[str] | None:
    """Return the predicates whose statements a query can read; None: it may read any."""
    if any(token.word == "base" for token in query.prologue):
        return None
    try:
        found = set(_find_in_group(query.where, names, frozenset()))
        for group in query.tail_groups:
            found.update(_find_in_group(group, names, frozenset()))
    except AnyStatementError:
        return None
    return frozenset(found)


def _find_in_group(
    group: GroupPattern | Select, names: Mapping[str, str], known: frozenset[str]
) -> Iterator[str]:
    """Yield the predicates of a group; ``known`` are the variables that patterns around it bind."""
    if isinstance(group, Select):
        yield from _find_in_group(group.where, names, known)
        return
    patterns = [
        pattern
        for element in group.elements
        if isinstance(element, Triples)
        for pattern in read_patterns(element.tokens)
    ]
    known |= {
        end.text
        for pattern in patterns
        if not _may_be_empty(pattern.path)
        for end in (pattern.subject, pattern.object)
        if end.kind in ("var", "blank")
    }
    for pattern in patterns:
        # A path of no length leads from every node to itself, whatever statements it has.
        if _may_be_empty(pattern.path) and not {pattern.subject.text, pattern.object.text} & known:
            raise AnyStatementError
        yield from find_steps(pattern.path, names)
    for element in group.elements:
        if isinstance(element, Expression) or (
            isinstance(element, NestedPattern) and element.keyword != "graph"
        ):
            for inner in element.groups:
                yield from _find_in_group(inner, names, known)


def _may_be_empty(path: QueryPath) -> bool:
    if isinstance(path, Step) or path.kind in "!+":
        return isinstance(path, Composed) and path.kind == "+" and _may_be_empty(path.parts[0])
    if path.kind in "*?":
        return True
    parts = [_may_be_empty(part) for part in path.parts]
    return any(parts) if path.kind == "|" else all(parts)

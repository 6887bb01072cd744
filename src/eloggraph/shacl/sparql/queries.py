"""Queries of shapes made ready: prefixes declared, ``$PATH`` put in, read and looked through.

Source: SHACL, W3C Recommendation 20 July 2017, sections 5.2.1 (prefixes) and 5.3 (queries).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.graph.query_safety import find_forbidden, is_too_deep
from eloggraph.schema.terms import Term, TermIndex
from eloggraph.shacl.paths import PathError, PredicatePath, read_path, write_path
from eloggraph.shacl.sparql.components import Validator
from eloggraph.shacl.sparql.faults import Faults
from eloggraph.shacl.sparql.prebinding import OPTIONAL_NAMES, find_faults
from eloggraph.shacl.sparql.syntax import (
    Select,
    Token,
    Tokens,
    UnreadableQueryError,
    parse_query,
    read_tokens,
    write_tokens,
)

_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
# Planning a join takes the cube of its patterns, and the engine's parser recurses: a query of
# others may neither hang nor end the process. Rules as people write them have a tenth of this.
_JOINTS = frozenset({".", ";", "/", "{", "!", "^", "filter", "bind", "optional", "union"})
_MOST_PARTS = 200
_MOST_TOKENS = 10_000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAMESPACE = re.compile(r"[^<>\"{}|^`\\\x00-\x20]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuery:
    """A query that may be run, with the namespaces of its prefixes."""

    query: Select
    names: tuple[tuple[str, str], ...]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Undeclared:
    """The prefixes that a query uses and nothing declares, as one text."""

    prefixes: str


class QueryReader:
    """Reads the queries of one shapes graph; a query that stands at many shapes is read once."""

    def __init__(self, index: TermIndex, faults: Faults) -> None:
        self._index = index
        self._faults = faults
        self._read: dict[tuple[Tokens, frozenset[str], str], ReadQuery | Undeclared | str] = {}
        # The prefixes that a query uses and nothing declares, by what holds the query.
        self.undeclared: dict[Term, str] = {}

    def read(
        self, shape: Term, validator: Validator, path: Term | None, names: frozenset[str]
    ) -> ReadQuery | None:
        """Return the query of a constraint or validator, or None where a fault was told.

        A query with a prefix that nothing declares is none either: it stands in ``undeclared``.

        Parameters
        ----------
        names
            The pre-bound variables besides ``$this``, ``$value`` and those of the shapes graph.
        """
        text = self._find_text(validator)
        if text is None:
            return None
        tokens = read_tokens(text)
        if any(token.variable == "PATH" for token in tokens):
            if path is None:
                self._faults.tell("path-missing", shape)
                return None
            try:
                tokens = self._put_path(tokens, path)
            except PathError:
                self._faults.tell("path-malformed", shape)
                return None
        value = {"value"} if validator.query == "sh:ask" else set()
        bound = frozenset({"this", *names, *OPTIONAL_NAMES, *value})
        return self._read_once(text, tokens, bound, validator)

    def read_unbound(self, validator: Validator, names: frozenset[str]) -> ReadQuery | None:
        """Return a query that finds ``$this`` itself, or None where a fault was told.

        Parameters
        ----------
        names
            All variables that are pre-bound.
        """
        text = self._find_text(validator)
        return None if text is None else self._read_once(text, read_tokens(text), names, validator)

    def _find_text(self, validator: Validator) -> str | None:
        texts = self._index.objects(validator.node, validator.query)
        if len(texts) != 1 or not isinstance(texts[0], ox.Literal):
            self._faults.tell("query-missing", validator.node, validator.query)
            return None
        return texts[0].value

    def _read_once(
        self, text: str, tokens: Tokens, bound: frozenset[str], validator: Validator
    ) -> ReadQuery | None:
        used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
        prefixes = self._declare_prefixes(validator.node, used)
        key = (prefixes + tokens, bound, validator.query)
        if key not in self._read:
            self._read[key] = self._check(text, prefixes, tokens, bound, validator)
        found = self._read[key]
        if isinstance(found, Undeclared):
            self.undeclared[validator.node] = found.prefixes
        return found if isinstance(found, ReadQuery) else None

    def _put_path(self, tokens: Tokens, node: Term) -> Tokens:
        path = read_path(node, self._index.objects)
        text = write_path(path, lambda iri: f"<{iri}>")
        written = read_tokens(text if isinstance(path, PredicatePath) else f"({text})")
        return tuple(
            part for token in tokens for part in (written if token.variable == "PATH" else (token,))
        )

    def _check(
        self,
        text: str,
        prefixes: Tokens,
        tokens: Tokens,
        bound: frozenset[str],
        validator: Validator,
    ) -> ReadQuery | Undeclared | str:
        holder, whole = validator.node, prefixes + tokens
        parts = sum(token.text in _JOINTS or token.word in _JOINTS for token in tokens)
        if parts > _MOST_PARTS or len(tokens) > _MOST_TOKENS:
            return self._tell(holder, "query-too-large", str(_MOST_PARTS))
        if (word := find_forbidden(text)) is not None:
            return self._tell(holder, "query-forbidden", word)
        if is_too_deep(text):
            return self._tell(holder, "query-too-large", str(_MOST_PARTS))
        try:
            # Read by the engine first: what comes after may rely on its being well-formed.
            ox.Store().query(write_tokens(whole))
            query = parse_query(whole)
        except SyntaxError as error:
            if undeclared := _list_undeclared(whole):
                return Undeclared(", ".join(undeclared))
            reason = next(iter(str(error).splitlines()), "")
            return self._tell(holder, "query-malformed", reason)
        except RuntimeError as error:
            # What Oxigraph refuses when it plans a query: functions that it does not have.
            found = re.search(r"<(.*)>", str(error))
            return self._tell(holder, "function-unknown", found.group(1) if found else str(error))
        except UnreadableQueryError:
            return self._tell(holder, "query-malformed", "SPARQL 1.1")
        if f"sh:{query.form}" != validator.query:
            form = validator.query.removeprefix("sh:").upper()
            return self._tell(holder, "query-form", form, property=validator.query)
        faults = sorted(set(find_faults(query, bound)))
        spaces = dict(_read_prefixes(query.prologue))
        for code, what in faults:
            self._faults.tell(code, holder, what)
        if faults:
            return faults[0][0]
        variables = frozenset(token.variable for token in tokens)
        return ReadQuery(query=query, names=tuple(spaces.items()), variables=variables)

    def _tell(self, holder: Term, code: str, what: str, **values: str) -> str:
        self._faults.tell(code, holder, what, **values)
        return code

    def _declare_prefixes(self, holder: Term, used: set[str]) -> Tokens:
        """Return the declarations that a constraint or validator asks for, of the prefixes used.

        A namespace that is relative says nothing here, where there is no base: it is told where
        it is used, and it hinders no query that does without it.
        """
        declared: dict[str, str] = {}
        for ontology in self._find_ontologies(holder):
            for declaration in self._index.objects(ontology, "sh:declare"):
                prefix = self._index.value(declaration, "sh:prefix")
                namespace = self._index.value(declaration, "sh:namespace")
                if prefix is None or namespace is None:
                    self._faults.tell("prefix-incomplete", ontology)
                elif not (_PREFIX.fullmatch(prefix) and _NAMESPACE.fullmatch(namespace)):
                    self._faults.tell("prefix-malformed", ontology, prefix)
                elif declared.setdefault(prefix, namespace) != namespace:
                    self._faults.tell("prefix-twice", holder, prefix)
                elif prefix in used and not _ABSOLUTE.match(namespace):
                    self._faults.tell("prefix-relative", ontology, prefix, namespace=namespace)
                    declared[prefix] = "urn:x-relative:"  # the query may have other faults yet
        return tuple(
            token
            for name in sorted(declared.keys() & used)
            for token in (
                Token("word", "PREFIX"),
                Token("name", f"{name}:"),
                Token("iri", f"<{declared[name]}>"),
            )
        )

    def _find_ontologies(self, holder: Term) -> list[Term]:
        """Return the values of ``sh:prefixes`` and what they import within the shapes graph."""
        found: list[Term] = []
        todo = sorted(self._index.objects(holder, "sh:prefixes"), key=str)
        while todo:
            ontology = todo.pop()
            if ontology not in found and not isinstance(ontology, ox.Triple):
                found.append(ontology)
                todo += self._index.objects(ontology, "owl:imports")
        return sorted(found, key=str)


def _list_undeclared(tokens: Tokens) -> list[str]:
    """Return the prefixes of names that nothing declares, in order of their names."""
    declared = {name for name, _ in _read_prefixes(tokens)}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    return [f"{prefix}:" for prefix in sorted(used - declared)]


def _read_prefixes(prologue: Tokens) -> Iterator[tuple[str, str]]:
    for word, name, iri in zip(prologue, prologue[1:], prologue[2:], strict=False):
        if word.word == "prefix":
            yield name.text.removesuffix(":"), iri.text[1:-1]

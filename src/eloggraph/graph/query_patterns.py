"""The patterns of a query, read by the grammar of SPARQL 1.1: what stands where predicates do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eloggraph.graph.query_safety import TOKEN
from eloggraph.iri import PREFIXES, expand

# Names with all that their local parts may have, what TOKEN knows, and other signs by themselves.
_NAME = r"(?:[^\W_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*"
_TOKEN = re.compile(rf"\^\^|@[A-Za-z][\w-]*|_:[\w.-]+|{_NAME}|(?:{TOKEN.pattern})|\S", re.DOTALL)
_JOINING = frozenset({"optional", "union", "minus", "not", "exists"})
_FORMS = frozenset({"select", "ask", "construct"})
_LIST = tuple(map(expand, ("rdf:first", "rdf:rest")))
_TERM = re.compile(r"[?$<'\"\d+_-].*|.*:.*|true|false|undef|\[|\(", re.DOTALL | re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DEEPEST = 50


class UnreadQueryError(Exception):
    """The query has something that is not read here."""


# A predicate with the IRI that its object is, or None where that may be anything. Of types it is
# also BELOW and the IRI of a class: that one and its subclasses.
Asked = tuple[str, str | None]
BELOW = "below "
TYPE, SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")


@dataclass(slots=True)
class Group:
    """Patterns between braces: the variables that they bind, and what is to be judged of them.

    Parameters
    ----------
    is_query
        Whether it is a query within the query, whose variables are its own.
    enters_graph, in_graph
        Whether it begins to ask a named graph, or is asked of one.
    bound
        Variables that stand for nodes of statements.
    values
        What VALUES lists for a variable; None where it may be anything.
    verbs
        Variables in the place of a predicate.
    stepless
        The ends of paths that may have no step.
    typed, below
        Variables that are types, and of those that are below a class by name which one.
    inner
        The groups in it.
    """

    is_query: bool = False
    enters_graph: bool = False
    in_graph: bool = False
    bound: set[str] = field(default_factory=set)
    values: dict[str, frozenset[str] | None] = field(default_factory=dict)
    verbs: set[str] = field(default_factory=set)
    stepless: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    below: dict[str, str] = field(default_factory=dict)
    inner: list[Group] = field(default_factory=list)


def read_patterns(query: str) -> tuple[list[Group], set[Asked]]:
    """Return the groups of a query, and what it asks for: predicates, some with their object.

    A query that is malformed may be read too.

    Raises
    ------
    UnreadQueryError
        When the query has anything that is not read here.

    Examples
    --------
    >>> groups, found = read_patterns("SELECT * { ?s a ?class ; ?p 1 }")
    >>> groups[0].verbs, sorted(groups[0].bound), len(found)
    ({'?p'}, ['?class', '?s'], 1)
    """
    reader = _Reader(query)
    return reader.read(), reader.found


def is_variable(term: str) -> bool:
    """Tell whether a term of a pattern is a variable or a blank node.

    >>> is_variable("?s"), is_variable("elo:Actor")
    (True, False)
    """
    return term[0] in "?$_["


def _is_iri(term: str) -> bool:
    return term[0] == "<" or (term[0] not in "\"'?$_[" and ":" in term)


def _split_tokens(query: str) -> list[str]:
    tokens = []
    for found in _TOKEN.finditer(query):
        token = found.group()
        if token[0] == "#":
            continue
        plain = token.rstrip(".") if token[0] not in "<'\"" else token
        tokens += [plain] if plain else []
        tokens += ["."] if plain != token else []
    return tokens


class _Reader:
    """Reads a query token by token; ``found`` are predicates, some with their object."""

    def __init__(self, query: str) -> None:
        if "\\u" in query.lower():
            raise UnreadQueryError  # a letter that is written as an escape
        self._tokens = _split_tokens(query)
        self._at = 0
        self._prefixes = dict(PREFIXES)
        self.found: set[Asked] = set()

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        token = self._peek()
        if not token or (wanted and token != wanted):
            raise UnreadQueryError
        self._at += 1
        return token

    def _accept(self, *tokens: str) -> bool:
        if self._peek() in tokens:
            self._at += 1
            return True
        return False

    def read(self) -> list[Group]:
        """Return the groups of the query, which is read to its end."""
        while (word := self._take().lower()) not in _FORMS:
            if word != "prefix":
                raise UnreadQueryError  # BASE and DESCRIBE, too
            name = self._take()
            self._prefixes[name.removesuffix(":")] = self._take()[1:-1]
        if word == "construct" and self._accept("{"):
            while self._take() != "}":
                pass
        whole = Group()
        self._read_clauses(whole, "", 0)
        return whole.inner

    def _read_clauses(self, group: Group, end: str, depth: int) -> None:
        """Read what is around the groups of a query or subquery, up to its end."""
        while self._peek() != end:
            word = self._peek().lower()
            if word == "{":
                self._read_group(group, depth)
            elif word == "(":
                self._skip_expression(group, depth)
            elif word == "values":
                self._read_values(Group(), depth)
            else:
                self._take()

    def _read_group(self, outer: Group, depth: int, *, in_graph: bool = False) -> None:
        if depth > _DEEPEST:
            raise UnreadQueryError
        group = Group(enters_graph=in_graph, in_graph=in_graph or outer.in_graph)
        outer.inner.append(group)
        self._take("{")
        while (token := self._peek()) != "}":
            word = token.lower()
            if token == "{":
                self._read_group(group, depth + 1)
            elif word == "select":
                group.is_query = True
                self._read_clauses(group, "}", depth + 1)
            elif word == "values":
                self._read_values(group, depth)
            elif word in ("filter", "bind"):
                self._take()
                self._read_expression(group, depth)
            elif word == "graph":
                self._take()
                self._take()
                self._read_group(group, depth + 1, in_graph=True)
            elif token == "." or word in _JOINING:
                self._take()
            else:
                self._read_subject(group, depth)
        self._take("}")
        for name in group.typed:
            top = group.below.get(name)
            self.found.add((TYPE, None if top is None else BELOW + top))

    def _read_expression(self, group: Group, depth: int) -> None:
        """Read a constraint: in brackets, the call of a function, or the words before a group."""
        if self._peek().lower() not in ("(", "not", "exists"):
            self._take()
        if self._peek() == "(":
            self._skip_expression(group, depth)

    def _skip_expression(self, group: Group, depth: int) -> None:
        """Pass over what is in brackets, but read the groups that are in it."""
        self._take("(")
        open_ = 1
        while open_:
            if self._peek() == "{":
                self._read_group(group, depth + 1)
                continue
            open_ += {"(": 1, ")": -1}.get(self._take(), 0)

    def _read_values(self, group: Group, depth: int) -> None:
        """Read what VALUES lists for one variable, or for several in brackets."""
        self._take()
        names = [self._take()]
        if names == ["("]:
            names = []
            while not self._accept(")"):
                names.append(self._take())
        self._take("{")
        terms: list[str] = []
        while not self._accept("}"):
            if not self._accept("(", ")"):
                terms.append(self._read_term(group, depth))
        for place, name in enumerate(names):
            column = terms[place :: len(names)]
            is_open = any(term.lower() == "undef" for term in column)
            group.values[name] = None if is_open else frozenset(map(self._name, column))

    def _name(self, term: str) -> str:
        """Return the IRI of a term as a predicate, or the term where it is no IRI."""
        return self._resolve(term) if _is_iri(term) else term

    # -- triples

    def _read_subject(self, group: Group, depth: int) -> None:
        alone = self._peek() in ("[", "(")
        subject = self._read_term(group, depth)
        if not (alone and self._peek() in (".", "}")):
            self._read_properties(subject, group, depth)
        if self._peek().lower() not in (".", "}", "{", *_JOINING) and not self._peek().isalpha():
            raise UnreadQueryError

    def _read_properties(self, subject: str, group: Group, depth: int) -> None:
        """Read verbs with their objects."""
        while True:
            verb, is_stepless = None, False
            goes_up = self._goes_up()
            if self._peek()[:1] in ("?", "$"):
                group.verbs.add(self._take())
            elif self._is_path():
                is_stepless = self._read_path(depth)
            else:
                verb = self._resolve(self._take())
            while True:
                value = self._read_term(group, depth)
                if verb == TYPE and is_variable(value):
                    group.typed.append(value)
                elif verb is not None:
                    self.found.add((verb, self._resolve(value) if _is_iri(value) else None))
                if goes_up and _is_iri(value):
                    group.below[subject] = self._resolve(value)
                if is_stepless:
                    group.stepless.append((subject, value))
                else:
                    group.bound.update(filter(is_variable, (subject, value)))
                if not self._accept(","):
                    break
            if not self._accept(";"):
                return
            while self._accept(";"):
                pass
            if self._peek() in (".", "}", "]") or self._peek().lower() in _JOINING | {"filter"}:
                return

    def _read_term(self, group: Group, depth: int) -> str:
        """Read a node or literal and return it; each bracket is a variable of its own."""
        start = self._at
        token = self._take()
        if depth > _DEEPEST or not _TERM.fullmatch(token) or token.startswith("<<"):
            raise UnreadQueryError
        if token == "[":
            name = f"[{start}"
            if not self._accept("]"):
                self._read_properties(name, group, depth + 1)
                self._take("]")
            return name
        if token == "(":
            self.found.update((each, None) for each in _LIST)
            while not self._accept(")"):
                group.bound.update(filter(is_variable, [self._read_term(group, depth + 1)]))
            return f"[{start}"
        is_text = token[0] in "'\""
        has_more = is_text and (self._accept("^^") or self._peek().startswith("@"))
        if has_more or token in ("+", "-"):
            self._take()
        return token

    def _goes_up(self) -> bool:
        """Tell whether the path that begins here goes from classes to those above, and no more."""
        verb, star, then = (*self._tokens[self._at : self._at + 3], "", "", "")[:3]
        return (
            star == "*"
            and then not in ("/", "|")
            and (_is_iri(verb) and self._resolve(verb) == SUBCLASS)
        )

    def _is_path(self) -> bool:
        following = self._tokens[self._at + 1 : self._at + 2]
        return self._peek() in ("^", "(", "!") or bool(set(following) & set("/|*+?"))

    # -- paths: each returns whether it may have no step

    def _read_path(self, depth: int) -> bool:
        if depth > _DEEPEST:
            raise UnreadQueryError
        found = [self._read_sequence(depth)]
        while self._accept("|"):
            found.append(self._read_sequence(depth))
        return any(found)

    def _read_sequence(self, depth: int) -> bool:
        found = [self._read_step(depth)]
        while self._accept("/"):
            found.append(self._read_step(depth))
        return all(found)

    def _read_step(self, depth: int) -> bool:
        self._accept("^")
        if self._accept("("):
            is_stepless = self._read_path(depth + 1)
            self._take(")")
        else:
            is_stepless = False
            self.found.add((self._resolve(self._take()), None))
        if self._accept("*", "?"):
            return True
        self._accept("+")
        return is_stepless

    def _resolve(self, name: str) -> str:
        """Return the IRI of a predicate.

        Raises
        ------
        UnreadQueryError
            When it is none, or relative, or has a prefix that is not known.
        """
        if name == "a":
            return expand("rdf:type")
        if name.startswith("<"):
            iri = name[1:-1]
        else:
            prefix, colon, local = name.partition(":")
            if not colon or prefix not in self._prefixes:
                raise UnreadQueryError
            iri = self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        if not _SCHEME.match(iri):
            raise UnreadQueryError
        return iri

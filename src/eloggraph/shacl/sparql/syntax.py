"""The form of a SPARQL query: its tokens, its groups, and what stands in each group.

This is no parser that could refuse a query: Oxigraph has read it before. It finds the places at
which a group, a pattern or an expression begins and ends, which is what pre-binding is defined on.

Source: SPARQL 1.1 Query Language, section 19 (grammar).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<skip>[\s]+|\#[^\n\r]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<var>[?$]\w+)
    |(?P<blank>_:\w(?:[\w.-]*[\w-])?)
    |(?P<number>(?:\d+\.\d*|\.?\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
    |(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:%]|\\[^\w\s])(?:(?:[\w.:%-]|\\[^\w\s])*(?:[\w:%-]|\\[^\w\s]))?)?)
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|.)""",
    re.VERBOSE | re.DOTALL,
)


_IS_NAME = re.compile(r"[A-Za-z_]\w+")


class Token(NamedTuple):
    """One token: its kind (iri, string, var, blank, number, name, lang, word, mark) and text."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The keyword in lower case, or nothing where the token is no word."""
        return self.text.lower() if self.kind == "word" else ""

    @property
    def variable(self) -> str:
        """The name of the variable, or nothing where the token is none."""
        return self.text[1:] if self.kind == "var" else ""


Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triples:
    """Triple patterns and paths up to the next keyword or bracket of a group."""

    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """``FILTER``, ``BIND`` (whose variable is ``target``) and whatever else computes.

    The groups of its ``EXISTS`` are in order the places where ``tokens`` has a lone ``{``.
    """

    keyword: str
    tokens: Tokens
    groups: tuple[GroupPattern, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedPattern:
    """Groups inside a group: ``union`` (also of one), ``optional``, ``graph``, ``minus``, others.

    ``name`` is what stands after ``GRAPH``.
    """

    keyword: str
    groups: tuple[GroupPattern | Select, ...]
    name: Tokens = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """An inline table."""

    tokens: Tokens


Element = Triples | Expression | NestedPattern | Values


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPattern:
    """A group graph pattern."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A query or a subquery: the prologue, the form with what it projects, and what follows.

    The head of a ``construct`` is its template with the brackets; the short form has one too.
    """

    form: str
    head: Tokens
    where: GroupPattern
    tail: Tokens
    prologue: Tokens = ()
    tail_groups: tuple[GroupPattern, ...] = ()


def read_tokens(query: str) -> Tokens:
    """Return the tokens of a query, without spaces and comments.

    Examples
    --------
    >>> [token.text for token in read_tokens("ASK { ?s a <urn:C> } # yes")]
    ['ASK', '{', '?s', 'a', '<urn:C>', '}']
    """
    return tuple(
        Token(match.lastgroup or "", match.group())
        for match in _TOKEN.finditer(query)
        if match.lastgroup != "skip"
    )


def write_tokens(tokens: Tokens) -> str:
    """Return tokens as text again.

    Examples
    --------
    >>> write_tokens(read_tokens("FILTER (CONCAT (?a, ?b) = 'x')"))
    "FILTER( CONCAT( ?a , ?b ) = 'x' )"
    """
    written: list[str] = []
    for token in tokens:
        # Oxigraph does not know CONCAT and COALESCE where a space follows.
        if token.text == "(" and written and _IS_NAME.fullmatch(written[-1]):
            written[-1] += "("
        else:
            written.append(token.text)
    return " ".join(written)


def parse_query(tokens: Tokens) -> Select:
    """Return the form of a query that is known to be well-formed.

    Raises
    ------
    UnreadableQueryError
        When the query has a form of SPARQL later than 1.1, such as quoted triples.

    Examples
    --------
    >>> query = parse_query(read_tokens("SELECT $this WHERE { $this a ?c FILTER(?c != 1) }"))
    >>> query.form, [type(element).__name__ for element in query.where.elements]
    ('select', ['Triples', 'Expression'])
    """
    try:
        return _Reader(tokens).query()
    except IndexError as error:
        raise UnreadableQueryError from error


class UnreadableQueryError(ValueError):
    """The query has no form of SPARQL 1.1."""


class _Reader:
    """A position in the tokens of a query."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Select:
        start = self._at
        while self._word() not in ("select", "ask", "construct"):
            self._at += 1
        return self._select(self._tokens[start : self._at])

    def _select(self, prologue: Tokens = ()) -> Select:
        form = self._take().word
        template = self._template() if form == "construct" else ()
        start = self._at
        while self._text() != "{":
            self._at += 1
        head = template + self._tokens[start : self._at]
        where = self._group()
        if form == "construct" and not template:
            head = _repeat_pattern(where) + head
        start, groups = self._at, []
        tail: list[Token] = []
        while self._at < len(self._tokens) and self._text() != "}":
            tail.append(self._tokens[self._at])
            if self._word() == "exists":
                self._at += 1
                groups.append(self._group())
                tail.append(Token("mark", "{"))
            else:
                self._at += 1
        return Select(
            form=form,
            head=head,
            where=where,
            tail=tuple(tail),
            prologue=prologue,
            tail_groups=tuple(groups),
        )

    def _template(self) -> Tokens:
        """Take the template of a ``CONSTRUCT``, or nothing where ``WHERE`` says that too."""
        start = self._at
        if self._text() == "{":
            while self._text() != "}":
                self._at += 1
                if self._text() == "{":
                    raise UnreadableQueryError
            self._expect("}")
        return self._tokens[start : self._at]

    def _group(self) -> GroupPattern:
        self._expect("{")
        elements: list[Element] = []
        while self._text() != "}":
            if self._text() == ".":
                self._at += 1
            else:
                elements.append(self._element())
        self._expect("}")
        return GroupPattern(elements=tuple(elements))

    def _element(self) -> Element:
        word = self._word()
        if word in ("filter", "bind"):
            return self._expression(word)
        if word in ("optional", "minus"):
            self._at += 1
            return NestedPattern(keyword=word, groups=(self._group_or_select(),))
        if word in ("graph", "service"):
            start = self._at + 1
            while self._text() != "{":
                self._at += 1
            name = self._tokens[start : self._at]
            return NestedPattern(keyword=word, groups=(self._group_or_select(),), name=name)
        if word == "values":
            return self._values()
        if self._text() == "{":
            groups = [self._group_or_select()]
            while self._word() == "union":
                self._at += 1
                groups.append(self._group_or_select())
            return NestedPattern(keyword="union", groups=tuple(groups))
        return self._triples()

    def _group_or_select(self) -> GroupPattern | Select:
        if self._tokens[self._at + 1].word != "select":
            return self._group()
        self._expect("{")
        select = self._select()
        self._expect("}")
        return select

    def _expression(self, keyword: str) -> Expression:
        self._at += 1
        tokens: list[Token] = []
        groups: list[GroupPattern] = []
        depth = 0
        while True:
            if self._word() == "exists":
                tokens += [self._take(), Token("mark", "{")]
                groups.append(self._group())
            else:
                token = self._take()
                tokens.append(token)
                depth += (token.text == "(") - (token.text == ")")
            if depth == 0 and not self._goes_on(tokens):
                break
        target = tokens[-2].variable if keyword == "bind" else ""
        return Expression(
            keyword=keyword, tokens=tuple(tokens), groups=tuple(groups), target=target
        )

    def _goes_on(self, tokens: list[Token]) -> bool:
        """Tell whether an expression that is no bracket (``regex(…)``) has only begun."""
        texts = {token.text for token in tokens}
        return not texts & {"(", "{"}

    def _values(self) -> Values:
        start = self._at
        while self._text() != "{":
            self._at += 1
        while self._text() != "}":
            self._at += 1
        self._expect("}")
        return Values(tokens=self._tokens[start : self._at])

    def _triples(self) -> Triples:
        words = {"filter", "bind", "optional", "minus", "graph", "service", "values"}
        start = self._at
        while self._text() not in ("{", "}") and self._word() not in words:
            self._at += 1
        return Triples(tokens=self._tokens[start : self._at])

    def _text(self) -> str:
        return self._tokens[self._at].text

    def _word(self) -> str:
        return self._tokens[self._at].word

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, text: str) -> None:
        if self._text() != text:
            raise UnreadableQueryError
        self._at += 1


def _repeat_pattern(where: GroupPattern) -> Tokens:
    """Return the template that a pattern is too; the short form has nothing but triples."""
    triples = (each.tokens for each in where.elements if isinstance(each, Triples))
    said = tuple(token for tokens in triples for token in tokens)
    return (Token("mark", "{"), *said, Token("mark", "}"))


def walk(query: Select | GroupPattern) -> Iterator[Select | GroupPattern]:
    """Yield a query or group and every query and group inside it, ``EXISTS`` included."""
    yield query
    inner: list[Select | GroupPattern] = []
    if isinstance(query, Select):
        inner += [query.where, *query.tail_groups]
    else:
        for element in query.elements:
            if isinstance(element, (Expression, NestedPattern)):
                inner += element.groups
    for each in inner:
        yield from walk(each)

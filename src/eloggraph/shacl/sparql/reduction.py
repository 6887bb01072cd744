"""Which statements a query can read: only those are loaded into the store that answers it.

A statement can take part in a solution only if it fits a triple pattern of the query, and only if
the nodes at its ends fit the other patterns that share their variables. So frames are reduced by
semi-joins, starting from the focus nodes, before anything becomes a term in a store. What is kept
is always a superset of what matters; where a query cannot be seen through, everything is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame
from eloggraph.shacl.sparql.patterns import (
    AnyStatementError,
    QueryPath,
    Step,
    TriplePattern,
    expand_name,
    find_steps,
    read_patterns,
)
from eloggraph.shacl.sparql.prebinding import is_setwise
from eloggraph.shacl.sparql.syntax import (
    Expression,
    GroupPattern,
    NestedPattern,
    Select,
    Token,
    Triples,
)

PART = "part"
BoundNodes = dict[str, pl.Series]


class Statements:
    """The statements of the data graph by predicate.

    A frame of one predicate has the columns ``subject``, ``object`` and ``part``, the place of
    the frame among ``parts`` that its kind, datatype and language are read from.
    """

    def __init__(self, parts: Sequence[StatementFrame]) -> None:
        self.parts = tuple(parts)
        self._frames: dict[str, pl.DataFrame] = {}

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, part in enumerate(self.parts):
            if part.frame.height:
                places.setdefault(part.predicate, []).append(place)
        return places

    @property
    def predicates(self) -> tuple[str, ...]:
        """All predicates that have statements."""
        return tuple(self._places)

    def count(self, predicate: str) -> int:
        """Return how many statements a predicate has."""
        return sum(self.parts[place].frame.height for place in self._places.get(predicate, ()))

    def of(self, predicate: str) -> pl.DataFrame | None:
        """Return the statements of a predicate, or None where there is none."""
        if predicate not in self._places:
            return None
        if predicate not in self._frames:
            self._frames[predicate] = pl.concat(
                self._number(place) for place in self._places[predicate]
            )
        return self._frames[predicate]

    def _number(self, place: int) -> pl.DataFrame:
        frame = self.parts[place].frame
        numbers = pl.Series(PART, [place], pl.UInt32).new_from_index(0, frame.height)
        return frame[SUBJECT].to_frame().hstack([frame[OBJECT], numbers])

    def literal_parts(self, predicate: str) -> list[int]:
        """Return which parts of a predicate hold literals."""
        return [place for place in self._places[predicate] if self.parts[place].is_literal]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Atom:
    """One predicate (None: any) between two ends; an end is a variable or a node."""

    subject: Token
    predicate: str | None
    object: Token


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closure:
    """A path of any length over predicates; with ``zero`` its ends may be the same node."""

    predicates: tuple[str, ...]
    ends: tuple[Token, Token]
    zero: bool


@dataclass(slots=True, kw_only=True)
class _Branches:
    """What a path with alternatives may be."""

    groups: list[_Parts]


@dataclass(slots=True, kw_only=True)
class _Parts:
    atoms: list[_Atom] = field(default_factory=list)
    closures: list[_Closure] = field(default_factory=list)
    branches: list[_Branches] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The statements that a query can read, and the focus nodes that can have a solution.

    ``frames`` are as :meth:`Statements.of` gives them, by predicate. ``focus`` is None where
    nothing was learned about it.
    """

    frames: tuple[tuple[str, pl.DataFrame], ...]
    focus: pl.Series | None


def select_statements(
    query: Select, statements: Statements, names: Mapping[str, str], focus: pl.Series | None
) -> Selection | None:
    """Return what a query can read, or None where it cannot have any solution.

    Parameters
    ----------
    names
        The namespaces of the prefixes that the query uses, and the IRIs that are bound to
        variables, as ``?name``.
    focus
        The IRIs and blank nodes that ``$this`` may be; None where it may also be a literal.
    """
    reduction = _Reduction(statements, names, focus)
    try:
        bounds = reduction.reduce_select(query, {})
    except AnyStatementError:
        frames = [(each, statements.of(each)) for each in statements.predicates]
        return Selection(frames=tuple((p, f) for p, f in frames if f is not None), focus=focus)
    if bounds is None:
        return None
    return Selection(frames=tuple(reduction.selected()), focus=bounds.get("this", focus))


class _Reduction:
    """The statements selected so far, while a query is walked through."""

    def __init__(
        self, statements: Statements, names: Mapping[str, str], focus: pl.Series | None
    ) -> None:
        self._statements = statements
        self._names = names
        self._focus = focus
        self._kept: dict[str, list[pl.DataFrame]] = {}
        self._fresh = 0

    def selected(self) -> Iterator[tuple[str, pl.DataFrame]]:
        for predicate, frames in self._kept.items():
            yield predicate, frames[0] if len(frames) == 1 else pl.concat(frames).unique()

    def reduce_select(self, query: Select, bounds: BoundNodes) -> BoundNodes | None:
        """Reduce a query; None where it has no solution. Counted solutions depend on no bound."""
        if any(token.word == "base" for token in query.prologue):
            raise AnyStatementError
        for each in query.tail_groups:
            self._reduce_group(each, {})
        return self._reduce_group(query.where, bounds if is_setwise(query, ()) else {})

    def _reduce_group(self, group: GroupPattern | Select, bounds: BoundNodes) -> BoundNodes | None:
        if isinstance(group, Select):
            projected = {token.variable for token in group.head}
            everything = any(token.text == "*" for token in group.head)
            inner = {name: b for name, b in bounds.items() if everything or name in projected}
            return self.reduce_select(group, inner)
        bounds = dict(bounds)
        if self._focus is not None:
            bounds.setdefault("this", self._focus)
        parts = _Parts()
        for element in group.elements:
            if isinstance(element, Triples):
                for pattern in read_patterns(element.tokens):
                    self._take_apart(pattern, parts)
        if not self._reduce_parts(parts, bounds):
            return None
        for element in group.elements:
            if isinstance(element, Expression) or (
                isinstance(element, NestedPattern) and element.keyword != "graph"
            ):
                results = [self._reduce_group(inner, bounds) for inner in element.groups]
                if getattr(element, "keyword", "") == "union" and not any(
                    result is not None for result in results
                ):
                    return None
        return bounds

    # -- patterns -----------------------------------------------------------------------------

    def _take_apart(self, pattern: TriplePattern, parts: _Parts) -> None:
        self._add_path(pattern.path, pattern.subject, pattern.object, parts)

    def _add_path(self, path: QueryPath, start: Token, end: Token, parts: _Parts) -> None:
        if isinstance(path, Step):
            free = path.predicate.variable and f"?{path.predicate.variable}" not in self._names
            predicate = None if free else self._iri(path.predicate)
            parts.atoms.append(_Atom(subject=start, predicate=predicate, object=end))
        elif path.kind == "^":
            self._add_path(path.parts[0], end, start, parts)
        elif path.kind == "/":
            nodes = [start, *(self._new() for _ in path.parts[1:]), end]
            for part, first, second in zip(path.parts, nodes, nodes[1:], strict=False):
                self._add_path(part, first, second, parts)
        elif path.kind == "|":
            groups = []
            for part in path.parts:
                inner = _Parts()
                self._add_path(part, start, end, inner)
                groups.append(inner)
            parts.branches.append(_Branches(groups=groups))
        elif path.kind == "!":
            parts.atoms.append(_Atom(subject=self._new(), predicate=None, object=self._new()))
        else:
            predicates = tuple(sorted(set(find_steps(path, self._names))))
            closure = _Closure(predicates=predicates, ends=(start, end), zero=path.kind != "+")
            parts.closures.append(closure)

    def _new(self) -> Token:
        self._fresh += 1
        return Token("var", f"?/{self._fresh}")

    def _iri(self, token: Token) -> str:
        return expand_name(token, self._names)

    # -- semi-joins ---------------------------------------------------------------------------

    def _reduce_parts(self, parts: _Parts, bounds: BoundNodes) -> bool:
        """Keep the statements of required patterns and narrow the bounds; False: no solution."""
        atoms = [atom for atom in parts.atoms if atom.predicate is not None]
        branches = list(parts.branches)
        found: dict[int, pl.DataFrame] = {}
        todo = list(range(len(atoms)))
        while todo or branches:
            place = min(todo, key=lambda each: self._cost(atoms[each], bounds), default=None)
            # Patterns next to what is known go first, then alternatives, then the rest.
            if branches and (place is None or self._cost(atoms[place], bounds)[0]):
                if not self._reduce_branches(branches.pop(0), bounds):
                    return False
                continue
            assert place is not None  # one of the two lists is not empty
            todo.remove(place)
            found[place] = self._narrow(atoms[place], bounds)
            if not found[place].height:
                return False
        # Back again, from the last to the first, with all that is known now.
        for place in reversed(found):
            found[place] = self._restrict(found[place], atoms[place], bounds)
        for closure in parts.closures:
            self._keep_closure(closure, bounds)
        for atom in parts.atoms:
            if atom.predicate is None:
                self._keep_any(atom, bounds)
        for place, frame in found.items():
            self._keep(str(atoms[place].predicate), frame)
        return True

    def _reduce_branches(self, branches: _Branches, bounds: BoundNodes) -> bool:
        """Reduce what a path may be, and narrow the bounds to what any of it leaves."""
        results = []
        for group in branches.groups:
            inner = dict(bounds)
            if self._reduce_parts(group, inner):
                results.append(inner)
        if results:
            self._join_bounds(bounds, results)
        return bool(results)

    def _cost(self, atom: _Atom, bounds: BoundNodes) -> tuple[bool, int]:
        frame = self._statements.of(str(atom.predicate))
        ends = (atom.subject, atom.object)
        is_free = all(_key(end) not in bounds if _is_variable(end) else False for end in ends)
        return is_free, frame.height if frame is not None else 0

    def _narrow(self, atom: _Atom, bounds: BoundNodes) -> pl.DataFrame:
        predicate = str(atom.predicate)
        frame = self._statements.of(predicate)
        if frame is None:
            return pl.DataFrame({SUBJECT: [], OBJECT: [], PART: []})
        frame = self._restrict(frame, atom, bounds)
        if _is_variable(atom.subject):
            bounds[_key(atom.subject)] = frame[SUBJECT].unique()
        if _is_variable(atom.object) and not self._statements.literal_parts(predicate):
            bounds[_key(atom.object)] = frame[OBJECT].unique()
        return frame

    def _restrict(self, frame: pl.DataFrame, atom: _Atom, bounds: BoundNodes) -> pl.DataFrame:
        literals = self._statements.literal_parts(str(atom.predicate))
        for column, end in ((SUBJECT, atom.subject), (OBJECT, atom.object)):
            is_node = ~pl.col(PART).is_in(literals) if literals else pl.lit(value=True)
            if _is_variable(end):
                known = bounds.get(_key(end))
                if known is not None:
                    fits = pl.col(column).is_in(known.implode())
                    frame = frame.filter(fits if column == SUBJECT else fits & is_node)
            elif end.kind in ("iri", "name"):
                fits = pl.col(column) == self._iri(end)
                frame = frame.filter(fits if column == SUBJECT else fits & is_node)
            elif column == OBJECT:
                # A number or a date may be written in several ways that the store takes for one.
                frame = frame.filter(pl.col(PART).is_in(literals))
        return frame

    def _keep_any(self, atom: _Atom, bounds: BoundNodes) -> None:
        for predicate in self._statements.predicates:
            frame = self._statements.of(predicate)
            if frame is not None:
                one = _Atom(subject=atom.subject, predicate=predicate, object=atom.object)
                self._keep(predicate, self._restrict(frame, one, bounds))

    def _keep_closure(self, closure: _Closure, bounds: BoundNodes) -> None:
        anchored = (bounds.get(_key(end)) for end in closure.ends if _is_variable(end))
        if closure.zero and all(known is None or known is self._focus for known in anchored):
            raise AnyStatementError  # it leads from every node of the graph to itself
        for predicate in closure.predicates:
            frame = self._statements.of(predicate)
            if frame is not None:
                self._keep(predicate, frame)

    def _join_bounds(self, bounds: BoundNodes, results: list[BoundNodes]) -> None:
        for name in set.intersection(*(set(result) for result in results)):
            if any(result[name] is not bounds.get(name) for result in results):
                bounds[name] = pl.concat([result[name] for result in results]).unique()

    def _keep(self, predicate: str, frame: pl.DataFrame) -> None:
        if frame.height:
            self._kept.setdefault(predicate, []).append(frame)


def _is_variable(token: Token) -> bool:
    return token.kind in ("var", "blank")


def _key(token: Token) -> str:
    return token.variable or token.text

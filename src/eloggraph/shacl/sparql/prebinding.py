"""Pre-binding: what a query of a shape may not do, and the query with its variables bound.

The specification binds ``$this`` and the others by joining a table of one row with every basic
graph pattern. The same is done here, once at the start of every group, with a table that has a row
for *every* focus node. That answers for all of them at once what the specification asks for one
after the other: each solution of each group carries its ``$this``, joins and optional joins keep to
equal ones, and filters see one solution at a time. It does not hold where solutions are counted,
grouped by something else, or cut off: such queries are run node by node (:func:`is_setwise`).

The table is a named graph, so that blank nodes can stand in it and a look-up costs no scan.

Source: SHACL, W3C Recommendation 20 July 2017, section 5.3 and appendix A (pre-binding).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from eloggraph.shacl.sparql.syntax import (
    Expression,
    GroupPattern,
    NestedPattern,
    Select,
    Token,
    Tokens,
    Triples,
    Values,
    walk,
    write_tokens,
)

BOUND_GRAPH = "urn:x-eloggraph:bound"
BOUND_ALL = "urn:x-eloggraph:bound:all"
BOUND_NAME = "urn:x-eloggraph:bound:"
_ROW = "?eloggraph_row"
_AGGREGATES = frozenset({"count", "sum", "min", "max", "avg", "sample", "group_concat"})
OPTIONAL_NAMES = frozenset({"currentShape", "shapesGraph"})


def find_faults(query: Select, bound: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what the specification does not let a query do: ``(code, what)``.

    Parameters
    ----------
    bound
        The names of the variables that are pre-bound. Where none is, nothing stands in the way of
        ``MINUS`` and ``VALUES``.
    """
    if query.form == "select" and not _projects(query, "this"):
        yield "query-without-this", ""
    if any(token.word == "from" for token in query.head):
        yield "query-forbidden", "FROM"
    for part in walk(query):
        if isinstance(part, Select):
            yield from _find_faults_of_select(part, bound, is_outer=part is query)
        elif bound:
            yield from _find_faults_of_group(part, bound)


def _find_faults_of_select(
    query: Select, bound: Collection[str], *, is_outer: bool
) -> Iterator[tuple[str, str]]:
    yield from _find_rebound(query.head + query.tail, bound)
    if bound and any(token.word == "values" for token in query.tail):
        yield "query-forbidden", "VALUES"
    if not is_outer:
        for name in sorted(set(bound) - OPTIONAL_NAMES):
            if not _projects(query, name):
                yield "query-subquery", f"${name}"


def _find_faults_of_group(group: GroupPattern, bound: Collection[str]) -> Iterator[tuple[str, str]]:
    for element in group.elements:
        if isinstance(element, Values):
            yield "query-forbidden", "VALUES"
        elif isinstance(element, NestedPattern) and element.keyword in ("minus", "service"):
            yield "query-forbidden", element.keyword.upper()
        elif isinstance(element, Expression):
            yield from _find_rebound(element.tokens, bound)


def _find_rebound(tokens: Tokens, bound: Collection[str]) -> Iterator[tuple[str, str]]:
    for before, token in pairwise(tokens):
        if before.word == "as" and token.variable in bound:
            yield "query-rebinds", token.text


def _projects(query: Select, name: str) -> bool:
    """Tell whether a variable is selected: by its name, or by ``*`` where a pattern binds it."""
    depth = 0
    for token in query.head:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.variable == name:
            return True
        if depth == 0 and token.text == "*":
            return name in _bound_within(query.where)
    return False


def _bound_within(group: GroupPattern | Select) -> set[str]:
    """Return the variables that a group can bind, in its nested groups too."""
    if isinstance(group, Select):
        return {token.variable for token in group.head} | _bound_within(group.where)
    found = _bound_by_triples(group)
    for element in group.elements:
        if isinstance(element, NestedPattern):
            found.update(*map(_bound_within, element.groups))
    return found


def is_setwise(query: Select, varying: Collection[str]) -> bool:
    """Tell whether the query may be asked for all focus nodes at once.

    ``varying`` are the pre-bound variables that differ from row to row.
    """
    return all(_keeps_rows(part, varying) for part in walk(query) if isinstance(part, Select))


def _keeps_rows(query: Select, varying: Collection[str]) -> bool:
    words = {token.word for token in query.tail}
    if words & {"limit", "offset"} or query.tail_groups:
        return False
    counts = any(token.word in _AGGREGATES for token in query.head + query.tail)
    if not counts and "group" not in words and "having" not in words:
        return query.form != "ask" or not query.tail
    return query.form != "ask" and set(varying) <= _grouped(query.tail)


def _grouped(tail: Tokens) -> set[str]:
    """Return the variables of ``GROUP BY``, where nothing but variables stands there."""
    found: set[str] = set()
    words = [token.word for token in tail]
    if "group" not in words:
        return found
    for token in tail[words.index("group") + 2 :]:
        if not token.variable:
            break
        found.add(token.variable)
    return found


def write_bound(query: Select, *, varying: Collection[str], constant: Collection[str]) -> str:
    """Return the query with its variables bound to the table, as text.

    An ``ASK`` query becomes a ``SELECT`` of the rows that it would say yes to.
    """
    table = _write_table(varying, constant) if varying or constant else ""
    if query.form == "ask":
        names = " ".join(f"?{name}" for name in sorted(varying))
        prologue = write_tokens(query.prologue)
        return f"{prologue} SELECT DISTINCT {names} {_write_group(query.where, table)}"
    return _write_select(query, table)


def write_asked(query: Select, *, varying: Collection[str], constant: Collection[str]) -> str:
    """Return an ``ASK`` query with its variables bound, as text; the table has one row."""
    return _write_select(query, _write_table(varying, constant))


def _write_table(varying: Collection[str], constant: Collection[str]) -> str:
    row = _ROW if len(varying) > 1 else f"<{BOUND_ALL}>"
    triples = [f"{row} <{BOUND_NAME}{name}> ?{name} ." for name in sorted(varying)]
    triples += [f"<{BOUND_ALL}> <{BOUND_NAME}{name}> ?{name} ." for name in sorted(constant)]
    return f"GRAPH <{BOUND_GRAPH}> {{ {' '.join(triples)} }}"


def _write_select(query: Select, table: str) -> str:
    return " ".join(
        [
            write_tokens(query.prologue),
            query.form,
            write_tokens(query.head),
            _write_group(query.where, table),
            _write_with_groups(query.tail, query.tail_groups, table),
        ]
    )


def _write_group(group: GroupPattern | Select, table: str) -> str:
    if isinstance(group, Select):
        return f"{{ {_write_select(group, table)} }}"
    parts = [table]
    for element in group.elements:
        if isinstance(element, Triples | Values):
            parts.append(write_tokens(element.tokens))
        elif isinstance(element, NestedPattern):
            parts.append(_write_nested(element, table))
        else:
            expression = _write_with_groups(element.tokens, element.groups, table)
            parts.append(f"{element.keyword.upper()} {expression}")
    return f"{{ {' '.join(parts)} }}"


def _write_nested(element: NestedPattern, table: str) -> str:
    groups = [_write_group(group, table) for group in element.groups]
    if element.keyword == "union":
        return " UNION ".join(groups)
    text = f"{element.keyword.upper()} {write_tokens(element.name)} {groups[0]}"
    if element.keyword == "graph" and element.name[0].variable:
        text += f" FILTER({element.name[0].text} != <{BOUND_GRAPH}>)"
    return text


def _write_with_groups(tokens: Tokens, groups: tuple[GroupPattern, ...], table: str) -> str:
    """Write an expression, each lone ``{`` as the next of its groups."""
    rest = iter(groups)
    return write_tokens(
        tuple(
            Token("group", _write_group(next(rest), table)) if token.text == "{" else token
            for token in tokens
        )
    )


def _bound_by_triples(group: GroupPattern) -> set[str]:
    return {
        token.variable
        for element in group.elements
        if isinstance(element, Triples)
        for token in element.tokens
        if token.variable
    }

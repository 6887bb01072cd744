"""Property paths of a shapes graph: where they begin, and how they are written."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from eloggraph.schema.terms import Term, TermIndex

Step = tuple[str, bool]
_DEEPEST = 20
MARKS = {"sh:zeroOrMorePath": "*", "sh:oneOrMorePath": "+", "sh:zeroOrOnePath": "?"}


def first_steps(path: Term, index: TermIndex, *, depth: int = 0) -> tuple[Step, ...]:
    """Return the properties at which a path begins, each with whether it is followed backwards."""
    if isinstance(path, ox.NamedNode):
        return ((path.value, False),)
    if depth > _DEEPEST:
        return ()
    inverse = index.one(path, "sh:inversePath")
    if inverse is not None:
        steps = first_steps(inverse, index, depth=depth + 1)
        return tuple((predicate, not backwards) for predicate, backwards in steps)
    inner = [
        *index.list_of(path, "sh:alternativePath"),
        *(found for mark in MARKS if (found := index.one(path, mark)) is not None),
    ]
    if not inner:
        inner = list(index.members(path))[:1]
    return tuple(step for each in inner for step in first_steps(each, index, depth=depth + 1))


def is_single_step(path: Term, index: TermIndex) -> bool:
    """Tell whether a path is one property or several to choose from, forwards or backwards."""
    if isinstance(path, ox.NamedNode):
        return True
    inverse = index.one(path, "sh:inversePath")
    choices = index.list_of(path, "sh:alternativePath")
    if inverse is not None:
        return isinstance(inverse, ox.NamedNode)
    return bool(choices) and all(isinstance(each, ox.NamedNode) for each in choices)


def write_path(
    path: Term, index: TermIndex, write_iri: Callable[[str], str], *, depth: int = 0
) -> str:
    """Return a path as SPARQL writes it.

    >>> write_path(ox.NamedNode("urn:p"), TermIndex([]), lambda iri: f"<{iri}>")
    '<urn:p>'
    """
    if isinstance(path, ox.NamedNode):
        return write_iri(path.value)
    if depth > _DEEPEST:
        return "…"

    def write(inner: Term) -> str:
        text = write_path(inner, index, write_iri, depth=depth + 1)
        return text if isinstance(inner, ox.NamedNode) else f"({text})"

    inverse = index.one(path, "sh:inversePath")
    if inverse is not None:
        return f"^{write(inverse)}"
    for curie, mark in MARKS.items():
        if (inner := index.one(path, curie)) is not None:
            return write(inner) + mark
    choices = index.list_of(path, "sh:alternativePath")
    if choices:
        return "|".join(map(write, choices))
    return "/".join(map(write, index.members(path)))

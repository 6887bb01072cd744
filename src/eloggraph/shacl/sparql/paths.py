"""Property paths of shapes, written as SPARQL writes them.

Source: SHACL, W3C Recommendation 20 July 2017, section 2.3.1.
"""

from __future__ import annotations

import pyoxigraph as ox

from eloggraph.schema.terms import Term, TermIndex

_MARKS = {"sh:zeroOrMorePath": "*", "sh:oneOrMorePath": "+", "sh:zeroOrOnePath": "?"}
_DEEPEST = 100


class PathError(ValueError):
    """A path is missing or is none of the specification; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write_path(path: object, index: TermIndex, depth: int = 0) -> str:
    """Return a path of a shapes graph as a SPARQL path expression.

    Raises
    ------
    PathError
        When the node is no path, or one that leads into itself.

    Examples
    --------
    >>> start, end, knows = ox.BlankNode(), ox.BlankNode(), ox.NamedNode("urn:knows")
    >>> inverse = ox.NamedNode("http://www.w3.org/ns/shacl#inversePath")
    >>> write_path(start, TermIndex([ox.Triple(start, inverse, knows)]))
    '^<urn:knows>'
    """
    if depth > _DEEPEST:
        raise PathError("path-malformed")
    if isinstance(path, ox.NamedNode):
        return f"<{path.value}>"
    if index.one(path, "rdf:first") is not None:
        return _join("/", list(index.members(path)), index, depth)
    alternative = index.one(path, "sh:alternativePath")
    if alternative is not None:
        return _join("|", list(index.members(alternative)), index, depth)
    inverse = index.one(path, "sh:inversePath")
    if inverse is not None:
        return f"^{_write_step(inverse, index, depth)}"
    for curie, mark in _MARKS.items():
        inner = index.one(path, curie)
        if inner is not None:
            return f"{_write_step(inner, index, depth)}{mark}"
    raise PathError("path-malformed")


def _join(mark: str, members: list[Term], index: TermIndex, depth: int) -> str:
    if len(members) < 2:
        raise PathError("path-malformed")
    return f"({mark.join(_write_step(member, index, depth) for member in members)})"


def _write_step(path: object, index: TermIndex, depth: int) -> str:
    written = write_path(path, index, depth + 1)
    return written if written[0] in "<(" and written[-1] in ">)" else f"({written})"

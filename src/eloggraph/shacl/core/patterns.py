"""Regular expressions of ``sh:pattern`` for engines that run in linear time.

SHACL means SPARQL ``REGEX`` (XPath Functions 3.1, section 5.6). Engines that never backtrack
cannot be made to hang by a pattern; the little that they lack is told as a fault of the shape.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

_INITIAL = r"_:\p{L}"
_NAME = r"\-._:\p{L}\p{N}\p{M}"
_ESCAPES = {
    r"\i": f"[{_INITIAL}]",
    r"\I": f"[^{_INITIAL}]",
    r"\c": f"[{_NAME}]",
    r"\C": f"[^{_NAME}]",
}
_INSIDE = {r"\i": _INITIAL, r"\c": _NAME}
_SPACE = " \t\r\n"


def translate_pattern(pattern: str, flags: str = "") -> str | None:
    r"""Return the pattern in the syntax of linear-time engines, or None where they lack it.

    Parameters
    ----------
    pattern, flags
        As in XPath: the flags are any of ``s m i x q``.

    Examples
    --------
    >>> translate_pattern("^a b$", "ix")
    '(?i)^ab$'
    >>> translate_pattern("a.b", "q")
    'a\\.b'
    >>> translate_pattern("(?=lookahead)") is None
    True
    """
    if set(flags) - set("smixq"):
        return None
    body = re.escape(pattern) if "q" in flags else _translate(pattern, drop_space="x" in flags)
    modes = "".join(flag for flag in "ims" if flag in flags)
    regex = f"(?{modes}){body}" if modes else body
    return regex if _is_accepted(regex) else None


def _translate(pattern: str, *, drop_space: bool) -> str:
    """Rewrite what XPath writes otherwise: name escapes, subtraction, and plain ``&``."""
    out: list[str] = []
    depth, position = 0, 0
    while position < len(pattern):
        token = pattern[position]
        if token == "\\":
            token = pattern[position : position + 2]
            names = {**_ESCAPES, **_INSIDE} if depth else _ESCAPES
            out.append(names.get(token, token))
        elif token == "[":
            # Inside a class an opening bracket is the subtraction of another class.
            if depth and out and out[-1] == "-":
                out.append("-")
            depth += 1
            out.append(token)
        elif depth:
            depth -= token == "]"
            out.append("\\" + token if token in "&~" else token)
        elif not (drop_space and token in _SPACE):
            out.append(token)
        position += len(token)
    return "".join(out)


def _is_accepted(regex: str) -> bool:
    """Ask a linear-time engine: an error leaves the variable unbound."""
    solutions = ox.Store().query(f"SELECT (REGEX('', {ox.Literal(regex)}) AS ?found) {{}}")
    assert isinstance(solutions, ox.QuerySolutions)
    return any(solution["found"] is not None for solution in solutions)

"""What a query of ours selects that the toolkit binds, and the query with it written out.

``?lang`` is the language of the reader, ``?own`` the graph of the network: see ``queries``.
"""

from __future__ import annotations

import re

from eloggraph.graph.query_safety import TOKEN
from eloggraph.text import Language

_HEAD = re.compile(r"\bselect\b.*?\bwhere\b", re.I | re.DOTALL)
# Where a variable is named as a column: what stands there is no term.
_COLUMNS = re.compile(r"\bselect\b[^{]*?\bwhere\b|\bgroup\s+by\b(?:\s+\?\w+)+", re.I)
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)


def selects(query: str, name: str) -> bool:
    """Tell whether the outermost SELECT of a query has a variable.

    >>> selects("SELECT ?a ?own WHERE { GRAPH ?own { ?a a ?b } }", "own")
    True
    """
    head = _HEAD.search(query)
    return head is not None and re.search(rf"\?{name}\b", head.group(0)) is not None


def write_shown(query: str, language: Language) -> str:
    """Return a query of ours as it runs without the toolkit's bindings, to begin one's own with.

    The language stands in it, and the graph of the network is ``<>``: the base of relative IRIs.

    >>> print(write_shown("SELECT ?a ?lang ?own WHERE { GRAPH ?own { ?a a ?lang } }", "fi"))
    SELECT ?a WHERE { GRAPH <> { ?a a "fi" } }
    """
    terms = {
        f"?{name}": term
        for name, term in (("lang", f'"{language}"'), ("own", "<>"))
        if selects(query, name)
    }
    comments = [found.span() for found in _COMMENT.finditer(query)]
    found = [each.span() for each in _COLUMNS.finditer(query)]
    columns = [span for span in found if not any(a <= span[0] < b for a, b in comments)]

    def write(token: re.Match[str]) -> str:
        term = terms.get(token.group())
        if term is None:
            return token.group()
        is_column = any(start <= token.start() < end for start, end in columns)
        return "" if is_column else term

    written = TOKEN.sub(write, query)
    return re.sub(r"(?<=\S) +\n", "\n", re.sub(r"(?<=\S) {2,}(?=\S)", " ", written))

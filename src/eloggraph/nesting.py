"""How deep a text nests, measured before any parser sees it: some end the process when it is deep.

The measure is an upper one: what looks like a bracket counts, in whatever it stands.
"""

from __future__ import annotations

import re

DEEPEST = 200
# What is never closed ends with the text, so that nothing is looked at twice.
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_XML_REST = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[?!][^>]*(?:>|\Z)|<[^<>]*/>", re.DOTALL
)
_XML_TAG = re.compile(rb"<(/?)[^<>]*>")
_TRIPLE_TERM = re.compile(rb"<<|>>")
_DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")


def is_deep_json(data: bytes) -> bool:
    """Tell whether objects and arrays lie deeper in each other than any data of people does.

    >>> is_deep_json(b"[" * 300 + b"]" * 300), is_deep_json(b'["[[[["]')
    (True, False)
    """
    rest = _JSON_STRING.sub(b"", data).translate(None, _all_but(b"[]{}"))
    # Each round takes away the innermost pairs, at the pace of the C library.
    for _ in range(DEEPEST):
        shorter = rest.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(rest):
            break
        rest = shorter
    else:
        return bool(rest)
    return rest.count(b"[") + rest.count(b"{") > DEEPEST  # what is open and never closed


def is_deep_xml(data: bytes) -> bool:
    """Tell whether elements lie deeper in each other than any data of people does.

    >>> is_deep_xml(b"<a>" * 300 + b"</a>" * 300), is_deep_xml(b"<a><b/></a>" * 300)
    (True, False)
    """
    depth = 0
    for tag in _XML_TAG.finditer(_XML_REST.sub(b"", data)):
        depth += -1 if tag.group(1) else 1
        if depth > DEEPEST:
            return True
    return False


def is_deep_rdf(data: bytes) -> bool:
    """Tell whether triple terms lie deep in each other; in statements without them nothing does.

    >>> is_deep_rdf(b"<<( <urn:a> <urn:b> " * 300), is_deep_rdf(b"<urn:a> <urn:b> <urn:c> .")
    (True, False)
    """
    if data.count(b"<<") <= DEEPEST:
        return False
    depth = 0
    for mark in _TRIPLE_TERM.finditer(data):
        depth = max(0, depth + (1 if mark.group() == b"<<" else -1))
        if depth > DEEPEST:
            return True
    return False


def has_long_key(text: str) -> bool:
    """Tell whether a key of TOML has so many parts that its tables would fill the memory.

    >>> has_long_key("a." * 60 + "a = 1"), has_long_key('title = "Ver. 1.0.2"')
    (True, False)
    """
    return _DOTTED.search(text) is not None


def _all_but(kept: bytes) -> bytes:
    return bytes(byte for byte in range(256) if byte not in kept)

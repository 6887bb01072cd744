"""How deep a text nests, measured before any parser sees it: some end the process when it is deep.

The measure is an upper one: what looks like a bracket counts, in whatever it stands.
"""

from __future__ import annotations

import re

DEEPEST = 200
# What is never closed ends with the text, so that nothing is looked at twice.
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
# The beginning of what has an end of its own, or a whole tag, in whose values any mark may stand.
_XML_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_XML_BEGUN = rb"<[^<>?!\"'][^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*+"
_XML_MARK = re.compile(rb"<!--|<!\[CDATA\[|<\?|" + _XML_BEGUN + rb">")
# What may yet become one when more of the text is there.
_XML_OPEN = re.compile(rb"(?:<(?:!(?:-|\[[CDAT]*)?)?|" + _XML_BEGUN + rb"(?:\"[^\"]*|'[^']*)?)\Z")
_LONGEST_TAG = 64 << 20
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
    return ElementDepth().is_deep(data)


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


class TripleDepth:
    r"""How deep triple terms lie in each other, in a text that comes in parts of whole lines.

    >>> depth = TripleDepth()
    >>> [depth.is_deep(b"<<( <urn:a> <urn:b>\n" * 150) for _ in range(2)]
    [False, True]
    """

    def __init__(self) -> None:
        self._depth = 0

    def is_deep(self, part: bytes) -> bool:
        """Tell whether the next part takes them too deep."""
        if not self._depth and b"<<" not in part:
            return False
        for mark in _TRIPLE_TERM.finditer(part):
            self._depth = max(0, self._depth + (1 if mark.group() == b"<<" else -1))
            if self._depth > DEEPEST:
                return True
        return False


class ElementDepth:
    """How deep elements of XML lie in each other, in a text that comes in parts.

    A tag of more than 64 MB, which is held until it ends, counts as deep.

    >>> depth = ElementDepth()
    >>> [depth.is_deep(part) for part in (b"<a>" * 150 + b"<!-- ", b"<a>" * 150, b"--><a>" * 51)]
    [False, False, True]
    """

    def __init__(self) -> None:
        self._depth = 0
        self._left = b""
        self._end: bytes | None = None  # of a comment and its like, where one is open

    def is_deep(self, part: bytes) -> bool:
        """Tell whether the next part takes them too deep."""
        text, at = self._left + part, 0
        while True:
            if self._end is not None:
                if (end := text.find(self._end, at)) < 0:
                    self._left = text[max(at, len(text) - len(self._end) + 1) :]
                    return False
                at, self._end = end + len(self._end), None
            begun = text.find(b"<", at)
            tag = None if begun < 0 else _XML_MARK.match(text, begun)
            if tag is None:
                if begun >= 0 and _XML_OPEN.match(text, begun) is None:
                    at = begun + 1
                    continue
                self._left = b"" if begun < 0 else text[begun:]
                return len(self._left) > _LONGEST_TAG
            at, self._end = tag.end(), _XML_ENDS.get(tag.group())
            if self._end is None and not tag.group().endswith(b"/>"):
                self._depth += -1 if tag.group().startswith(b"</") else 1
                if self._depth > DEEPEST:
                    return True


def has_long_key(text: str) -> bool:
    """Tell whether a key of TOML has so many parts that its tables would fill the memory.

    >>> has_long_key("a." * 60 + "a = 1"), has_long_key('title = "Ver. 1.0.2"')
    (True, False)
    """
    return _DOTTED.search(text) is not None


def _all_but(kept: bytes) -> bytes:
    return bytes(byte for byte in range(256) if byte not in kept)

"""XML with the places of its elements in the bytes, so that it is changed where it must be alone.

Everything else stays as it is, byte for byte: prefixes, white space, extensions nobody here knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""\s([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(r"<(/?)(?=[A-Za-z]+[ />])")
# What a text must not have in XML, and what readers of workbooks would take for such a thing.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
MOST_ELEMENTS = 2_000_000


class UnpatchableError(Exception):
    """A workbook is not built in a way that lets it be changed in place."""


@dataclass(slots=True)
class Element:
    """An element: its local name, and where its tags begin and end in the bytes.

    The bytes are ``<a>`` from ``start`` to ``inside``, what it holds up to ``close``, and ``</a>``
    up to ``end``; of ``<a/>`` the last three are the same.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inside: int
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all that are in it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    def find(self, name: str) -> Element | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Element]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def linked(self) -> str:
        """Return the id of the relationship that the element names."""
        return next((v for k, v in self.attributes.items() if k.endswith(":id")), "")


def make_parser(data: bytes) -> expat.XMLParserType:
    """Return a parser that tells where it is in the bytes, and bears no entities of a document.

    Raises
    ------
    UnpatchableError
        When the bytes are in an encoding in which plain letters are no single bytes.
    """
    if data.startswith(_WIDE):
        raise UnpatchableError("UTF-16")
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnpatchableError("DTD")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def end_tag_at(data: bytes, start: int) -> int:
    """Return where the tag ends that begins at a place."""
    found = _TAG.match(data, start)
    if found is None:
        raise UnpatchableError("tag")
    return found.end()


def parse(data: bytes) -> Element:
    """Return the root of a small document.

    >>> root = parse(b'<a><x:b c="1"/></a>')
    >>> root.children[0].name, root.children[0].attributes, root.close
    ('b', {'c': '1'}, 15)
    """
    parser, stack, roots = make_parser(data), list[Element](), list[Element]()
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise UnpatchableError("elements")
        at = parser.CurrentByteIndex
        prefix, _, name = tag.rpartition(":")
        inside = end_tag_at(data, at)
        element = Element(name, prefix, attributes, at, inside)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def end(_: str) -> None:
        element = stack.pop()
        is_empty = data[element.inside - 2 : element.inside] == b"/>"
        element.close = element.inside if is_empty else parser.CurrentByteIndex
        element.end = element.inside if is_empty else end_tag_at(data, element.close)

    def text(piece: str) -> None:
        if stack:
            stack[-1].text += piece

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnpatchableError(str(error)) from error
    return roots[0]


class Edits:
    """Changes of some bytes, made all at once."""

    def __init__(self) -> None:
        self._made: list[tuple[int, int, bytes]] = []

    def __len__(self) -> int:
        """Return how many changes there are."""
        return len(self._made)

    def forget(self, since: int) -> None:
        """Leave out the changes after so many."""
        del self._made[since:]

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put other bytes in the place of some."""
        self._made.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put bytes at a place; those put later at the same place come after."""
        self._made.append((at, at, new))

    def remove(self, element: Element) -> None:
        """Take an element away with all that it holds."""
        self._made.append((element.start, element.end, b""))

    def append(self, data: bytes, element: Element, new: bytes) -> None:
        """Put bytes at the end of what an element holds."""
        if element.close != element.end:
            self.insert(element.close, new)
            return
        tag = data[element.start : element.inside]
        name = tag[1:].split(None, 1)[0].rstrip(b"/>")
        opened = tag[:-2].rstrip() + b">"
        self.replace(element.start, element.end, opened + new + b"</" + name + b">")

    def set(self, data: bytes, element: Element, name: str, value: str) -> None:
        """Give an attribute of an element another value."""
        tag = data[element.start : element.inside]
        self.replace(element.start, element.inside, set_attribute(tag, name, value))

    def apply(self, data: bytes) -> bytes:
        """Return the bytes with the changes made."""
        pieces, at = list[bytes](), 0
        for start, end, new in sorted(self._made, key=lambda edit: edit[:2]):
            if start < at:
                raise UnpatchableError("overlap")
            pieces += (data[at:start], new)
            at = end
        pieces.append(data[at:])
        return b"".join(pieces)


def set_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a start tag with an attribute of another value, or without it.

    >>> set_attribute(b'<c r="A1" s="2">', "s", "5"), set_attribute(b'<c r="A1"/>', "s", "5")
    (b'<c r="A1" s="5">', b'<c r="A1" s="5"/>')
    >>> set_attribute(b'<c r="A1" s="2">', "s", None)
    b'<c r="A1">'
    """
    new = b"" if value is None else f' {name}="{escape_attribute(value)}"'.encode("ascii")
    for found in _ATTRIBUTE.finditer(tag) if name.encode() in tag else ():
        if found[1] == name.encode():
            return tag[: found.start()] + new + tag[found.end() :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    kept = len(tag[:end].rstrip()) if new else end
    return tag[:kept] + new + tag[kept:]


def escape(text: str) -> str:
    r"""Return text as a cell or a comment of a workbook has it, in plain letters only.

    >>> escape("ä < \x01 _x0041_")
    '&#228; &lt; _x0001_ _x005F_x0041_'
    """
    known = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return _escape(known.replace("\r\n", "\n").replace("\r", "\n"))


def escape_attribute(text: str) -> str:
    """Return text as an attribute has it, in plain letters only."""
    plain = re.sub("[\x00-\x1f]", " ", text)
    return _escape(plain).replace('"', "&quot;")


def _escape(text: str) -> str:
    text = _NO_CHARACTER.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def prefix_tags(text: str, prefix: str) -> str:
    """Return XML with a prefix before the name of each element that has none.

    >>> prefix_tags("<b><c/></b>", "x")
    '<x:b><x:c/></x:b>'
    """
    return _NAME.sub(rf"<\1{prefix}:", text) if prefix else text


def name_tag(prefix: str, name: str) -> str:
    """Return the name of an element with its prefix, if it has one."""
    return f"{prefix}:{name}" if prefix else name


def find_position(root: Element, names: Sequence[str]) -> int:
    """Return where a child of the root stands that comes before those of some names."""
    found = (child.start for child in root.children if child.name in names)
    return next(found, root.close)

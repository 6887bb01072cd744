"""What stands before the root of an RDF/XML file: its encoding, and the entities that it declares.

Old ontology editors declare plain entities as abbreviations. Those are read within bounds; what
else a document type may say is refused before any parser sees the file.

Source: XML 1.0 (Fifth Edition), sections 2.8, 4.2 and 4.3.3.
"""

from __future__ import annotations

import codecs
import re

# How much longer than the file the text may become by its entities, and what it always may.
MOST_GROWTH = 20
ALWAYS_ALLOWED = 1 << 20

_DECLARED = re.compile(
    rb"""\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["'](?P<name>[A-Za-z][\w.-]{0,40})["']"""
)
_READ_AS_UTF8 = re.compile(rb"utf-?8", re.IGNORECASE)
# The parser takes UTF-8 alone; from these it is decoded, as they are what people declare.
_KNOWN = re.compile(r"us-ascii|utf-16(?:le|be)?|iso-8859-\d{1,2}|windows-125\d", re.IGNORECASE)
# Letters that ISO-8859-1 does not have: whoever declares it and writes them means another.
_C1 = re.compile("[\x80-\x9f]")
_PROLOGUE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(rb"<[^<>?!/]")
_HEAD = re.compile(rb"""<!DOCTYPE\s+[^\s\[<>'"]+\s*(?P<open>\[|>)""")
_PART = re.compile(
    rb"""\s+|<!--.*?-->|<!ENTITY\s+(?P<name>[\w.-]+)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*>"""
    rb"""|(?P<end>\]\s*>)""",
    re.DOTALL,
)
# A value that uses another entity or has elements in it is no abbreviation, however it is written.
_NOT_PLAIN = re.compile(
    rb"<|%|&(?!#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});)|&#(?:0*(?:38|60)|x0*(?:26|3c));", re.I
)
_USED = re.compile(rb"&([\w.:-]+);")
_PREDEFINED = frozenset({b"lt", b"gt", b"amp", b"quot", b"apos"})


class OtherEncodingError(Exception):
    """The bytes are not in the encoding that is declared: ``likely`` may be it, seen at ``row``."""

    def __init__(self, likely: str | None = None, row: int | None = None) -> None:
        self.likely, self.row = likely, row
        super().__init__()


class DocumentTypeError(Exception):
    """A document type says more than plain entities do, or these make the text too long."""


def read_head(data: bytes) -> bytes:
    r"""Return an RDF/XML file in UTF-8 with no other document type than plain entities.

    Lines stay where they are. Of two entities of one name the first counts, as in XML.

    Raises
    ------
    OtherEncodingError
        When the encoding that is declared is not known here, or the bytes are not in it.
    DocumentTypeError
        When the document type names a file or holds more than plain entities, when entities use
        each other, or when all uses of them are longer than :data:`MOST_GROWTH` times the file.

    Examples
    --------
    >>> read_head('<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("latin-1")).decode()
    '<?xml version="1.0" encoding="UTF-8"?><a>ä</a>'
    >>> read_head(b"<!DOCTYPE a [<!ENTITY b 'c'>\n<!-- d -->]><a>&b;</a>")
    b'<!DOCTYPE a [<!ENTITY b "c">\n]><a>&b;</a>'
    """
    data = _decode(data)
    start = _PROLOGUE.match(data)
    at = start.end() if start else 0
    if data[at : at + 2] != b"<!":
        return data
    entities, end = _read_entities(data, at)
    _refuse_growth(data, entities)
    declared = b"".join(b'<!ENTITY %s "%s">' % each for each in entities.items())
    name = data[at:end].split(b"[")[0].split(b">")[0]
    lines = b"\n" * data.count(b"\n", at, end)
    lines = lines[name.count(b"\n") :]
    return data[:at] + name + (b"[" + declared + lines + b"]>") + data[end:]


def is_plain(first: bytes) -> bool:
    """Tell whether RDF/XML is UTF-8 without a document type, by the first part of it.

    >>> is_plain(b"<?xml version='1.0'?><a>"), is_plain(b"<!DOCTYPE a><a>")
    (True, False)
    """
    try:
        is_read = _decode(first) is first
    except OtherEncodingError:
        return False
    start = _PROLOGUE.match(first)
    # Of a part that ends within what stands before the root, nothing is known.
    return is_read and start is not None and _ROOT.match(first, start.end()) is not None


def _decode(data: bytes) -> bytes:
    """Return the bytes in UTF-8, whatever encoding mark or declaration tell."""
    declared = _DECLARED.match(data)
    name = declared.group("name").decode() if declared else ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif not declared or _READ_AS_UTF8.fullmatch(declared.group("name")):
        if b"\x00" in data[:64]:
            raise OtherEncodingError
        return data
    if not _KNOWN.fullmatch(name):
        raise OtherEncodingError
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        raise OtherEncodingError from error
    if name.lower() == "iso-8859-1" and (found := _C1.search(text)):
        raise OtherEncodingError("Windows-1252", text.count("\n", 0, found.start()) + 1)
    plain = text.encode()
    if declared := _DECLARED.match(plain):
        plain = plain[: declared.start("name")] + b"UTF-8" + plain[declared.end("name") :]
    return plain


def _read_entities(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """Return the values of entities by name, and where the document type ends."""
    head = _HEAD.match(data, at)
    if head is None:
        raise DocumentTypeError
    found: dict[bytes, bytes] = {}
    at = head.end()
    if head.group("open") == b">":
        return found, at
    while part := _PART.match(data, at):
        at = part.end()
        if part.group("end"):
            return found, at
        name = part.group("name")
        if name is not None and name not in _PREDEFINED:
            value = part.group("double")
            value = part.group("single") if value is None else value
            if _NOT_PLAIN.search(value):
                raise DocumentTypeError
            found.setdefault(name, value.replace(b'"', b"&#34;"))
    raise DocumentTypeError


def _refuse_growth(data: bytes, entities: dict[bytes, bytes]) -> None:
    made = sum(len(entities.get(name, b"")) for name in _USED.findall(data))
    if made > max(ALWAYS_ALLOWED, MOST_GROWTH * len(data)):
        raise DocumentTypeError

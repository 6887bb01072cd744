"""Contexts of JSON-LD from files: written into the document in place of their addresses.

The parser fetches nothing, and neither do we: an address stands for a file that the reader has
given for it, and a relative one for a file beside the document.

Source: JSON-LD 1.1, sections 3.1 and 4.1; JSON-LD 1.1 Processing Algorithms, section 4.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from eloggraph.nesting import is_deep_json

# How long all contexts together may be, and how many may stand in each other.
MOST_WRITTEN = 16 << 20
DEEPEST = 20

_NAMED = re.compile(rb'"@(?:context|import)"\s*:\s*["\[{]')
_STRING = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*+(?:"|\\?\Z))(?P<key>\s*:\s*)?', re.DOTALL)
_CONTEXT, _IMPORT, _BASE, _VALUE = "@context", "@import", "@base", "@value"


class ContextError(Exception):
    """A context cannot be used: ``value`` is its address or file, ``variant`` tells why."""

    def __init__(self, variant: str, value: str = "") -> None:
        self.variant, self.value = variant, value
        super().__init__(variant, value)


class ContextsError(Exception):
    """Contexts of a document cannot be used, each for its own reason."""

    def __init__(self, errors: tuple[ContextError, ...]) -> None:
        self.errors = errors
        super().__init__(*errors)


Open = Callable[[str], bytes]


@dataclass(slots=True)
class _Writer:
    """Writes contexts out; ``lacking`` are those that could not be found.

    ``found`` has each that could, by its address, with how long it is as text.
    """

    open: Open
    written: int = 0
    found: dict[str, tuple[Any, int]] = field(default_factory=dict)
    lacking: dict[str, ContextError] = field(default_factory=dict)

    def write_out(self, context: Any, base: str, depth: int = 0) -> Any:
        """Return a context without any address in it."""
        if depth > DEEPEST:
            raise ContextError("deep", base)
        if isinstance(context, str):
            return self._find(context, base, depth)
        if isinstance(context, list):
            return [part for each in context for part in self._spread(each, base, depth)]
        if isinstance(context, dict):
            return self._write_object(context, base, depth)
        return context

    def _spread(self, context: Any, base: str, depth: int) -> list[Any]:
        """Return the parts of a member of an array: in an array there is no other one."""
        found = self.write_out(context, base, depth + 1)
        return found if isinstance(found, list) else [found]

    def _write_object(self, context: dict[str, Any], base: str, depth: int) -> dict[str, Any]:
        written = {name: self._write_term(each, base, depth) for name, each in context.items()}
        imported = written.pop(_IMPORT, None)
        if not isinstance(imported, str):
            return written
        found = self._find(imported, base, depth)
        if not isinstance(found, dict):
            raise ContextError("import", imported)
        return {**found, **written}

    def _write_term(self, definition: Any, base: str, depth: int) -> Any:
        if not isinstance(definition, dict) or _CONTEXT not in definition:
            return definition
        return {**definition, _CONTEXT: self.write_out(definition[_CONTEXT], base, depth + 1)}

    def _find(self, name: str, base: str, depth: int) -> Any:
        """Return the context of an address, without what it may not say of a document."""
        address = urljoin(base, name)
        if address in self.lacking:
            return {}
        if address not in self.found:
            try:
                read = _parse(self.open(address), name)
            except ContextError as error:
                self.lacking.setdefault(address, ContextError(error.variant, name))
                return {}
            made = _without_base(self.write_out(read, address, depth + 1))
            self.found[address] = (made, len(json.dumps(made)))
        context, length = self.found[address]
        self.written += length
        if self.written > MOST_WRITTEN:
            raise ContextError("large", name)
        return context


def _without_base(context: Any) -> Any:
    """Return a context as another document may use it: the base of its own is not theirs."""
    if isinstance(context, list):
        return [_without_base(each) for each in context]
    if not isinstance(context, dict):
        return context
    return {name: value for name, value in context.items() if name != _BASE}


def _parse(data: bytes, name: str) -> Any:
    try:
        if is_deep_json(data):
            raise ContextError("malformed", name)
        document = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ContextError("malformed", name) from error
    if not isinstance(document, dict) or _CONTEXT not in document:
        raise ContextError("malformed", name)
    return document[_CONTEXT]


def names_context(data: bytes) -> bool:
    """Tell whether a document may name a context by an address."""
    return _NAMED.search(data) is not None


def write_contexts(data: bytes, base: str, open_context: Open) -> bytes:
    r"""Return a JSON-LD document with the contexts that it names written into it.

    All else, and every line, stays as it is.

    Parameters
    ----------
    data
        The document; what is no JSON is returned as it is, for the parser to tell.
    base
        The IRI of the document, against which relative addresses are resolved.
    open_context
        Returns the bytes of the file that stands for an address, or raises :class:`ContextError`.

    Raises
    ------
    ContextsError
        Naming every context that cannot be used.

    Examples
    --------
    >>> text = b'{"@context": "c.jsonld",\n "name": "Tampere"}'
    >>> files = {"http://a/c.jsonld": b'{"@context": {"name": "http://b/name"}}'}
    >>> print(write_contexts(text, "http://a/d.jsonld", files.__getitem__).decode())
    {"@context": {"name": "http://b/name"},
     "name": "Tampere"}
    """
    if not names_context(data) or is_deep_json(data):
        return data
    writer = _Writer(open_context)
    try:
        text = data.decode("utf-8")
        parts = list(_write_parts(text, base, writer))
    except ContextError as error:
        raise ContextsError((*writer.lacking.values(), error)) from error
    except ValueError:
        return data
    if writer.lacking:
        raise ContextsError(tuple(writer.lacking.values()))
    return "".join(parts).encode()


def _write_parts(text: str, base: str, writer: _Writer) -> Iterator[str]:
    """Yield the text with its contexts written out."""
    decoder = json.JSONDecoder()
    at = done = 0
    while found := _STRING.search(text, at):
        at = found.end()
        if not found.group("key"):
            continue
        if found.group("text") == f'"{_VALUE}"':  # what is in it is data, also where it is JSON
            at = decoder.raw_decode(text, at)[1] if text[at : at + 1] in ("{", "[") else at
        elif found.group("text") == f'"{_CONTEXT}"':
            context, end = decoder.raw_decode(text, at)
            written = writer.write_out(context, base)
            if written != context:
                lines = "\n" * text.count("\n", at, end)
                yield text[done:at] + json.dumps(written) + lines
                done = end
            at = end
    yield text[done:]

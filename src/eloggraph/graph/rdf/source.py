"""RDF files as bytes, and within what bounds they are read.

Nothing that a file names is fetched. Of document types in RDF/XML only plain entities are read, a
context of JSON-LD is one that was given as a file or lies beside the document, and a compressed
file is opened only as far as its measure allows.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin

import pyoxigraph as ox

from eloggraph.finding import Finding, Place, tell
from eloggraph.graph.rdf.contexts import ContextError, ContextsError, write_contexts
from eloggraph.graph.rdf.found import STDIN, RdfSource, RefusedError
from eloggraph.graph.rdf.packed import About, NotPackedError, read_packed_about
from eloggraph.graph.rdf.packed_rows import UnsoundError, write_packed_lines
from eloggraph.graph.rdf.xml_head import DocumentTypeError, OtherEncodingError, read_head
from eloggraph.iri import FILE_BASE
from eloggraph.nesting import DEEPEST, is_deep_json, is_deep_rdf, is_deep_xml
from eloggraph.once import PartsReader, hash_once, keep_told, read_once, read_parts
from eloggraph.output.ownership import hash_bytes

MOST_BYTES = 8 << 30
# Text compresses well, and repeated statements better; a higher ratio is a zip bomb.
MOST_RATIO = 200
_MEASURED_FROM = 64 << 20
_CHUNK = 1 << 20

_MOST_OF_CONTEXT = 8 << 20
_BOM = b"\xef\xbb\xbf"


def read_source(source: RdfSource) -> bytes:
    """Return the bytes of a file, opened if it is compressed, without byte order mark.

    Raises
    ------
    RefusedError
        When the file cannot be read, is too large, or could do harm.
    """
    with _told(source):
        if source.path == STDIN:  # which whoever runs the command has given
            data = STDIN.read_bytes()
            keep_told("-", hash_bytes(data))
        elif source.is_packed:
            return b"".join(_read_packed(source))
        elif _is_zipped(source):
            data = b"".join(_unzip(source))
        else:
            data = read_once(source.path)
    data = data.removeprefix(_BOM)
    if source.format == ox.RdfFormat.RDF_XML:
        return _read_xml(source, data)
    if source.format == ox.RdfFormat.JSON_LD:
        return _read_json(source, data)
    return data


def read_source_parts(source: RdfSource, size: int, *, is_bounded: bool = True) -> Iterator[bytes]:
    """Yield the bytes of a file in parts that end with a line, of about a size.

    It may be of any size where ``is_bounded`` is false: for who holds a part at a time.

    Raises
    ------
    RefusedError
        When the file cannot be read, is too large, or could do harm.
    """
    with _told(source, is_bounded=is_bounded):
        if source.is_packed:
            yield from _read_packed(source)
            return
        packed = _unzip(source, is_bounded=is_bounded) if _is_zipped(source) else None
        for number, part in enumerate(cut_at_lines(packed or read_parts(source.path, size), size)):
            yield part if number else part.removeprefix(_BOM)


@contextmanager
def _told(source: RdfSource, *, is_bounded: bool = True) -> Iterator[None]:
    """Refuse a file that is too large or cannot be read."""
    try:
        size = source.path.stat().st_size
        if is_bounded and size > MOST_BYTES:
            raise _refuse("rdf-too-large", source, size=_megabytes(size))
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refuse("rdf-unreadable", source, reason=reason) from error


def open_packed(source: RdfSource) -> About:
    """Return what a file of statements is made of.

    Raises
    ------
    RefusedError
        When it is none, or of another version of the format.
    """
    with _told(source, is_bounded=False), packed_told(source):
        hash_once(source.path)
        return read_packed_about(source.path)


@contextmanager
def packed_told(source: RdfSource) -> Iterator[None]:
    """Refuse a file of statements that is none, or of which a row is none."""
    try:
        yield
    except NotPackedError as error:
        raise _refuse("rdf-parquet", source, variant=error.variant) from error
    except UnsoundError as error:
        raise _refuse("rdf-parquet", source, variant="row", n=error.row) from error


def _read_packed(source: RdfSource) -> Iterator[bytes]:
    open_packed(source)
    with packed_told(source):
        yield from write_packed_lines(source.path)


def _is_zipped(source: RdfSource) -> bool:
    return source.path.suffix.lower() == ".gz" and source.path.is_file()


def cut_at_lines(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    r"""Yield bytes in parts of a size or more, each of whole lines.

    >>> list(cut_at_lines([b"a\nb", b"c", b"\nd"], 2))
    [b'a\n', b'bc\n', b'd']
    """
    waiting, height = list[bytes](), 0
    for part in parts:
        height += len(part)
        end = part.rfind(b"\n") + 1
        if not end or height < size:
            waiting.append(part)
            continue
        yield b"".join([*waiting, memoryview(part)[:end]])
        waiting = [part[end:]]
        height = len(part) - end
    if rest := b"".join(waiting):
        yield rest


def _read_xml(source: RdfSource, data: bytes) -> bytes:
    try:
        return read_head(data)
    except DocumentTypeError as error:
        raise _refuse("rdf-document-type", source) from error
    except OtherEncodingError as error:
        if error.likely is None:
            raise _refuse("rdf-encoding", source, variant="declared") from error
        place = Place(file=source.name, row=error.row)
        values = {"variant": "line", "encoding": error.likely}
        told = tell("rdf-encoding", "violation", place, chapter="checks", **values)
        raise RefusedError(told) from error


def _read_json(source: RdfSource, data: bytes) -> bytes:
    try:
        return write_contexts(data, source.base, partial(_open_context, source))
    except ContextsError as errors:
        findings = [_tell_context(source, error) for error in errors.errors]
        raise RefusedError(*findings) from errors


def _open_context(source: RdfSource, address: str) -> bytes:
    """Return the bytes of the file that was given for an address, or lies beside the document."""
    given = {urljoin(source.base, name): path for name, path in source.contexts.items()}
    path = given.get(address) or _find_beside(source, address)
    if path is None:
        raise ContextError("unknown")
    try:
        return read_once(path, _MOST_OF_CONTEXT)
    except OSError as error:
        raise ContextError("unreadable") from error


def _find_beside(source: RdfSource, address: str) -> Path | None:
    """Return the file that a relative address means, within the folder that was given."""
    if source.path == STDIN or not address.startswith(FILE_BASE):
        return None
    if PurePosixPath(source.name).is_absolute():
        return None
    above = Path(os.path.abspath(source.path)).parents  # noqa: PTH100 - links are not followed yet
    folder = above[len(PurePosixPath(source.name).parts) - 1].resolve()
    try:
        path = (folder / unquote(address.removeprefix(FILE_BASE))).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError):  # no name that a file may have
        return None


def _tell_context(source: RdfSource, error: ContextError) -> Finding:
    """Return what is wrong with a context that the document names."""
    variant = error.variant
    if variant == "unknown":
        variant = "named" if ":" in error.value else "beside"
    values = {"variant": variant, "value": error.value}
    return tell("rdf-remote-context", "violation", source.place, chapter="checks", **values)


def refuse_deep(source: RdfSource, data: bytes) -> None:
    """Refuse what nests so deep that a parser could end the process: asked before each parser.

    Raises
    ------
    RefusedError
        When it does.
    """
    if _is_deep(source.format, data):
        raise tell_deep(source)


def tell_deep(source: RdfSource) -> RefusedError:
    """Return what tells that a file nests too deep."""
    return _refuse("rdf-too-deep", source, n=DEEPEST)


def _is_deep(format_: ox.RdfFormat, data: bytes) -> bool:
    if format_ == ox.RdfFormat.JSON_LD:
        return is_deep_json(data)
    if format_ == ox.RdfFormat.RDF_XML:
        return is_deep_xml(data)
    return is_deep_rdf(data)


def _unzip(source: RdfSource, *, is_bounded: bool = True) -> Iterator[bytes]:
    """Decompress in steps, and stop at the size limit."""
    made = 0
    packed = PartsReader(read_parts(source.path, _CHUNK))
    try:
        with gzip.GzipFile(fileobj=io.BufferedReader(packed, _CHUNK)) as opened:
            while part := opened.read(_CHUNK):
                made += len(part)
                is_bomb = made > _MEASURED_FROM and made > MOST_RATIO * packed.read_so_far
                if is_bomb or (is_bounded and made > MOST_BYTES):
                    raise _refuse("rdf-gzip-bomb", source, size=_megabytes(made))
                yield part
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _refuse("rdf-unreadable", source, reason="gzip") from error


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)


def _refuse(code: str, source: RdfSource, **values: Any) -> RefusedError:
    return RefusedError(tell(code, "violation", source.place, chapter="checks", **values))
